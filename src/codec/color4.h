/*
 * color4.h - arithmetic on the four channels of a colour at once, in 16 bits each.
 *
 * Where the processor has SSE2, which any x86 of 64 bits has, an operation is one
 * instruction. Define GLI_PORTABLE to do without; the results are the same.
 */
#ifndef GLI_COLOR4_H
#define GLI_COLOR4_H
#include <glitch/glitch.h>
#include <string.h>

#if defined(__SSE2__) && !defined(GLI_PORTABLE)
#include <emmintrin.h>

typedef __m128i gli_color4;

static inline gli_color4 gli_c4_set(int16_t value)
{
    return _mm_set1_epi16(value);
}

static inline gli_color4 gli_c4_load(const int16_t *p)
{
    return _mm_loadl_epi64((const __m128i *)(const void *)p);
}

static inline void gli_c4_store(int16_t *p, gli_color4 c)
{
    _mm_storel_epi64((__m128i *)(void *)p, c);
}

static inline gli_color4 gli_c4_of(PixelTuple c)
{
    int word;
    memcpy(&word, &c, sizeof word);
    return _mm_unpacklo_epi8(_mm_cvtsi32_si128(word), _mm_setzero_si128());
}

/* Each channel clamped to 0 to 255. */
static inline PixelTuple gli_c4_pixel(gli_color4 c)
{
    int word = _mm_cvtsi128_si32(_mm_packus_epi16(c, c));
    PixelTuple pixel;
    memcpy(&pixel, &word, sizeof pixel);
    return pixel;
}

static inline gli_color4 gli_c4_add(gli_color4 a, gli_color4 b)
{
    return _mm_add_epi16(a, b);
}

static inline gli_color4 gli_c4_sub(gli_color4 a, gli_color4 b)
{
    return _mm_sub_epi16(a, b);
}

static inline gli_color4 gli_c4_mul(gli_color4 a, gli_color4 b)
{
    return _mm_mullo_epi16(a, b);
}

static inline gli_color4 gli_c4_clamp(gli_color4 c, gli_color4 low, gli_color4 high)
{
    return _mm_min_epi16(_mm_max_epi16(c, low), high);
}

/* Divided by 1 << bits, and rounded down. */
#define gli_c4_shift(c, bits) _mm_srai_epi16(c, bits)

#else

typedef struct gli_color4 {
    int16_t v[4];
} gli_color4;

static inline gli_color4 gli_c4_set(int16_t value)
{
    return (gli_color4) { { value, value, value, value } };
}

static inline gli_color4 gli_c4_load(const int16_t *p)
{
    return (gli_color4) { { p[0], p[1], p[2], p[3] } };
}

static inline void gli_c4_store(int16_t *p, gli_color4 c)
{
    memcpy(p, c.v, sizeof c.v);
}

static inline gli_color4 gli_c4_of(PixelTuple c)
{
    return (gli_color4) { { c.red, c.green, c.blue, c.alpha } };
}

static inline gli_color4 gli_c4_clamp(gli_color4 c, gli_color4 low, gli_color4 high)
{
    for (int i = 0; i < 4; i++) {
        c.v[i] = c.v[i] > low.v[i] ? c.v[i] : low.v[i];
        c.v[i] = c.v[i] < high.v[i] ? c.v[i] : high.v[i];
    }
    return c;
}

static inline PixelTuple gli_c4_pixel(gli_color4 c)
{
    c = gli_c4_clamp(c, gli_c4_set(0), gli_c4_set(255));
    return (PixelTuple) { (uint8_t)c.v[0], (uint8_t)c.v[1], (uint8_t)c.v[2],
        (uint8_t)c.v[3] };
}

static inline gli_color4 gli_c4_add(gli_color4 a, gli_color4 b)
{
    for (int i = 0; i < 4; i++)
        a.v[i] = (int16_t)(a.v[i] + b.v[i]);
    return a;
}

static inline gli_color4 gli_c4_sub(gli_color4 a, gli_color4 b)
{
    for (int i = 0; i < 4; i++)
        a.v[i] = (int16_t)(a.v[i] - b.v[i]);
    return a;
}

static inline gli_color4 gli_c4_mul(gli_color4 a, gli_color4 b)
{
    for (int i = 0; i < 4; i++)
        a.v[i] = (int16_t)(a.v[i] * b.v[i]);
    return a;
}

/* The bias keeps to positive numbers, for which a division rounds down. */
static inline gli_color4 gli_c4_shift(gli_color4 c, int bits)
{
    for (int i = 0; i < 4; i++)
        c.v[i] = (int16_t)(((c.v[i] + 32768) >> bits) - (32768 >> bits));
    return c;
}
#endif

#endif
