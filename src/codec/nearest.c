/*
 * nearest.c - which of a palette's colours is nearest to another one.
 *
 * Plain search through all: no tree beats 256 distances that are computed eight at a
 * time, where the processor has AVX2. The result is the same without.
 */
#include "codec/nearest.h"
#include "base/cpu.h"
#if defined(GLI_AVX2)
#include <immintrin.h>
#endif

enum {
    LANES = 16,      /* the count is rounded up to a multiple of these */
    FAR_AWAY = 1000, /* further from any colour than any other colour */
};

void gli_colors_set(gli_colors *c, const PixelTuple *palette, int count)
{
    for (int i = 0; i < 256; i++) {
        bool real = i < count;
        c->red_green[i][0] = real ? palette[i].red : FAR_AWAY;
        c->red_green[i][1] = real ? palette[i].green : FAR_AWAY;
        c->blue[i][0] = real ? palette[i].blue : FAR_AWAY;
        c->blue[i][1] = 0;
    }
    c->count = (count + LANES - 1) / LANES * LANES;
}

/* Distance and index in one number make the search a plain minimum. */
static uint8_t search(const gli_colors *c, PixelTuple point)
{
    int32_t best = INT32_MAX;
    for (int i = 0; i < c->count; i++) {
        int32_t r = c->red_green[i][0] - point.red;
        int32_t g = c->red_green[i][1] - point.green;
        int32_t b = c->blue[i][0] - point.blue;
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
/* The squares of two times eight differences, each two beside each other in a sum. */
GLI_AVX2 static inline __m256i squares8(const int16_t (*colors)[2], __m256i point)
{
    __m256i d = _mm256_sub_epi16(_mm256_loadu_si256((const void *)colors), point);
    return _mm256_madd_epi16(d, d);
}

GLI_AVX2 static inline int32_t least(__m256i v)
{
    __m128i m =
        _mm_min_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    m = _mm_min_epi32(m, _mm_shuffle_epi32(m, _MM_SHUFFLE(1, 0, 3, 2)));
    m = _mm_min_epi32(m, _mm_shuffle_epi32(m, _MM_SHUFFLE(2, 3, 0, 1)));
    return _mm_cvtsi128_si32(m);
}

GLI_AVX2 static inline uint8_t search_avx2(const gli_colors *c, PixelTuple point)
{
    const __m256i red_green = _mm256_set1_epi32(point.green << 16 | point.red);
    const __m256i blue = _mm256_set1_epi32(point.blue), eight = _mm256_set1_epi32(8);
    __m256i index = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    __m256i best = _mm256_set1_epi32(INT32_MAX);
    for (int i = 0; i < c->count; i += 8) {
        __m256i d = _mm256_add_epi32(
            squares8(c->red_green + i, red_green), squares8(c->blue + i, blue));
        d = _mm256_or_si256(_mm256_slli_epi32(d, 8), index);
        best = _mm256_min_epi32(best, d);
        index = _mm256_add_epi32(index, eight);
    }
    return (uint8_t)(least(best) & 255);
}

GLI_AVX2 static void nearest_avx2(
    const gli_colors *c, const PixelTuple *points, size_t n, uint8_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = search_avx2(c, points[i]);
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
