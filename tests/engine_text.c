/* engine_text.c - parameters of every kind from text, and what is refused. */
#include "engine.h"
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct all_params {
    double angle;
    PixelTuple color;
    glitch_colors colors;
    int32_t edge;
    glitch_file file;
    const char *text;
} all_params;

static const glitch_param all_table[] = {
    { "angle", GLITCH_ANGLE, offsetof(all_params, angle), "auto", -360, 360, NULL,
        GLITCH_AUTO_FILTER, "an angle; auto: some" },
    { "color", GLITCH_COLOR, offsetof(all_params, color), "f80", 0, 0, NULL,
        GLITCH_AUTO_NONE, "a colour" },
    { "colors", GLITCH_COLORS, offsetof(all_params, colors), "", 0, 0, NULL,
        GLITCH_AUTO_NONE, "colours" },
    { "edge", GLITCH_EDGE, offsetof(all_params, edge), "auto", 0, 0, NULL,
        GLITCH_AUTO_FILTER, "an edge; auto: some" },
    { "file", GLITCH_FILE, offsetof(all_params, file), "", 0, 0, NULL, GLITCH_AUTO_NONE,
        "a picture" },
    { "text", GLITCH_TEXT, offsetof(all_params, text), "", 0, 0, NULL, GLITCH_AUTO_NONE,
        "a text" },
    { 0 },
};

/* Of the last plan. */
static all_params seen;
static char seen_text[64];
static PixelTuple seen_colors[256];
static picture seen_file; /* to be freed */
static uint32_t scale_width, scale_height;
static picture seen_scaled;

static glitch_status plan_all(glitch_plan *p, const glitch_frame *shape,
    const void *params, glitch_reach *reach, void **state)
{
    (void)shape, (void)reach, (void)state;
    seen = *(const all_params *)params;
    snprintf(seen_text, sizeof seen_text, "%s", seen.text);
    if (seen.colors.count)
        memcpy(seen_colors, seen.colors.color, seen.colors.count * sizeof *seen_colors);
    ck_assert(!seen.file.frame == !*seen.file.path);
    if (seen.file.frame)
        seen_file = copy_frame(seen.file.frame);
    if (seen.file.frame && scale_width) {
        const glitch_frame *f =
            glitch_plan_scale(p, seen.file.frame, scale_width, scale_height);
        if (!f)
            return GLITCH_ENOMEM;
        ck_assert_ptr_eq(
            f, glitch_plan_scale(p, seen.file.frame, scale_width, scale_height));
        ck_assert_ptr_eq(seen.file.frame,
            glitch_plan_scale(
                p, seen.file.frame, seen.file.frame->width, seen.file.frame->height));
        ck_assert_ptr_null(glitch_plan_scale(p, seen.file.frame, 0, 1));
        seen_scaled = copy_frame(f);
    }
    return GLITCH_OK;
}

static void row_copy(
    const void *state, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    (void)state, (void)y;
    memcpy(out, glitch_window_row(in, 0), glitch_window_width(in) * sizeof *out);
}

static const glitch_filter all = { sizeof(glitch_filter), "all", "a test", all_table,
    sizeof(all_params), plan_all, row_copy, NULL, 0, NULL, NULL };

static glitch_ctx *new_ctx(void)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    ck_assert_int_eq(glitch_ctx_register(ctx, &all), GLITCH_OK);
    return ctx;
}

static void run_pipeline(glitch_ctx *ctx, glitch_pipeline *p)
{
    picture in = random_picture(3, 3, 1, false);
    glitch_frames it;
    ck_assert_msg(glitch_pipeline_apply(p, frames_of(&in, 1), &it) == GLITCH_OK, "%s",
        glitch_ctx_message(ctx));
    picture out = pull_only(&it);
    free(out.px);
    free(in.px);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
}

static void run_all(const char *spec)
{
    glitch_ctx *ctx = new_ctx();
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    ck_assert_msg(glitch_pipeline_add(p, spec) == GLITCH_OK, "%s: %s", spec,
        glitch_ctx_message(ctx));
    run_pipeline(ctx, p);
}

static void check_color(PixelTuple p, uint32_t rgba)
{
    ck_assert_uint_eq((uint32_t)p.red << 24 | (uint32_t)p.green << 16
            | (uint32_t)p.blue << 8 | p.alpha,
        rgba);
}

START_TEST(values)
{
    run_all("all");
    ck_assert(GLITCH_IS_AUTO(seen.angle) && seen.edge == GLITCH_INT_AUTO);
    ck_assert(seen.colors.count == 0 && !*seen_text);
    check_color(seen.color, 0xff8800ff);
    run_all("all:angle=-12.5deg,color=#0A1b2C,edge=mirror,colors=f80,text=a");
    ck_assert(fabs(seen.angle + 12.5) < 1e-12 && seen.edge == GLITCH_EDGE_MIRROR);
    ck_assert(seen.colors.count == 1);
    check_color(seen.color, 0x0a1b2cff);
    check_color(seen_colors[0], 0xff8800ff);
    run_all("all:colors=000,#fff,12345678,text=a,b,c");
    ck_assert_uint_eq(seen.colors.count, 3);
    check_color(seen_colors[0], 0x000000ff);
    check_color(seen_colors[1], 0xffffffff);
    check_color(seen_colors[2], 0x12345678);
    ck_assert_str_eq(seen_text, "a,b,c");
    run_all("all:text=max(r,x==1,y<=2,Z=3,),angle=5,color=abc");
    ck_assert_str_eq(seen_text, "max(r,x==1,y<=2,Z=3,)");
    check_color(seen.color, 0xaabbccff);
    run_all("all:colors=123,colors=");
    ck_assert_uint_eq(seen.colors.count, 0);
}
END_TEST

START_TEST(most_colors)
{
    char spec[2000] = "all:colors=000";
    for (int i = 1; i < 256; i++)
        sprintf(spec + strlen(spec), ",%06x", i);
    run_all(spec);
    ck_assert_uint_eq(seen.colors.count, 256);
    check_color(seen_colors[255], 0x0000ffff);
}
END_TEST

/* ---- structs and functions ----------------------------------------------- */

START_TEST(structs)
{
    static const PixelTuple two[] = { { 1, 2, 3, 4 }, { 5, 6, 7, 8 } };
    picture file = random_picture(4, 5, 3, false);
    write_png("file.png", &file);
    glitch_ctx *ctx = new_ctx();
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    glitch_frame lie = { 0 };
    all_params q = { 7, { 9, 9, 9, 9 }, { two, 2 }, GLITCH_EDGE_BLACK,
        { "file.png", &lie }, "words" };
    ck_assert_int_eq(glitch_pipeline_add_params(p, &all, &q), GLITCH_OK);
    q.edge = 5;
    ck_assert_int_eq(glitch_pipeline_add_params(p, &all, &q), GLITCH_EINVAL);
    q.edge = 0, q.colors.count = 257;
    ck_assert_int_eq(glitch_pipeline_add_params(p, &all, &q), GLITCH_EINVAL);
    q.colors.count = 1, q.colors.color = NULL;
    ck_assert_int_eq(glitch_pipeline_add_params(p, &all, &q), GLITCH_EINVAL);
    q.colors.count = 0, q.file.path = NULL;
    ck_assert_int_eq(glitch_pipeline_add_params(p, &all, &q), GLITCH_EINVAL);
    run_pipeline(ctx, p);
    check_color(seen_colors[1], 0x05060708);
    ck_assert(seen.edge == GLITCH_EDGE_BLACK && seen.colors.color != two);
    assert_same(&seen_file, &file, "the file");
    ck_assert_str_eq(seen_text, "words");
    free(seen_file.px);
    free(file.px);
}
END_TEST

static void darken(void *user, PixelTuple *row, uint32_t width, uint32_t y)
{
    (void)user, (void)y;
    for (uint32_t x = 0; x < width; x++)
        row[x] = (PixelTuple) { 0, 0, 0, 255 };
}

START_TEST(settings_of_the_last_filter)
{
    picture in = random_picture(6, 4, 1, true);
    glitch_ctx *ctx = new_ctx();
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    glitch_frames it;
    ck_assert_int_eq(glitch_pipeline_set(p, "mix=1"), GLITCH_ESTATE);
    ck_assert_int_eq(glitch_pipeline_add(p, "scanlines:factor=1"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_add_row_function(p, darken, NULL), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_set(p, "rect=2x2+1+1"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_set(p, "rect=3x1+1+1,mix=2"), GLITCH_EINVAL);
    ck_assert_int_eq(glitch_pipeline_set(p, "channels=rg,rect=2x2+1+1"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_set(p, "when=5..1"), GLITCH_EINVAL);
    ck_assert_int_eq(glitch_pipeline_set(p, "when=0"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(&in, 1), &it), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_set(p, "mix=1"), GLITCH_ESTATE);
    picture a = pull_only(&it);
    for (uint32_t y = 0; y < 4; y++)
        for (uint32_t x = 0; x < 6; x++) {
            PixelTuple e = in.px[y * 6 + x];
            if (x >= 1 && x < 3 && y >= 1 && y < 3)
                e.red = e.green = 0;
            ck_assert_mem_eq(&a.px[y * 6 + x], &e, sizeof e);
        }
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    free(a.px);
    free(in.px);
}
END_TEST

/* ---- files --------------------------------------------------------------- */

/* Opened with the filter, decoded when it is to work. */
START_TEST(files_are_opened_early)
{
    picture file = random_picture(4, 5, 3, false);
    write_png("a,b.png", &file);
    glitch_ctx *ctx = new_ctx();
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    ck_assert_int_eq(
        glitch_pipeline_add(p, "all:file=a,b.png,mask=a,b.png"), GLITCH_OK);
    ck_assert_int_eq(remove("a,b.png"), 0);
    ck_assert_int_eq(glitch_pipeline_set(p, "mix=1"), GLITCH_OK); /* it stays open */
    run_pipeline(ctx, p);
    assert_same(&seen_file, &file, "the file");
    free(seen_file.px);
    free(file.px);
}
END_TEST

/* Of the first frame, which has to be asked for. */
static glitch_status status_of_a_run(glitch_pipeline *p)
{
    picture in = random_picture(3, 3, 1, false);
    glitch_frames it;
    const glitch_frame *f;
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(&in, 1), &it), GLITCH_OK);
    glitch_status s = glitch_frames_next(it, &f);
    glitch_frames_close(&it);
    free(in.px);
    return s;
}

START_TEST(files_that_fail)
{
    glitch_ctx *ctx = new_ctx();
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    glitch_limits limits = { sizeof limits, 10, 0, 0 };
    ck_assert_int_eq(glitch_pipeline_add(p, "scanlines:mask=none.png"), GLITCH_EIO);
    ck_assert_str_eq(glitch_ctx_message(ctx),
        "filter 'scanlines': none.png: No such file or directory");
    write_file("text.png", "not one", 7);
    ck_assert_int_eq(glitch_pipeline_add(p, "scanlines:mask=text.png"), GLITCH_OK);
    for (int i = 0; i < 2; i++) { /* it is as bad the second time */
        ck_assert_int_eq(status_of_a_run(p), GLITCH_EFORMAT);
        ck_assert(strncmp(glitch_ctx_message(ctx), "text.png: ", 10) == 0);
    }
    ck_assert_int_eq(glitch_pipeline_set(p, "mask="), GLITCH_OK);
    ck_assert_int_eq(status_of_a_run(p), GLITCH_OK);
    picture large = random_picture(4, 5, 1, true);
    write_png("large.png", &large);
    ck_assert_int_eq(glitch_ctx_set_limits(ctx, &limits), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_set(p, "mask=large.png"), GLITCH_OK);
    ck_assert_int_eq(status_of_a_run(p), GLITCH_ELIMIT);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    free(large.px);
}
END_TEST

/* The command decodes them inside of its sandbox, and blames the right file. */
START_TEST(files_of_the_command)
{
    picture in = random_picture(30, 20, 1, true), mask = new_picture(3, 2);
    write_png("in.png", &in);
    write_png("mask.png", &mask); /* transparent: nothing changes */
    run_expect(0, "glitch in.png -F scanlines:mask=mask.png -o out.png");
    picture a = read_png("out.png");
    assert_same(&a, &in, "behind a mask");
    write_file("bad.png", "bad", 3);
    const outcome *o =
        run_expect(1, "glitch in.png -F scanlines:mask=bad.png -o b.png");
    ck_assert_str_eq(o->err,
        "glitch: bad.png: not an image that glitch can read (PNG, JPEG, GIF, WebP and "
        "Y4M are)\n");
    o = run_expect(1, "glitch in.png -F scanlines:mask=no.png -o b.png");
    ck_assert_str_eq(
        o->err, "glitch: filter 'scanlines': no.png: No such file or directory\n");
    ck_assert(!file_exists("b.png"));
    /* There and back: half of the frames are the way. */
    run_expect(0, "glitch in.png -F scanlines:mix=0..1 -g -f 5 --bounce -o 'o%%d.png'");
    picture last = read_png("o4.png");
    run_expect(0, "glitch in.png -F scanlines -o full.png");
    picture full = read_png("full.png");
    assert_same(&last, &full, "the middle of there and back");
    free(full.px);
    free(last.px);
    free(a.px);
    free(mask.px);
    free(in.px);
}
END_TEST

/* ---- scaling ------------------------------------------------------------- */

/* A triangle in one direction, in real numbers. */
static long double triangle(uint32_t i, uint32_t from, uint32_t to, uint32_t k)
{
    long double wide = from > to ? (long double)from / to : 1;
    long double away = fabsl((i + 0.5L) * from / to - (k + 0.5L)) / wide;
    return away < 1 ? 1 - away : 0;
}

static void naive_scaled(const picture *in, uint32_t x, uint32_t y, long double *out)
{
    long double sum = 0, alpha = 0, red = 0;
    for (uint32_t v = 0; v < in->height; v++)
        for (uint32_t u = 0; u < in->width; u++) {
            long double w = triangle(x, in->width, scale_width, u)
                * triangle(y, in->height, scale_height, v);
            PixelTuple p = in->px[v * in->width + u];
            sum += w;
            alpha += w * p.alpha;
            red += w * p.alpha * p.red;
        }
    out[0] = alpha / sum;
    out[1] = alpha > 0 ? red / alpha : 0;
}

START_TEST(scaling)
{
    static const uint32_t sizes[][4] = { { 5, 4, 13, 9 }, { 17, 11, 5, 3 },
        { 40, 1, 1, 7 }, { 1, 1, 6, 6 }, { 7, 30, 30, 7 } };
    const uint32_t *s = sizes[_i];
    picture file = random_picture(s[0], s[1], 5, false);
    write_png("file.png", &file);
    scale_width = s[2], scale_height = s[3];
    run_all("all:file=file.png");
    ck_assert(seen_scaled.width == s[2] && seen_scaled.height == s[3]);
    for (uint32_t y = 0; y < s[3]; y++)
        for (uint32_t x = 0; x < s[2]; x++) {
            long double e[2];
            PixelTuple p = seen_scaled.px[y * s[2] + x];
            naive_scaled(&file, x, y, e);
            ck_assert_msg(fabsl(p.alpha - e[0]) < 0.52L && fabsl(p.red - e[1]) < 0.52L,
                "%u,%u: %d %d, not %Lg %Lg", x, y, p.alpha, p.red, e[0], e[1]);
        }
    free(seen_scaled.px);
    free(seen_file.px);
    free(file.px);
}
END_TEST

/* ---- what is refused ----------------------------------------------------- */

static const struct {
    const char *settings, *message;
} faults[] = {
    { "angle=1rad", "angle=1rad is not an angle such as 45 or 45deg or auto" },
    { "angle=361deg", "angle=361deg is out of range; it goes from -360 to 360" },
    { "color=", "color= is not a colour such as f80, ff8800 or ff8800cc" },
    { "color=12345", "color=12345 is not a colour such as f80, ff8800 or ff8800cc" },
    { "color=red", "color=red is not a colour such as f80, ff8800 or ff8800cc" },
    { "color=f80,123", "'123' is not of the form key=value" },
    { "colors=f80,",
        "colors=f80, is not a list of up to 256 colours such as f80,0088ff" },
    { "colors=,f80",
        "colors=,f80 is not a list of up to 256 colours such as f80,0088ff" },
    { "colors=xyz",
        "colors=xyz is not a list of up to 256 colours such as f80,0088ff" },
    { "edge=round",
        "edge=round is none of clamp, wrap, mirror, transparent, black, auto" },
    { "angel=3", "no parameter 'angel'; did you mean 'angle'?" },
    { "mxi=3", "no parameter 'mxi'; did you mean 'mix'?" },
    { "mix=1.5", "mix=1.5 is out of range; it goes from 0 to 1" },
    { "mix=auto", "mix=auto is not a number" },
    { "mix=0..2", "mix=2 is out of range; it goes from 0 to 1" },
    { "angle=auto..3", "angle=auto is not an angle such as 45 or 45deg" },
    { "mix=0..1@fast",
        "mix=...@fast is none of linear, ease-in, ease-out, ease-in-out, step, sine, "
        "random" },
    { "mix=0..1@",
        "mix=...@ is none of linear, ease-in, ease-out, ease-in-out, step, sine, "
        "random" },
    { "mix=..", "mix= is not a number" },
    { "mix=0@linear..1",
        "mix=0@linear..1 is not of the form from..to or from..to@easing" },
    { "mix=0@linear", "mix=0@linear is not a number" },
    { "mix=1*i@sine", "mix=1*i@sine is not of the form from..to or from..to@easing" },
    { "mix=*i", "mix=*i is not a number" },
    { "mix=x*i", "mix=x is not a number" },
    { "mix=auto*i", "mix=auto is not a number" },
    { "mix=2*i..3",
        "mix=2*i..3: both ends go with the intensity, as in 2..5*i, or neither" },
    { "mix=0*i..1@sine",
        "mix=0*i..1: both ends go with the intensity, as in 2..5*i, or neither" },
    { "mix=*i..1*i", "mix=*i is not a number" },
    { "mix=1*i*i..1*i", "mix=1*i is not a number" },
    { "mix=1e7*i", "mix=1e7 is out of range; it goes from -1000000 to 1000000" },
    { "rect=5", "rect=5 is not a rectangle such as 300x200+10+20 or 50%x100%+25%+0" },
    { "rect=5x", "rect=5x is not a rectangle such as 300x200+10+20 or 50%x100%+25%+0" },
    { "rect=5x5+1",
        "rect=5x5+1 is not a rectangle such as 300x200+10+20 or 50%x100%+25%+0" },
    { "rect=-5x5",
        "rect=-5x5 is not a rectangle such as 300x200+10+20 or 50%x100%+25%+0" },
    { "rect=5x5+1+1+1",
        "rect=5x5+1+1+1 is not a rectangle such as 300x200+10+20 or 50%x100%+25%+0" },
    { "rect=1e9x5",
        "rect=1e9x5 is not a rectangle such as 300x200+10+20 or 50%x100%+25%+0" },
    { "channels=", "channels= is not some of the letters r, g, b and a" },
    { "channels=rgx", "channels=rgx is not some of the letters r, g, b and a" },
    { "seed=1.5",
        "seed=1.5 is not a whole number from -9223372036854775808 to "
        "18446744073709551615" },
    { "seed=18446744073709551616",
        "seed=18446744073709551616 is not a whole number from -9223372036854775808 to "
        "18446744073709551615" },
    { "seed=-9223372036854775809",
        "seed=-9223372036854775809 is not a whole number from -9223372036854775808 to "
        "18446744073709551615" },
    { "seed=-",
        "seed=- is not a whole number from -9223372036854775808 to "
        "18446744073709551615" },
    { "when=x", "when=x is not a list of frames such as 0,5..9,20..:3" },
    { "when=1,", "when=1, is not a list of frames such as 0,5..9,20..:3" },
    { "when=,", "when=, is not a list of frames such as 0,5..9,20..:3" },
    { "when=9..1", "when=9..1 is not a list of frames such as 0,5..9,20..:3" },
    { "when=1..9:0", "when=1..9:0 is not a list of frames such as 0,5..9,20..:3" },
    { "when=1:2", "when=1:2 is not a list of frames such as 0,5..9,20..:3" },
    { "when=4294967296",
        "when=4294967296 is not a list of frames such as 0,5..9,20..:3" },
    { "when=99999999999999999999999",
        "when=99999999999999999999999 is not a list of frames such as 0,5..9,20..:3" },
    { "when=-1", "when=-1 is not a list of frames such as 0,5..9,20..:3" },
};

START_TEST(faults_in_settings)
{
    char spec[256], message[512];
    glitch_ctx *ctx = new_ctx();
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    snprintf(spec, sizeof spec, "all:%s", faults[_i].settings);
    snprintf(message, sizeof message, "filter 'all': %s", faults[_i].message);
    ck_assert_int_eq(glitch_pipeline_add(p, spec), GLITCH_EINVAL);
    ck_assert_str_eq(glitch_ctx_message(ctx), message);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(units_of_both_ends)
{
    glitch_ctx *ctx = new_ctx();
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    ck_assert_int_eq(
        glitch_pipeline_add(p, "color-split:distance=2..5%"), GLITCH_EINVAL);
    ck_assert_str_eq(glitch_ctx_message(ctx),
        "filter 'color-split': distance=2..5%: both ends are in pixels, or both in %");
    ck_assert_int_eq(glitch_pipeline_add(p, "color-split:distance=2px..5"), GLITCH_OK);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
}
END_TEST

/* A filter's own parameter of the same name is the one that counts. */
START_TEST(own_names_count)
{
    picture in = random_picture(40, 30, 1, true);
    picture a = glitched(&in, "classic:seed=3.5", 1),
            b = glitched(&in, "classic:seed=3.5", 2);
    assert_same(&a, &b, "classic's own seed");
    free(a.px);
    free(b.px);
    free(in.px);
}
END_TEST

/* Any letters there are: one line, or a filter. */
START_TEST(any_settings)
{
    static const char letters[] = "0123456789.,:=@%x+-pabgrmixwhencolsdt";
    static const char *const keys[] = { "mix", "rect", "when", "seed", "channels",
        "angle", "colors", "color" };
    uint64_t r = (uint64_t)_i + 1;
    glitch_ctx *ctx = new_ctx();
    for (int i = 0; i < 20000; i++) {
        char spec[80];
        glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
        int n = snprintf(spec, sizeof spec, "all:%s=", keys[below(&r, COUNT(keys))]);
        for (uint32_t k = below(&r, 24); k > 0; k--)
            spec[n++] = letters[below(&r, sizeof letters - 1)];
        spec[n] = 0;
        glitch_status s = glitch_pipeline_add(p, spec);
        ck_assert_msg(s == GLITCH_OK || s == GLITCH_EINVAL, "%s: %d", spec, s);
        glitch_pipeline_free(p);
    }
    glitch_ctx_free(ctx);
}
END_TEST

Suite *text_suite(void)
{
    Suite *suite = suite_create("text");
    TCase *c = tcase_create("text");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    suite_add_tcase(suite, c);
    tcase_add_test(c, values);
    tcase_add_test(c, most_colors);
    tcase_add_test(c, structs);
    tcase_add_test(c, settings_of_the_last_filter);
    tcase_add_test(c, files_are_opened_early);
    tcase_add_test(c, files_that_fail);
    tcase_add_test(c, files_of_the_command);
    tcase_add_loop_test(c, scaling, 0, 5);
    tcase_add_loop_test(c, faults_in_settings, 0, (int)COUNT(faults));
    tcase_add_test(c, units_of_both_ends);
    tcase_add_test(c, own_names_count);
    tcase_add_loop_test(c, any_settings, 0, 2);
    return suite;
}
