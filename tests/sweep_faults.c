/* sweep_faults.c - axes that are refused, and any bytes as axes. */
#include "sweep.h"
#include <stdio.h>
#include <string.h>

static const struct {
    const char *base, *first, *second, *message;
} bad_axes[] = {
#define NO_AXIS(text)                                                                  \
    {                                                                                  \
        "", text, NULL,                                                                \
            "--vary " text ": NAME=VALUES is wanted, such as intensity=1..9:2"         \
    }
    NO_AXIS(""),
    NO_AXIS("seed"),
    NO_AXIS("=1"),
    { "", "sed=1", NULL, "--vary: no axis 'sed'; did you mean 'seed'?" },
    { "", "filer=1", NULL, "--vary: no axis 'filer'; did you mean 'filter'?" },
    { "", "output=a,b", NULL,
        "--vary: no axis 'output'; there are FILTER.PARAM, intensity, seed, "
        "frames, delay, fps, loop, step, change, max-size, scale, still, png-level, "
        "quality, colors, dither, "
        "matte, filter, preset, chain" },
    { "", "scanlines#0.every=1", NULL,
        "--vary: no axis 'scanlines#0.every'; FILTER.PARAM or FILTER#2.PARAM is "
        "wanted" },
    { "", "scanlines.=1", NULL,
        "--vary: no axis 'scanlines.'; FILTER.PARAM or FILTER#2.PARAM is wanted" },
    { "", ".every=1", NULL,
        "--vary: no axis '.every'; FILTER.PARAM or FILTER#2.PARAM is wanted" },
    { "", "scanlines#.every=1", NULL,
        "--vary: no axis 'scanlines#.every'; FILTER.PARAM or FILTER#2.PARAM is "
        "wanted" },
    { "", "scanlines#2x.every=1", NULL,
        "--vary: no axis 'scanlines#2x.every'; FILTER.PARAM or FILTER#2.PARAM is "
        "wanted" },
    { "", "scanlines#99999.every=1", NULL,
        "--vary: no axis 'scanlines#99999.every'; FILTER.PARAM or FILTER#2.PARAM is "
        "wanted" },
    { "", "seed=1", "seed=2", "--vary seed: it varies already, as seed" },
    { "", "filter=none", "filter=none", "--vary filter: it varies already, as filter" },
    { "-s", "scanlines.every=1", "scanlines#1.every=2",
        "--vary scanlines#1.every: it varies already, as scanlines.every" },
    { "-s", "scanlines#1.every=1", "scanlines.every=2",
        "--vary scanlines.every: it varies already, as scanlines#1.every" },
    { "-s", "scanlines#1.every=1", "scanlines#01.every=2",
        "--vary scanlines#01.every: it varies already, as scanlines#1.every" },
    { "", "seed=", NULL, "--vary seed: a value is empty" },
    { "", "seed=1,", NULL, "--vary seed: a value is empty" },
    { "", "seed=,1", NULL, "--vary seed: a value is empty" },
    { "", "filter=none,,none", NULL, "--vary filter: a value is empty" },
#define NO_RANGE(range)                                                                \
    {                                                                                  \
        "", "seed=4," range ",5", NULL,                                                \
            "--vary seed: " range                                                      \
            " is no range; A..B or A..B:STEP is wanted, the step "                     \
            "over 0, with at most 18 digits"                                           \
    }
    NO_RANGE("1..9:0"),
    NO_RANGE("1..9:-1"),
    NO_RANGE("1.."),
    NO_RANGE("1..x"),
    NO_RANGE("1..9:2:3"),
    NO_RANGE("0..18446744073709551615"),
    NO_RANGE("0..1:0.000000000000000001"),
    { "", "intensity=1,x", NULL, "--intensity x: a number is wanted, from 0.1 to 10" },
    { "", "intensity=1..11", NULL,
        "--intensity 11 is out of range; it goes from 0.1 to 10" },
    { "", "intensity=0..5", NULL,
        "--intensity 0 is out of range; it goes from 0.1 to 10" },
    { "", "frames=1..3:0.5", NULL, "--frames 1.5: a whole number is wanted" },
    { "", "seed=1,2.5", NULL,
        "--seed 2.5: a seed is a whole number; with --classic it may be a decimal "
        "one" },
    { "", "matte=ff0000,red", NULL,
        "--matte red: an opaque colour is wanted, such as f80, ff8800 or '#ff8800'" },
    { "", "delay=50,100", "fps=10",
        "--delay and --fps say the same; give one of them" },
    { "--fps 3", "delay=50", NULL, "--delay and --fps say the same; give one of them" },
    { "", "filter=scanlines,scanlinez", NULL,
        "--vary filter: no filter 'scanlinez'; did you mean 'scanlines'?" },
    { "", "filter=scanlines:every=0", NULL,
        "--vary filter: filter 'scanlines': every=0 is out of range; it goes from 1 to "
        "1000000" },
    { "", "color-split.angle=5", NULL,
        "--vary color-split.angle: no filter 'color-split' in the chain; there is "
        "scanline-offset" },
    { "-cs", "color-split.angle=5", NULL,
        "--vary color-split.angle: no filter 'color-split' in the chain; there are "
        "scanline-offset, channel-shift, scanlines" },
    { "-F none", "scanlines.every=5", NULL,
        "--vary scanlines.every: no filter 'scanlines' in the chain; there are none" },
    { "-s", "scanlines#2.every=5", NULL,
        "--vary scanlines#2.every: the chain has scanlines only 1 time" },
    { "-s -F scanlines", "scanlines#3.every=5", NULL,
        "--vary scanlines#3.every: the chain has scanlines only 2 times" },
    { "-s", "scanlinez.every=5", NULL,
        "--vary scanlinez.every: no filter 'scanlinez'; did you mean 'scanlines'?" },
    { "-s", "scanlines.evry=5", NULL,
        "--vary scanlines.evry: filter 'scanlines': no parameter 'evry'; did you mean "
        "'every'?" },
    { "-s", "scanlines.every=1..3:0.5", NULL,
        "--vary scanlines.every: filter 'scanlines': every=1.5 is not a whole number" },
    { "-s", "scanlines.every=3..0", NULL,
        "--vary scanlines.every: filter 'scanlines': every=0 is out of range; it goes "
        "from 1 to 1000000" },
    { "", "filter=color-split", "color-split.angle=x",
        "--vary color-split.angle: filter 'color-split': angle=x is not a number" },
    { "--classic", "filter=none", NULL,
        "--vary filter: --classic has no chain that could vary; use -F classic" },
    { "--classic", "classic.level=1", NULL,
        "--vary classic.level: --classic has no chain that could vary; use -F "
        "classic" },
};

START_TEST(axes_that_are_refused)
{
    settings base = base_of(bad_axes[_i].base);
    axes a = { 0 };
    int status = axes_add(&a, bad_axes[_i].first);
    if (!status && bad_axes[_i].second)
        status = axes_add(&a, bad_axes[_i].second);
    if (!status)
        status = axes_check(&a, &base, context);
    ck_assert_int_eq(status, EXIT_USAGE);
    ck_assert_str_eq(said, bad_axes[_i].message);
    ck_assert_int_eq(times_said, 1);
}
END_TEST

START_TEST(too_much_of_everything)
{
    static char text[200000];
    axes a = { 0 };
    memset(text, 'x', 300);
    strcpy(text + 300, "=1");
    ck_assert_int_eq(axes_add(&a, text), EXIT_USAGE);
    ck_assert_str_eq(said, "--vary: no axis has a name of 300 characters");
    for (int i = 1; i <= MOST_AXES; i++) {
        static char names[MOST_AXES][32];
        snprintf(names[i - 1], sizeof names[0], "scanlines#%d.every=1..4", i);
        ck_assert_int_eq(axes_add(&a, names[i - 1]), i <= 31 ? EXIT_DONE : EXIT_USAGE);
    }
    ck_assert_str_eq(
        said, "--vary scanlines#32.every: that makes more than 2^63 combinations");
    ck_assert_uint_eq(axes_product(&a), UINT64_C(1) << 62);
    ck_assert_int_eq(axes_add(&a, "seed=1"), EXIT_DONE);
    ck_assert_int_eq(axes_add(&a, "loop=1"), EXIT_USAGE);
    ck_assert_str_eq(said, "--vary: there are at most 32 axes");
    /* A hundred thousand values, of which the last is wrong. */
    a = (axes) { 0 };
    strcpy(text, "seed=");
    for (size_t i = 5; i < 199990; i += 2)
        memcpy(text + i, "1,", 3);
    strcat(text, "x");
    settings base = base_of("");
    ck_assert_int_eq(axes_add(&a, text), EXIT_DONE);
    ck_assert_int_eq(axes_check(&a, &base, context), EXIT_USAGE);
    ck_assert_str_eq(said, "--seed x: a seed is a number");
}
END_TEST

/* ---- anything ------------------------------------------------------------ */

static const char *const scraps[] = { "seed", "filter", "intensity", "scanlines",
    "scanline-offset", "every", "level", "=", "=", ",", "..", "..", ":", ".", "#", "%",
    "px", "-", "+", "0", "1", "2", "9", "0.5", "1e9", "999999999999999999", "x", " ",
    "'", "\n", "\x01", "\xff", "none", "color-split", "angle", "%d", "%n", "{", "/" };
enum { SCRAPS = sizeof scraps / sizeof *scraps };

static void scribble(uint64_t *state, char *out, size_t size)
{
    static const char *const heads[] = {
        "seed=", "filter=", "scanlines.every=", "intensity=", ""
    };
    size_t used = (size_t)snprintf(out, size, "%s", heads[test_random(state) % 5]);
    for (uint64_t i = test_random(state) % 12 + 1; i > 0 && used + 32 < size; i--)
        used += (size_t)snprintf(
            out + used, size - used, "%s", scraps[test_random(state) % SCRAPS]);
}

/* One complaint where something is refused, none where it is not. */
static bool passes(int status)
{
    ck_assert(status == EXIT_DONE || status == EXIT_USAGE);
    ck_assert_int_eq(times_said, status != EXIT_DONE);
    times_said = 0;
    return status == EXIT_DONE;
}

/* What passed the check can be made, and what is made has a label that gives it again. */
static void try_axes(const settings *base, const axes *a)
{
    if (!passes(axes_check(a, base, context)))
        return;
    uint64_t ends[] = { 1, axes_product(a) / 2 + 1, axes_product(a) };
    for (int i = 0; i < 3; i++) {
        variant v;
        if (passes(variant_make(&v, base, a, ends[i]))) {
            ck_assert_uint_le(strlen(v.values), LONGEST_VALUES);
            ck_assert(!strpbrk(v.values, "/ '\n%#:,"));
            glitch_pipeline *p = glitch_pipeline_new(context, 1);
            chain c;
            chain_of(&v.set, &c);
            for (size_t k = 0; k < c.count; k++)
                ck_assert_msg(glitch_pipeline_add(p, c.specs[k]) == GLITCH_OK, "%s: %s",
                    c.specs[k], glitch_ctx_message(context));
            glitch_pipeline_free(p);
        } else {
            ck_assert(axes_vary_chain(a));
        }
        variant_free(&v);
    }
}

START_TEST(any_text)
{
    uint64_t state = 99;
    settings base = base_of("-s");
    int made = 0;
    for (int round = 0; round < 60000; round++) {
        char first[512], second[512];
        axes a = { 0 };
        pick p;
        scribble(&state, first, sizeof first);
        scribble(&state, second, sizeof second);
        if (passes(axes_add(&a, first)) && passes(axes_add(&a, second))) {
            try_axes(&base, &a);
            made++;
        }
        const char *text = strchr(first, '=') ? strchr(first, '=') + 1 : first;
        if (passes(pick_parse(&p, text, 1000, 1)))
            for (uint64_t k = 0; k < p.count; k++)
                ck_assert(pick_at(&p, k) >= 1 && pick_at(&p, k) <= 1000);
    }
    ck_assert_int_gt(made, 1000);
}
END_TEST

void add_fault_tests(Suite *s)
{
    TCase *t = tcase_create("fault");
    tcase_add_checked_fixture(t, begin_sweep, end_sweep);
    tcase_add_loop_test(t, axes_that_are_refused, 0, COUNT(bad_axes));
    tcase_add_test(t, too_much_of_everything);
    tcase_add_test(t, any_text);
    suite_add_tcase(s, t);
}
