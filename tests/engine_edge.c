/* engine_edge.c - what stands beyond the edge of a picture: pixels, rows, windows. */
#include "engine.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = { "clamp", "wrap", "mirror", "transparent",
    "black" };
enum { EDGES = 5 };

/* Walk there step by step: out at one end is in at another place, or turns round. */
static int64_t naive_place(int edge, int64_t at, int64_t n)
{
    int64_t x = 0, step = at < 0 ? -1 : 1;
    if (at >= 0 && at < n)
        return at;
    if (edge == GLITCH_EDGE_CLAMP)
        return at < 0 ? 0 : n - 1;
    if (edge != GLITCH_EDGE_WRAP && edge != GLITCH_EDGE_MIRROR)
        return -1;
    for (int64_t i = 0; i != at; i += at < 0 ? -1 : 1) {
        int64_t next = x + step;
        if (next >= 0 && next < n)
            x = next;
        else if (edge == GLITCH_EDGE_WRAP)
            x = next < 0 ? n - 1 : 0;
        else
            step = -step; /* the outermost stands there twice */
    }
    return x;
}

START_TEST(places)
{
    for (int edge = 0; edge < EDGES; edge++)
        for (uint32_t n = 1; n < 8; n++)
            for (int64_t at = -40; at <= 40; at++)
                ck_assert_int_eq(
                    glitch_edge_at((glitch_edge)edge, at, n), naive_place(edge, at, n));
}
END_TEST

START_TEST(far_places)
{
    for (int edge = 0; edge < EDGES; edge++)
        for (uint32_t n = 1; n <= INT32_MAX - 1U; n = n * 7 + 1) {
            const int64_t far[] = { INT64_MAX, INT64_MIN, INT64_MIN + 1,
                (int64_t)UINT32_MAX, -(int64_t)UINT32_MAX };
            for (size_t i = 0; i < COUNT(far); i++) {
                int32_t x = glitch_edge_at((glitch_edge)edge, far[i], n);
                ck_assert(x >= -1 && x < (int64_t)n);
                ck_assert((x >= 0) == (edge <= GLITCH_EDGE_MIRROR));
            }
            if (n > INT32_MAX / 8)
                break;
        }
}
END_TEST

static PixelTuple naive_pixel(const picture *p, int edge, int64_t x, int64_t y)
{
    int64_t column = naive_place(edge, x, p->width),
            row = naive_place(edge, y, p->height);
    if (column < 0 || row < 0)
        return (PixelTuple) { 0, 0, 0, edge == GLITCH_EDGE_BLACK ? 255 : 0 };
    return p->px[row * p->width + column];
}

START_TEST(pixels)
{
    picture p = random_picture(5, 3, 1, false);
    glitch_frame f = { p.px, 5, 5, 3, 0, 0, 0 };
    for (int edge = 0; edge < EDGES; edge++)
        for (int64_t y = -9; y < 12; y++)
            for (int64_t x = -17; x < 23; x++) {
                PixelTuple a = glitch_pixel_at(&f, x, y, (glitch_edge)edge);
                PixelTuple e = naive_pixel(&p, edge, x, y);
                ck_assert_mem_eq(&a, &e, sizeof a);
            }
    free(p.px);
}
END_TEST

START_TEST(moved_rows)
{
    static const int64_t far[] = { 1000, -1001, 1000000007, -1000000007, INT64_MAX / 2,
        INT64_MIN / 2 };
    for (uint32_t n = 1; n < 12; n++) {
        picture p = random_picture(n, 1, n, false), out = new_picture(n, 1);
        for (int edge = 0; edge < EDGES; edge++)
            for (int64_t i = -50; i <= 50 + (int64_t)COUNT(far); i++) {
                int64_t by = i <= 50 ? i : far[i - 51];
                int64_t near = i <= 50 || edge == GLITCH_EDGE_CLAMP || edge > 2
                    ? (by > 50         ? 50
                            : by < -50 ? -50
                                       : by)
                    : by % (2 * (int64_t)n); /* where both repeat themselves */
                glitch_row_move(p.px, n, by, (glitch_edge)edge, out.px);
                for (uint32_t x = 0; x < n; x++) {
                    PixelTuple e = naive_pixel(&p, edge, (int64_t)x - near, 0);
                    ck_assert_msg(memcmp(&out.px[x], &e, sizeof e) == 0,
                        "%s, %u by %ld, at %u", names[edge], n, (long)by, x);
                }
            }
        free(p.px);
        free(out.px);
    }
}
END_TEST

static uint8_t clamp_round(long double x)
{
    return (uint8_t)floorl(x + 0.5L);
}

/* Between four pixels, colours by their alpha; where it is a tie either is right. */
START_TEST(between_pixels)
{
    picture p = random_picture(5, 4, 3, false);
    glitch_frame f = { p.px, 5, 5, 4, 0, 0, 0 };
    uint64_t r = 1;
    for (int i = 0; i < 20000; i++) {
        int edge = (int)below(&r, EDGES);
        int64_t x = (int64_t)below(&r, 20 * 65536) - 7 * 65536;
        int64_t y = (int64_t)below(&r, 20 * 65536) - 7 * 65536;
        x = below(&r, 4) ? x : x & ~INT64_C(65535);
        int64_t left = (int64_t)floor((double)x / 65536),
                top = (int64_t)floor((double)y / 65536);
        long double a = x / 65536.0L - left, b = y / 65536.0L - top;
        long double weight[4] = { (1 - a) * (1 - b), a * (1 - b), (1 - a) * b, a * b };
        long double sum = 0, red = 0;
        for (int k = 0; k < 4; k++) {
            PixelTuple q = naive_pixel(&p, edge, left + k % 2, top + k / 2);
            sum += weight[k] * q.alpha;
            red += weight[k] * q.alpha * q.red;
        }
        PixelTuple got = glitch_pixel_between(&f, x, y, (glitch_edge)edge);
        ck_assert_int_le(
            abs(got.alpha - clamp_round(sum)), fabsl(sum - floorl(sum) - 0.5L) < 1e-9L);
        if (sum > 0)
            ck_assert_int_le(abs(got.red - clamp_round(red / sum)),
                fabsl(red / sum - floorl(red / sum) - 0.5L) < 1e-9L);
    }
    PixelTuple same = glitch_pixel_between(&f, 3 * 65536, 2 * 65536, GLITCH_EDGE_CLAMP);
    if (p.px[13].alpha)
        ck_assert_mem_eq(&same, &p.px[13], sizeof same);
    free(p.px);
}
END_TEST

START_TEST(transposed)
{
    static const uint32_t sizes[][2] = { { 1, 1 }, { 1, 40 }, { 33, 1 }, { 16, 16 },
        { 17, 15 }, { 50, 37 } };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        uint32_t w = sizes[i][0], h = sizes[i][1];
        picture in = random_picture(w + 3, h, 1, false), out = new_picture(h + 2, w);
        glitch_transpose(in.px, w + 3, w, h, out.px, h + 2);
        for (uint32_t x = 0; x < w; x++) {
            static const PixelTuple nothing;
            for (uint32_t y = 0; y < h; y++)
                ck_assert_mem_eq(
                    &out.px[x * (h + 2) + y], &in.px[y * (w + 3) + x], sizeof nothing);
            ck_assert_mem_eq(&out.px[x * (h + 2) + h], &nothing, sizeof nothing);
        }
        free(in.px);
        free(out.px);
    }
}
END_TEST

/* ---- windows ------------------------------------------------------------- */

static void naive_blur(picture *p, int above, int down, int edge)
{
    picture out = new_picture(p->width, p->height);
    for (int64_t y = 0; y < p->height; y++)
        for (int64_t x = 0; x < p->width; x++)
            for (int dy = -above; dy <= down; dy++) {
                PixelTuple q = naive_pixel(p, edge, x, y + dy);
                PixelTuple *o = &out.px[y * p->width + x];
                int factor = 2 * (dy + above) + 3;
                o->red = (uint8_t)(o->red + factor * q.red);
                o->green = (uint8_t)(o->green + factor * q.green);
                o->blue = (uint8_t)(o->blue + factor * q.blue);
                o->alpha = (uint8_t)(o->alpha + factor * q.alpha);
            }
    free(p->px);
    *p = out;
}

START_TEST(rows_beyond)
{
    uint64_t r = (uint64_t)_i + 1;
    for (int i = 0; i < 150; i++) {
        uint32_t height = 1 + below(&r, 40);
        picture in = random_picture(1 + below(&r, 5), height, r, false);
        picture e = copy_picture(&in);
        char specs[512] = "";
        for (uint32_t n = 1 + below(&r, 4); n > 0; n--) {
            uint32_t most = below(&r, 4) ? 4 : height + 5;
            int above = (int)below(&r, most), down = (int)below(&r, most);
            int edge = (int)below(&r, EDGES);
            sprintf(specs + strlen(specs), " blur:above=%d,below=%d,edge=%s", above,
                down, names[edge]);
            naive_blur(&e, above, down, edge);
        }
        picture a = run_one(&in, specs);
        assert_same(&a, &e, specs);
        free(a.px);
        free(e.px);
        free(in.px);
    }
}
END_TEST

Suite *edge_suite(void)
{
    Suite *suite = suite_create("edge");
    TCase *c = tcase_create("edge");
    suite_add_tcase(suite, c);
    tcase_add_test(c, places);
    tcase_add_test(c, far_places);
    tcase_add_test(c, pixels);
    tcase_add_test(c, moved_rows);
    tcase_add_test(c, between_pixels);
    tcase_add_test(c, transposed);
    tcase_add_loop_test(c, rows_beyond, 0, 6);
    return suite;
}
