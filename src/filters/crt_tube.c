/* crt_tube.c - which place of the picture is seen at a place of the screen. */
#include "filters/crt_tube.h"
#include "filters/word.h"
#include <stdbool.h>

crt_line crt_line_at(const crt_tube *t, uint32_t y)
{
    double v = (2.0 * y - (t->height - 1.0)) / t->height;
    return (crt_line) { (uint32_t)((1 + t->curvature * v * v) * (1 << 24) + 0.5), y };
}

/* Places of the picture, in 2^-16 pixels. */
enum { PIECE = 64 };
typedef struct places {
    int64_t x[PIECE], y[PIECE];
} places;

/* Black, between the end of a picture that rolls and its beginning. */
static const int64_t gap = INT64_MIN / 2;

/* ---- between pixels ------------------------------------------------------ */

static inline uint8_t between(uint8_t a, uint8_t b, uint8_t part)
{
    return (uint8_t)((uint16_t)(a * 256 + (b - a) * part + 128) >> 8);
}

static inline bool opaque(const PixelTuple *above, const PixelTuple *below)
{
    return (above[0].alpha & above[1].alpha & below[0].alpha & below[1].alpha) == 255;
}

static PixelTuple blended(
    const PixelTuple *above, const PixelTuple *below, uint8_t right, uint8_t down)
{
    const uint8_t *a = (const uint8_t *)above, *b = (const uint8_t *)below;
    uint8_t out[4];
    for (int i = 0; i < 4; i++)
        out[i] = between(
            between(a[i], a[i + 4], right), between(b[i], b[i + 4], right), down);
    return (PixelTuple) { out[0], out[1], out[2], out[3] };
}

/* Is it so far outside that no pixel of the picture is a neighbour? */
static inline bool beyond(int64_t at, uint32_t size)
{
    return at <= -65536 || at >= (int64_t)size * 65536;
}

/* What is seen at one place: near edges, and where not all is opaque. */
static inline PixelTuple at(
    const glitch_frame *f, int64_t x, int64_t y, glitch_edge edge)
{
    if (x >= 0 && y >= 0 && x >> 16 < f->width - 1 && y >> 16 < f->height - 1) {
        const PixelTuple *above = f->px + (size_t)(y >> 16) * f->stride + (x >> 16);
        const PixelTuple *below = above + f->stride;
        uint8_t right = (uint8_t)(x >> 8), down = (uint8_t)(y >> 8);
        if (opaque(above, below))
            return blended(above, below, right, down);
    }
    if (y == gap)
        return glitch_edge_pixel(GLITCH_EDGE_BLACK);
    if (edge >= GLITCH_EDGE_TRANSPARENT
        && (beyond(x, f->width) || beyond(y, f->height)))
        return glitch_edge_pixel(edge);
    if (((x | y) & 65535) == 0) /* even where there is no alpha */
        return glitch_pixel_at(f, x / 65536, y / 65536, edge);
    return glitch_pixel_between(f, x, y, edge);
}

/* Each place's four neighbours, and in 1/256 pixels, the same for all bytes of a pixel, how
 * far it is from the first. */
typedef struct squares {
    PixelTuple a[PIECE], b[PIECE], c[PIECE], d[PIECE];
    uint32_t right[PIECE], down[PIECE];
} squares;

/* Do all places have four neighbours? Else one of these numbers is below 0. */
static bool all_inside(const glitch_frame *f, const places *at, uint32_t n)
{
    int64_t right = (int64_t)f->width * 65536 - 65537;
    int64_t bottom = (int64_t)f->height * 65536 - 65537, outside = 0;
    for (uint32_t i = 0; i < n; i++)
        outside |= at->x[i] | at->y[i] | (right - at->x[i]) | (bottom - at->y[i]);
    return outside >= 0;
}

/* Are all of them opaque? */
static bool fetch(const glitch_frame *f, const places *at, uint32_t n, squares *out)
{
    const uint32_t each = UINT32_C(0x01010101), alpha = gli_alpha_bits();
    uint32_t all = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t x = (uint64_t)at->x[i], y = (uint64_t)at->y[i];
        const PixelTuple *p = f->px + (y >> 16) * f->stride + (x >> 16);
        const PixelTuple *q = p + f->stride;
        uint32_t a = gli_load(p), b = gli_load(p + 1);
        uint32_t c = gli_load(q), d = gli_load(q + 1);
        gli_store(a, &out->a[i]);
        gli_store(b, &out->b[i]);
        gli_store(c, &out->c[i]);
        gli_store(d, &out->d[i]);
        out->right[i] = (uint32_t)(x >> 8 & 255) * each;
        out->down[i] = (uint32_t)(y >> 8 & 255) * each;
        all &= a & b & c & d;
    }
    return (all & alpha) == alpha;
}

static void blend(const squares *q, uint32_t n, uint8_t *restrict out)
{
    const uint8_t *a = (const uint8_t *)q->a, *b = (const uint8_t *)q->b,
                  *c = (const uint8_t *)q->c, *d = (const uint8_t *)q->d;
    const uint8_t *right = (const uint8_t *)q->right, *down = (const uint8_t *)q->down;
    for (uint32_t i = 0; i < 4 * n; i++)
        out[i] = between(
            between(a[i], b[i], right[i]), between(c[i], d[i], right[i]), down[i]);
}

/* ---- the curved glass ---------------------------------------------------- */

/*
 * Twice a place's distance from the middle of `size` pixels grows by a factor in 2^-24. It
 * is rounded toward the middle; so distances are worked on, and what is before the middle
 * gets its sign at last.
 */
static inline int64_t bent(uint32_t size, int64_t sign, uint32_t distance, uint32_t by)
{
    int64_t far = (int64_t)((uint64_t)distance * by >> 9);
    return ((int64_t)size - 1) * 32768 + (far ^ sign) - sign;
}

static inline int64_t sign_at(uint32_t i, uint32_t size)
{
    return i < size / 2 ? -1 : 0;
}

static inline uint32_t distance_at(uint32_t i, uint32_t size)
{
    return i < size / 2 ? size - 1 - 2 * i : 2 * i - (size - 1);
}

/* Columns from x on, all of one half of the picture. */
static void locate(const crt_tube *t, const crt_line *line, uint32_t x, uint32_t n,
    places *restrict out)
{
    uint32_t across = distance_at(x, t->width), more = x < t->width / 2 ? -2u : 2;
    uint32_t down = distance_at(line->y, t->height), width = t->width;
    uint32_t height = t->height, step = line->step;
    int64_t right = sign_at(x, width), below = sign_at(line->y, height);
    const uint32_t *bend = t->bend + x;
    for (uint32_t i = 0; i < n; i++)
        out->x[i] = bent(width, right, across + i * more, step);
    for (uint32_t i = 0; i < n; i++)
        out->y[i] = bent(height, below, down, bend[i]);
}

static void find_phases(
    const int64_t *y, uint32_t n, uint64_t pitch, uint8_t *restrict out)
{
    for (uint32_t i = 0; i < n; i++)
        out[i] = (uint8_t)(((uint64_t)y[i] + 32768) * pitch >> 40);
}

/* Move what is on the tube. */
static void roll(const crt_tube *t, uint32_t n, int64_t *y)
{
    int64_t end = (int64_t)t->height * 65536 - 32768;
    for (uint32_t i = 0; i < n; i++) {
        if (y[i] < -32768 || y[i] >= end)
            continue;
        y[i] += t->roll;
        y[i] -= y[i] >= end + t->gap ? end + 32768 + t->gap : 0;
        y[i] = y[i] >= end ? gap : y[i];
    }
}

PixelTuple crt_sample(
    const crt_tube *t, const crt_line *line, const glitch_frame *f, uint32_t x)
{
    places place;
    locate(t, line, x, 1, &place);
    if (t->roll)
        roll(t, 1, place.y);
    return at(f, place.x[0], place.y[0], t->edge);
}

void crt_sample_row(const crt_tube *t, uint32_t y, const glitch_frame *f,
    PixelTuple *out, uint8_t *phases)
{
    crt_line line = crt_line_at(t, y);
    places place;
    squares square;
    for (uint32_t x = 0, n; x < t->width; x += n) {
        n = (x < t->width / 2 ? t->width / 2 : t->width) - x;
        n = n < PIECE ? n : PIECE;
        locate(t, &line, x, n, &place);
        find_phases(place.y, n, t->pitch, phases + x);
        if (t->roll)
            roll(t, n, place.y);
        if (all_inside(f, &place, n) && fetch(f, &place, n, &square))
            blend(&square, n, (uint8_t *)(out + x));
        else
            for (uint32_t i = 0; i < n; i++)
                out[x + i] = at(f, place.x[i], place.y[i], t->edge);
    }
}
