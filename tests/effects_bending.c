/* effects_bending.c - what turns, bends and zooms, against naive ones. */
#include "effects_picture.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double degree = 3.14159265358979323846 / 180;

/* ---- kaleidoscope -------------------------------------------------------- */

static struct {
    int folds;
    double angle, zoom, x,
        y; /* the centre, as whole numbers are the middle of pixels */
} mirrors;

/* By reflections alone, one after the other, until it is between the first two mirrors. */
static void fold(double *x, double *y)
{
    double width = 180.0 / mirrors.folds;
    double length = sqrt(*x * *x + *y * *y), a = atan2(*y, *x) / degree - mirrors.angle;
    while (a < 0)
        a += 360;
    for (int k = (int)(360 / width) - 1; k > 0; k--)
        if (a > k * width)
            a = 2 * k * width - a; /* the mirror at k widths */
    *x = length * cos((a + mirrors.angle) * degree);
    *y = length * sin((a + mirrors.angle) * degree);
}

/*
 * On a slope that is the same everywhere a blend of neighbours is the value at the place.
 * Two borders of wedges meet in one value, so that roundings there do no harm.
 */
static double slope(double x, double y)
{
    return 128 + 0.9 * x + 0.7 * y;
}

START_TEST(kaleidoscope)
{
    enum { SIZE = 61 };
    picture in = new_picture(SIZE, SIZE);
    char spec[160];
    for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++) {
            uint8_t v = (uint8_t)floor(slope(x - SIZE / 2, y - SIZE / 2) + 0.5);
            in.px[y * SIZE + x] = (PixelTuple) { v, v, v, 255 };
        }
    mirrors.x = SIZE / 2 + _i % 3;
    mirrors.y = SIZE / 2 - _i % 4;
    mirrors.angle = _i * 23 - 100;
    mirrors.zoom = _i % 2 ? 1.5 : 2;
    mirrors.folds = 2 + _i;
    snprintf(spec, sizeof spec,
        "kaleidoscope:folds=%d,angle=%g,zoom=%g,x=%gpx,y=%gpx,edge=transparent",
        mirrors.folds, mirrors.angle, mirrors.zoom, mirrors.x, mirrors.y);
    picture a = glitched(&in, spec, 0);
    int checked = 0;
    for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++) {
            /* Whole pixels are counted from their corner in a length of a frame. */
            double cx = mirrors.x - 0.5, cy = mirrors.y - 0.5;
            double dx = (x - cx) / mirrors.zoom, dy = (y - cy) / mirrors.zoom;
            fold(&dx, &dy);
            double u = cx + dx, v = cy + dy;
            if (u < 1 || v < 1 || u > SIZE - 2 || v > SIZE - 2)
                continue;
            double expected = slope(u - SIZE / 2, v - SIZE / 2);
            double is = a.px[y * SIZE + x].red;
            ck_assert_msg(fabs(is - expected) < 1.3, "%s: (%d, %d) is %g, not %g", spec,
                x, y, is, expected);
            checked++;
        }
    ck_assert_int_gt(checked, SIZE * SIZE / 2);
    free(a.px);
    free(in.px);
}
END_TEST

/* All wedges are alike: turned by two of them the picture is the same. */
START_TEST(kaleidoscope_is_symmetric)
{
    picture in = random_picture(64, 64, 3, true);
    picture a = glitched(&in, "kaleidoscope:folds=2", 0);
    for (uint32_t y = 0; y < 64; y++)
        for (uint32_t x = 0; x < 64; x++) {
            ck_assert_mem_eq(&a.px[y * 64 + x], &a.px[y * 64 + 63 - x], 4);
            ck_assert_mem_eq(&a.px[y * 64 + x], &a.px[(63 - y) * 64 + x], 4);
        }
    free(a.px);
    free(in.px);
}
END_TEST

Suite *bending_suite(void)
{
    Suite *suite = suite_create("bending");
    TCase *c = tcase_create("bending");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, kaleidoscope, 0, 10);
    tcase_add_test(c, kaleidoscope_is_symmetric);
    return suite;
}
