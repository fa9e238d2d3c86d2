/*
 * animated_apng.c - animated PNG: files that the test makes by hand, drawn by a compositor of
 * its own; what the library writes; what is wrong with files.
 */
#include "animated.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* ---- a file by hand ------------------------------------------------------- */

typedef struct apng {
    unsigned char data[1 << 20];
    size_t size;
    uint32_t number; /* of the next fcTL or fdAT */
} apng;

static void put_bytes(apng *a, const void *data, size_t size)
{
    ck_assert_uint_le(a->size + size, sizeof a->data);
    memcpy(a->data + a->size, data, size);
    a->size += size;
}

static void put32(apng *a, uint32_t v)
{
    unsigned char b[4] = { (unsigned char)(v >> 24), (unsigned char)(v >> 16),
        (unsigned char)(v >> 8), (unsigned char)v };
    put_bytes(a, b, 4);
}

static size_t begin_chunk(apng *a, const char *type)
{
    put32(a, 0);
    put_bytes(a, type, 4);
    return a->size;
}

/* `start` is where its data begins. */
static void end_chunk(apng *a, size_t start)
{
    size_t end = a->size, size = end - start;
    a->size = start - 8;
    put32(a, (uint32_t)size);
    a->size = end;
    put32(a, (uint32_t)crc32(0, a->data + start - 4, (uInt)(size + 4)));
}

static void put_head(apng *a, uint32_t width, uint32_t height)
{
    static const unsigned char rest[] = { 8, 6, 0, 0, 0 };
    put_bytes(a, "\x89PNG\r\n\x1a\n", 8);
    size_t c = begin_chunk(a, "IHDR");
    put32(a, width);
    put32(a, height);
    put_bytes(a, rest, sizeof rest);
    end_chunk(a, c);
}

static void put_actl(apng *a, uint32_t frames, uint32_t plays)
{
    size_t c = begin_chunk(a, "acTL");
    put32(a, frames);
    put32(a, plays);
    end_chunk(a, c);
}

typedef struct part {
    uint32_t x, y, width, height;
    unsigned delay, per, dispose, blend;
} part;

static void put_fctl(apng *a, const part *p)
{
    unsigned char rest[6] = { (unsigned char)(p->delay >> 8), (unsigned char)p->delay,
        (unsigned char)(p->per >> 8), (unsigned char)p->per, (unsigned char)p->dispose,
        (unsigned char)p->blend };
    size_t c = begin_chunk(a, "fcTL");
    put32(a, a->number++);
    put32(a, p->width);
    put32(a, p->height);
    put32(a, p->x);
    put32(a, p->y);
    put_bytes(a, rest, 6);
    end_chunk(a, c);
}

/* Rows without a filter, by zlib itself; freed with free(). */
static unsigned char *compress_rows(const picture *p, uLongf *size)
{
    size_t row = 1 + (size_t)p->width * 4;
    unsigned char *raw = calloc(p->height, row), *out;
    for (uint32_t y = 0; y < p->height; y++)
        memcpy(raw + y * row + 1, p->px + (size_t)y * p->width, row - 1);
    *size = compressBound((uLong)(row * p->height));
    out = malloc(*size);
    ck_assert_int_eq(compress(out, size, raw, (uLong)(row * p->height)), Z_OK);
    free(raw);
    return out;
}

/* In chunks of `most` bytes: IDAT, or fdAT where it has a number. */
static void put_pixels(apng *a, const picture *p, bool numbered, size_t most)
{
    uLongf size;
    unsigned char *data = compress_rows(p, &size);
    for (size_t at = 0, n; at < size; at += n) {
        size_t c = begin_chunk(a, numbered ? "fdAT" : "IDAT");
        n = size - at < most ? size - at : most;
        if (numbered)
            put32(a, a->number++);
        put_bytes(a, data + at, n);
        end_chunk(a, c);
    }
    free(data);
}

static void put_end(apng *a)
{
    end_chunk(a, begin_chunk(a, "IEND"));
}

/* ---- drawn naively -------------------------------------------------------- */

/* The specification's formula, in numbers from 0 to 1. */
static PixelTuple lay_over(PixelTuple over, PixelTuple under)
{
    double fa = over.alpha / 255.0, ba = under.alpha / 255.0, a = fa + (1 - fa) * ba;
    const uint8_t f[3] = { over.red, over.green, over.blue };
    const uint8_t b[3] = { under.red, under.green, under.blue };
    uint8_t out[3];
    if (over.alpha == 0)
        return under;
    for (int i = 0; i < 3; i++)
        out[i] = (uint8_t)lround((f[i] * fa + b[i] * (1 - fa) * ba) / a);
    return (PixelTuple) { out[0], out[1], out[2], (uint8_t)lround(a * 255) };
}

static void draw(picture *canvas, const picture *p, const part *at)
{
    for (uint32_t y = 0; y < at->height; y++)
        for (uint32_t x = 0; x < at->width; x++) {
            PixelTuple *to =
                &canvas->px[(size_t)(at->y + y) * canvas->width + at->x + x];
            PixelTuple from = p->px[(size_t)y * at->width + x];
            *to = at->blend ? lay_over(from, *to) : from;
        }
}

static void clear(picture *canvas, const part *at)
{
    for (uint32_t y = 0; y < at->height; y++)
        memset(&canvas->px[(size_t)(at->y + y) * canvas->width + at->x], 0,
            at->width * sizeof *canvas->px);
}

static picture copy_of(const picture *p)
{
    glitch_frame f = {
        .px = p->px, .stride = p->width, .width = p->width, .height = p->height
    };
    return copy_frame(&f);
}

/* Rounding in floating point may end on the other side of a half. */
static void assert_near(const picture *a, const picture *e, uint32_t frame)
{
    const uint8_t *x = (const uint8_t *)a->px, *y = (const uint8_t *)e->px;
    ck_assert(a->width == e->width && a->height == e->height);
    for (size_t i = 0; i < (size_t)a->width * a->height * 4; i++)
        if (abs(x[i] - y[i]) > (y[i | 3] == 0 ? 255 : 1))
            ck_abort_msg("frame %u, byte %zu: %d, not %d", frame, i, x[i], y[i]);
}

/* ---- files of all kinds --------------------------------------------------- */

static uint32_t below(uint64_t *state, uint32_t n)
{
    return (uint32_t)(test_random(state) >> 32) % n;
}

static part random_part(uint64_t *r, uint32_t width, uint32_t height, bool first)
{
    part p = { 0, 0, width, height, below(r, 50), below(r, 3) * 50, below(r, 3),
        below(r, 2) };
    if (!first) {
        p.x = below(r, width);
        p.y = below(r, height);
        p.width = 1 + below(r, width - p.x);
        p.height = 1 + below(r, height - p.y);
    }
    return p;
}

/* What becomes of the canvas when the frame was shown. */
static void dispose(picture *canvas, picture *before, const part *p, bool first)
{
    if (p->dispose == 1 || (p->dispose == 2 && first))
        clear(canvas, p);
    else if (p->dispose == 2)
        memcpy(canvas->px, before->px,
            (size_t)canvas->width * canvas->height * sizeof *canvas->px);
    free(before->px);
}

/* Write a file and what it should show. `apart`: the picture itself is no frame. */
static clip make_file(
    apng *a, uint32_t width, uint32_t height, uint64_t seed, bool apart)
{
    uint64_t r = seed + 77;
    clip c = { .count = 1 + below(&r, 6), .loops = (int32_t)below(&r, 4) };
    picture canvas = new_picture(width, height);
    put_head(a, width, height);
    put_actl(a, c.count, c.loops ? (uint32_t)c.loops + 1 : 0);
    if (apart) {
        picture other = random_picture(width, height, seed + 1000, true);
        put_pixels(a, &other, false, 1000);
        free(other.px);
    }
    for (uint32_t i = 0; i < c.count; i++) {
        part p = random_part(&r, width, height, i == 0 && !apart);
        picture px = random_picture(p.width, p.height, seed * 31 + i, false);
        picture before = copy_of(&canvas);
        put_fctl(a, &p);
        put_pixels(a, &px, i > 0 || apart, 1 + below(&r, 300));
        draw(&canvas, &px, &p);
        c.frames[i] = copy_of(&canvas);
        c.delays[i] = (uint32_t)lround(p.delay * 1000.0 / (p.per ? p.per : 100));
        dispose(&canvas, &before, &p, i == 0);
        free(px.px);
    }
    free(canvas.px);
    put_end(a);
    return c;
}

START_TEST(frames_are_drawn_as_specified)
{
    static apng a;
    static const uint32_t sides[] = { 1, 2, 3, 17, 32, 5 };
    uint64_t r = (uint64_t)_i;
    a.size = a.number = 0;
    clip expected = make_file(
        &a, sides[below(&r, 6)], sides[(_i * 7 + 1) % 6], (uint64_t)_i, _i % 2 == 1);
    write_file("a.png", a.data, a.size);
    clip actual = read_clip("a.png");
    ck_assert_uint_eq(actual.count, expected.count);
    ck_assert_int_eq(actual.loops, expected.loops);
    for (uint32_t i = 0; i < expected.count; i++) {
        assert_near(&actual.frames[i], &expected.frames[i], i);
        ck_assert_int_le(abs((int)actual.delays[i] - (int)expected.delays[i]), 1);
    }
    free_clip(&actual);
    free_clip(&expected);
}
END_TEST

/* ---- there and back ------------------------------------------------------- */

static const struct {
    uint32_t width, height, count;
} sizes[] = { { 1, 1, 1 }, { 1, 1, 3 }, { 1, 40, 2 }, { 33, 1, 4 }, { 31, 17, 5 },
    { 64, 48, 16 } };

START_TEST(what_is_written_comes_back)
{
    for (int kind = 0; kind < CLIP_KINDS; kind++) {
        clip c = make_clip((clip_kind)kind, sizes[_i].width, sizes[_i].height,
            sizes[_i].count, (uint64_t)(_i + kind));
        write_clip(&c, "a.apng", NULL);
        clip back = read_clip("a.apng");
        forget_hidden(&c);
        assert_same_clip(&back, &c, 0);
        free_clip(&back);
        free_clip(&c);
    }
}
END_TEST

/* More and fewer frames than were announced: the file is told at the end. */
START_TEST(count_is_put_right)
{
    static const uint32_t announced[] = { 0, 1, 9 };
    clip c = make_clip(CLIP_PATCH, 20, 10, 4, 8);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    for (int i = 0; i < 3; i++) {
        glitch_sink *sink = NULL;
        glitch_info info = { .width = 20, .height = 10, .frames = announced[i] };
        glitch_sink_options opt = { .struct_size = sizeof opt, .overwrite = 1 };
        ck_assert(!glitch_sink_open(ctx, "a.apng", &info, &opt, &sink));
        for (uint32_t k = 0; k < c.count; k++) {
            glitch_frame f = { c.frames[k].px, 20, 20, 10, k, c.delays[k], 0 };
            ck_assert(!glitch_sink_write(sink, &f));
        }
        ck_assert_msg(!glitch_sink_finish(&sink), "%s", glitch_ctx_message(ctx));
        clip back = read_clip("a.apng");
        c.loops = 0;
        assert_same_clip(&back, &c, 0);
        free_clip(&back);
    }
    glitch_ctx_free(ctx);
    free_clip(&c);
}
END_TEST

static int append_to_file(void *user, const void *data, size_t size)
{
    FILE *f = fopen(user, "ab");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(data, 1, size, f), size);
    return fclose(f);
}

static glitch_status write_on(glitch_ctx *ctx, const clip *c, uint32_t announced)
{
    glitch_sink *sink = NULL;
    glitch_info info = { .width = 20, .height = 10, .frames = announced };
    glitch_sink_options opt = { .struct_size = sizeof opt, .format = "apng" };
    char path[] = "on.apng";
    remove(path);
    ck_assert(
        !glitch_sink_open_callback(ctx, append_to_file, path, &info, &opt, &sink));
    for (uint32_t k = 0; k < c->count; k++) {
        glitch_frame f = { c->frames[k].px, 20, 20, 10, k, c->delays[k], 0 };
        ck_assert(!glitch_sink_write(sink, &f));
        ck_assert(announced > 0 || !file_exists(path)); /* all is held until the end */
    }
    glitch_status s = glitch_sink_finish(&sink);
    glitch_sink_abandon(&sink);
    return s;
}

/* Where nothing seeks either the number of frames is told first, and right, or all waits. */
START_TEST(count_where_nothing_seeks)
{
    clip c = make_clip(CLIP_PATCH, 20, 10, 4, 8);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    c.loops = 0;
    for (uint32_t announced = 0; announced <= 4; announced += 4) {
        ck_assert_int_eq(write_on(ctx, &c, announced), GLITCH_OK);
        clip back = read_clip("on.apng");
        assert_same_clip(&back, &c, 0);
        free_clip(&back);
    }
    ck_assert_int_eq(write_on(ctx, &c, 9), GLITCH_ESTATE);
    ck_assert_ptr_nonnull(strstr(glitch_ctx_message(ctx), "of 9 there were 4"));
    glitch_ctx_free(ctx);
    free_clip(&c);
}
END_TEST

/* A delay has 16 bits, over another 16. */
START_TEST(delays_are_as_exact_as_they_can_be)
{
    static const struct {
        uint32_t delay, expected;
    } rows[] = { { 65535, 65535 }, { 65536, 65540 }, { 655350, 655350 },
        { 655357, 655400 }, { 65535000, 65535000 }, { 4000000000, 65535000 } };
    for (int i = 0; i < 6; i++) {
        clip c = make_clip(CLIP_PATCH, 3, 3, 2, 1);
        c.delays[0] = rows[i].delay;
        write_clip(&c, "a.apng", NULL);
        clip back = read_clip("a.apng");
        ck_assert_uint_eq(back.delays[0], rows[i].expected);
        free_clip(&back);
        free_clip(&c);
    }
}
END_TEST

/* Rows of a picture that stays but for a pixel take next to nothing. */
START_TEST(what_stays_is_not_written_again)
{
    size_t one, many;
    clip c = make_clip(CLIP_STILL, 64, 64, 10, 3);
    for (uint32_t i = 0; i < c.count; i++)
        c.frames[i].px[i * 65].red ^= 1;
    write_clip(&c, "many.apng", NULL);
    clip first = c;
    first.count = 1;
    write_clip(&first, "one.apng", NULL);
    free_clip(&c);
    free(read_file("one.apng", &one));
    free(read_file("many.apng", &many));
    ck_assert_uint_lt(many - one, 9 * 140);
}
END_TEST

/* ---- what is wrong -------------------------------------------------------- */

/* A good file of three frames, then one thing wrong with it. */
typedef enum harm {
    NO_HARM,
    TOO_MANY_PROMISED,
    TOO_FEW_PROMISED,
    NONE_PROMISED,
    TWO_ACTL,
    WRONG_NUMBER,
    OUTSIDE,
    FAR_OUTSIDE,
    EMPTY_FRAME,
    UNKNOWN_DISPOSAL,
    UNKNOWN_BLEND,
    SHORT_FCTL,
    NO_PIXELS,
    FEW_PIXELS,
    BROKEN_PIXELS,
    STRAY_PIXELS,
    SHORT_FDAT,
    WRONG_CHECKSUM,
    NO_END,
    HARMS
} harm;

static const struct {
    const char *what; /* in the message */
    uint32_t shown;   /* frames, leniently */
} harms[HARMS] = {
    [NO_HARM] = { "", 3 },
    [TOO_MANY_PROMISED] = { "fewer frames than it promises", 3 },
    [TOO_FEW_PROMISED] = { "more frames than it promises", 3 },
    [NONE_PROMISED] = { "an animation of no frames", 1 },
    [TWO_ACTL] = { "acTL", 3 },
    [WRONG_NUMBER] = { "not in order", 3 },
    [OUTSIDE] = { "not within the picture", 3 },
    [FAR_OUTSIDE] = { "not within the picture", 3 },
    [EMPTY_FRAME] = { "a frame without pixels", 2 },
    [UNKNOWN_DISPOSAL] = { "no known way", 3 },
    [UNKNOWN_BLEND] = { "no known way", 3 },
    [SHORT_FCTL] = { "fcTL of a wrong length", 2 },
    [NO_PIXELS] = { "a frame without pixels", 2 },
    [FEW_PIXELS] = { "Not enough compressed data", 3 },
    [BROKEN_PIXELS] = { "", 2 },
    [STRAY_PIXELS] = { "no frame", 3 },
    [SHORT_FDAT] = { "fdAT that is too short", 3 },
    [WRONG_CHECKSUM] = { "a wrong checksum", 3 },
    [NO_END] = { "it ends too early", 3 },
};

static void put_harmed_fctl(apng *a, part p, harm h)
{
    p.x = h == OUTSIDE ? 5 : h == FAR_OUTSIDE ? 0x7fffffff : p.x;
    p.width = h == EMPTY_FRAME ? 0 : p.width;
    p.dispose = h == UNKNOWN_DISPOSAL ? 3 : p.dispose;
    p.blend = h == UNKNOWN_BLEND ? 2 : p.blend;
    a->number += h == WRONG_NUMBER;
    put_fctl(a, &p);
    if (h == SHORT_FCTL) {
        a->size -= 38;
        end_chunk(a, begin_chunk(a, "fcTL"));
    }
}

static void put_harmed_pixels(apng *a, const picture *p, harm h)
{
    size_t start = a->size;
    if (h == NO_PIXELS)
        return;
    put_pixels(a, p, true, h == FEW_PIXELS ? 60 : 5000);
    if (h == FEW_PIXELS) /* the first chunk alone; the others are of no known type */
        for (size_t at = start + 12 + 64; at < a->size; at += 76)
            a->size = at;
    if (h == BROKEN_PIXELS) { /* no zlib stream begins so, and the checksum is right */
        size_t end = a->size;
        a->data[start + 12] = 0;
        a->size = end - 4;
        end_chunk(a, start + 8);
    }
    if (h == WRONG_CHECKSUM)
        a->data[a->size - 1] ^= 1;
    if (h == SHORT_FDAT) {
        size_t c = begin_chunk(a, "fdAT");
        put_bytes(a, "abc", 3);
        end_chunk(a, c);
    }
}

static void make_harmed(apng *a, harm h)
{
    picture p = random_picture(9, 7, 5, true);
    part whole = { 0, 0, 9, 7, 1, 10, 0, 0 };
    static const uint32_t promised[HARMS] = { [TOO_MANY_PROMISED] = 1,
        [TOO_FEW_PROMISED] = (uint32_t)-2,
        [NONE_PROMISED] = (uint32_t)-3 };
    a->size = a->number = 0;
    put_head(a, 9, 7);
    put_actl(a, 3 + promised[h], 0);
    if (h == TWO_ACTL)
        put_actl(a, 3, 0);
    put_fctl(a, &whole);
    put_pixels(a, &p, false, 5000);
    if (h == STRAY_PIXELS)
        put_pixels(a, &p, true, 5000);
    put_harmed_fctl(a, whole, h);
    put_harmed_pixels(a, &p, h);
    put_fctl(a, &whole);
    put_pixels(a, &p, true, 5000);
    if (h != NO_END)
        put_end(a);
    free(p.px);
}

typedef struct result {
    glitch_status status;
    uint32_t count, damage;
    char message[512];
} result;

static void on_notice(void *user, glitch_notice kind, const char *line)
{
    result *r = user;
    r->damage += kind == GLITCH_NOTICE_DAMAGE;
    snprintf(r->message, sizeof r->message, "%s", line);
}

static result decode(const apng *a, bool lenient, uint64_t max_frames)
{
    result r = { 0 };
    glitch_frames it = { 0 };
    const glitch_frame *f;
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_decoding how = { .struct_size = sizeof how, .lenient = lenient };
    glitch_limits limits = { .struct_size = sizeof limits, .frames = max_frames };
    ck_assert(!glitch_ctx_set_decoding(ctx, &how));
    ck_assert(!glitch_ctx_set_limits(ctx, &limits));
    glitch_ctx_set_notices(ctx, on_notice, &r);
    r.status = glitch_open_memory(ctx, a->data, a->size, &it);
    while (!r.status && (r.status = glitch_frames_next(it, &f)) == GLITCH_OK)
        r.count++;
    if (r.status < 0)
        snprintf(r.message, sizeof r.message, "%s", glitch_ctx_message(ctx));
    glitch_frames_close(&it);
    glitch_ctx_free(ctx);
    return r;
}

START_TEST(damage_is_refused_or_told)
{
    static apng a;
    make_harmed(&a, (harm)_i);
    result strict = decode(&a, false, 0), lenient = decode(&a, true, 0);
    ck_assert_int_eq(strict.status, _i == NO_HARM ? GLITCH_END : GLITCH_EFORMAT);
    ck_assert_msg(strstr(strict.message, harms[_i].what), "%d: %s", _i, strict.message);
    ck_assert_int_eq(lenient.status, GLITCH_END);
    ck_assert_msg(lenient.count == harms[_i].shown, "%d: %u", _i, lenient.count);
    ck_assert_uint_eq(lenient.damage, _i != NO_HARM);
    ck_assert_msg(strstr(lenient.message, harms[_i].what), "%s", lenient.message);
}
END_TEST

START_TEST(something_of_damaged_ones_is_written)
{
    static apng a;
    make_harmed(&a, (harm)_i);
    write_file("in.png", a.data, a.size);
    run_expect(0, "glitch in.png --lenient -F none -o still.png");
    run_expect(0, "glitch in.png --lenient -F none -o moving.gif");
    clip c = read_clip("moving.gif");
    ck_assert_uint_eq(c.count, harms[_i].shown);
    free_clip(&c);
}
END_TEST

/* Each file that is a part of a good one: no more frames than that has. */
START_TEST(cut_files_are_refused_or_told)
{
    static apng a;
    make_harmed(&a, NO_HARM);
    size_t whole = a.size;
    for (a.size = 8; a.size < whole; a.size++) {
        result strict = decode(&a, false, 0), lenient = decode(&a, true, 0);
        ck_assert_int_eq(strict.status, GLITCH_EFORMAT);
        ck_assert_uint_le(strict.count, lenient.count);
        ck_assert(lenient.count == 0 ? lenient.status == GLITCH_EFORMAT
                                     : lenient.damage == 1);
    }
}
END_TEST

/* Leniently, what is promised is no limit; what is there is. */
START_TEST(frames_are_limited)
{
    static apng a;
    make_harmed(&a, TOO_FEW_PROMISED);
    ck_assert_int_eq(decode(&a, true, 2).status, GLITCH_ELIMIT);
    ck_assert_int_eq(decode(&a, true, 3).status, GLITCH_END);
    make_harmed(&a, NO_HARM);
    ck_assert_int_eq(decode(&a, false, 2).status, GLITCH_ELIMIT);
}
END_TEST

void add_apng_tests(Suite *suite)
{
    TCase *c = tcase_create("apng");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, frames_are_drawn_as_specified, 0, 120);
    tcase_add_loop_test(
        c, what_is_written_comes_back, 0, (int)(sizeof sizes / sizeof *sizes));
    tcase_add_test(c, count_is_put_right);
    tcase_add_test(c, count_where_nothing_seeks);
    tcase_add_test(c, delays_are_as_exact_as_they_can_be);
    tcase_add_test(c, what_stays_is_not_written_again);
    tcase_add_loop_test(c, damage_is_refused_or_told, 0, HARMS);
    tcase_add_loop_test(c, something_of_damaged_ones_is_written, 0, HARMS);
    tcase_add_test(c, cut_files_are_refused_or_told);
    tcase_add_test(c, frames_are_limited);
    suite_add_tcase(suite, c);
}
