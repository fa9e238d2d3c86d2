/* time_past.c - interlace, ghost and feedback against naive ones. */
#include "effects_time.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef PixelTuple (*naive_pixel)(
    const picture *in, const picture *out, int frame, int64_t x, int64_t y);

/* Frame after frame, pixel after pixel; `naive` sees all inputs and the outputs so far. */
static void compare(const picture *in, const char *spec, naive_pixel naive)
{
    picture e[RUN], a[RUN];
    for (int k = 0; k < RUN; k++) {
        e[k] = new_picture(in[0].width, in[0].height);
        for (uint32_t y = 0; y < e[k].height; y++)
            for (uint32_t x = 0; x < e[k].width; x++)
                e[k].px[y * e[k].width + x] = naive(in, e, k, x, y);
    }
    run_frames(in, RUN, spec, (way) { 0 }, a);
    for (int k = 0; k < RUN; k++)
        assert_same(&a[k], &e[k], spec);
    free_pictures(a, RUN);
    free_pictures(e, RUN);
}

static PixelTuple at(const picture *p, int64_t x, int64_t y)
{
    return p->px[y * p->width + x];
}

/* ---- interlace ----------------------------------------------------------- */

static struct {
    int weave, field, lines, distance;
} comb;

static PixelTuple naive_interlace(
    const picture *in, const picture *out, int k, int64_t x, int64_t y)
{
    int64_t w = in->width;
    (void)out;
    if (y / comb.lines % 2 != comb.field)
        return at(&in[k], x, y);
    const picture *from = k >= comb.weave ? &in[k - comb.weave] : &in[k];
    return at(from, (((x - comb.distance) % w) + w) % w, y);
}

START_TEST(interlace)
{
    picture in[RUN];
    random_run(odd_sizes[_i], 7, false, in);
    for (comb.weave = 0; comb.weave < 3; comb.weave++)
        for (comb.field = 0; comb.field < 2; comb.field++)
            for (comb.lines = 1; comb.lines < 4; comb.lines += 2)
                for (comb.distance = -40; comb.distance < 50; comb.distance += 9) {
                    char spec[128];
                    snprintf(spec, sizeof spec,
                        "interlace:edge=wrap,weave=%d,field=%s,lines=%d,distance=%d",
                        comb.weave, comb.field ? "bottom" : "top", comb.lines,
                        comb.distance);
                    compare(in, spec, naive_interlace);
                }
    free_pictures(in, RUN);
}
END_TEST

/* 0.4 % of the width for each level, but at least a pixel; with weave nothing. */
START_TEST(interlace_by_level)
{
    static const char *const pairs[][2] = { { "level=2", "distance=4" },
        { "level=10", "distance=20" }, { "level=0.1", "distance=1" },
        { "level=9,weave=1", "weave=1,distance=0" } };
    picture in[RUN], a[RUN], e[RUN];
    const uint32_t size[2] = { 503, 3 };
    random_run(size, 9, false, in);
    for (size_t i = 0; i < COUNT(pairs); i++) {
        char one[64], two[64];
        snprintf(one, sizeof one, "interlace:%s", pairs[i][0]);
        snprintf(two, sizeof two, "interlace:%s", pairs[i][1]);
        run_frames(in, RUN, one, (way) { 0 }, a);
        run_frames(in, RUN, two, (way) { 0 }, e);
        assert_same(&a[RUN - 1], &e[RUN - 1], one);
        free_pictures(a, RUN);
        free_pictures(e, RUN);
    }
    free_pictures(in, RUN);
}
END_TEST

/* ---- ghost --------------------------------------------------------------- */

static int ghost_mode; /* 0 maximum, 1 minimum, 2 mean */
static double ghost_decay;

/* Decays used here are multiples of 1/64, so that doubles are exact. */
static uint8_t naive_decay(int mode, uint8_t now, uint8_t past)
{
    if (mode == 0)
        return (uint8_t)fmax(now, floor(past * ghost_decay));
    if (mode == 1)
        return (uint8_t)(255 - fmax(255 - now, floor((255 - past) * ghost_decay)));
    double left = floor(abs(past - now) * ghost_decay);
    return (uint8_t)(past > now ? now + left : now - left);
}

static PixelTuple naive_ghost(
    const picture *in, const picture *out, int k, int64_t x, int64_t y)
{
    PixelTuple now = at(&in[k], x, y), past = k ? at(&out[k - 1], x, y) : now;
    PixelTuple c = { naive_decay(ghost_mode, now.red, past.red),
        naive_decay(ghost_mode, now.green, past.green),
        naive_decay(ghost_mode, now.blue, past.blue), 0 };
    if (past.alpha == 0)
        c = now;
    else if (now.alpha == 0)
        c = past;
    c.alpha = naive_decay(ghost_mode == 2 ? 2 : 0, now.alpha, past.alpha);
    return c;
}

START_TEST(ghost)
{
    static const char *const modes[] = { "maximum", "minimum", "mean" };
    for (int opaque = 0; opaque < 2; opaque++)
        for (ghost_mode = 0; ghost_mode < 3; ghost_mode++)
            for (int n = 0; n <= 64; n += 8) {
                char spec[128];
                picture in[RUN];
                random_run(odd_sizes[_i], 11, opaque, in);
                for (size_t i = 0; i < in[2].width * in[2].height; i += 3) {
                    in[2].px[i].alpha = opaque ? 255 : 0;
                    in[3].px[i].alpha = opaque ? 255 : 0;
                }
                ghost_decay = n / 64.0;
                snprintf(spec, sizeof spec, "ghost:mode=%s,decay=%.9f",
                    modes[ghost_mode], ghost_decay);
                compare(in, spec, naive_ghost);
                free_pictures(in, RUN);
            }
}
END_TEST

/* What does not move has no ghost, whatever the decay. */
START_TEST(ghosts_of_a_still)
{
    picture in[RUN], a[RUN];
    for (int k = 0; k < RUN; k++)
        in[k] = random_picture(23, 19, 5, false);
    const char *spec = _i == 0 ? "ghost"
        : _i == 1              ? "ghost:mode=minimum,decay=1"
                               : "ghost:mode=mean,level=10";
    run_frames(in, RUN, spec, (way) { 0 }, a);
    for (int k = 0; k < RUN; k++)
        assert_same(&a[k], &in[k], spec);
    free_pictures(a, RUN);
    free_pictures(in, RUN);
}
END_TEST

/* ---- feedback ------------------------------------------------------------ */

/* Moves whose places are exact: by whole pixels, a turn by 90 degrees, a zoom of 2. */
static struct {
    int dx, dy, turns, mode, half; /* mode: 0 mean, 1 maximum, 2 difference */
    int amount;                    /* in 1/16 */
} loop;

/* The mean of four pixels of a place in half pixels, colours by alpha. */
static PixelTuple half_pixel(const picture *p, double x, double y)
{
    double w[2][2] = { { 1 - (x - floor(x)), x - floor(x) },
        { 1 - (y - floor(y)), y - floor(y) } };
    double sum = 0, c[3] = { 0 };
    for (int i = 0; i < 4; i++) {
        int64_t sx = (int64_t)floor(x) + i % 2, sy = (int64_t)floor(y) + i / 2;
        sx = sx < 0 ? 0 : sx >= p->width ? p->width - 1 : sx;
        sy = sy < 0 ? 0 : sy >= p->height ? p->height - 1 : sy;
        PixelTuple q = at(p, sx, sy);
        double weight = w[0][i % 2] * w[1][i / 2] * q.alpha;
        sum += weight;
        c[0] += weight * q.red, c[1] += weight * q.green, c[2] += weight * q.blue;
    }
    if (sum == 0)
        return (PixelTuple) { 0, 0, 0, 0 };
    return (PixelTuple) { (uint8_t)floor(c[0] / sum + 0.5),
        (uint8_t)floor(c[1] / sum + 0.5), (uint8_t)floor(c[2] / sum + 0.5),
        (uint8_t)floor(sum + 0.5) };
}

static uint8_t naive_mean(uint8_t now, uint8_t past, double n, double p)
{
    return (uint8_t)floor((now * n + past * p) / (n + p) + 0.5);
}

static PixelTuple naive_meeting(PixelTuple now, PixelTuple past)
{
    double amount = loop.amount / 16.0, n = now.alpha * (1 - amount);
    double p = past.alpha * amount;
    if (loop.mode == 0 && n + p > 0)
        return (PixelTuple) { naive_mean(now.red, past.red, n, p),
            naive_mean(now.green, past.green, n, p),
            naive_mean(now.blue, past.blue, n, p), (uint8_t)floor(n + p + 0.5) };
    if (loop.mode == 0)
        return now;
    past = (PixelTuple) { (uint8_t)(past.red * amount), (uint8_t)(past.green * amount),
        (uint8_t)(past.blue * amount), (uint8_t)(past.alpha * amount) };
    if (now.alpha == 0 || past.alpha == 0)
        return now.alpha ? now : past;
    PixelTuple most = { (uint8_t)fmax(now.red, past.red),
        (uint8_t)fmax(now.green, past.green), (uint8_t)fmax(now.blue, past.blue),
        (uint8_t)fmax(now.alpha, past.alpha) };
    PixelTuple apart = { (uint8_t)abs(now.red - past.red),
        (uint8_t)abs(now.green - past.green), (uint8_t)abs(now.blue - past.blue),
        most.alpha };
    return loop.mode == 1 ? most : apart;
}

static PixelTuple naive_feedback(
    const picture *in, const picture *out, int k, int64_t x, int64_t y)
{
    double cx = (in->width - 1) / 2.0, cy = (in->height - 1) / 2.0;
    double px = (double)x - loop.dx - cx, py = (double)y - loop.dy - cy;
    for (int i = 0; i < loop.turns; i++) { /* back, against the clock */
        double t = px;
        px = py;
        py = -t;
    }
    if (loop.half)
        px /= 2, py /= 2;
    return naive_meeting(
        at(&in[k], x, y), half_pixel(k ? &out[k - 1] : &in[0], px + cx, py + cy));
}

START_TEST(feedback)
{
    static const char *const modes[] = { "mean", "maximum", "difference" };
    uint64_t r = (uint64_t)_i + 1;
    for (int n = 0; n < 60; n++) {
        char spec[160];
        picture in[RUN];
        random_run(odd_sizes[_i], (uint64_t)n, n % 2, in);
        for (size_t i = 0; i < in[1].width * in[1].height && n % 2 == 0; i += 3)
            in[1].px[i].alpha = in[2].px[i / 2].alpha = 0;
        loop.dx = (int)below(&r, 30) - 15, loop.dy = (int)below(&r, 30) - 15;
        loop.turns = (int)below(&r, 4), loop.mode = n % 3;
        loop.half = (int)below(&r, 2), loop.amount = (int)below(&r, 17);
        snprintf(spec, sizeof spec,
            "feedback:edge=clamp,dx=%d,dy=%d,angle=%d,zoom=%d,mode=%s,amount=%.4f",
            loop.dx, loop.dy, 90 * loop.turns, 1 + loop.half, modes[loop.mode],
            loop.amount / 16.0);
        compare(in, spec, naive_feedback);
        free_pictures(in, RUN);
    }
}
END_TEST

/* Any angle and zoom, where a pixel's neighbours are like it. */
START_TEST(feedback_at_any_angle)
{
    picture in = smooth_picture(61, 47, 3);
    picture a = glitched(&in, "feedback:amount=1,angle=33,zoom=1.3,dx=5,edge=clamp", 0);
    double sine = sin(33 * acos(-1) / 180) / 1.3,
           cosine = cos(33 * acos(-1) / 180) / 1.3;
    for (int y = 0; y < 47; y++)
        for (int x = 0; x < 61; x++) {
            double px = x - 5 - 30, py = y - 23;
            PixelTuple e = half_pixel(
                &in, 30 + px * cosine + py * sine, 23 - px * sine + py * cosine);
            PixelTuple is = at(&a, x, y);
            ck_assert_int_le(abs(e.red - is.red), 2);
            ck_assert_int_le(abs(e.green - is.green), 2);
            ck_assert_int_le(abs(e.blue - is.blue), 2);
        }
    free(a.px);
    free(in.px);
}
END_TEST

START_TEST(ends)
{
    static const char *const specs[] = { "interlace:level=0.1", "interlace:level=10",
        "interlace:distance=-1000000,lines=1000000,edge=mirror",
        "interlace:distance=1000000%,edge=transparent,weave=64", "ghost:level=0.1",
        "ghost:level=10", "feedback:level=0.1", "feedback:level=10",
        "feedback:zoom=0.1,angle=3600,dx=1000000%,dy=-1000000%,edge=wrap",
        "feedback:zoom=10,angle=-3600,dx=-1000000,dy=1000000,edge=transparent" };
    check_ends(specs, COUNT(specs));
}
END_TEST

Suite *past_effects_suite(void)
{
    Suite *suite = suite_create("past");
    TCase *c = tcase_create("past");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, interlace, 0, ODD_SIZES);
    tcase_add_test(c, interlace_by_level);
    tcase_add_loop_test(c, ghost, 0, ODD_SIZES);
    tcase_add_loop_test(c, ghosts_of_a_still, 0, 3);
    tcase_add_loop_test(c, feedback, 0, ODD_SIZES);
    tcase_add_test(c, feedback_at_any_angle);
    tcase_add_test(c, ends);
    return suite;
}
