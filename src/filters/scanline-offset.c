/*
 * scanline-offset.c - bands of rows, each rotated sideways: the look of a lost sync.
 *
 * The bands, their number and how far they go are those of glitch-this, the tool that
 * this project succeeds.
 */
#include <glitch/filters.h>
#include <string.h>

enum { WRAP, CLAMP, BLANK };

typedef glitch_scanline_offset_params params;

typedef struct state {
    int32_t *offset; /* of each row; positive: to the right */
    int32_t edge;
} state;

static void draw_band(
    glitch_plan *p, int32_t *offset, int32_t rows, int32_t tallest, int32_t farthest)
{
    int32_t by = glitch_plan_range(p, -farthest, farthest);
    int32_t y = glitch_plan_range(p, 0, rows - 1);
    int32_t height = glitch_plan_range(p, 1, tallest);
    for (int32_t end = height < rows - y ? y + height : rows; y < end; y++)
        offset[y] = by;
}

static int32_t tallest_band(const params *q, int32_t rows)
{
    int32_t tallest = GLITCH_IS_AUTO(q->height.value)
        ? rows / 4
        : glitch_length_pixels(q->height, (uint32_t)rows);
    return tallest < 1 ? 1 : tallest > rows ? rows : tallest;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s || !(s->offset = glitch_plan_alloc(p, shape->height, sizeof *s->offset)))
        return GLITCH_ENOMEM;
    int32_t rows = (int32_t)shape->height, tallest = tallest_band(q, rows);
    int32_t farthest = (int32_t)(q->level * q->level / 100.0 * shape->width);
    int32_t bands = q->bands == GLITCH_INT_AUTO ? (int32_t)(2.0 * q->level) : q->bands;
    for (int32_t i = 0; i < bands; i++)
        draw_band(p, s->offset, rows, tallest, farthest);
    s->edge = q->edge;
    (void)reach; /* row y looks at row y only */
    *out = s;
    return GLITCH_OK;
}

/* What moves in: the pixel at the row's end, or black with the alpha that was there. */
static void fill(PixelTuple *out, const PixelTuple *in, uint32_t from, uint32_t to,
    int32_t edge, PixelTuple border)
{
    for (uint32_t x = from; x < to; x++)
        out[x] = edge == CLAMP ? border : (PixelTuple) { 0, 0, 0, in[x].alpha };
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const PixelTuple *src = glitch_window_row(in, 0);
    uint32_t width = glitch_window_width(in);
    int32_t by = s->offset[y];
    uint32_t right = by < 0 ? 0 : (uint32_t)by, left = by < 0 ? 0 - (uint32_t)by : 0;
    if (s->edge == WRAP) { /* to the left by n is to the right by width - n */
        right = (right + width - left % width) % width;
        memcpy(out + right, src, (width - right) * sizeof *out);
        memcpy(out, src + width - right, right * sizeof *out);
        return;
    }
    right = right < width ? right : width;
    left = left < width ? left : width;
    memcpy(out + right, src + left, (width - right - left) * sizeof *out);
    fill(out, src, 0, right, s->edge, src[0]);
    fill(out, src, width - left, width, s->edge, src[width - 1]);
}

static const char *const edges[] = { "wrap", "clamp", "blank", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength: bands move by up to level^2 % of the width; auto: the intensity" },
    { "bands", GLITCH_INT, offsetof(params, bands), "auto", 0, 10000, NULL,
        GLITCH_AUTO_FILTER, "how many bands; auto: twice the level" },
    { "height", GLITCH_LENGTH, offsetof(params, height), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "largest height of a band, in rows or % of the height; auto: a quarter" },
    { "edge", GLITCH_CHOICE, offsetof(params, edge), "wrap", 0, 0, edges,
        GLITCH_AUTO_NONE, "what moves in at the side that a band leaves" },
    { 0 },
};

const glitch_filter gli_scanline_offset = {
    .struct_size = sizeof(glitch_filter),
    .name = "scanline-offset",
    .summary = "move random bands of rows sideways",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
