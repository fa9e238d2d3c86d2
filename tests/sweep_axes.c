/* sweep_axes.c - combinations, against nested loops; what an axis changes. */
#include "sweep.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- combinations -------------------------------------------------------- */

/* Three loops, one inside of the other, give the same in the same order. */
START_TEST(as_nested_loops)
{
    static const char *const seeds[] = { "5", "3", "1", "7", "-2", "-1" };
    static const char *const dithers[] = { "none", "fs", "fs:0.25" };
    static const char *const levels[] = { "1", "1.5", "2", "9.9" };
    settings base = base_of("-c --frames 4");
    axes a = axes_of("seed=5..1:2,7,-2..-1 dither=none,fs,fs:0.25 "
                     "intensity=1..2:0.5,9.9");
    ck_assert_int_eq(axes_check(&a, &base, context), EXIT_DONE);
    uint64_t n = 0;
    for (int s = 0; s < 6; s++)
        for (int d = 0; d < 3; d++)
            for (int l = 0; l < 4; l++) {
                char label[128];
                variant v = make(&base, &a, ++n);
                snprintf(label, sizeof label, "seed=%s dither=%s intensity=%s",
                    seeds[s], dithers[d], levels[l]);
                ck_assert_str_eq(v.label, label);
                ck_assert_str_eq(v.set.seed_text, seeds[s]);
                ck_assert_int_eq((int64_t)v.set.seed, atoi(seeds[s]));
                ck_assert(v.set.dither == (d == 0 ? -1 : d == 1 ? 0.875 : 0.25));
                ck_assert(v.set.intensity == atof(levels[l]));
                ck_assert_int_eq(v.set.frames, 4);
                ck_assert_str_eq(chain_text(&v.set), "scanline-offset channel-shift");
                variant_free(&v);
            }
    ck_assert_uint_eq(axes_product(&a), n);
    ck_assert_int_eq(times_said, 0);
}
END_TEST

/* All but the texts that the variant owns. */
static void assert_settings(const variant *v, const settings *expected)
{
    settings s = v->set;
    s.texts = NULL;
    ck_assert_mem_eq(&s, expected, sizeof s);
}

START_TEST(nothing_varies)
{
    settings base = base_of("-s -i 3");
    axes a = { 0 };
    ck_assert_int_eq(axes_check(&a, &base, context), EXIT_DONE);
    ck_assert_uint_eq(axes_product(&a), 1);
    variant v = make(&base, &a, 1);
    ck_assert_str_eq(v.label, "");
    ck_assert_str_eq(v.values, "");
    assert_settings(&v, &base);
    variant_free(&v);
    variant_free(&v);
}
END_TEST

/* Each place of a product of 10^15 is there at once. */
START_TEST(a_product_of_ten_to_the_fifteen)
{
    uint64_t state = 11, product = UINT64_C(1000000000000000);
    settings base = base_of("");
    axes a = axes_of("seed=1..10000000 frames=1..100000 "
                     "scanline-offset.level=0.01..10:0.01");
    clock_t begun = clock();
    ck_assert_uint_eq(axes_product(&a), product);
    for (int round = 0; round < 2000; round++) {
        uint64_t n = round == 0 ? 1
            : round == 1        ? product
                                : test_random(&state) % product + 1;
        /* Where the loops would be. */
        uint64_t level = (n - 1) % 1000 + 1, frames = (n - 1) / 1000 % 100000 + 1,
                 seed = (n - 1) / 1000 / 100000 + 1;
        variant v;
        if (level < 10) { /* under 0.1 there is no level; the library would say so */
            variant_make(&v, &base, &a, n);
        } else {
            v = make(&base, &a, n);
            ck_assert_uint_eq(v.set.seed, seed);
            ck_assert_int_eq(v.set.frames, (int)frames);
            double shown = atof(strrchr(chain_text(&v.set), '=') + 1);
            ck_assert_int_eq(llround(shown * 100), (long long)level);
        }
        variant_free(&v);
    }
    ck_assert_int_lt((clock() - begun) / CLOCKS_PER_SEC, 10);
}
END_TEST

START_TEST(two_to_the_sixty_three)
{
    axes a = axes_of("seed=1..2147483648 loop=1..4294967296");
    ck_assert_uint_eq(axes_product(&a), UINT64_C(1) << 63);
    ck_assert_uint_eq(axes_digit(&a, UINT64_C(1) << 63, 0), 2147483647);
    ck_assert_uint_eq(axes_digit(&a, UINT64_C(1) << 63, 1), 4294967295);
    ck_assert_int_eq(axes_add(&a, "step=1,2"), EXIT_USAGE);
    ck_assert_str_eq(said, "--vary step: that makes more than 2^63 combinations");
    ck_assert_int_eq(axes_add(&a, "step=2"), EXIT_DONE);
    ck_assert_uint_eq(axes_product(&a), UINT64_C(1) << 63);
    a = (axes) { 0 };
    static const char ten[] = "-999999999999999999..999999999999999999";
    char text[1024] = "seed=";
    for (int i = 0; i < 5; i++) /* 2 * 10^18 each */
        snprintf(
            text + strlen(text), sizeof text - strlen(text), "%s%s", i ? "," : "", ten);
    ck_assert_int_eq(axes_add(&a, text), EXIT_USAGE);
    ck_assert_str_eq(said, "--vary seed: that makes more than 2^63 combinations");
}
END_TEST

/* ---- what an axis changes ------------------------------------------------ */

/* A value of each option that may vary, as the command line would set it. */
static const struct {
    const char *name, *value;
} varied[] = { { "intensity", "3.25" }, { "seed", "-17" }, { "frames", "12" },
    { "delay", "70.5" }, { "fps", "12.5" }, { "loop", "0" }, { "step", "3" },
    { "change", "-0.5" }, { "max-size", "80x60" }, { "scale", "50%" }, { "still", "2" },
    { "png-level", "0" }, { "quality", "90" }, { "colors", "17" },
    { "dither", "fs:0.5" }, { "matte", "ff8000" } };

START_TEST(options_as_the_command_line_sets_them)
{
    char text[128], line[128];
    settings base = base_of(""), expected;
    snprintf(text, sizeof text, "%s=%s", varied[_i].name, varied[_i].value);
    axes a = axes_of(text);
    ck_assert_msg(axes_check(&a, &base, context) == EXIT_DONE, "%s", said);
    variant v = make(&base, &a, 1);
    ck_assert_str_eq(v.label, text);
    snprintf(line, sizeof line, "--%s", text);
    expected = base_of(line);
    if (expected.seed_text) {
        ck_assert_str_eq(v.set.seed_text, expected.seed_text);
        expected.seed_text = v.set.seed_text;
    }
    ck_assert_mem_ne(&v.set, &base, sizeof base);
    expected.inputs = v.set.inputs;
    assert_settings(&v, &expected);
    variant_free(&v);
}
END_TEST

/* What stands for all pictures, or for none, is no axis. */
START_TEST(the_other_options_are_no_axes)
{
    for (const option_row *r = option_table; r->name; r++) {
        bool may = strcmp(r->name, "filter") == 0 || strcmp(r->name, "preset") == 0
            || strcmp(r->name, "chain") == 0;
        for (size_t i = 0; i < sizeof varied / sizeof *varied; i++)
            may = may || strcmp(r->name, varied[i].name) == 0;
        char text[128];
        axes a = { 0 };
        snprintf(text, sizeof text, "%s=1", r->name);
        times_said = 0;
        ck_assert_int_eq(axes_add(&a, text), may ? EXIT_DONE : EXIT_USAGE);
        ck_assert_int_eq(times_said, !may);
        ck_assert_uint_eq(a.count, may);
    }
}
END_TEST

static const struct {
    const char *base, *axes, *chains[4];
} chains[] = {
    { "", "filter=color-split", { "color-split" } },
    { "-F scanlines -F scanlines", "filter=none,scanlines", { "", "scanlines" } },
    { "-c", "filter=none,color-split",
        { "channel-shift", "color-split channel-shift" } },
    { "", "filter=scanline-offset:bands=3,height=2%,edge=clamp,color-split,scanlines",
        { "scanline-offset:bands=3,height=2%,edge=clamp", "color-split",
            "scanlines" } },
    { "", "filter=scanlines:every=2,first=1,scanlines:every=3,none",
        { "scanlines:every=2,first=1", "scanlines:every=3", "" } },
    { "", "scanline-offset.level=1..2",
        { "scanline-offset:level=1", "scanline-offset:level=2" } },
    { "-cs", "channel-shift.dx=-5..5:10 scanlines.every=3",
        { "scanline-offset channel-shift:dx=-5 scanlines:every=3",
            "scanline-offset channel-shift:dx=5 scanlines:every=3" } },
    { "-F color-split:angle=5", "color-split.angle=10 color-split.distance=1..3%:2",
        { "color-split:angle=5,angle=10,distance=1%",
            "color-split:angle=5,angle=10,distance=3%" } },
    { "-F scanlines -F color-split -F scanlines:first=1 -s", "scanlines.every=4",
        { "scanlines:every=4 color-split scanlines:first=1,every=4 "
          "scanlines:every=4" } },
    { "-F scanlines -F color-split -F scanlines:first=1 -s",
        "scanlines#2.every=4,5 scanlines#3.every=6",
        { "scanlines color-split scanlines:first=1,every=4 scanlines:every=6",
            "scanlines color-split scanlines:first=1,every=5 scanlines:every=6" } },
    { "-F classic", "classic.seed=1.5..2:0.5",
        { "classic:seed=1.5", "classic:seed=2" } },
    /* Whichever axis is given first, the filters are there before their parameters. */
    { "-s", "scanlines.every=3,4 filter=none,scanlines",
        { "scanlines:every=3", "scanlines:every=3 scanlines:every=3",
            "scanlines:every=4", "scanlines:every=4 scanlines:every=4" } },
};

START_TEST(chains_that_vary)
{
    settings base = base_of(chains[_i].base);
    axes a = axes_of(chains[_i].axes);
    ck_assert_msg(axes_check(&a, &base, context) == EXIT_DONE, "%s", said);
    uint64_t n = 0;
    while (n < 4 && chains[_i].chains[n]) {
        variant v = make(&base, &a, ++n);
        ck_assert_str_eq(chain_text(&v.set), chains[_i].chains[n - 1]);
        ck_assert(v.set.filter_count > 0);
        variant_free(&v);
    }
    ck_assert_uint_eq(axes_product(&a), n);
}
END_TEST

/* What counts is the later of two settings of one parameter: that of the axis. */
START_TEST(an_axis_outweighs_the_base)
{
    picture in = random_picture(30, 20, 3, true);
    settings base = base_of("-F scanlines:every=2,factor=0.5");
    axes a = axes_of("scanlines.every=5");
    variant v = make(&base, &a, 1);
    picture is = glitched(&in, chain_text(&v.set), 1),
            should = glitched(&in, "scanlines:factor=0.5,every=5", 1);
    assert_same(&is, &should, "scanlines");
    free(in.px);
    free(is.px);
    free(should.px);
    variant_free(&v);
}
END_TEST

START_TEST(a_filter_that_only_some_chains_have)
{
    settings base = base_of("");
    axes a = axes_of("filter=color-split,scanlines,color-split:edge=wrap "
                     "color-split.angle=90");
    ck_assert_int_eq(axes_check(&a, &base, context), EXIT_DONE);
    variant v = make(&base, &a, 1);
    ck_assert_str_eq(chain_text(&v.set), "color-split:angle=90");
    variant_free(&v);
    ck_assert_int_eq(variant_make(&v, &base, &a, 2), EXIT_USAGE);
    ck_assert_str_eq(said,
        "--vary color-split.angle: no filter 'color-split' in the chain; there is "
        "scanlines");
    variant_free(&v);
    v = make(&base, &a, 3);
    ck_assert_str_eq(chain_text(&v.set), "color-split:edge=wrap,angle=90");
    variant_free(&v);
}
END_TEST

START_TEST(a_chain_has_its_length)
{
    char options[8192] = "";
    for (int i = 0; i < MOST_FILTERS; i++)
        strcat(options, "-F none ");
    settings base = base_of(options);
    axes a = axes_of("filter=scanlines");
    variant v = make(&base, &a, 1);
    ck_assert_str_eq(chain_text(&v.set), "scanlines");
    variant_free(&v);
    options[0] = 0;
    for (int i = 0; i < MOST_FILTERS; i++)
        strcat(options, "-F scanlines ");
    base = base_of(options);
    a = axes_of("scanlines#256.every=3");
    v = make(&base, &a, 1);
    ck_assert_str_eq(strrchr(chain_text(&v.set), ' '), " scanlines:every=3");
    variant_free(&v);
    base.scan_lines = true;
    ck_assert_int_eq(axes_check(&a, &base, context), EXIT_USAGE);
    ck_assert_str_eq(said, "-F: a chain holds at most 256 filters");
}
END_TEST

void add_axis_tests(Suite *s)
{
    TCase *t = tcase_create("axis");
    tcase_add_checked_fixture(t, begin_sweep, end_sweep);
    tcase_add_test(t, as_nested_loops);
    tcase_add_test(t, nothing_varies);
    tcase_add_test(t, a_product_of_ten_to_the_fifteen);
    tcase_add_test(t, two_to_the_sixty_three);
    tcase_add_loop_test(t, options_as_the_command_line_sets_them, 0, COUNT(varied));
    tcase_add_test(t, the_other_options_are_no_axes);
    tcase_add_loop_test(t, chains_that_vary, 0, COUNT(chains));
    tcase_add_test(t, an_axis_outweighs_the_base);
    tcase_add_test(t, a_filter_that_only_some_chains_have);
    tcase_add_test(t, a_chain_has_its_length);
    suite_add_tcase(s, t);
}
