/* screen_crt.c - crt: against a naive tube in floating point, and part by part. */
#include "effects_screen.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NONE, GRILLE, SLOT, DOTS };

typedef struct look {
    double curvature, scan, pitch, depth, bloom, vignette, hum, brightness;
    int shadow, dot, roll;
} look;

static const char *const shadows[] = { "none", "grille", "slot", "dots" };

static const char *spec_of(const look *l)
{
    static char spec[400];
    snprintf(spec, sizeof spec,
        "crt:curvature=%g,scan=%g,pitch=%g,depth=%g,bloom=%g,vignette=%g,hum=%g,"
        "brightness=%g,shadow=%s,dot=%d,roll=%d",
        l->curvature, l->scan, l->pitch, l->depth, l->bloom, l->vignette, l->hum,
        l->brightness, shadows[l->shadow], l->dot, l->roll);
    return spec;
}

/* ---- a naive tube -------------------------------------------------------- */

static double channel(PixelTuple p, int c)
{
    return c == 0 ? p.red : c == 1 ? p.green : p.blue;
}

static double pixel(const picture *p, int x, int y, int c)
{
    bool inside = x >= 0 && y >= 0 && x < (int)p->width && y < (int)p->height;
    return inside ? channel(p->px[(uint32_t)y * p->width + (uint32_t)x], c) : 0;
}

static double blended(const picture *p, double x, double y, int c)
{
    int i = (int)floor(x), j = (int)floor(y);
    double s = x - i, t = y - j;
    return (pixel(p, i, j, c) * (1 - s) + pixel(p, i + 1, j, c) * s) * (1 - t)
        + (pixel(p, i, j + 1, c) * (1 - s) + pixel(p, i + 1, j + 1, c) * s) * t;
}

typedef struct spot {
    double x, y, on_tube;
    bool gap, doubtful; /* too near to where the gap begins or ends */
} spot;

static spot spot_of(const picture *p, const look *l, uint32_t x, uint32_t y)
{
    double w = p->width, h = p->height, gap = floor(h / 16) + 1;
    double u = 2 * (x - (w - 1) / 2) / w, v = 2 * (y - (h - 1) / 2) / h;
    spot s = { .x = (w - 1) / 2 + u * (1 + l->curvature * v * v) * w / 2 };
    s.y = s.on_tube = (h - 1) / 2 + v * (1 + l->curvature * u * u) * h / 2;
    if (l->roll == 0 || s.y < -0.5 || s.y >= h - 0.5)
        return s;
    s.y = fmod(s.y + 0.5 + l->roll + 100 * (h + gap), h + gap) - 0.5;
    s.gap = s.y >= h - 0.5;
    s.doubtful = fabs(s.y + 0.5) < 0.01 || fabs(s.y - h + 0.5) < 0.01
        || fabs(s.y + 0.5 - h - gap) < 0.01 || fabs(s.on_tube + 0.5) < 0.01
        || fabs(s.on_tube - h + 0.5) < 0.01;
    return s;
}

static double seen(const picture *p, const spot *s, int c)
{
    return s->gap ? 0 : floor(blended(p, s->x, s->y, c) + 0.5);
}

static bool is_hidden(const look *l, uint32_t x, uint32_t y, int c)
{
    uint32_t column = x / (uint32_t)l->dot, line = y / (uint32_t)l->dot;
    switch (l->shadow) {
    case GRILLE:
        return (int)(column % 3) != c;
    case SLOT:
        return (int)(column % 3) != c || (line / 2 % 2 == 1 && column / 3 % 2 == 1);
    case DOTS:
        return (int)((column + line % 2) % 3) != c;
    default:
        return false;
    }
}

/* ---- its glow ------------------------------------------------------------ */

enum { CELLS = 40 }; /* no picture here has more */

typedef double cells[3][CELLS][CELLS];

static void naive_blur(cells *of, int width, int height)
{
    static cells from;
    for (int round = 0; round < 4; round++) {
        memcpy(from, *of, sizeof from);
        for (int c = 0; c < 3; c++)
            for (int j = 0; j < height; j++)
                for (int i = 0; i < width; i++) {
                    double sum = 0;
                    for (int d = -2; d <= 2; d++) {
                        int x = round % 2 ? i : i + d, y = round % 2 ? j + d : j;
                        if (x >= 0 && y >= 0 && x < width && y < height)
                            sum += from[c][y][x];
                    }
                    (*of)[c][j][i] = sum / 5;
                }
    }
}

/* Pictures of up to 128 pixels, of which each is a cell. */
static void naive_glow(const picture *p, const look *l, cells *out)
{
    for (uint32_t y = 0; y < p->height; y++)
        for (uint32_t x = 0; x < p->width; x++)
            for (int c = 0; c < 3; c++) {
                spot s = spot_of(p, l, x, y);
                (*out)[c][y][x] = pow(seen(p, &s, c), 4) / 65025;
            }
    naive_blur(out, (int)p->width, (int)p->height);
}

static double through(double power, double at, double size)
{
    double u = (at + 0.5) / size;
    return pow(4 * u * (1 - u), power);
}

static double naive_value(const picture *p, const look *l, const spot *s, uint32_t x,
    uint32_t y, int c, double glow)
{
    double luma = (seen(p, s, 0) + 2 * seen(p, s, 1) + seen(p, s, 2)) / 4;
    double dark = l->scan * (1 + cos(2 * acos(-1) * (s->on_tube + 0.5) / l->pitch)) / 2;
    double light = pow(seen(p, s, c), 2) + l->bloom * glow;
    light *= 1 - dark * (1 - luma / 512);
    light *= through(l->vignette, x, p->width) * through(l->vignette, y, p->height);
    light *= 1 - l->hum * (1 - sin(2 * acos(-1) * y / p->height)) / 2;
    light *= l->brightness * (is_hidden(l, x, y, c) ? 1 - l->depth : 1);
    return fmin(255, sqrt(light));
}

static void check_look(const picture *in, const look *l)
{
    static cells glow;
    const char *spec = spec_of(l);
    picture a = glitched(in, spec, 1);
    memset(glow, 0, sizeof glow);
    if (l->bloom > 0)
        naive_glow(in, l, &glow);
    for (uint32_t i = 0; i < in->width * in->height; i++)
        for (int c = 0; c < 3; c++) {
            uint32_t x = i % in->width, y = i / in->width;
            spot s = spot_of(in, l, x, y);
            double shines = l->bloom > 0 ? glow[c][y][x] : 0;
            double e = naive_value(in, l, &s, x, y, c, shines);
            ck_assert_msg(s.doubtful || fabs(channel(a.px[i], c) - e) < 2.5,
                "%s, %u x %u: channel %d of %u, %u: %g instead of %.2f", spec,
                in->width, in->height, c, x, y, channel(a.px[i], c), e);
        }
    free(a.px);
}

static const look plain = { .pitch = 3, .brightness = 1, .dot = 1 };

static const look looks[] = {
    { .pitch = 3, .brightness = 1, .dot = 1, .curvature = 0.13 },
    { .pitch = 3, .brightness = 1, .dot = 1, .curvature = 1 },
    { .pitch = 3, .brightness = 1, .dot = 1, .scan = 1 },
    { .pitch = 7.3, .brightness = 2, .dot = 1, .scan = 0.6, .curvature = 0.3 },
    { .pitch = 3, .brightness = 1, .dot = 1, .shadow = GRILLE, .depth = 1 },
    { .pitch = 3, .brightness = 3, .dot = 2, .shadow = SLOT, .depth = 0.7 },
    { .pitch = 3, .brightness = 1.5, .dot = 3, .shadow = DOTS, .depth = 0.4 },
    { .pitch = 3, .brightness = 1, .dot = 1, .vignette = 0.5, .hum = 0.8 },
    { .pitch = 3, .brightness = 1, .dot = 1, .roll = 9 },
    { .pitch = 3, .brightness = 1, .dot = 1, .roll = -4, .curvature = 0.2 },
};

static void smooth_sizes(const look *l, uint32_t most)
{
    for (int n = 0; n < ODD_SIZES; n++)
        if (odd_sizes[n][0] <= most && odd_sizes[n][1] <= most) {
            picture in = smooth_picture(odd_sizes[n][0], odd_sizes[n][1], 5);
            check_look(&in, l);
            free(in.px);
        }
}

START_TEST(tube)
{
    smooth_sizes(&looks[_i], 1000);
}
END_TEST

START_TEST(glow)
{
    look l = plain;
    picture in = smooth_picture(37, 29, 5);
    l.bloom = 1.5;
    smooth_sizes(&l, CELLS);
    check_look(&in, &l);
    l.curvature = 0.4, l.scan = 0.5, l.shadow = DOTS, l.depth = 0.3, l.vignette = 0.1;
    smooth_sizes(&l, CELLS);
    check_look(&in, &l);
    free(in.px);
}
END_TEST

/* With cells of more pixels: light spreads evenly, fades, and stays near. */
START_TEST(glow_of_a_spot)
{
    picture in = new_picture(600, 400);
    for (uint32_t i = 0; i < 600 * 400; i++) {
        uint32_t x = i % 600, y = i / 600;
        bool bright = x >= 290 && x < 310 && y >= 190 && y < 210;
        in.px[i] = (PixelTuple) { bright ? 255 : 0, bright ? 128 : 0, 0, 255 };
    }
    look l = plain;
    l.bloom = 4;
    picture a = glitched(&in, spec_of(&l), 1);
    const PixelTuple *row = a.px + 200 * 600;
    ck_assert_int_gt(row[315].red, 60);
    for (int x = 315; x < 599; x++) {
        ck_assert_int_le(row[x + 1].red, row[x].red);
        ck_assert_int_le(row[x].green, row[x].red);
    }
    for (int d = 15; d < 60; d++) { /* cells are of 5 pixels */
        ck_assert_int_le(row[300 + d + 5].red, row[300 - d].red);
        ck_assert_int_le(row[300 - d - 10].red, row[300 + d].red);
    }
    ck_assert_int_eq(row[400].red, 0);
    free(in.px);
    free(a.px);
}
END_TEST

/* ---- properties ---------------------------------------------------------- */

START_TEST(nothing_at_all)
{
    for (int n = 0; n < ODD_SIZES; n++) {
        picture in = random_picture(odd_sizes[n][0], odd_sizes[n][1], 3, n % 2);
        picture a = glitched(&in, spec_of(&plain), 1);
        assert_same(&a, &in, "no part of a tube");
        free(a.px);
        a = glitched(&in, "crt:level=9,mix=0", 1);
        assert_same(&a, &in, "mix=0");
        free(a.px);
        free(in.px);
    }
}
END_TEST

/* Bent like the colours: whatever else is done, alpha is that of the bent picture. */
START_TEST(alpha)
{
    picture in = random_picture(67, 41, 3, false);
    look l = plain;
    l.curvature = 0.2;
    picture bent = glitched(&in, spec_of(&l), 1);
    picture a = glitched(&in, "crt:curvature=0.2,level=7", 1);
    picture clear = glitched(&in, "crt:curvature=0.2,edge=transparent", 1);
    for (uint32_t i = 0; i < 67 * 41; i++)
        ck_assert_uint_eq(a.px[i].alpha, bent.px[i].alpha);
    ck_assert_uint_eq(bent.px[0].alpha, 255);
    ck_assert_uint_eq(clear.px[0].alpha, 0);
    free(in.px);
    free(bent.px);
    free(a.px);
    free(clear.px);
}
END_TEST

/* All parts follow the level, and those that are given do not. */
START_TEST(levels)
{
    static const char *const pairs[][2] = {
        { "crt:level=2",
            "crt:curvature=0.04,scan=0.4166666666666667,depth=0.225,bloom=0.4,"
            "vignette=0.1,hum=0.05,level=9,pitch=3,dot=1" },
        { "crt:level=10",
            "crt:curvature=0.2,scan=1,depth=0.725,bloom=2,vignette=0.5,"
            "hum=0.25" },
    };
    picture in = smooth_picture(97, 67, 3);
    picture a = glitched(&in, pairs[_i][0], 1), e = glitched(&in, pairs[_i][1], 1);
    assert_same(&a, &e, pairs[_i][0]);
    free(in.px);
    free(a.px);
    free(e.px);
}
END_TEST

START_TEST(ends)
{
    static const char *const specs[] = { "crt:level=0.1", "crt:level=10",
        "crt:shadow=slot,dot=10000,pitch=1,roll=1000000,brightness=4,bloom=4",
        "crt:shadow=dots,curvature=1,scan=1,pitch=10000,roll=-1000000,vignette=4,hum=1",
        "crt:brightness=0,depth=1", "crt:curvature=1,edge=wrap,roll=50%" };
    check_ends(specs, COUNT(specs));
    check_frames_alone("crt:hum=1");
}
END_TEST

Suite *crt_suite(void)
{
    Suite *suite = suite_create("crt");
    TCase *c = tcase_create("crt");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, tube, 0, (int)COUNT(looks));
    tcase_add_test(c, glow);
    tcase_add_test(c, glow_of_a_spot);
    tcase_add_test(c, nothing_at_all);
    tcase_add_test(c, alpha);
    tcase_add_loop_test(c, levels, 0, 2);
    tcase_add_test(c, ends);
    return suite;
}
