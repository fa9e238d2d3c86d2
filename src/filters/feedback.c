/*
 * feedback.c - a camera before its own screen: the picture, mixed with the output before,
 * which is zoomed, turned and moved a little each time.
 *
 * Video feedback is folklore; J. P. Crutchfield, Space-Time Dynamics in Video Feedback,
 * Physica 10D, 1984, describes it. The output before is looked up backwards, by the
 * inverse of the move, in steps of 1/16 of a pixel.
 */
#include <glitch/filters.h>
#include <stdbool.h>
#include <string.h>

enum { MEAN, MAXIMUM, DIFFERENCE };

/* Places are counted in 2^-24 of a pixel, and rounded to 2^-4. */
enum {
    PLACE_BITS = 24,
    FINE_BITS = 4,
    FINE = 1 << FINE_BITS,
    COARSE = 65536 / FINE, /* for glitch_pixel_between() */
    PIECE = 64             /* pixels that are worked on together */
};

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

/* A piece of a row: of each pixel the four that it lies between, and their weights. */
typedef struct piece {
    uint32_t corner[4][PIECE];
    uint64_t weight[4][PIECE]; /* four times, for the four bytes */
} piece;

static inline int64_t fine(int64_t at)
{
    const int bits = PLACE_BITS - FINE_BITS;
    return (at + (INT64_C(1) << (bits - 1))) >> bits;
}

static int64_t limited(int64_t at)
{
    const int64_t most = INT64_C(1) << 34;
    return at < -most ? -most : at > most ? most : at;
}

static void sample_slowly(
    const state *s, const glitch_frame *f, place at, uint32_t n, PixelTuple *out)
{
    for (uint32_t i = 0; i < n; i++, at.x += s->right.x, at.y += s->right.y)
        out[i] = glitch_pixel_between(
            f, limited(fine(at.x)) * COARSE, limited(fine(at.y)) * COARSE, s->edge);
}

static bool inside(const glitch_frame *f, place at)
{
    int64_t x = fine(at.x) >> FINE_BITS, y = fine(at.y) >> FINE_BITS;
    return x >= 0 && y >= 0 && x + 1 < f->width && y + 1 < f->height;
}

static inline void load(uint32_t to[static 1], const PixelTuple *from)
{
    memcpy(to, from, sizeof *to);
}

/* Are all of them opaque? They have to be inside. */
static bool gather(
    const state *s, const glitch_frame *f, place at, uint32_t n, piece *out)
{
    static const PixelTuple opaque = { 0, 0, 0, 255 };
    const uint64_t bytes = UINT64_C(0x0001000100010001);
    uint32_t all = UINT32_MAX, alpha;
    load(&alpha, &opaque);
    for (uint32_t i = 0; i < n; i++, at.x += s->right.x, at.y += s->right.y) {
        int64_t x = fine(at.x), y = fine(at.y);
        uint32_t r = (uint32_t)(x & (FINE - 1)), d = (uint32_t)(y & (FINE - 1));
        const PixelTuple *p =
            f->px + (size_t)(y >> FINE_BITS) * f->stride + (x >> FINE_BITS);
        load(&out->corner[0][i], p);
        load(&out->corner[1][i], p + 1);
        load(&out->corner[2][i], p + f->stride);
        load(&out->corner[3][i], p + f->stride + 1);
        for (int c = 0; c < 4; c++)
            all &= out->corner[c][i];
        out->weight[0][i] = bytes * (uint64_t)((FINE - r) * (FINE - d));
        out->weight[1][i] = bytes * (uint64_t)(r * (FINE - d));
        out->weight[2][i] = bytes * (uint64_t)((FINE - r) * d);
        out->weight[3][i] = bytes * (uint64_t)(r * d);
    }
    return (all & alpha) == alpha;
}

/* What glitch_pixel_between() gives of opaque pixels, for many bytes at once. */
static void blend(const piece *in, uint32_t n, uint8_t *out)
{
    uint16_t weight[4][4 * PIECE];
    uint8_t corner[4][4 * PIECE];
    memcpy(weight, in->weight, sizeof weight);
    memcpy(corner, in->corner, sizeof corner);
    for (uint32_t i = 0; i < 4 * n; i++)
        out[i] =
            (uint8_t)((uint16_t)(weight[0][i] * corner[0][i]
                          + weight[1][i] * corner[1][i] + weight[2][i] * corner[2][i]
                          + weight[3][i] * corner[3][i] + 128)
                >> 8);
}

static void sample(
    const state *s, const glitch_frame *f, place at, uint32_t n, PixelTuple *out)
{
    piece four;
    place last = { at.x + s->right.x * (n - 1), at.y + s->right.y * (n - 1) };
    if (inside(f, at) && inside(f, last) && gather(s, f, at, n, &four))
        blend(&four, n, (uint8_t *)out);
    else
        sample_slowly(s, f, at, n, out);
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
    for (uint32_t x = 0; x < width; x += PIECE) {
        uint32_t n = width - x < PIECE ? width - x : PIECE;
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
