/*
 * jitter.c - each row or column by a small random distance: a time base that trembles.
 *
 * The common model of the error that a time base corrector is there to remove.
 */
#include <glitch/filters.h>
#include <stdbool.h>

enum { ROWS, COLUMNS };

typedef glitch_jitter_params params;

typedef struct state {
    int32_t *by; /* of each line; to the right, or down */
    int32_t axis;
    uint32_t size;
    glitch_edge edge;
} state;

static int32_t farthest(const params *q, uint32_t extent)
{
    if (!GLITCH_IS_AUTO(q->distance.value))
        return glitch_length_pixels(q->distance, extent);
    int32_t d = (int32_t)(q->level * extent / 300);
    return d < 1 ? 1 : d;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    bool columns = q->axis == COLUMNS;
    uint32_t lines = columns ? shape->width : shape->height;
    int32_t most = farthest(q, columns ? shape->height : shape->width);
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s || !(s->by = glitch_plan_alloc(p, lines, sizeof *s->by)))
        return GLITCH_ENOMEM;
    s->axis = q->axis;
    s->size = (uint32_t)q->size;
    s->edge = (glitch_edge)q->edge;
    for (uint32_t i = 0; i < lines; i++)
        s->by[i] = i % s->size ? s->by[i - 1] : glitch_plan_range(p, -most, most);
    reach->above = columns ? GLITCH_WHOLE : 0;
    *out = s;
    return GLITCH_OK;
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    uint32_t width = glitch_window_width(in);
    if (s->axis == ROWS) {
        glitch_row_move(glitch_window_row(in, 0), width, s->by[y], s->edge, out);
        return;
    }
    const glitch_frame *f = glitch_window_frame(in);
    for (uint32_t x = 0; x < width; x++)
        out[x] = glitch_pixel_at(f, x, (int64_t)y - s->by[x], s->edge);
}

static const char *const axes[] = { "rows", "columns", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no distance is given; auto: the intensity" },
    { "distance", GLITCH_LENGTH, offsetof(params, distance), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "how far a line moves at most, in pixels or % of the width, or of the height "
        "where it is a column; auto: a third of the level in %" },
    { "axis", GLITCH_CHOICE, offsetof(params, axis), "rows", 0, 0, axes,
        GLITCH_AUTO_NONE, "what moves: rows sideways, or columns up and down" },
    { "size", GLITCH_INT, offsetof(params, size), "1", 1, 1000000, NULL,
        GLITCH_AUTO_NONE, "how many lines move together" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "clamp", 0, 0, NULL,
        GLITCH_AUTO_NONE, "what moves in at the side that a line leaves" },
    { 0 },
};

const glitch_filter gli_jitter = {
    .struct_size = sizeof(glitch_filter),
    .name = "jitter",
    .summary = "move each row or column by a small random distance",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
