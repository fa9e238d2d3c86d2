/*
 * expr_steps.c - the operators and functions of expressions, over a block of pixels each.
 *
 * Each is one exact operation of IEEE 754, or made of such, so that the same expression is
 * the same pixels everywhere. The loops have no branch, so that the compiler can do several
 * numbers at once. What is no number (infinity - infinity) counts as 0 in the end.
 */
#include "filters/expr_program.h"

#define TWO_21 2097152.0
#define TWO_52 4503599627370496.0

/* ---- of one number ------------------------------------------------------- */

static inline double size_of(double v)
{
    return v < 0 ? -v : v;
}

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

static inline double of_bits(uint32_t b)
{
    return (double)(int32_t)b;
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
        out[i] = size_of(in[i]) < TWO_52 ? in[i] : 0;
}

static void to_bits(const double *in, uint32_t *restrict out)
{
    double tamed[EXPR_BLOCK];
    tame(in, tamed);
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = tame_bits(tamed[i]);
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they stand for statements */
#define STEP(name, prepare, value)                                                     \
    static void name(                                                                  \
        double *restrict out, const double *a, const double *b, const double *c)       \
    {                                                                                  \
        (void)b, (void)c;                                                              \
        prepare for (int i = 0; i < EXPR_BLOCK; i++) out[i] = value;                   \
    }
#define PLAIN(name, value) STEP(name, , value)
#define BITS(name, value)                                                              \
    STEP(name, uint32_t p[EXPR_BLOCK]; uint32_t q[EXPR_BLOCK]; to_bits(a, p);          \
         to_bits(b, q);, of_bits(value))
/* NOLINTEND(bugprone-macro-parentheses) */

PLAIN(do_add, a[i] + b[i])
PLAIN(do_subtract, a[i] - b[i])
PLAIN(do_multiply, a[i] * b[i])
PLAIN(do_negate, -a[i])
PLAIN(do_less, a[i] < b[i] ? 1.0 : 0.0)
PLAIN(do_at_most, a[i] <= b[i] ? 1.0 : 0.0)
PLAIN(do_equal, a[i] == b[i] ? 1.0 : 0.0)
PLAIN(do_unequal, a[i] != b[i] ? 1.0 : 0.0)
PLAIN(do_both, ((a[i] != 0) & (b[i] != 0)) ? 1.0 : 0.0)
PLAIN(do_either, ((a[i] != 0) | (b[i] != 0)) ? 1.0 : 0.0)
PLAIN(do_not, a[i] == 0 ? 1.0 : 0.0)
PLAIN(do_choose, choose(a[i], b[i], c[i]))
PLAIN(do_min, b[i] < a[i] ? b[i] : a[i])
PLAIN(do_max, b[i] > a[i] ? b[i] : a[i])
PLAIN(do_abs, size_of(a[i]))
PLAIN(do_sqrt, sqrt(a[i] > 0 ? a[i] : 0))
PLAIN(do_clamp, between(a[i], b[i], c[i]))
PLAIN(do_mix, a[i] + (b[i] - a[i]) * c[i])
BITS(do_bit_and, p[i] & q[i])
BITS(do_bit_or, p[i] | q[i])
BITS(do_bit_xor, p[i] ^ q[i])
BITS(do_bit_not, ~p[i])
BITS(do_shift_left, p[i] << (q[i] & 31))
BITS(do_shift_right, (uint32_t)((int32_t)p[i] >> (q[i] & 31)))

/* What is divided by 0 is 0, as if it were divided by infinity. */
static void do_divide(
    double *restrict out, const double *a, const double *b, const double *c)
{
    double by[EXPR_BLOCK];
    (void)c;
    for (int i = 0; i < EXPR_BLOCK; i++)
        by[i] = choose(b[i], b[i], (double)INFINITY);
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = a[i] / by[i];
}

/* It has the sign of the divisor. */
static void do_modulo(
    double *restrict out, const double *a, const double *b, const double *c)
{
    double times[EXPR_BLOCK];
    do_divide(out, a, b, c);
    tame(out, times);
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = choose(b[i], a[i], 0) - b[i] * tame_floor(times[i]);
}

static void do_floor(
    double *restrict out, const double *a, const double *b, const double *c)
{
    double tamed[EXPR_BLOCK];
    (void)b, (void)c;
    tame(a, tamed);
    for (int i = 0; i < EXPR_BLOCK; i++) {
        double large = a[i], small = tame_floor(tamed[i]); /* large ones are whole */
        out[i] = size_of(large) < TWO_52 ? small : large;
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

static void do_sin(
    double *restrict out, const double *a, const double *b, const double *c)
{
    (void)b, (void)c;
    sines(a, 0, out);
}

static void do_cos(
    double *restrict out, const double *a, const double *b, const double *c)
{
    (void)b, (void)c;
    sines(a, 90, out);
}

const expr_plain_step expr_plain[EXPR_PLAIN] = {
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
    [EXPR_BIT_AND] = do_bit_and,
    [EXPR_BIT_OR] = do_bit_or,
    [EXPR_BIT_XOR] = do_bit_xor,
    [EXPR_BIT_NOT] = do_bit_not,
    [EXPR_SHIFT_LEFT] = do_shift_left,
    [EXPR_SHIFT_RIGHT] = do_shift_right,
    [EXPR_MIN] = do_min,
    [EXPR_MAX] = do_max,
    [EXPR_ABS] = do_abs,
    [EXPR_FLOOR] = do_floor,
    [EXPR_SQRT] = do_sqrt,
    [EXPR_SIN] = do_sin,
    [EXPR_COS] = do_cos,
    [EXPR_CLAMP] = do_clamp,
    [EXPR_MIX] = do_mix,
};
