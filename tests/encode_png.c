/* encode_png.c - PNG out: the exact pixels, in the least kind of PNG that has room for them. */
#include "encode.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_AT = 24, TYPE_AT = 25, RGB = 2, PALETTE = 3, RGBA = 6 };

static const struct {
    uint32_t w, h;
} sizes[] = { { 1, 1 }, { 1, 9 }, { 9, 1 }, { 2, 2 }, { 33, 17 }, { 101, 37 } };
enum { SIZES = sizeof sizes / sizeof *sizes };

/* Numbers of colours around those that an index of 1, 2, 4 or 8 bits has room for. */
static const int counts[] = { 1, 2, 3, 4, 5, 16, 17, 255, 256, 257 };
enum { COUNTS = sizeof counts / sizeof *counts };

static int count_colors(const picture *p)
{
    int count = 0;
    for (size_t i = 0; i < (size_t)p->width * p->height; i++) {
        size_t k = 0;
        while (memcmp(&p->px[k], &p->px[i], sizeof *p->px) != 0)
            k++;
        count += k == i;
    }
    return count;
}

static int bits_for(int colors)
{
    return colors <= 2 ? 1 : colors <= 4 ? 2 : colors <= 16 ? 4 : 8;
}

static uint32_t number_at(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* What the chunk of that type has of bytes; 0: there is none. */
static uint32_t chunk_size(const unsigned char *bytes, size_t size, const char *type)
{
    enum { SIGNATURE = 8, AROUND = 12 }; /* a chunk's data: size, type and checksum */
    const unsigned char *end = bytes + size, *b = bytes + SIGNATURE;
    while (b < end && memcmp(b + 4, type, 4) != 0)
        b += (size_t)number_at(b) + AROUND;
    return b < end ? number_at(b) : 0;
}

static void assert_kind(const char *path, const picture *p, bool opaque)
{
    int colors = count_colors(p);
    unsigned char *bytes = read_file(path, NULL);
    if (colors <= 256) {
        ck_assert_int_eq(bytes[TYPE_AT], PALETTE);
        ck_assert_int_eq(bytes[DEPTH_AT], bits_for(colors));
    } else {
        ck_assert_int_eq(bytes[TYPE_AT], opaque ? RGB : RGBA);
        ck_assert_int_eq(bytes[DEPTH_AT], 8);
    }
    free(bytes);
}

START_TEST(png_round_trip)
{
    for (int opaque = 0; opaque < 2; opaque++) {
        picture p = random_picture(sizes[_i].w, sizes[_i].h, 7 + (uint64_t)_i, opaque);
        if (!opaque)
            p.px[0].alpha = 100;
        save_ok("x.png", &p, 1);
        picture q = read_png("x.png");
        assert_same(&q, &p, "x.png");
        assert_kind("x.png", &p, opaque);
        ck_assert_int_eq(count_files("."), 1);
        free(p.px);
        free(q.px);
    }
}
END_TEST

/* ---- palettes ------------------------------------------------------------- */

/* Every colour at least once, in no order; every third of them to be seen through, and
 * two of them transparent, of different colours. */
static picture few_colors(int colors, bool opaque, uint64_t seed)
{
    picture p = new_picture(37, 23); /* no width that fills bytes */
    size_t pixels = (size_t)p.width * p.height;
    for (size_t i = 0; i < pixels; i++) {
        size_t c = (i < (size_t)colors ? i : test_random(&seed)) % (size_t)colors;
        bool clear = !opaque && c % 3 == 1;
        p.px[pixels - 1 - i] = (PixelTuple) { (uint8_t)c, (uint8_t)(c * 7),
            (uint8_t)(c >> 8), (uint8_t)(clear ? (c < 6 ? 0 : c % 255) : 255) };
    }
    return p;
}

START_TEST(palette_is_exact)
{
    for (int opaque = 0; opaque < 2; opaque++) {
        picture p = few_colors(counts[_i], opaque, 3);
        ck_assert_int_eq(count_colors(&p), counts[_i]);
        save_ok("x.png", &p, 1);
        picture q = read_png("x.png");
        assert_same(&q, &p, "x.png");
        assert_kind("x.png", &p, opaque);
        free(p.px);
        free(q.px);
    }
}
END_TEST

/* Alpha is written for the first colours only, no more than have some. */
START_TEST(palette_has_few_alphas)
{
    size_t size;
    for (int i = 0; counts[i] <= 256; i++) {
        uint32_t clear = (uint32_t)(counts[i] + 1) / 3; /* 1, 4, 7 and so on */
        picture p = few_colors(counts[i], false, 4);
        save_ok("x.png", &p, 1);
        unsigned char *bytes = read_file("x.png", &size);
        ck_assert_uint_eq(chunk_size(bytes, size, "tRNS"), clear);
        ck_assert_uint_eq(chunk_size(bytes, size, "PLTE"), 3 * (uint32_t)counts[i]);
        free(bytes);
        free(p.px);
    }
}
END_TEST

START_TEST(palette_in_other_programs)
{
    picture p = few_colors(counts[_i], _i % 2, 5);
    save_ok("x.png", &p, 1);
    if (have_tool("pngcheck"))
        run_expect(0, "pngcheck -q x.png");
    if (have_tool("ffmpeg")) {
        run_expect(0, "ffmpeg -loglevel error -y -i x.png -pix_fmt rgba back.png");
        picture q = read_png("back.png");
        assert_same(&q, &p, "ffmpeg");
        free(q.px);
    }
    free(p.px);
}
END_TEST

/* What is drawn in more colours than a palette has is small, too. */
START_TEST(drawings_are_small)
{
    enum { SIDE = 400, TILE = 20 };
    size_t by_default, by_level;
    picture p = new_picture(SIDE, SIDE);
    for (uint32_t i = 0; i < SIDE * SIDE; i++) {
        uint32_t x = i % SIDE / TILE, y = i / SIDE / TILE;
        p.px[i] = (PixelTuple) { (uint8_t)(x * 12), (uint8_t)(y * 12), (uint8_t)(x * y),
            255 };
    }
    save_ok("x.png", &p, 1);
    free(read_file("x.png", &by_default));
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink_options opt = {
        .struct_size = sizeof opt, .overwrite = 1, .compression = 1 + 6
    };
    ck_assert_int_eq(save_frames(ctx, "x.png", &p, 1, &opt), GLITCH_OK);
    free(read_file("x.png", &by_level));
    ck_assert_uint_le(by_default, by_level);
    ck_assert_uint_lt(by_default, SIDE * SIDE * 3 / 100);
    glitch_ctx_free(ctx);
    free(p.px);
}
END_TEST

/* ---- options --------------------------------------------------------------- */

START_TEST(png_levels)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    picture p = smooth_picture(200, 100, 1);
    size_t size[11], first;
    for (int level = 0; level <= 10; level++) {
        glitch_sink_options opt = {
            .struct_size = sizeof opt, .overwrite = 1, .compression = level
        };
        ck_assert_int_eq(save_frames(ctx, "x.png", &p, 1, &opt), GLITCH_OK);
        free(read_file("x.png", &size[level]));
        picture q = read_png("x.png");
        assert_same(&q, &p, "x.png");
        free(q.px);
    }
    first = size[1]; /* zlib's 0: stored */
    ck_assert_uint_gt(first, 200 * 100 * 3);
    ck_assert_uint_lt(size[10], size[2]);
    glitch_sink_options bad = { .struct_size = sizeof bad, .compression = 11 };
    ck_assert_int_eq(save_frames(ctx, "y.png", &p, 1, &bad), GLITCH_EINVAL);
    free(p.px);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(png_takes_one_frame)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    picture p[2] = { random_picture(4, 4, 1, true), random_picture(4, 4, 2, true) };
    ck_assert_int_eq(save_frames(ctx, "x.png", p, 2, NULL), GLITCH_ESTATE);
    ck_assert_int_eq(count_files("."), 0);
    free(p[0].px);
    free(p[1].px);
    glitch_ctx_free(ctx);
}
END_TEST

void add_png_tests(Suite *suite)
{
    TCase *c = tcase_create("png");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, png_round_trip, 0, SIZES);
    tcase_add_loop_test(c, palette_is_exact, 0, COUNTS);
    tcase_add_test(c, palette_has_few_alphas);
    tcase_add_loop_test(c, palette_in_other_programs, 0, COUNTS);
    tcase_add_test(c, drawings_are_small);
    tcase_add_test(c, png_levels);
    tcase_add_test(c, png_takes_one_frame);
}
