/* gif_bounce.c - there and back again: frames, delays, and how long it all takes. */
#include "gif.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int folded(int n)
{
    return n < 2 ? n : 2 * n - 2;
}

static seen look_at_file(const char *path)
{
    file f = load_file(path);
    seen s = look_at(&f);
    free_file(&f);
    return s;
}

static void write_photo(const char *path)
{
    picture p = photo_picture(90, 70, 1);
    write_png(path, &p);
    free(p.px);
}

/* Few colours stay few where rows are moved. */
static void write_drawing(const char *path)
{
    uint64_t state = 1;
    picture p = block_picture(90, 70, 50, true, &state);
    write_png(path, &p);
    free(p.px);
}

static void assert_symmetric(const clip *c, int n)
{
    char what[64];
    ck_assert_int_eq((int)c->count, folded(n));
    for (int i = 1; i < n - 1; i++) {
        snprintf(
            what, sizeof what, "frames %d and %d of %u", i, folded(n) - i, c->count);
        assert_same(&c->frames[folded(n) - i], &c->frames[i], what);
    }
}

static clip read_pictures(int count)
{
    clip c = { calloc((size_t)count, sizeof *c.frames), (uint32_t)count };
    for (int i = 0; i < count; i++) {
        char name[32];
        snprintf(name, sizeof name, "f-%03d.png", i);
        c.frames[i] = read_png(name);
    }
    return c;
}

static const int lengths[] = { 1, 2, 3, 4, 9 };

/* Loops over the lengths: the pictures themselves, by way of PNG. */
START_TEST(pictures_there_and_back)
{
    static const char *const ways[] = { "-c -s", "--change 0.7", "--step 2",
        "--change 3 --cycle", "--classic -c", "--classic --change 1 --cycle -s" };
    int n = lengths[_i];
    write_photo("in.png");
    for (size_t i = 0; i < COUNT(ways); i++) {
        run_expect(0, "glitch in.png -f %d --bounce -i 5 --seed 7 %s -y -o f-%%03d.png",
            n, ways[i]);
        ck_assert_int_eq(count_files("."), 1 + folded(n));
        clip c = read_pictures(folded(n));
        assert_symmetric(&c, n);
        if (n > 2 && i != 4) /* with a seed, that tool drew all of them alike */
            ck_assert(!same_pixels(&c.frames[0], &c.frames[n - 1]));
        free_clip(&c);
    }
}
END_TEST

/* The way there is what it is without --bounce. */
START_TEST(way_there_is_the_same)
{
    write_photo("in.png");
    run_expect(0, "glitch in.png -f 5 --bounce -c --seed 7 -o f-%%03d.png");
    clip bounced = read_pictures(8);
    run_expect(0, "rm f-*; glitch in.png -f 5 -c --seed 7 -o f-%%03d.png");
    clip plain = read_pictures(5);
    for (int i = 0; i < 5; i++)
        assert_same(&bounced.frames[i], &plain.frames[i], "the way there");
    free_clip(&bounced);
    free_clip(&plain);
}
END_TEST

START_TEST(drawings_there_and_back)
{
    int n = lengths[_i];
    write_drawing("in.png");
    run_expect(0, "glitch in.png -f %d --bounce -i 8 --seed 7 -l 3 -o x.gif", n);
    seen s = look_at_file("x.gif");
    assert_symmetric(&s.shown, n);
    if (n > 2)
        ck_assert(!same_pixels(&s.shown.frames[0], &s.shown.frames[n - 1]));
    for (int i = 0; n > 1 && i < folded(n); i++)
        ck_assert_int_eq(control_of(&s, i).DelayTime, 20);
    close_seen(&s);
    size_t size; /* and the loop count is there, once */
    int loops = 0;
    unsigned char *bytes = read_file("x.gif", &size);
    for (size_t i = 0; i + 16 < size; i++)
        loops += memcmp(bytes + i, "NETSCAPE2.0\3\1\3", 15) == 0;
    ck_assert_int_eq(loops, n > 1);
    free(bytes);
}
END_TEST

/* In a GIF, too, both ways look alike, but what stays may differ a little. */
START_TEST(photos_there_and_back)
{
    write_photo("in.png");
    run_expect(0, "glitch in.png -f 6 --bounce -i 5 -c --seed 7 -o x.gif");
    seen s = look_at_file("x.gif");
    ck_assert_uint_eq(s.shown.count, 10);
    for (int i = 1; i < 5; i++)
        ck_assert_double_gt(psnr(&s.shown.frames[i], &s.shown.frames[10 - i]), 30);
    close_seen(&s);
}
END_TEST

/* in.gif, of 4 frames of few colours with delays of their own. */
static void write_animation(void)
{
    static const uint32_t delays[] = { 50, 120, 200, 70 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink;
    glitch_info info = {
        .width = 40, .height = 30, .frames = 4, .loops = 5, .animated = 1
    };
    uint64_t state = 3;
    ck_assert_int_eq(glitch_sink_open(ctx, "in.gif", &info, NULL, &sink), GLITCH_OK);
    for (uint32_t i = 0; i < 4; i++) {
        picture p = block_picture(40, 30, 30, i == 2, &state);
        glitch_frame f = { p.px, 40, 40, 30, i, delays[i], 0 };
        ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_OK);
        free(p.px);
    }
    ck_assert_int_eq(glitch_sink_finish(&sink), GLITCH_OK);
    glitch_ctx_free(ctx);
}

START_TEST(animation_there_and_back)
{
    static const int there_and_back[] = { 5, 12, 20, 7, 20, 12 };
    write_animation();
    run_expect(0, "glitch in.gif -F none --bounce -o x.gif");
    seen in = look_at_file("in.gif"), s = look_at_file("x.gif");
    assert_symmetric(&s.shown, 4);
    for (int i = 0; i < 6; i++) {
        assert_same(&s.shown.frames[i], &in.shown.frames[i < 4 ? i : 6 - i], "bounced");
        ck_assert_int_eq(control_of(&s, i).DelayTime, there_and_back[i]);
    }
    close_seen(&s);
    close_seen(&in);
    file f = load_file("x.gif");
    ck_assert_ptr_nonnull(memmem(f.data, f.size, "NETSCAPE2.0\3\1\5", 15));
    free_file(&f);
}
END_TEST

/* The filters see an animation's frames as they come, once. */
START_TEST(glitched_animation_there_and_back)
{
    for (int n = 1; n <= 4; n++) {
        write_animation();
        run_expect(
            0, "glitch in.gif -i 6 --seed 5 -f %d --bounce -d 40 -l 0 -y -o x.gif", n);
        seen s = look_at_file("x.gif");
        assert_symmetric(&s.shown, n);
        for (int i = 0; n > 1 && i < folded(n); i++)
            ck_assert_int_eq(control_of(&s, i).DelayTime, 4);
        close_seen(&s);
        run_expect(0, "rm in.gif x.gif");
    }
}
END_TEST

/* --bounce makes an animation, and a .png file holds none. */
START_TEST(bounce_needs_an_animation)
{
    write_photo("in.png");
    const outcome *o = run_expect(2, "glitch in.png --bounce -o x.png");
    ck_assert_str_eq(o->err,
        "glitch: x.png: a png file holds one picture; for an animation name a .gif, "
        ".webp or .apng file, or a pattern such as frame-%03d.png\n");
    run_expect(0, "glitch in.png --bounce -q");
    seen s = look_at_file("in-glitched.gif");
    ck_assert_uint_eq(s.shown.count, 44); /* of 23 */
    close_seen(&s);
}
END_TEST

/* ---- how long it takes --------------------------------------------------- */

static const struct {
    const char *words;
    double total_cs;
} timings[] = {
    { "-f 100 --fps 30", 100 / 0.3 },
    { "-f 23 --fps 30", 23 / 0.3 },
    { "-f 23 -d 33.3", 23 * 3.33 },
    { "-f 7 -d 14.9", 7 * 1.49 },
    { "-f 50 --bounce -d 33.3", 98 * 3.33 },
    { "-f 31 --bounce --fps 30", 60 / 0.3 },
    { "-f 2 --bounce --fps 24", 2 / 0.24 },
    { "-f 4 --fps 0.01", 40000 },
};

START_TEST(length_stays_right)
{
    uint64_t state = 2;
    picture p = block_picture(20, 10, 9, false, &state);
    write_png("in.png", &p);
    free(p.px);
    run_expect(0, "glitch in.png -g %s -o x.gif", timings[_i].words);
    seen s = look_at_file("x.gif");
    int n = s.gif->ImageCount;
    double total = 0, each = timings[_i].total_cs / n;
    for (int i = 0; i < n; i++) {
        int delay = control_of(&s, i).DelayTime;
        ck_assert_double_lt(fabs(delay - each), 1.1);
        total += delay;
        /* at no time more than a hundredth late, and the rounding of milliseconds */
        ck_assert_double_lt(fabs(total - each * (i + 1)), 0.6);
    }
    close_seen(&s);
}
END_TEST

void add_bounce_tests(Suite *suite)
{
    TCase *c = new_gif_case(suite, "bounce");
    tcase_add_loop_test(c, pictures_there_and_back, 0, COUNT(lengths));
    tcase_add_test(c, way_there_is_the_same);
    tcase_add_loop_test(c, drawings_there_and_back, 0, COUNT(lengths));
    tcase_add_test(c, photos_there_and_back);
    tcase_add_test(c, animation_there_and_back);
    tcase_add_test(c, glitched_animation_there_and_back);
    tcase_add_test(c, bounce_needs_an_animation);
    tcase_add_loop_test(c, length_stays_right, 0, COUNT(timings));
}
