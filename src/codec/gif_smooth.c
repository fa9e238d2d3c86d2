/*
 * gif_smooth.c - colours without grain.
 *
 * A pixel becomes the mean of 4 by 2 pixels, from the one to its left on. Each counts as
 * no further than `grain` from the pixel itself: what is grain is averaged away, and
 * what is an edge stays one. (Clamping what is far off is winsorizing, which makes a
 * mean robust; compare J. Lee's sigma filter, "Digital image smoothing and the sigma
 * filter", Computer Vision, Graphics, and Image Processing 24/2, 1983.)
 */
#include "codec/gif_smooth.h"
#include "base/cpu.h"
#include "codec/color4.h"

enum {
    FINE_GRAIN = 17, /* see fine_mean() */
    /* Where a channel's neighbours are, in bytes. */
    LEFT = -4,
    NEXT = 4,
    OVER = 8
};

/* ---- one pixel ----------------------------------------------------------- */

static bool all_opaque(const PixelTuple *a, const PixelTuple *b)
{
    return a[-1].alpha & a[0].alpha & a[1].alpha & a[2].alpha & b[-1].alpha & b[0].alpha
        & b[1].alpha & b[2].alpha;
}

PixelTuple gli_smooth_pixel(const gli_gif_row *row, uint32_t x, uint8_t grain)
{
    const PixelTuple *a = row->now + x, *b = row->below + x;
    if (x < 1 || x + 2 >= row->width || !(row->opaque || all_opaque(a, b)))
        return *a;
    const PixelTuple around[] = { a[-1], a[1], a[2], b[-1], b[0], b[1], b[2] };
    gli_color4 here = gli_c4_of(*a), reach = gli_c4_set(grain);
    gli_color4 low = gli_c4_sub(here, reach), high = gli_c4_add(here, reach);
    gli_color4 sum = gli_c4_add(here, gli_c4_set(4));
    for (int i = 0; i < 7; i++)
        sum = gli_c4_add(sum, gli_c4_clamp(gli_c4_of(around[i]), low, high));
    return gli_c4_pixel(gli_c4_shift(sum, 3));
}

/* ---- a row, byte by byte ------------------------------------------------- */

static GLI_INLINE uint8_t clamp(uint8_t v, uint8_t low, uint8_t high)
{
    v = v > low ? v : low;
    return v < high ? v : high;
}

/* The ends of a colour's grain, in a form that takes no comparison. */
static GLI_INLINE uint8_t low_of(uint8_t v, uint8_t grain)
{
    return (uint8_t)(v - (v < grain ? v : grain));
}

static GLI_INLINE uint8_t high_of(uint8_t v, uint8_t grain)
{
    uint8_t room = (uint8_t)(255 - v);
    return (uint8_t)(v + (room < grain ? room : grain));
}

static GLI_INLINE uint8_t mean(const uint8_t *a, const uint8_t *b, uint8_t grain)
{
    uint8_t low = low_of(a[0], grain), high = high_of(a[0], grain);
    int upper = clamp(a[LEFT], low, high) + a[0] + clamp(a[NEXT], low, high)
        + clamp(a[OVER], low, high);
    int lower = clamp(b[LEFT], low, high) + clamp(b[0], low, high)
        + clamp(b[NEXT], low, high) + clamp(b[OVER], low, high);
    return (uint8_t)((upper + lower + 4) / 8);
}

/*
 * The same without a number of more than 8 bits, for many at once: the seven differences,
 * of up to FINE_GRAIN each, stay within 119 together, and so do sums modulo 256.
 */
static GLI_INLINE uint8_t fine_mean(const uint8_t *a, const uint8_t *b, uint8_t grain)
{
    enum { BIAS = 128 };
    uint8_t low = low_of(a[0], grain), high = high_of(a[0], grain);
    uint8_t sum = (uint8_t)(BIAS + 4 - 7 * a[0]);
    sum = (uint8_t)(sum + clamp(a[LEFT], low, high));
    sum = (uint8_t)(sum + clamp(a[NEXT], low, high));
    sum = (uint8_t)(sum + clamp(a[OVER], low, high));
    sum = (uint8_t)(sum + clamp(b[LEFT], low, high));
    sum = (uint8_t)(sum + clamp(b[0], low, high));
    sum = (uint8_t)(sum + clamp(b[NEXT], low, high));
    sum = (uint8_t)(sum + clamp(b[OVER], low, high));
    return (uint8_t)(a[0] + (sum >> 3) - BIAS / 8);
}

static GLI_INLINE void smooth_opaque(
    const gli_gif_row *row, uint8_t grain, PixelTuple *out)
{
    const uint8_t *restrict a = &row->now->red, *restrict b = &row->below->red;
    uint8_t *restrict to = &out->red;
    size_t bytes = row->width * sizeof *out, last = bytes > 8 ? bytes - 8 : 4;
    if (grain > FINE_GRAIN)
        for (size_t i = 4; i < last; i++)
            to[i] = mean(a + i, b + i, grain);
    else
        for (size_t i = 4; i < last; i++)
            to[i] = fine_mean(a + i, b + i, grain);
    memcpy(to, a, bytes < 4 ? bytes : 4);
    memcpy(to + last, a + last, bytes - last);
}

static void smooth_clear(const gli_gif_row *row, uint8_t grain, PixelTuple *out)
{
    for (uint32_t x = 0; x < row->width; x++)
        out[x] = gli_smooth_pixel(row, x, grain);
}

void gli_smooth_row_portable(const gli_gif_row *row, uint8_t grain, PixelTuple *out)
{
    if (row->opaque)
        smooth_opaque(row, grain, out);
    else
        smooth_clear(row, grain, out);
}

#if defined(GLI_AVX2)
GLI_AVX2 static void smooth_avx2(const gli_gif_row *row, uint8_t grain, PixelTuple *out)
{
    smooth_opaque(row, grain, out);
}
#endif

void gli_smooth_row(const gli_gif_row *row, uint8_t grain, PixelTuple *out)
{
#if defined(GLI_AVX2)
    if (row->opaque && gli_has_avx2()) {
        smooth_avx2(row, grain, out);
        return;
    }
#endif
    gli_smooth_row_portable(row, grain, out);
}
