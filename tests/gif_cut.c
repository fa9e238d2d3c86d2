/*
 * gif_cut.c - palettes: cut by a naive program that does what cut.c says, what is worth a
 * colour, and colours that many pixels have.
 */
#include "codec/quantize.h"
#include "gif.h"
#include <stdlib.h>
#include <string.h>

/* ---- a naive program ----------------------------------------------------- */

/* Sums over some of the points. */
typedef struct sums {
    uint64_t count, red, green, blue;
} sums;

typedef struct naive {
    const gli_points *points;
    int *box; /* of each point */
} naive;

typedef struct cut_place {
    int axis, at;
    double gain;
} cut_place;

static int channel(PixelTuple c, int axis)
{
    const int channels[] = { c.red, c.green, c.blue };
    return channels[axis];
}

/* Of the points of a box whose channel is not over `at`. */
static sums sum_up_to(const naive *n, int box, int axis, int at)
{
    sums s = { 0 };
    for (size_t i = 0; i < n->points->count; i++) {
        if (n->box[i] != box || channel(n->points->color[i], axis) > at)
            continue;
        s.count += n->points->sum[i].count;
        s.red += n->points->sum[i].red;
        s.green += n->points->sum[i].green;
        s.blue += n->points->sum[i].blue;
    }
    return s;
}

static double explains(sums s)
{
    double r = (double)s.red, g = (double)s.green, b = (double)s.blue;
    return (r * r + g * g + b * b) / (double)s.count;
}

/* The first of the best places. */
static cut_place best_place(const naive *n, int box)
{
    sums all = sum_up_to(n, box, 0, 255);
    double plain = explains(all), best = plain;
    cut_place place = { 0 };
    for (int axis = 0; axis < 3; axis++)
        for (int at = 0; at < 255; at++) {
            sums low = sum_up_to(n, box, axis, at);
            if (low.count == 0 || low.count == all.count)
                continue;
            sums high = { all.count - low.count, all.red - low.red,
                all.green - low.green, all.blue - low.blue };
            if (explains(low) + explains(high) > best) {
                best = explains(low) + explains(high);
                place.axis = axis;
                place.at = at;
            }
        }
    place.gain = best - plain;
    return place;
}

static double distances_to_the_mean(const gli_points *p, const naive *n)
{
    sums all = sum_up_to(n, 0, 0, 255);
    double squares = 0;
    for (size_t i = 0; i < p->count; i++)
        for (int axis = 0; axis < 3; axis++)
            squares += (double)p->sum[i].count * channel(p->color[i], axis)
                * channel(p->color[i], axis);
    return squares - explains(all);
}

/* How many colours are there before all the rest is worth too little? */
static int worth_it(
    const double *gains, int count, double left, double least, double most)
{
    while (count > 1 && gains[count - 1] < least && left + gains[count - 1] <= most)
        left += gains[--count];
    return count;
}

/* `most` colours in the order that they were cut in; `gains` is of each. */
static int cut_naively(naive *n, int most, double *gains)
{
    cut_place places[256] = { best_place(n, 0) };
    int count = 1;
    for (; count < most; count++) {
        int next = 0;
        for (int i = 1; i < count; i++)
            next = places[i].gain > places[next].gain ? i : next;
        cut_place place = places[next];
        if (place.gain <= 0)
            break;
        gains[count] = place.gain;
        for (size_t i = 0; i < n->points->count; i++)
            if (n->box[i] == next
                && channel(n->points->color[i], place.axis) > place.at)
                n->box[i] = count;
        places[next] = best_place(n, next);
        places[count] = best_place(n, count);
    }
    return count;
}

/* All colours are cut, to see what they gain; then as many as are worth it, anew. */
static int naive_cut(
    const gli_points *p, int max, const gli_thrift *thrift, PixelTuple *palette)
{
    naive n = { p, calloc(p->count, sizeof *n.box) };
    double gains[256], weight = (double)sum_up_to(&n, 0, 0, 255).count;
    double left = distances_to_the_mean(p, &n);
    int count = cut_naively(&n, max, gains);
    for (int i = 1; i < count; i++)
        left -= gains[i];
    double worth = weight * thrift->worth / 1024, spare = left * thrift->spare / 1024;
    count = worth_it(
        gains, count, left, worth > spare ? worth : spare, weight * thrift->most);
    memset(n.box, 0, p->count * sizeof *n.box);
    cut_naively(&n, count, gains);
    for (int i = 0; i < count; i++) {
        sums s = sum_up_to(&n, i, 0, 255);
        palette[i] = (PixelTuple) { (uint8_t)((s.red + s.count / 2) / s.count),
            (uint8_t)((s.green + s.count / 2) / s.count),
            (uint8_t)((s.blue + s.count / 2) / s.count), 255 };
    }
    free(n.box);
    return count;
}

/* ---- cuts ---------------------------------------------------------------- */

static gli_points *points_of(const picture *p, int bits)
{
    gli_histogram *h = calloc(1, sizeof *h);
    gli_points *points = malloc(sizeof *points);
    ck_assert(h && points);
    for (size_t i = 0; i < (size_t)p->width * p->height; i++)
        if (bits > GLI_CELL_BITS)
            gli_histogram_add_fine(h, p->px[i], bits);
        else
            gli_histogram_add(h, p->px[i]);
    gli_histogram_points(h, points);
    free(h);
    return points;
}

/* Loops over pictures. */
START_TEST(cuts_are_the_best)
{
    static const int counts[] = { 1, 2, 3, 17, 60, 256 };
    static const gli_thrift thrifts[] = { { 0 }, { 100, 0, 1 << 20 },
        { 3000, 0, 1 << 20 }, { 1U << 31, 0, 1 << 20 }, { 1U << 31, 0, 150 },
        { 0, 10, 1 << 20 }, { 0, 1000, 1 << 20 }, { 500, 60, 400 } };
    picture p = _i % 2 ? photo_picture(40, 30, (uint64_t)_i)
                       : random_picture(13, 11, (uint64_t)_i, true);
    gli_points *points = points_of(&p, 5 + _i % 4);
    PixelTuple palette[256], expected[256];
    for (size_t i = 0; i < COUNT(counts); i++)
        for (size_t k = 0; k < COUNT(thrifts); k++) {
            int count = gli_cut_boxes(points, counts[i], &thrifts[k], palette);
            int wanted = naive_cut(points, counts[i], &thrifts[k], expected);
            ck_assert_int_eq(count, wanted);
            ck_assert_mem_eq(palette, expected, (size_t)count * sizeof *palette);
        }
    free(points);
    free(p.px);
}
END_TEST

/* The more a colour must be worth, the fewer there are, down to one. */
START_TEST(worth_saves_colors)
{
    picture p = photo_picture(120, 90, 3);
    gli_points *points = points_of(&p, 5);
    PixelTuple palette[256];
    int before = gli_cut_boxes(points, 255, &(gli_thrift) { 0 }, palette),
        first = before;
    for (uint32_t worth = 16; worth < 1U << 28; worth *= 4) {
        int now =
            gli_cut_boxes(points, 255, &(gli_thrift) { worth, 0, 1 << 20 }, palette);
        ck_assert_int_le(now, before);
        before = now;
    }
    ck_assert_int_eq(first, 255);
    ck_assert_int_eq(before, 1);
    free(points);
    free(p.px);
}
END_TEST

/* ---- flat colours -------------------------------------------------------- */

/* All samples are in the points, whatever way they were added, and in no other. */
START_TEST(flat_points_have_all_samples)
{
    picture p = _i ? random_picture(200, 150, 5, true) : photo_picture(200, 150, 5);
    for (size_t i = 0; i < 9000; i++)
        p.px[i * 3] = (PixelTuple) { 7, (uint8_t)(i % 11), 9, 255 };
    gli_points *points = points_of(&p, 8);
    sums sum = { 0 }, expected = { 0 };
    int flat = 0;
    for (size_t i = 0; i < points->count; i++) {
        PixelTuple c = points->color[i];
        sum.count += points->sum[i].count;
        sum.red += points->sum[i].red;
        sum.green += points->sum[i].green;
        sum.blue += points->sum[i].blue;
        flat += c.red == 7 && c.green < 11 && c.blue == 9 && points->sum[i].count > 700;
    }
    for (size_t i = 0; i < 200 * 150; i++) {
        expected.count++;
        expected.red += p.px[i].red;
        expected.green += p.px[i].green;
        expected.blue += p.px[i].blue;
    }
    ck_assert_mem_eq(&sum, &expected, sizeof sum);
    ck_assert_int_eq(flat, 11);
    free(points);
    free(p.px);
}
END_TEST

static bool has_color(const PixelTuple *palette, int count, PixelTuple c)
{
    for (int i = 0; i < count; i++)
        if (memcmp(&palette[i], &c, sizeof c) == 0)
            return true;
    return false;
}

/* Two flat colours of one cell are told apart, but not where samples are only samples. */
START_TEST(flat_colors_are_exact)
{
    static const PixelTuple flat[] = { { 250, 250, 250, 255 }, { 252, 252, 252, 255 } };
    picture p = photo_picture(100, 100, 4);
    for (size_t i = 0; i < 100 * 100; i++)
        if (i % 8)
            p.px[i] = flat[i % 8 > 4];
    PixelTuple palette[64];
    for (int way = 0; way < 2; way++) {
        gli_points *points = points_of(&p, way ? 8 : 5);
        int count = gli_cut_boxes(points, 64, &(gli_thrift) { 0 }, palette);
        gli_kmeans(points, palette, count, 2);
        ck_assert_int_eq(has_color(palette, count, flat[0]), way);
        ck_assert_int_eq(has_color(palette, count, flat[1]), way);
        free(points);
    }
    free(p.px);
}
END_TEST

void add_cut_tests(Suite *suite)
{
    TCase *c = new_gif_case(suite, "cuts");
    tcase_add_loop_test(c, cuts_are_the_best, 0, 8);
    tcase_add_test(c, worth_saves_colors);
    tcase_add_loop_test(c, flat_points_have_all_samples, 0, 2);
    tcase_add_test(c, flat_colors_are_exact);
}
