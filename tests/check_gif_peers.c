/*
 * check_gif_peers.c - what other people's decoders see of the GIFs, and how the files
 * compare with those of another encoder.
 *
 * giflib reads a file, and a naive hand puts its frames together; that this is what was
 * wanted is tested in check_gif. gifsicle, ImageMagick, Pillow and ffmpeg must see the
 * same.
 */
#include "gif.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char PYTHON[] = "/usr/bin/python3";

static bool have_pillow(void)
{
    char command[128];
    snprintf(command, sizeof command, "%s -c 'import PIL.Image' 2>/dev/null", PYTHON);
    if (system(command) == 0)
        return true;
    skip("Pillow", "not installed");
    return false;
}

static void run_python(const char *program)
{
    write_file("program.py", program, strlen(program));
    const outcome *o = run_expect(0, "%s -W error program.py", PYTHON);
    ck_assert_str_eq(o->err, "");
}

/* ---- decoders ------------------------------------------------------------ */

/* Frames of RGBA, one after the other; the colour of what is transparent is no matter. */
static clip read_raw(const clip *like)
{
    file f = load_file("x.raw");
    uint32_t w = like->frames[0].width, h = like->frames[0].height;
    size_t pixels = (size_t)w * h;
    clip c = new_clip(w, h, like->count);
    ck_assert_uint_eq(f.size, pixels * 4 * like->count);
    for (uint32_t i = 0; i < c.count; i++)
        for (size_t k = 0; k < pixels; k++) {
            const unsigned char *p = f.data + (i * pixels + k) * 4;
            REQUIRE(p[3] == 0 || p[3] == 255, "frame %u has an alpha of %d", i, p[3]);
            if (p[3])
                c.frames[i].px[k] = (PixelTuple) { p[0], p[1], p[2], 255 };
        }
    free_file(&f);
    return c;
}

static clip see_in_imagemagick(const clip *like)
{
    const outcome *o = run_expect(0, "convert x.gif -coalesce -depth 8 rgba:x.raw");
    ck_assert_str_eq(o->err, "");
    return read_raw(like);
}

/* Every frame once, whatever its delay; that option has another name in old ones. */
static clip see_in_ffmpeg(const clip *like)
{
    static const char *const names[] = { "-fps_mode", "-vsync" };
    const outcome *o = NULL;
    for (int i = 0; i < 2 && (!o || o->status); i++)
        o = run("ffmpeg -v warning -y -i x.gif %s passthrough -f rawvideo "
                "-pix_fmt rgba x.raw",
            names[i]);
    ck_assert_msg(o->status == 0 && !o->err[0], "ffmpeg: %s", o->err);
    return read_raw(like);
}

static clip see_in_pillow(const clip *like)
{
    run_python("import PIL.Image, PIL.ImageSequence\n"
               "gif, out = PIL.Image.open('x.gif'), open('x.raw', 'wb')\n"
               "for f in PIL.ImageSequence.Iterator(gif):\n"
               "    out.write(f.convert('RGBA').tobytes())\n"
               "out.close()\n"
               "gif.close()\n");
    return read_raw(like);
}

/*
 * gifsicle shows no pixels, but it writes what it has read as another file. It warns
 * where that needs more than one palette, which is fine.
 */
static clip see_through_gifsicle(const char *option)
{
    const outcome *o = run_expect(0, "gifsicle --info x.gif");
    ck_assert_str_eq(o->err, "");
    run_expect(0, "gifsicle --no-warnings %s x.gif -o y.gif", option);
    file f = load_file("y.gif");
    seen s = look_at(&f);
    clip shown = s.shown;
    s.shown = (clip) { 0 };
    close_seen(&s);
    free_file(&f);
    return shown;
}

static clip see_in_gifsicle(const clip *like)
{
    (void)like;
    return see_through_gifsicle("--interlace"); /* so that it compresses anew */
}

static const struct {
    const char *tool;
    clip (*see)(const clip *like);
} decoders[] = { { "gifsicle", see_in_gifsicle }, { "convert", see_in_imagemagick },
    { "ffmpeg", see_in_ffmpeg }, { NULL, see_in_pillow } };

/* Loops over the decoders and, for each, the kinds. */
START_TEST(all_see_the_same)
{
    const clip_kind *kind = &clip_kinds[_i % clip_kind_count];
    clip c = kind->make();
    file f = encode(&c, OPTIONS(.threads = 2));
    seen s = look_at(&f);
    save_file("x.gif", &f);
    clip theirs = decoders[_i / clip_kind_count].see(&s.shown);
    assert_same_clips(&theirs, &s.shown, kind->name);
    free_clip(&theirs);
    close_seen(&s);
    free_file(&f);
    free_clip(&c);
}
END_TEST

/* Frames that gifsicle puts together itself, which it does while one palette does. */
START_TEST(unoptimized_by_gifsicle)
{
    static const char *const kinds[] = { "two colours", "one colour with holes",
        "sprites", "always the same" };
    for (int i = 0; i < clip_kind_count; i++)
        for (size_t k = 0; k < COUNT(kinds); k++) {
            if (strcmp(clip_kinds[i].name, kinds[k]) != 0)
                continue;
            clip c = clip_kinds[i].make();
            file f = encode(&c, OPTIONS(.threads = 2));
            save_file("x.gif", &f);
            clip theirs = see_through_gifsicle("--unoptimize");
            assert_shown_well(&theirs, &c, kinds[k]);
            free_clip(&theirs);
            free_file(&f);
            free_clip(&c);
        }
}
END_TEST

/* ---- the command's own output -------------------------------------------- */

static const char *const makings[] = { "city.png -g -f 4 -i 5 -c --seed 1",
    "badge.png -g -f 6 -i 4 --seed 2", "badge.png -g -f 4 --dither fs --colors 40",
    "flat.png -g -f 5 -i 7 --bounce", "portrait.png -g -f 3 -s --small",
    "badge.png -g -f 3 --matte ffffff --quality 95", "city.png -F none --quality 10" };

START_TEST(all_see_what_the_command_makes)
{
    int count = (int)COUNT(makings);
    run_expect(
        0, "glitch %s/samples/images/%s -o x.gif", source_dir(), makings[_i % count]);
    file f = load_file("x.gif");
    seen s = look_at(&f);
    clip theirs = decoders[_i / count].see(&s.shown);
    assert_same_clips(&theirs, &s.shown, makings[_i % count]);
    free_clip(&theirs);
    close_seen(&s);
    free_file(&f);
}
END_TEST

/* ---- another encoder ----------------------------------------------------- */

static const char *const samples[] = { "city", "flat", "portrait" };

static clip read_pictures(int count)
{
    clip c = { calloc((size_t)count, sizeof *c.frames), (uint32_t)count };
    for (int i = 0; i < count; i++) {
        char name[32];
        snprintf(name, sizeof name, "f-%d.png", i);
        c.frames[i] = read_png(name);
    }
    return c;
}

typedef struct result {
    double psnr;
    size_t size;
} result;

static result measure(const char *path, const clip *wanted)
{
    file f = load_file(path);
    seen s = look_at(&f);
    result r = { psnr_of_clips(&s.shown, wanted), f.size };
    close_seen(&s);
    free_file(&f);
    return r;
}

/* Loops over the samples of at least 256 pixels' width: better, and not larger. */
START_TEST(better_than_pillow)
{
    const char *name = samples[_i];
    const char *options = "-i 5 -c -f 8 --seed 7";
    run_expect(0, "glitch %s/samples/images/%s.png %s -o ours.gif", source_dir(), name,
        options);
    run_expect(0, "glitch %s/samples/images/%s.png %s -o f-%%d.png", source_dir(), name,
        options);
    run_python("import PIL.Image\n"
               "frames = [PIL.Image.open('f-%d.png' % i).convert('RGB')\n"
               "    for i in range(8)]\n"
               "frames[0].save('theirs.gif', save_all=True, duration=200, loop=0,\n"
               "    append_images=frames[1:])\n");
    clip wanted = read_pictures(8);
    result ours = measure("ours.gif", &wanted), theirs = measure("theirs.gif", &wanted);
    printf("%s: %.2f dB in %zu bytes; Pillow: %.2f dB in %zu\n", name, ours.psnr,
        ours.size, theirs.psnr, theirs.size);
    ck_assert_msg((double)ours.size <= 1.02 * (double)theirs.size
            && (ours.psnr >= theirs.psnr + 1.5 || ours.psnr > 100),
        "%s: %.2f dB in %zu bytes; Pillow: %.2f dB in %zu", name, ours.psnr, ours.size,
        theirs.psnr, theirs.size);
    free_clip(&wanted);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gif peers");
    TCase *c = new_gif_case(suite, "peers");
    bool pillow = have_pillow();
    for (int i = 0; i < (int)COUNT(decoders); i++) {
        int count = (int)COUNT(makings);
        if (decoders[i].tool ? !have_tool(decoders[i].tool) : !pillow)
            continue;
        tcase_add_loop_test(
            c, all_see_the_same, i * clip_kind_count, (i + 1) * clip_kind_count);
        tcase_add_loop_test(
            c, all_see_what_the_command_makes, i * count, (i + 1) * count);
        if (i == 0)
            tcase_add_test(c, unoptimized_by_gifsicle);
    }
    if (pillow)
        tcase_add_loop_test(c, better_than_pillow, 0, COUNT(samples));
    return run_suites(&suite, 1);
}
