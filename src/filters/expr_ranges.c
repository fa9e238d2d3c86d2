/*
 * expr_ranges.c - from which to which the numbers of an expression are: interval arithmetic
 * (R. E. Moore, Interval Analysis, 1966).
 *
 * Rounding to the nearest keeps the order of numbers, so that rounded ends are the ends of
 * what is rounded, too.
 */
#include "filters/expr_program.h"

typedef expr_range range;

static const range anything = { -(double)INFINITY, (double)INFINITY };
static const range all_bits = { INT32_MIN, INT32_MAX };

bool expr_range_known(range r)
{
    return r.least > -(double)INFINITY && r.most < (double)INFINITY;
}

bool expr_range_fits(range r)
{
    return r.least > INT32_MIN && r.most <= INT32_MAX;
}

static range known_or_anything(double least, double most)
{
    range r = { least, most };
    return expr_range_known(r) ? r : anything; /* no number is in no range */
}

static double smaller(double a, double b)
{
    return b < a ? b : a;
}

static double larger(double a, double b)
{
    return b > a ? b : a;
}

static range sum(range a, range b)
{
    return known_or_anything(a.least + b.least, a.most + b.most);
}

static range negative(range a)
{
    return (range) { -a.most, -a.least };
}

/* Around what the four ends make. */
static range around(double a, double b, double c, double d)
{
    return known_or_anything(
        smaller(smaller(a, b), smaller(c, d)), larger(larger(a, b), larger(c, d)));
}

static range product(range a, range b)
{
    if (!expr_range_known(a) || !expr_range_known(b))
        return anything;
    return around(
        a.least * b.least, a.least * b.most, a.most * b.least, a.most * b.most);
}

static range quotient(range a, range b)
{
    if (!expr_range_known(a) || (b.least <= 0 && b.most >= 0))
        return anything;
    return around(
        a.least / b.least, a.least / b.most, a.most / b.least, a.most / b.most);
}

static range minimum(range a, range b)
{
    return (range) { smaller(a.least, b.least), smaller(a.most, b.most) };
}

static range maximum(range a, range b)
{
    return (range) { larger(a.least, b.least), larger(a.most, b.most) };
}

/* ---- bits ---------------------------------------------------------------- */

range expr_range_bits(range r)
{
    range bits = { floor(r.least), floor(r.most) };
    return expr_range_fits(bits) ? bits : all_bits;
}

static range bits_of_both(range a, range b)
{
    if (a.least >= 0 && b.least >= 0)
        return (range) { 0, smaller(a.most, b.most) };
    return a.least >= 0 ? (range) { 0, a.most }
        : b.least >= 0  ? (range) { 0, b.most }
                        : all_bits;
}

static range bits_of_either(range a, range b)
{
    double most = 0;
    if (a.least < 0 || b.least < 0)
        return all_bits;
    while (most < a.most || most < b.most)
        most = 2 * most + 1;
    return (range) { 0, most };
}

static range shifted_left(range a, range by)
{
    double times = by.most < 32 ? ldexp(1, (int)by.most) : 0;
    bool known = by.least == by.most && by.least >= 0 && by.most < 32 && a.least >= 0
        && a.most * times <= INT32_MAX;
    return known ? (range) { a.least * times, a.most * times } : all_bits;
}

static range of_bits(expr_op op, range a, range b)
{
    switch (op) {
    case EXPR_BIT_AND:
        return bits_of_both(a, b);
    case EXPR_BIT_NOT:
        return (range) { -1 - a.most, -1 - a.least };
    case EXPR_SHIFT_LEFT:
        return shifted_left(a, b);
    case EXPR_SHIFT_RIGHT:
        return (range) { smaller(a.least, 0), larger(a.most, 0) };
    default:
        return bits_of_either(a, b);
    }
}

/* ---- all ----------------------------------------------------------------- */

static range absolute(range a)
{
    return a.least >= 0 ? a
        : a.most <= 0   ? negative(a)
                        : (range) { 0, larger(-a.least, a.most) };
}

/* What keeps to known numbers. */
static range of_known(expr_op op, range a, range b, range c)
{
    switch (op) {
    case EXPR_ADD:
        return sum(a, b);
    case EXPR_SUBTRACT:
        return sum(a, negative(b));
    case EXPR_MULTIPLY:
        return product(a, b);
    case EXPR_DIVIDE:
        return quotient(a, b);
    case EXPR_NEGATE:
        return negative(a);
    case EXPR_MIN:
        return minimum(a, b);
    case EXPR_MAX:
        return maximum(a, b);
    case EXPR_ABS:
        return absolute(a);
    case EXPR_FLOOR:
        return (range) { floor(a.least), floor(a.most) };
    case EXPR_SQRT:
        return (range) { 0, sqrt(larger(a.most, 0)) };
    case EXPR_CLAMP:
        return minimum(maximum(a, b), c);
    case EXPR_MIX:
        return sum(a, product(sum(b, negative(a)), c));
    default:
        return anything;
    }
}

range expr_range_of(expr_op op, const range in[3])
{
    range a = in[0], b = in[1], c = in[2];
    bool known = expr_range_known(a) && expr_range_known(b) && expr_range_known(c);
    if (op >= EXPR_BIT_AND && op <= EXPR_SHIFT_RIGHT)
        return of_bits(op, a, b);
    if (op >= EXPR_LESS && op <= EXPR_NOT)
        return (range) { 0, 1 };
    if (op == EXPR_SIN || op == EXPR_COS || op == EXPR_NOISE)
        return (range) { -2, 2 }; /* and the last bit */
    if (op == EXPR_CHOOSE)
        return known_or_anything(smaller(b.least, c.least), larger(b.most, c.most));
    return known ? of_known(op, a, b, c) : anything;
}
