/* check_cli.c - the command as a user meets it: options, outputs, faults, signals. */
#include "support.h"
#include <gif_lib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* in.png, small and smooth, is there in every test. */
static void with_picture(void)
{
    enter_folder();
    picture p = smooth_picture(96, 64, 4);
    write_png("in.png", &p);
    free(p.px);
}

static GifFileType *slurp(const char *path)
{
    int code;
    GifFileType *gif = DGifOpenFileName(path, &code);
    ck_assert_msg(gif != NULL, "%s cannot be opened", path);
    ck_assert_int_eq(DGifSlurp(gif), GIF_OK);
    return gif;
}

static int frames_in(const char *path)
{
    int code;
    GifFileType *gif = slurp(path);
    int n = gif->ImageCount;
    DGifCloseFile(gif, &code);
    return n;
}

static int delay_in(const char *path, int frame)
{
    int code;
    GraphicsControlBlock g = { 0, false, -1, -1 };
    GifFileType *gif = slurp(path);
    ck_assert_int_lt(frame, gif->ImageCount);
    DGifSavedExtensionToGCB(gif, frame, &g);
    DGifCloseFile(gif, &code);
    return g.DelayTime;
}

/* -1: none */
static int loops_in(const char *path)
{
    size_t size;
    int loops = -1;
    unsigned char *bytes = read_file(path, &size);
    for (size_t i = 0; i + 16 < size; i++)
        if (memcmp(bytes + i, "NETSCAPE2.0\3\1", 13) == 0)
            loops = bytes[i + 13] | bytes[i + 14] << 8;
    free(bytes);
    return loops;
}

static bool same_files(const char *a, const char *b)
{
    size_t na, nb;
    unsigned char *x = read_file(a, &na), *y = read_file(b, &nb);
    bool same = na == nb && memcmp(x, y, na) == 0;
    free(x);
    free(y);
    return same;
}

static bool same_pictures(const char *a, const char *b)
{
    picture p = read_png(a), q = read_png(b);
    bool same = same_pixels(&p, &q);
    free(p.px);
    free(q.px);
    return same;
}

/* ---- what it makes ------------------------------------------------------- */

START_TEST(still_to_png)
{
    const outcome *o = run_expect(0, "glitch in.png -i 5 -o out.png");
    ck_assert_str_eq(o->out, "");
    ck_assert_str_eq(o->err, "");
    picture p = read_png("in.png"), q = read_png("out.png");
    ck_assert_uint_eq(q.width, 96);
    ck_assert_uint_eq(q.height, 64);
    ck_assert(!same_pixels(&p, &q));
    ck_assert_int_eq(count_files("."), 2);
    free(p.px);
    free(q.px);
}
END_TEST

START_TEST(twenty_different_frames)
{
    run_expect(0, "glitch in.png -i 5 -g -f 20 -o out.gif");
    ck_assert_int_eq(frames_in("out.gif"), 20);
    ck_assert_int_eq(loops_in("out.gif"), 0);
    ck_assert_int_eq(delay_in("out.gif", 3), 20);
    run_expect(0, "glitch in.png -g -f 2 -l -1 -o once.gif");
    ck_assert_int_eq(loops_in("once.gif"), -1);
    run_expect(0, "rm once.gif");
    run_expect(0, "glitch in.png -i 5 -g -f 20 --seed 4 -o 'f%%02d.png'");
    for (int i = 0; i < 20; i++)
        for (int j = 0; j < i; j++) {
            char a[16], b[16];
            snprintf(a, sizeof a, "f%02d.png", i);
            snprintf(b, sizeof b, "f%02d.png", j);
            ck_assert_msg(!same_pictures(a, b), "%s is %s", a, b);
        }
    ck_assert_int_eq(count_files("."), 22);
}
END_TEST

/* What giflib, gifsicle and ImageMagick see of it. */
START_TEST(gif_in_the_viewers)
{
    run_expect(0, "glitch in.png -i 5 -c -g -f 20 -d 50 -l 3 -o out.gif");
    if (have_tool("gifsicle")) {
        const outcome *o = run_expect(0, "gifsicle --info out.gif");
        ck_assert_str_eq(o->err, "");
        ck_assert_ptr_nonnull(strstr(o->out, "20 images"));
        ck_assert_ptr_nonnull(strstr(o->out, "logical screen 96x64"));
        ck_assert_ptr_nonnull(strstr(o->out, "loop count 3"));
        ck_assert_ptr_nonnull(strstr(o->out, "delay 0.05s"));
    }
    if (have_tool("identify")) {
        const outcome *o = run_expect(0, "identify -format '%%W,%%H,%%T;' out.gif");
        ck_assert_str_eq(o->err, "");
        int frames = 0;
        for (const char *p = o->out; (p = strstr(p, "96,64,5;")); p++)
            frames++;
        ck_assert_int_eq(frames, 20);
    }
}
END_TEST

START_TEST(animation_options)
{
    run_expect(0, "glitch in.png -g -o a.gif");
    ck_assert_int_eq(frames_in("a.gif"), 23);
    run_expect(0, "glitch in.png -f 3 --fps 8 -l 7 -o b.gif");
    ck_assert_int_eq(frames_in("b.gif"), 3);
    ck_assert_int_eq(loops_in("b.gif"), 7);
    int total = 0;
    for (int i = 0; i < 3; i++)
        total += delay_in("b.gif", i);
    ck_assert_int_eq(total, 38); /* 375 ms */
    run_expect(0, "glitch in.png -o c.gif");
    ck_assert_int_eq(frames_in("c.gif"), 1);
}
END_TEST

START_TEST(seeds)
{
    run_expect(0, "glitch in.png -c --seed 0 -o a.png");
    run_expect(0, "glitch in.png -c --seed 0 -o b.png");
    run_expect(0, "glitch in.png -c --seed=1 -o c.png");
    ck_assert(same_files("a.png", "b.png"));
    ck_assert(!same_pictures("a.png", "c.png"));
    run_expect(0, "glitch in.png -c --seed -9223372036854775808 -o d.png");
    run_expect(0, "glitch in.png -c --seed 18446744073709551615 -o e.png");
    /* Drawn seeds differ, and the one that -v prints gives the same again. */
    run_expect(0, "glitch in.png -i 8 -c -o f.png");
    const outcome *o = run_expect(0, "glitch in.png -i 8 -c -v -o g.png");
    ck_assert(!same_pictures("f.png", "g.png"));
    const char *seed = strstr(o->err, "seed ");
    ck_assert_ptr_nonnull(seed);
    unsigned long long number = strtoull(seed + 5, NULL, 10);
    run_expect(0, "glitch in.png -i 8 -c --seed %llu -o h.png", number);
    ck_assert(same_files("g.png", "h.png"));
}
END_TEST

START_TEST(hold_step_and_change)
{
    run_expect(0, "glitch in.png -c -g -f 4 --hold -o 'h%%d.png'");
    ck_assert(same_pictures("h0.png", "h3.png"));
    run_expect(0, "glitch in.png -i 9 -c -g -f 5 --step 2 -o 's%%d.png'");
    ck_assert(same_pictures("s1.png", "in.png"));
    ck_assert(same_pictures("s3.png", "in.png"));
    ck_assert(!same_pictures("s0.png", "in.png"));
    ck_assert(!same_pictures("s2.png", "s4.png"));
    /* Frame 2 of 5, 6.5, 8 is a still of 8 that holds the pattern. */
    run_expect(
        0, "glitch in.png -g -f 3 --hold -i 5 --change 1.5 --seed 3 -o 'c%%d.png'");
    run_expect(0, "glitch in.png -i 8 --seed 3 -o eight.png");
    ck_assert(same_pictures("c2.png", "eight.png"));
    run_expect(0,
        "glitch in.png -g -f 3 --hold -i 9 --change 1 --cycle --seed 3 -o 'y%%d.png'");
    run_expect(0, "glitch in.png -i 1 --seed 3 -o one.png");
    ck_assert(same_pictures("y2.png", "one.png")); /* 9, 10, then 11 is 1 */
    run_expect(
        0, "glitch in.png -g -f 3 --hold -i 9 --change 1 --seed 3 -o 'z%%d.png'");
    ck_assert(same_pictures("z2.png", "z1.png")); /* stops at 10 */
}
END_TEST

START_TEST(chains)
{
    picture in = read_png("in.png");
    run_expect(0, "glitch in.png -F none -o none.png");
    ck_assert(same_pictures("none.png", "in.png"));
    run_expect(0,
        "glitch in.png -F scanlines:every=3,factor=0.5 -F "
        "channel-shift:channel=red,dx=5,dy=-3 --seed 9 -o a.png");
    picture expected = glitched(
        &in, "scanlines:every=3,factor=0.5 channel-shift:channel=red,dx=5,dy=-3", 9);
    picture a = read_png("a.png");
    assert_same(&a, &expected, "a.png");
    /* -c and -s add to the chain, at its end. */
    run_expect(0, "glitch in.png -cs --seed 9 -i 4 --no-recipe -o b.png");
    run_expect(0,
        "glitch in.png -F scanline-offset -F channel-shift -F scanlines "
        "--seed 9 -i 4 --no-recipe -o c.png");
    ck_assert(same_files("b.png", "c.png"));
    run_expect(0, "glitch in.png --no-recipe -F none -s -o d.png");
    run_expect(0, "glitch in.png --no-recipe -F scanlines -o e.png");
    ck_assert(same_files("d.png", "e.png"));
    free(in.px);
    free(a.px);
    free(expected.px);
}
END_TEST

START_TEST(output_names)
{
    ck_assert_int_eq(mkdir("dir.d", 0777), 0);
    run_expect(0, "cp in.png dir.d/pic.one.PNG; cp in.png dir.d/plain; cp in.png .dot");
    const outcome *o = run_expect(0, "glitch dir.d/pic.one.PNG");
    ck_assert_str_eq(o->out, "dir.d/pic.one-glitched.png\n");
    ck_assert(file_exists("dir.d/pic.one-glitched.png"));
    o = run_expect(0, "glitch dir.d/plain -g -f 2 -q");
    ck_assert_str_eq(o->out, "");
    ck_assert(file_exists("dir.d/plain-glitched.gif"));
    run_expect(0, "glitch .dot");
    ck_assert(file_exists(".dot-glitched.png"));
    run_expect(0, "glitch ./dir.d/plain-glitched.gif");
    ck_assert_int_eq(frames_in("dir.d/plain-glitched-glitched.gif"), 2);
    run_expect(0, "glitch in.png -o OUT.GIF");
    ck_assert_int_eq(frames_in("OUT.GIF"), 1);
    run_expect(0, "cp in.png ./-dash; glitch -o x.png -- -dash");
    ck_assert(file_exists("x.png"));
}
END_TEST

START_TEST(gif_to_gif)
{
    run_expect(0, "glitch in.png -c -g -f 6 -d 70 -l 4 --step 2 -o a.gif");
    run_expect(0, "glitch a.gif -o b.gif");
    ck_assert_int_eq(frames_in("b.gif"), 6);
    ck_assert_int_eq(delay_in("b.gif", 2), 7);
    ck_assert_int_eq(loops_in("b.gif"), 4);
    run_expect(0, "glitch a.gif -o c.gif -d 200 -l 0 -f 3");
    ck_assert_int_eq(frames_in("c.gif"), 3);
    ck_assert_int_eq(delay_in("c.gif", 1), 20);
    ck_assert_int_eq(loops_in("c.gif"), 0);
    /* The empty chain gives the same pixels, frame by frame. */
    run_expect(
        0, "glitch a.gif -F none -o n.gif && glitch n.gif -F none -o 'n%%d.png'");
    run_expect(0, "glitch a.gif -F none -o 'a%%d.png'");
    for (int i = 0; i < 6; i++) {
        char a[16], n[16];
        snprintf(a, sizeof a, "a%d.png", i);
        snprintf(n, sizeof n, "n%d.png", i);
        ck_assert_msg(same_pictures(a, n), "frame %d", i);
    }
    const outcome *o = run_expect(0, "glitch a.gif -F none -o first.png");
    ck_assert_str_eq(o->err,
        "glitch: a.gif: of 6 frames only the first goes into first.png; a .gif, "
        ".webp or .apng file or a pattern such as frame-%03d.png takes all\n");
    ck_assert(same_pictures("first.png", "a0.png"));
    /* A GIF of one picture is a still. */
    run_expect(
        0, "glitch in.png -o still.gif && glitch still.gif -g -f 4 -o moving.gif");
    ck_assert_int_eq(frames_in("moving.gif"), 4);
}
END_TEST

START_TEST(transparency_stays)
{
    picture p = smooth_picture(40, 30, 2), q;
    for (int i = 0; i < 40 * 30; i++)
        p.px[i].alpha = (uint8_t)(i % 40 < 20 ? 0 : i / 40 * 8);
    write_png("alpha.png", &p);
    run_expect(0, "glitch alpha.png -F none -o a.png");
    q = read_png("a.png");
    assert_same(&q, &p, "a.png");
    free(q.px);
    run_expect(0, "glitch alpha.png -F none -g -f 2 -o a.gif");
    run_expect(0, "glitch a.gif -F none -o 'g%%d.png'");
    q = read_png("g1.png");
    for (int i = 0; i < 40 * 30; i++)
        ck_assert_int_eq(q.px[i].alpha, p.px[i].alpha >= 128 ? 255 : 0);
    free(p.px);
    free(q.px);
}
END_TEST

START_TEST(tiny_pictures)
{
    static const struct {
        uint32_t w, h;
    } sizes[] = { { 1, 1 }, { 1, 40 }, { 40, 1 }, { 2, 3 } };
    picture p = random_picture(sizes[_i].w, sizes[_i].h, 3, false);
    write_png("tiny.png", &p);
    run_expect(
        0, "glitch tiny.png -i 10 -cs -F scanline-offset -F color-split -o a.png");
    picture q = read_png("a.png");
    ck_assert_uint_eq(q.width, p.width);
    ck_assert_uint_eq(q.height, p.height);
    run_expect(0, "glitch tiny.png -i 10 -cs -g -f 5 -o a.gif");
    ck_assert_int_eq(frames_in("a.gif"), 5);
    free(p.px);
    free(q.px);
}
END_TEST

/* What there is of it; and it is told, also to who wants it quiet. */
START_TEST(damaged_pictures)
{
    run_expect(0,
        "glitch in.png -g -f 3 -o whole.gif; head -c 3000 whole.gif >cut.gif; "
        "head -c 3000 in.png >cut.png");
    const outcome *o = run_expect(0, "glitch cut.gif -F none --lenient -q -o a.gif");
    ck_assert_str_eq(o->err,
        "glitch: cut.gif: damaged GIF file (it ends too early, "
        "frame 1); going on with what there is\n");
    o = run_expect(0, "glitch cut.png -F none --lenient -o a.png");
    ck_assert_str_eq(o->err,
        "glitch: cut.png: damaged PNG file (it ends too early); going on with what "
        "there is\n");
    picture whole = read_png("in.png"), part = read_png("a.png");
    ck_assert_mem_eq(part.px, whole.px, sizeof *part.px * whole.width);
    ck_assert_int_eq(part.px[(size_t)part.width * part.height - 1].alpha, 0);
    free(whole.px);
    free(part.px);
    o = run_expect(1, "glitch in.png --max-memory 120k -o b.png");
    ck_assert_ptr_eq(strstr(o->err, "glitch: in.png: "), o->err);
    ck_assert_ptr_nonnull(strstr(o->err, ", over the limit max-memory of 120 KiB\n"));
    o = run_expect(0,
        "glitch in.png --lenient -F none --max-pixels 6K "
        "--max-frames 1 --max-memory 1g -o b.png");
    ck_assert_str_eq(o->err, "");
    ck_assert(same_pictures("in.png", "b.png"));
}
END_TEST

START_TEST(option_forms)
{
    run_expect(0, "glitch in.png -i 5 -g -f 2 --seed 1 -c -o a.gif");
    run_expect(0, "glitch -gcf2 -i5 --seed=1 -oa2.gif in.png");
    run_expect(0,
        "glitch --gif --color --frames=2 --intensity 5.0 --seed 1 "
        "--output a3.gif in.png");
    ck_assert(same_files("a.gif", "a2.gif"));
    ck_assert(same_files("a.gif", "a3.gif"));
}
END_TEST

/* Over what is transparent, each is the colour that it says. */
START_TEST(forms_of_a_colour)
{
    static const char *const forms[] = { "fa0", "'#fa0'", "FA0", "ffaa00", "'#FFaa00'",
        "ffaa00ff" };
    picture clear = new_picture(3, 2);
    write_png("clear.png", &clear);
    run_expect(0, "glitch clear.png -F none --matte %s -o a.ppm", forms[_i]);
    size_t size;
    unsigned char *file = read_file("a.ppm", &size);
    ck_assert_uint_gt(size, 18);
    for (size_t i = size - 18; i < size; i += 3)
        ck_assert(file[i] == 0xff && file[i + 1] == 0xaa && file[i + 2] == 0);
    free(file);
    free(clear.px);
}
END_TEST

START_TEST(help_texts)
{
    const outcome *o = run_expect(0, "glitch --help");
    ck_assert_str_eq(o->err, "");
    ck_assert_ptr_nonnull(strstr(o->out, "--intensity LEVEL"));
    for (const char *line = o->out; *line; line += strcspn(line, "\n") + 1)
        ck_assert_uint_le(strcspn(line, "\n"), 80);
    o = run_expect(0, "glitch --version");
    ck_assert_ptr_eq(strstr(o->out, "glitch "), o->out);
    o = run_expect(0, "glitch --list-filters");
    static const char *const names[] = { "scanline-offset", "channel-shift",
        "color-split", "scanlines" };
    for (int i = 0; i < 4; i++)
        ck_assert_ptr_nonnull(strstr(o->out, names[i]));
    for (int i = 0; i < 4; i++) {
        o = run_expect(0, "glitch --help-filter %s", names[i]);
        ck_assert_ptr_eq(strstr(o->out, names[i]), o->out);
        const char *example = strstr(o->out, "\nExample");
        ck_assert_ptr_nonnull(example);
        ck_assert_ptr_nonnull(strstr(example, "\n  glitch "));
    }
}
END_TEST

/* ---- faults -------------------------------------------------------------- */

static const struct {
    int status;
    const char *command, *message;
} faults[] = {
    { 2, "glitch", "no input picture; see glitch --help" },
    { 2, "glitch in.png in.png",
        "in.png: two pictures of it would be in-glitched.png; a template such as -o "
        "'out/{stem}-{index}.{ext}' keeps them apart" },
    { 2, "glitch in.png old.png -o x.png",
        "-o x.png: 2 pictures do not go into one file; name a folder or a template "
        "such "
        "as 'out/{stem}.{ext}'" },
    { 2, "glitch in.png -o '{stam}.png'",
        "-o {stam}.png: at {stam}.png: a template has {dir}, {stem}, {ext}, {index}, "
        "{n}, {seed}, {intensity} and {values}, {index:4} for digits, and {{ for a "
        "brace" },
    { 2, "glitch in.png --to gif -o x.png",
        "-o x.png and --to gif contradict each other" },
    { 2, "glitch in.png --shard 1",
        "--shard 1: two whole numbers are wanted, such as 1/4" },
    { 2, "glitch in.png --shard 5/4",
        "--shard 5/4: the first number goes from 1 to the second" },
    { 2, "glitch in.png --sed 3", "no option --sed; did you mean --seed?" },
    { 2, "glitch in.png --xyzzy", "no option --xyzzy; see glitch --help" },
    { 2, "glitch in.png -z", "no option -z; see glitch --help" },
    { 2, "glitch in.png -o", "-o needs a value: -o FILE" },
    { 2, "glitch in.png --seed", "--seed needs a value: --seed N" },
    { 2, "glitch in.png --gif=yes", "--gif takes no value" },
    { 2, "glitch in.png -i 11", "-i 11 is out of range; it goes from 0.1 to 10" },
    { 2, "glitch in.png -i 0", "-i 0 is out of range; it goes from 0.1 to 10" },
    { 2, "glitch in.png -i nan", "-i nan: a number is wanted, from 0.1 to 10" },
    { 2, "glitch in.png -i 5x", "-i 5x: a number is wanted, from 0.1 to 10" },
    { 2, "glitch in.png -f 0", "-f 0 is out of range; it goes from 1 to 1000000" },
    { 2, "glitch in.png -f 2.5", "-f 2.5: a whole number is wanted" },
    { 2, "glitch in.png --delay 5",
        "--delay 5 is out of range; it goes from 10 to 655350" },
    { 2, "glitch in.png -l -2", "-l -2 is out of range; it goes from -1 to 65535" },
    { 2, "glitch in.png --seed 1x", "--seed 1x: a seed is a number" },
    { 2, "glitch in.png --seed 99999999999999999999",
        "--seed 99999999999999999999 is out of range; it goes from "
        "-9223372036854775808 to 18446744073709551615" },
    { 2, "glitch in.png --step 0",
        "--step 0 is out of range; it goes from 1 to 1000000" },
    { 2, "glitch in.png --change 20",
        "--change 20 is out of range; it goes from -10 to 10" },
    { 2, "glitch in.png -d 50 --fps 3",
        "--delay and --fps say the same; give one of them" },
    { 2, "glitch in.png --max-memory 1X",
        "--max-memory 1X: a number is wanted, such as 1000, 64K, 100M or 1.5G" },
    { 2, "glitch in.png --max-frames 0",
        "--max-frames 0 is out of range; it goes from 1 to 1000000000" },
    { 2, "glitch in.png -q -v", "-q and -v contradict each other" },
    { 2, "glitch in.png -F scanline",
        "no filter 'scanline'; did you mean 'scanline-offset'?" },
    { 2, "glitch in.png -F VHS", "no filter 'VHS'; did you mean 'vhs'?" },
    { 2, "glitch in.png -F vhs:LEVEL=2",
        "filter 'vhs': no parameter 'LEVEL'; did you mean 'level'?" },
    { 2, "glitch in.png --Fps 2", "no option --Fps; did you mean --fps?" },
    { 2, "glitch in.png -F none:level=2",
        "no filter 'none'; alone, the word stands for a chain of none" },
    { 2, "glitch --help-filter none",
        "no filter 'none'; alone, the word stands for a chain of none" },
    { 2, "glitch in.png --matte ff880080",
        "--matte ff880080: an opaque colour is wanted, such as f80, ff8800 or "
        "'#ff8800'" },
    { 2, "glitch in.png --matte fffff",
        "--matte fffff: an opaque colour is wanted, such as f80, ff8800 or '#ff8800'" },
    { 2, "glitch in.png --matte fff,000",
        "--matte fff,000: an opaque colour is wanted, such as f80, ff8800 or "
        "'#ff8800'" },
    { 2, "glitch in.png -F color-split:angel=3",
        "filter 'color-split': no parameter 'angel'; did you mean 'angle'?" },
    { 2, "glitch in.png -F scanlines:every=0",
        "filter 'scanlines': every=0 is out of range; it goes from 1 to 1000000" },
    { 2, "glitch in.png -F scanline-offset:edge=foo",
        "filter 'scanline-offset': edge=foo is none of wrap, clamp, blank" },
    { 2, "glitch in.png -F scanlines:every",
        "filter 'scanlines': 'every' is not of the form key=value" },
    { 2, "glitch --help-filter scanlins",
        "no filter 'scanlins'; did you mean 'scanlines'?" },
    { 2, "glitch --help-filter scanlines:every=3",
        "scanlines:every=3: a filter's name alone is wanted" },
    { 2, "glitch in.png -o x.xyz",
        "x.xyz: the name tells no format that can be written, as .png, .gif and others "
        "do" },
    { 2, "glitch in.png -g -o x.png",
        "x.png: a png file holds one picture; for an animation name a .gif, .webp or "
        ".apng file, or a pattern such as frame-%03d.png" },
    { 2, "glitch in.png -o x%x.png",
        "x%x.png: a name for numbered pictures has exactly one %d, such as "
        "frame-%03d.png (%% stands for a percent sign)" },
    { 2, "glitch in.png -o x%d-%d.png",
        "x%d-%d.png: a name for numbered pictures has exactly one %d, such as "
        "frame-%03d.png (%% stands for a percent sign)" },
    { 1, "glitch no.png -o x.png", "no.png: No such file or directory" },
    { 1, "glitch text.png -o x.png",
        "text.png: not an image that glitch can read (PNG, JPEG, GIF, WebP and Y4M "
        "are)" },
    { 1, "glitch empty.png -o x.png", "empty.png: an empty file, not an image" },
    { 1, "glitch cut.png -o x.png", "cut.png: damaged PNG file (it ends too early)" },
    { 1, "glitch cut.gif -o x.gif", "cut.gif: damaged GIF file (it ends too early)" },
    { 1, "glitch in.png --max-pixels 4k -o x.png",
        "in.png: 96x64 pixels are over the limit max-pixels of 4096" },
    { 1, "glitch whole.gif --max-frames 2 -o x.gif",
        "whole.gif: 3 frames are over the limit max-frames of 2" },
    { 1, "glitch in.png -o no/x.png", "no/x.png: there is no folder no" },
    { 1, "glitch in.png -o old.png", "old.png: exists already (-y overwrites it)" },
    { 1, "glitch in.png -g -f 9 -o 'old%d.png'",
        "old4.png: exists already (-y overwrites it)" },
    { 1, "glitch in.png -o ./in.png",
        "./in.png: input and output are the same file (-y overwrites it)" },
    { 1, "glitch in.png -o link.png",
        "link.png: input and output are the same file (-y overwrites it)" },
    { 1, "glitch in.png -o full.png -y", "full.png: No space left on device" },
    { 1, "glitch in.png -g -o full.gif -y", "full.gif: No space left on device" },
    { 1, "glitch wide.png -o x.gif",
        "x.gif: 70000x1 pixels do not fit into a GIF, which holds at most 65535 each "
        "way" },
    { 1, "glitch \"$(printf 'a\\nb')\" -o x.png", "a?b: No such file or directory" },
};
enum { FAULTS = sizeof faults / sizeof *faults };

static void make_victims(void)
{
    picture wide = new_picture(70000, 1);
    write_png("wide.png", &wide);
    free(wide.px);
    write_file("text.png", "this is a text, not a picture", 29);
    write_file("empty.png", "", 0);
    write_file("old.png", "old", 3);
    write_file("old4.png", "old", 3);
    ck_assert_int_eq(mkdir("dir.png", 0777), 0);
    run_expect(0,
        "head -c 400 in.png >cut.png; ln in.png link.png; "
        "ln -s /dev/full full.png; ln -s /dev/full full.gif; "
        "glitch in.png -g -f 3 -o whole.gif; head -c 3000 whole.gif >cut.gif");
}

START_TEST(faults_say_what_and_leave_nothing)
{
    char expected[1024];
    make_victims();
    int before = count_files(".");
    const outcome *o = run_expect(faults[_i].status, "%s", faults[_i].command);
    snprintf(expected, sizeof expected, "glitch: %s\n", faults[_i].message);
    ck_assert_str_eq(o->err, expected);
    ck_assert_str_eq(o->out, "");
    ck_assert_int_eq(count_files("."), before);
    ck_assert(!file_exists("x.png"));
    unsigned char *old = read_file("old.png", NULL);
    ck_assert_str_eq((char *)old, "old");
    free(old);
}
END_TEST

START_TEST(force_overwrites)
{
    write_file("old.png", "old", 3);
    run_expect(0, "glitch in.png -F none -y -o old.png");
    ck_assert(same_pictures("old.png", "in.png"));
    run_expect(0, "glitch in.png -F scanlines -y -o in.png");
    ck_assert(!same_pictures("old.png", "in.png"));
    ck_assert_int_eq(count_files("."), 2);
}
END_TEST

START_TEST(a_failure_keeps_the_old_output)
{
    run_expect(0, "glitch in.png -g -f 9 -o a.gif; head -c 6000 a.gif >cut.gif");
    write_file("old.gif", "old", 3);
    run_expect(1, "glitch cut.gif -y -o old.gif");
    unsigned char *old = read_file("old.gif", NULL);
    ck_assert_str_eq((char *)old, "old");
    free(old);
    ck_assert_int_eq(count_files("."), 4);
}
END_TEST

START_TEST(standard_output_that_fails)
{
    const outcome *o = run_expect(1, "glitch --help >/dev/full");
    ck_assert_str_eq(o->err, "glitch: standard output: No space left on device\n");
    run_expect(1, "glitch --list-filters >&-");
}
END_TEST

/* A reader that goes away is an error, not a death without a word. */
START_TEST(pipe_that_closes)
{
    picture p = random_picture(600, 600, 1, true);
    write_png("noise.png", &p);
    free(p.px);
    const outcome *o = run_expect(0,
        "mkfifo p.png; (head -c 100 p.png >/dev/null) & glitch noise.png -y -o p.png; "
        "test $? = 1");
    ck_assert_str_eq(o->err, "glitch: p.png: Broken pipe\n");
}
END_TEST

/* ---- signals ------------------------------------------------------------- */

static pid_t start_long_job(const char *output)
{
    char program[4200];
    snprintf(program, sizeof program, "%s/glitch", build_dir());
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        if (!freopen("err.txt", "w", stderr))
            _exit(126);
        execl(program, "glitch", "in.png", "-y", "-c", "-g", "-f", "100000", "-o",
            output, (char *)NULL);
        _exit(127);
    }
    return child;
}

static void wait_until_it_writes(int before)
{
    for (int i = 0; i < 1000 && count_files(".") <= before; i++)
        usleep(10000);
    ck_assert_int_gt(count_files("."), before);
}

START_TEST(signals_clean_up)
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    static const char *const outputs[] = { "old.gif", "f-%d.png" };
    int status;
    write_file("old.gif", "old", 3);
    write_file("err.txt", "", 0);
    int before = count_files(".");
    pid_t child = start_long_job(outputs[_i % 2]);
    wait_until_it_writes(before + _i % 2);
    kill(child, numbers[_i % 3]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(WTERMSIG(status), numbers[_i % 3]);
    ck_assert_int_eq(count_files("."), before);
    unsigned char *old = read_file("old.gif", NULL), *err = read_file("err.txt", NULL);
    ck_assert_str_eq((char *)old, "old");
    ck_assert_str_eq((char *)err, "glitch: interrupted\n");
    free(old);
    free(err);
}
END_TEST

/* ---- memory -------------------------------------------------------------- */

START_TEST(memory_of_a_large_picture)
{
    if (sanitized()) {
        skip("memory_of_a_large_picture", "AddressSanitizer has its own memory");
        return;
    }
    picture p = smooth_picture(4000, 3000, 1);
    write_png("large.png", &p);
    free(p.px);
    const outcome *o = run_expect(0,
        "exec %s/glitch large.png -i 7 -F scanline-offset -F channel-shift:dx=9,dy=20 "
        "-F color-split:angle=30 -F scanlines -o out.png",
        build_dir());
    long picture_kib = 4000L * 3000 * 4 / 1024;
    ck_assert_msg(o->peak_kib <= picture_kib + 16 * 1024,
        "%ld KiB, of which the picture has %ld", o->peak_kib, picture_kib);
}
END_TEST

static long peak_of_encoding(int frames)
{
    return run_expect(0, "exec %s/glitch mid.png -i 7 -cs -g -f %d --jobs 2 -o %d.gif",
        build_dir(), frames, frames)
        ->peak_kib;
}

static long peak_of_decoding(int frames)
{
    return run_expect(
        0, "exec %s/glitch %d.gif -F none -o '%d-%%d.png'", build_dir(), frames, frames)
        ->peak_kib;
}

START_TEST(memory_of_many_frames)
{
    if (sanitized()) {
        skip("memory_of_many_frames", "AddressSanitizer has its own memory");
        return;
    }
    picture p = smooth_picture(400, 300, 1);
    write_png("mid.png", &p);
    free(p.px);
    long few = peak_of_encoding(10), many = peak_of_encoding(200);
    ck_assert_msg(many <= few + 512, "out: %ld KiB for 10, %ld for 200", few, many);
    ck_assert_int_eq(frames_in("200.gif"), 200);
    few = peak_of_decoding(10);
    many = peak_of_decoding(200);
    ck_assert_msg(many <= few + 512, "in: %ld KiB for 10, %ld for 200", few, many);
}
END_TEST

/* ---- the suites ---------------------------------------------------------- */

static TCase *new_case(Suite *suite, const char *name)
{
    TCase *c = tcase_create(name);
    tcase_add_checked_fixture(c, with_picture, leave_folder);
    suite_add_tcase(suite, c);
    return c;
}

int main(void)
{
    Suite *suite = suite_create("cli");
    TCase *makes = new_case(suite, "makes"), *fault = new_case(suite, "faults");
    TCase *memory = new_case(suite, "memory");
    tcase_add_test(makes, still_to_png);
    tcase_add_test(makes, twenty_different_frames);
    tcase_add_test(makes, gif_in_the_viewers);
    tcase_add_test(makes, animation_options);
    tcase_add_test(makes, seeds);
    tcase_add_test(makes, hold_step_and_change);
    tcase_add_test(makes, chains);
    tcase_add_test(makes, output_names);
    tcase_add_test(makes, gif_to_gif);
    tcase_add_test(makes, transparency_stays);
    tcase_add_loop_test(makes, tiny_pictures, 0, 4);
    tcase_add_test(makes, damaged_pictures);
    tcase_add_test(makes, option_forms);
    tcase_add_loop_test(makes, forms_of_a_colour, 0, 6);
    tcase_add_test(makes, help_texts);
    tcase_add_loop_test(fault, faults_say_what_and_leave_nothing, 0, FAULTS);
    tcase_add_test(fault, force_overwrites);
    tcase_add_test(fault, a_failure_keeps_the_old_output);
    tcase_add_test(fault, standard_output_that_fails);
    tcase_add_test(fault, pipe_that_closes);
    tcase_add_loop_test(fault, signals_clean_up, 0, 6);
    tcase_add_test(memory, memory_of_a_large_picture);
    tcase_add_test(memory, memory_of_many_frames);
    return run_suites(&suite, 1);
}
