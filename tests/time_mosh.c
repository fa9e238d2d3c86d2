/* time_mosh.c - mosh against a naive one, and what it makes of known motion. */
#include "effects_time.h"
#include <stdio.h>
#include <stdlib.h>

static int64_t clamped(int64_t v, int64_t low, int64_t high)
{
    return v < low ? low : v > high ? high : v;
}

/* A block, in pixels. */
static struct {
    int64_t x, y, w, h;
} b;

static PixelTuple at(const picture *p, int64_t x, int64_t y)
{
    return p->px[y * p->width + x];
}

static int64_t unlike(const picture *now, const picture *before, int64_t dx, int64_t dy)
{
    int64_t sum = 0;
    for (int64_t y = b.y; y < b.y + b.h; y++)
        for (int64_t x = b.x; x < b.x + b.w && (y - b.y) % 2 == 0; x++) {
            PixelTuple p = at(now, x, y), q = at(before, x + dx, y + dy);
            sum += abs(p.red - q.red) + abs(p.green - q.green) + abs(p.blue - q.blue)
                + abs(p.alpha - q.alpha);
        }
    return sum;
}

static void keep_within(const picture *p, int64_t *dx, int64_t *dy)
{
    *dx = clamped(*dx, -b.x, p->width - b.w - b.x);
    *dy = clamped(*dy, -b.y, p->height - b.h - b.y);
}

/* Steps of 8, 4, 2 and 1: to the best of nine places. */
static void search(const picture *now, const picture *before, int64_t *mx, int64_t *my)
{
    *mx = *my = 0;
    for (int step = 8; step; step /= 2) {
        int64_t cx = *mx, cy = *my, least = unlike(now, before, cx, cy);
        for (int i = 0; i < 9; i++) {
            int64_t x = cx + (i % 3 - 1) * step, y = cy + (i / 3 - 1) * step;
            keep_within(now, &x, &y);
            int64_t d = unlike(now, before, x, y);
            if (d < least) {
                least = d;
                *mx = x;
                *my = y;
            }
        }
    }
}

static picture naive(
    const picture *now, const picture *in, const picture *out, int size, int gain)
{
    picture p = new_picture(now->width, now->height);
    for (b.y = 0; b.y < p.height; b.y += size)
        for (b.x = 0; b.x < p.width; b.x += size) {
            int64_t mx, my;
            b.w = clamped(size, 0, p.width - b.x);
            b.h = clamped(size, 0, p.height - b.y);
            search(now, in, &mx, &my);
            mx *= gain, my *= gain;
            keep_within(now, &mx, &my);
            for (int64_t y = b.y; y < b.y + b.h; y++)
                for (int64_t x = b.x; x < b.x + b.w; x++)
                    p.px[y * p.width + x] = at(out, x + mx, y + my);
        }
    return p;
}

static void compare(const picture *in, int size, int gain)
{
    char spec[128];
    picture a[RUN], e[RUN];
    snprintf(spec, sizeof spec, "mosh:block=%d,gain=%d,drift=0,refresh=0", size, gain);
    run_frames(in, RUN, spec, (way) { 0 }, a);
    e[0] = copy_picture(&in[0]);
    for (int k = 1; k < RUN; k++)
        e[k] = naive(&in[k], &in[k - 1], &e[k - 1], size, gain);
    for (int k = 0; k < RUN; k++)
        assert_same(&a[k], &e[k], spec);
    free_pictures(a, RUN);
    free_pictures(e, RUN);
}

START_TEST(mosh)
{
    static const int sizes[] = { 4, 7, 16, 1024 };
    picture in[RUN];
    random_run(odd_sizes[_i], 7, false, in);
    for (size_t i = 0; i < COUNT(sizes); i++)
        for (int gain = -1; gain < 3; gain++)
            compare(in, sizes[i], gain);
    free_pictures(in, RUN);
}
END_TEST

/* A slope that moves is followed, wherever there was something to be seen before. */
START_TEST(known_motion)
{
    picture in[RUN], a[RUN];
    for (int k = 0; k < RUN; k++) {
        in[k] = new_picture(96, 80);
        for (int i = 0; i < 96 * 80; i++) {
            int x = i % 96 - 5 * k, y = i / 96 + 3 * k;
            in[k].px[i] =
                (PixelTuple) { (uint8_t)(100 + x), (uint8_t)(100 + y), 7, 255 };
        }
    }
    run_frames(in, RUN, "mosh:gain=1,drift=0,refresh=0", (way) { 0 }, a);
    for (int k = 0; k < RUN; k++)
        for (int i = 0; i < 96 * 80; i++)
            if (i % 96 >= 32 && i / 96 < 48)
                ck_assert_mem_eq(&a[k].px[i], &in[k].px[i], sizeof(PixelTuple));
    free_pictures(a, RUN);
    free_pictures(in, RUN);
}
END_TEST

START_TEST(all_or_nothing)
{
    static const uint32_t size[2] = { 53, 37 };
    picture in[RUN], a[RUN];
    random_run(size, 1, false, in);
    run_frames(in, RUN, "mosh:gain=0,drift=0,refresh=0", (way) { 0 }, a);
    for (int k = 0; k < RUN; k++)
        assert_same(&a[k], &in[0], "nothing moves, nothing is refreshed");
    free_pictures(a, RUN);
    run_frames(in, RUN, "mosh:refresh=1", (way) { 0 }, a);
    for (int k = 0; k < RUN; k++)
        assert_same(&a[k], &in[k], "all is refreshed");
    free_pictures(a, RUN);
    free_pictures(in, RUN);
}
END_TEST

/* Each pixel that drifts is one of the picture, and none comes from too far. */
START_TEST(drifting)
{
    picture in = new_picture(200, 160);
    int moved = 0;
    for (int i = 0; i < 200 * 160; i++)
        in.px[i] = (PixelTuple) { (uint8_t)(i % 200), (uint8_t)(i / 200), 3, 255 };
    picture a = glitched(&in, "mosh:drift=3,refresh=0", 5);
    for (int i = 0; i < 200 * 160; i++) {
        int dx = abs(a.px[i].red - i % 200), dy = abs(a.px[i].green - i / 200);
        ck_assert_int_le(dx, 12); /* four times as far as in later frames */
        ck_assert_int_le(dy, 6);
        moved += dx || dy;
    }
    ck_assert_int_gt(moved, 200 * 160 / 2);
    free(a.px);
    free(in.px);
}
END_TEST

START_TEST(ends)
{
    static const char *const specs[] = { "mosh:level=0.1", "mosh:level=10",
        "mosh:gain=100,drift=1000000,block=4", "mosh:gain=-100,drift=1000000%",
        "mosh:block=1024,refresh=0.5" };
    check_ends(specs, COUNT(specs));
}
END_TEST

Suite *mosh_suite(void)
{
    Suite *suite = suite_create("mosh");
    TCase *c = tcase_create("mosh");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, mosh, 0, ODD_SIZES);
    tcase_add_test(c, known_motion);
    tcase_add_test(c, all_or_nothing);
    tcase_add_test(c, drifting);
    tcase_add_test(c, ends);
    return suite;
}
