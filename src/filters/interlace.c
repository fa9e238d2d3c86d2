/*
 * interlace.c - every second line of another moment, or of another place: the comb of
 * interlaced video on a screen that is not.
 *
 * The two fields of a frame are taken one after the other; shown together ("weave", the
 * common de-interlacing that does nothing), what moves between them is torn into lines.
 */
#include <glitch/filters.h>
#include <string.h>

enum { TOP, BOTTOM };

typedef glitch_interlace_params params;

typedef struct state {
    const glitch_frame *late; /* the frame that the field is from; NULL: this one */
    uint32_t lines, parity;
    int32_t by;
    glitch_edge edge;
} state;

/* With a frame of the past there is a comb already where anything moves. */
static int32_t distance(const params *q, uint32_t width)
{
    if (!GLITCH_IS_AUTO(q->distance.value))
        return glitch_length_pixels(q->distance, width);
    double d = q->weave ? 0 : q->level * width / 250;
    return (int32_t)(d > 0 && d < 1 ? 1 : d);
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    (void)reach; /* row y looks at row y only */
    if (q->weave)
        s->late = glitch_plan_past(p, GLITCH_PAST_IN, (uint32_t)q->weave);
    s->lines = (uint32_t)q->lines;
    s->parity = q->field == TOP ? 0 : 1;
    s->by = distance(q, shape->width);
    s->edge = (glitch_edge)q->edge;
    *out = s;
    return GLITCH_OK;
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const PixelTuple *src = glitch_window_row(in, 0);
    uint32_t width = glitch_window_width(in);
    if (y / s->lines % 2 != s->parity) {
        memcpy(out, src, width * sizeof *out);
        return;
    }
    if (s->late)
        src = s->late->px + y * s->late->stride;
    glitch_row_move(src, width, s->by, s->edge, out);
}

static const char *const fields[] = { "top", "bottom", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no distance is given; auto: the intensity" },
    { "distance", GLITCH_LENGTH, offsetof(params, distance), "auto", -1000000, 1000000,
        NULL, GLITCH_AUTO_FILTER,
        "how far the field moves to the right, in pixels or % of the width; auto: 0.4% "
        "for each level, or with weave 0" },
    { "weave", GLITCH_INT, offsetof(params, weave), "0", 0, 64, NULL, GLITCH_AUTO_NONE,
        "the field is from so many frames before" },
    { "field", GLITCH_CHOICE, offsetof(params, field), "bottom", 0, 0, fields,
        GLITCH_AUTO_NONE,
        "which lines those are: the first, third, ... or the others" },
    { "lines", GLITCH_INT, offsetof(params, lines), "1", 1, 1000000, NULL,
        GLITCH_AUTO_NONE, "how many rows make a line" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "clamp", 0, 0, NULL,
        GLITCH_AUTO_NONE, "what moves in at the side that the field leaves" },
    { 0 },
};

const glitch_filter gli_interlace = {
    .struct_size = sizeof(glitch_filter),
    .name = "interlace",
    .summary = "tear the picture into the two fields of interlaced video",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
    .past = 1,
};
