/* effects_colors.c - what changes values and colours, against naive ones. */
#include "effects_picture.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the naive filters know beside the picture. */
static struct {
    int levels, operation, bits;
    struct {
        int64_t x, y, width, height;
        int order;
    } rects[16];
    int count, whole;
    int64_t width, height;
} now;

/* ---- each value by itself ------------------------------------------------ */

/* The nearest of evenly spaced values; halves go up. */
static uint8_t naive_step(uint8_t value)
{
    double last = now.levels - 1, step = floor(value * last / 255 + 0.5);
    return (uint8_t)floor(step * 255 / last + 0.5);
}

static PixelTuple posterized(const picture *in, int64_t x, int64_t y)
{
    PixelTuple c = pixel_of(in, x, y);
    return (PixelTuple) { naive_step(c.red), naive_step(c.green), naive_step(c.blue),
        c.alpha };
}

START_TEST(posterize)
{
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 1, false);
    for (now.levels = 2; now.levels <= 256; now.levels++) {
        char spec[64];
        snprintf(spec, sizeof spec, "posterize:levels=%d", now.levels);
        compare_pixels(&in, spec, 0, posterized);
    }
    free(in.px);
}
END_TEST

static uint8_t naive_bits(uint8_t value)
{
    char digits[9] = "", out[9] = "";
    for (int i = 0; i < 8; i++)
        digits[i] = value >> (7 - i) & 1 ? '1' : '0';
    strcpy(out, digits);
    if (now.operation == 1)
        out[7 - now.bits] = out[7 - now.bits] == '1' ? '0' : '1';
    for (int i = 0; now.operation >= 2 && i < 8; i++)
        out[i] = now.operation == 4 ? digits[7 - i]
            : now.operation == 3    ? digits[(i + now.bits) % 8]
            : i + now.bits < 8      ? digits[i + now.bits]
                                    : '0';
    if (now.operation == 0) { /* the first ones, as a number up to 255 */
        out[8 - now.bits] = 0;
        double most = pow(2, 8 - now.bits) - 1;
        return (uint8_t)floor((double)strtol(out, NULL, 2) * 255 / most + 0.5);
    }
    return (uint8_t)strtol(out, NULL, 2);
}

static PixelTuple crushed(const picture *in, int64_t x, int64_t y)
{
    PixelTuple c = pixel_of(in, x, y);
    return (PixelTuple) { naive_bits(c.red), naive_bits(c.green), naive_bits(c.blue),
        c.alpha };
}

START_TEST(bitcrush)
{
    static const char *const operations[] = { "drop", "flip", "shift", "rotate",
        "reverse" };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 2, false);
    for (now.operation = 0; now.operation < 5; now.operation++)
        for (now.bits = 0; now.bits < 8; now.bits++) {
            char spec[64];
            snprintf(spec, sizeof spec, "bitcrush:operation=%s,bits=%d",
                operations[now.operation], now.bits);
            compare_pixels(&in, spec, 0, crushed);
        }
    free(in.px);
}
END_TEST

/* ---- rectangles ---------------------------------------------------------- */

static void draw_rects(const picture *in, uint64_t *r, int32_t most)
{
    int32_t width = (int32_t)in->width, height = (int32_t)in->height;
    for (int i = 0; i < now.count; i++) {
        int32_t w = draw(r, 1, most < width ? most : width);
        int32_t h = draw(r, 1, most < height ? most : height);
        now.rects[i].x = draw(r, 0, width - w);
        now.rects[i].y = draw(r, 0, height - h);
        now.rects[i].width = w;
        now.rects[i].height = h;
    }
}

static bool is_in(int i, int64_t x, int64_t y)
{
    return now.whole
        || (x >= now.rects[i].x && x < now.rects[i].x + now.rects[i].width
            && y >= now.rects[i].y && y < now.rects[i].y + now.rects[i].height);
}

static PixelTuple inverted(const picture *in, int64_t x, int64_t y)
{
    PixelTuple c = pixel_of(in, x, y);
    for (int i = 0; i < now.count; i++)
        if (is_in(i, x, y))
            c = (PixelTuple) { (uint8_t)(255 - c.red), (uint8_t)(255 - c.green),
                (uint8_t)(255 - c.blue), c.alpha };
    return c;
}

START_TEST(invert)
{
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 3, false);
    for (int count = -1; count < 16; count += count < 0 ? 1 : 3) {
        char spec[64];
        uint64_t r = random_of(5);
        now.whole = count < 0;
        now.count = now.whole ? 1 : count;
        draw_rects(&in, &r, 30);
        snprintf(spec, sizeof spec, "invert:count=%d,width=30,height=30", count);
        compare_pixels(&in, spec, 5, inverted);
    }
    free(in.px);
}
END_TEST

static const char *const orders[] = { "random", "rbg", "grb", "gbr", "brg", "bgr" };

static PixelTuple swizzled(const picture *in, int64_t x, int64_t y)
{
    PixelTuple c = pixel_of(in, x, y);
    for (int i = 0; i < now.count; i++)
        if (is_in(i, x, y)) {
            PixelTuple was = c;
            uint8_t *const out[3] = { &c.red, &c.green, &c.blue };
            for (int k = 0; k < 3; k++) {
                char from = orders[now.rects[i].order][k];
                *out[k] = from == 'r' ? was.red : from == 'g' ? was.green : was.blue;
            }
        }
    return c;
}

START_TEST(swizzle)
{
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 4, false);
    for (int order = 0; order < 6; order++)
        for (int count = -1; count < 15; count += count < 0 ? 1 : 3) {
            char spec[64];
            uint64_t r = random_of(6);
            for (int i = 0; i <= count || i == 0; i++) {
                int drawn = draw(&r, 1, 5);
                now.rects[i].order = order ? order : drawn;
            }
            now.whole = count < 0;
            now.count = now.whole ? 1 : count;
            draw_rects(&in, &r, 30);
            snprintf(spec, sizeof spec, "swizzle:order=%s,count=%d,width=30,height=30",
                orders[order], count);
            compare_pixels(&in, spec, 6, swizzled);
        }
    free(in.px);
}
END_TEST

/* ---- cells --------------------------------------------------------------- */

/* The mean of its cell, colours by their alpha. */
static PixelTuple pixelated(const picture *in, int64_t x, int64_t y)
{
    int64_t left = x / now.width * now.width, top = y / now.height * now.height;
    uint64_t sums[4] = { 0 }, count = 0;
    for (int64_t v = top; v < top + now.height && v < in->height; v++)
        for (int64_t u = left; u < left + now.width && u < in->width; u++, count++) {
            PixelTuple c = pixel_of(in, u, v);
            sums[0] += (uint64_t)c.red * c.alpha;
            sums[1] += (uint64_t)c.green * c.alpha;
            sums[2] += (uint64_t)c.blue * c.alpha;
            sums[3] += c.alpha;
        }
    if (sums[3] == 0)
        return (PixelTuple) { 0, 0, 0, 0 };
    double weight = (double)sums[3];
    return (PixelTuple) { (uint8_t)floor((double)sums[0] / weight + 0.5),
        (uint8_t)floor((double)sums[1] / weight + 0.5),
        (uint8_t)floor((double)sums[2] / weight + 0.5),
        (uint8_t)floor(weight / (double)count + 0.5) };
}

START_TEST(pixelate)
{
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 5, false);
    for (size_t i = 0; i < (size_t)in.width * in.height; i += 2)
        in.px[i].alpha = 0;
    for (now.width = 1; now.width < 50; now.width += 6)
        for (now.height = 1; now.height < 30; now.height += 7) {
            char spec[64];
            snprintf(spec, sizeof spec, "pixelate:width=%d,height=%d", (int)now.width,
                (int)now.height);
            compare_pixels(&in, spec, 0, pixelated);
        }
    free(in.px);
}
END_TEST

Suite *colors_suite(void)
{
    Suite *suite = suite_create("colors");
    TCase *c = tcase_create("colors");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, posterize, 0, ODD_SIZES);
    tcase_add_loop_test(c, bitcrush, 0, ODD_SIZES);
    tcase_add_loop_test(c, invert, 0, ODD_SIZES);
    tcase_add_loop_test(c, swizzle, 0, ODD_SIZES);
    tcase_add_loop_test(c, pixelate, 0, ODD_SIZES);
    return suite;
}
