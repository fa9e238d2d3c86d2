/*
 * expr_steps.c - the operators and functions of expressions, over a block of pixels each, in
 * doubles and in whole numbers.
 *
 * Each is one exact operation of IEEE 754, or made of such, so that the same expression is
 * the same pixels everywhere. The loops have no branch, so that the compiler can do several
 * numbers at once. What is no number (infinity - infinity) counts as 0 in the end.
 */
#include "filters/expr_program.h"

#define TWO_21 2097152.0
#define TWO_52 4503599627370496.0

/* ---- of one number ------------------------------------------------------- */

/* floor() for what fits into 32 bits, which processors convert several of at once. */
static inline double small_floor(double v)
{
    double cut = (double)(int32_t)v;
    double less = v < cut ? 2 : 1; /* never 0, or a branch would leave it out */
    return cut - less + 1;
}

/* floor() for all under TWO_52. */
static inline double tame_floor(double v)
{
    double high = (double)(int32_t)(v / TWO_21) * TWO_21;
    return high + small_floor(v - high);
}

/* The last 32 bits of tame_floor(), in two's complement. */
static inline uint32_t tame_bits(double v)
{
    int32_t high = (int32_t)(v / TWO_21);
    return ((uint32_t)high << 21) + (uint32_t)(int32_t)small_floor(v - high * TWO_21);
}

/* A sine is cut into half turns, and good to the last bit or so: a Taylor polynomial. */
static inline double sine(double halves)
{
    const double pi = 3.141592653589793;
    double turns = tame_floor(halves + 0.5), x = (halves - turns) * pi;
    double odd = turns - 2 * tame_floor(turns / 2), z = x * x, sum = 1;
    for (int k = 21; k >= 3; k -= 2)
        sum = 1 - sum * z * (1.0 / (k * (k - 1)));
    return x * sum * (1 - 2 * odd);
}

static inline double choose(double condition, double yes, double no)
{
    return condition != 0 ? yes : no;
}

static inline double between(double v, double low, double high)
{
    double up = v < low ? low : v;
    return up > high ? high : up;
}

/* ---- of a block ---------------------------------------------------------- */

/* In a loop of its own, as compilers would put a branch around what comes after it. */
static void tame(const double *in, double *restrict out)
{
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = fabs(in[i]) < TWO_52 ? in[i] : 0;
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they stand for statements and types */
#define STEP(name, in_type, out_type, value)                                           \
    static void name(                                                                  \
        void *restrict to, const void *from, const void *second, const void *third)    \
    {                                                                                  \
        const in_type *a = from, *b = second, *c = third;                              \
        out_type *restrict out = to;                                                   \
        (void)b, (void)c;                                                              \
        for (int i = 0; i < EXPR_BLOCK; i++)                                           \
            out[i] = value;                                                            \
    }
/* NOLINTEND(bugprone-macro-parentheses) */
#define REAL(name, value)  STEP(name, double, double, value)
#define WHOLE(name, value) STEP(name, int32_t, int32_t, value)

REAL(do_add, a[i] + b[i])
REAL(do_subtract, a[i] - b[i])
REAL(do_multiply, a[i] * b[i])
REAL(do_negate, -a[i])
REAL(do_less, a[i] < b[i] ? 1.0 : 0.0)
REAL(do_at_most, a[i] <= b[i] ? 1.0 : 0.0)
REAL(do_equal, a[i] == b[i] ? 1.0 : 0.0)
REAL(do_unequal, a[i] != b[i] ? 1.0 : 0.0)
REAL(do_both, ((a[i] != 0) & (b[i] != 0)) ? 1.0 : 0.0)
REAL(do_either, ((a[i] != 0) | (b[i] != 0)) ? 1.0 : 0.0)
REAL(do_not, a[i] == 0 ? 1.0 : 0.0)
REAL(do_choose, choose(a[i], b[i], c[i]))
REAL(do_min, b[i] < a[i] ? b[i] : a[i])
REAL(do_max, b[i] > a[i] ? b[i] : a[i])
REAL(do_abs, fabs(a[i]))
REAL(do_sqrt, sqrt(a[i] > 0 ? a[i] : 0))
REAL(do_clamp, between(a[i], b[i], c[i]))
REAL(do_mix, a[i] + (b[i] - a[i]) * c[i])

/* What is divided by 0 is 0, as if it were divided by infinity. */
static void do_divide(
    void *restrict to, const void *from, const void *by, const void *c)
{
    const double *a = from, *b = by;
    double *restrict out = to;
    double divisor[EXPR_BLOCK];
    (void)c;
    for (int i = 0; i < EXPR_BLOCK; i++)
        divisor[i] = choose(b[i], b[i], (double)INFINITY);
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = a[i] / divisor[i];
}

REAL(do_quotient, a[i] / b[i])

/* By one number that is the same for all. */
static void do_scale(void *restrict to, const void *from, const void *by, const void *c)
{
    const double *a = from, *b = by, times = 1 / *b;
    double *restrict out = to;
    (void)c;
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = a[i] * times;
}

/* It has the sign of the divisor. */
static void do_modulo(
    void *restrict to, const void *from, const void *by, const void *c)
{
    const double *a = from, *b = by;
    double *restrict out = to;
    double times[EXPR_BLOCK];
    do_divide(out, a, b, c);
    tame(out, times);
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = choose(b[i], a[i], 0) - b[i] * tame_floor(times[i]);
}

static void do_floor(void *restrict to, const void *from, const void *b, const void *c)
{
    const double *a = from;
    double *restrict out = to;
    double small[EXPR_BLOCK];
    (void)b, (void)c;
    tame(a, small);
    for (int i = 0; i < EXPR_BLOCK; i++)
        small[i] = tame_floor(small[i]);
    for (int i = 0; i < EXPR_BLOCK; i++) {
        double large = a[i], floored = small[i]; /* large ones are whole */
        out[i] = fabs(large) < TWO_52 ? floored : large;
    }
}

static void sines(const double *degrees, double from, double *restrict out)
{
    double halves[EXPR_BLOCK], tamed[EXPR_BLOCK];
    for (int i = 0; i < EXPR_BLOCK; i++)
        halves[i] = (degrees[i] + from) / 180;
    tame(halves, tamed);
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = sine(tamed[i]);
}

static void do_sin(void *restrict out, const void *a, const void *b, const void *c)
{
    (void)b, (void)c;
    sines(a, 0, out);
}

static void do_cos(void *restrict out, const void *a, const void *b, const void *c)
{
    (void)b, (void)c;
    sines(a, 90, out);
}

/* ---- whole --------------------------------------------------------------- */

static inline int32_t wrapped(uint32_t bits)
{
    return (int32_t)bits;
}

static inline int32_t whole_of(int32_t condition, int32_t yes, int32_t no)
{
    return condition != 0 ? yes : no;
}

/* Unsigned, as behind the end of a row there may be anything, which is never looked at. */
#define UNSIGNED(op) wrapped((uint32_t)a[i] op(uint32_t) b[i])

WHOLE(whole_add, UNSIGNED(+))
WHOLE(whole_subtract, UNSIGNED(-))
WHOLE(whole_multiply, UNSIGNED(*))
WHOLE(whole_negate, wrapped(0 - (uint32_t)a[i]))
WHOLE(whole_less, a[i] < b[i])
WHOLE(whole_at_most, a[i] <= b[i])
WHOLE(whole_equal, a[i] == b[i])
WHOLE(whole_unequal, a[i] != b[i])
WHOLE(whole_both, (a[i] != 0) & (b[i] != 0))
WHOLE(whole_either, (a[i] | b[i]) != 0)
WHOLE(whole_not, a[i] == 0)
WHOLE(whole_choose, whole_of(a[i], b[i], c[i]))
WHOLE(whole_and, a[i] & b[i])
WHOLE(whole_or, a[i] | b[i])
WHOLE(whole_xor, a[i] ^ b[i])
WHOLE(whole_complement, ~a[i])
WHOLE(whole_left, wrapped((uint32_t)a[i] << (b[i] & 31)))
WHOLE(whole_right, a[i] >> (b[i] & 31))
WHOLE(whole_left_by, wrapped((uint32_t)a[i] << (b[0] & 31)))
WHOLE(whole_right_by, a[i] >> (b[0] & 31))
WHOLE(whole_min, b[i] < a[i] ? b[i] : a[i])
WHOLE(whole_max, b[i] > a[i] ? b[i] : a[i])
WHOLE(whole_abs, a[i] < 0 ? wrapped(0 - (uint32_t)a[i]) : a[i])
WHOLE(whole_floor, a[i])
WHOLE(whole_mask, a[i] & (b[0] - 1))

static void whole_clamp(
    void *restrict to, const void *from, const void *low, const void *high)
{
    int32_t up[EXPR_BLOCK];
    whole_max(up, from, low, low);
    whole_min(to, up, high, high);
}

/* A quotient of such numbers is never rounded to the next whole one. */
static void whole_modulo(
    void *restrict to, const void *from, const void *by, const void *unused)
{
    const int32_t *a = from, *b = by;
    int32_t *restrict out = to;
    double divisor[EXPR_BLOCK];
    (void)unused;
    for (int i = 0; i < EXPR_BLOCK; i++)
        divisor[i] = b[i];
    for (int i = 0; i < EXPR_BLOCK; i++)
        divisor[i] = choose(divisor[i], divisor[i], (double)INFINITY);
    for (int i = 0; i < EXPR_BLOCK; i++) {
        int32_t times = (int32_t)(a[i] / divisor[i]);
        out[i] = wrapped((uint32_t)a[i] - (uint32_t)times * (uint32_t)b[i]);
    }
    for (int i = 0; i < EXPR_BLOCK; i++) {
        int32_t left = b[i] != 0 ? out[i] : 0;
        bool other_sign = ((left ^ b[i]) < 0) & (left != 0);
        out[i] = left + (other_sign ? b[i] : 0);
    }
}

/* ---- from one to the other ----------------------------------------------- */

STEP(to_real, int32_t, double, a[i])
STEP(truncated, double, int32_t, (int32_t)a[i])
STEP(floor_of_small, double, int32_t, (int32_t)small_floor(a[i]))

static void to_bits(void *restrict to, const void *from, const void *b, const void *c)
{
    int32_t *restrict out = to;
    double tamed[EXPR_BLOCK];
    (void)b, (void)c;
    tame(from, tamed);
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = wrapped(tame_bits(tamed[i]));
}

/* Operations on bits are of whole numbers only; what has no whole form is made real. */
const expr_kernel expr_kernels[EXPR_KERNELS] = {
    [EXPR_ADD] = do_add,
    [EXPR_SUBTRACT] = do_subtract,
    [EXPR_MULTIPLY] = do_multiply,
    [EXPR_DIVIDE] = do_divide,
    [EXPR_MODULO] = do_modulo,
    [EXPR_NEGATE] = do_negate,
    [EXPR_LESS] = do_less,
    [EXPR_AT_MOST] = do_at_most,
    [EXPR_EQUAL] = do_equal,
    [EXPR_UNEQUAL] = do_unequal,
    [EXPR_BOTH] = do_both,
    [EXPR_EITHER] = do_either,
    [EXPR_NOT] = do_not,
    [EXPR_CHOOSE] = do_choose,
    [EXPR_MIN] = do_min,
    [EXPR_MAX] = do_max,
    [EXPR_ABS] = do_abs,
    [EXPR_FLOOR] = do_floor,
    [EXPR_SQRT] = do_sqrt,
    [EXPR_SIN] = do_sin,
    [EXPR_COS] = do_cos,
    [EXPR_CLAMP] = do_clamp,
    [EXPR_MIX] = do_mix,
    [EXPR_OF_WHOLE + EXPR_ADD] = whole_add,
    [EXPR_OF_WHOLE + EXPR_SUBTRACT] = whole_subtract,
    [EXPR_OF_WHOLE + EXPR_MULTIPLY] = whole_multiply,
    [EXPR_OF_WHOLE + EXPR_MODULO] = whole_modulo,
    [EXPR_OF_WHOLE + EXPR_NEGATE] = whole_negate,
    [EXPR_OF_WHOLE + EXPR_LESS] = whole_less,
    [EXPR_OF_WHOLE + EXPR_AT_MOST] = whole_at_most,
    [EXPR_OF_WHOLE + EXPR_EQUAL] = whole_equal,
    [EXPR_OF_WHOLE + EXPR_UNEQUAL] = whole_unequal,
    [EXPR_OF_WHOLE + EXPR_BOTH] = whole_both,
    [EXPR_OF_WHOLE + EXPR_EITHER] = whole_either,
    [EXPR_OF_WHOLE + EXPR_NOT] = whole_not,
    [EXPR_OF_WHOLE + EXPR_CHOOSE] = whole_choose,
    [EXPR_OF_WHOLE + EXPR_BIT_AND] = whole_and,
    [EXPR_OF_WHOLE + EXPR_BIT_OR] = whole_or,
    [EXPR_OF_WHOLE + EXPR_BIT_XOR] = whole_xor,
    [EXPR_OF_WHOLE + EXPR_BIT_NOT] = whole_complement,
    [EXPR_OF_WHOLE + EXPR_SHIFT_LEFT] = whole_left,
    [EXPR_OF_WHOLE + EXPR_SHIFT_RIGHT] = whole_right,
    [EXPR_OF_WHOLE + EXPR_MIN] = whole_min,
    [EXPR_OF_WHOLE + EXPR_MAX] = whole_max,
    [EXPR_OF_WHOLE + EXPR_ABS] = whole_abs,
    [EXPR_OF_WHOLE + EXPR_FLOOR] = whole_floor,
    [EXPR_OF_WHOLE + EXPR_CLAMP] = whole_clamp,
    [EXPR_TO_REAL] = to_real,
    [EXPR_TO_BITS] = to_bits,
    [EXPR_SMALL_FLOOR] = floor_of_small,
    [EXPR_TRUNCATE] = truncated,
    [EXPR_QUOTIENT] = do_quotient,
    [EXPR_SCALE] = do_scale,
    [EXPR_MASK] = whole_mask,
    [EXPR_LEFT_BY] = whole_left_by,
    [EXPR_RIGHT_BY] = whole_right_by,
};
