/* effects_moves.c - what moves rows, columns and rectangles, against naive ones. */
#include "effects_picture.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const edges[] = { "clamp", "wrap", "mirror", "transparent",
    "black" };

/* What the naive filters know beside the picture. */
static struct {
    const char *edge;
    int64_t by[256];   /* of each line */
    int64_t from[256]; /* which line each shows */
    struct {
        int64_t x, y, width, height, dx, dy;
        bool down;
    } rects[16];
    int count;
    int64_t cell_width, cell_height, columns, rows;
    int64_t at;
} now;

/* ---- lines --------------------------------------------------------------- */

static PixelTuple row_moved(const picture *in, int64_t x, int64_t y)
{
    int64_t from = now.from[y] >= 0 ? now.from[y] : y;
    return naive_at(in, x - now.by[y], from, now.edge);
}

static PixelTuple column_moved(const picture *in, int64_t x, int64_t y)
{
    return naive_at(in, x, y - now.by[x], now.edge);
}

static void stay(void)
{
    memset(&now, 0, sizeof now);
    for (int i = 0; i < 256; i++)
        now.from[i] = -1;
}

START_TEST(jitter)
{
    const uint32_t *size = odd_sizes[_i];
    picture in = random_picture(size[0], size[1], 4, false);
    for (size_t e = 0; e < COUNT(edges); e++)
        for (int distance = 0; distance < 40; distance += 13)
            for (int lines = 1; lines < 6; lines += 2)
                for (int columns = 0; columns < 2; columns++) {
                    char spec[128];
                    uint64_t seed = e + 10, r = random_of(seed);
                    stay();
                    now.edge = edges[e];
                    for (int i = 0; i < (int)size[columns ? 0 : 1]; i++)
                        now.by[i] =
                            i % lines ? now.by[i - 1] : draw(&r, -distance, distance);
                    snprintf(spec, sizeof spec,
                        "jitter:distance=%d,size=%d,axis=%s,edge=%s", distance, lines,
                        columns ? "columns" : "rows", edges[e]);
                    compare_pixels(&in, spec, seed, columns ? column_moved : row_moved);
                }
    free(in.px);
}
END_TEST

START_TEST(skew)
{
    const uint32_t *size = odd_sizes[_i];
    int32_t rows = (int32_t)size[1];
    picture in = random_picture(size[0], size[1], 5, false);
    for (size_t e = 0; e < COUNT(edges); e++)
        for (int bands = 0; bands < 9; bands += 4)
            for (int tallest = 1; tallest < 80; tallest += 39) {
                char spec[128];
                uint64_t seed = e + 3, r = random_of(seed);
                stay();
                now.edge = edges[e];
                for (int b = 0; b < bands; b++) {
                    int32_t first = draw(&r, 0, rows - 1);
                    int32_t height = draw(&r, 1, tallest < rows ? tallest : rows);
                    double lean = 2.5 * (2 * draw_real(&r) - 1);
                    for (int32_t i = 0; i < height && first + i < rows; i++)
                        now.by[first + i] += (int64_t)(lean * (i + 1));
                }
                snprintf(spec, sizeof spec, "skew:bands=%d,height=%d,slope=2.5,edge=%s",
                    bands, tallest, edges[e]);
                compare_pixels(&in, spec, seed, row_moved);
            }
    free(in.px);
}
END_TEST

START_TEST(slice_repeat)
{
    const uint32_t *size = odd_sizes[_i];
    int32_t rows = (int32_t)size[1];
    picture in = random_picture(size[0], size[1], 6, false);
    for (size_t e = 0; e < COUNT(edges); e++)
        for (int times = 0; times < 8; times += 3)
            for (int drift = -50; drift < 60; drift += 51) {
                char spec[128];
                uint64_t seed = e + 3, r = random_of(seed);
                stay();
                now.edge = edges[e];
                for (int s = 0; s < 3; s++) {
                    int32_t first = draw(&r, 0, rows - 1);
                    int32_t height = draw(&r, 1, 5 < rows ? 5 : rows);
                    int32_t n = draw(&r, times < 2 ? times : 2, times);
                    for (int32_t y = first + height; y < rows; y++)
                        if ((y - first) / height <= n) {
                            now.from[y] = first + (y - first) % height;
                            now.by[y] =
                                (y - first) / height * (int64_t)(drift % (int)size[0]);
                        }
                }
                snprintf(spec, sizeof spec,
                    "slice-repeat:slices=3,height=5,times=%d,drift=%d,edge=%s", times,
                    drift, edges[e]);
                /* With "wrap" the whole widths that a drift may have make no change. */
                if (strcmp(edges[e], "wrap") == 0 || abs(drift) < (int)size[0])
                    compare_pixels(&in, spec, seed, row_moved);
            }
    free(in.px);
}
END_TEST

/* ---- rectangles ---------------------------------------------------------- */

static void draw_rects(const picture *in, uint64_t *r, int32_t widest, int32_t highest)
{
    int32_t width = (int32_t)in->width, height = (int32_t)in->height;
    for (int i = 0; i < now.count; i++) {
        int32_t w = draw(r, 1, widest < width ? widest : width);
        int32_t h = draw(r, 1, highest < height ? highest : height);
        now.rects[i].x = draw(r, 0, width - w);
        now.rects[i].y = draw(r, 0, height - h);
        now.rects[i].width = w;
        now.rects[i].height = h;
    }
}

/* The last of the rectangles that a pixel is in; -1: none. */
static int rect_at(int64_t x, int64_t y)
{
    int found = -1;
    for (int i = 0; i < now.count; i++)
        if (x >= now.rects[i].x && x < now.rects[i].x + now.rects[i].width
            && y >= now.rects[i].y && y < now.rects[i].y + now.rects[i].height)
            found = i;
    return found;
}

static PixelTuple block_moved(const picture *in, int64_t x, int64_t y)
{
    int i = rect_at(x, y);
    return i < 0 ? pixel_of(in, x, y)
                 : naive_at(in, x - now.rects[i].dx, y - now.rects[i].dy, now.edge);
}

START_TEST(blocks)
{
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 7, false);
    for (size_t e = 0; e < COUNT(edges); e++)
        for (int distance = 0; distance < 120; distance += 37)
            for (int count = 0; count < 16; count += 5) {
                char spec[128];
                uint64_t seed = e + 8, r = random_of(seed);
                stay();
                now.edge = edges[e];
                now.count = count;
                for (int i = 0; i < count; i++) {
                    now.rects[i].dx = draw(&r, -distance, distance);
                    now.rects[i].dy = draw(&r, -distance, distance);
                }
                draw_rects(&in, &r, 20, 9);
                snprintf(spec, sizeof spec,
                    "blocks:count=%d,width=20,height=9,distance=%d,edge=%s", count,
                    distance, edges[e]);
                compare_pixels(&in, spec, seed, block_moved);
            }
    free(in.px);
}
END_TEST

static PixelTuple stretched(const picture *in, int64_t x, int64_t y)
{
    int i = rect_at(x, y);
    return i < 0            ? pixel_of(in, x, y)
        : now.rects[i].down ? pixel_of(in, x, now.rects[i].y)
                            : pixel_of(in, now.rects[i].x, y);
}

START_TEST(stretch)
{
    static const char *const directions[] = { "down", "right", "random" };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 8, false);
    for (int d = 0; d < 3; d++)
        for (int count = 0; count < 16; count += 3) {
            char spec[128];
            uint64_t seed = 80, r = random_of(seed);
            stay();
            now.count = count;
            for (int i = 0; i < count; i++) {
                bool chance = draw(&r, 0, 1) == 0;
                now.rects[i].down = d == 2 ? chance : d == 0;
            }
            draw_rects(&in, &r, 30, 30);
            snprintf(spec, sizeof spec,
                "stretch:count=%d,width=30,height=30,direction=%s", count,
                directions[d]);
            compare_pixels(&in, spec, seed, stretched);
        }
    free(in.px);
}
END_TEST

/* ---- cells --------------------------------------------------------------- */

static PixelTuple shuffled(const picture *in, int64_t x, int64_t y)
{
    int64_t column = x / now.cell_width, row = y / now.cell_height;
    if (column >= now.columns || row >= now.rows)
        return pixel_of(in, x, y);
    int64_t from = now.from[row * now.columns + column];
    return pixel_of(in, from % now.columns * now.cell_width + x % now.cell_width,
        from / now.columns * now.cell_height + y % now.cell_height);
}

START_TEST(shuffle)
{
    const uint32_t *size = odd_sizes[_i];
    picture in = random_picture(size[0], size[1], 9, false);
    for (int quarter = 0; quarter <= 4; quarter++) {
        char spec[128];
        uint64_t seed = 90 + (uint64_t)quarter, r = random_of(seed);
        int64_t cells[256];
        stay();
        now.cell_width = size[0] < 9 ? size[0] : 9;
        now.cell_height = size[1] < 5 ? size[1] : 5;
        now.columns = size[0] / now.cell_width;
        now.rows = size[1] / now.cell_height;
        int32_t count = (int32_t)(now.columns * now.rows);
        int32_t chosen = (count * quarter + 2) / 4;
        ck_assert_int_le(count, 256);
        if (quarter > 0 && chosen < 2)
            chosen = count < 2 ? count : 2;
        for (int i = 0; i < count; i++)
            cells[i] = now.from[i] = i;
        for (int i = 0; i < chosen; i++) {
            int32_t j = draw(&r, i, count - 1);
            int64_t cell = cells[i];
            cells[i] = cells[j];
            cells[j] = cell;
        }
        for (int i = 0; i < chosen; i++)
            now.from[cells[i]] = cells[(i + 1) % chosen];
        snprintf(
            spec, sizeof spec, "shuffle:width=9,height=5,share=%.2f", quarter / 4.0);
        compare_pixels(&in, spec, seed, shuffled);
    }
    free(in.px);
}
END_TEST

static int by_value(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(PixelTuple));
}

/* No pixel is lost, and none is made; all cells that are chosen move. */
START_TEST(shuffle_is_a_permutation)
{
    picture in = random_picture(101, 67, 3, false);
    picture a = glitched(&in, "shuffle:share=1,width=1,height=1", 1);
    size_t same = 0, count = 101 * 67;
    for (size_t i = 0; i < count; i++)
        same += memcmp(&a.px[i], &in.px[i], sizeof a.px[i]) == 0;
    ck_assert_uint_eq(same, 0);
    qsort(a.px, count, sizeof *a.px, by_value);
    qsort(in.px, count, sizeof *in.px, by_value);
    assert_same(&a, &in, "sorted");
    free(a.px);
    free(in.px);
}
END_TEST

/* ---- mirrors ------------------------------------------------------------- */

static const char *side;

static PixelTuple mirrored(const picture *in, int64_t x, int64_t y)
{
    if (strcmp(side, "left") == 0 ? x >= now.at
                                  : strcmp(side, "right") == 0 && x < now.at)
        x = 2 * now.at - 1 - x;
    if (strcmp(side, "top") == 0 ? y >= now.at
                                 : strcmp(side, "bottom") == 0 && y < now.at)
        y = 2 * now.at - 1 - y;
    return naive_at(in, x, y, now.edge);
}

START_TEST(mirror)
{
    static const char *const sides[] = { "left", "right", "top", "bottom" };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 10, false);
    for (size_t e = 0; e < COUNT(edges); e++)
        for (size_t s = 0; s < COUNT(sides); s++)
            for (int at = -70; at<210; at += at> - 20 && at < 20 ? 1 : 17) {
                char spec[128];
                stay();
                now.edge = edges[e];
                now.at = at;
                side = sides[s];
                snprintf(spec, sizeof spec, "mirror:side=%s,at=%d,edge=%s", side, at,
                    now.edge);
                compare_pixels(&in, spec, 0, mirrored);
            }
    free(in.px);
}
END_TEST

Suite *moves_suite(void)
{
    Suite *suite = suite_create("moves");
    TCase *c = tcase_create("moves");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, jitter, 0, ODD_SIZES);
    tcase_add_loop_test(c, skew, 0, ODD_SIZES);
    tcase_add_loop_test(c, slice_repeat, 0, ODD_SIZES);
    tcase_add_loop_test(c, blocks, 0, ODD_SIZES);
    tcase_add_loop_test(c, stretch, 0, ODD_SIZES);
    tcase_add_loop_test(c, shuffle, 0, ODD_SIZES);
    tcase_add_test(c, shuffle_is_a_permutation);
    tcase_add_loop_test(c, mirror, 0, ODD_SIZES);
    return suite;
}
