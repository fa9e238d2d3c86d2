/* engine_blend.c - mix, rect, mask and channels against arithmetic in fractions. */
#include "engine.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t sizes[][2] = { { 1, 1 }, { 1, 7 }, { 7, 1 }, { 13, 11 },
    { 101, 37 } };
static const char *const kinds[] = { "scramble-row", "scramble-whole",
    "scramble-frame" };

/* What is asked for; the mask is grey and as large as the picture, or without pixels. */
typedef struct wish {
    double mix;
    int64_t left, top, right, bottom;
    const char *channels;
    picture mask;
} wish;

static uint64_t nearest(uint64_t over, uint64_t under)
{
    return (2 * over + under) / (2 * under);
}

/* `w` of `all` parts of b, the rest of a. */
static PixelTuple blended(PixelTuple a, PixelTuple b, uint64_t w, uint64_t all)
{
    uint64_t x = (all - w) * a.alpha, y = w * b.alpha;
    uint8_t alpha = (uint8_t)nearest(x + y, all);
    if (w == 0)
        return a;
    if (w == all)
        return b;
    if (x + y == 0)
        x = all - w, y = w;
    return (PixelTuple) { (uint8_t)nearest(x * a.red + y * b.red, x + y),
        (uint8_t)nearest(x * a.green + y * b.green, x + y),
        (uint8_t)nearest(x * a.blue + y * b.blue, x + y), alpha };
}

static picture naive(const picture *in, const wish *w)
{
    picture out = copy_picture(in);
    for (int64_t y = 0; y < in->height; y++)
        for (int64_t x = 0; x < in->width; x++) {
            PixelTuple *p = &out.px[y * in->width + x];
            PixelTuple b = scramble(*p, (uint32_t)x, (uint32_t)y);
            uint64_t mask = w->mask.px ? w->mask.px[y * in->width + x].red : 255;
            if (x < w->left || x >= w->right || y < w->top || y >= w->bottom)
                continue;
            b.red = strchr(w->channels, 'r') ? b.red : p->red;
            b.green = strchr(w->channels, 'g') ? b.green : p->green;
            b.blue = strchr(w->channels, 'b') ? b.blue : p->blue;
            b.alpha = strchr(w->channels, 'a') ? b.alpha : p->alpha;
            *p = blended(
                *p, b, (uint64_t)round(w->mix * 65536) * mask, UINT64_C(255) * 65536);
        }
    return out;
}

static void compare(const picture *in, const wish *w, const char *settings)
{
    picture e = naive(in, w);
    for (size_t k = 0; k < COUNT(kinds); k++) {
        char spec[512];
        snprintf(spec, sizeof spec, "%s:%s", kinds[k], settings);
        picture a = run_one(in, spec);
        assert_same(&a, &e, spec);
        free(a.px);
    }
    free(e.px);
}

/* Alpha random, opaque, and none at all. */
static picture input(const uint32_t *size, int which)
{
    picture p = random_picture(size[0], size[1], (uint64_t)which + 1, which == 1);
    for (uint32_t i = 0; which == 2 && i < p.width * p.height; i += 2)
        p.px[i].alpha = 0;
    return p;
}

START_TEST(mix_and_channels)
{
    static const char *const mixes[] = { "0", "1", "0.5", "0.25", "0.001", "0.999",
        "0.333333" };
    static const char *const channels[] = { "rgba", "rgb", "a", "r", "gb", "abgr" };
    const uint32_t *size = sizes[_i];
    for (int which = 0; which < 3; which++) {
        picture in = input(size, which);
        for (size_t m = 0; m < COUNT(mixes); m++)
            for (size_t c = 0; c < COUNT(channels); c++) {
                char settings[128];
                wish w = { strtod(mixes[m], NULL), 0, 0, size[0], size[1], channels[c],
                    { 0 } };
                snprintf(settings, sizeof settings, "mix=%s,channels=%s", mixes[m],
                    channels[c]);
                compare(&in, &w, settings);
            }
        free(in.px);
    }
}
END_TEST

/* A half of the pixels that scramble() makes have the alpha that they had. */
START_TEST(opaque_results)
{
    picture in = random_picture(101, 37, 3, true);
    wish w = { 0.7, 0, 0, 101, 37, "rgb", { 0 } };
    compare(&in, &w, "mix=0.7,channels=rgb");
    w.mask = random_picture(101, 37, 4, true);
    for (int i = 0; i < 101 * 37; i++)
        w.mask.px[i].green = w.mask.px[i].blue = w.mask.px[i].red;
    write_png("mask.png", &w.mask);
    compare(&in, &w, "mix=0.7,channels=rgb,mask=mask.png");
    w.mix = 1;
    compare(&in, &w, "channels=rgb,mask=mask.png");
    w.channels = "rgba";
    compare(&in, &w, "mask=mask.png");
    free(w.mask.px);
    free(in.px);
}
END_TEST

static double edge_of(double value, bool percent, uint32_t size)
{
    return round(percent ? value * size / 100 : value);
}

START_TEST(rectangles)
{
    static const struct {
        const char *text;
        double width, height, x, y;
        bool percent[4];
    } rects[] = { { "5x3", 5, 3, 0, 0, { 0 } }, { "5x3+2+1", 5, 3, 2, 1, { 0 } },
        { "0x0", 0, 0, 0, 0, { 0 } }, { "100%x100%", 100, 100, 0, 0, { 1, 1, 0, 0 } },
        { "50%x33.3%+25%+10%", 50, 33.3, 25, 10, { 1, 1, 1, 1 } },
        { "10x10-4-5", 10, 10, -4, -5, { 0 } },
        { "1000000x2px+0+0", 1000000, 2, 0, 0, { 0 } },
        { "3x3+1000000+0", 3, 3, 1000000, 0, { 0 } },
        { "1000000%x1-50%+1px", 1000000, 1, -50, 1, { 1, 0, 1, 0 } } };
    const uint32_t *size = sizes[_i];
    picture in = input(size, 0);
    for (size_t i = 0; i < COUNT(rects); i++) {
        char settings[64];
        double x = edge_of(rects[i].x, rects[i].percent[2], size[0]);
        double y = edge_of(rects[i].y, rects[i].percent[3], size[1]);
        double width = edge_of(rects[i].width, rects[i].percent[0], size[0]);
        double height = edge_of(rects[i].height, rects[i].percent[1], size[1]);
        wish w = { 1, (int64_t)x, (int64_t)y, (int64_t)(x + width),
            (int64_t)(y + height), "rgba", { 0 } };
        snprintf(settings, sizeof settings, "rect=%s", rects[i].text);
        compare(&in, &w, settings);
    }
    free(in.px);
}
END_TEST

/* All together, over and over. */
START_TEST(by_chance)
{
    static const char *const channels[] = { "rgba", "rb", "ga", "rgb" };
    uint64_t r = (uint64_t)_i + 1;
    for (int i = 0; i < 40; i++) {
        const uint32_t *size = sizes[below(&r, COUNT(sizes))];
        picture in = input(size, (int)below(&r, 3));
        wish w = { below(&r, 1001) / 1000.0, below(&r, size[0]), below(&r, size[1]), 0,
            0, channels[below(&r, 4)], random_picture(size[0], size[1], r, true) };
        w.right = w.left + 1 + below(&r, size[0]);
        w.bottom = w.top + 1 + below(&r, size[1]);
        for (uint32_t k = 0; k < size[0] * size[1]; k++) {
            uint8_t grey = below(&r, 3) ? w.mask.px[k].red : 255;
            w.mask.px[k] = (PixelTuple) { grey, grey, grey, 255 };
        }
        write_png("mask.png", &w.mask);
        char settings[256];
        snprintf(settings, sizeof settings,
            "mix=%.3f,rect=%ldx%ld+%ld+%ld,channels=%s,mask=mask.png", w.mix,
            (long)(w.right - w.left), (long)(w.bottom - w.top), (long)w.left,
            (long)w.top, w.channels);
        compare(&in, &w, settings);
        free(w.mask.px);
        free(in.px);
    }
}
END_TEST

/* In the middle of fused chains, and twice the same mask. */
START_TEST(in_chains)
{
    picture in = random_picture(37, 29, 8, false),
            mask = random_picture(37, 29, 9, true);
    write_png("mask.png", &mask);
    const char *const parts[] = { "blur:above=2,below=1,edge=wrap,mix=0.5",
        "scramble-row:mask=mask.png", "blur:above=1,below=3,edge=mirror,rect=9x9+4+4",
        "scramble-frame:mask=mask.png,mix=0.4", "blur:below=2,channels=g",
        "scramble-whole:rect=50%x50%" };
    char all[512] = "";
    picture e = copy_picture(&in);
    for (size_t i = 0; i < COUNT(parts); i++) {
        picture next = run_one(&e, parts[i]);
        free(e.px);
        e = next;
        strcat(strcat(all, " "), parts[i]);
        picture a = run_one(&in, all);
        assert_same(&a, &e, all);
        free(a.px);
    }
    free(e.px);
    free(mask.px);
    free(in.px);
}
END_TEST

/* ---- masks of another size, and what they are made of -------------------- */

START_TEST(masks)
{
    picture in = random_picture(40, 20, 1, true), one = new_picture(1, 1);
    static const struct {
        PixelTuple pixel;
        int weight;
    } pixels[] = { { { 255, 255, 255, 255 }, 255 }, { { 0, 0, 0, 255 }, 0 },
        { { 128, 128, 128, 255 }, 128 }, { { 255, 255, 255, 0 }, 0 },
        { { 255, 255, 255, 51 }, 51 }, { { 255, 0, 0, 255 }, 54 },
        { { 0, 255, 0, 255 }, 182 }, { { 0, 0, 255, 255 }, 19 } };
    for (size_t i = 0; i < COUNT(pixels); i++) {
        one.px[0] = pixels[i].pixel;
        write_png("one.png", &one);
        wish w = { 1, 0, 0, 40, 20, "rgba", random_picture(40, 20, 1, true) };
        for (int k = 0; k < 40 * 20; k++)
            w.mask.px[k].red = (uint8_t)pixels[i].weight;
        compare(&in, &w, "mask=one.png");
        free(w.mask.px);
    }
    free(one.px);
    free(in.px);
}
END_TEST

/* A mask of two halves leaves each half of the picture alone or not, and has a slope. */
START_TEST(masks_are_stretched)
{
    picture in = random_picture(40, 20, 1, true), two = new_picture(2, 1);
    two.px[0] = (PixelTuple) { 0, 0, 0, 255 };
    two.px[1] = (PixelTuple) { 255, 255, 255, 255 };
    write_png("two.png", &two);
    picture a = run_one(&in, "scramble-row:mask=two.png");
    for (uint32_t y = 0; y < 20; y++)
        for (uint32_t x = 0; x < 40; x++) {
            PixelTuple was = in.px[y * 40 + x], is = a.px[y * 40 + x];
            PixelTuple full = scramble(was, x, y);
            if (x < 10)
                ck_assert_mem_eq(&is, &was, sizeof is);
            if (x >= 30)
                ck_assert_mem_eq(&is, &full, sizeof is);
        }
    free(a.px);
    free(two.px);
    free(in.px);
}
END_TEST

Suite *blend_suite(void)
{
    Suite *suite = suite_create("blend");
    TCase *c = tcase_create("blend");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, mix_and_channels, 0, (int)COUNT(sizes));
    tcase_add_test(c, opaque_results);
    tcase_add_loop_test(c, rectangles, 0, (int)COUNT(sizes));
    tcase_add_loop_test(c, by_chance, 0, 4);
    tcase_add_test(c, in_chains);
    tcase_add_test(c, masks);
    tcase_add_test(c, masks_are_stretched);
    return suite;
}
