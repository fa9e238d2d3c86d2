/*
 * skew.c - bands of rows that lean: each row a little farther than the one before, as where
 * a picture is read with the wrong width.
 */
#include <glitch/filters.h>

typedef glitch_skew_params params;

typedef struct state {
    int64_t *by; /* of each row; to the right */
    glitch_edge edge;
} state;

static int32_t tallest_band(const params *q, int32_t rows)
{
    int32_t tallest = GLITCH_IS_AUTO(q->height.value)
        ? rows / 4
        : glitch_length_pixels(q->height, (uint32_t)rows);
    return tallest < 1 ? 1 : tallest > rows ? rows : tallest;
}

/* Of two bands that meet, each adds its own. */
static void draw_band(
    glitch_plan *p, int64_t *by, int32_t rows, int32_t tallest, double slope)
{
    int32_t first = glitch_plan_range(p, 0, rows - 1);
    int32_t height = glitch_plan_range(p, 1, tallest);
    double lean = slope * (2 * glitch_plan_real(p) - 1);
    for (int32_t i = 0; i < height && first + i < rows; i++)
        by[first + i] += (int64_t)(lean * (i + 1));
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    int32_t rows = (int32_t)shape->height, tallest = tallest_band(q, rows);
    int32_t bands = q->bands == GLITCH_INT_AUTO ? (int32_t)(1.5 * q->level) : q->bands;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s || !(s->by = glitch_plan_alloc(p, shape->height, sizeof *s->by)))
        return GLITCH_ENOMEM;
    if (q->bands == GLITCH_INT_AUTO && bands < 1)
        bands = 1;
    for (int32_t i = 0; i < bands; i++)
        draw_band(p, s->by, rows, tallest,
            GLITCH_IS_AUTO(q->slope) ? q->level * 0.4 : q->slope);
    s->edge = (glitch_edge)q->edge;
    (void)reach; /* row y looks at row y only */
    *out = s;
    return GLITCH_OK;
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    glitch_row_move(
        glitch_window_row(in, 0), glitch_window_width(in), s->by[y], s->edge, out);
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no bands and no slope are given; auto: the intensity" },
    { "bands", GLITCH_INT, offsetof(params, bands), "auto", 0, 10000, NULL,
        GLITCH_AUTO_FILTER, "how many bands; auto: one and a half times the level" },
    { "height", GLITCH_LENGTH, offsetof(params, height), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "largest height of a band, in rows or % of the height; auto: a quarter" },
    { "slope", GLITCH_REAL, offsetof(params, slope), "auto", 0, 1000, NULL,
        GLITCH_AUTO_FILTER,
        "how much farther each row goes than the one above, in pixels, at most; auto: "
        "0.4 for each level" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "wrap", 0, 0, NULL, GLITCH_AUTO_NONE,
        "what moves in at the side that a row leaves" },
    { 0 },
};

const glitch_filter gli_skew = {
    .struct_size = sizeof(glitch_filter),
    .name = "skew",
    .summary = "lean random bands of rows",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
