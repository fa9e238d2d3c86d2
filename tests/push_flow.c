/* push_flow.c - streak against a naive one, and what melt may do to a column. */
#include "effects_push.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static int luma(PixelTuple p)
{
    return 77 * p.red + 150 * p.green + 29 * p.blue;
}

static PixelTuple *along(const picture *p, int direction, uint32_t i, uint32_t n)
{
    uint32_t size = direction < 2 ? p->width : p->height;
    uint32_t at = direction % 2 ? size - 1 - i : i;
    return direction < 2 ? &p->px[n * p->width + at] : &p->px[at * p->width + n];
}

/* ---- streak -------------------------------------------------------------- */

/* The most that any bright pixel before it shines here. */
static PixelTuple naive_streak(const picture *in, int direction, uint32_t i, uint32_t n,
    double length, double threshold)
{
    PixelTuple p = *along(in, direction, i, n);
    double most[3] = { p.red, p.green, p.blue };
    for (uint32_t j = 0; j <= i; j++) {
        PixelTuple lamp = *along(in, direction, j, n);
        double left = j == i ? 1 : length < 1 ? 0 : pow(2, -5.0 * (i - j) / length);
        if (lamp.alpha == 0 || luma(lamp) < threshold * 65280)
            continue;
        most[0] = fmax(most[0], lamp.red * left);
        most[1] = fmax(most[1], lamp.green * left);
        most[2] = fmax(most[2], lamp.blue * left);
    }
    return (
        PixelTuple) { (uint8_t)most[0], (uint8_t)most[1], (uint8_t)most[2], p.alpha };
}

START_TEST(streak)
{
    static const char *const directions[] = { "right", "left", "down", "up" };
    static const int lengths[] = { 0, 1, 7, 80 };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 6, false);
    for (int d = 0; d < 4; d++)
        for (size_t k = 0; k < COUNT(lengths); k++) {
            char spec[128];
            picture e = new_picture(in.width, in.height);
            for (uint32_t n = 0; n < (d < 2 ? in.height : in.width); n++)
                for (uint32_t i = 0; i < (d < 2 ? in.width : in.height); i++)
                    *along(&e, d, i, n) = naive_streak(&in, d, i, n, lengths[k], 0.75);
            snprintf(spec, sizeof spec,
                "streak:direction=%s,length=%d,chance=1,threshold=0.75", directions[d],
                lengths[k]);
            picture a = run_one(&in, spec);
            assert_near(&a, &e, 1, spec);
            free_pictures(&a, 1);
            free_pictures(&e, 1);
        }
    free_pictures(&in, 1);
}
END_TEST

START_TEST(streak_of_chance)
{
    picture in = random_picture(53, 37, 3, false);
    picture all = glitched(&in, "streak:length=30,chance=1", 1);
    picture a = glitched(&in, "streak:length=30", 1);
    picture b = glitched(&in, "streak:length=30", 2);
    picture none = glitched(&in, "streak:chance=0", 1);
    assert_same(&none, &in, "chance=0");
    ck_assert(!same_pixels(&a, &b));
    for (uint32_t i = 0; i < in.width * in.height; i++)
        ck_assert(in.px[i].red <= a.px[i].red && a.px[i].red <= all.px[i].red
            && a.px[i].alpha == in.px[i].alpha);
    picture *pictures[] = { &in, &all, &a, &b, &none };
    for (size_t i = 0; i < COUNT(pictures); i++)
        free_pictures(pictures[i], 1);
}
END_TEST

/* ---- melt ---------------------------------------------------------------- */

typedef uint32_t naive_source(uint32_t y, uint32_t height, uint32_t start, uint32_t by);

static uint32_t dripped(uint32_t y, uint32_t height, uint32_t start, uint32_t by)
{
    (void)height;
    return y < start ? y : y < start + by ? start : y - by;
}

static uint32_t stretched(uint32_t y, uint32_t height, uint32_t start, uint32_t by)
{
    (void)start;
    return y * (height - by) / height;
}

static bool column_is(
    const picture *a, uint32_t x, naive_source *source, uint32_t start, uint32_t by)
{
    for (uint32_t y = 0; y < a->height; y++)
        if (place_x(a->px[y * a->width + x]) != x
            || place_y(a->px[y * a->width + x]) != source(y, a->height, start, by))
            return false;
    return true;
}

/* Is there any way to run by at most `longest` that makes the column? */
static bool explained(const picture *a, uint32_t x, naive_source *source,
    uint32_t starts, uint32_t longest)
{
    for (uint32_t start = 0; start < starts; start++)
        for (uint32_t by = 0; by <= longest && by <= a->height; by++)
            if (column_is(a, x, source, start, by))
                return true;
    return false;
}

START_TEST(melt)
{
    static const struct {
        const char *name;
        naive_source *source;
        bool anywhere;
    } modes[] = { { "drip", dripped, true }, { "slide", dripped, false },
        { "stretch", stretched, false } };
    static const uint32_t lengths[] = { 0, 5, 1000 };
    picture in = map_of_places(odd_sizes[_i][0], odd_sizes[_i][1]);
    for (size_t m = 0; m < COUNT(modes); m++)
        for (size_t k = 0; k < COUNT(lengths); k++) {
            char spec[128];
            snprintf(spec, sizeof spec, "melt:mode=%s,length=%u,smooth=0.5",
                modes[m].name, lengths[k]);
            picture a = run_one(&in, spec);
            for (uint32_t x = 0; x < a.width; x++)
                ck_assert_msg(explained(&a, x, modes[m].source,
                                  modes[m].anywhere ? in.height : 1, lengths[k]),
                    "%s: column %u", spec, x);
            free_pictures(&a, 1);
        }
    free_pictures(&in, 1);
}
END_TEST

/* Pairs of columns where columns are two pixels wide, and all where they are smooth. */
START_TEST(melt_in_groups)
{
    picture in = map_of_places(64, 48);
    picture two = run_one(&in, "melt:width=2,smooth=0,length=40");
    picture all = run_one(&in, "melt:smooth=1,length=40");
    uint32_t differ = 0;
    for (uint32_t i = 0; i < 64 * 48; i++) {
        uint32_t x = i % 64, first = i - x;
        ck_assert(place_y(two.px[i]) == place_y(two.px[first + x / 2 * 2]));
        ck_assert(place_y(all.px[i]) == place_y(all.px[first]));
        differ += place_y(two.px[i]) != place_y(two.px[first]);
    }
    ck_assert_uint_gt(differ, 64);
    free_pictures(&in, 1);
    free_pictures(&two, 1);
    free_pictures(&all, 1);
}
END_TEST

Suite *push_flow_suite(void)
{
    Suite *suite = suite_create("flow");
    TCase *c = tcase_create("flow");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, streak, 0, ODD_SIZES);
    tcase_add_test(c, streak_of_chance);
    tcase_add_loop_test(c, melt, 0, ODD_SIZES);
    tcase_add_test(c, melt_in_groups);
    return suite;
}
