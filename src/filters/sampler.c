/*
 * sampler.c - pixels from between pixels, many at a time.
 *
 * Bilinear interpolation. Where all of a piece is inside of the picture and opaque, which
 * is nearly everywhere, it is done on bytes, many at once.
 */
#include "filters/sampler.h"
#include <stdbool.h>
#include <string.h>

enum { COARSE = 65536 / GLI_FINE }; /* for glitch_pixel_between() */

/* Of each pixel the four that it lies between, and their weights, once for each byte. */
typedef struct piece {
    uint32_t corner[4][GLI_PIECE];
    uint64_t weight[4][GLI_PIECE];
} piece;

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

static inline void load(uint32_t to[static 1], const PixelTuple *from)
{
    memcpy(to, from, sizeof *to);
}

/* Are all of them opaque? They have to be inside. */
static bool gather(const glitch_frame *f, const gli_places *at, uint32_t n, piece *out)
{
    static const PixelTuple opaque = { 0, 0, 0, 255 };
    const uint64_t bytes = UINT64_C(0x0001000100010001);
    uint32_t all = UINT32_MAX, alpha;
    load(&alpha, &opaque);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t x = (uint32_t)at->x[i], y = (uint32_t)at->y[i];
        uint32_t r = x % GLI_FINE, d = y % GLI_FINE;
        const PixelTuple *p = f->px + (size_t)(y / GLI_FINE) * f->stride + x / GLI_FINE;
        load(&out->corner[0][i], p);
        load(&out->corner[1][i], p + 1);
        load(&out->corner[2][i], p + f->stride);
        load(&out->corner[3][i], p + f->stride + 1);
        for (int c = 0; c < 4; c++)
            all &= out->corner[c][i];
        out->weight[0][i] = bytes * (uint64_t)((GLI_FINE - r) * (GLI_FINE - d));
        out->weight[1][i] = bytes * (uint64_t)(r * (GLI_FINE - d));
        out->weight[2][i] = bytes * (uint64_t)((GLI_FINE - r) * d);
        out->weight[3][i] = bytes * (uint64_t)(r * d);
    }
    return (all & alpha) == alpha;
}

static void blend(const piece *in, uint32_t n, uint8_t *out)
{
    uint16_t weight[4][4 * GLI_PIECE];
    uint8_t corner[4][4 * GLI_PIECE];
    memcpy(weight, in->weight, sizeof weight);
    memcpy(corner, in->corner, sizeof corner);
    for (uint32_t i = 0; i < 4 * n; i++)
        out[i] =
            (uint8_t)((uint16_t)(weight[0][i] * corner[0][i]
                          + weight[1][i] * corner[1][i] + weight[2][i] * corner[2][i]
                          + weight[3][i] * corner[3][i] + 128)
                >> 8);
}

void gli_sample(const glitch_frame *f, const gli_places *at, uint32_t n,
    glitch_edge edge, PixelTuple *out)
{
    piece four;
    if (inside(at->x, n, f->width) && inside(at->y, n, f->height)
        && gather(f, at, n, &four))
        blend(&four, n, (uint8_t *)out);
    else
        sample_slowly(f, at, n, edge, out);
}
