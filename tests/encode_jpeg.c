/* encode_jpeg.c - JPEG out: libjpeg makes the same of the same pixels. */
#include "encode.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

/* Sizes around the blocks of 8 x 8, primes, and as long as can be. */
static const struct {
    uint32_t width, height;
} sizes[] = { { 1, 1 }, { 1, 7 }, { 9, 1 }, { 8, 8 }, { 16, 9 }, { 31, 17 },
    { 127, 61 }, { 65500, 1 }, { 3, 65500 } };
enum { SIZES = sizeof sizes / sizeof *sizes };

static void save_jpeg(const char *path, const picture *p, int quality, PixelTuple matte)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink_options opt = {
        .struct_size = sizeof opt, .overwrite = 1, .quality = quality, .matte = matte
    };
    glitch_status s = save_frames(ctx, path, p, 1, &opt);
    ck_assert_msg(s == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    glitch_ctx_free(ctx);
}

/* Decode with libjpeg itself; checks that no colour was stored at less than full size. */
static picture load(const unsigned char *bytes, size_t size)
{
    struct jpeg_decompress_struct j;
    struct jpeg_error_mgr errors;
    j.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&j);
    jpeg_mem_src(&j, bytes, (unsigned long)size);
    ck_assert_int_eq(jpeg_read_header(&j, TRUE), JPEG_HEADER_OK);
    for (int i = 0; i < j.num_components; i++)
        ck_assert(
            j.comp_info[i].h_samp_factor == 1 && j.comp_info[i].v_samp_factor == 1);
    j.out_color_space = JCS_EXT_RGBA;
    jpeg_start_decompress(&j);
    picture p = new_picture(j.output_width, j.output_height);
    while (j.output_scanline < j.output_height) {
        JSAMPROW row = (JSAMPROW)(p.px + (size_t)j.output_scanline * p.width);
        jpeg_read_scanlines(&j, &row, 1);
    }
    ck_assert_int_eq(errors.num_warnings, 0);
    jpeg_finish_decompress(&j);
    jpeg_destroy_decompress(&j);
    return p;
}

static picture load_file(const char *path)
{
    size_t size;
    unsigned char *bytes = read_file(path, &size);
    picture p = load(bytes, size);
    free(bytes);
    return p;
}

/* The shortest way from RGB rows to a picture of libjpeg's. */
static picture through_libjpeg(const picture *p, int quality)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL, *row = malloc((size_t)p->width * 3);
    unsigned long size = 0;
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, &bytes, &size);
    j.image_width = p->width;
    j.image_height = p->height;
    j.input_components = 3;
    j.in_color_space = JCS_RGB;
    jpeg_set_defaults(&j);
    jpeg_set_quality(&j, quality, TRUE);
    j.comp_info[0].h_samp_factor = j.comp_info[0].v_samp_factor = 1;
    jpeg_start_compress(&j, TRUE);
    for (uint32_t y = 0; y < p->height; y++) {
        for (uint32_t x = 0; x < p->width; x++)
            memcpy(row + (size_t)x * 3, p->px + (size_t)y * p->width + x, 3);
        jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    picture out = load(bytes, size);
    free(bytes);
    free(row);
    return out;
}

static double psnr(const picture *a, const picture *b)
{
    double sum = 0;
    for (size_t i = 0; i < (size_t)a->width * a->height; i++) {
        double r = a->px[i].red - b->px[i].red, g = a->px[i].green - b->px[i].green;
        double c = a->px[i].blue - b->px[i].blue;
        sum += r * r + g * g + c * c;
    }
    return 10 * log10(255.0 * 255 * 3 * a->width * a->height / (sum + 1e-9));
}

static const PixelTuple none = { 0, 0, 0, 0 };

START_TEST(the_same_as_libjpeg)
{
    static const int qualities[] = { 1, 50, 90, 100 };
    picture in = random_picture(sizes[_i].width, sizes[_i].height, 3, true);
    for (int i = 0; i < 4; i++) {
        save_jpeg("x.jpg", &in, qualities[i], none);
        picture out = load_file("x.jpg"), expected = through_libjpeg(&in, qualities[i]);
        assert_same(&out, &expected, "x.jpg");
        free(out.px);
        free(expected.px);
    }
    free(in.px);
}
END_TEST

START_TEST(default_quality)
{
    picture in = smooth_picture(200, 120, 5);
    save_jpeg("x.jpeg", &in, 0, none);
    save_jpeg("90.jpg", &in, 90, none);
    run_expect(0, "cmp x.jpeg 90.jpg");
    picture out = load_file("x.jpeg");
    ck_assert(psnr(&in, &out) > 38);
    free(in.px);
    free(out.px);
}
END_TEST

/* More quality is more bytes and less error. */
START_TEST(quality_is_monotone)
{
    picture in = smooth_picture(300, 200, 6);
    size_t last_size = 0;
    double last = 0;
    for (int quality = 5; quality <= 100; quality += 19) {
        size_t size;
        save_jpeg("x.jpg", &in, quality, none);
        free(read_file("x.jpg", &size));
        picture out = load_file("x.jpg");
        ck_assert_uint_gt(size, last_size);
        ck_assert(psnr(&in, &out) > last);
        last_size = size;
        last = psnr(&in, &out);
        free(out.px);
    }
    free(in.px);
}
END_TEST

/* Blended with the matte, or with white: as naively with real numbers. */
START_TEST(alpha_is_blended)
{
    static const PixelTuple mattes[] = { { 0, 0, 0, 0 }, { 10, 200, 90, 255 } };
    for (int m = 0; m < 2; m++) {
        PixelTuple matte = m ? mattes[m] : (PixelTuple) { 255, 255, 255, 255 };
        picture in = random_picture(64, 70, 8, false), flat = new_picture(64, 70);
        for (size_t i = 0; i < 64 * 70; i++) {
            PixelTuple p = in.px[i];
            double a = p.alpha / 255.0;
            flat.px[i] =
                (PixelTuple) { (uint8_t)lround(p.red * a + matte.red * (1 - a)),
                    (uint8_t)lround(p.green * a + matte.green * (1 - a)),
                    (uint8_t)lround(p.blue * a + matte.blue * (1 - a)), 255 };
        }
        save_jpeg("x.jpg", &in, 100, mattes[m]);
        picture out = load_file("x.jpg"), expected = through_libjpeg(&flat, 100);
        assert_same(&out, &expected, "blended");
        free(in.px);
        free(flat.px);
        free(out.px);
        free(expected.px);
    }
}
END_TEST

START_TEST(too_large)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink_options opt = { .struct_size = sizeof opt };
    picture in = new_picture(65501, 1);
    ck_assert_int_eq(save_frames(ctx, "x.jpg", &in, 1, &opt), GLITCH_ELIMIT);
    ck_assert_str_eq(glitch_ctx_message(ctx),
        "x.jpg: 65501x1 pixels do not fit into a JPEG, which holds at most 65500 each "
        "way");
    ck_assert_int_eq(count_files("."), 0);
    free(in.px);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(one_picture_a_file)
{
    picture in = smooth_picture(20, 20, 1);
    write_png("in.png", &in);
    const outcome *o = run_expect(2, "glitch in.png -g -o x.jpg");
    ck_assert_ptr_nonnull(strstr(o->err, "x.jpg: a jpeg file holds one picture"));
    run_expect(0, "glitch in.png -f 3 -o 'x%%d.jpg' && test -f x2.jpg");
    free(in.px);
}
END_TEST

/* Fewer bytes with tables of its own, the same pixels, and less memory without. */
START_TEST(fast_and_little_memory)
{
    picture in = smooth_picture(400, 300, 2), small, fast;
    write_png("in.png", &in);
    run_expect(0,
        "glitch in.png --no-recipe --seed 1 -o small.jpg && "
        "glitch in.png --no-recipe --seed 1 --fast -o fast.jpg && "
        "glitch in.png --no-recipe --seed 1 --max-memory 700K -o tight.jpg && "
        "cmp tight.jpg fast.jpg && "
        "test $(wc -c <small.jpg) -lt $(wc -c <fast.jpg)");
    small = load_file("small.jpg");
    fast = load_file("fast.jpg");
    assert_same(&small, &fast, "fast");
    free(in.px);
    free(small.px);
    free(fast.px);
}
END_TEST

START_TEST(in_imagemagick)
{
    picture in = smooth_picture(90, 70, 2);
    save_jpeg("x.jpg", &in, 80, none);
    if (have_tool("identify"))
        ck_assert_str_eq(run_expect(0,
                             "identify -format '%%m %%w %%h %%Q "
                             "%%[jpeg:sampling-factor]' x.jpg")
                             ->out,
            "JPEG 90 70 80 1x1,1x1,1x1");
    free(in.px);
}
END_TEST

void add_jpeg_tests(Suite *suite)
{
    TCase *c = tcase_create("jpeg");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, the_same_as_libjpeg, 0, SIZES);
    tcase_add_test(c, default_quality);
    tcase_add_test(c, quality_is_monotone);
    tcase_add_test(c, alpha_is_blended);
    tcase_add_test(c, too_large);
    tcase_add_test(c, one_picture_a_file);
    tcase_add_test(c, fast_and_little_memory);
    tcase_add_test(c, in_imagemagick);
}
