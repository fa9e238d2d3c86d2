/* formats_plain.c - BMP, TGA, PPM, PAM and bare RGBA, as other programs read them. */
#include "formats.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    uint32_t width, height;
    bool opaque;
} shapes[] = { { 1, 1, true }, { 1, 1, false }, { 3, 2, true }, { 3, 2, false },
    { 31, 17, true }, { 31, 17, false }, { 1, 40, false }, { 257, 3, true } };

enum { SHAPES = sizeof shapes / sizeof *shapes };

static picture shape(int i)
{
    return random_picture(
        shapes[i].width, shapes[i].height, (uint64_t)i + 5, shapes[i].opaque);
}

/* The formula of "over" on an opaque colour. */
static picture blended(const picture *p, PixelTuple m)
{
    picture b = new_picture(p->width, p->height);
    for (size_t i = 0; i < (size_t)p->width * p->height; i++) {
        PixelTuple c = p->px[i];
        double a = c.alpha / 255.0;
        b.px[i] = (PixelTuple) { (uint8_t)(c.red * a + m.red * (1 - a) + 0.5),
            (uint8_t)(c.green * a + m.green * (1 - a) + 0.5),
            (uint8_t)(c.blue * a + m.blue * (1 - a) + 0.5), 255 };
    }
    return b;
}

static void check_with_ffmpeg(const char *extension, const picture *expected)
{
    run_expect(
        0, "ffmpeg -loglevel error -y -i out.%s -pix_fmt rgba back.png", extension);
    picture back = read_png("back.png");
    assert_same(&back, expected, extension);
    free(back.px);
}

START_TEST(plain_pictures_as_ffmpeg_reads_them)
{
    static const char *const formats[] = { "bmp", "tga", "pam" };
    picture p = shape(_i);
    write_png("in.png", &p);
    for (int k = 0; k < 3 && have_tool("ffmpeg"); k++) {
        run_expect(0, "glitch in.png -F none -o out.%s", formats[k]);
        check_with_ffmpeg(formats[k], &p);
    }
    free(p.px);
}
END_TEST

START_TEST(ppm_has_no_alpha)
{
    picture p = shape(_i), white = blended(&p, (PixelTuple) { 255, 255, 255, 255 }),
            blue = blended(&p, (PixelTuple) { 0, 0, 200, 255 });
    write_png("in.png", &p);
    run_expect(0, "glitch in.png -F none -o out.ppm");
    if (have_tool("ffmpeg"))
        check_with_ffmpeg("ppm", &white);
    run_expect(0, "glitch in.png -F none -y --matte 0000c8 -o out.ppm");
    if (have_tool("ffmpeg"))
        check_with_ffmpeg("ppm", &blue);
    free(p.px);
    free(white.px);
    free(blue.px);
}
END_TEST

/* Who reads the file without a program: a header of known length, then the samples. */
START_TEST(headers_are_as_specified)
{
    char expected[128];
    size_t size, n;
    picture p = shape(_i);
    write_png("in.png", &p);
    run_expect(
        0, "glitch in.png -F none -o out.pam && glitch in.png -F none -o out.rgba");
    n = (size_t)snprintf(expected, sizeof expected,
        "P7\nWIDTH %u\nHEIGHT %u\nDEPTH %d\nMAXVAL 255\nTUPLTYPE %s\nENDHDR\n", p.width,
        p.height, shapes[_i].opaque ? 3 : 4, shapes[_i].opaque ? "RGB" : "RGB_ALPHA");
    unsigned char *pam = read_file("out.pam", &size);
    size_t pixels = (size_t)p.width * p.height;
    ck_assert_uint_eq(size, n + pixels * (shapes[_i].opaque ? 3 : 4));
    ck_assert_int_eq(memcmp(pam, expected, n), 0);
    unsigned char *rgba = read_file("out.rgba", &size);
    ck_assert_uint_eq(size, pixels * 4);
    ck_assert_int_eq(memcmp(rgba, p.px, size), 0);
    free(pam);
    free(rgba);
    free(p.px);
}
END_TEST

/* Bare pixels of an animation follow each other. */
START_TEST(rgba_takes_all_frames)
{
    size_t size;
    picture p = smooth_picture(20, 10, 3);
    write_png("in.png", &p);
    run_expect(0, "glitch in.png -f 4 --seed 1 -o out.rgba");
    run_expect(0, "glitch in.png -f 4 --seed 1 -o out-%%d.png");
    unsigned char *rgba = read_file("out.rgba", &size);
    ck_assert_uint_eq(size, 4 * 20 * 10 * 4);
    for (int i = 0; i < 4; i++) {
        char name[32];
        snprintf(name, sizeof name, "out-%d.png", i);
        picture frame = read_png(name);
        ck_assert_int_eq(memcmp(frame.px, rgba + i * 800, 800), 0);
        free(frame.px);
    }
    free(rgba);
    free(p.px);
}
END_TEST

static const struct {
    const char *chroma;
    int across, down;
} chromas[] = { { "", 1, 1 }, { "--chroma 444", 1, 1 }, { "--chroma 422", 2, 1 },
    { "--chroma 420", 2, 2 } };

/* The factors of the first component, in the header of the only scan. */
START_TEST(jpeg_has_the_colours_asked_for)
{
    size_t size;
    picture p = smooth_picture(33, 21, 3);
    write_png("in.png", &p);
    run_expect(0, "glitch in.png -F none %s -o out.jpg", chromas[_i].chroma);
    unsigned char *jpeg = read_file("out.jpg", &size);
    size_t at = 2;
    while (at + 12 < size && jpeg[at + 1] != 0xc0)
        at += 2 + ((size_t)jpeg[at + 2] << 8) + jpeg[at + 3];
    ck_assert_uint_lt(at + 12, size);
    ck_assert_int_eq(jpeg[at + 11], chromas[_i].across << 4 | chromas[_i].down);
    ck_assert_int_eq(jpeg[at + 14], 0x11);
    free(jpeg);
    free(p.px);
}
END_TEST

START_TEST(alpha_that_is_lost_is_told)
{
    static const char *const formats[] = { "jpg", "ppm", "y4m" };
    picture p = shape(5), q = shape(4);
    write_png("glass.png", &p);
    write_png("solid.png", &q);
    const outcome *o =
        run_expect(0, "glitch glass.png -F none -v -o out.%s", formats[_i]);
    ck_assert_ptr_nonnull(strstr(
        o->err, ": it holds no alpha; what is not opaque is blended with ffffff\n"));
    o = run_expect(0, "glitch glass.png -F none -y -o out.%s", formats[_i]);
    ck_assert_str_eq(o->err, "");
    o = run_expect(0, "glitch solid.png -F none -y -v -o out.%s", formats[_i]);
    ck_assert_ptr_null(strstr(o->err, "alpha"));
    free(p.px);
    free(q.px);
}
END_TEST

START_TEST(what_does_not_fit_is_refused)
{
    picture p = random_picture(65536, 1, 1, true);
    write_png("wide.png", &p);
    const outcome *o = run_expect(1, "glitch wide.png -F none -o out.tga");
    ck_assert_str_eq(o->err,
        "glitch: out.tga: 65536x1 pixels do not fit into a TGA; a PNG holds them\n");
    run_expect(0, "glitch wide.png -F none -o out.bmp");
    o = run_expect(2, "glitch wide.png --to bmp -o out.ppm");
    ck_assert_str_eq(o->err, "glitch: -o out.ppm and --to bmp contradict each other\n");
    o = run_expect(2, "glitch wide.png -g -o out.bmp");
    ck_assert_ptr_nonnull(strstr(o->err, "a bmp file holds one picture"));
    ck_assert(!file_exists("out.tga") && !file_exists("out.ppm"));
    free(p.px);
}
END_TEST

/* All that --to takes is told, and taken. */
START_TEST(formats_are_listed)
{
    char names[32][16];
    int count = 0;
    const char *name;
    picture p = shape(2);
    write_png("in.png", &p);
    for (size_t i = 0; (name = glitch_format_at(i)) != NULL; i++)
        snprintf(names[count++], sizeof names[0], "%s", name);
    ck_assert_int_ge(count, 10);
    const outcome *o = run_expect(2, "glitch in.png --to xyz");
    for (int i = 0; i < count; i++)
        ck_assert_ptr_nonnull(strstr(o->err, names[i]));
    for (int i = 0; i < count; i++) {
        run_expect(0, "glitch in.png -F none --to %s", names[i]);
        ck_assert_ptr_nonnull(glitch_format_extension(names[i]));
        ck_assert(file_exists("in-glitched.png") || i > 0);
    }
    free(p.px);
}
END_TEST

void add_plain_tests(Suite *suite)
{
    TCase *c = tcase_create("plain");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, plain_pictures_as_ffmpeg_reads_them, 0, SHAPES);
    tcase_add_loop_test(c, ppm_has_no_alpha, 0, SHAPES);
    tcase_add_loop_test(c, headers_are_as_specified, 0, SHAPES);
    tcase_add_test(c, rgba_takes_all_frames);
    tcase_add_loop_test(c, jpeg_has_the_colours_asked_for, 0, 4);
    tcase_add_loop_test(c, alpha_that_is_lost_is_told, 0, 3);
    tcase_add_test(c, what_does_not_fit_is_refused);
    tcase_add_test(c, formats_are_listed);
    suite_add_tcase(suite, c);
}
