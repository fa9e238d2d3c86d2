/*
 * check_meta.c - what a file has beside its pixels: profile, gamma, resolution, Exif, XMP.
 * Files are made, and looked at, with libpng and libjpeg themselves.
 */
#include "support/support.h"
#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <zlib.h>

/* ---- samples --------------------------------------------------------------- */

enum { PROFILE = 132 + 70000, EXIF = 60, WIDTH = 12, HEIGHT = 8 };

static unsigned char profile[PROFILE], exif_data[EXIF];
static const char xmp[] = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>glitch</x:xmpmeta>";

static void put32(unsigned char *at, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(v >> (24 - 8 * i));
}

static void put16(unsigned char *at, unsigned v)
{
    at[0] = (unsigned char)v;
    at[1] = (unsigned char)(v >> 8);
}

/* The least that libpng takes for a profile, and something that is too long for a marker. */
static void make_profile(const char *colors, uint32_t size)
{
    memset(profile, 0, PROFILE);
    put32(profile, size);
    put32(profile + 8, 0x02400000);
    memcpy(profile + 12, "mntr", 4);
    memcpy(profile + 16, colors, 4);
    memcpy(profile + 20, "XYZ ", 4);
    memcpy(profile + 36, "acsp", 4);
    put32(profile + 68, 0xf6d6);
    put32(profile + 72, 0x10000);
    put32(profile + 76, 0xd32d);
    for (int i = 132; i < PROFILE; i++)
        profile[i] = (unsigned char)((unsigned)i * (unsigned)i >> 4);
}

/* Little-endian: an orientation, a width, and a second directory, which has a thumbnail. */
static void make_exif(unsigned orientation)
{
    memset(exif_data, 0, EXIF);
    memcpy(exif_data, "II*\0\x08\0\0\0\x02", 9);
    put16(exif_data + 10, 0x0112);
    put16(exif_data + 12, 3);
    put16(exif_data + 14, 1);
    put16(exif_data + 18, orientation);
    put16(exif_data + 22, 0x0100);
    put16(exif_data + 24, 3);
    put16(exif_data + 26, 1);
    put16(exif_data + 30, WIDTH);
    put16(exif_data + 34, 38);
    memcpy(exif_data + 40, "secret thumbnail", 16);
}

static void make_samples(void)
{
    enter_folder();
    make_profile("RGB ", PROFILE);
    make_exif(1);
}

/* ---- files ----------------------------------------------------------------- */

typedef struct extras {
    bool profile, exif, xmp, colors;
    uint32_t x, y; /* a resolution, */
    int unit;      /* per metre, or a ratio */
} extras;

static void write_png_with(const char *path, const picture *p, extras e)
{
    FILE *f = fopen(path, "wb");
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    ck_assert(f && info && setjmp(png_jmpbuf(png)) == 0);
    png_init_io(png, f);
    png_set_IHDR(png, info, p->width, p->height, 8, PNG_COLOR_TYPE_RGBA, 0, 0, 0);
    if (e.profile)
        png_set_iCCP(png, info, "mine", 0, profile, PROFILE);
    if (e.colors) {
        png_set_gAMA(png, info, 0.5);
        png_set_cHRM(png, info, 0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06);
    }
    if (e.x)
        png_set_pHYs(png, info, e.x, e.y, e.unit);
    if (e.exif)
        png_set_eXIf_1(png, info, EXIF, exif_data);
    char key[] = "XML:com.adobe.xmp";
    png_text text = { .compression = PNG_ITXT_COMPRESSION_zTXt,
        .key = key,
        .text = (char *)xmp,
        .itxt_length = strlen(xmp) };
    if (e.xmp)
        png_set_text(png, info, &text, 1);
    png_write_info(png, info);
    for (uint32_t y = 0; y < p->height; y++)
        png_write_row(png, (png_const_bytep)(p->px + (size_t)y * p->width));
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    fclose(f);
}

static void write_marker(struct jpeg_compress_struct *j, int marker, const char *mark,
    size_t length, const void *data, size_t size)
{
    unsigned char *all = malloc(length + size);
    memcpy(all, mark, length);
    memcpy(all + length, data, size);
    jpeg_write_marker(j, marker, all, (unsigned)(length + size));
    free(all);
}

static void write_jpeg_with(const char *path, const picture *p, extras e)
{
    struct jpeg_error_mgr errors;
    struct jpeg_compress_struct j = { .err = jpeg_std_error(&errors) };
    FILE *f = fopen(path, "wb");
    jpeg_create_compress(&j);
    jpeg_stdio_dest(&j, f);
    j.image_width = p->width;
    j.image_height = p->height;
    j.input_components = 4;
    j.in_color_space = JCS_EXT_RGBX;
    jpeg_set_defaults(&j);
    j.density_unit = (UINT8)e.unit;
    j.X_density = (UINT16)(e.x ? e.x : 1);
    j.Y_density = (UINT16)(e.y ? e.y : 1);
    jpeg_start_compress(&j, TRUE);
    if (e.exif)
        write_marker(&j, JPEG_APP0 + 1, "Exif\0", 6, exif_data, EXIF);
    if (e.xmp)
        write_marker(
            &j, JPEG_APP0 + 1, "http://ns.adobe.com/xap/1.0/", 29, xmp, strlen(xmp));
    if (e.profile)
        jpeg_write_icc_profile(&j, profile, PROFILE);
    for (uint32_t y = 0; y < p->height; y++) {
        JSAMPROW row = (JSAMPROW)(p->px + (size_t)y * p->width);
        jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    fclose(f);
}

/* What a file has, bytes copied. */
typedef struct seen {
    unsigned char *profile, *exif, *xmp;
    size_t profile_size, exif_size, xmp_size;
    double gamma, white_x;
    uint32_t x, y;
    int unit;
} seen;

static unsigned char *copy_of(const void *data, size_t size)
{
    unsigned char *copy = malloc(size + 1);
    memcpy(copy, data, size);
    copy[size] = 0;
    return copy;
}

static void see_text(seen *s, png_structp png, png_infop info)
{
    png_textp texts;
    int count = 0;
    png_get_text(png, info, &texts, &count);
    for (int i = 0; i < count; i++)
        if (strcmp(texts[i].key, "XML:com.adobe.xmp") == 0) {
            s->xmp_size = texts[i].itxt_length;
            s->xmp = copy_of(texts[i].text, s->xmp_size);
        }
}

static seen see_png(const char *path)
{
    seen s = { 0 };
    FILE *f = fopen(path, "rb");
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    ck_assert(f && info && setjmp(png_jmpbuf(png)) == 0);
    png_init_io(png, f);
    png_read_png(png, info, 0, NULL);
    png_charp name;
    png_bytep data;
    png_uint_32 size;
    int method;
    double rest;
    if (png_get_iCCP(png, info, &name, &method, &data, &size)) {
        s.profile = copy_of(data, size);
        s.profile_size = size;
    }
    if (png_get_eXIf_1(png, info, &size, &data)) {
        s.exif = copy_of(data, size);
        s.exif_size = size;
    }
    if (png_get_valid(png, info, PNG_INFO_gAMA))
        png_get_gAMA(png, info, &s.gamma);
    if (png_get_valid(png, info, PNG_INFO_cHRM))
        png_get_cHRM(
            png, info, &s.white_x, &rest, &rest, &rest, &rest, &rest, &rest, &rest);
    png_get_pHYs(png, info, &s.x, &s.y, &s.unit);
    see_text(&s, png, info);
    png_destroy_read_struct(&png, &info, NULL);
    fclose(f);
    return s;
}

static seen see_jpeg(const char *path)
{
    seen s = { 0 };
    struct jpeg_error_mgr errors;
    struct jpeg_decompress_struct j = { .err = jpeg_std_error(&errors) };
    FILE *f = fopen(path, "rb");
    ck_assert_ptr_nonnull(f);
    jpeg_create_decompress(&j);
    jpeg_stdio_src(&j, f);
    jpeg_save_markers(&j, JPEG_APP0 + 1, 0xffff);
    jpeg_save_markers(&j, JPEG_APP0 + 2, 0xffff);
    jpeg_read_header(&j, TRUE);
    unsigned size;
    JOCTET *data;
    if (jpeg_read_icc_profile(&j, &data, &size)) {
        s.profile = copy_of(data, size);
        s.profile_size = size;
        free(data);
    }
    for (jpeg_saved_marker_ptr m = j.marker_list; m; m = m->next)
        if (m->data_length > 29 && memcmp(m->data, "Exif", 5) == 0)
            s.exif = copy_of(m->data + 6, s.exif_size = m->data_length - 6);
        else if (m->data_length > 29 && memcmp(m->data, "http:", 5) == 0)
            s.xmp = copy_of(m->data + 29, s.xmp_size = m->data_length - 29);
    s.unit = j.density_unit;
    s.x = j.X_density;
    s.y = j.Y_density;
    jpeg_destroy_decompress(&j);
    fclose(f);
    return s;
}

static void free_seen(seen *s)
{
    free(s->profile);
    free(s->exif);
    free(s->xmp);
}

static bool is_jpeg(const char *path)
{
    return strstr(path, ".jpg") != NULL;
}

static seen see(const char *path)
{
    return is_jpeg(path) ? see_jpeg(path) : see_png(path);
}

static void write_with(const char *path, const picture *p, extras e)
{
    if (is_jpeg(path))
        write_jpeg_with(path, p, e);
    else
        write_png_with(path, p, e);
}

/* ---- what is passed on ------------------------------------------------------- */

static const struct {
    const char *from, *to;
} ways[] = { { "in.png", "out.png" }, { "in.png", "out.jpg" }, { "in.jpg", "out.png" },
    { "in.jpg", "out.jpg" }, { "in.png", "out.apng" } };

enum { WAYS = sizeof ways / sizeof *ways };

static void convert(int way, const char *options)
{
    run_expect(
        0, "glitch %s -F none -y %s -o %s", ways[way].from, options, ways[way].to);
}

static void has_profile(const seen *s)
{
    ck_assert_uint_eq(s->profile_size, PROFILE);
    ck_assert_int_eq(memcmp(s->profile, profile, PROFILE), 0);
}

/* The profile always; what tells of persons and places only where that is asked for. */
START_TEST(profile_is_kept)
{
    picture p = smooth_picture(WIDTH, HEIGHT, 1);
    write_with(
        ways[_i].from, &p, (extras) { .profile = true, .exif = true, .xmp = true });
    convert(_i, "");
    seen s = see(ways[_i].to);
    has_profile(&s);
    ck_assert(!s.exif && !s.xmp);
    free_seen(&s);
    convert(_i, "--keep-metadata");
    s = see(ways[_i].to);
    has_profile(&s);
    ck_assert_uint_eq(s.exif_size, EXIF);
    ck_assert_uint_eq(s.xmp_size, strlen(xmp));
    ck_assert_int_eq(memcmp(s.xmp, xmp, strlen(xmp)), 0);
    free_seen(&s);
    free(p.px);
}
END_TEST

/* The thumbnail shows what was before: nothing leads to it any more. */
START_TEST(thumbnail_is_cut_off)
{
    picture p = smooth_picture(WIDTH, HEIGHT, 1);
    write_with(ways[_i].from, &p, (extras) { .exif = true });
    convert(_i, "--keep-metadata");
    seen s = see(ways[_i].to);
    unsigned char expected[EXIF];
    memcpy(expected, exif_data, EXIF);
    memset(expected + 34, 0, 4);
    ck_assert_uint_eq(s.exif_size, EXIF);
    ck_assert_int_eq(memcmp(s.exif, expected, EXIF), 0);
    free_seen(&s);
    free(p.px);
}
END_TEST

/* Who turns a picture says so; else viewers turn it again. */
START_TEST(orientation_is_applied_once)
{
    picture p = smooth_picture(WIDTH, HEIGHT, 1);
    make_exif(6);
    write_with(ways[_i].from, &p, (extras) { .exif = true });
    convert(_i, "--keep-metadata");
    seen s = see(ways[_i].to);
    bool animated = strcmp(ways[_i].to, "out.apng") == 0;
    ck_assert_int_eq(s.exif[18], 1);
    free_seen(&s);
    convert(_i, "--keep-metadata --no-orient");
    s = see(ways[_i].to);
    ck_assert_int_eq(s.exif[18], 6);
    free_seen(&s);
    if (!is_jpeg(ways[_i].to) && !animated) {
        picture stored = read_png(ways[_i].to);
        ck_assert_uint_eq(stored.width, WIDTH);
        convert(_i, "");
        picture turned = read_png(ways[_i].to);
        ck_assert_uint_eq(turned.width, HEIGHT);
        for (uint32_t y = 0; y < HEIGHT; y++)
            for (uint32_t x = 0; x < WIDTH; x++)
                ck_assert_int_eq(memcmp(&stored.px[y * WIDTH + x],
                                     &turned.px[x * HEIGHT + HEIGHT - 1 - y], 4),
                    0);
        free(stored.px);
        free(turned.px);
    }
    free(p.px);
}
END_TEST

START_TEST(gamma_is_kept)
{
    picture p = smooth_picture(WIDTH, HEIGHT, 1);
    write_png_with("in.png", &p, (extras) { .colors = true });
    run_expect(0, "glitch in.png -F none -o out.png");
    seen s = see_png("out.png");
    ck_assert_double_eq_tol(s.gamma, 0.5, 1e-5);
    ck_assert_double_eq_tol(s.white_x, 0.3127, 1e-5);
    free_seen(&s);
    free(p.px);
}
END_TEST

static const struct {
    const char *from;
    uint32_t x, y;
    int unit;
    const char *to;
    uint32_t to_x, to_y;
    int to_unit;
} densities[] = {
    { "in.png", 11811, 5906, 1, "out.png", 11811, 5906, 1 },
    { "in.png", 11811, 5906, 1, "out.jpg", 300, 150, 1 },
    { "in.png", 4, 3, 0, "out.png", 4, 3, 0 },
    { "in.png", 4, 3, 0, "out.jpg", 4, 3, 0 },
    { "in.png", 4000000000U, 1, 1, "out.jpg", 1, 1, 0 },
    { "in.jpg", 72, 96, 1, "out.png", 2835, 3780, 1 },
    { "in.jpg", 72, 96, 1, "out.jpg", 72, 96, 1 },
    { "in.jpg", 100, 200, 2, "out.png", 10000, 20000, 1 },
    { "in.jpg", 5, 7, 0, "out.png", 5, 7, 0 },
    { "in.jpg", 1, 1, 0, "out.png", 0, 0, 0 },
};

START_TEST(resolution_is_kept)
{
    picture p = smooth_picture(WIDTH, HEIGHT, 1);
    write_with(densities[_i].from, &p,
        (extras) {
            .x = densities[_i].x, .y = densities[_i].y, .unit = densities[_i].unit });
    run_expect(0, "glitch %s -F none -o %s", densities[_i].from, densities[_i].to);
    seen s = see(densities[_i].to);
    ck_assert_uint_eq(s.x, densities[_i].to_x);
    ck_assert_uint_eq(s.y, densities[_i].to_y);
    ck_assert_int_eq(s.unit, densities[_i].to_unit);
    free_seen(&s);
    free(p.px);
}
END_TEST

/* Of a video the shape of pixels. */
START_TEST(aspect_of_pixels_is_kept)
{
    static const char film[] = "YUV4MPEG2 W2 H2 F25:1 A128:117 Cmono\nFRAME\n1234";
    size_t size;
    write_file("in.y4m", film, sizeof film - 1);
    run_expect(0, "glitch in.y4m -F none -o out.y4m");
    char *y4m = (char *)read_file("out.y4m", &size);
    ck_assert_ptr_nonnull(strstr(y4m, " A128:117 "));
    free(y4m);
    run_expect(0, "glitch in.y4m -F none -o out.apng");
    seen s = see_png("out.apng");
    ck_assert(s.x == 117 && s.y == 128 && s.unit == 0);
    free_seen(&s);
}
END_TEST

/* ---- what is not -------------------------------------------------------------- */

static const struct {
    const char *colors;
    uint32_t size;
} profiles[] = { { "GRAY", PROFILE }, { "CMYK", PROFILE }, { "RGB ", PROFILE - 1 },
    { "RGB ", 128 } };

/* A profile of other colours than are written, or that is no profile, stays behind. */
START_TEST(profiles_that_do_not_fit)
{
    picture p = smooth_picture(WIDTH, HEIGHT, 1);
    make_profile(profiles[_i].colors, profiles[_i].size);
    write_jpeg_with("in.jpg", &p, (extras) { .profile = true });
    run_expect(
        0, "glitch in.jpg -F none -o out.png && glitch in.jpg -F none -o out.jpg");
    seen a = see_png("out.png"), b = see_jpeg("out.jpg");
    ck_assert(!a.profile && !b.profile);
    free_seen(&a);
    free_seen(&b);
    free(p.px);
}
END_TEST

START_TEST(lost_profile_is_told)
{
    picture p = smooth_picture(WIDTH, HEIGHT, 1);
    write_png_with("in.png", &p, (extras) { .profile = true });
    const outcome *o = run_expect(0, "glitch in.png -F none -v -o out.gif");
    ck_assert_ptr_nonnull(strstr(o->err,
        "glitch: out.gif: the colour profile is left out, for which a gif has no "
        "room\n"));
    o = run_expect(0, "glitch in.png -F none -v -o out.png");
    ck_assert_ptr_null(strstr(o->err, "profile"));
    free(p.px);
}
END_TEST

START_TEST(sixteen_bits_are_told)
{
    write_file("in.pgm", "P5 2 2 65535\n12345678", 21);
    if (!have_tool("convert"))
        return;
    run_expect(0, "convert in.pgm in.png");
    const outcome *o = run_expect(0, "glitch in.png -F none -v -o out.png");
    ck_assert_ptr_nonnull(
        strstr(o->err, "glitch: in.png: its 16 bits a sample are reduced to 8\n"));
}
END_TEST

/* Chunks of any content: a picture is a picture. */
START_TEST(hostile_chunks)
{
    static const char *const types[] = { "gAMA", "cHRM", "sRGB", "iCCP", "pHYs", "eXIf",
        "iTXt" };
    uint64_t r = (uint64_t)_i + 1;
    size_t size;
    picture p = smooth_picture(WIDTH, HEIGHT, 1);
    write_png("plain.png", &p);
    unsigned char *plain = read_file("plain.png", &size), out[4096];
    ck_assert_uint_lt(size, 2048);
    size_t head = 33, length = test_random(&r) % (_i % 2 ? 12 : 1000);
    memcpy(out, plain, head);
    put32(out + head, (uint32_t)length);
    memcpy(out + head + 4, types[_i % 7], 4);
    for (size_t i = 0; i < length; i++)
        out[head + 8 + i] = (unsigned char)(test_random(&r) >> (i % 3 ? 60 : 40));
    if (_i % 7 == 6 && length > 40)
        memcpy(out + head + 8, "XML:com.adobe.xmp\0\1", 20);
    uLong crc = crc32(0, out + head + 4, (uInt)(length + 4));
    put32(out + head + 8 + length, (uint32_t)crc);
    memcpy(out + head + 12 + length, plain + head, size - head);
    write_file("in.png", out, size + 12 + length);
    run_expect(0, "glitch in.png -F none --keep-metadata --no-orient -o out.png");
    picture back = read_png("out.png");
    assert_same(&back, &p, types[_i % 7]);
    run_expect(0, "glitch in.png -F none --keep-metadata -o out.jpg");
    free(back.px);
    free(plain);
    free(p.px);
}
END_TEST

/* A profile that inflates to more than anybody needs is left out. */
START_TEST(profile_bomb)
{
    const outcome *o = run_expect(0, "glitch %s -F none -v -o out.png",
        source_path("tests/regress/png/profile-bomb.png"));
    seen s = see_png("out.png");
    ck_assert_ptr_null(s.profile);
    if (!sanitized())
        ck_assert_int_lt(o->peak_kib, 60 << 10);
    free_seen(&s);
}
END_TEST

/* What another program makes of it all. */
START_TEST(exiftool_reads_it)
{
    picture p = smooth_picture(WIDTH, HEIGHT, 1);
    if (!have_tool("exiftool"))
        return;
    make_exif(6);
    write_jpeg_with("in.jpg", &p,
        (extras) { .exif = true, .xmp = true, .x = 72, .y = 72, .unit = 1 });
    convert(_i == 0 ? 3 : 2, "--keep-metadata");
    const outcome *o =
        run_expect(0, "exiftool -n -G1 -s %s", _i == 0 ? "out.jpg" : "out.png");
    ck_assert_ptr_nonnull(strstr(o->out, "Orientation                     : 1\n"));
    ck_assert_msg(!strstr(o->out, "Warning"), "%s", o->out);
    ck_assert_ptr_null(strstr(o->out, "Thumbnail"));
    free(p.px);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("meta");
    TCase *c = tcase_create("meta");
    tcase_add_checked_fixture(c, make_samples, leave_folder);
    tcase_add_loop_test(c, profile_is_kept, 0, WAYS);
    tcase_add_loop_test(c, thumbnail_is_cut_off, 0, WAYS);
    tcase_add_loop_test(c, orientation_is_applied_once, 0, WAYS);
    tcase_add_test(c, gamma_is_kept);
    tcase_add_loop_test(
        c, resolution_is_kept, 0, (int)(sizeof densities / sizeof *densities));
    tcase_add_test(c, aspect_of_pixels_is_kept);
    tcase_add_loop_test(
        c, profiles_that_do_not_fit, 0, (int)(sizeof profiles / sizeof *profiles));
    tcase_add_test(c, lost_profile_is_told);
    tcase_add_test(c, sixteen_bits_are_told);
    tcase_add_loop_test(c, hostile_chunks, 0, 140);
    tcase_add_test(c, profile_bomb);
    tcase_add_loop_test(c, exiftool_reads_it, 0, 2);
    suite_add_tcase(suite, c);
    return run_suites(&suite, 1);
}
