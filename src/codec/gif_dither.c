/*
 * gif_dither.c - rows whose colours are right on average.
 *
 * Error diffusion by R. Floyd and L. Steinberg ("An adaptive algorithm for spatial
 * greyscale", Proc. SID 17/2, 1976): of what a pixel is wrong by, 7/16 go to the next one
 * and 3/16, 5/16 and 1/16 to those below. A pixel of the row below gets 1/16, 5/16 and 3/16
 * of three that follow one another, so that it is enough to remember the last two.
 *
 * As every pixel waits for the one before, eight rows are done together where there is
 * SSE2, each two pixels behind the one above: that is when a pixel has all that it gets
 * from there.
 */
#include "codec/gif_dither.h"
#include "base/cpu.h"
#include "codec/color4.h"

enum {
    STRENGTH_BITS = 7,
    HALF_STRENGTH = 1 << (STRENGTH_BITS - 1),
    LEVEL_BITS = 4, /* errors are in 1/16 of a level */
    HALF_LEVEL = 1 << (LEVEL_BITS - 1)
};

/* ---- one row ------------------------------------------------------------- */

static inline gli_color4 times(gli_color4 e, int16_t factor)
{
    return gli_c4_mul(e, gli_c4_set(factor));
}

/* The colour of a pixel whose neighbours pass on so much; returns what it is wrong by. */
static inline gli_color4 give_color(gli_quantizer *q, int strength,
    const gli_dithered *row, size_t x, gli_color4 passed)
{
    gli_color4 e = gli_c4_add(passed, gli_c4_set(HALF_LEVEL));
    e = gli_c4_shift(e, LEVEL_BITS);
    PixelTuple wanted = gli_c4_pixel(gli_c4_add(gli_c4_of(row->now[x]), e));
    uint32_t color = gli_quantizer_nearest(q, gli_word(wanted));
    row->own[x] = color;
    color |= GLI_ALPHA_MASK;
    gli_color4 wrong = gli_c4_sub(gli_c4_of(wanted), gli_c4_of(gli_pixel(color)));
    wrong = times(wrong, (int16_t)strength);
    return gli_c4_shift(gli_c4_add(wrong, gli_c4_set(HALF_STRENGTH)), STRENGTH_BITS);
}

static void dither_row(gli_quantizer *q, int strength, const gli_dithered *row,
    uint32_t width, int16_t *error)
{
    gli_color4 before = gli_c4_set(0), last = before; /* errors of two pixels */
    for (size_t x = 0; x <= width; x++, error += 4) {
        gli_color4 e = gli_c4_set(0);
        if (x < width && !row->stays[x])
            e = give_color(q, strength, row, x,
                gli_c4_add(gli_c4_load(error + 4), times(last, 7)));
        gli_color4 below = gli_c4_add(times(last, 5), before);
        gli_c4_store(error, gli_c4_add(times(e, 3), below));
        before = last;
        last = e;
    }
}

void gli_dither_rows_portable(gli_quantizer *q, int strength, const gli_dithered *rows,
    int count, uint32_t width, int16_t *error)
{
    for (int i = 0; i < count; i++)
        dither_row(q, strength, &rows[i], width, error);
}

/* ---- several rows -------------------------------------------------------- */

#if defined(__SSE2__) && !defined(GLI_PORTABLE)
enum { WAVES = 2, ROWS = 4, LAG = 2, ALL_IDLE = (1 << ROWS) - 1 };

/* A pixel of each row: two to a register, 16 bits a channel. */
typedef struct quad {
    __m128i upper, lower;
} quad;

typedef struct wave {
    gli_dithered rows[ROWS];
    uint32_t width;
    gli_quantizer *q;
    __m128i strength;
    quad before, last; /* errors of two pixels of each row, */
    quad below;        /* and what they pass on to the row below */
} wave;

static GLI_INLINE quad add(quad a, quad b)
{
    return (quad) { _mm_add_epi16(a.upper, b.upper), _mm_add_epi16(a.lower, b.lower) };
}

static GLI_INLINE quad subtract(quad a, quad b)
{
    return (quad) { _mm_sub_epi16(a.upper, b.upper), _mm_sub_epi16(a.lower, b.lower) };
}

static GLI_INLINE quad multiply(quad a, __m128i by)
{
    return (quad) { _mm_mullo_epi16(a.upper, by), _mm_mullo_epi16(a.lower, by) };
}

static GLI_INLINE quad shift_up(quad a, int bits)
{
    return (quad) { _mm_slli_epi16(a.upper, bits), _mm_slli_epi16(a.lower, bits) };
}

static GLI_INLINE quad shift(quad a, int bits)
{
    return (quad) { _mm_srai_epi16(a.upper, bits), _mm_srai_epi16(a.lower, bits) };
}

static GLI_INLINE quad set(int16_t value)
{
    return (quad) { _mm_set1_epi16(value), _mm_set1_epi16(value) };
}

static GLI_INLINE quad unpack(__m128i pixels)
{
    const __m128i zero = _mm_setzero_si128();
    return (quad) { _mm_unpacklo_epi8(pixels, zero), _mm_unpackhi_epi8(pixels, zero) };
}

static GLI_INLINE __m128i join(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    __m128i ab =
        _mm_unpacklo_epi32(_mm_cvtsi32_si128((int)a), _mm_cvtsi32_si128((int)b));
    __m128i cd =
        _mm_unpacklo_epi32(_mm_cvtsi32_si128((int)c), _mm_cvtsi32_si128((int)d));
    return _mm_unpacklo_epi64(ab, cd);
}

/* gli_cell() of four pixels. */
static GLI_INLINE __m128i cells_of(__m128i pixels)
{
    enum { BITS = GLI_CELL_BITS, DROP = 8 - BITS, MASK = (1 << BITS) - 1 };
    const __m128i mask = _mm_set1_epi32(MASK);
    __m128i red = _mm_and_si128(_mm_srli_epi32(pixels, GLI_RED_AT + DROP), mask);
    __m128i green = _mm_and_si128(_mm_srli_epi32(pixels, GLI_GREEN_AT + DROP), mask);
    __m128i blue = _mm_and_si128(_mm_srli_epi32(pixels, GLI_BLUE_AT + DROP), mask);
    red = _mm_slli_epi32(red, 2 * BITS);
    return _mm_or_si128(_mm_or_si128(red, _mm_slli_epi32(green, BITS)), blue);
}

/* The same as gli_quantizer_nearest() of each. */
static GLI_INLINE void find_nearest(
    gli_quantizer *q, __m128i wanted, uint32_t own[ROWS])
{
    uint32_t words[ROWS];
    if (q->precision != GLI_NEAREST) {
        __m128i cells = cells_of(wanted);
        own[0] = q->nearest[_mm_extract_epi16(cells, 0)];
        own[1] = q->nearest[_mm_extract_epi16(cells, 2)];
        own[2] = q->nearest[_mm_extract_epi16(cells, 4)];
        own[3] = q->nearest[_mm_extract_epi16(cells, 6)];
        if (gli_is_known(own[0]) && gli_is_known(own[1]) && gli_is_known(own[2])
            && gli_is_known(own[3]))
            return;
    }
    _mm_storeu_si128((__m128i *)(void *)words, wanted);
    for (int i = 0; i < ROWS; i++)
        own[i] = gli_quantizer_nearest(q, words[i]);
}

/* Find the colours of pixels that get so much; returns what they are wrong by. */
static GLI_INLINE quad find_colors(
    const wave *w, const size_t x[ROWS], quad passed, uint32_t own[ROWS])
{
    const gli_dithered *r = w->rows;
    __m128i now = join(gli_word(r[0].now[x[0]]), gli_word(r[1].now[x[1]]),
        gli_word(r[2].now[x[2]]), gli_word(r[3].now[x[3]]));
    quad e = shift(add(passed, set(HALF_LEVEL)), LEVEL_BITS);
    quad aim = add(unpack(now), e);
    __m128i wanted = _mm_packus_epi16(aim.upper, aim.lower);
    find_nearest(w->q, wanted, own);
    __m128i given = _mm_or_si128(
        join(own[0], own[1], own[2], own[3]), _mm_set1_epi32((int)GLI_ALPHA_MASK));
    quad wrong = multiply(subtract(unpack(wanted), unpack(given)), w->strength);
    return shift(add(wrong, set(HALF_STRENGTH)), STRENGTH_BITS);
}

/* All bits, or of those that are idle none. */
static GLI_INLINE int64_t kept(unsigned idle, int row)
{
    return (int64_t)(idle >> row & 1) - 1;
}

/* Nothing of those that are idle, each a bit. */
static GLI_INLINE quad without(quad e, unsigned idle)
{
    e.upper = _mm_and_si128(e.upper, _mm_set_epi64x(kept(idle, 1), kept(idle, 0)));
    e.lower = _mm_and_si128(e.lower, _mm_set_epi64x(kept(idle, 3), kept(idle, 2)));
    return e;
}

/* Pixels x[] of the rows, of which the first one gets `above` from the row before. */
static GLI_INLINE void step(wave *w, const size_t x[ROWS], unsigned idle, __m128i above)
{
    quad e = set(0);
    if (idle != ALL_IDLE) {
        quad down = { _mm_unpacklo_epi64(above, w->below.upper),
            _mm_unpacklo_epi64(_mm_srli_si128(w->below.upper, 8), w->below.lower) };
        quad right = subtract(shift_up(w->last, 3), w->last);
        uint32_t own[ROWS];
        e = find_colors(w, x, add(down, right), own);
        for (int i = 0; i < ROWS; i++)
            if (!(idle & 1U << i))
                w->rows[i].own[x[i]] = own[i];
        if (idle)
            e = without(e, idle);
    }
    quad three = subtract(shift_up(e, 2), e);
    quad five = add(shift_up(w->last, 2), w->last);
    w->below = add(add(five, w->before), three);
    w->before = w->last;
    w->last = e;
}

/* Where some rows have not begun, or have ended. */
static GLI_INLINE void step_outside(wave *w, size_t at, __m128i above)
{
    size_t x[ROWS];
    unsigned idle = 0;
    for (size_t i = 0; i < ROWS; i++) {
        bool has = at >= LAG * i && at - LAG * i < w->width;
        x[i] = has ? at - LAG * i : 0;
        idle |= (unsigned)(!has || w->rows[i].stays[x[i]]) << i;
    }
    step(w, x, idle, above);
}

static GLI_INLINE void step_inside(wave *w, size_t at, __m128i above)
{
    const gli_dithered *r = w->rows;
    const size_t lag = LAG, x[ROWS] = { at, at - lag, at - 2 * lag, at - 3 * lag };
    unsigned idle = (unsigned)(r[0].stays[x[0]] | r[1].stays[x[1]] << 1
        | r[2].stays[x[2]] << 2 | r[3].stays[x[3]] << 3);
    step(w, x, idle, above);
}

/* What the last of the rows passes on to the one below. */
static GLI_INLINE __m128i passed_on(const wave *w)
{
    return _mm_srli_si128(w->below.lower, 8);
}

/* How far the last row of so many waves is behind the first one of all. */
static GLI_INLINE size_t behind(size_t count)
{
    return LAG * (ROWS * count - 1);
}

/*
 * From one place of the first row to another. `inside`: all rows of all waves have pixels
 * there. The errors of the last row go to where the first one has read its own.
 */
static GLI_INLINE void run(
    wave *waves, size_t count, size_t from, size_t to, int16_t *error, bool inside)
{
    wave w[WAVES]; /* of which the compiler knows that nobody else has them */
    memcpy(w, waves, count * sizeof *w);
    for (size_t at = from; at < to; at++) {
        __m128i above = _mm_setzero_si128();
        if (inside || at < w[0].width)
            above = gli_c4_load(error + 4 * (at + 1));
        for (size_t i = 0; i < count; i++) {
            __m128i below = passed_on(&w[i]);
            if (inside)
                step_inside(&w[i], at - i * LAG * ROWS, above);
            else
                step_outside(&w[i], at - i * LAG * ROWS, above);
            above = below;
        }
        if (at >= behind(count))
            gli_c4_store(error + 4 * (at - behind(count)), passed_on(&w[count - 1]));
    }
    memcpy(waves, w, count * sizeof *w);
}

static GLI_INLINE void dither_waves(gli_quantizer *q, int strength,
    const gli_dithered *rows, size_t count, uint32_t width, int16_t *error)
{
    const quad zero = set(0);
    const __m128i factor = _mm_set1_epi16((int16_t)strength);
    size_t begin = behind(count) < width ? behind(count) : width;
    wave w[WAVES];
    for (size_t i = 0; i < count; i++, rows += ROWS)
        w[i] = (wave) { { rows[0], rows[1], rows[2], rows[3] }, width, q, factor, zero,
            zero, zero };
    run(w, count, 0, begin, error, false);
    run(w, count, begin, width, error, true);
    run(w, count, width, width + behind(count) + 1, error, false);
}

void gli_dither_rows(gli_quantizer *q, int strength, const gli_dithered *rows,
    int count, uint32_t width, int16_t *error)
{
    if (count == WAVES * ROWS) {
        dither_waves(q, strength, rows, WAVES, width, error);
        return;
    }
    for (; count >= ROWS; count -= ROWS, rows += ROWS)
        dither_waves(q, strength, rows, 1, width, error);
    gli_dither_rows_portable(q, strength, rows, count, width, error);
}
#else
void gli_dither_rows(gli_quantizer *q, int strength, const gli_dithered *rows,
    int count, uint32_t width, int16_t *error)
{
    gli_dither_rows_portable(q, strength, rows, count, width, error);
}
#endif
