/* decode_jpeg.c - JPEG in: against what libjpeg itself makes of the same files. */
#include "decode.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

/* What is in the file: its colour space, and what its samples are made from. */
typedef struct kind {
    const char *name;
    J_COLOR_SPACE file, input;
    int components, luma; /* luma: sampling factor of the first component */
    bool progressive, no_adobe, restarts;
} kind;

static const kind kinds[] = {
    { "grey", JCS_GRAYSCALE, JCS_GRAYSCALE, 1, 1, false, false, false },
    { "progressive grey", JCS_GRAYSCALE, JCS_GRAYSCALE, 1, 1, true, false, false },
    { "4:4:4", JCS_YCbCr, JCS_RGB, 3, 1, false, false, false },
    { "4:2:0", JCS_YCbCr, JCS_RGB, 3, 2, false, false, false },
    { "progressive 4:4:4", JCS_YCbCr, JCS_RGB, 3, 1, true, false, false },
    { "progressive 4:2:0", JCS_YCbCr, JCS_RGB, 3, 2, true, false, false },
    { "4:2:0 with restarts", JCS_YCbCr, JCS_RGB, 3, 2, false, false, true },
    { "RGB", JCS_RGB, JCS_RGB, 3, 1, false, false, false },
    { "CMYK", JCS_CMYK, JCS_CMYK, 4, 1, false, false, false },
    { "CMYK, not of Adobe", JCS_CMYK, JCS_CMYK, 4, 1, false, true, false },
    { "YCCK", JCS_YCCK, JCS_CMYK, 4, 1, false, false, false },
    { "YCCK 4:2:0", JCS_YCCK, JCS_CMYK, 4, 2, false, false, false },
    { "progressive YCCK", JCS_YCCK, JCS_CMYK, 4, 1, true, false, false },
};
enum { PROGRESSIVE_420 = 5, YCCK = 10 };

/* ---- written, by libjpeg ------------------------------------------------- */

static void set_kind(struct jpeg_compress_struct *j, const kind *k)
{
    j->in_color_space = k->input;
    j->input_components = k->components;
    jpeg_set_defaults(j);
    jpeg_set_colorspace(j, k->file);
    for (int i = 0; i < k->components; i++)
        j->comp_info[i].h_samp_factor = j->comp_info[i].v_samp_factor = 1;
    j->comp_info[0].h_samp_factor = j->comp_info[0].v_samp_factor = k->luma;
    if (k->components == 4) /* black is as fine as the luma */
        j->comp_info[3].h_samp_factor = j->comp_info[3].v_samp_factor = k->luma;
    if (k->progressive)
        jpeg_simple_progression(j);
    if (k->no_adobe)
        j->write_Adobe_marker = FALSE;
    j->restart_interval = k->restarts ? 1 : 0;
}

/* Faults would end the program: jpeg_std_error() exits. */
static void write_jpeg(
    const char *path, const kind *k, uint32_t width, uint32_t height, uint64_t *r)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors;
    FILE *f = fopen(path, "wb");
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_stdio_dest(&j, f);
    j.image_width = width;
    j.image_height = height;
    set_kind(&j, k);
    jpeg_start_compress(&j, TRUE);
    JSAMPLE *row = malloc((size_t)width * 4);
    for (uint32_t y = 0; y < height; y++) {
        for (uint32_t i = 0; i < width * (uint32_t)k->components; i++)
            row[i] = (JSAMPLE)(random_below(r, 60) + (i * 7 + y * 5) % 196);
        jpeg_write_scanlines(&j, &row, 1);
    }
    free(row);
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    ck_assert_int_eq(fclose(f), 0);
}

/* ---- expected ------------------------------------------------------------ */

static uint8_t ink(int c, int k)
{
    return (uint8_t)(int)(c * k / 255.0 + 0.5);
}

static void expected_row(
    const JSAMPLE *in, int channels, PixelTuple *out, uint32_t width)
{
    for (uint32_t x = 0; x < width; x++, in += channels)
        if (channels == 1)
            out[x] = (PixelTuple) { in[0], in[0], in[0], 255 };
        else if (channels == 3)
            out[x] = (PixelTuple) { in[0], in[1], in[2], 255 };
        else
            out[x] = (PixelTuple) { ink(in[0], in[3]), ink(in[1], in[3]),
                ink(in[2], in[3]), 255 };
}

static picture expected_picture(const char *path, const kind *k)
{
    struct jpeg_decompress_struct j;
    struct jpeg_error_mgr errors;
    FILE *f = fopen(path, "rb");
    j.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&j);
    jpeg_stdio_src(&j, f);
    jpeg_read_header(&j, TRUE);
    j.out_color_space = k->components == 1 ? JCS_GRAYSCALE : k->input;
    jpeg_start_decompress(&j);
    ck_assert_int_eq(j.jpeg_color_space, k->file);
    picture p = new_picture(j.output_width, j.output_height);
    JSAMPLE *row = malloc((size_t)p.width * 4);
    for (uint32_t y = 0; y < p.height; y++) {
        jpeg_read_scanlines(&j, &row, 1);
        expected_row(row, k->components, p.px + (size_t)y * p.width, p.width);
    }
    free(row);
    jpeg_finish_decompress(&j);
    jpeg_destroy_decompress(&j);
    fclose(f);
    return p;
}

/* ---- tests --------------------------------------------------------------- */

static const uint32_t sizes[][2] = { { 1, 1 }, { 1, 19 }, { 19, 1 }, { 8, 8 }, { 7, 5 },
    { 17, 15 }, { 33, 50 }, { 100, 61 } };

START_TEST(jpeg_kinds)
{
    const kind *k = &kinds[_i];
    uint64_t r = (uint64_t)_i + 1;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        write_jpeg("x.jpg", k, sizes[i][0], sizes[i][1], &r);
        picture e = expected_picture("x.jpg", k), a = decode_still("x.jpg");
        ck_assert_uint_eq(a.width, sizes[i][0]);
        ck_assert_uint_eq(a.height, sizes[i][1]);
        REQUIRE_SAME(&a, &e, k->name);
        free(a.px);
        free(e.px);
    }
}
END_TEST

/*
 * Longer than the decoder's buffer, so that it is filled, and skipped over, in parts.
 */
START_TEST(jpeg_long)
{
    uint64_t r = 3;
    bytes b = { 0 };
    size_t size;
    write_jpeg("x.jpg", &kinds[YCCK], 400, 300, &r);
    picture e = expected_picture("x.jpg", &kinds[YCCK]);
    unsigned char *data = read_file("x.jpg", &size);
    ck_assert_uint_gt(size, 100000);
    put(&b, data, 2);
    for (int i = 0; i < 3; i++) { /* comments, after the start of the image */
        put(&b, "\xff\xfe\xff\xff", 4);
        for (int k = 0; k < 65533; k++)
            put8(&b, (unsigned)k);
    }
    put(&b, data + 2, size - 2);
    write_file("x.jpg", b.data, b.size);
    picture a = decode_still("x.jpg");
    REQUIRE_SAME(&a, &e, "long");
    free(a.px);
    free(e.px);
    free(b.data);
    free(data);
}
END_TEST

/* A progressive picture with its last scan again and again. */
static bytes many_scans(int scans)
{
    bytes b = { 0 };
    size_t size;
    write_small_jpeg("x.jpg");
    unsigned char *data = read_file("x.jpg", &size);
    size_t last = size - 2; /* the end of the image */
    while (data[last - 2] != 0xff || data[last - 1] != 0xda)
        last--;
    put(&b, data, last - 2);
    for (int i = 0; i < scans; i++)
        put(&b, data + last - 2, size - 2 - (last - 2));
    put(&b, "\xff\xd9", 2);
    free(data);
    return b;
}

static int count_calls(void *user)
{
    ++*(int *)user;
    return 0;
}

/* Each scan takes time, in which it is asked whether to stop; and there is a limit. */
START_TEST(jpeg_scans)
{
    static const struct {
        int scans;
        glitch_status status;
    } cases[] = { { 1, GLITCH_END }, { 400, GLITCH_END }, { 600, GLITCH_EFORMAT } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int calls = 0;
        bytes b = many_scans(cases[i].scans);
        glitch_ctx *ctx = glitch_ctx_new(NULL);
        glitch_ctx_set_cancel(ctx, count_calls, &calls);
        decoded d = decode(ctx, (source) { .data = b.data, .size = b.size });
        ck_assert_msg(d.status == cases[i].status, "%d: %s", cases[i].scans, d.message);
        ck_assert_int_gt(calls, cases[i].scans);
        free_decoded(&d);
        glitch_ctx_free(ctx);
        free(b.data);
    }
}
END_TEST

void write_small_jpeg(const char *path)
{
    uint64_t r = 21;
    write_jpeg(path, &kinds[PROGRESSIVE_420], 9, 10, &r);
}

/* Lossless, arithmetically coded in a hierarchy, 12 bits a sample: not read, but not damaged. */
START_TEST(jpeg_of_other_kinds)
{
    enum { AT_KIND = 1, AT_PRECISION = 4 };
    static const struct {
        size_t at;
        unsigned char value;
    } changes[] = { { AT_KIND, 0xc3 }, { AT_KIND, 0xcd }, { AT_PRECISION, 12 } };
    size_t size, sof = 0;
    uint64_t r = 5;
    write_jpeg("x.jpg", &kinds[0], 9, 7, &r);
    for (size_t i = 0; i < COUNT(changes); i++) {
        unsigned char *file = read_file("x.jpg", &size);
        while (sof + 1 < size && (file[sof] != 0xff || file[sof + 1] != 0xc0))
            sof++;
        file[sof + changes[i].at] = changes[i].value;
        decoded d = decode_memory(file, size);
        ck_assert_int_eq(d.status, GLITCH_EFORMAT);
        ck_assert_msg(strstr(d.message, "a kind of JPEG that is not read") != NULL,
            "%s", d.message);
        free_decoded(&d);
        free(file);
    }
}
END_TEST

void write_cmyk_jpeg(const char *path)
{
    uint64_t r = 22;
    write_jpeg(path, &kinds[YCCK], 9, 7, &r);
}

void add_jpeg_tests(Suite *suite)
{
    TCase *c = tcase_create("jpeg");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, jpeg_kinds, 0, COUNT(kinds));
    tcase_add_test(c, jpeg_long);
    tcase_add_test(c, jpeg_scans);
    tcase_add_test(c, jpeg_of_other_kinds);
    suite_add_tcase(suite, c);
}
