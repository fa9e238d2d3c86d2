/* sweep_ranges.c - A..B:STEP, to the last digit. */
#include "sweep.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *range, *numbers;
} ranges[] = {
    { "1..3", "1 2 3" },
    { "0.1..0.5:0.1", "0.1 0.2 0.3 0.4 0.5" },
    { "9..1:2", "9 7 5 3 1" },
    { "1..10:4", "1 5 9" },
    { "10..1:4", "10 6 2" },
    { "5..5", "5" },
    { "1..2:0.25", "1 1.25 1.5 1.75 2" },
    { "0.10..0.30:0.10", "0.1 0.2 0.3" },
    { "-1..1:0.5", "-1 -0.5 0 0.5 1" },
    { "1..-1", "1 0 -1" },
    { "-0..+2", "0 1 2" },
    { ".5..2", "0.5 1.5" },
    { "1...5:0.5", "1 0.5" },
    { "007..010", "7 8 9 10" },
    { "0.05..-0.05:0.05", "0.05 0 -0.05" },
    { "1..2:5", "1" },
    { "1%..3%", "1% 2% 3%" },
    { "1..2%:0.5", "1% 1.5% 2%" },
    { "2px..4:2px", "2px 4px" },
    { "999999999999999998..999999999999999999",
        "999999999999999998 999999999999999999" },
    { "0.00000000000000001..0.00000000000000003:0.00000000000000002",
        "0.00000000000000001 0.00000000000000003" },
    { "-999999999999999999..999999999999999999:999999999999999999",
        "-999999999999999999 0 999999999999999999" },
};

START_TEST(numbers_of_a_range)
{
    char copy[256], number[RANGE_TEXT], *words[16];
    const char *text = ranges[_i].range;
    range r;
    snprintf(copy, sizeof copy, "%s", ranges[_i].numbers);
    int count = split(copy, words, 16);
    ck_assert_int_eq(range_parse(text, text + strlen(text), &r), RANGE_DONE);
    ck_assert_int_eq((int)r.count, count);
    for (int k = 0; k < count; k++) {
        range_text(&r, (uint64_t)k, number);
        ck_assert_str_eq(number, words[k]);
    }
}
END_TEST

static const struct {
    const char *text;
    range_outcome outcome;
} no_ranges[] = {
    { "", RANGE_NONE },
    { "1", RANGE_NONE },
    { "..", RANGE_NONE },
    { "..5", RANGE_NONE },
    { "a..b", RANGE_NONE },
    { "1.5", RANGE_NONE },
    { "1.", RANGE_NONE },
    { "-..2", RANGE_NONE },
    { "1e3..2e3", RANGE_NONE },
    { " 1..2", RANGE_NONE },
    { "0x1..0x2", RANGE_NONE },
    { "1,2..3", RANGE_NONE },
    { "1..", RANGE_BAD },
    { "1..b", RANGE_BAD },
    { "1..2:", RANGE_BAD },
    { "1..2:0", RANGE_BAD },
    { "1..2:0.000", RANGE_BAD },
    { "2..1:-1", RANGE_BAD },
    { "1..2:1:1", RANGE_BAD },
    { "1..2..3", RANGE_BAD },
    { "1..2 ", RANGE_BAD },
    { "1..1e3", RANGE_BAD },
    { "1%..2px", RANGE_BAD },
    { "1..2px:1%", RANGE_BAD },
    { "1..2cm", RANGE_BAD },
    { "1..1000000000000000000", RANGE_BAD },
    { "0..100:0.00000000000000001", RANGE_BAD },
    { "0.0000000000000000001..1", RANGE_BAD },
    { "99999999999999999999999999999999999999..1", RANGE_BAD },
    { "1..99999999999999999999999999999999999999.5", RANGE_BAD },
};

START_TEST(what_is_no_range)
{
    range r;
    const char *text = no_ranges[_i].text;
    ck_assert_int_eq(range_parse(text, text + strlen(text), &r), no_ranges[_i].outcome);
}
END_TEST

/* number / 10^scale, as a user would type it. */
static void type_decimal(long long number, int scale, char *out, size_t size)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%0*lld", scale + 1, llabs(number));
    int whole = (int)strlen(digits) - scale;
    snprintf(out, size, "%s%.*s%s%s", number < 0 ? "-" : "", whole, digits,
        scale ? "." : "", digits + whole);
}

/* Whatever is typed: as many as a loop counts, and the n-th is where the loop is. */
START_TEST(any_range)
{
    uint64_t state = 5;
    for (int round = 0; round < 3000; round++) {
        char text[128], a[32], b[32], step[32], number[RANGE_TEXT];
        int scale = (int)(test_random(&state) % 4);
        long long from = (long long)(test_random(&state) % 4001) - 2000,
                  to = (long long)(test_random(&state) % 4001) - 2000,
                  by = (long long)(test_random(&state) % 300) + 1;
        type_decimal(from, scale, a, sizeof a);
        type_decimal(to, scale, b, sizeof b);
        type_decimal(by, scale, step, sizeof step);
        snprintf(text, sizeof text, "%s..%s:%s", a, b, step);
        range r;
        ck_assert_int_eq(range_parse(text, text + strlen(text), &r), RANGE_DONE);
        uint64_t k = 0;
        for (long long at = from; from <= to ? at <= to : at >= to;
             at += from <= to ? by : -by, k++) {
            ck_assert_uint_lt(k, r.count);
            range_text(&r, k, number);
            ck_assert_msg(llround(strtod(number, NULL) * pow(10, scale)) == at,
                "%s: number %" PRIu64 " is %s", text, k, number);
            size_t last = strlen(number) - 1;
            ck_assert(
                !strchr(number, '.') || (number[last] != '0' && number[last] != '.'));
        }
        ck_assert_uint_eq(k, r.count);
    }
}
END_TEST

void add_range_tests(Suite *s)
{
    TCase *t = tcase_create("range");
    tcase_add_checked_fixture(t, begin_sweep, end_sweep);
    tcase_add_loop_test(t, numbers_of_a_range, 0, COUNT(ranges));
    tcase_add_loop_test(t, what_is_no_range, 0, COUNT(no_ranges));
    tcase_add_test(t, any_range);
    suite_add_tcase(s, t);
}
