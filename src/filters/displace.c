/*
 * displace.c - pixels are fetched from where another picture says, or their own brightness.
 *
 * As <feDisplacementMap> of SVG (W3C, Filter Effects Module Level 1): two channels of a map,
 * less one half, times a scale, are how far to the right and below a pixel is from.
 */
#include <glitch/filters.h>

enum { RED, GREEN, BLUE, ALPHA, LUMA };

typedef glitch_displace_params params;

typedef struct state {
    const glitch_frame *map; /* NULL: the picture itself */
    int32_t x, y;            /* channels */
    int32_t far[256];        /* in pixels, for each value of a channel */
    glitch_edge edge;
} state;

static int32_t rounded(double x)
{
    return (int32_t)floor(x + 0.5);
}

static int32_t channel(const params *q, int32_t given, int32_t otherwise)
{
    if (given != GLITCH_INT_AUTO)
        return given;
    return q->map.frame ? otherwise : LUMA;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    if (q->map.frame) {
        s->map = glitch_plan_scale(p, q->map.frame, shape->width, shape->height);
        if (!s->map)
            return GLITCH_ENOMEM;
    }
    double scale = GLITCH_IS_AUTO(q->scale.value)
        ? q->level * 0.05 * shape->width
        : glitch_length_pixels(q->scale, shape->width);
    for (int v = 0; v < 256; v++)
        s->far[v] = rounded(scale * (v / 255.0 - 0.5));
    s->x = channel(q, q->x, RED);
    s->y = channel(q, q->y, GREEN);
    s->edge = (glitch_edge)q->edge;
    reach->above = GLITCH_WHOLE;
    *out = s;
    return GLITCH_OK;
}

static uint8_t value(PixelTuple p, int32_t channel)
{
    switch (channel) {
    case RED:
        return p.red;
    case GREEN:
        return p.green;
    case BLUE:
        return p.blue;
    case ALPHA:
        return p.alpha;
    default:
        return (uint8_t)((77 * p.red + 150 * p.green + 29 * p.blue) / 256);
    }
}

/* How far the pixels of a row are from where they are taken, by one channel of the map. */
static void measure(
    const state *s, int32_t channel, const PixelTuple *map, uint32_t n, int32_t *out)
{
    for (uint32_t i = 0; i < n; i++)
        out[i] = s->far[value(map[i], channel)];
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    enum { PIECE = 64 };
    const state *s = given;
    const glitch_frame *f = glitch_window_frame(in);
    const glitch_frame *from = s->map ? s->map : f;
    const PixelTuple *map = from->px + y * from->stride;
    int32_t right[PIECE], down[PIECE];
    for (uint32_t x = 0, n; x < f->width; x += n) {
        n = f->width - x < PIECE ? f->width - x : PIECE;
        measure(s, s->x, map + x, n, right);
        measure(s, s->y, map + x, n, down);
        for (uint32_t i = 0; i < n; i++)
            out[x + i] = glitch_pixel_at(
                f, (int64_t)x + i + right[i], (int64_t)y + down[i], s->edge);
    }
}

static const char *const channels[] = { "red", "green", "blue", "alpha", "luma", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no scale is given; auto: the intensity" },
    { "map", GLITCH_FILE, offsetof(params, map), "", 0, 0, NULL, GLITCH_AUTO_NONE,
        "the picture that says where pixels are from; none: the picture itself" },
    { "scale", GLITCH_LENGTH, offsetof(params, scale), "auto", -1000000, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "between where black and where white is from, in pixels or % of the width; "
        "auto: 5% for each level" },
    { "x", GLITCH_CHOICE, offsetof(params, x), "auto", 0, 0, channels,
        GLITCH_AUTO_FILTER,
        "the channel for right and left; auto: red, without a map luma" },
    { "y", GLITCH_CHOICE, offsetof(params, y), "auto", 0, 0, channels,
        GLITCH_AUTO_FILTER,
        "the channel for up and down; auto: green, without a map luma" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "mirror", 0, 0, NULL,
        GLITCH_AUTO_NONE, "what is beyond the picture" },
    { 0 },
};

const glitch_filter gli_displace = {
    .struct_size = sizeof(glitch_filter),
    .name = "displace",
    .summary = "move pixels by the colours of a map, or of the picture itself",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
