/* decode_png.c - PNG in: every kind that there is, from samples that the test makes. */
#include "decode.h"
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- samples ------------------------------------------------------------- */

/* A picture as it is in a PNG: samples of `depth` bits, without any meaning yet. */
typedef struct samples {
    uint32_t width, height;
    int type, depth, channels;
    uint16_t *value; /* channels x width x height */
    bool key;        /* has tRNS: a transparent colour, or alpha for the palette */
    uint16_t transparent[3];
    png_color palette[256];
    png_byte alpha[256];
    int colors, alphas;
} samples;

static const struct {
    int type, depth, channels;
} kinds[] = {
    { PNG_COLOR_TYPE_GRAY, 1, 1 },
    { PNG_COLOR_TYPE_GRAY, 2, 1 },
    { PNG_COLOR_TYPE_GRAY, 4, 1 },
    { PNG_COLOR_TYPE_GRAY, 8, 1 },
    { PNG_COLOR_TYPE_GRAY, 16, 1 },
    { PNG_COLOR_TYPE_RGB, 8, 3 },
    { PNG_COLOR_TYPE_RGB, 16, 3 },
    { PNG_COLOR_TYPE_PALETTE, 1, 1 },
    { PNG_COLOR_TYPE_PALETTE, 2, 1 },
    { PNG_COLOR_TYPE_PALETTE, 4, 1 },
    { PNG_COLOR_TYPE_PALETTE, 8, 1 },
    { PNG_COLOR_TYPE_GRAY_ALPHA, 8, 2 },
    { PNG_COLOR_TYPE_GRAY_ALPHA, 16, 2 },
    { PNG_COLOR_TYPE_RGB_ALPHA, 8, 4 },
    { PNG_COLOR_TYPE_RGB_ALPHA, 16, 4 },
};

static samples new_samples(size_t kind, uint32_t width, uint32_t height)
{
    samples s = { .width = width,
        .height = height,
        .type = kinds[kind].type,
        .depth = kinds[kind].depth,
        .channels = kinds[kind].channels };
    s.value = calloc((size_t)width * height * (size_t)s.channels, sizeof *s.value);
    ck_assert_ptr_nonnull(s.value);
    return s;
}

static void random_palette(samples *s, uint64_t *r)
{
    s->colors = 1 + (int)random_below(r, 1U << s->depth);
    s->alphas = s->key ? 1 + (int)random_below(r, (uint32_t)s->colors) : 0;
    for (int i = 0; i < s->colors; i++) {
        uint64_t v = test_random(r);
        s->palette[i] = (png_color) { (png_byte)(v >> 8), (png_byte)(v >> 16),
            (png_byte)(v >> 24) };
        s->alpha[i] = (png_byte)(v >> 32);
    }
}

/*
 * With a transparent colour a third of the pixels has it, and a third just misses it.
 */
static void random_pixel(samples *s, uint16_t *value, uint64_t *r)
{
    uint32_t range =
        s->type == PNG_COLOR_TYPE_PALETTE ? (uint32_t)s->colors : 1U << s->depth;
    uint32_t choice = s->key ? random_below(r, 3) : 2;
    for (int c = 0; c < s->channels; c++)
        value[c] = choice < 2 && s->type != PNG_COLOR_TYPE_PALETTE
            ? s->transparent[c]
            : (uint16_t)random_below(r, range);
    if (choice == 1 && s->type != PNG_COLOR_TYPE_PALETTE)
        value[random_below(r, (uint32_t)s->channels)] ^= 1;
}

static samples random_samples(
    size_t kind, uint32_t width, uint32_t height, bool key, uint64_t *r)
{
    samples s = new_samples(kind, width, height);
    s.key = key;
    for (int c = 0; c < 3; c++)
        s.transparent[c] = (uint16_t)random_below(r, 1U << s.depth);
    if (s.type == PNG_COLOR_TYPE_PALETTE)
        random_palette(&s, r);
    for (size_t i = 0; i < (size_t)width * height; i++)
        random_pixel(&s, s.value + i * (size_t)s.channels, r);
    return s;
}

/* ---- written, by libpng -------------------------------------------------- */

/* Rows as a PNG has them: the high bits, and the high byte, first. */
static void pack_row(const samples *s, uint32_t y, png_byte *row)
{
    size_t count = (size_t)s->width * (size_t)s->channels;
    const uint16_t *v = s->value + y * count;
    memset(row, 0, count * 2);
    for (size_t i = 0; i < count; i++)
        if (s->depth == 16) {
            row[2 * i] = (png_byte)(v[i] >> 8);
            row[2 * i + 1] = (png_byte)v[i];
        } else {
            size_t bit = i * (size_t)s->depth;
            row[bit / 8] |= (png_byte)(v[i] << (8 - s->depth - (int)(bit % 8)));
        }
}

static void set_transparency(png_structp png, png_infop info, const samples *s)
{
    png_color_16 key = { .gray = s->transparent[0],
        .red = s->transparent[0],
        .green = s->transparent[1],
        .blue = s->transparent[2] };
    if (s->type == PNG_COLOR_TYPE_PALETTE)
        png_set_PLTE(png, info, s->palette, s->colors);
    if (s->key)
        png_set_tRNS(png, info, s->alpha, s->alphas, &key);
}

static void write_rows(png_structp png, const samples *s)
{
    png_bytep *rows = calloc(s->height, sizeof *rows);
    for (uint32_t y = 0; y < s->height; y++) {
        rows[y] = malloc((size_t)s->width * 8);
        pack_row(s, y, rows[y]);
    }
    png_write_image(png, rows);
    for (uint32_t y = 0; y < s->height; y++)
        free(rows[y]);
    free(rows);
}

/* `more` adds what it likes before the pixels; or NULL. libpng aborts on a fault. */
static void write_samples(const char *path, const samples *s, int interlace,
    void (*more)(png_structp, png_infop))
{
    FILE *f = fopen(path, "wb");
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, f);
    png_set_compression_buffer_size(png, 100); /* so that there are several IDAT */
    png_set_IHDR(png, info, s->width, s->height, s->depth, s->type, interlace,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    set_transparency(png, info, s);
    if (more)
        more(png, info);
    png_write_info(png, info);
    write_rows(png, s);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    ck_assert_int_eq(fclose(f), 0);
}

/* ---- expected ------------------------------------------------------------ */

static uint8_t to_byte(uint32_t v, int depth)
{
    if (depth == 16)
        return (uint8_t)((v * 255 + 32767) / 65535);
    return (uint8_t)(v * 255 / ((1U << depth) - 1)); /* exact: 1, 3, 15 divide 255 */
}

static PixelTuple expected_pixel(const samples *s, const uint16_t *v)
{
    if (s->type == PNG_COLOR_TYPE_PALETTE) {
        png_color c = s->palette[v[0]];
        return (PixelTuple) { c.red, c.green, c.blue,
            v[0] < s->alphas ? s->alpha[v[0]] : 255 };
    }
    uint8_t b[4] = { 0 };
    for (int c = 0; c < s->channels; c++)
        b[c] = to_byte(v[c], s->depth);
    bool keyed =
        s->key && memcmp(v, s->transparent, (size_t)s->channels * sizeof *v) == 0;
    uint8_t opaque = keyed ? 0 : 255;
    switch (s->channels) {
    case 1:
        return (PixelTuple) { b[0], b[0], b[0], opaque };
    case 2:
        return (PixelTuple) { b[0], b[0], b[0], b[1] };
    case 3:
        return (PixelTuple) { b[0], b[1], b[2], opaque };
    default:
        return (PixelTuple) { b[0], b[1], b[2], b[3] };
    }
}

static picture expected_picture(const samples *s)
{
    picture p = new_picture(s->width, s->height);
    for (size_t i = 0; i < (size_t)s->width * s->height; i++)
        p.px[i] = expected_pixel(s, s->value + i * (size_t)s->channels);
    return p;
}

static void check_samples(const samples *s, const char *what)
{
    picture e = expected_picture(s), a = decode_still("x.png");
    REQUIRE_SAME(&a, &e, what);
    free(a.px);
    free(e.px);
}

/* ---- tests --------------------------------------------------------------- */

static const uint32_t sizes[][2] = { { 1, 1 }, { 1, 9 }, { 9, 1 }, { 1, 2 }, { 2, 1 },
    { 7, 5 }, { 33, 17 } };

static void check_kind(size_t kind, bool key, int interlace, uint64_t *r)
{
    char what[64];
    for (size_t i = 0; i < COUNT(sizes); i++)
        for (int round = 0; round < 3; round++) {
            samples s = random_samples(kind, sizes[i][0], sizes[i][1], key, r);
            snprintf(what, sizeof what, "type %d, depth %d, tRNS %d, interlace %d",
                s.type, s.depth, key, interlace);
            write_samples("x.png", &s, interlace, NULL);
            check_samples(&s, what);
            free(s.value);
        }
}

START_TEST(png_kinds)
{
    uint64_t r = (uint64_t)_i + 1;
    bool has_alpha = (kinds[_i].type & PNG_COLOR_MASK_ALPHA) != 0;
    for (int interlace = 0; interlace < 2; interlace++)
        for (int key = 0; key < (has_alpha ? 1 : 2); key++)
            check_kind((size_t)_i, key, interlace, &r);
}
END_TEST

/* All 65,536 values of the kinds with 16 bits. */
START_TEST(png_rounds_16_bits)
{
    for (size_t k = 0; k < COUNT(kinds); k++) {
        if (kinds[k].depth != 16)
            continue;
        samples s = new_samples(k, 256, 256);
        for (size_t i = 0; i < 65536; i++)
            for (size_t c = 0; c < (size_t)s.channels; c++)
                s.value[i * (size_t)s.channels + c] = (uint16_t)(i ^ c * 0x5555);
        write_samples("x.png", &s, PNG_INTERLACE_NONE, NULL);
        check_samples(&s, "16 bits");
        free(s.value);
    }
}
END_TEST

static void add_chunks(png_structp png, png_infop info)
{
    png_color_16 background = { .red = 1, .green = 2, .blue = 3 };
    png_color_8 bits = { .red = 5, .green = 6, .blue = 5, .alpha = 4 };
    char key[] = "Comment", words[] = "nothing that is to be seen";
    png_text text = { .compression = PNG_TEXT_COMPRESSION_NONE,
        .key = key,
        .text = words,
        .text_length = 26 };
    png_set_gAMA(png, info, 1.0);
    png_set_bKGD(png, info, &background);
    png_set_sBIT(png, info, &bits);
    png_set_pHYs(png, info, 1, 3, PNG_RESOLUTION_UNKNOWN);
    png_set_text(png, info, &text, 1);
}

/* Gamma, background and the like are not applied. */
START_TEST(png_other_chunks)
{
    uint64_t r = 5;
    for (size_t k = COUNT(kinds) - 2; k < COUNT(kinds); k++) {
        samples s = random_samples(k, 7, 5, false, &r);
        write_samples("x.png", &s, PNG_INTERLACE_NONE, add_chunks);
        check_samples(&s, "with other chunks");
        free(s.value);
    }
}
END_TEST

void write_small_png(const char *path)
{
    uint64_t r = 11;
    samples s = random_samples(COUNT(kinds) - 2, 7, 6, false, &r);
    write_samples(path, &s, PNG_INTERLACE_NONE, NULL);
    free(s.value);
}

void write_interlaced_png(const char *path)
{
    uint64_t r = 12;
    samples s = random_samples(9, 9, 9, true, &r);
    write_samples(path, &s, PNG_INTERLACE_ADAM7, add_chunks);
    free(s.value);
}

void add_png_tests(Suite *suite)
{
    TCase *c = tcase_create("png");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, png_kinds, 0, COUNT(kinds));
    tcase_add_test(c, png_rounds_16_bits);
    tcase_add_test(c, png_other_chunks);
    suite_add_tcase(suite, c);
}
