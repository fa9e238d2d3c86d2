/* time_bend.c - jpeg-bend beside libjpeg, and png-bend against a naive one. */
#include "effects_time.h"
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <string.h>

/* ---- jpeg-bend ----------------------------------------------------------- */

static unsigned char *to_jpeg(
    const picture *in, int quality, bool full, unsigned long *size)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL;
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, &bytes, size);
    j.image_width = in->width;
    j.image_height = in->height;
    j.input_components = 4;
    j.in_color_space = JCS_EXT_RGBX;
    jpeg_set_defaults(&j);
    jpeg_set_quality(&j, quality, TRUE);
    j.comp_info[0].h_samp_factor = j.comp_info[0].v_samp_factor = full ? 1 : 2;
    jpeg_start_compress(&j, TRUE);
    for (uint32_t y = 0; y < in->height; y++) {
        JSAMPROW row = (JSAMPROW)(in->px + y * in->width);
        jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    return bytes;
}

/* There and back by libjpeg; chroma without smoothing. */
static picture by_libjpeg(const picture *in, int quality, bool full)
{
    struct jpeg_decompress_struct j;
    struct jpeg_error_mgr errors;
    unsigned long size = 0;
    unsigned char *bytes = to_jpeg(in, quality, full, &size);
    picture out = new_picture(in->width, in->height);
    j.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&j);
    jpeg_mem_src(&j, bytes, size);
    jpeg_read_header(&j, TRUE);
    j.out_color_space = JCS_EXT_RGBA;
    j.do_fancy_upsampling = FALSE;
    jpeg_start_decompress(&j);
    for (uint32_t y = 0; y < in->height; y++) {
        JSAMPROW row = (JSAMPROW)(out.px + y * in->width);
        jpeg_read_scanlines(&j, &row, 1);
    }
    jpeg_finish_decompress(&j);
    jpeg_destroy_decompress(&j);
    free(bytes);
    return out;
}

/* Each transform may round another way: one level of luma and two colours, thus 3. */
static void assert_alike(const picture *a, const picture *e, const picture *alpha)
{
    for (size_t i = 0; i < (size_t)a->width * a->height; i++) {
        PixelTuple p = a->px[i], q = e->px[i];
        ck_assert_int_le(abs(p.red - q.red), 3);
        ck_assert_int_le(abs(p.green - q.green), 3);
        ck_assert_int_le(abs(p.blue - q.blue), 3);
        ck_assert_uint_eq(p.alpha, alpha->px[i].alpha);
    }
}

START_TEST(jpeg_of_sound_data)
{
    static const int qualities[] = { 1, 10, 50, 75, 90, 100 };
    for (size_t i = 0; i < COUNT(qualities); i++)
        for (int full = 0; full < 2; full++)
            for (int restart = 0; restart < 3; restart++) {
                char spec[128];
                picture in = i % 2
                    ? random_picture(odd_sizes[_i][0], odd_sizes[_i][1], i, false)
                    : smooth_picture(odd_sizes[_i][0], odd_sizes[_i][1], i);
                snprintf(spec, sizeof spec,
                    "jpeg-bend:bytes=0,quality=%d,chroma=%s,restart=%d", qualities[i],
                    full ? "full" : "half", restart);
                picture a = glitched(&in, spec, 0);
                picture e = by_libjpeg(&in, qualities[i], full);
                assert_alike(&a, &e, &in);
                free(a.px);
                free(e.px);
                free(in.px);
            }
}
END_TEST

/* How many rows of blocks differ. */
static int spoilt_bands(const picture *in, const char *bytes, int seed)
{
    char spec[128];
    int bands = 0;
    size_t band = (size_t)in->width * 16;
    snprintf(spec, sizeof spec, "jpeg-bend:restart=1,bytes=%s", bytes);
    picture e = glitched(in, "jpeg-bend:restart=1,bytes=0", 0);
    picture a = glitched(in, spec, (uint64_t)seed);
    for (size_t i = 0; i < (size_t)in->width * in->height; i += band)
        bands += memcmp(a.px + i, e.px + i, band * sizeof *a.px) != 0;
    free(a.px);
    free(e.px);
    return bands;
}

/* A changed byte spoils nothing behind the next marker: all of those are still there. */
START_TEST(jpeg_restarts)
{
    picture in = smooth_picture(320, 320, 4);
    int one = 0;
    for (int seed = 0; seed < 20; seed++) {
        int bands = spoilt_bands(&in, "1", seed);
        ck_assert_int_le(bands, 1);
        one += bands;
        ck_assert_int_le(spoilt_bands(&in, "5", seed), 5);
    }
    ck_assert_int_gt(one, 15); /* a byte may be one that is left alone */
    ck_assert_int_eq(spoilt_bands(&in, "10000", 1), 20);
    free(in.px);
}
END_TEST

START_TEST(jpeg_limits)
{
    picture in = new_picture(65501, 1);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    glitch_frames it;
    const glitch_frame *f;
    ck_assert_int_eq(glitch_pipeline_add(p, "jpeg-bend"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(&in, 1), &it), GLITCH_OK);
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_ELIMIT);
    ck_assert_ptr_nonnull(strstr(glitch_ctx_message(ctx), "65501x1"));
    glitch_frames_close(&it);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    free(in.px);
}
END_TEST

/* ---- png-bend ------------------------------------------------------------ */

/* RFC 2083, 6: what byte `c` of pixel x in row y is thought to be. */
static int predictor(int type, const picture *p, int64_t x, int64_t y, int c)
{
    const uint8_t zero[4] = { 0 }, *left = zero, *above = zero, *corner = zero;
    if (x > 0)
        left = (const uint8_t *)&p->px[y * p->width + x - 1];
    if (y > 0)
        above = (const uint8_t *)&p->px[(y - 1) * p->width + x];
    if (x > 0 && y > 0)
        corner = (const uint8_t *)&p->px[(y - 1) * p->width + x - 1];
    int l = left[c], a = above[c], k = corner[c], sum = l + a - k;
    int to_left = abs(sum - l), to_above = abs(sum - a), to_corner = abs(sum - k);
    int nearest = to_above <= to_corner ? a : k;
    if (to_left <= to_above && to_left <= to_corner)
        nearest = l;
    const int all[5] = { 0, l, a, (l + a) / 2, nearest };
    return all[type];
}

/* All rows filtered by one type and decoded by another, as if all were grafted. */
static picture naive_graft(const picture *in, int from, int to, bool alpha)
{
    picture out = new_picture(in->width, in->height);
    for (int64_t y = 0; y < in->height; y++)
        for (int64_t x = 0; x < in->width; x++)
            for (int c = 0; c < 4; c++) {
                uint8_t *byte = (uint8_t *)&out.px[y * in->width + x] + c;
                int was = ((const uint8_t *)&in->px[y * in->width + x])[c];
                *byte = (uint8_t)(was - predictor(from, in, x, y, c)
                    + predictor(to, &out, x, y, c));
            }
    for (size_t i = 0; !alpha && i < (size_t)in->width * in->height; i++)
        out.px[i].alpha = in->px[i].alpha;
    return out;
}

START_TEST(png_all_rows)
{
    static const char *const types[] = { "none", "sub", "up", "average", "paeth" };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 3, false);
    for (int from = 0; from < 5; from++)
        for (int to = 0; to < 5; to++)
            for (int alpha = 0; alpha < 2; alpha++) {
                char spec[128]; /* so many that chance leaves no row out */
                snprintf(spec, sizeof spec,
                    "png-bend:rows=10000,from=%s,to=%s,alpha=%d", types[from],
                    types[to], alpha);
                picture a = glitched(&in, spec, 1);
                picture e = naive_graft(&in, from, to, alpha);
                assert_same(&a, &e, spec);
                free(a.px);
                free(e.px);
            }
    free(in.px);
}
END_TEST

/* One row: nothing above it changes; with types that look at no row above, nothing below. */
START_TEST(png_one_row)
{
    picture in = random_picture(61, 83, 9, false);
    int changed = 0;
    for (uint64_t seed = 0; seed < 50; seed++) {
        picture a = glitched(&in, "png-bend:rows=1,from=sub,to=up", seed);
        int rows = 0;
        for (int y = 0; y < 83; y++)
            rows += memcmp(a.px + 61 * y, in.px + 61 * y, 61 * sizeof *a.px) != 0;
        ck_assert_int_eq(rows, 1);
        free(a.px);
        a = glitched(&in, "png-bend:rows=1", seed);
        changed += !same_pixels(&a, &in);
        free(a.px);
        a = glitched(&in, "png-bend:rows=0", seed);
        assert_same(&a, &in, "no row");
        free(a.px);
    }
    ck_assert_int_gt(changed, 40); /* in row 0 some types are the same */
    free(in.px);
}
END_TEST

/*
 * Where each row is the one above and 1 more, that is the best way to say it: the same comes
 * out whether it is chosen or given. Row 0, which has none above, has to be spared.
 */
START_TEST(png_adaptive)
{
    picture in = new_picture(40, 50);
    int spared = 0;
    for (int i = 0; i < 40 * 50; i++) {
        uint8_t v = (uint8_t)(i % 40 * 61 + i / 40);
        in.px[i] = (PixelTuple) { v, v, v, 255 };
    }
    for (uint64_t seed = 0; seed < 20; seed++) {
        picture a = glitched(&in, "png-bend:rows=10,from=adaptive", seed);
        picture e = glitched(&in, "png-bend:rows=10,from=up", seed);
        if (memcmp(a.px, in.px, 40 * sizeof *a.px) == 0
            && memcmp(e.px, in.px, 40 * sizeof *e.px) == 0) {
            assert_same(&a, &e, "adaptive");
            spared++;
        }
        free(a.px);
        free(e.px);
    }
    ck_assert_int_gt(spared, 8);
    free(in.px);
}
END_TEST
START_TEST(frames_alone)
{
    static const char *const specs[] = { "jpeg-bend", "jpeg-bend:level=8,restart=1",
        "png-bend", "png-bend:level=8,from=paeth" };
    check_frames_alone(specs[_i]);
}
END_TEST

START_TEST(ends)
{
    static const char *const specs[] = { "jpeg-bend:level=0.1", "jpeg-bend:level=10",
        "jpeg-bend:bytes=5000,quality=1,restart=65535",
        "jpeg-bend:bytes=5000,quality=100,restart=1,chroma=full",
        "jpeg-bend:bytes=1000000,quality=100", "png-bend:level=0.1",
        "png-bend:level=10,from=adaptive", "png-bend:rows=1000000,alpha=yes",
        "png-bend:rows=1000000,from=paeth" };
    const char *one = specs[_i];
    check_ends(&one, 1);
}
END_TEST

Suite *bend_suite(void)
{
    Suite *suite = suite_create("bend");
    TCase *c = tcase_create("bend");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, jpeg_of_sound_data, 0, ODD_SIZES);
    tcase_add_test(c, jpeg_restarts);
    tcase_add_test(c, jpeg_limits);
    tcase_add_loop_test(c, png_all_rows, 0, ODD_SIZES);
    tcase_add_test(c, png_one_row);
    tcase_add_test(c, png_adaptive);
    tcase_add_loop_test(c, frames_alone, 0, 4);
    tcase_add_loop_test(c, ends, 0, 9);
    return suite;
}
