/*
 * sampler.c - pixels from between pixels, many at a time.
 *
 * Bilinear interpolation. Where all of a piece is inside of the picture and opaque, which
 * is nearly everywhere, it is done on many bytes at once.
 */
#include "filters/sampler.h"
#include "filters/word.h"
#include <stdbool.h>

enum { COARSE = 65536 / GLI_FINE }; /* for glitch_pixel_between() */

static bool inside(const int32_t *at, uint32_t n, uint32_t extent)
{
    int32_t least = at[0], most = at[0];
    for (uint32_t i = 0; i < n; i++) {
        least = at[i] < least ? at[i] : least;
        most = at[i] > most ? at[i] : most;
    }
    return least >= 0 && (uint32_t)(most >> GLI_FINE_BITS) + 1 < extent;
}

static void sample_slowly(const glitch_frame *f, const gli_places *at, uint32_t n,
    glitch_edge edge, PixelTuple *out)
{
    for (uint32_t i = 0; i < n; i++)
        out[i] = glitch_pixel_between(
            f, (int64_t)at->x[i] * COARSE, (int64_t)at->y[i] * COARSE, edge);
}

/* ---- opaque pixels inside ------------------------------------------------ */

/* The four pixels around each place, and for every byte of them how far it is from the first. */
typedef struct squares {
    PixelTuple a[GLI_PIECE], b[GLI_PIECE], c[GLI_PIECE], d[GLI_PIECE];
    uint32_t right[GLI_PIECE], down[GLI_PIECE];
} squares;

/* Are all of them opaque? They have to be inside. */
static bool fetch(const glitch_frame *f, const gli_places *at, uint32_t n, squares *out)
{
    const uint32_t each = UINT32_C(0x01010101), alpha = gli_alpha_bits();
    uint32_t all = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t x = (uint32_t)at->x[i], y = (uint32_t)at->y[i];
        const PixelTuple *p = f->px + (size_t)(y / GLI_FINE) * f->stride + x / GLI_FINE;
        const PixelTuple *q = p + f->stride;
        uint32_t a = gli_load(p), b = gli_load(p + 1);
        uint32_t c = gli_load(q), d = gli_load(q + 1);
        gli_store(a, &out->a[i]);
        gli_store(b, &out->b[i]);
        gli_store(c, &out->c[i]);
        gli_store(d, &out->d[i]);
        out->right[i] = x % GLI_FINE * each;
        out->down[i] = y % GLI_FINE * each;
        all &= a & b & c & d;
    }
    return (all & alpha) == alpha;
}

/* Byte by byte, in 16 bits, so that the compiler does many at once. */
static void blend(const squares *q, uint32_t n, uint8_t *restrict out)
{
    const uint8_t *a = (const uint8_t *)q->a, *b = (const uint8_t *)q->b,
                  *c = (const uint8_t *)q->c, *d = (const uint8_t *)q->d;
    const uint8_t *right = (const uint8_t *)q->right, *down = (const uint8_t *)q->down;
    for (uint32_t i = 0; i < 4 * n; i++) {
        uint16_t both = (uint16_t)(right[i] * down[i]);
        uint16_t of_b = (uint16_t)(GLI_FINE * right[i] - both);
        uint16_t of_c = (uint16_t)(GLI_FINE * down[i] - both);
        uint16_t of_a = (uint16_t)(GLI_FINE * GLI_FINE - of_b - of_c - both);
        uint16_t sum =
            (uint16_t)(a[i] * of_a + b[i] * of_b + c[i] * of_c + d[i] * both + 128);
        out[i] = (uint8_t)(sum >> 8);
    }
}

void gli_sample(const glitch_frame *f, const gli_places *at, uint32_t n,
    glitch_edge edge, PixelTuple *out)
{
    squares around;
    if (inside(at->x, n, f->width) && inside(at->y, n, f->height)
        && fetch(f, at, n, &around))
        blend(&around, n, (uint8_t *)out);
    else
        sample_slowly(f, at, n, edge, out);
}
