/*
 * nearest.c - which of a palette's colours is nearest to another one.
 *
 * Plain search through all: no tree beats 256 distances that are computed eight at a
 * time. The one loop is compiled twice, for any processor and for those with AVX2; as
 * it works with integers, both find the same.
 */
#include "codec/nearest.h"
#include "base/cpu.h"

enum {
    LANES = 16,      /* the count is rounded up to a multiple of these */
    FAR_AWAY = 1000, /* further from any colour than any other colour */
};

void gli_colors_set(gli_colors *c, const PixelTuple *palette, int count)
{
    for (int i = 0; i < 256; i++) {
        bool real = i < count;
        c->red[i] = real ? palette[i].red : FAR_AWAY;
        c->green[i] = real ? palette[i].green : FAR_AWAY;
        c->blue[i] = real ? palette[i].blue : FAR_AWAY;
    }
    c->count = (count + LANES - 1) / LANES * LANES;
}

/* Distance and index in one number make the search a plain minimum. */
static GLI_INLINE uint8_t search(const gli_colors *c, PixelTuple point)
{
    int32_t best = INT32_MAX;
    for (int i = 0; i < c->count; i++) {
        int32_t r = c->red[i] - point.red, g = c->green[i] - point.green;
        int32_t b = c->blue[i] - point.blue;
        int32_t d = (r * r + g * g + b * b) << 8 | i;
        best = d < best ? d : best;
    }
    return (uint8_t)(best & 255);
}

void gli_nearest_portable(
    const gli_colors *c, const PixelTuple *points, size_t n, uint8_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = search(c, points[i]);
}

#if defined(GLI_AVX2)
GLI_AVX2 static void nearest_avx2(
    const gli_colors *c, const PixelTuple *points, size_t n, uint8_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = search(c, points[i]);
}
#endif

void gli_nearest(const gli_colors *c, const PixelTuple *points, size_t n, uint8_t *out)
{
#if defined(GLI_AVX2)
    if (gli_has_avx2()) {
        nearest_avx2(c, points, n, out);
        return;
    }
#endif
    gli_nearest_portable(c, points, n, out);
}
