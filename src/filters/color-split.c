/*
 * color-split.c - red and blue drawn apart, like a lens that bends colours unequally.
 */
#include "filters/word.h"
#include <glitch/filters.h>

enum { CLAMP, WRAP };

typedef glitch_color_split_params params;

typedef struct move {
    int32_t dx, dy;
} move;

typedef struct state {
    move red, blue;
    int32_t edge;
} state;

static int32_t rounded(double x)
{
    return (int32_t)(x < 0 ? x - 0.5 : x + 0.5);
}

/* A move as far as it makes a difference: within -size … size. */
static int32_t limit(int32_t by, uint32_t size, int32_t edge)
{
    int32_t n = (int32_t)size;
    if (edge == WRAP)
        return by % n;
    return by < -n ? -n : by > n ? n : by;
}

static uint32_t largest(int32_t a, int32_t b)
{
    int32_t m = a > b ? a : b;
    return m > 0 ? (uint32_t)m : 0;
}

static double distance(const params *q, uint32_t width)
{
    if (!GLITCH_IS_AUTO(q->distance.value))
        return glitch_length_pixels(q->distance, width);
    double d = q->level / 200.0 * width;
    return d < 1 ? 1 : d;
}

/* The two go half the way each; of an odd number of pixels red goes the one more. */
static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    double sine, cosine, far = distance(q, shape->width);
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    glitch_sincos(q->angle, &sine, &cosine);
    int32_t dx = rounded(far * cosine), dy = rounded(far * sine);
    s->blue = (move) { -(dx / 2), -(dy / 2) };
    s->red = (move) { dx - dx / 2, dy - dy / 2 };
    s->red.dy = limit(s->red.dy, shape->height, q->edge);
    s->blue.dy = limit(s->blue.dy, shape->height, q->edge);
    s->edge = q->edge;
    reach->above = largest(s->red.dy, s->blue.dy);
    reach->below = largest(-s->red.dy, -s->blue.dy);
    reach->edge = q->edge == WRAP ? GLITCH_EDGE_WRAP : GLITCH_EDGE_CLAMP;
    *out = s;
    return GLITCH_OK;
}

/* The pixel that a move brings to x, which may lie beyond an end of the row. */
static uint32_t origin(int64_t x, uint32_t width, int32_t edge)
{
    if (edge == CLAMP)
        return x < 0 ? 0 : x >= width ? width - 1 : (uint32_t)x;
    x %= width; /* NOLINT(clang-analyzer-core.DivideZero): a frame has pixels */
    return (uint32_t)(x < 0 ? x + width : x);
}

/* The rows that red and blue come from, and that of all else. */
typedef struct rows {
    const PixelTuple *here, *red, *blue;
    uint32_t width;
} rows;

static void slow_span(
    const state *s, const rows *in, uint32_t from, uint32_t to, PixelTuple *out)
{
    for (uint32_t x = from; x < to; x++) {
        out[x] = in->here[x];
        out[x].red = in->red[origin((int64_t)x - s->red.dx, in->width, s->edge)].red;
        out[x].blue =
            in->blue[origin((int64_t)x - s->blue.dx, in->width, s->edge)].blue;
    }
}

/* Where both come from within the row, whole pixels are put together, many at a time. */
static void quick_span(
    const state *s, const rows *in, uint32_t from, uint32_t to, PixelTuple *out)
{
    static const PixelTuple red_bits = { 255, 0, 0, 0 }, blue_bits = { 0, 0, 255, 0 };
    uint32_t reds = gli_load(&red_bits), blues = gli_load(&blue_bits);
    int64_t red = -s->red.dx, blue = -s->blue.dx;
    for (uint32_t x = from; x < to; x++)
        gli_store((gli_load(&in->here[x]) & ~(reds | blues))
                | (gli_load(&in->red[x + red]) & reds)
                | (gli_load(&in->blue[x + blue]) & blues),
            &out[x]);
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    rows from = { glitch_window_row(in, 0), glitch_window_row(in, -s->red.dy),
        glitch_window_row(in, -s->blue.dy), glitch_window_width(in) };
    uint32_t begin = largest(s->red.dx, s->blue.dx);
    uint32_t behind = largest(-s->red.dx, -s->blue.dx);
    uint32_t end = behind < from.width ? from.width - behind : 0;
    if (begin >= end)
        begin = end = from.width;
    (void)y;
    slow_span(s, &from, 0, begin, out);
    quick_span(s, &from, begin, end, out);
    slow_span(s, &from, end, from.width, out);
}

static const char *const edges[] = { "clamp", "wrap", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no distance is given; auto: the intensity" },
    { "distance", GLITCH_LENGTH, offsetof(params, distance), "auto", -1000000, 1000000,
        NULL, GLITCH_AUTO_FILTER,
        "between red and blue, in pixels or % of the width; auto: half the level in "
        "%" },
    { "angle", GLITCH_REAL, offsetof(params, angle), "0", -3600, 3600, NULL,
        GLITCH_AUTO_NONE, "where red goes, in degrees: 0 right, 90 down" },
    { "edge", GLITCH_CHOICE, offsetof(params, edge), "clamp", 0, 0, edges,
        GLITCH_AUTO_NONE, "what moves in at the side that a colour leaves" },
    { 0 },
};

const glitch_filter gli_color_split = {
    .struct_size = sizeof(glitch_filter),
    .name = "color-split",
    .summary = "draw red and blue apart",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
