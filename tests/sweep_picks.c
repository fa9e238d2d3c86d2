/* sweep_picks.c - which combinations are picked, and that draws are fair. */
#include "sweep.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *text;
    uint64_t product, numbers[12];
} picks[] = {
    { "236", 236, { 236 } },
    { "1000..1003", 1003, { 1000, 1001, 1002, 1003 } },
    { "5..3,9,1..2", 9, { 5, 4, 3, 9, 1, 2 } },
    { "7..7", 10, { 7 } },
    { "007", 10, { 7 } },
    { NULL, 4, { 1, 2, 3, 4 } },
    { NULL, 1, { 1 } },
    { "9223372036854775808,1", UINT64_C(1) << 63, { UINT64_C(1) << 63, 1 } },
    { "random:1", 1, { 1 } },
};

START_TEST(numbers_that_are_picked)
{
    pick p;
    uint64_t count = 0;
    ck_assert_int_eq(pick_parse(&p, picks[_i].text, picks[_i].product, 1), EXIT_DONE);
    for (; count < 12 && picks[_i].numbers[count]; count++)
        ck_assert_uint_eq(pick_at(&p, count), picks[_i].numbers[count]);
    ck_assert_uint_eq(p.count, count);
}
END_TEST

START_TEST(all_of_two_to_the_sixty_three)
{
    pick p;
    uint64_t most = UINT64_C(1) << 63;
    ck_assert_int_eq(pick_parse(&p, NULL, most, 0), EXIT_DONE);
    ck_assert_uint_eq(p.count, most);
    ck_assert_uint_eq(pick_at(&p, most - 1), most);
    ck_assert_int_eq(pick_parse(&p, "random:9223372036854775808", most, 0), EXIT_DONE);
    ck_assert_uint_eq(p.count, most);
    for (uint64_t k = most - 100; k < most; k++)
        ck_assert(pick_at(&p, k) >= 1 && pick_at(&p, k) <= most);
}
END_TEST

/* All that there are is each of them once. */
START_TEST(drawing_all_is_a_permutation)
{
    static bool seen[5001];
    uint64_t products[] = { 0, 255, 256, 257, 1023, 1024, 1025, 4096, 4097, 5000 };
    for (uint64_t i = 1; i < 140; i++) {
        uint64_t product = i < 130 ? i : products[i - 130];
        for (uint64_t seed = 0; product > 0 && seed < 5; seed++) {
            pick p;
            char text[32];
            snprintf(text, sizeof text, "random:%" PRIu64, product);
            ck_assert_int_eq(pick_parse(&p, text, product, seed), EXIT_DONE);
            ck_assert_uint_eq(p.count, product);
            memset(seen, 0, sizeof seen);
            for (uint64_t k = 0; k < product; k++) {
                uint64_t n = pick_at(&p, k);
                ck_assert(n >= 1 && n <= product);
                ck_assert_msg(!seen[n], "%" PRIu64 " twice of %" PRIu64, n, product);
                seen[n] = true;
            }
        }
    }
}
END_TEST

static int by_size(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

START_TEST(drawing_from_ten_to_the_fifteen)
{
    enum { MANY = 20000 };
    static uint64_t numbers[MANY];
    uint64_t product = UINT64_C(1000000000000000);
    pick p, few;
    int low = 0;
    ck_assert_int_eq(pick_parse(&p, "random:20000", product, 3), EXIT_DONE);
    ck_assert_int_eq(pick_parse(&few, "random:12", product, 3), EXIT_DONE);
    for (uint64_t k = 0; k < MANY; k++) {
        numbers[k] = pick_at(&p, k);
        ck_assert(numbers[k] >= 1 && numbers[k] <= product);
        low += numbers[k] <= product / 2;
        if (k < few.count) /* the first are the same, however many are drawn */
            ck_assert_uint_eq(pick_at(&few, k), numbers[k]);
    }
    ck_assert_int_lt(abs(low - MANY / 2), 5 * 71); /* five standard deviations */
    qsort(numbers, MANY, sizeof *numbers, by_size);
    for (int i = 1; i < MANY; i++)
        ck_assert_uint_ne(numbers[i - 1], numbers[i]);
}
END_TEST

/* Over many seeds each order of the first two is about equally often. */
START_TEST(draws_are_fair)
{
    enum { SEEDS = 60000 };
    for (uint64_t product = 2; product <= 9; product++) {
        int seen[10][10] = { { 0 } };
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            pick p;
            ck_assert_int_eq(pick_parse(&p, "random:2", product, seed), EXIT_DONE);
            seen[pick_at(&p, 0)][pick_at(&p, 1)]++;
        }
        double cells = (double)(product * (product - 1)), want = SEEDS / cells, sum = 0;
        for (uint64_t a = 1; a <= product; a++)
            for (uint64_t b = 1; b <= product; b++)
                sum += a == b ? 0 : pow(seen[a][b] - want, 2) / want;
        /* Chi-square has the mean `cells - 1`, and twice that as its variance. */
        ck_assert_msg(sum < cells - 1 + 6 * sqrt(2 * cells),
            "of %" PRIu64 ": chi-square %g for %g cells", product, sum, cells);
    }
}
END_TEST

/* Whoever draws again next year gets the same. */
START_TEST(draws_stay_the_same)
{
    static const uint64_t expected[] = { 414, 756, 423, 874 };
    pick p;
    ck_assert_int_eq(pick_parse(&p, "random:4", 1000, 7), EXIT_DONE);
    for (uint64_t k = 0; k < 4; k++)
        ck_assert_uint_eq(pick_at(&p, k), expected[k]);
}
END_TEST

static const struct {
    const char *text;
    uint64_t product;
    const char *message;
} bad_picks[] = {
    { "0", 45, "--pick 0 is out of range; the combinations go from 1 to 45" },
    { "46", 45, "--pick 46 is out of range; the combinations go from 1 to 45" },
    { "40..50", 45, "--pick 50 is out of range; the combinations go from 1 to 45" },
    { "1,0..3", 45, "--pick 0 is out of range; the combinations go from 1 to 45" },
    { "random:46", 45, "--pick random:46: there are only 45 combinations" },
    { "random:2", 1, "--pick random:2: there is only 1 combination" },
    { "random:0", 45, "--pick random:0: at least one has to be drawn" },
    { "3,1..5", 45, "--pick: 3 is there twice" },
    { "8..4,1..5", 45, "--pick: 4 is there twice" },
    { "7,7", 45, "--pick: 7 is there twice" },
#define NO_PICK(text)                                                                  \
    {                                                                                  \
        text, 45,                                                                      \
            "--pick " text                                                             \
            ": a number, a range such as 3..7, several of these with commas "          \
            "between them, or random:12 is wanted"                                     \
    }
    NO_PICK(""),
    NO_PICK("x"),
    NO_PICK("1,"),
    NO_PICK(",1"),
    NO_PICK("1,,2"),
    NO_PICK("1.."),
    NO_PICK("..3"),
    NO_PICK("1..3:2"),
    NO_PICK("1..2..3"),
    NO_PICK("-1"),
    NO_PICK("+1"),
    NO_PICK(" 1"),
    NO_PICK("1.5"),
    NO_PICK("1x"),
    NO_PICK("99999999999999999999"),
    NO_PICK("random"),
    NO_PICK("random:"),
    NO_PICK("random:x"),
    NO_PICK("random:5,1"),
    NO_PICK("1,random:5"),
    NO_PICK("random:18446744073709551616"),
};

START_TEST(picks_that_are_refused)
{
    pick p;
    ck_assert_int_eq(
        pick_parse(&p, bad_picks[_i].text, bad_picks[_i].product, 1), EXIT_USAGE);
    ck_assert_str_eq(said, bad_picks[_i].message);
    ck_assert_int_eq(times_said, 1);
}
END_TEST

START_TEST(too_many_picks)
{
    static char text[16384] = "1";
    pick p;
    for (int i = 2; i <= MOST_PICKS; i++)
        snprintf(text + strlen(text), 16, ",%d", i);
    ck_assert_int_eq(pick_parse(&p, text, 5000, 1), EXIT_DONE);
    ck_assert_uint_eq(p.count, MOST_PICKS);
    ck_assert_uint_eq(pick_at(&p, MOST_PICKS - 1), MOST_PICKS);
    strcat(text, ",3000");
    ck_assert_int_eq(pick_parse(&p, text, 5000, 1), EXIT_USAGE);
    ck_assert_str_eq(
        said, "--pick: more than 1000 numbers and ranges; do the rest in another run");
}
END_TEST

void add_pick_tests(Suite *s)
{
    TCase *t = tcase_create("pick");
    tcase_add_checked_fixture(t, begin_sweep, end_sweep);
    tcase_add_loop_test(t, numbers_that_are_picked, 0, COUNT(picks));
    tcase_add_test(t, all_of_two_to_the_sixty_three);
    tcase_add_test(t, drawing_all_is_a_permutation);
    tcase_add_test(t, drawing_from_ten_to_the_fifteen);
    tcase_add_test(t, draws_are_fair);
    tcase_add_test(t, draws_stay_the_same);
    tcase_add_loop_test(t, picks_that_are_refused, 0, COUNT(bad_picks));
    tcase_add_test(t, too_many_picks);
    suite_add_tcase(s, t);
}
