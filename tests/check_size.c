/* check_size.c - pictures made smaller or larger before they are glitched; single frames. */
#include "support/support.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void with_picture(void)
{
    enter_folder();
    picture p = smooth_picture(300, 200, 1);
    write_png("in.png", &p);
    free(p.px);
}

/* ---- sizes --------------------------------------------------------------- */

static const struct {
    const char *options;
    uint32_t width, height;
} sizes[] = { { "--scale 50%", 150, 100 }, { "--scale 200%", 600, 400 },
    { "--scale 33.3%", 100, 67 }, { "--scale 0.01%", 1, 1 },
    { "--max-size 150x150", 150, 100 }, { "--max-size 600x50", 75, 50 },
    { "--max-size 30x", 30, 20 }, { "--max-size x30", 45, 30 },
    { "--max-size 1000x1000", 300, 200 }, { "--max-size 300x200", 300, 200 },
    { "--scale 300% --max-size 450x", 450, 300 }, { "--max-size 1x1", 1, 1 },
    { "--scale 50% --max-size 200x", 150, 100 } };

START_TEST(sizes_are_kept_in_proportion)
{
    run_expect(0, "glitch in.png -F none %s -o out.png", sizes[_i].options);
    picture p = read_png("out.png");
    ck_assert_uint_eq(p.width, sizes[_i].width);
    ck_assert_uint_eq(p.height, sizes[_i].height);
    free(p.px);
}
END_TEST

static double linear(uint8_t v)
{
    double s = v / 255.0;
    return s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4);
}

static double light_of(const picture *p)
{
    double sum = 0;
    for (size_t i = 0; i < (size_t)p->width * p->height; i++)
        sum += linear(p->px[i].red) + linear(p->px[i].green) + linear(p->px[i].blue);
    return sum / (3.0 * p->width * p->height);
}

/* A chequered picture is as bright as it was, which it is not where values are averaged. */
START_TEST(light_is_kept)
{
    picture p = new_picture(256, 256);
    for (size_t i = 0; i < 256 * 256; i++) {
        uint8_t v = (i % 256 + i / 256) % 2 ? 255 : 0;
        p.px[i] = (PixelTuple) { v, v, v, 255 };
    }
    write_png("dots.png", &p);
    run_expect(0, "glitch dots.png -F none --scale 25%% -o small.png");
    picture a = read_png("small.png");
    ck_assert_double_le(fabs(light_of(&a) - light_of(&p)), 0.01);
    ck_assert_int_gt(a.px[32 * 64 + 32].red, 180);
    free(a.px);
    free(p.px);
}
END_TEST

/* What cannot be seen has no colour to give. */
START_TEST(alpha_weighs)
{
    picture p = new_picture(200, 100);
    for (size_t i = 0; i < 200 * 100; i++)
        p.px[i] = i % 200 < 101 ? (PixelTuple) { 255, 0, 0, 255 }
                                : (PixelTuple) { 0, 255, 0, 0 };
    write_png("half.png", &p);
    run_expect(0, "glitch half.png -F none --scale 50%% -o small.png");
    picture a = read_png("small.png");
    for (size_t i = 0; i < 100 * 50; i++)
        if (a.px[i].alpha > 8)
            ck_assert_msg(a.px[i].red > 250 && a.px[i].green < 5, "%u, %u at %zu",
                a.px[i].red, a.px[i].green, i % 100);
    free(a.px);
    free(p.px);
}
END_TEST

/* Each frame is what it is alone. */
START_TEST(animations_are_resized)
{
    run_expect(0, "glitch in.png -g -f 4 --scale 50%% --seed 3 -o a.gif");
    run_expect(0, "glitch in.png --scale 50%% -F none -o small.png");
    run_expect(0, "glitch small.png -g -f 4 --seed 3 -o b.gif");
    run_expect(0, "glitch a.gif -F none -o a%%d.png; glitch b.gif -F none -o b%%d.png");
    for (int i = 0; i < 4; i++) {
        char a[16], b[16];
        snprintf(a, sizeof a, "a%d.png", i);
        snprintf(b, sizeof b, "b%d.png", i);
        picture x = read_png(a), y = read_png(b);
        assert_same(&x, &y, a);
        free(x.px);
        free(y.px);
    }
}
END_TEST

static const char *const refused[] = { "--scale 50", "--scale %", "--scale 0%",
    "--scale -5%", "--scale x%", "--scale 1e9%", "--max-size 800", "--max-size x",
    "--max-size 0x5", "--max-size 5x0", "--max-size 5x5x5", "--max-size -5x5",
    "--max-size 9999999999x1", "--still 0" };

START_TEST(what_is_no_size)
{
    const outcome *o = run_expect(2, "glitch in.png -o out.png %s", refused[_i]);
    ck_assert_ptr_eq(strchr(o->err, '\n'), o->err + strlen(o->err) - 1);
    ck_assert(!file_exists("out.png"));
}
END_TEST

/* What is too much is told, and nothing is left. */
START_TEST(too_large)
{
    const outcome *o = run_expect(1, "glitch in.png --scale 10000%% -o out.png");
    ck_assert_str_eq(o->err,
        "glitch: in.png: 30000x20000 pixels are more than 268435456; --max-pixels "
        "allows "
        "more\n");
    o = run_expect(1, "glitch in.png --scale 1000%% --max-memory 20M -o out.png");
    ck_assert_str_eq(o->err,
        "glitch: in.png: 3000x2000 pixels need more memory than 20971520 bytes; "
        "--max-memory allows more\n");
    run_expect(1, "glitch in.png --max-pixels 60000 --scale 101%% -o out.png");
    ck_assert_int_eq(count_files("."), 1);
}
END_TEST

/* ---- a hint -------------------------------------------------------------- */

START_TEST(a_wide_gif)
{
    const outcome *o =
        run_expect(0, "glitch in.png --scale 400%% -g -f 1 -o wide.gif 2>&1");
    ck_assert_str_eq(o->out,
        "glitch: wide.gif: a GIF 1200 pixels wide is large; --max-size 800x makes it "
        "smaller\n");
    o = run_expect(0, "glitch in.png --scale 400%% -g -f 1 -q -o quiet.gif 2>&1");
    ck_assert_str_eq(o->out, "");
    o = run_expect(0, "glitch in.png --scale 400%% -o wide.png 2>&1");
    ck_assert_str_eq(o->out, "");
}
END_TEST

/* Options, and how many of the frames are too brief; 0: nothing is said. */
static const struct {
    const char *options;
    int brief, frames;
} speeds[] = {
    { "-g -f 6 --fps 50 -o a.gif", 0, 6 },
    { "-g -f 6 -d 20 -o a.gif", 0, 6 },
    { "-g -f 6 --fps 100 -o a.gif", 6, 6 },
    { "-g -f 7 -d 15 -o a.gif", 3, 7 },
    { "-g -f 6 -d 15 --bounce -o a.gif", 5, 10 },
    { "-g -f 9 --fps 60 -o a.gif", 3, 9 },
    { "-g -f 9 --fps 60 --to gif -o - >a.gif", 3, 9 },
    { "-g -f 6 --fps 100 -q -o a.gif", 0, 6 },
    { "-g -f 1 --fps 100 -o a.gif", 0, 1 },
    { "-g -f 6 --fps 100 -o a.apng", 0, 6 },
    { "-f 3 --fps 100 -o a%d.gif", 0, 3 },
};

static void assert_brief(const outcome *o, const char *name, int brief, int frames)
{
    char line[256];
    snprintf(line, sizeof line,
        "glitch: %s: %d of %d frames last less than 20 ms, and viewers of GIFs show "
        "such "
        "for 100; --fps 50 is the fastest that they play\n",
        name, brief, frames);
    ck_assert_str_eq(o->err, brief ? line : "");
}

START_TEST(a_fast_gif)
{
    const char *options = speeds[_i].options;
    const char *name = strstr(options, ">a") ? "standard output" : "a.gif";
    assert_brief(run_expect(0, "glitch in.png %s", options), name, speeds[_i].brief,
        speeds[_i].frames);
}
END_TEST

/* Of an input that is as fast. */
START_TEST(a_fast_input)
{
    run_expect(0, "glitch in.png -g -f 4 --fps 100 -o in.apng");
    assert_brief(run_expect(0, "glitch in.apng -o a.gif"), "a.gif", 4, 4);
    assert_brief(run_expect(0, "glitch a.gif -F vhs -o b.gif"), "b.gif", 4, 4);
    assert_brief(run_expect(0, "glitch a.gif -d 20 -o c.gif"), "c.gif", 0, 4);
    assert_brief(run_expect(0, "glitch a.gif -o d.apng"), "d.apng", 0, 4);
}
END_TEST

/* ---- one frame ----------------------------------------------------------- */

START_TEST(one_frame)
{
    run_expect(0, "glitch in.png -g -f 5 --seed 4 -c -o a.gif");
    run_expect(0, "glitch a.gif -F none -o a%%d.png");
    for (int k = 1; k <= 5; k++) {
        char name[16];
        const outcome *o =
            run_expect(0, "glitch a.gif --still %d -F none -y -o one.png 2>&1", k);
        ck_assert_str_eq(o->out, ""); /* no word of the other frames */
        snprintf(name, sizeof name, "a%d.png", k - 1);
        picture x = read_png("one.png"), y = read_png(name);
        assert_same(&x, &y, name);
        free(x.px);
        free(y.px);
    }
    const outcome *o = run_expect(1, "glitch a.gif --still 6 -o six.png");
    ck_assert_str_eq(o->err, "glitch: a.gif: there is no frame number 6; it has 5\n");
    run_expect(0, "glitch a.gif --still 2 -g -f 3 -o again.gif");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("size");
    TCase *c = tcase_create("size");
    suite_add_tcase(suite, c);
    tcase_add_checked_fixture(c, with_picture, leave_folder);
    tcase_add_loop_test(c, sizes_are_kept_in_proportion, 0, COUNT(sizes));
    tcase_add_test(c, light_is_kept);
    tcase_add_test(c, alpha_weighs);
    tcase_add_test(c, animations_are_resized);
    tcase_add_loop_test(c, what_is_no_size, 0, COUNT(refused));
    tcase_add_test(c, too_large);
    tcase_add_test(c, a_wide_gif);
    tcase_add_loop_test(c, a_fast_gif, 0, sizeof speeds / sizeof *speeds);
    tcase_add_test(c, a_fast_input);
    tcase_add_test(c, one_frame);
    return run_suites(&suite, 1);
}
