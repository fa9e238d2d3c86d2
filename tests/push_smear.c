/* push_smear.c - aberration and wind against naive ones. */
#include "effects_push.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- aberration ---------------------------------------------------------- */

static double channel_of(PixelTuple p, int channel)
{
    return channel == 0 ? p.red : p.blue;
}

/* Bilinear in doubles. */
static double between(
    const picture *in, double x, double y, int channel, const char *edge)
{
    double left = floor(x), top = floor(y), sum = 0;
    for (int i = 0; i < 4; i++) {
        double u = left + i % 2, v = top + i / 2;
        PixelTuple p = naive_at(in, (int64_t)u, (int64_t)v, edge);
        sum += channel_of(p, channel) * (1 - fabs(x - u)) * (1 - fabs(y - v));
    }
    return sum;
}

typedef struct lens {
    bool linear;
    double distance, angle, x, y;
    const char *edge;
} lens;

static PixelTuple naive_fringe(const picture *in, const lens *l, uint32_t x, uint32_t y)
{
    PixelTuple p = in->px[y * in->width + x];
    double c[2], turn = l->angle * acos(-1) / 180;
    for (int i = 0; i < 2; i++) {
        double far = (i ? -0.5 : 0.5) * l->distance;
        double dx = far * cos(turn), dy = far * sin(turn);
        if (!l->linear) {
            double part = far / (hypot(in->width, in->height) / 2);
            part = fmax(-1, fmin(1, part));
            dx = (x + 0.5 - l->x) * part;
            dy = (y + 0.5 - l->y) * part;
        }
        c[i] = floor(between(in, x - dx, y - dy, i, l->edge) + 0.5);
    }
    return (PixelTuple) { (uint8_t)c[0], p.green, (uint8_t)c[1], p.alpha };
}

static void compare_lens(const picture *in, const lens *l)
{
    char spec[160];
    picture e = new_picture(in->width, in->height);
    for (uint32_t y = 0; y < in->height; y++)
        for (uint32_t x = 0; x < in->width; x++)
            e.px[y * in->width + x] = naive_fringe(in, l, x, y);
    snprintf(spec, sizeof spec,
        "aberration:distance=%g,mode=%s,angle=%g,x=%g,y=%g,edge=%s", l->distance,
        l->linear ? "linear" : "radial", l->angle, l->x, l->y, l->edge);
    picture a = run_one(in, spec);
    assert_near(&a, &e, 2, spec);
    free_pictures(&a, 1);
    free_pictures(&e, 1);
}

START_TEST(aberration)
{
    static const char *const edges[] = { "clamp", "wrap", "mirror", "transparent",
        "black" };
    static const int distances[] = { 0, 1, 3, -5, 40, -300 };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 4, false);
    for (size_t e = 0; e < COUNT(edges); e++)
        for (size_t d = 0; d < COUNT(distances); d++) {
            double far = distances[d];
            compare_lens(&in, &(lens) { true, far, 30, 0, 0, edges[e] });
            compare_lens(&in, &(lens) { true, far, 90, 0, 0, edges[e] });
            compare_lens(&in, &(lens) { false, far, 0, 3, 9, edges[e] });
            compare_lens(&in,
                &(lens) { false, far, 0, in.width / 2.0, in.height / 2.0, edges[e] });
        }
    free_pictures(&in, 1);
}
END_TEST

START_TEST(aberration_of_nothing)
{
    picture in = random_picture(37, 53, 8, false);
    picture a = run_one(&in, "aberration:distance=0");
    assert_same(&a, &in, "no distance");
    picture level = run_one(&in, "aberration:level=0.1"); /* but a pixel at least */
    picture pixel = run_one(&in, "aberration:distance=1");
    assert_same(&level, &pixel, "a pixel");
    ck_assert(!same_pixels(&level, &in));
    free_pictures(&pixel, 1);
    free_pictures(&a, 1);
    free_pictures(&level, 1);
    free_pictures(&in, 1);
}
END_TEST

/* ---- wind ---------------------------------------------------------------- */

static int luma(PixelTuple p)
{
    return 77 * p.red + 150 * p.green + 29 * p.blue;
}

static uint8_t lighter(uint8_t here, uint8_t other, double part)
{
    return (uint8_t)(other > here ? here + (other - here) * part : here);
}

/* Pixel (i steps along, line n) of the four directions. */
static PixelTuple *along(const picture *p, int direction, uint32_t i, uint32_t n)
{
    uint32_t size = direction < 2 ? p->width : p->height;
    uint32_t at = direction % 2 ? size - 1 - i : i;
    return direction < 2 ? &p->px[n * p->width + at] : &p->px[at * p->width + n];
}

/* The last edge that is nearer than a length: its bright side shines over. */
static PixelTuple naive_wind(const picture *in, int direction, uint32_t i, uint32_t n,
    uint32_t length, double threshold)
{
    PixelTuple p = *along(in, direction, i, n);
    for (uint32_t j = i; j > 0 && i - j < length; j--) {
        PixelTuple bright = *along(in, direction, j - 1, n);
        if (luma(bright) - luma(*along(in, direction, j, n)) <= threshold * 65280)
            continue;
        double part = (double)(length - (i - j)) / length;
        return (PixelTuple) { lighter(p.red, bright.red, part),
            lighter(p.green, bright.green, part), lighter(p.blue, bright.blue, part),
            lighter(p.alpha, bright.alpha, part) };
    }
    return p;
}

START_TEST(wind)
{
    static const char *const directions[] = { "right", "left", "down", "up" };
    static const uint32_t lengths[] = { 0, 1, 2, 9, 60 };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 5, false);
    for (int d = 0; d < 4; d++)
        for (size_t k = 0; k < COUNT(lengths); k++) {
            char spec[128];
            uint32_t length = lengths[k] ? lengths[k] : 1;
            picture e = new_picture(in.width, in.height);
            for (uint32_t n = 0; n < (d < 2 ? in.height : in.width); n++)
                for (uint32_t i = 0; i < (d < 2 ? in.width : in.height); i++)
                    *along(&e, d, i, n) = naive_wind(&in, d, i, n, length, 0.25);
            snprintf(spec, sizeof spec,
                "wind:direction=%s,length=%u,vary=0,chance=1,threshold=0.25",
                directions[d], lengths[k]);
            picture a = run_one(&in, spec);
            assert_near(&a, &e, 1, spec);
            free_pictures(&a, 1);
            free_pictures(&e, 1);
        }
    free_pictures(&in, 1);
}
END_TEST

/* Tails of any length lie between none and the longest, and seeds differ. */
START_TEST(wind_of_chance)
{
    picture in = smooth_picture(173, 91, 3);
    picture most = glitched(&in, "wind:length=30,vary=0,chance=1,threshold=0", 1);
    picture a = glitched(&in, "wind:length=30,chance=1,threshold=0", 1);
    picture b = glitched(&in, "wind:length=30,chance=1,threshold=0", 2);
    picture none = glitched(&in, "wind:chance=0,threshold=0", 1);
    picture calm = glitched(&in, "wind:threshold=1", 1);
    assert_same(&none, &in, "chance=0");
    assert_same(&calm, &in, "threshold=1");
    ck_assert(!same_pixels(&a, &b));
    ck_assert(!same_pixels(&a, &most));
    for (uint32_t i = 0; i < in.width * in.height; i++)
        ck_assert(a.px[i].red >= in.px[i].red && a.px[i].alpha == 255);
    picture *all[] = { &in, &most, &a, &b, &none, &calm };
    for (size_t i = 0; i < COUNT(all); i++)
        free_pictures(all[i], 1);
}
END_TEST

Suite *push_smear_suite(void)
{
    Suite *suite = suite_create("smear");
    TCase *c = tcase_create("smear");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, aberration, 0, ODD_SIZES);
    tcase_add_test(c, aberration_of_nothing);
    tcase_add_loop_test(c, wind, 0, ODD_SIZES);
    tcase_add_test(c, wind_of_chance);
    return suite;
}
