/* check_base.c - numbers, names, patterns, chance and memory. */
#include "base/arena.h"
#include "base/names.h"
#include "base/params.h"
#include "base/random.h"
#include "support.h"
#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static uint32_t below(uint64_t *r, uint32_t n)
{
    return (uint32_t)(test_random(r) >> 32) % n;
}

/* ---- numbers as text ----------------------------------------------------- */

/*
 * A decimal of 1 to `most` digits, with a point and an exponent in any place or none.
 */
static void random_decimal(uint64_t *r, uint32_t most, char *text)
{
    static const char *const signs[] = { "", "", "-", "+" };
    uint32_t digits = 1 + below(r, most), point = below(r, digits + 3);
    text += sprintf(text, "%s", signs[below(r, 4)]);
    for (uint32_t i = 0; i < digits; i++) {
        if (i == point)
            *text++ = '.';
        *text++ = (char)('0' + below(r, 10));
    }
    if (point == digits)
        *text++ = '.';
    *text = 0;
    if (below(r, 3) == 0)
        sprintf(
            text, "%c%s%u", below(r, 2) ? 'e' : 'E', signs[below(r, 4)], below(r, 40));
}

/* To the last bit, and with the sign of a zero. */
static bool identical(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

START_TEST(reals_as_strtod)
{
    uint64_t r = 1;
    for (int i = 0; i < 300000; i++) {
        char text[96];
        double value;
        random_decimal(&r, i % 4 ? 15 : 60, text);
        const char *end = glitch_parse_real(text, &value);
        if (!end || *end || !identical(value, strtod(text, NULL)))
            ck_abort_msg("%s: %.17g", text, value);
    }
}
END_TEST

START_TEST(where_reals_end)
{
    static const struct {
        const char *text;
        int length; /* -1: no number */
        double value;
    } cases[] = { { "0", 1, 0 }, { "12", 2, 12 }, { "+7", 2, 7 }, { "-7", 2, -7 },
        { ".5", 2, 0.5 }, { "5.", 2, 5 }, { "-.25x", 4, -0.25 }, { "1e5", 3, 1e5 },
        { "1e", 1, 1 }, { "1e+", 1, 1 }, { "1em", 1, 1 }, { "1e-3.5", 4, 1e-3 },
        { "2.5E+2%", 6, 250 }, { "1e22", 4, 1e22 }, { "1e23", 4, 1e23 },
        { "1e-30", 5, 1e-30 }, { "1e999", -1, 0 }, { "1e99999999999999999999", -1, 0 },
        { "1.2.3", 3, 1.2 }, { "0x10", 1, 0 }, { "3.5%", 3, 3.5 }, { "1,5", 1, 1 },
        { "999999999999999", 15, 999999999999999 },
        { "0.00000000000001", 16, 0.00000000000001 },
        { "9007199254740993", 16, 9007199254740992 },
        { "0.1000000000000000055511151231257827", 36, 0.1 }, { "", -1, 0 },
        { ".", -1, 0 }, { "-", -1, 0 }, { "+", -1, 0 }, { "-.", -1, 0 },
        { "--1", -1, 0 }, { "+-1", -1, 0 }, { " 1", -1, 0 }, { "inf", -1, 0 },
        { "nan", -1, 0 }, { "x", -1, 0 }, { "..1", -1, 0 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double value = 0;
        const char *end = glitch_parse_real(cases[i].text, &value);
        long length = end ? end - cases[i].text : -1;
        ck_assert_msg(
            length == cases[i].length, "'%s': ends at %ld", cases[i].text, length);
        ck_assert_msg(!end || identical(value, cases[i].value), "'%s': %.17g",
            cases[i].text, value);
    }
}
END_TEST

START_TEST(long_reals)
{
    char text[300];
    for (size_t n = 1; n < sizeof text; n++) {
        double value = -7;
        memset(text, '0', n);
        text[n - 1] = '1';
        text[n] = 0;
        const char *end = glitch_parse_real(text, &value);
        ck_assert_ptr_eq(end, n < 100 ? text + n : NULL);
        ck_assert(identical(value, n < 100 ? 1 : -7));
    }
}
END_TEST

/* ---- parameters ---------------------------------------------------------- */

typedef struct demo_params {
    int32_t flag, count, choice, number;
    double level, ratio;
    glitch_length size;
} demo_params;

static const char *const choices[] = { "one", "two", "three", NULL };

static const glitch_param demo_table[] = {
    { "flag", GLITCH_BOOL, offsetof(demo_params, flag), "no", 0, 0, NULL,
        GLITCH_AUTO_NONE, "a flag" },
    { "count", GLITCH_INT, offsetof(demo_params, count), "auto", -5, 12, NULL,
        GLITCH_AUTO_FILTER, "a number; auto: another" },
    { "choice", GLITCH_CHOICE, offsetof(demo_params, choice), "two", 0, 0, choices,
        GLITCH_AUTO_FILTER, "one of some; auto: any" },
    { "number", GLITCH_INT, offsetof(demo_params, number), "-2147483647", -2147483647,
        2147483647, NULL, GLITCH_AUTO_NONE, "any number" },
    { "level", GLITCH_REAL, offsetof(demo_params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY, "strength; auto: the intensity" },
    { "ratio", GLITCH_REAL, offsetof(demo_params, ratio), "0.5", -1.5, 1, NULL,
        GLITCH_AUTO_NONE, "a ratio" },
    { "size", GLITCH_LENGTH, offsetof(demo_params, size), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER, "a length; auto: some" },
    { 0 },
};

static glitch_status demo_plan(glitch_plan *p, const glitch_frame *shape,
    const void *params, glitch_reach *reach, void **state)
{
    (void)p, (void)shape, (void)params, (void)reach, (void)state;
    return GLITCH_OK;
}

static glitch_status demo_frame(
    glitch_plan *p, const void *state, const glitch_frame *io)
{
    (void)p, (void)state, (void)io;
    return GLITCH_OK;
}

static const glitch_filter demo = { .struct_size = sizeof(glitch_filter),
    .name = "demo",
    .summary = "one parameter of each type",
    .params = demo_table,
    .params_size = sizeof(demo_params),
    .plan = demo_plan,
    .frame = demo_frame };

static const glitch_filter bare = { .struct_size = sizeof(glitch_filter),
    .name = "bare",
    .summary = "no parameters",
    .plan = demo_plan,
    .frame = demo_frame };

static demo_params demo_with(glitch_ctx *ctx, const char *key, const char *value)
{
    demo_params d = { 0 };
    gli_moves none = { 0 };
    const glitch_param *p = gli_params_find(demo.params, key);
    ck_assert_int_eq(gli_params_default(ctx, demo.params, &d), GLITCH_OK);
    glitch_status s = gli_params_set(ctx, p, &d, &none, value);
    ck_assert_msg(s == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    return d;
}

START_TEST(parameter_values)
{
    static const char *const flags[] = { "0", "1", "no", "yes", "off", "on", "false",
        "true" };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    demo_params d = demo_with(ctx, "flag", "0");
    ck_assert(d.flag == 0 && d.count == GLITCH_INT_AUTO && d.choice == 1);
    ck_assert(d.number == -2147483647 && identical(d.ratio, 0.5));
    ck_assert(GLITCH_IS_AUTO(d.level) && GLITCH_IS_AUTO(d.size.value));
    for (int i = 0; i < (int)COUNT(flags); i++)
        ck_assert_int_eq(demo_with(ctx, "flag", flags[i]).flag, i % 2);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(demo_with(ctx, "choice", choices[i]).choice, i);
    ck_assert_int_eq(demo_with(ctx, "choice", "auto").choice, GLITCH_INT_AUTO);
    ck_assert_int_eq(demo_with(ctx, "count", "-5").count, -5);
    ck_assert_int_eq(demo_with(ctx, "count", "12.0").count, 12);
    ck_assert_int_eq(demo_with(ctx, "number", "2147483647").number, 2147483647);
    ck_assert(identical(demo_with(ctx, "ratio", "-1.5").ratio, -1.5));
    ck_assert(identical(demo_with(ctx, "level", "0.1").level, 0.1));
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(lengths)
{
    static const struct {
        const char *text;
        double value;
        int32_t percent;
    } cases[] = { { "12", 12, 0 }, { "12px", 12, 0 }, { "3.5%", 3.5, 1 },
        { "0%", 0, 1 }, { "1000000", 1000000, 0 }, { "1000000%", 1000000, 1 },
        { ".25px", 0.25, 0 } };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        glitch_length l = demo_with(ctx, "size", cases[i].text).size;
        ck_assert_msg(identical(l.value, cases[i].value), "%s", cases[i].text);
        ck_assert_int_eq(l.percent, cases[i].percent);
    }
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(intensity_where_auto_stands)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    demo_params d = demo_with(ctx, "flag", "1");
    gli_params_resolve(&demo, &d, 3.25);
    ck_assert(identical(d.level, 3.25) && GLITCH_IS_AUTO(d.size.value));
    d = demo_with(ctx, "level", "7");
    gli_params_resolve(&demo, &d, 3.25);
    ck_assert(identical(d.level, 7));
    glitch_ctx_free(ctx);
}
END_TEST

static const struct {
    const char *spec, *message;
} faults[] = {
    { "zzzz",
        "no filter 'zzzz'; there are scanline-offset, channel-shift, "
        "color-split, ..., demo, bare" },
    { "",
        "no filter ''; there are scanline-offset, channel-shift, "
        "color-split, ..., demo, bare" },
    { ":every=2",
        "no filter ''; there are scanline-offset, channel-shift, "
        "color-split, ..., demo, bare" },
    { "scanlinez", "no filter 'scanlinez'; did you mean 'scanlines'?" },
    { "split", "no filter 'split'; did you mean 'color-split'?" },
    { "Scanlines:every=2", "no filter 'Scanlines'; did you mean 'scanlines'?" },
    { "color_split", "no filter 'color_split'; did you mean 'color-split'?" },
    { "scan\nlines", "no filter 'scan?lines'; did you mean 'scanlines'?" },
    { "demo:contu=2", "filter 'demo': no parameter 'contu'; did you mean 'count'?" },
    { "demo:zzzz=2",
        "filter 'demo': no parameter 'zzzz'; there are flag, count, choice, number, "
        "level, ratio, size, mix, rect, mask, channels, seed, when" },
    { "demo:=2",
        "filter 'demo': no parameter ''; there are flag, count, choice, number, level, "
        "ratio, size, mix, rect, mask, channels, seed, when" },
    { "bare:x=1",
        "filter 'bare': no parameter 'x'; there are mix, rect, mask, channels, seed, "
        "when" },
    { "bare:msk=1", "filter 'bare': no parameter 'msk'; did you mean 'mask'?" },
    { "demo:number=x", "filter 'demo': number=x is not a whole number" },
    { "demo:number=1.5", "filter 'demo': number=1.5 is not a whole number" },
    { "demo:number=", "filter 'demo': number= is not a whole number" },
    { "demo:number=auto", "filter 'demo': number=auto is not a whole number" },
    { "demo:number=1e-3", "filter 'demo': number=1e-3 is not a whole number" },
    { "demo:number=1e300x", "filter 'demo': number=1e300x is not a whole number" },
    { "demo:number=1e300",
        "filter 'demo': number=1e300 is out of range; it goes from -2147483647 to "
        "2147483647" },
    { "demo:number=2147483648",
        "filter 'demo': number=2147483648 is out of range; it goes from -2147483647 to "
        "2147483647" },
    { "demo:count=x", "filter 'demo': count=x is not a whole number or auto" },
    { "demo:count=13",
        "filter 'demo': count=13 is out of range; it goes from -5 to 12" },
    { "demo:count=-6",
        "filter 'demo': count=-6 is out of range; it goes from -5 to 12" },
    { "demo:ratio=x", "filter 'demo': ratio=x is not a number" },
    { "demo:ratio=0.5%", "filter 'demo': ratio=0.5% is not a number" },
    { "demo:ratio=1.01",
        "filter 'demo': ratio=1.01 is out of range; it goes from -1.5 to 1" },
    { "demo:level=nan", "filter 'demo': level=nan is not a number or auto" },
    { "demo:level=0.05",
        "filter 'demo': level=0.05 is out of range; it goes from 0.1 to 10" },
    { "demo:flag=maybe", "filter 'demo': flag=maybe is not yes or no" },
    { "demo:flag=auto", "filter 'demo': flag=auto is not yes or no" },
    { "demo:choice=four",
        "filter 'demo': choice=four is none of one, two, three, auto" },
    { "demo:size=3em",
        "filter 'demo': size=3em is not a length such as 12, 12px or 3.5% or auto" },
    { "demo:size=3%%",
        "filter 'demo': size=3%% is not a length such as 12, 12px or 3.5% or auto" },
    { "demo:size=-1%",
        "filter 'demo': size=-1% is out of range; it goes from 0 to 1000000" },
    { "demo:size=1000001",
        "filter 'demo': size=1000001 is out of range; it goes from 0 to 1000000" },
    { "demo:count", "filter 'demo': 'count' is not of the form key=value" },
    { "demo:", "filter 'demo': '' is not of the form key=value" },
    { "demo:count=2,", "filter 'demo': '' is not of the form key=value" },
    { "demo:count=2,,flag=1", "filter 'demo': '' is not of the form key=value" },
    { "demo:count=2:flag=1",
        "filter 'demo': count=2:flag=1 is not a whole number or auto" },
};

static glitch_ctx *demo_ctx(void)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    ck_assert_int_eq(glitch_ctx_register(ctx, &demo), GLITCH_OK);
    ck_assert_int_eq(glitch_ctx_register(ctx, &bare), GLITCH_OK);
    return ctx;
}

/* "..." in what is expected stands for anything. */
static void assert_message(const char *message, const char *expected)
{
    const char *gap = strstr(expected, "..."), *end = gap ? gap + 3 : expected;
    size_t head = gap ? (size_t)(gap - expected) : 0, all = strlen(message);
    ck_assert_msg(strncmp(message, expected, head) == 0, "%s", message);
    ck_assert_uint_ge(all, head + strlen(end));
    ck_assert_str_eq(gap ? message + all - strlen(end) : message, end);
}

START_TEST(fault_in_a_spec)
{
    glitch_ctx *ctx = demo_ctx();
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    ck_assert_int_eq(glitch_pipeline_add(p, faults[_i].spec), GLITCH_EINVAL);
    assert_message(glitch_ctx_message(ctx), faults[_i].message);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(sound_specs)
{
    static const char *const specs[] = { "demo", "bare", "scanlines", "demo:count=auto",
        "demo:count=2,count=3,flag=yes,choice=three,level=1.5,size=3.5%",
        "color-split:distance=-5px,angle=-3600,edge=wrap" };
    glitch_ctx *ctx = demo_ctx();
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    for (size_t i = 0; i < COUNT(specs); i++)
        ck_assert_msg(glitch_pipeline_add(p, specs[i]) == GLITCH_OK, "%s: %s", specs[i],
            glitch_ctx_message(ctx));
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
}
END_TEST

/* Whatever is typed, the message is one line. */
START_TEST(endless_specs)
{
    char spec[4000];
    glitch_ctx *ctx = demo_ctx();
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    uint64_t r = 7;
    for (int i = 0; i < 2000; i++) {
        size_t n = 1 + below(&r, sizeof spec - 1), head = below(&r, 8);
        for (size_t k = 0; k < n; k++)
            spec[k] = (char)(1 + below(&r, 255));
        memcpy(spec, "demo:xy=", head < n ? head : 0);
        spec[n - 1] = 0;
        ck_assert_int_eq(glitch_pipeline_add(p, spec), GLITCH_EINVAL);
        const char *message = glitch_ctx_message(ctx);
        ck_assert_uint_lt(strlen(message), GLI_MESSAGE_SIZE);
        for (const char *c = message; *c; c++)
            if ((unsigned char)*c < ' ' || *c == 0x7f)
                ck_abort_msg("a control character in a message");
    }
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
}
END_TEST

/* ---- lengths in pixels --------------------------------------------------- */

START_TEST(length_pixels)
{
    static const struct {
        double value;
        int32_t percent;
        uint32_t extent;
        int32_t pixels;
    } cases[] = { { 12, 0, 5, 12 }, { 0.4, 0, 9, 0 }, { 0.5, 0, 9, 1 },
        { -0.5, 0, 9, -1 }, { -1.4, 0, 9, -1 }, { 2.5, 0, 9, 3 }, { 50, 1, 5, 3 },
        { -50, 1, 5, -3 }, { 100, 1, 640, 640 }, { 0, 1, 640, 0 },
        { 1e6, 1, 1000, 10000000 }, { 1e6, 1, UINT32_MAX, INT32_MAX },
        { -1e6, 1, UINT32_MAX, -INT32_MAX }, { 2147483647, 0, 1, INT32_MAX },
        { -2147483647, 0, 1, -INT32_MAX }, { 1e300, 0, 1, INT32_MAX },
        { -1e300, 0, 1, -INT32_MAX }, { 1e-9, 1, 1, 1 }, { -1e-9, 1, 32, -1 },
        { 1.49, 1, 100, 1 }, { -0.0, 1, 9, 0 }, { 5, 1, 0, 0 }, { NAN, 1, 9, 0 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        glitch_length l = { cases[i].value, cases[i].percent };
        ck_assert_int_eq(glitch_length_pixels(l, cases[i].extent), cases[i].pixels);
    }
    uint64_t r = 5;
    for (int i = 0; i < 100000; i++) {
        uint32_t extent = 1 + below(&r, 5000);
        glitch_length l = { ((int)below(&r, 2000001) - 1000000) / 1000.0, i % 2 };
        double exact = l.percent ? l.value * extent / 100 : l.value;
        int32_t least = (l.value > 0) - (l.value < 0), nearest = (int32_t)round(exact);
        if (glitch_length_pixels(l, extent)
            != (l.percent && !nearest ? least : nearest))
            ck_abort_msg("%g%s of %u", l.value, l.percent ? "%" : "px", extent);
    }
}
END_TEST

/* ---- names --------------------------------------------------------------- */

/* Straight from the definition, exponential in the length. */
static size_t naive_distance(const char *a, size_t n, const char *b, size_t m)
{
    if (n == 0 || m == 0)
        return n + m;
    size_t best = naive_distance(a, n - 1, b, m - 1) + (a[n - 1] != b[m - 1]);
    size_t d = naive_distance(a, n - 1, b, m) + 1;
    best = d < best ? d : best;
    d = naive_distance(a, n, b, m - 1) + 1;
    best = d < best ? d : best;
    if (n > 1 && m > 1 && a[n - 1] == b[m - 2] && a[n - 2] == b[m - 1]) {
        d = naive_distance(a, n - 2, b, m - 2) + 1;
        best = d < best ? d : best;
    }
    return best;
}

static void random_word(uint64_t *r, char *word, uint32_t longest, const char *letters)
{
    uint32_t n = below(r, longest + 1);
    for (uint32_t i = 0; i < n; i++)
        word[i] = letters[below(r, (uint32_t)strlen(letters))];
    word[n] = 0;
}

START_TEST(distances)
{
    uint64_t r = 3;
    int near = 0;
    for (int i = 0; i < 20000; i++) {
        char a[8], b[8], whole[20];
        random_word(&r, a, 6, i % 2 ? "abc" : "aBC");
        random_word(&r, b, 6, "abc");
        size_t d = glitch_name_distance(a, b);
        for (char *c = a; *c; c++)
            *c = (char)tolower((unsigned char)*c);
        size_t e = naive_distance(a, strlen(a), b, strlen(b));
        if (d == SIZE_MAX ? e < 2 && strlen(a) > 2 : d != e)
            ck_abort_msg("%s, %s: %zu instead of %zu", a, b, d, e);
        near += d != SIZE_MAX;
        snprintf(whole, sizeof whole, "zzzzz-%s-y", b);
        d = glitch_name_distance(a, whole);
        if (d == SIZE_MAX ? e < 1 && strlen(a) > 2 : d != e + 1 && *b)
            ck_abort_msg("%s, %s: %zu instead of %zu", a, whole, d, e + 1);
    }
    ck_assert_int_gt(near, 2000);
}
END_TEST

START_TEST(known_distances)
{
    static const struct {
        const char *word, *name;
        size_t distance;
    } cases[] = { { "scanlines", "scanlines", 0 }, { "scanline", "scanlines", 1 },
        { "csanlines", "scanlines", 1 }, { "split", "color-split", 1 },
        { "splti", "color-split", 2 }, { "offset", "scanline-offset", 1 },
        { "", "scanlines", SIZE_MAX }, { "x", "y", SIZE_MAX }, { "x", "", SIZE_MAX },
        { "blur", "scanlines", SIZE_MAX }, { "edge", "angle", SIZE_MAX },
        { "a", "b-c", SIZE_MAX }, { "-", "a-b", SIZE_MAX }, { "VHS", "vhs", 0 },
        { "SPLIT", "color-split", 1 }, { "VSH", "vhs", 1 }, { "[", "{", SIZE_MAX } };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(
            glitch_name_distance(cases[i].word, cases[i].name) == cases[i].distance,
            "%s, %s", cases[i].word, cases[i].name);
}
END_TEST

/* Only the first 63 bytes count, of whatever is compared. */
START_TEST(long_names)
{
    char a[200], b[200];
    memset(a, 'a', sizeof a);
    memset(b, 'a', sizeof b);
    a[199] = b[199] = 0;
    a[63] = 'x';
    ck_assert_uint_eq(glitch_name_distance(a, b), 0);
    a[62] = 'y';
    ck_assert_uint_eq(glitch_name_distance(a, b), 1);
    b[100] = '-';
    ck_assert_uint_eq(glitch_name_distance(a, b), 1);
    b[3] = '-';
    ck_assert_uint_eq(glitch_name_distance(a, b), 2);
}
END_TEST

START_TEST(guesses)
{
    gli_guess guess = { .word = "levl" };
    gli_guess_offer(&guess, "angle");
    ck_assert_ptr_null(guess.name);
    gli_guess_offer(&guess, "lever");
    ck_assert_str_eq(guess.name, "lever");
    gli_guess_offer(&guess, "level");
    gli_guess_offer(&guess, "levels");
    ck_assert_str_eq(guess.name, "level");
    ck_assert_uint_eq(guess.distance, 1);
}
END_TEST

/* ---- names of numbered pictures ------------------------------------------ */

static const struct {
    const char *pattern;
    uint32_t index;
    const char *name; /* NULL: not valid */
} patterns[] = {
    { "%d", 0, "0" },
    { "%d", UINT32_MAX, "4294967295" },
    { "f-%d.png", 12, "f-12.png" },
    { "f-%3d.png", 12, "f- 12.png" },
    { "f-%03d.png", 12, "f-012.png" },
    { "f-%03d.png", 12345, "f-12345.png" },
    { "f-%0d.png", 5, "f-5.png" },
    { "f-%1d.png", 5, "f-5.png" },
    { "f-%020d", 7, "f-00000000000000000007" },
    { "f-%20d", 7, "f-                   7" },
    { "100%%-%d%%", 7, "100%-7%" },
    { "%%%d", 7, "%7" },
    { "%%d%d", 7, "%d7" },
    { "", 0, NULL },
    { "f.png", 0, NULL },
    { "%%d", 0, NULL },
    { "%d-%d", 0, NULL },
    { "%x", 0, NULL },
    { "%s", 0, NULL },
    { "%n", 0, NULL },
    { "%ld", 0, NULL },
    { "%-3d", 0, NULL },
    { "%+d", 0, NULL },
    { "%.3d", 0, NULL },
    { "%*d", 0, NULL },
    { "%1$d", 0, NULL },
    { "%D", 0, NULL },
    { "%d%", 0, NULL },
    { "%", 0, NULL },
    { "%3", 0, NULL },
    { "%021d", 0, NULL },
    { "%21d", 0, NULL },
    { "%999999999999999999999d", 0, NULL },
    { "%4294967298d", 0, NULL },
};

START_TEST(pattern_names)
{
    char name[64];
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    const char *pattern = patterns[_i].pattern, *e = patterns[_i].name;
    glitch_status s = e ? GLITCH_OK : GLITCH_EINVAL;
    ck_assert_int_eq(glitch_pattern_check(ctx, pattern), s);
    if (s)
        ck_assert_ptr_nonnull(strstr(glitch_ctx_message(ctx), "exactly one %d"));
    ck_assert_int_eq(
        glitch_pattern_name(ctx, pattern, patterns[_i].index, name, sizeof name), s);
    if (e)
        ck_assert_str_eq(name, e);
    glitch_ctx_free(ctx);
}
END_TEST

/* Each size up to the one that fits; no byte behind it is touched. */
START_TEST(pattern_names_that_do_not_fit)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    const size_t need = strlen("a-0042-%z") + 1;
    for (size_t size = 0; size < need + 3; size++) {
        char name[32];
        memset(name, 1, sizeof name);
        glitch_status s = glitch_pattern_name(ctx, "a-%04d-%%z", 42, name, size);
        ck_assert_int_eq(s, size < need ? GLITCH_EINVAL : GLITCH_OK);
        if (s)
            ck_assert_str_eq(
                glitch_ctx_message(ctx), "a-%04d-%%z: the name is too long");
        else
            ck_assert_str_eq(name, "a-0042-%z");
        ck_assert_int_eq(name[size], 1);
    }
    glitch_ctx_free(ctx);
}
END_TEST

/* ---- chance -------------------------------------------------------------- */

START_TEST(split_mix_as_published)
{
    static const uint64_t e[] = { UINT64_C(6457827717110365317),
        UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
        UINT64_C(4593380528125082431), UINT64_C(16408922859458223821) };
    gli_random r = { 1234567 };
    for (size_t i = 0; i < COUNT(e); i++)
        ck_assert_uint_eq(gli_random_next(&r), e[i]);
}
END_TEST

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* No two of many near keys give the same generator. */
START_TEST(keys_are_apart)
{
    static uint64_t states[32 * 32 * 32];
    size_t n = 0;
    for (uint64_t seed = 0; seed < 32; seed++)
        for (uint64_t stage = 0; stage < 32; stage++)
            for (uint64_t frame = 0; frame < 32; frame++)
                states[n++] = gli_random_keyed(seed, stage, frame).state;
    qsort(states, n, sizeof *states, by_value);
    for (size_t i = 1; i < n; i++)
        if (states[i] == states[i - 1])
            ck_abort_msg("two keys, one generator");
}
END_TEST

/* Chi-squared with n - 1 degrees of freedom is n ± a few times sqrt(2 n). */
START_TEST(ranges_are_even)
{
    static const uint32_t ns[] = { 2, 3, 7, 10, 100, 1000 };
    gli_random r = gli_random_keyed(1, 2, 3);
    for (size_t i = 0; i < COUNT(ns); i++) {
        static uint32_t hits[1000];
        const uint32_t n = ns[i], draws = n * 500;
        double sum = 0;
        memset(hits, 0, sizeof hits);
        for (uint32_t k = 0; k < draws; k++) {
            uint64_t x = gli_random_below(&r, n);
            if (x >= n)
                ck_abort_msg("%lu is not under %u", (unsigned long)x, n);
            hits[x]++;
        }
        for (uint32_t k = 0; k < n; k++)
            sum += (hits[k] - 500.0) * (hits[k] - 500.0) / 500.0;
        ck_assert_double_lt(fabs(sum - (n - 1)), 5 * sqrt(2.0 * n));
    }
}
END_TEST

/*
 * Where 2^64 is 1 1/3 times n, x % n of all x would hit the lower third twice as often;
 * a third of the draws has to be thrown away.
 */
START_TEST(ranges_have_no_bias)
{
    const uint64_t n = UINT64_C(3) << 62;
    gli_random r = gli_random_keyed(4, 5, 6), raw = r;
    int low = 0;
    for (int i = 0; i < 30000; i++) {
        uint64_t e;
        do
            e = gli_random_next(&raw);
        while (e >= n);
        uint64_t x = gli_random_below(&r, n);
        if (x != e)
            ck_abort_msg("%lx instead of %lx", (unsigned long)x, (unsigned long)e);
        low += x < n / 3;
    }
    ck_assert_int_gt(low, 9500);
    ck_assert_int_lt(low, 10500);
    ck_assert_uint_eq(gli_random_below(&r, 1), 0);
}
END_TEST

static glitch_status ranges_plan(glitch_plan *p, const glitch_frame *shape,
    const void *params, glitch_reach *reach, void **state)
{
    int negative = 0;
    bool hit[7] = { 0 };
    (void)shape, (void)params, (void)reach, (void)state;
    for (int i = 0; i < 1000; i++) {
        int32_t x = glitch_plan_range(p, -3, 3);
        ck_assert(x >= -3 && x <= 3);
        hit[x + 3] = true;
        negative += glitch_plan_range(p, INT32_MIN, INT32_MAX) < 0;
        ck_assert_int_ge(glitch_plan_range(p, INT32_MAX - 1, INT32_MAX), INT32_MAX - 1);
        ck_assert_int_le(glitch_plan_range(p, INT32_MIN, INT32_MIN + 1), INT32_MIN + 1);
        ck_assert_int_eq(glitch_plan_range(p, 5, 5), 5);
    }
    for (int i = 0; i < 7; i++)
        ck_assert(hit[i]);
    ck_assert(negative > 400 && negative < 600);
    return glitch_plan_fail(p, GLITCH_EUSER, "%s %d", "done", 7);
}

START_TEST(ranges_in_a_plan)
{
    static const glitch_filter ranges = { .struct_size = sizeof ranges,
        .name = "ranges",
        .summary = "draws",
        .plan = ranges_plan,
        .frame = demo_frame };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 8);
    picture in = new_picture(1, 1);
    glitch_frames it;
    const glitch_frame *frame;
    ck_assert_int_eq(glitch_ctx_register(ctx, &ranges), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_add(p, "ranges"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(&in, 1), &it), GLITCH_OK);
    ck_assert_int_eq(glitch_frames_next(it, &frame), GLITCH_EUSER);
    ck_assert_str_eq(glitch_ctx_message(ctx), "ranges: done 7");
    glitch_frames_close(&it);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    free(in.px);
}
END_TEST

/* ---- sine and cosine ----------------------------------------------------- */

/* Some processors have none, and valgrind works with a double instead. */
static bool has_long_double(void)
{
    volatile long double one = 1, little = 0x1p-60L;
    return one + little != one;
}

static void compare_sincos(double degrees)
{
    const long double pi = 3.14159265358979323846264338327950288L;
    long double radians = fmodl(degrees, 360) * pi / 180;
    double sine, cosine;
    glitch_sincos(degrees, &sine, &cosine);
    long double off = fmaxl(fabsl(sine - sinl(radians)), fabsl(cosine - cosl(radians)));
    if (!(off < 1e-15L)) /* as promised in filter.h */
        ck_abort_msg("%.17g°: off by %Lg", degrees, off);
}

START_TEST(sincos_as_libm)
{
    uint64_t r = 11;
    if (!has_long_double()) {
        skip("sine and cosine", "no long double to compare with");
        return;
    }
    for (int i = -3600 * 8; i <= 3600 * 8; i++)
        compare_sincos(i / 8.0);
    for (int i = 0; i < 200000; i++) {
        double x = (double)(test_random(&r) >> 11) * 0x1p-53 * 2 - 1;
        compare_sincos(x * 3600);
        compare_sincos(x * 360);
        compare_sincos(x * 1e-3);
        compare_sincos(x * 1e9);
    }
}
END_TEST

START_TEST(sincos_of_right_angles)
{
    static const int sines[] = { 0, 1, 0, -1 };
    for (int i = -4000; i <= 4000; i++) {
        double sine, cosine;
        glitch_sincos(i * 90.0, &sine, &cosine);
        ck_assert(sine == sines[i & 3] && cosine == sines[(i + 1) & 3]);
    }
}
END_TEST

/* ---- the arena ----------------------------------------------------------- */

/* An allocator that counts, and fails when there is no more to give. */
typedef struct base_budget {
    long left, calls, live;
} base_budget;

static void *base_meager(void *user, void *p, size_t size)
{
    base_budget *b = user;
    if (size == 0) {
        b->live -= p != NULL;
        free(p);
        return NULL;
    }
    b->calls++;
    if (b->left-- <= 0)
        return NULL;
    b->live += p == NULL;
    return realloc(p, size);
}

typedef struct piece {
    unsigned char *bytes;
    size_t size;
} piece;

/* A zeroed, aligned piece, then filled with a value of its own. */
static piece take_piece(gli_arena *arena, size_t size, int value)
{
    piece p = { gli_arena_alloc(arena, size, 1), size };
    ck_assert_ptr_nonnull(p.bytes);
    ck_assert_uint_eq((uintptr_t)p.bytes % _Alignof(max_align_t), 0);
    for (size_t i = 0; i < size; i++)
        if (p.bytes[i])
            ck_abort_msg("not zeroed");
    memset(p.bytes, value, size);
    return p;
}

static void fill_arena(gli_arena *arena, uint64_t *r)
{
    piece pieces[200];
    for (int i = 0; i < 200; i++)
        pieces[i] = take_piece(arena, below(r, i % 20 ? 300 : 20000), i);
    for (int i = 0; i < 200; i++)
        for (size_t k = 0; k < pieces[i].size; k++)
            if (pieces[i].bytes[k] != i)
                ck_abort_msg("two pieces overlap");
}

START_TEST(arena_pieces)
{
    base_budget b = { 1000000, 0, 0 };
    glitch_alloc alloc = { base_meager, &b };
    glitch_ctx *ctx = glitch_ctx_new(&alloc);
    gli_arena arena = { .ctx = ctx };
    uint64_t r = 9;
    for (int i = 0; i < 50; i++) {
        fill_arena(&arena, &r);
        ck_assert_int_lt(b.live, 15); /* blocks grow */
        gli_arena_reset(&arena);
        ck_assert_int_eq(b.live, 2);
    }
    gli_arena_free(&arena);
    ck_assert_int_eq(b.live, 1);
    gli_arena_reset(&arena);
    gli_arena_free(&arena);
    take_piece(&arena, 5, 1);
    gli_arena_free(&arena);
    glitch_ctx_free(ctx);
    ck_assert_int_eq(b.live, 0);
}
END_TEST

/* The next frame asks for as much as the last one: then malloc is not called again. */
START_TEST(arena_comes_to_rest)
{
    base_budget b = { 1000000, 0, 0 };
    glitch_alloc alloc = { base_meager, &b };
    glitch_ctx *ctx = glitch_ctx_new(&alloc);
    gli_arena arena = { .ctx = ctx };
    long calls = 0;
    for (int i = 0; i < 10; i++) {
        gli_arena_reset(&arena);
        for (int k = 0; k < 100; k++)
            take_piece(&arena, 1000, k);
        if (i == 3)
            calls = b.calls;
    }
    ck_assert_int_eq(b.calls, calls);
    gli_arena_free(&arena);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(arena_without_memory)
{
    static const size_t sizes[][2] = { { SIZE_MAX, 1 }, { 1, SIZE_MAX },
        { SIZE_MAX, 2 }, { SIZE_MAX / 2 + 1, 2 }, { (size_t)1 << 32, (size_t)1 << 32 },
        { SIZE_MAX / 8, 8 }, { SIZE_MAX, SIZE_MAX } };
    base_budget b = { 100, 0, 0 };
    glitch_alloc alloc = { base_meager, &b };
    glitch_ctx *ctx = glitch_ctx_new(&alloc);
    gli_arena arena = { .ctx = ctx };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        gli_fail(ctx, GLITCH_OK, "%s", "");
        ck_assert_ptr_null(gli_arena_alloc(&arena, sizes[i][0], sizes[i][1]));
        ck_assert_str_eq(glitch_ctx_message(ctx), "out of memory");
    }
    b.left = 0;
    ck_assert_ptr_null(gli_arena_alloc(&arena, 1, 100));
    b.left = 1;
    ck_assert_ptr_nonnull(gli_arena_alloc(&arena, 0, SIZE_MAX));
    ck_assert_ptr_nonnull(gli_arena_alloc(&arena, SIZE_MAX, 0));
    take_piece(&arena, 4000, 7);
    ck_assert_ptr_null(gli_arena_alloc(&arena, 1, 1000));
    take_piece(&arena, 10, 7); /* what is there remains in use */
    gli_arena_free(&arena);
    glitch_ctx_free(ctx);
    ck_assert_int_eq(b.live, 0);
}
END_TEST

/* ---- the rest ------------------------------------------------------------ */

START_TEST(statuses_have_names)
{
    for (int a = GLITCH_EUSER; a <= GLITCH_END; a++)
        for (int b = GLITCH_EUSER; b < a; b++)
            ck_assert_str_ne(
                glitch_strstatus((glitch_status)a), glitch_strstatus((glitch_status)b));
    ck_assert_str_eq(glitch_strstatus((glitch_status)-1000), "unknown status");
    ck_assert_str_eq(glitch_strstatus((glitch_status)1000), "unknown status");
    ck_assert_str_eq(glitch_version(), PACKAGE_VERSION);
}
END_TEST

START_TEST(limits_of_size)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_limits limits = { .struct_size = sizeof limits, .pixels = 100 };
    ck_assert_str_eq(glitch_ctx_message(ctx), "");
    ck_assert_int_eq(glitch_ctx_set_limits(ctx, NULL), GLITCH_EINVAL);
    ck_assert_str_ne(glitch_ctx_message(ctx), "");
    ck_assert_int_eq(glitch_ctx_set_limits(ctx, &limits), GLITCH_OK);
    ck_assert_int_eq(gli_check_size(ctx, "x", 10, 10), GLITCH_OK);
    ck_assert_int_eq(gli_check_size(ctx, "x", 101, 1), GLITCH_ELIMIT);
    ck_assert_str_eq(glitch_ctx_message(ctx),
        "x: 101x1 pixels are over the limit max-pixels of 100");
    ck_assert_int_eq(gli_check_size(ctx, "x", 0, 1), GLITCH_EFORMAT);
    limits.pixels = limits.memory = UINT64_MAX;
    ck_assert_int_eq(glitch_ctx_set_limits(ctx, &limits), GLITCH_OK);
    ck_assert_int_eq(gli_check_size(ctx, "x", INT32_MAX, INT32_MAX), GLITCH_OK);
    ck_assert_int_eq(gli_check_size(ctx, "x", (uint64_t)1 << 31, 1), GLITCH_ELIMIT);
    limits.struct_size = 0;
    ck_assert_int_eq(glitch_ctx_set_limits(ctx, &limits), GLITCH_EINVAL);
    glitch_ctx_free(ctx);
    glitch_ctx_free(NULL);
}
END_TEST

START_TEST(limits_of_frames)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_limits limits = { .struct_size = sizeof limits, .frames = 3 };
    ck_assert_int_eq(gli_check_frames(ctx, "x", 100000), GLITCH_OK);
    ck_assert_int_eq(gli_check_frames(ctx, "x", 100001), GLITCH_ELIMIT);
    ck_assert_int_eq(glitch_ctx_set_limits(ctx, &limits), GLITCH_OK);
    ck_assert_int_eq(gli_check_frames(ctx, "x", 3), GLITCH_OK);
    ck_assert_int_eq(gli_check_frames(ctx, "x", 4), GLITCH_ELIMIT);
    ck_assert_str_eq(
        glitch_ctx_message(ctx), "x: 4 frames are over the limit max-frames of 3");
    glitch_ctx_free(ctx);
}
END_TEST

/* What is in use counts, whatever was given back does not. */
START_TEST(limits_of_memory)
{
    enum { MIB = 1 << 20 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_limits limits = { .struct_size = sizeof limits, .memory = 10 * MIB };
    ck_assert_int_eq(glitch_ctx_set_limits(ctx, &limits), GLITCH_OK);
    for (int i = 0; i < 100; i++) {
        void *a = gli_alloc(ctx, 4, MIB), *b = gli_zalloc(ctx, 3, MIB);
        ck_assert(a && b && (uintptr_t)a % _Alignof(max_align_t) == 0);
        ck_assert_ptr_null(gli_alloc(ctx, 4, MIB));
        ck_assert_str_eq(glitch_ctx_message(ctx),
            "11 MiB of memory are wanted, over the limit max-memory of 10 MiB");
        ck_assert_int_eq(gli_check_memory(ctx, "x", 3 * MIB), GLITCH_OK);
        ck_assert_int_eq(gli_check_memory(ctx, "x", 3 * MIB + 1), GLITCH_ELIMIT);
        ck_assert_str_eq(glitch_ctx_message(ctx),
            "x: needs another 3073 KiB of memory, over the limit max-memory of 10 MiB");
        ck_assert_int_eq(gli_check_size(ctx, "x", 1024, 769), GLITCH_ELIMIT);
        ck_assert_ptr_null(gli_realloc(ctx, a, 8, MIB));
        a = gli_realloc(ctx, a, 7, MIB);
        ck_assert_ptr_nonnull(a);
        ck_assert_ptr_null(gli_alloc(ctx, 1, 1));
        gli_free(ctx, a);
        gli_free(ctx, b);
    }
    ck_assert_ptr_null(gli_alloc(ctx, SIZE_MAX / 2, 4));
    ck_assert_uint_eq(ctx->used, 0);
    glitch_ctx_free(ctx);
}
END_TEST

static TCase *new_case(Suite *suite, const char *name)
{
    TCase *c = tcase_create(name);
    suite_add_tcase(suite, c);
    return c;
}

static void add_text_tests(Suite *suite)
{
    TCase *text = new_case(suite, "text"), *names = new_case(suite, "names");
    tcase_add_test(text, reals_as_strtod);
    tcase_add_test(text, where_reals_end);
    tcase_add_test(text, long_reals);
    tcase_add_test(text, parameter_values);
    tcase_add_test(text, lengths);
    tcase_add_test(text, intensity_where_auto_stands);
    tcase_add_loop_test(text, fault_in_a_spec, 0, (int)COUNT(faults));
    tcase_add_test(text, sound_specs);
    tcase_add_test(text, endless_specs);
    tcase_add_test(text, length_pixels);
    tcase_add_test(names, distances);
    tcase_add_test(names, known_distances);
    tcase_add_test(names, long_names);
    tcase_add_test(names, guesses);
    tcase_add_loop_test(names, pattern_names, 0, (int)COUNT(patterns));
    tcase_add_test(names, pattern_names_that_do_not_fit);
}

int main(void)
{
    Suite *suite = suite_create("base");
    add_text_tests(suite);
    TCase *numbers = new_case(suite, "numbers"), *memory = new_case(suite, "memory");
    tcase_add_test(numbers, split_mix_as_published);
    tcase_add_test(numbers, keys_are_apart);
    tcase_add_test(numbers, ranges_are_even);
    tcase_add_test(numbers, ranges_have_no_bias);
    tcase_add_test(numbers, ranges_in_a_plan);
    tcase_add_test(numbers, sincos_as_libm);
    tcase_add_test(numbers, sincos_of_right_angles);
    tcase_add_test(memory, arena_pieces);
    tcase_add_test(memory, arena_comes_to_rest);
    tcase_add_test(memory, arena_without_memory);
    tcase_add_test(memory, statuses_have_names);
    tcase_add_test(memory, limits_of_size);
    tcase_add_test(memory, limits_of_frames);
    tcase_add_test(memory, limits_of_memory);
    return run_suites(&suite, 1);
}
