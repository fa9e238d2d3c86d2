/*
 * gif_near.c - strings of near colours: what a naive decoder makes of them, how far they
 * are, and what --small gains by them.
 */
#include "codec/lzw_near.h"
#include "gif.h"
#include <stdlib.h>
#include <string.h>

enum { COLORS = 60, CLEAR_INDEX = COLORS, INDEX_BITS = 6, WIDTH = 83 };

typedef struct search {
    gli_lzw_near *near;
    PixelTuple palette[COLORS];
    unsigned char *codes;
    size_t size;
} search;

static int32_t nearest(const search *s, uint32_t color)
{
    int32_t least = INT32_MAX;
    for (int i = 0; i < COLORS; i++) {
        int32_t far = gli_word_distance(color, gli_word(s->palette[i]));
        least = far < least ? far : least;
    }
    return least;
}

/* A photograph with holes, of which runs may stay; or only colours of the palette. */
static search new_search(size_t count, bool exactly, uint64_t seed)
{
    picture p = photo_picture((uint32_t)count, 1, seed);
    search s = { .near = calloc(1, sizeof *s.near),
        .codes = malloc(gli_lzw_bound(count)) };
    uint64_t state = seed + 1;
    s.near->pixels = malloc(count * sizeof *s.near->pixels);
    s.near->indices = malloc(count);
    s.near->width = count < WIDTH ? (uint32_t)count : WIDTH;
    s.near->spent = malloc(WIDTH * sizeof *s.near->spent);
    s.near->around = malloc(WIDTH * sizeof *s.near->around);
    for (int i = 0; i < COLORS; i++) {
        s.palette[i] = p.px[random_below(&state, (uint32_t)count)];
        s.palette[i].alpha = 255;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t kind = (uint32_t)(i / 70 % 5);
        uint32_t color = gli_word(p.px[i]);
        if (exactly)
            color = gli_word(s.palette[random_below(&state, 9)]);
        s.near->pixels[i] = (gli_near_pixel) { color, nearest(&s, color),
            kind == 1 ? (int32_t)random_below(&state, 300) : -1 };
        if (kind == 2 && i % 3)
            s.near->pixels[i] = (gli_near_pixel) { 0, GLI_NEAR_CLEAR, 0 };
    }
    free(p.px);
    return s;
}

static void free_search(search *s)
{
    free(s->near->pixels);
    free(s->near->indices);
    free(s->near->spent);
    free(s->near->around);
    free(s->near);
    free(s->codes);
}

/* All at once, or in pieces of up to `piece`. */
static void compress_near(search *s, size_t count, gli_near_search how, uint32_t piece)
{
    uint64_t state = piece;
    gli_lzw_near_begin(
        s->near, s->palette, COLORS, CLEAR_INDEX, INDEX_BITS, how, s->codes);
    while (s->near->count < count) {
        size_t n = piece ? 1 + random_below(&state, piece) : count;
        n = n < count - s->near->count ? n : count - s->near->count;
        s->near->count += n;
        gli_lzw_near_put(s->near, s->near->count == count);
    }
    ck_assert_uint_eq(s->near->done, count);
    ck_assert_uint_eq(s->near->known, count);
    s->size = gli_lzw_near_end(s->near);
    ck_assert_uint_le(s->size, gli_lzw_bound(count));
}

static void assert_allowed(const search *s, size_t i)
{
    const gli_near_pixel *p = &s->near->pixels[i];
    uint8_t index = s->near->indices[i];
    if (index == CLEAR_INDEX) {
        REQUIRE(p->shown >= 0, "pixel %zu may not stay", i);
        return;
    }
    REQUIRE(index < COLORS && p->least != GLI_NEAR_CLEAR, "pixel %zu: %d", i, index);
    int32_t far = gli_word_distance(p->color, gli_word(s->palette[index]));
    REQUIRE(far <= p->least + GLI_NEAR_FAR, "pixel %zu: %d levels off", i, (int)far);
}

static const size_t counts[] = { 1, 2, 3, 17, 963, 964, 965, 5000, 70000 };

/* Loops over the counts. */
START_TEST(near_strings_are_what_was_chosen)
{
    static const uint32_t worths[] = { 1, 100, 590, 100000 };
    size_t n = counts[_i];
    search s = new_search(n, false, n);
    for (size_t k = 0; k < COUNT(worths); k++) {
        compress_near(&s, n, (gli_near_search) { worths[k], k % 2 == 0 }, 0);
        unpacked u = unpack(s.codes, s.size, INDEX_BITS);
        ck_assert_uint_eq(u.count, n);
        ck_assert_mem_eq(u.indices, s.near->indices, n);
        free(u.indices);
        for (size_t i = 0; i < n; i++)
            assert_allowed(&s, i);
    }
    free_search(&s);
}
END_TEST

/* Where errors are worth more than all codes, there is none. */
START_TEST(near_strings_of_great_worth_are_exact)
{
    size_t n = counts[_i];
    search s = new_search(n, true, n);
    compress_near(&s, n, (gli_near_search) { 1 << 20, true }, 0);
    for (size_t i = 0; i < n; i++) {
        const gli_near_pixel *p = &s.near->pixels[i];
        uint8_t index = s.near->indices[i];
        bool stays =
            index == CLEAR_INDEX && (p->least == GLI_NEAR_CLEAR || p->shown == 0);
        REQUIRE(stays || p->color == gli_word(s.palette[index]), "pixel %zu", i);
    }
    free_search(&s);
}
END_TEST

/* Loops over both ways to search. */
START_TEST(near_strings_in_pieces_are_the_same)
{
    enum { COUNT_OF_ALL = 60000 };
    gli_near_search how = { 400, _i };
    search whole = new_search(COUNT_OF_ALL, false, 5);
    compress_near(&whole, COUNT_OF_ALL, how, 0);
    for (uint32_t piece = 1; piece < 20000; piece = piece * 7 + 3) {
        search s = new_search(COUNT_OF_ALL, false, 5);
        compress_near(&s, COUNT_OF_ALL, how, piece);
        ck_assert_uint_eq(s.size, whole.size);
        ck_assert_mem_eq(s.codes, whole.codes, s.size);
        free_search(&s);
    }
    free_search(&whole);
}
END_TEST

/* ---- the whole encoder --------------------------------------------------- */

static double quality_of(const clip *c, const file *f)
{
    seen s = look_at(f);
    double db = psnr_of_clips(&s.shown, c);
    close_seen(&s);
    return db;
}

/* Smaller and better than a low quality without it. */
START_TEST(small_is_small_and_good)
{
    clip c = torn_clip(300, 200, 4);
    file small = encode(&c, OPTIONS(.small = 1, .quality = 45));
    file plain = encode(&c, OPTIONS(.quality = 25));
    double db = quality_of(&c, &small), plain_db = quality_of(&c, &plain);
    ck_assert_msg(small.size < plain.size && db > plain_db + 0.5,
        "%zu bytes, %.2f dB; without: %zu bytes, %.2f dB", small.size, db, plain.size,
        plain_db);
    free_file(&small);
    free_file(&plain);
    free_clip(&c);
}
END_TEST

/* What is near is the smaller the better the quality is to be. */
START_TEST(small_has_qualities)
{
    clip c = _i ? drawn_clip(120, 90, 3) : torn_clip(120, 90, 3);
    file last = { 0 };
    double last_db = 0;
    for (int32_t quality = 10; quality <= 100; quality += 30) {
        file f = encode(&c, OPTIONS(.small = 1, .quality = quality));
        double db = quality_of(&c, &f);
        ck_assert_msg(f.size > last.size && db > last_db, "--quality %d: %zu, %.2f dB",
            (int)quality, f.size, db);
        free_file(&last);
        last = f;
        last_db = db;
    }
    free_file(&last);
    free_clip(&c);
}
END_TEST

/* With these it is not done. */
START_TEST(small_gives_way)
{
    clip c = torn_clip(120, 80, 2);
    file fast = encode(&c, OPTIONS(.small = 1, .fast = 1));
    file only_fast = encode(&c, OPTIONS(.fast = 1));
    file dithered = encode(&c, OPTIONS(.small = 1, .dither = 0.5));
    file only_dithered = encode(&c, OPTIONS(.dither = 0.5));
    assert_same_files(&fast, &only_fast, "fast");
    assert_same_files(&dithered, &only_dithered, "dithered");
    free_file(&fast);
    free_file(&only_fast);
    free_file(&dithered);
    free_file(&only_dithered);
    free_clip(&c);
}
END_TEST

void add_near_tests(Suite *suite)
{
    TCase *c = new_gif_case(suite, "near");
    tcase_add_loop_test(c, near_strings_are_what_was_chosen, 0, COUNT(counts));
    tcase_add_loop_test(c, near_strings_of_great_worth_are_exact, 0, COUNT(counts));
    tcase_add_loop_test(c, near_strings_in_pieces_are_the_same, 0, 2);
    tcase_add_test(c, small_is_small_and_good);
    tcase_add_loop_test(c, small_has_qualities, 0, 2);
    tcase_add_test(c, small_gives_way);
}
