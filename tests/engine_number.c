/* engine_number.c - functions with the same bits everywhere, against libm's. */
#include "engine.h"
#include <math.h>
#include <stdlib.h>

static double number(uint64_t *r, double least, double most)
{
    return least
        + (most - least) * ((double)(test_random(r) >> 11) / 9007199254740992.0);
}

START_TEST(powers)
{
    uint64_t r = 1;
    for (int i = 0; i < 100000; i++) {
        double x = number(&r, -1000, 1000);
        long double e = exp2l(x);
        ck_assert_msg(fabsl(glitch_exp2(x) - e) < 1e-15L * e, "%.17g", x);
    }
    for (int i = -1070; i < 1024; i++) {
        double e = ldexp(1, i), a = glitch_exp2(i);
        ck_assert_mem_eq(&a, &e, sizeof a);
    }
    ck_assert(isinf(glitch_exp2(1024)) && isinf(glitch_exp2(HUGE_VAL)));
    ck_assert(isinf(glitch_exp2(1e300)) && !(glitch_exp2(-1e300) > 0));
    ck_assert(!(glitch_exp2(-HUGE_VAL) > 0) && isnan(glitch_exp2((double)NAN)));
}
END_TEST

START_TEST(logarithms)
{
    uint64_t r = 2;
    for (int i = 0; i < 100000; i++) {
        double x = exp2(number(&r, i % 2 ? -1000 : -2, i % 2 ? 1000 : 2));
        long double e = log2l(x), allowed = fmaxl(fabsl(e), 1);
        ck_assert_msg(fabsl(glitch_log2(x) - e) < 1e-15L * allowed, "%.17g: %.17g", x,
            glitch_log2(x));
    }
    for (int i = -1070; i < 1024; i++) {
        double e = i, a = glitch_log2(ldexp(1, i));
        ck_assert(!(a < e || a > e));
    }
    ck_assert(isinf(glitch_log2(0)) && glitch_log2(0) < 0 && isnan(glitch_log2(-1)));
    ck_assert(isinf(glitch_log2(HUGE_VAL)) && isnan(glitch_log2((double)NAN)));
}
END_TEST

START_TEST(angles)
{
    const long double degree = 180 / 3.14159265358979323846264L;
    uint64_t r = 3;
    for (int i = 0; i < 100000; i++) {
        double x = number(&r, -10, 10), y = number(&r, -10, 10);
        long double e = atan2l(y, x) * degree;
        ck_assert_msg(fabsl(glitch_atan2(y, x) - e) < 1e-13L, "%.17g, %.17g", y, x);
    }
    static const double right[][3] = { { 0, 1, 0 }, { 1, 0, 90 }, { 0, -1, 180 },
        { -1, 0, -90 }, { 0, 0, 0 }, { 1, 1, 45 }, { -1, -1, -135 },
        { (double)INFINITY, 1, 90 }, { 1, -(double)INFINITY, 180 },
        { (double)INFINITY, (double)INFINITY, 45 }, { (double)NAN, 1, 0 } };
    for (size_t i = 0; i < COUNT(right); i++) {
        double a = glitch_atan2(right[i][0], right[i][1]);
        ck_assert_msg(
            !(a < right[i][2] || a > right[i][2]), "%g, not %g", a, right[i][2]);
    }
}
END_TEST

/* SplitMix64, as published: a state that goes on by a constant. */
START_TEST(random_by_place)
{
    for (uint64_t key = 0; key < 50; key++) {
        uint64_t state = key * UINT64_C(0x123456789abcdef1), start = state;
        for (uint64_t n = 0; n < 50; n++) {
            uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
            z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
            z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
            ck_assert_uint_eq(glitch_random_at(start, n), z ^ (z >> 31));
        }
    }
}
END_TEST

Suite *number_suite(void)
{
    Suite *suite = suite_create("number");
    TCase *c = tcase_create("number");
    suite_add_tcase(suite, c);
    tcase_add_test(c, powers);
    tcase_add_test(c, logarithms);
    tcase_add_test(c, angles);
    tcase_add_test(c, random_by_place);
    return suite;
}
