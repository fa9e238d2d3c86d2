/* distance.c - how far colours are from each other: the squared distance in RGB. */
#include "codec/distance.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

void gli_distances_portable(
    const PixelTuple *a, const PixelTuple *b, uint32_t *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = gli_color_distance(a[i], b[i]);
}

#if defined(__SSE2__)
/* Red and green of two pixels in one sum each, blue in another. */
static __m128i squares(__m128i a, __m128i b)
{
    __m128i d = _mm_sub_epi16(a, b);
    return _mm_madd_epi16(d, d);
}

static __m128i distance4(__m128i a, __m128i b)
{
    const __m128i zero = _mm_setzero_si128(), rgb = _mm_set1_epi32(0x00ffffff);
    a = _mm_and_si128(a, rgb);
    b = _mm_and_si128(b, rgb);
    __m128 low = _mm_castsi128_ps(
        squares(_mm_unpacklo_epi8(a, zero), _mm_unpacklo_epi8(b, zero)));
    __m128 high = _mm_castsi128_ps(
        squares(_mm_unpackhi_epi8(a, zero), _mm_unpackhi_epi8(b, zero)));
    __m128i one = _mm_castps_si128(_mm_shuffle_ps(low, high, _MM_SHUFFLE(2, 0, 2, 0)));
    __m128i two = _mm_castps_si128(_mm_shuffle_ps(low, high, _MM_SHUFFLE(3, 1, 3, 1)));
    return _mm_add_epi32(one, two);
}

void gli_distances(const PixelTuple *a, const PixelTuple *b, uint32_t *out, size_t n)
{
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        _mm_storeu_si128((__m128i *)(void *)(out + i),
            distance4(_mm_loadu_si128((const __m128i *)(const void *)(a + i)),
                _mm_loadu_si128((const __m128i *)(const void *)(b + i))));
    gli_distances_portable(a + i, b + i, out + i, n - i);
}
#else
void gli_distances(const PixelTuple *a, const PixelTuple *b, uint32_t *out, size_t n)
{
    gli_distances_portable(a, b, out, n);
}
#endif
