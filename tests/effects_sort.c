/* effects_sort.c - pixel-sort against a naive one, and that no pixel is lost. */
#include "effects_picture.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const intervals[] = { "none", "random", "threshold", "edges",
    "waves" };
static const char *const keys[] = { "lightness", "hue", "saturation", "intensity",
    "minimum", "red", "green", "blue" };

static struct {
    int interval, key, length, skip;
    double low, high, angle;
    bool reverse;
} now;

/* ---- keys ---------------------------------------------------------------- */

static double largest(PixelTuple c)
{
    return fmax(c.red, fmax(c.green, c.blue));
}

static double smallest(PixelTuple c)
{
    return fmin(c.red, fmin(c.green, c.blue));
}

static double lightness(PixelTuple c)
{
    return largest(c) + smallest(c);
}

static double hue(PixelTuple c)
{
    double range = largest(c) - smallest(c);
    if (range == 0)
        return 0;
    double h = c.red >= largest(c) ? trunc((c.green - c.blue) * 255 / range)
        : c.green >= largest(c)    ? 510 + trunc((c.blue - c.red) * 255 / range)
                                   : 1020 + trunc((c.red - c.green) * 255 / range);
    return h < 0 ? h + 1530 : h;
}

static double saturation(PixelTuple c)
{
    double l = lightness(c), range = largest(c) - smallest(c);
    return range == 0 ? 0 : floor(range * 255 / fmin(l, 510 - l));
}

static double key_of(PixelTuple c)
{
    const double all[] = { lightness(c), hue(c), saturation(c),
        c.red + c.green + c.blue, smallest(c), c.red, c.green, c.blue };
    return now.reverse ? -all[now.key] : all[now.key];
}

/* ---- one line ------------------------------------------------------------ */

typedef struct entry {
    PixelTuple px;
    int at, index; /* in the line, in the picture */
} entry;

static int by_key(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    double d = key_of(x->px) - key_of(y->px);
    return d < 0 ? -1 : d > 0 ? 1 : x->at - y->at;
}

static bool in_range(PixelTuple c)
{
    return lightness(c) >= floor(now.low * 510)
        && lightness(c) <= floor(now.high * 510);
}

static int interval_end(const entry *e, int from, int size, uint64_t *r)
{
    int end = from + 1;
    if (now.interval == 1)
        return from + 1 + (int)((draw_bits(r) >> 32) * (uint64_t)now.length >> 32);
    if (now.interval == 4)
        return from + now.length
            + (int)((draw_bits(r) >> 32) * (uint64_t)(now.length / 5 + 1) >> 32);
    if (now.interval == 0)
        return size;
    while (end < size
        && (now.interval == 2 ? in_range(e[end].px)
                              : fabs(lightness(e[end].px) - lightness(e[end - 1].px))
                    <= floor(now.low * 510)))
        end++;
    return end;
}

static void naive_line(entry *e, int size, uint64_t random)
{
    for (int from = 0, end; from < size; from = end) {
        end = from + 1;
        if (now.interval == 2 && !in_range(e[from].px))
            continue;
        end = interval_end(e, from, size, &random);
        end = end < size ? end : size;
        if (now.skip
            && (double)(draw_bits(&random) >> 32) < now.skip / 100.0 * pow(2, 32))
            continue;
        qsort(e + from, (size_t)(end - from), sizeof *e, by_key);
    }
}

/* ---- all lines ----------------------------------------------------------- */

/* Which line a pixel is in, and its place there. */
static void locate(int x, int y, int64_t *line, int *place)
{
    long double a = now.angle * acosl(-1) / 180, dx = cosl(a), dy = sinl(a);
    bool steep = fabsl(dy) > fabsl(dx) + 1e-12L;
    int along = steep ? y : x, across = steep ? x : y;
    int64_t slope = (int64_t)floorl((steep ? dx / dy : dy / dx) * 65536 + 0.5L);
    *line = across - (int64_t)floor((double)(along * slope) / 65536);
    *place = (steep ? dy : dx) < 0 ? -along : along;
}

static int by_place(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    return x->at - y->at;
}

static picture naive(const picture *in, uint64_t seed)
{
    picture out = new_picture(in->width, in->height);
    int w = (int)in->width, h = (int)in->height, place;
    int64_t first = INT64_MAX, last = INT64_MIN, line;
    uint64_t random = random_of(seed), key = draw_bits(&random);
    for (int i = 0; i < w * h; i++) {
        locate(i % w, i / w, &line, &place);
        first = line < first ? line : first;
        last = line > last ? line : last;
    }
    for (int64_t k = first; k <= last; k++) {
        entry e[512], sorted[512];
        int where[512], size = 0;
        for (int i = 0; i < w * h; i++) {
            locate(i % w, i / w, &line, &place);
            if (line == k)
                e[size++] = (entry) { in->px[i], place, i };
        }
        qsort(e, (size_t)size, sizeof *e, by_place);
        for (int i = 0; i < size; i++) {
            where[i] = e[i].index;
            sorted[i] = (entry) { e[i].px, i, 0 };
        }
        uint64_t state = key + (uint64_t)(k - first) * UINT64_C(0x9e3779b97f4a7c15);
        naive_line(sorted, size, draw_bits(&state));
        for (int i = 0; i < size; i++)
            out.px[where[i]] = sorted[i].px;
    }
    return out;
}

static void compare(const picture *in)
{
    char spec[256];
    snprintf(spec, sizeof spec,
        "pixel-sort:intervals=%s,key=%s,low=%g,high=%g,length=%d,skip=%d,angle=%g,"
        "reverse=%d",
        intervals[now.interval], keys[now.key], now.low, now.high, now.length, now.skip,
        now.angle, now.reverse);
    picture e = naive(in, 5), a = glitched(in, spec, 5);
    assert_same(&a, &e, spec);
    free(e.px);
    free(a.px);
}

static void begin(void)
{
    now.interval = 2;
    now.key = now.skip = 0;
    now.length = 9;
    now.low = 0.25;
    now.high = 0.8;
    now.angle = 0;
    now.reverse = false;
}

START_TEST(by_each_key)
{
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 3, false);
    begin();
    for (now.interval = 0; now.interval < 5; now.interval++)
        for (now.key = 0; now.key < 8; now.key++)
            for (int reverse = 0; reverse < 2; reverse++) {
                now.reverse = reverse;
                compare(&in);
            }
    free(in.px);
}
END_TEST

START_TEST(at_each_angle)
{
    static const double angles[] = { 0, 10, 30, 44, 46, 90, 100, 135.5, 180, 200,
        225.25, 270, 300, 359 };
    picture in = smooth_picture(odd_sizes[_i][0], odd_sizes[_i][1], 3);
    begin();
    for (now.interval = 0; now.interval < 5; now.interval++)
        for (size_t i = 0; i < COUNT(angles); i++) {
            now.angle = angles[i];
            now.skip = (int)i % 3 * 30;
            compare(&in);
        }
    free(in.px);
}
END_TEST

START_TEST(by_thresholds)
{
    picture in = random_picture(101, 16, 8, false);
    for (int i = 0; i < 10; i++)
        for (int interval = 2; interval < 4; interval++) {
            begin();
            now.interval = interval;
            now.low = i / 16.0;
            now.high = 1 - i / 32.0;
            compare(&in);
        }
    free(in.px);
}
END_TEST

/* Where lines begin and end in nearly every column. */
START_TEST(in_thin_pictures)
{
    static const uint32_t thin[][2] = { { 400, 2 }, { 400, 3 }, { 2, 300 },
        { 3, 400 } };
    for (size_t t = 0; t < COUNT(thin); t++) {
        picture in = random_picture(thin[t][0], thin[t][1], t, false);
        begin();
        now.interval = 0;
        for (now.angle = 3; now.angle < 360; now.angle += 41)
            compare(&in);
        free(in.px);
    }
}
END_TEST

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(PixelTuple));
}

/* Whatever the angle: what is there after is what was there before. */
START_TEST(it_is_a_permutation)
{
    for (int angle = 0; angle < 360; angle += 7) {
        picture in = random_picture(89, 67, 1, false);
        char spec[64];
        snprintf(spec, sizeof spec, "pixel-sort:intervals=none,skip=0,angle=%d", angle);
        picture a = glitched(&in, spec, 1);
        ck_assert(!same_pixels(&a, &in));
        qsort(a.px, 89 * 67, sizeof *a.px, by_bytes);
        qsort(in.px, 89 * 67, sizeof *in.px, by_bytes);
        assert_same(&a, &in, spec);
        free(a.px);
        free(in.px);
    }
}
END_TEST

Suite *sort_suite(void)
{
    Suite *suite = suite_create("sort");
    TCase *c = tcase_create("sort");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, by_each_key, 0, ODD_SIZES);
    tcase_add_loop_test(c, at_each_angle, 0, ODD_SIZES);
    tcase_add_test(c, by_thresholds);
    tcase_add_test(c, in_thin_pictures);
    tcase_add_test(c, it_is_a_permutation);
    return suite;
}
