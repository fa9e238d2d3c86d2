/*
 * slice-repeat.c - a slice of rows again and again below itself: the stutter of a buffer
 * that is read before it is filled.
 */
#include <glitch/filters.h>

typedef glitch_slice_repeat_params params;

typedef struct state {
    uint32_t *from; /* which row each row shows */
    int64_t *by;    /* how far it moves to the right */
    glitch_edge edge;
} state;

/* Of two slices that meet, the later one shows. */
static void draw_slice(glitch_plan *p, const state *s, const params *q, int32_t rows,
    int32_t tallest, int32_t drift)
{
    int32_t most = q->times == GLITCH_INT_AUTO ? 2 + (int32_t)q->level : q->times;
    int32_t first = glitch_plan_range(p, 0, rows - 1);
    int32_t height = glitch_plan_range(p, 1, tallest);
    int64_t times = glitch_plan_range(p, most < 2 ? most : 2, most);
    for (int64_t i = height; i < (times + 1) * height && first + i < rows; i++) {
        s->from[first + i] = (uint32_t)(first + i % height);
        s->by[first + i] = i / height * drift;
    }
}

static int32_t tallest_slice(const params *q, int32_t rows)
{
    int32_t tallest = GLITCH_IS_AUTO(q->height.value)
        ? (int32_t)(rows * 0.04)
        : glitch_length_pixels(q->height, (uint32_t)rows);
    return tallest < 1 ? 1 : tallest > rows ? rows : tallest;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    int32_t rows = (int32_t)shape->height, tallest = tallest_slice(q, rows);
    int32_t slices = q->slices == GLITCH_INT_AUTO ? 1 + (int32_t)q->level : q->slices;
    int32_t drift =
        glitch_length_pixels(q->drift, shape->width) % (int32_t)shape->width;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s || !(s->from = glitch_plan_alloc(p, shape->height, sizeof *s->from))
        || !(s->by = glitch_plan_alloc(p, shape->height, sizeof *s->by)))
        return GLITCH_ENOMEM;
    for (uint32_t y = 0; y < shape->height; y++)
        s->from[y] = y;
    for (int32_t i = 0; i < slices; i++)
        draw_slice(p, s, q, rows, tallest, drift);
    s->edge = (glitch_edge)q->edge;
    reach->above = GLITCH_WHOLE;
    *out = s;
    return GLITCH_OK;
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const glitch_frame *f = glitch_window_frame(in);
    glitch_row_move(f->px + s->from[y] * f->stride, f->width, s->by[y], s->edge, out);
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY, "strength, for slices and times; auto: the intensity" },
    { "slices", GLITCH_INT, offsetof(params, slices), "auto", 0, 10000, NULL,
        GLITCH_AUTO_FILTER, "how many slices; auto: one, and one for each level" },
    { "height", GLITCH_LENGTH, offsetof(params, height), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "largest height of a slice, in rows or % of the height; auto: 4%" },
    { "times", GLITCH_INT, offsetof(params, times), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "how often it is shown again, at most; auto: two, and one for each level" },
    { "drift", GLITCH_LENGTH, offsetof(params, drift), "0", -1000000, 1000000, NULL,
        GLITCH_AUTO_NONE,
        "how much farther to the right each repetition is, in pixels or % of the "
        "width" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "wrap", 0, 0, NULL, GLITCH_AUTO_NONE,
        "what moves in at the side that a repetition leaves" },
    { 0 },
};

const glitch_filter gli_slice_repeat = {
    .struct_size = sizeof(glitch_filter),
    .name = "slice-repeat",
    .summary = "repeat slices of rows below themselves",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
