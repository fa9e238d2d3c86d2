/*
 * feedback.c - a camera before its own screen: the picture, mixed with the output before,
 * which is zoomed, turned and moved a little each time.
 *
 * Video feedback is folklore; J. P. Crutchfield, Space-Time Dynamics in Video Feedback,
 * Physica 10D, 1984, describes it. The output before is looked up backwards, by the
 * inverse of the move, in steps of 1/16 of a pixel.
 */
#include "filters/sampler.h"
#include <glitch/filters.h>
#include <stdbool.h>
#include <string.h>

enum { MEAN, MAXIMUM, DIFFERENCE };

enum { PLACE_BITS = 24 }; /* places are counted in 2^-24 of a pixel */

typedef glitch_feedback_params params;

typedef struct place {
    int64_t x, y;
} place;

typedef struct state {
    const glitch_frame *past; /* NULL in the first frame: its input stands for it */
    place origin;             /* where the pixel (0, 0) comes from */
    place right, down; /* how far that moves from pixel to pixel, from row to row */
    uint32_t amount;   /* in 1/256 */
    int32_t mode;
    glitch_edge edge;
} state;

/* ---- the plan ------------------------------------------------------------ */

static double given_or(double value, double otherwise)
{
    return GLITCH_IS_AUTO(value) ? otherwise : value;
}

static int64_t in_places(double pixels)
{
    return (int64_t)floor(pixels * (1 << PLACE_BITS) + 0.5);
}

/* The inverse of: zoom and turn about the middle, then move. */
static void plan_move(state *s, const params *q, const glitch_frame *shape)
{
    double sine, cosine, zoom = given_or(q->zoom, 1 + q->level / 50);
    glitch_sincos(q->angle, &sine, &cosine);
    double a = cosine / zoom, b = sine / zoom;
    double cx = (shape->width - 1.0) / 2, cy = (shape->height - 1.0) / 2;
    double x = -cx - glitch_length_pixels(q->dx, shape->width);
    double y = -cy - glitch_length_pixels(q->dy, shape->height);
    s->right = (place) { in_places(a), in_places(-b) };
    s->down = (place) { in_places(b), in_places(a) };
    s->origin =
        (place) { in_places(cx + a * x + b * y), in_places(cy - b * x + a * y) };
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    s->past = glitch_plan_past(p, GLITCH_PAST_OUT, 1);
    if (!s->past)
        reach->above = GLITCH_WHOLE;
    plan_move(s, q, shape);
    double amount = given_or(q->amount, 1 - 0.8 / (q->level + 0.8));
    s->amount = (uint32_t)(amount * 256 + 0.5);
    s->mode = q->mode;
    s->edge = (glitch_edge)q->edge;
    *out = s;
    return GLITCH_OK;
}

/* ---- the output before, at places ---------------------------------------- */

static int32_t fine(int64_t at)
{
    const int bits = PLACE_BITS - GLI_FINE_BITS;
    return gli_place((at + (INT64_C(1) << (bits - 1))) >> bits);
}

static void sample(
    const state *s, const glitch_frame *f, place at, uint32_t n, PixelTuple *out)
{
    gli_places places;
    for (uint32_t i = 0; i < n; i++, at.x += s->right.x, at.y += s->right.y) {
        places.x[i] = fine(at.x);
        places.y[i] = fine(at.y);
    }
    gli_sample(f, &places, n, s->edge, out);
}

/* ---- past and present ---------------------------------------------------- */

/* Colours count by their alpha. */
static inline PixelTuple mixed(PixelTuple now, PixelTuple past, uint32_t amount)
{
    uint32_t n = now.alpha * (256 - amount), p = past.alpha * amount, sum = n + p;
    if (sum == 0)
        return now;
    uint32_t half = sum / 2;
    return (PixelTuple) { (uint8_t)((now.red * n + past.red * p + half) / sum),
        (uint8_t)((now.green * n + past.green * p + half) / sum),
        (uint8_t)((now.blue * n + past.blue * p + half) / sum),
        (uint8_t)((sum + 128) >> 8) };
}

static inline uint8_t larger(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

static inline uint8_t apart(uint8_t a, uint8_t b)
{
    return (uint8_t)(a > b ? a - b : b - a);
}

static inline PixelTuple faded(PixelTuple p, uint32_t amount)
{
    return (PixelTuple) { (uint8_t)(p.red * amount >> 8),
        (uint8_t)(p.green * amount >> 8), (uint8_t)(p.blue * amount >> 8),
        (uint8_t)(p.alpha * amount >> 8) };
}

static inline PixelTuple combine(
    int32_t mode, PixelTuple now, PixelTuple past, uint32_t amount)
{
    if (mode == MEAN)
        return mixed(now, past, amount);
    past = faded(past, amount);
    if (now.alpha == 0 || past.alpha == 0)
        return now.alpha == 0 ? past : now;
    uint8_t alpha = larger(now.alpha, past.alpha);
    if (mode == MAXIMUM)
        return (PixelTuple) { larger(now.red, past.red), larger(now.green, past.green),
            larger(now.blue, past.blue), alpha };
    return (PixelTuple) { apart(now.red, past.red), apart(now.green, past.green),
        apart(now.blue, past.blue), alpha };
}

/* Opaque pixels, many bytes at once. */
static void mix_bytes(const uint8_t *now, uint32_t n, uint32_t amount, uint8_t *out)
{
    uint16_t past = (uint16_t)amount, left = (uint16_t)(256 - amount);
    for (uint32_t i = 0; i < n; i++)
        out[i] = (uint8_t)((uint16_t)(now[i] * left + out[i] * past + 128) >> 8);
}

static bool all_opaque(const PixelTuple *a, const PixelTuple *b, uint32_t n)
{
    uint8_t all = 255;
    for (uint32_t i = 0; i < n; i++)
        all &= a[i].alpha & b[i].alpha;
    return all == 255;
}

/* `out` has the past. */
static void meet(const state *s, const PixelTuple *now, uint32_t n, PixelTuple *out)
{
    if (s->mode == MEAN && all_opaque(now, out, n))
        mix_bytes((const uint8_t *)now, 4 * n, s->amount, (uint8_t *)out);
    else
        for (uint32_t i = 0; i < n; i++)
            out[i] = combine(s->mode, now[i], out[i], s->amount);
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const glitch_frame *past = s->past ? s->past : glitch_window_frame(in);
    const PixelTuple *now = glitch_window_row(in, 0);
    uint32_t width = glitch_window_width(in);
    place at = { s->origin.x + s->down.x * y, s->origin.y + s->down.y * y };
    for (uint32_t x = 0; x < width; x += GLI_PIECE) {
        uint32_t n = width - x < GLI_PIECE ? width - x : GLI_PIECE;
        sample(s, past, at, n, out + x);
        meet(s, now + x, n, out + x);
        at.x += s->right.x * n;
        at.y += s->right.y * n;
    }
}

static const char *const modes[] = { "mean", "maximum", "difference", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY, "strength, for amount and zoom; auto: the intensity" },
    { "amount", GLITCH_REAL, offsetof(params, amount), "auto", 0, 1, NULL,
        GLITCH_AUTO_FILTER,
        "how much of the output before is mixed in; auto: 0.7 for level 2, 0.9 for 6" },
    { "zoom", GLITCH_REAL, offsetof(params, zoom), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_FILTER,
        "how much larger that is each time; auto: 1.04 for level 2, 1.12 for 6" },
    { "angle", GLITCH_ANGLE, offsetof(params, angle), "0", -3600, 3600, NULL,
        GLITCH_AUTO_NONE, "how far it is turned each time, clockwise" },
    { "dx", GLITCH_LENGTH, offsetof(params, dx), "0", -1000000, 1000000, NULL,
        GLITCH_AUTO_NONE,
        "how far it moves to the right, in pixels or % of the width" },
    { "dy", GLITCH_LENGTH, offsetof(params, dy), "0", -1000000, 1000000, NULL,
        GLITCH_AUTO_NONE, "how far it moves down, in pixels or % of the height" },
    { "mode", GLITCH_CHOICE, offsetof(params, mode), "mean", 0, 0, modes,
        GLITCH_AUTO_NONE, "how it meets the picture" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "mirror", 0, 0, NULL,
        GLITCH_AUTO_NONE, "what is to be seen beyond its edges" },
    { 0 },
};

const glitch_filter gli_feedback = {
    .struct_size = sizeof(glitch_filter),
    .name = "feedback",
    .summary = "a camera before its screen: the last output, moved, within this one",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
    .past = 1,
};
