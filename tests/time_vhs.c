/* time_vhs.c - vhs: its low-passes against naive ones, and what it leaves alone. */
#include "effects_time.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char still[] = "wave=0,tracking=0,head=0,snow=0,noise=0";

static double luma_of(PixelTuple p)
{
    return (77.0 * p.red + 150.0 * p.green + 29.0 * p.blue) / 256;
}

static PixelTuple at(const picture *p, int64_t x, uint32_t y)
{
    x = x < 0 ? 0 : x >= p->width ? p->width - 1 : x;
    return p->px[y * p->width + (size_t)x];
}

typedef double (*component)(PixelTuple p);

static double blue_of(PixelTuple p)
{
    return p.blue - luma_of(p);
}

static double red_of(PixelTuple p)
{
    return p.red - luma_of(p);
}

/* The share of the difference that one step takes: RC = 1 / (2 pi f). */
static double share_of(double mhz, uint32_t width)
{
    double dt = 53.3 / width, rc = 1 / (2 * acos(-1) * mhz);
    return floor(4096 * dt / (dt + rc) + 0.5) / 4096;
}

/* A row through two low-passes; `once` gets it after the first. */
static void naive_low_pass(const picture *p, uint32_t y, component of, double share,
    int late, double *once, double *twice)
{
    int lead = (int)(2 * (1 - share) / share) - late;
    double a = of(at(p, lead, y)), b = a;
    for (uint32_t x = 0; x < p->width; x++) {
        a += (of(at(p, (int64_t)x + lead, y)) - a) * share;
        b += (a - b) * share;
        once[x] = a;
        twice[x] = b;
    }
}

static void assert_near(uint8_t is, double expected)
{
    ck_assert_double_le(fabs(is - fmin(255, fmax(0, expected))), 2.5);
}

static void check_bands(const picture *in, double luma, double chroma, int late)
{
    char spec[160];
    double l1[128], l[128], u[128], v[128], unused[128];
    snprintf(spec, sizeof spec, "vhs:luma=%.2f,chroma=%.2f,delay=%d,%s", luma, chroma,
        late, still);
    picture a = glitched(in, spec, 1);
    for (uint32_t y = 0; y < in->height; y++) {
        double share = share_of(chroma, in->width);
        naive_low_pass(in, y, luma_of, share_of(luma, in->width), 0, l1, l);
        naive_low_pass(in, y, blue_of, share, late, unused, u);
        naive_low_pass(in, y, red_of, share, late, unused, v);
        for (uint32_t x = 0; x < in->width; x++) {
            PixelTuple p = at(&a, x, y);
            double sharp = l[x] + (l1[x] - l[x]) / 2;
            assert_near(p.red, sharp + v[x]);
            assert_near(p.blue, sharp + u[x]);
            assert_near(p.green, sharp - (77 * v[x] + 29 * u[x]) / 150);
            ck_assert_uint_eq(p.alpha, at(in, x, y).alpha);
        }
    }
    free(a.px);
}

START_TEST(bandwidths)
{
    static const double bands[] = { 0.05, 0.3, 1.4, 10, 100 };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 3, false);
    for (size_t i = 0; i < COUNT(bands); i++)
        for (size_t j = 0; j < COUNT(bands); j++)
            for (int late = -5; late < 10; late += 5)
                check_bands(&in, bands[i], bands[j], late);
    free(in.px);
}
END_TEST

/* The speeds are bandwidths and a delay. */
START_TEST(speeds)
{
    static const char *const pairs[][2] = {
        { "sp", "luma=2.4,chroma=0.32,delay=0.9%" },
        { "lp", "luma=1.9,chroma=0.3,delay=1.2%" },
        { "ep", "luma=1.4,chroma=0.28,delay=1.4%" },
    };
    picture in = random_picture(1000, 3, 3, true);
    char one[160], two[160];
    snprintf(one, sizeof one, "vhs:level=2,speed=%s,%s", pairs[_i][0], still);
    snprintf(two, sizeof two, "vhs:level=2,%s,%s", pairs[_i][1], still);
    picture a = glitched(&in, one, 1), e = glitched(&in, two, 1);
    assert_same(&a, &e, one);
    free(a.px);
    free(e.px);
    free(in.px);
}
END_TEST

/* How many of these rows of a picture in one colour, 200 rows high, differ from it. */
static int touched(const char *spec, uint32_t from, uint32_t to)
{
    picture in = new_picture(90, 200);
    int rows = 0;
    for (uint32_t i = 0; i < 90 * 200; i++)
        in.px[i] = (PixelTuple) { 90, 90, 90, 200 };
    picture a = glitched(&in, spec, 3);
    for (uint32_t y = from; y < to; y++) {
        bool same = true;
        for (uint32_t x = 0; x < 90; x++) {
            ck_assert_uint_eq(at(&a, x, y).alpha, 200);
            same = same && abs(at(&a, x, y).red - 90) < 2;
        }
        rows += !same;
    }
    free(a.px);
    free(in.px);
    return rows;
}

/* Each fault by itself; what is moved is not seen in a picture of one colour. */
START_TEST(faults_one_by_one)
{
    ck_assert_int_eq(touched("vhs:wave=9,tracking=0,head=0,snow=0,noise=0", 0, 200), 0);
    ck_assert_int_eq(
        touched("vhs:wave=9,tracking=0,head=20,snow=0,noise=0", 0, 180), 0);
    ck_assert_int_gt(
        touched("vhs:wave=9,tracking=0,head=20,snow=0,noise=0", 180, 200), 5);
    ck_assert_int_gt(
        touched("vhs:wave=0,tracking=0,head=0,snow=1,noise=0", 0, 200), 190);
    ck_assert_int_gt(
        touched("vhs:wave=0,tracking=0,head=0,snow=0,noise=0.5", 0, 200), 195);
    int rows = touched("vhs:wave=0,tracking=1,head=0,snow=0,noise=0", 0, 200);
    ck_assert_int_le(rows, 30);
}
END_TEST

START_TEST(frames_alone)
{
    check_frames_alone("vhs");
    check_frames_alone("vhs:level=7,speed=ep");
}
END_TEST

START_TEST(ends)
{
    static const char *const specs[] = { "vhs:level=0.1", "vhs:level=10,speed=ep",
        "vhs:luma=0.01,chroma=0.01,delay=-1000000,wave=1000000,head=1000000",
        "vhs:luma=100,chroma=100,delay=1000000%,wave=1000000%,head=1000000%",
        "vhs:tracking=1,snow=1,noise=1" };
    check_ends(specs, COUNT(specs));
}
END_TEST

Suite *vhs_suite(void)
{
    Suite *suite = suite_create("vhs");
    TCase *c = tcase_create("vhs");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, bandwidths, 0, ODD_SIZES);
    tcase_add_loop_test(c, speeds, 0, 3);
    tcase_add_test(c, faults_one_by_one);
    tcase_add_test(c, frames_alone);
    tcase_add_test(c, ends);
    return suite;
}
