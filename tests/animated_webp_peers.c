/*
 * animated_webp_peers.c - what dwebp, webpmux and Pillow make of our WebP, and we of what
 * cwebp, webpmux and Pillow have made.
 */
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

static void forget_hidden_in(picture *p)
{
    clip c = { .count = 1, .frames = { *p } };
    forget_hidden(&c);
}

/* ---- stills ---------------------------------------------------------------- */

static void compare_still(const char *path, const picture *expected, bool hidden)
{
    picture p = read_png(path), e = *expected;
    if (!hidden) {
        forget_hidden_in(&p);
        forget_hidden_in(&e);
    }
    assert_same(&p, &e, path);
    free(p.px);
}

START_TEST(still_as_dwebp_reads_it)
{
    picture p = random_picture(37, 29, 7, _i == 0);
    write_png("in.png", &p);
    if (!have_tool("dwebp"))
        return;
    run_expect(0, "glitch in.png -F none -o a.webp && dwebp -quiet a.webp -o a.png");
    compare_still("a.png", &p, true);
    run_expect(
        0, "glitch in.png -F none --fast -o f.webp && dwebp -quiet f.webp -o f.png");
    compare_still("f.png", &p, true);
    /* Lossy: what we read of it is what dwebp reads. */
    run_expect(0,
        "glitch in.png -F none --quality 70 -o q.webp && dwebp -quiet q.webp -o q.png "
        "&& "
        "glitch q.webp -F none -o r.png");
    picture q = read_png("q.png");
    compare_still("r.png", &q, true);
    free(q.px);
    free(p.px);
}
END_TEST

/* Lossy, lossless, nearly, with alpha and without, in several partitions. */
START_TEST(still_of_cwebp)
{
    static const char *const options[] = { "-q 75", "-lossless",
        "-lossless -exact -m 6", "-near_lossless 40", "-q 30 -sharp_yuv -alpha_q 40",
        "-q 90 -alpha_method 0", "-q 50 -noalpha", "-q 80 -pass 3 -segments 4 -f 60",
        "-q 5 -alpha_filter best" };
    picture p = _i ? smooth_picture(130, 77, 4) : random_picture(33, 34, 4, false);
    if (!have_tool("cwebp") || !have_tool("dwebp"))
        return;
    for (uint32_t i = 0; i < 200; i++)
        p.px[i * 5].alpha = (uint8_t)i;
    write_png("in.png", &p);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        run_expect(0,
            "cwebp -quiet %s in.png -o a.webp && dwebp -quiet a.webp -o a.png && "
            "glitch "
            "a.webp -y -F none -o b.png",
            options[i]);
        picture theirs = read_png("a.png");
        compare_still("b.png", &theirs, true);
        free(theirs.px);
    }
    free(p.px);
}
END_TEST

/* ---- ours, as others read it ------------------------------------------------ */

/* The frames that Pillow composes, as p1.png and so on; their delays are printed. */
static const char *SHOW_ALL = "from PIL import Image, ImageSequence\n"
                              "im = Image.open('a.webp')\n"
                              "print(im.n_frames, im.info.get('loop', 1))\n"
                              "for i, f in enumerate(ImageSequence.Iterator(im)):\n"
                              "    f.load()\n"
                              "    print(f.info['duration'])\n"
                              "    f.convert('RGBA').save('p%d.png' % (i + 1))\n";

static const outcome *run_pillow(const char *program)
{
    write_file("program.py", program, strlen(program));
    return run_expect(0, "%s program.py", pillow());
}

START_TEST(animation_as_pillow_reads_it)
{
    if (!pillow())
        return;
    for (int kind = 0; kind < CLIP_KINDS; kind++) {
        clip c = sized_clip((clip_kind)kind, _i);
        write_clip(&c, "a.webp", NULL);
        char *rest = NULL;
        const outcome *o = run_pillow(SHOW_ALL);
        ck_assert_uint_eq(strtoul(o->out, &rest, 10), c.count);
        ck_assert_int_eq(strtol(rest, &rest, 10),
            c.loops < 0   ? 1
                : c.loops ? c.loops + 1
                          : 0);
        for (uint32_t i = 0; i < c.count; i++)
            ck_assert_uint_eq(strtoul(rest, &rest, 10), c.delays[i]);
        for (uint32_t i = 0; i < c.count; i++) {
            char path[64];
            snprintf(path, sizeof path, "p%u.png", i + 1);
            compare_still(path, &c.frames[i], false);
        }
        free_clip(&c);
    }
}
END_TEST

/* It also checks the container; the first frame covers all. */
START_TEST(animation_as_webpmux_reads_it)
{
    clip c = sized_clip(CLIP_HOLES, _i);
    char text[64];
    if (!have_tool("webpmux") || !have_tool("dwebp"))
        return;
    write_clip(&c, "a.webp", NULL);
    snprintf(text, sizeof text, "Number of frames: %u\n", c.count);
    ck_assert_ptr_nonnull(strstr(run_expect(0, "webpmux -info a.webp")->out, text));
    for (uint32_t i = 0; i < c.count; i++)
        run_expect(0,
            "webpmux -get frame %u a.webp -o f.webp && dwebp -quiet f.webp -o f%u.png",
            i + 1, i);
    compare_still("f0.png", &c.frames[0], false);
    free_clip(&c);
}
END_TEST

/* ---- theirs, as we read it -------------------------------------------------- */

/* Colours weigh as much as they are seen: libwebp rounds when it blends. */
static void assert_alike(const picture *a, const picture *e, const char *what)
{
    const uint8_t *x = (const uint8_t *)a->px, *y = (const uint8_t *)e->px;
    ck_assert(a->width == e->width && a->height == e->height);
    for (size_t i = 0; i < (size_t)a->width * a->height * 4; i++) {
        int weight = i % 4 == 3 ? 255 : y[i | 3];
        if (abs(x[i] - y[i]) * weight > 2 * 255)
            ck_abort_msg("%s: byte %zu: %d, not %d", what, i, x[i], y[i]);
    }
}

/* Whatever is in a.webp: the frames, times and loops that Pillow finds. */
static void compare_with_pillow(uint32_t count)
{
    char *rest = NULL;
    const outcome *o = run_pillow(SHOW_ALL);
    clip c = read_clip("a.webp");
    ck_assert_uint_eq(strtoul(o->out, &rest, 10), c.count);
    ck_assert_uint_eq(c.count, count);
    ck_assert_int_eq(strtol(rest, &rest, 10),
        c.loops < 0   ? 1
            : c.loops ? c.loops + 1
                      : 0);
    for (uint32_t i = 0; i < c.count; i++)
        ck_assert_uint_eq(strtoul(rest, &rest, 10), c.delays[i]);
    for (uint32_t i = 0; i < c.count; i++) {
        char path[64];
        snprintf(path, sizeof path, "p%u.png", i + 1);
        picture theirs = read_png(path);
        assert_alike(&c.frames[i], &theirs, path);
        free(theirs.px);
    }
    free_clip(&c);
}

/* Partial frames, disposals and key frames as libwebp's own encoder chooses them. */
START_TEST(animation_of_pillow)
{
    static const char *const options[] = { "lossless=True, exact=True",
        "lossless=True, minimize_size=True", "quality=60",
        "allow_mixed=True, quality=80", "lossless=True, kmin=1, kmax=2" };
    clip c = sized_clip(CLIP_HOLES, _i);
    if (!pillow())
        return;
    for (uint32_t i = 0; i < c.count; i++) {
        char path[64];
        snprintf(path, sizeof path, "i%u.png", i);
        write_png(path, &c.frames[i]);
    }
    for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
        char program[512];
        snprintf(program, sizeof program,
            "from PIL import Image\n"
            "ims = [Image.open('i%%d.png' %% i) for i in range(%u)]\n"
            "ims[0].save('a.webp', save_all=True, append_images=ims[1:], loop=6,\n"
            "    duration=[40 + 10 * i for i in range(%u)], %s)\n",
            c.count, c.count, options[k]);
        run_pillow(program);
        compare_with_pillow(c.count);
    }
    free_clip(&c);
}
END_TEST

/* Frames at offsets, of all ways to blend and to dispose, of lossy and lossless ones. */
START_TEST(animation_of_webpmux)
{
    if (!have_tool("webpmux") || !have_tool("cwebp") || !pillow())
        return;
    for (uint32_t i = 0; i < 4; i++) {
        char path[32];
        picture p = random_picture(30 - 5 * i, 20 - 3 * i, i, i == 0);
        snprintf(path, sizeof path, "f%u.png", i);
        write_png(path, &p);
        run_expect(0, "cwebp -quiet %s %s -o f%u.webp", i % 2 ? "-q 70" : "-lossless",
            path, i);
        free(p.px);
    }
    for (int how = 0; how < 16; how++) {
        run_expect(0,
            "webpmux -frame f0.webp +100 -frame f1.webp +20+2+4+%d%cb "
            "-frame f2.webp +0+10+6+%d%cb -frame f3.webp +70+0+2+1+b -loop %d "
            "-bgcolor 255,9,99,199 -o a.webp",
            how & 1, how & 2 ? '+' : '-', how >> 2 & 1, how & 8 ? '+' : '-', how % 3);
        compare_with_pillow(4);
    }
}
END_TEST

/* ---- the command ------------------------------------------------------------ */

/* A folder, a pattern, and by its bytes what another name hides. */
START_TEST(command_makes_and_takes_webp)
{
    picture p = smooth_picture(40, 30, 1);
    write_png("in.png", &p);
    run_expect(0, "glitch in.png -g -f 4 --seed 1 -d 50 -o a.webp");
    run_expect(0, "glitch in.png -f 4 --seed 1 -o c%%d.png");
    clip a = read_clip("a.webp");
    ck_assert_uint_eq(a.count, 4);
    ck_assert_uint_eq(a.delays[3], 50);
    for (uint32_t i = 0; i < 4; i++) {
        char path[16];
        snprintf(path, sizeof path, "c%u.png", i);
        compare_still(path, &a.frames[i], true);
    }
    const outcome *o = run_expect(0, "cp a.webp b.gif && glitch b.gif -F none");
    ck_assert_str_eq(o->out, "b-glitched.webp\n");
    run_expect(0, "mkdir folder && cp a.webp folder && glitch folder -F none -o out");
    clip f = read_clip("out/a.webp");
    assert_same_clip(&f, &a, 0);
    o = run_expect(0, "glitch a.webp --still 3 -F none --to png");
    compare_still("a-glitched.png", &a.frames[2], true);
    run_expect(
        0, "glitch in.png --to webp && cat a.webp | glitch /dev/stdin -o p.webp");
    run_expect(2, "glitch in.png -g --to webp -o a.gif");
    free_clip(&f);
    free_clip(&a);
    free(p.px);
}
END_TEST

void add_webp_peer_tests(Suite *suite)
{
    TCase *c = tcase_create("webp-peers");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, still_as_dwebp_reads_it, 0, 2);
    tcase_add_loop_test(c, still_of_cwebp, 0, 2);
    tcase_add_loop_test(c, animation_as_pillow_reads_it, 0, SIZES);
    tcase_add_loop_test(c, animation_as_webpmux_reads_it, 0, SIZES);
    tcase_add_loop_test(c, animation_of_pillow, 1, SIZES); /* it drops what is alike */
    tcase_add_test(c, animation_of_webpmux);
    tcase_add_test(c, command_makes_and_takes_webp);
    suite_add_tcase(suite, c);
}
