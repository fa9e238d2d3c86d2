/*
 * gif_stick.c - rows in which a colour is kept to as long as it is near enough.
 *
 * Whether it is, no processor foresees: so nothing branches on it. And every pixel waits
 * for the one before: so with SSE2, which any x86 of 64 bits has, four rows go together.
 */
#include "codec/gif_stick.h"
#include "codec/word.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static inline uint32_t keep(uint32_t kept, const gli_sticky *row, size_t x)
{
    int32_t far = gli_word_distance(gli_word(row->now[x]), kept);
    return far > row->limit[x] ? row->own[x] : kept;
}

/* What is left of the place `x` is done. */
static void stick_row(const gli_sticky *row, size_t x, size_t width)
{
    uint32_t kept = x ? row->own[x - 1] : 0;
    for (; x < width; x++)
        row->own[x] = kept = keep(kept, row, x);
}

void gli_stick_portable(const gli_sticky *rows, int count, uint32_t width)
{
    for (int i = 0; i < count; i++)
        stick_row(&rows[i], 0, width);
}

#if defined(__SSE2__)
enum { ROWS = 4 };

static inline __m128i load(const void *p)
{
    return _mm_loadu_si128(p);
}

/* Rows become columns, and columns rows. */
static inline void transpose(__m128i v[ROWS])
{
    __m128i a = _mm_unpacklo_epi32(v[0], v[1]), b = _mm_unpackhi_epi32(v[0], v[1]);
    __m128i c = _mm_unpacklo_epi32(v[2], v[3]), d = _mm_unpackhi_epi32(v[2], v[3]);
    v[0] = _mm_unpacklo_epi64(a, c);
    v[1] = _mm_unpackhi_epi64(a, c);
    v[2] = _mm_unpacklo_epi64(b, d);
    v[3] = _mm_unpackhi_epi64(b, d);
}

/* keep() for two rows: 16 bits a channel, and a limit for each half of a pixel. */
static inline __m128i keep2(__m128i kept, __m128i now, __m128i own, __m128i limit)
{
    const __m128i rgb = _mm_set1_epi64x(0x0000ffffffffffff);
    __m128i d = _mm_sub_epi16(now, kept);
    __m128i half = _mm_madd_epi16(d, _mm_and_si128(d, rgb));
    __m128i far = _mm_add_epi32(half, _mm_shuffle_epi32(half, _MM_SHUFFLE(2, 3, 0, 1)));
    __m128i moves = _mm_cmpgt_epi32(far, limit);
    return _mm_xor_si128(kept, _mm_and_si128(_mm_xor_si128(kept, own), moves));
}

/* Four pixels of each row, from the place `x` on; what is kept to is in two halves. */
static inline void stick4(const gli_sticky *rows, size_t x, __m128i kept[2])
{
    const __m128i zero = _mm_setzero_si128();
    __m128i now[ROWS], own[ROWS], limit[ROWS];
    for (int i = 0; i < ROWS; i++) {
        now[i] = load(rows[i].now + x);
        own[i] = load(rows[i].own + x);
        limit[i] = load(rows[i].limit + x);
    }
    transpose(now);
    transpose(own);
    transpose(limit);
    for (int i = 0; i < ROWS; i++) {
        kept[0] = keep2(kept[0], _mm_unpacklo_epi8(now[i], zero),
            _mm_unpacklo_epi8(own[i], zero), _mm_unpacklo_epi32(limit[i], limit[i]));
        kept[1] = keep2(kept[1], _mm_unpackhi_epi8(now[i], zero),
            _mm_unpackhi_epi8(own[i], zero), _mm_unpackhi_epi32(limit[i], limit[i]));
        own[i] = _mm_packus_epi16(kept[0], kept[1]);
    }
    transpose(own);
    for (int i = 0; i < ROWS; i++)
        _mm_storeu_si128((__m128i *)(void *)(rows[i].own + x), own[i]);
}

static void stick_four(const gli_sticky *rows, uint32_t width)
{
    __m128i kept[2] = { _mm_setzero_si128(), _mm_setzero_si128() };
    size_t x = 0;
    for (; x + 4 <= width; x += 4)
        stick4(rows, x, kept);
    for (int i = 0; i < ROWS; i++)
        stick_row(&rows[i], x, width);
}

void gli_stick(const gli_sticky *rows, int count, uint32_t width)
{
    for (; count >= ROWS; count -= ROWS, rows += ROWS)
        stick_four(rows, width);
    gli_stick_portable(rows, count, width);
}
#else
void gli_stick(const gli_sticky *rows, int count, uint32_t width)
{
    gli_stick_portable(rows, count, width);
}
#endif
