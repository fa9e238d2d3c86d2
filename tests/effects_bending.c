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

/* ---- wave ---------------------------------------------------------------- */

static struct {
    bool columns;
    double amplitude, wavelength, phase;
    const char *edge;
} wave;

static PixelTuple waved(const picture *in, int64_t x, int64_t y)
{
    const long double turn = 2 * acosl(-1);
    long double at = (long double)(wave.columns ? x : y) / wave.wavelength;
    long double by = wave.amplitude * sinl(turn * (at + wave.phase / 360.0L));
    int64_t moved = (int64_t)floorl(by + 0.5L);
    return wave.columns ? naive_at(in, x, y - moved, wave.edge)
                        : naive_at(in, x - moved, y, wave.edge);
}

START_TEST(waves)
{
    static const char *const edges[] = { "clamp", "wrap", "mirror", "transparent",
        "black" };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 17, false);
    for (int columns = 0; columns < 2; columns++)
        for (int i = 0; i < 30; i++) {
            char spec[160];
            wave.columns = columns;
            wave.amplitude = i * 1.3 + 0.01; /* never a half of a pixel */
            wave.wavelength = 1 + i * 2.25;
            wave.phase = i * 37 - 400;
            wave.edge = edges[i % 5];
            snprintf(spec, sizeof spec,
                "wave:shape=%s,amplitude=%.9g,wavelength=%.9g,phase=%.9g,edge=%s",
                columns ? "columns" : "rows", wave.amplitude, wave.wavelength,
                wave.phase, wave.edge);
            compare_pixels(&in, spec, 0, waved);
        }
    free(in.px);
}
END_TEST

/* A ring comes from nearer to the centre where it has moved out: on a cone that is seen. */
START_TEST(rings)
{
    enum { SIZE = 121 };
    const double middle = (SIZE - 1) / 2.0, turn = 2 * acos(-1);
    picture in = new_picture(SIZE, SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
        uint8_t v =
            (uint8_t)floor(2.5 * hypot(i % SIZE - middle, i / SIZE - middle) + 0.5);
        in.px[i] = (PixelTuple) { v, v, v, 255 };
    }
    picture a =
        glitched(&in, "wave:shape=radial,amplitude=4,wavelength=24,phase=30", 0);
    for (int i = 0; i < SIZE * SIZE; i++) {
        double r = hypot(i % SIZE - middle, i / SIZE - middle);
        double from = fabs(r - 4 * sin(turn * (r / 24 + 30.0 / 360)));
        if (r > 3 && r < 50)
            ck_assert_msg(fabs(a.px[i].red - 2.5 * from) < 2.5,
                "(%d, %d) is %u, not %g", i % SIZE, i / SIZE, a.px[i].red, 2.5 * from);
    }
    free(a.px);
    free(in.px);
}
END_TEST

/* It goes round once in the time of the animation. */
START_TEST(waves_pass)
{
    picture in[4], a[4];
    for (int k = 0; k < 4; k++)
        in[k] = random_picture(50, 40, 9, true);
    run_frames(in, 4, "wave:amplitude=7", (way) { 0 }, a);
    for (int k = 0; k < 4; k++) {
        char spec[64];
        snprintf(spec, sizeof spec, "wave:amplitude=7,phase=%d", 90 * k);
        picture e = glitched(&in[k], spec, 0);
        assert_same(&a[k], &e, spec);
        free(e.px);
    }
    free_pictures(a, 4);
    free_pictures(in, 4);
}
END_TEST

Suite *bending_suite(void)
{
    Suite *suite = suite_create("bending");
    TCase *c = tcase_create("bending");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, kaleidoscope, 0, 10);
    tcase_add_test(c, kaleidoscope_is_symmetric);
    tcase_add_loop_test(c, waves, 0, ODD_SIZES);
    tcase_add_test(c, rings);
    tcase_add_test(c, waves_pass);
    return suite;
}
