/*
 * displace.c - pixels are fetched from where another picture says, or their own brightness.
 *
 * As <feDisplacementMap> of SVG (W3C, Filter Effects Module Level 1): two channels of a map,
 * less one half, times a scale, are how far to the right and below a pixel is from.
 */
#include "filters/word.h"
#include <glitch/filters.h>
#include <stdbool.h>

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

/* One channel of the map. */
static void read_channel(
    int32_t channel, const PixelTuple *map, uint32_t n, uint8_t *restrict out)
{
    static const size_t places[] = { offsetof(PixelTuple, red),
        offsetof(PixelTuple, green), offsetof(PixelTuple, blue),
        offsetof(PixelTuple, alpha) };
    if (channel == LUMA) {
        for (uint32_t i = 0; i < n; i++) {
            uint16_t sum =
                (uint16_t)(77 * map[i].red + 150 * map[i].green + 29 * map[i].blue);
            out[i] = (uint8_t)(sum >> 8);
        }
        return;
    }
    const uint8_t *value = (const uint8_t *)map + places[channel];
    for (uint32_t i = 0; i < n; i++)
        out[i] = value[i * sizeof *map];
}

/* Is a place inside of the picture however far it is moved? */
static bool stays_inside(int64_t at, int32_t a, int32_t b, uint32_t size)
{
    return at + (a < b ? a : b) >= 0 && at + (a < b ? b : a) < size;
}

/* Are places from `first` to `last`, moved by any of the values? */
static bool stay_inside(const state *s, const uint8_t *values, uint32_t n,
    uint32_t first, uint32_t last, uint32_t size)
{
    uint8_t least = 255, most = 0;
    for (uint32_t i = 0; i < n; i++) {
        least = values[i] < least ? values[i] : least;
        most = values[i] > most ? values[i] : most;
    }
    int32_t a = s->far[least], b = s->far[most]; /* all others are between them */
    return stays_inside(first, a, b, size) && stays_inside(last, a, b, size);
}

/* Some pixels from (x, y) on, by values of the map. Nearly everywhere no edge is near. */
static void fetch(const state *s, const glitch_frame *f, uint32_t x, uint32_t y,
    uint32_t n, const uint8_t *right, const uint8_t *down, PixelTuple *out)
{
    const PixelTuple *here = f->px + y * f->stride + x;
    const int32_t *far = s->far;
    ptrdiff_t stride = (ptrdiff_t)f->stride;
    if (stay_inside(s, right, n, x, x + n - 1, f->width)
        && stay_inside(s, down, n, y, y, f->height)) {
        for (uint32_t i = 0; i < n; i++)
            gli_store(
                gli_load(here + far[down[i]] * stride + far[right[i]] + i), &out[i]);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        out[i] = glitch_pixel_at(
            f, (int64_t)x + i + far[right[i]], (int64_t)y + far[down[i]], s->edge);
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    enum { PIECE = 64 };
    const state *s = given;
    const glitch_frame *f = glitch_window_frame(in);
    const glitch_frame *from = s->map ? s->map : f;
    const PixelTuple *map = from->px + y * from->stride;
    uint8_t right[PIECE], other[PIECE];
    const uint8_t *down = s->x == s->y ? right : other;
    for (uint32_t x = 0, n; x < f->width; x += n) {
        n = f->width - x < PIECE ? f->width - x : PIECE;
        read_channel(s->x, map + x, n, right);
        if (down == other)
            read_channel(s->y, map + x, n, other);
        fetch(s, f, x, y, n, right, down, out + x);
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
