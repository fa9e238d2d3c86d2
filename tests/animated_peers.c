/* animated_peers.c - what other programs make of an animation, and it of theirs. */
#include "animated.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    uint32_t width, height, count;
} sizes[] = { { 1, 1, 2 }, { 31, 17, 5 }, { 64, 48, 8 } };

enum { SIZES = sizeof sizes / sizeof *sizes };

static clip sized_clip(clip_kind kind, int i)
{
    return make_clip(kind, sizes[i].width, sizes[i].height, sizes[i].count,
        (uint64_t)(7 * i) + (uint64_t)kind);
}

/* The frames that another program has written, as NAME1.png and so on. */
static void compare_pngs(const char *name, const clip *expected)
{
    for (uint32_t i = 0; i < expected->count; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s%u.png", name, i + 1);
        clip c = { .count = 1 };
        c.frames[0] = read_png(path);
        forget_hidden(&c);
        assert_same(&c.frames[0], &expected->frames[i], path);
        free_clip(&c);
    }
}

/* Those that have frames of all delays and alphas. */
static void for_each_clip(int i, const char *path, void (*check)(const clip *))
{
    for (int kind = 0; kind < CLIP_KINDS; kind++) {
        clip c = sized_clip((clip_kind)kind, i);
        write_clip(&c, path, NULL);
        forget_hidden(&c);
        check(&c);
        free_clip(&c);
    }
}

static void check_ffmpeg(const clip *c)
{
    run_expect(0,
        "rm -f f*.png; ffmpeg -loglevel error -f apng -i a.apng -vsync 0 "
        "-pix_fmt rgba f%%d.png");
    compare_pngs("f", c);
}

START_TEST(apng_as_ffmpeg_reads_it)
{
    if (have_tool("ffmpeg"))
        for_each_clip(_i, "a.apng", check_ffmpeg);
}
END_TEST

static void check_pngcheck(const clip *c)
{
    (void)c;
    const outcome *o = run_expect(0, "pngcheck -v a.apng");
    ck_assert_ptr_nonnull(strstr(o->out, "No errors detected"));
}

START_TEST(apng_as_pngcheck_has_it)
{
    if (have_tool("pngcheck"))
        for_each_clip(_i, "a.apng", check_pngcheck);
}
END_TEST

/* Pillow counts repetitions of an APNG as the file does: how often it is played. */
static void check_pillow(const clip *c)
{
    const outcome *o = run_expect(0,
        "rm -f p*.png; %s -c \"\nfrom PIL import Image, ImageSequence\n"
        "im = Image.open('a.apng')\nprint(im.n_frames, im.info.get('loop', 1))\n"
        "for i, f in enumerate(ImageSequence.Iterator(im)):\n"
        "    print(round(f.info.get('duration', 0)))\n"
        "    f.convert('RGBA').save('p%%d.png' %% (i + 1))\"",
        pillow());
    char *rest = NULL;
    ck_assert_uint_eq(strtoul(o->out, &rest, 10), c->count);
    ck_assert_int_eq(strtol(rest, &rest, 10),
        c->loops < 0   ? 1
            : c->loops ? c->loops + 1
                       : 0);
    for (uint32_t i = 0; i < c->count && c->count > 1; i++)
        ck_assert_uint_eq(strtoul(rest, &rest, 10), c->delays[i]);
    compare_pngs("p", c);
}

START_TEST(apng_as_pillow_reads_it)
{
    if (pillow())
        for_each_clip(_i, "a.apng", check_pillow);
}
END_TEST

/* What Pillow draws of partial frames and disposals that it wrote itself. */
START_TEST(apng_of_pillow)
{
    clip c = sized_clip(CLIP_HOLES, _i);
    if (!pillow())
        return;
    for (uint32_t i = 0; i < c.count; i++) {
        char path[64];
        snprintf(path, sizeof path, "i%u.png", i);
        forget_hidden(&c);
        write_png(path, &c.frames[i]);
        c.delays[i] = 40 + 10 * i;
    }
    for (int blend = 0; blend < 2; blend++) {
        run_expect(0,
            "%s -c \"\nfrom PIL import Image\n"
            "ims = [Image.open('i%%d.png' %% i) for i in range(%u)]\n"
            "ims[0].save('a.png', save_all=True, append_images=ims[1:], loop=6,\n"
            "    duration=[40 + 10 * i for i in range(%u)], disposal=%d, blend=0)\"",
            pillow(), c.count, c.count, blend);
        clip back = read_clip("a.png");
        c.loops = 5;
        forget_hidden(&back);
        assert_same_clip(&back, &c, 0);
        free_clip(&back);
    }
    free_clip(&c);
}
END_TEST

/* An animated PNG by the name that most have, and what a plain PNG takes of it. */
START_TEST(command_makes_and_takes_apng)
{
    picture p = smooth_picture(40, 30, 1);
    write_png("in.png", &p);
    free(p.px);
    run_expect(0, "glitch in.png -g -f 4 --seed 1 -d 50 -o a.apng");
    run_expect(0, "glitch in.png -f 4 --seed 1 -d 50 --to apng -o b.png");
    run_expect(0, "glitch in.png -f 4 --seed 1 -o c%%d.png");
    clip a = read_clip("a.apng"), b = read_clip("b.png");
    assert_same_clip(&b, &a, 0);
    ck_assert_uint_eq(a.count, 4);
    ck_assert_uint_eq(a.delays[3], 50);
    for (uint32_t i = 0; i < 4; i++) {
        char path[16];
        snprintf(path, sizeof path, "c%u.png", i);
        picture still = read_png(path);
        assert_same(&a.frames[i], &still, path);
        free(still.px);
    }
    const outcome *o = run_expect(0, "glitch b.png -F none -o d.png");
    ck_assert_ptr_nonnull(strstr(o->err, "of 4 frames only the first"));
    o = run_expect(0, "glitch b.png -F none");
    ck_assert_str_eq(o->out, "b-glitched.apng\n");
    run_expect(0, "mkdir folder && cp a.apng folder && glitch folder -F none -o out");
    clip f = read_clip("out/a.apng");
    assert_same_clip(&f, &a, 0);
    free_clip(&a);
    free_clip(&b);
    free_clip(&f);
    run_expect(2, "glitch in.png -g --to apng -o a.gif");
}
END_TEST

void add_apng_peer_tests(Suite *suite)
{
    TCase *c = tcase_create("peers");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, apng_as_ffmpeg_reads_it, 0, SIZES);
    tcase_add_loop_test(c, apng_as_pngcheck_has_it, 0, SIZES);
    tcase_add_loop_test(c, apng_as_pillow_reads_it, 0, SIZES);
    tcase_add_loop_test(c, apng_of_pillow, 1, SIZES); /* it drops what is alike */
    tcase_add_test(c, command_makes_and_takes_apng);
    suite_add_tcase(suite, c);
}
