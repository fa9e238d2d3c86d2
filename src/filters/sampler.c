/*
 * sampler.c - pixels from between pixels, many at a time.
 *
 * Bilinear interpolation. Where all of a piece is inside of the picture and opaque, which
 * is nearly everywhere, it is done on the four bytes of a pixel at once.
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

/* The four bytes with room for their products. */
static const uint64_t lanes = UINT64_C(0x00ff00ff00ff00ff);

static inline uint64_t spread(uint32_t bytes)
{
    return ((uint64_t)bytes | (uint64_t)bytes << 24) & lanes;
}

static inline uint32_t pack(uint64_t values)
{
    return ((uint32_t)values & UINT32_C(0x00ff00ff))
        | ((uint32_t)(values >> 24) & UINT32_C(0xff00ff00));
}

/* Are all of them opaque? They have to be inside. */
static bool blend(
    const glitch_frame *f, const gli_places *at, uint32_t n, PixelTuple *out)
{
    const uint64_t half = UINT64_C(0x0080008000800080);
    uint32_t all = UINT32_MAX, alpha = gli_alpha_bits();
    for (uint32_t i = 0; i < n; i++) {
        uint32_t x = (uint32_t)at->x[i], y = (uint32_t)at->y[i];
        uint32_t right = x % GLI_FINE, down = y % GLI_FINE, both = right * down;
        const PixelTuple *p = f->px + (size_t)(y / GLI_FINE) * f->stride + x / GLI_FINE;
        uint32_t a = gli_load(p), b = gli_load(p + 1);
        uint32_t c = gli_load(p + f->stride), d = gli_load(p + f->stride + 1);
        uint64_t sum =
            spread(a) * (GLI_FINE * GLI_FINE - GLI_FINE * (right + down) + both)
            + spread(b) * (GLI_FINE * right - both)
            + spread(c) * (GLI_FINE * down - both) + spread(d) * both + half;
        gli_store(pack(sum >> 8 & lanes), &out[i]);
        all &= a & b & c & d;
    }
    return (all & alpha) == alpha;
}

void gli_sample(const glitch_frame *f, const gli_places *at, uint32_t n,
    glitch_edge edge, PixelTuple *out)
{
    if (!inside(at->x, n, f->width) || !inside(at->y, n, f->height)
        || !blend(f, at, n, out))
        sample_slowly(f, at, n, edge, out);
}
