/*
 * gif_colors.c - the colours: distances, the nearest one, sets of few, palettes.
 */
#include "codec/quantize.h"
#include "gif.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static PixelTuple random_color(uint64_t *state)
{
    uint64_t r = test_random(state) >> 16;
    return (PixelTuple) { (uint8_t)r, (uint8_t)(r >> 8), (uint8_t)(r >> 16),
        (uint8_t)(r >> 24) };
}

static uint32_t naive_distance(PixelTuple a, PixelTuple b)
{
    int red = a.red - b.red, green = a.green - b.green, blue = a.blue - b.blue;
    return (uint32_t)(red * red + green * green + blue * blue);
}

/* ---- distances ----------------------------------------------------------- */

/* Alpha is not looked at. */
START_TEST(distances)
{
    uint64_t state = 1;
    for (int i = 0; i < 10000; i++) {
        PixelTuple a = random_color(&state), b = i % 9 ? random_color(&state) : a;
        uint32_t naive = naive_distance(a, b);
        b.alpha = (uint8_t)i;
        ck_assert_uint_eq(gli_color_distance(a, b), naive);
        ck_assert_uint_eq((uint32_t)gli_word_distance(gli_word(a), gli_word(b)), naive);
    }
}
END_TEST

/* A pixel is the same as a word, and another alpha is all that differs. */
START_TEST(words)
{
    uint64_t state = 2;
    for (int i = 0; i < 10000; i++) {
        PixelTuple c = random_color(&state), other = c;
        uint32_t w = gli_word(c);
        PixelTuple same = gli_pixel(w),
                   another = gli_pixel(gli_with_alpha(w, (uint8_t)i));
        other.alpha = (uint8_t)i;
        ck_assert_mem_eq(&same, &c, sizeof c);
        ck_assert_mem_eq(&another, &other, sizeof c);
        ck_assert_uint_eq(w >> GLI_RED_AT & 255, c.red);
        ck_assert_uint_eq(w >> GLI_GREEN_AT & 255, c.green);
        ck_assert_uint_eq(w >> GLI_BLUE_AT & 255, c.blue);
        ck_assert_uint_eq(w >> GLI_ALPHA_AT & 255, c.alpha);
    }
}
END_TEST

/* ---- the nearest --------------------------------------------------------- */

static uint8_t naive_nearest(const PixelTuple *palette, int count, PixelTuple c)
{
    int best = 0;
    for (int i = 1; i < count; i++)
        if (naive_distance(palette[i], c) < naive_distance(palette[best], c))
            best = i;
    return (uint8_t)best;
}

/* Some colours twice, so that there are equals; `range` makes more of them. */
static void random_palette(PixelTuple *palette, int count, int range, uint64_t *state)
{
    for (int i = 0; i < count; i++) {
        palette[i] = random_color(state);
        palette[i].red = (uint8_t)(palette[i].red % range);
        palette[i].green = (uint8_t)(palette[i].green % range);
        if (i > 0 && random_below(state, 8) == 0)
            palette[i] = palette[random_below(state, (uint32_t)i)];
    }
}

/* Loops over the number of colours. */
START_TEST(nearest)
{
    enum { POINTS = 601 };
    PixelTuple palette[256], points[POINTS];
    uint8_t fast[POINTS + 1] = { 0 }, portable[POINTS];
    gli_colors colors;
    uint64_t state = (uint64_t)_i + 1;
    fast[POINTS] = 77;
    random_palette(palette, _i, _i % 3 ? 256 : 9, &state);
    for (int i = 0; i < POINTS; i++)
        points[i] = i % 4 ? random_color(&state) : palette[i % _i];
    points[0] = (PixelTuple) { 0 };
    points[1] = (PixelTuple) { 255, 255, 255, 255 };
    gli_colors_set(&colors, palette, _i);
    gli_nearest(&colors, points, POINTS, fast);
    gli_nearest_portable(&colors, points, POINTS, portable);
    for (int i = 0; i < POINTS; i++) {
        uint8_t naive = naive_nearest(palette, _i, points[i]);
        REQUIRE(fast[i] == naive && portable[i] == naive,
            "point %d: %d, portable %d, instead of %d", i, fast[i], portable[i], naive);
    }
    ck_assert_int_eq(fast[POINTS], 77);
}
END_TEST

/* ---- sets of few colours ------------------------------------------------- */

START_TEST(color_sets)
{
    gli_color_set *set = malloc(sizeof *set), *part = malloc(sizeof *part);
    PixelTuple colors[256];
    uint64_t state = (uint64_t)_i + 1;
    gli_color_set_clear(set);
    gli_color_set_clear(part);
    for (int i = 0; i < 256; i++) {
        /* all different; black is one of them */
        colors[i] = random_color(&state);
        colors[i].blue = (uint8_t)i;
        if (i == 0)
            colors[i] = (PixelTuple) { 0 };
        ck_assert(gli_color_set_add(set, colors[i]));
        ck_assert(
            gli_color_set_add(set, colors[random_below(&state, (uint32_t)i + 1)]));
        ck_assert(i % 3 || gli_color_set_add(part, colors[i]));
    }
    ck_assert_int_eq(set->count, 256);
    for (int i = 0; i < 256; i++) {
        ck_assert_int_eq(gli_color_set_index(set, colors[i]), i);
        ck_assert_int_eq(set->colors[i].alpha, 255);
    }
    ck_assert(gli_color_set_has_all(set, part));
    ck_assert(!gli_color_set_has_all(part, set));
    colors[0].red = 1;
    ck_assert(gli_color_set_add(part, colors[0]));
    ck_assert(!gli_color_set_has_all(set, part));
    ck_assert(!gli_color_set_add(set, colors[0]));
    free(set);
    free(part);
}
END_TEST

/* ---- palettes ------------------------------------------------------------ */

typedef struct maker {
    gli_histogram *histogram;
    gli_points *points;
    PixelTuple palette[256];
    int count;
} maker;

static maker new_maker(void)
{
    maker m = { malloc(sizeof *m.histogram), malloc(sizeof *m.points), { { 0 } }, 0 };
    ck_assert(m.histogram && m.points);
    gli_histogram_clear(m.histogram);
    return m;
}

static void free_maker(maker *m)
{
    free(m->histogram);
    free(m->points);
}

static void add_picture(maker *m, const picture *p)
{
    for (size_t i = 0; i < (size_t)p->width * p->height; i++)
        gli_histogram_add(m->histogram, p->px[i]);
}

/* The picture's points, cut into a palette of at most `max`, and assigned to it. */
static void cut(maker *m, const picture *p, int max)
{
    gli_histogram_clear(m->histogram);
    add_picture(m, p);
    gli_histogram_points(m->histogram, m->points);
    m->count = gli_cut_boxes(m->points, max, &(gli_thrift) { 0 }, m->palette);
    gli_points_assign(m->points, m->palette, m->count);
}

/* Every sample is in one point, and a point's colour is the mean of its samples. */
START_TEST(points_have_all_samples)
{
    maker m = new_maker();
    picture p = photo_picture(90, 70, 1);
    uint64_t count = 0, red = 0, expected = 0;
    cut(&m, &p, 10);
    for (size_t i = 0; i < m.points->count; i++) {
        gli_moment s = m.points->sum[i];
        PixelTuple c = m.points->color[i];
        count += s.count;
        red += s.red;
        ck_assert_int_le(
            abs((int)(c.green * s.count) - (int)s.green), (int)s.count / 2);
        ck_assert_int_eq(c.alpha, 255);
    }
    for (size_t i = 0; i < 90 * 70; i++)
        expected += p.px[i].red;
    ck_assert_uint_eq(count, 90 * 70);
    ck_assert_uint_eq(red, expected);
    free(p.px);
    free_maker(&m);
}
END_TEST

START_TEST(palettes_keep_their_limit)
{
    maker m = new_maker();
    picture pictures[] = { photo_picture(120, 90, 1), random_picture(64, 64, 2, true),
        random_picture(3, 3, 3, true), random_picture(1, 1, 4, true) };
    for (size_t i = 0; i < COUNT(pictures); i++)
        for (int max = 1; max <= 256; max += max < 20 ? 1 : 59) {
            int cells = -1;
            cut(&m, &pictures[i], max);
            cells = (int)m.points->count;
            ck_assert_int_ge(m.count, 1);
            ck_assert_int_eq(m.count, cells < max ? cells : max);
            for (int k = 0; k < m.count; k++)
                ck_assert_int_eq(m.palette[k].alpha, 255);
        }
    for (size_t i = 0; i < COUNT(pictures); i++)
        free(pictures[i].px);
    free_maker(&m);
}
END_TEST

/* One colour a cell, and not more cells than colours: nothing is lost. */
START_TEST(few_cells_are_exact)
{
    maker m = new_maker();
    uint64_t state = (uint64_t)_i + 1;
    picture p = new_picture(100, 10);
    uint32_t colors = 1 + random_below(&state, 255);
    for (uint32_t i = 0; i < 1000; i++) {
        uint32_t c = random_below(&state, colors) * 129 % 32768;
        p.px[i] = (PixelTuple) { (uint8_t)(c % 32 * 8 + c % 7),
            (uint8_t)(c / 32 % 32 * 8 + c % 5), (uint8_t)(c / 1024 * 8 + c % 3), 255 };
    }
    cut(&m, &p, (int)colors);
    ck_assert_uint_eq(gli_points_error(m.points, m.palette), 0);
    ck_assert_int_eq(m.count, (int)m.points->count);
    gli_kmeans(m.points, m.palette, m.count, 5);
    gli_points_assign(m.points, m.palette, m.count);
    ck_assert_uint_eq(gli_points_error(m.points, m.palette), 0);
    free(p.px);
    free_maker(&m);
}
END_TEST

/* The means of the cells are colours themselves, so that no rounding is in the way. */
static picture coarse_picture(uint64_t seed)
{
    picture p =
        seed % 2 ? photo_picture(150, 100, seed) : random_picture(150, 100, seed, true);
    for (size_t i = 0; i < 150 * 100; i++) {
        p.px[i].red &= 0xf8;
        p.px[i].green &= 0xf8;
        p.px[i].blue &= 0xf8;
    }
    return p;
}

START_TEST(kmeans_is_never_worse)
{
    static const int counts[] = { 1, 2, 3, 7, 16, 60, 255, 256 };
    maker m = new_maker();
    picture p = coarse_picture((uint64_t)_i);
    for (size_t i = 0; i < COUNT(counts); i++) {
        cut(&m, &p, counts[i]);
        uint64_t before = gli_points_error(m.points, m.palette), first = before;
        for (int round = 0; round < 8; round++) {
            gli_kmeans(m.points, m.palette, m.count, 1);
            gli_points_assign(m.points, m.palette, m.count);
            uint64_t after = gli_points_error(m.points, m.palette);
            ck_assert_uint_le(after, before);
            before = after;
        }
        cut(&m, &p, counts[i]);
        gli_kmeans(m.points, m.palette, m.count, 8); /* the same at once */
        gli_points_assign(m.points, m.palette, m.count);
        ck_assert_uint_eq(gli_points_error(m.points, m.palette), before);
        ck_assert(counts[i] < 16 || before < first);
    }
    free(p.px);
    free_maker(&m);
}
END_TEST

/* One round, done naively: each colour to the rounded mean of what is nearest to it. */
static void naive_round(const gli_points *points, PixelTuple *palette, int count)
{
    uint64_t sums[256][4] = { { 0 } };
    for (size_t i = 0; i < points->count; i++) {
        gli_moment s = points->sum[i];
        uint64_t *to = sums[naive_nearest(palette, count, points->color[i])];
        to[0] += s.count;
        to[1] += s.red;
        to[2] += s.green;
        to[3] += s.blue;
    }
    for (int i = 0; i < count; i++)
        if (sums[i][0])
            palette[i] =
                (PixelTuple) { (uint8_t)((sums[i][1] + sums[i][0] / 2) / sums[i][0]),
                    (uint8_t)((sums[i][2] + sums[i][0] / 2) / sums[i][0]),
                    (uint8_t)((sums[i][3] + sums[i][0] / 2) / sums[i][0]), 255 };
}

START_TEST(kmeans_rounds)
{
    maker m = new_maker();
    picture p = random_picture(40, 30, (uint64_t)_i, true);
    PixelTuple naive[256];
    cut(&m, &p, 250);
    memcpy(naive, m.palette, sizeof naive);
    for (int round = 0; round < 4; round++)
        naive_round(m.points, naive, m.count);
    gli_kmeans(m.points, m.palette, m.count, 4);
    ck_assert_mem_eq(m.palette, naive, (size_t)m.count * sizeof *naive);
    free(p.px);
    free_maker(&m);
}
END_TEST

/* With cells of several colours, whose mean is rounded, there is next to no loss. */
START_TEST(kmeans_on_a_photo)
{
    maker m = new_maker();
    picture p = photo_picture(300, 200, (uint64_t)_i);
    cut(&m, &p, 200);
    uint64_t before = gli_points_error(m.points, m.palette), first = before;
    for (int round = 0; round < 6; round++) {
        gli_kmeans(m.points, m.palette, m.count, 1);
        gli_points_assign(m.points, m.palette, m.count);
        uint64_t after = gli_points_error(m.points, m.palette);
        ck_assert_uint_le(after, before + before / 1000);
        before = after;
    }
    ck_assert_uint_lt(before, first / 100 * 99);
    free(p.px);
    free_maker(&m);
}
END_TEST

/* ---- the quantiser ------------------------------------------------------- */

static gli_quantizer *new_quantizer(
    glitch_ctx *ctx, const picture *p, int max, gli_precision precision)
{
    gli_quantizer *q = gli_quantizer_new(ctx);
    ck_assert_ptr_nonnull(q);
    for (size_t i = 0; i < (size_t)p->width * p->height; i++)
        gli_quantizer_sample(q, p->px[i]);
    gli_quantizer_make(q, max, &(gli_thrift) { 0 }, 3, precision);
    return q;
}

/*
 * The same bits with any compiler, on any processor. Where the way that palettes are
 * made is changed on purpose, this hash changes, too.
 */
START_TEST(palette_is_the_same_everywhere)
{
    static const char GOLDEN[] =
        "8781d58b14012f2678867721e0365d519436b00aa67ff5a0bd9311ef6a2e2ed8";
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    picture p = photo_picture(320, 240, 5);
    gli_quantizer *q = new_quantizer(ctx, &p, 255, GLI_MUCH_ALIKE);
    ck_assert_int_eq(q->palette.count, 255);
    ck_assert_str_eq(sha256_pixels(q->palette.colors, 255), GOLDEN);
    gli_quantizer_free(q);
    free(p.px);
    glitch_ctx_free(ctx);
}
END_TEST

/* The answer is always the same, and is about the nearest. */
START_TEST(quantizer_finds_near_colors)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    picture p = photo_picture(160, 100, 6);
    gli_quantizer *q = new_quantizer(ctx, &p, 100, GLI_MUCH_ALIKE);
    const PixelTuple *palette = q->palette.colors;
    uint64_t state = 1, sum = 0, best = 0;
    for (size_t i = 0; i < 160 * 100; i++) {
        PixelTuple c = i % 4 ? p.px[i] : random_color(&state);
        uint8_t index = gli_quantizer_index(q, c),
                naive = naive_nearest(palette, 100, c);
        REQUIRE(index < 100 && index == gli_quantizer_index(q, c), "index %d", index);
        sum += naive_distance(palette[index], c);
        best += naive_distance(palette[naive], c);
    }
    ck_assert_uint_le(sum, best + best / 10);
    gli_quantizer_free(q);
    free(p.px);
    glitch_ctx_free(ctx);
}
END_TEST

/* So that rows may be done in any order, and by any processor. */
START_TEST(what_was_asked_before_does_not_matter)
{
    enum { ASKED = 20000 };
    picture p = photo_picture(64, 48, 3);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    gli_precision precision = (gli_precision)_i;
    gli_quantizer *one = new_quantizer(ctx, &p, 40, precision);
    gli_quantizer *other = new_quantizer(ctx, &p, 40, precision);
    uint64_t state = 12;
    uint32_t asked[ASKED], answers[ASKED];
    for (int i = 0; i < ASKED; i++) {
        asked[i] = gli_word(random_color(&state)) | GLI_ALPHA_MASK;
        answers[i] = gli_quantizer_nearest(one, asked[i]);
    }
    for (int i = ASKED - 1; i >= 0; i--)
        ck_assert_uint_eq(gli_quantizer_nearest(other, asked[i]), answers[i]);
    gli_quantizer_free(one);
    gli_quantizer_free(other);
    free(p.px);
    glitch_ctx_free(ctx);
}
END_TEST

/* Every cell is asked for, and more: whatever is kept for them runs out. */
START_TEST(quantizer_finds_the_nearest_colors)
{
    static const int counts[] = { 1, 2, 5, 60, 255, 256, 256, 256 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    picture p = _i < 6 ? photo_picture(160, 100, 6) : random_picture(99, 99, 6, true);
    for (size_t i = 0; _i == 7 && i < 99 * 99;
         i++) /* almost alike, far from the rest */
        p.px[i] = (PixelTuple) { (uint8_t)(p.px[i].red / 16),
            (uint8_t)(p.px[i].green / 32), (uint8_t)(p.px[i].blue / 32), 255 };
    gli_quantizer *q = new_quantizer(ctx, &p, counts[_i], GLI_NEAREST);
    for (uint32_t i = 0; i < 1 << 17; i++) {
        uint32_t r = i * 8 + i / 32768, g = i / 32 * 8 + i % 7,
                 b = i / 1024 * 8 + i % 5;
        PixelTuple c = { (uint8_t)r, (uint8_t)g, (uint8_t)b, 255 };
        uint8_t naive = naive_nearest(q->palette.colors, q->palette.count, c);
        REQUIRE(gli_quantizer_index(q, c) == naive, "%d,%d,%d: %d instead of %d", c.red,
            c.green, c.blue, gli_quantizer_index(q, c), naive);
    }
    gli_quantizer_free(q);
    free(p.px);
    glitch_ctx_free(ctx);
}
END_TEST

/*
 * A colour of the palette is always found. Others are as far as with the coarse map at
 * most, or the nearest where the cell has several colours of the palette.
 */
START_TEST(quantizer_tells_colors_apart)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    picture p = _i ? photo_picture(160, 100, 6) : random_picture(99, 99, 6, true);
    for (size_t i = 0; _i == 2 && i < 160 * 100; i++) /* many in a cell */
        p.px[i].red = p.px[i].green = 99;
    gli_quantizer *q = new_quantizer(ctx, &p, 255, GLI_TOLD_APART);
    const PixelTuple *palette = q->palette.colors;
    int in_cell[GLI_CELLS] = { 0 };
    uint64_t state = 1, sum = 0, best = 0;
    for (int i = 0; i < q->palette.count; i++)
        in_cell[gli_cell(gli_word(palette[i]))]++;
    for (int i = 0; i < q->palette.count; i++)
        ck_assert_mem_eq(
            &palette[gli_quantizer_index(q, palette[i])], &palette[i], sizeof *palette);
    for (size_t i = 0; i < 20000; i++) {
        PixelTuple c = i % 4 ? p.px[i % (99 * 99)] : random_color(&state);
        uint8_t index = gli_quantizer_index(q, c),
                naive = naive_nearest(palette, q->palette.count, c);
        uint32_t got = naive_distance(palette[index], c),
                 least = naive_distance(palette[naive], c);
        REQUIRE(index == gli_quantizer_index(q, c), "not the same again");
        REQUIRE(in_cell[gli_cell(gli_word(c))] < 2 || got == least, "not the nearest");
        sum += got;
        best += least;
    }
    ck_assert_uint_le(sum, best + best / 5);
    gli_quantizer_free(q);
    free(p.px);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(quantizer_keeps_few_colors)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    gli_quantizer *q = gli_quantizer_new(ctx);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 256; i++)
            ck_assert(gli_quantizer_add(
                q, (PixelTuple) { (uint8_t)i, 3, (uint8_t)round, 0 }));
        gli_quantizer_keep(q);
        ck_assert_int_eq(q->palette.count, 256);
        for (int i = 0; i < 256; i++) {
            PixelTuple c = { (uint8_t)i, 3, (uint8_t)round, 255 };
            ck_assert_mem_eq(
                &q->palette.colors[gli_quantizer_index(q, c)], &c, sizeof c);
        }
        ck_assert(!gli_quantizer_add(q, (PixelTuple) { 1, 1, 1, 255 }));
        gli_quantizer_reset(q);
    }
    gli_quantizer_free(q);
    glitch_ctx_free(ctx);
}
END_TEST

/* Another palette is taken where it does as well, and only then. */
START_TEST(quantizer_takes_a_palette)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    picture p = photo_picture(160, 100, 7);
    gli_quantizer *few = new_quantizer(ctx, &p, 20, GLI_MUCH_ALIKE);
    gli_quantizer *many = new_quantizer(ctx, &p, 200, GLI_MUCH_ALIKE);
    gli_palette own = many->palette;
    ck_assert(!gli_quantizer_take(many, &few->palette, 2));
    ck_assert_int_eq(many->palette.count, 200);
    ck_assert_mem_eq(many->palette.colors, own.colors, 200 * sizeof *own.colors);
    ck_assert(gli_quantizer_take(few, &many->palette, 2));
    ck_assert_int_eq(few->palette.count, 200);
    ck_assert_mem_eq(few->palette.colors, own.colors, 200 * sizeof *own.colors);
    for (size_t i = 0; i < 160 * 100; i++)
        REQUIRE(gli_quantizer_index(few, p.px[i]) == gli_quantizer_index(many, p.px[i]),
            "pixel %zu", i);
    gli_quantizer_free(few);
    gli_quantizer_free(many);
    free(p.px);
    glitch_ctx_free(ctx);
}
END_TEST

/* The colours of another set are taken where it has all of one's own. */
START_TEST(quantizer_takes_a_set)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    gli_quantizer *q = gli_quantizer_new(ctx);
    gli_color_set *other = malloc(sizeof *other);
    gli_color_set_clear(other);
    for (int i = 0; i < 100; i++) {
        PixelTuple c = { 1, (uint8_t)i, (uint8_t)(i * 2), 255 };
        ck_assert(gli_color_set_add(other, c));
        ck_assert(i % 3 || gli_quantizer_add(q, c));
    }
    gli_quantizer_keep(q);
    ck_assert_int_eq(q->palette.count, 34);
    ck_assert(gli_quantizer_take_set(q, other));
    ck_assert_int_eq(q->palette.count, 100);
    ck_assert_int_eq(gli_quantizer_index(q, (PixelTuple) { 1, 50, 100, 255 }), 50);
    gli_quantizer_reset(q);
    ck_assert(gli_quantizer_add(q, (PixelTuple) { 1, 50, 101, 255 }));
    gli_quantizer_keep(q);
    ck_assert(!gli_quantizer_take_set(q, other));
    ck_assert_int_eq(q->palette.count, 1);
    free(other);
    gli_quantizer_free(q);
    glitch_ctx_free(ctx);
}
END_TEST

void add_color_tests(Suite *suite)
{
    TCase *c = new_gif_case(suite, "colors");
    tcase_add_test(c, distances);
    tcase_add_test(c, words);
    tcase_add_loop_test(c, nearest, 1, 257);
    tcase_add_loop_test(c, color_sets, 0, 5);
    tcase_add_test(c, points_have_all_samples);
    tcase_add_test(c, palettes_keep_their_limit);
    tcase_add_loop_test(c, few_cells_are_exact, 0, 20);
    tcase_add_loop_test(c, kmeans_is_never_worse, 0, 4);
    tcase_add_loop_test(c, kmeans_rounds, 0, 6);
    tcase_add_loop_test(c, kmeans_on_a_photo, 0, 4);
    tcase_add_test(c, palette_is_the_same_everywhere);
    tcase_add_test(c, quantizer_finds_near_colors);
    tcase_add_loop_test(
        c, what_was_asked_before_does_not_matter, GLI_MUCH_ALIKE, GLI_NEAREST + 1);
    tcase_add_loop_test(c, quantizer_finds_the_nearest_colors, 0, 8);
    tcase_add_loop_test(c, quantizer_tells_colors_apart, 0, 3);
    tcase_add_test(c, quantizer_keeps_few_colors);
    tcase_add_test(c, quantizer_takes_a_palette);
    tcase_add_test(c, quantizer_takes_a_set);
}
