/*
 * check_library.c - libglitch as other programs use it: adaptors, callbacks, memory,
 * parameter structs, the one-call picture, threads, and memory that fails anywhere.
 */
#include "support.h"
#include <glitch/filters.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { W = 12, H = 7 };

static glitch_ctx *ctx;
static picture pictures[9];

/* ctx, and nine pictures of one size. */
static void with_pictures(void)
{
    enter_folder();
    ctx = glitch_ctx_new(NULL);
    ck_assert_ptr_nonnull(ctx);
    for (uint64_t i = 0; i < 9; i++)
        pictures[i] = random_picture(W, H, i, i % 2);
}

static void without_pictures(void)
{
    for (int i = 0; i < 9; i++)
        free(pictures[i].px);
    glitch_ctx_free(ctx);
    leave_folder();
}

/* ---- adaptors ------------------------------------------------------------ */

/* Pull everything: the pictures must be those of the list, which ends with -1. */
static void assert_order(glitch_frames it, const int *which)
{
    const glitch_frame *f;
    glitch_info info;
    uint32_t n = 0;
    ck_assert_int_eq(glitch_frames_info(it, &info), GLITCH_OK);
    for (; *which >= 0; which++, n++) {
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
        ck_assert_uint_eq(f->index, n);
        picture p = copy_frame(f);
        assert_same(&p, &pictures[*which], "frame");
        free(p.px);
    }
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_END);
    if (n)
        ck_assert_uint_eq(info.frames, n);
    glitch_frames_close(&it);
    glitch_frames_close(&it);
}

#define LIST(...) ((const int[]) { __VA_ARGS__, -1 })

START_TEST(orders)
{
    glitch_frames a, b;
    ck_assert_int_eq(glitch_frames_skip(ctx, frames_of(pictures, 6), 4, &a), GLITCH_OK);
    assert_order(a, LIST(4, 5));
    ck_assert_int_eq(glitch_frames_skip(ctx, frames_of(pictures, 3), 0, &a), GLITCH_OK);
    assert_order(a, LIST(0, 1, 2));
    ck_assert_int_eq(glitch_frames_skip(ctx, frames_of(pictures, 3), 9, &a), GLITCH_OK);
    assert_order(a, LIST(-1));
    ck_assert_int_eq(glitch_frames_step(ctx, frames_of(pictures, 8), 3, &a), GLITCH_OK);
    assert_order(a, LIST(0, 3, 6));
    ck_assert_int_eq(glitch_frames_step(ctx, frames_of(pictures, 3), 1, &a), GLITCH_OK);
    assert_order(a, LIST(0, 1, 2));
    ck_assert_int_eq(glitch_frames_chain(
                         ctx, frames_of(pictures, 2), frames_of(pictures + 5, 3), &a),
        GLITCH_OK);
    assert_order(a, LIST(0, 1, 5, 6, 7));
    ck_assert_int_eq(glitch_frames_reverse(ctx, frames_of(pictures, 5), &a), GLITCH_OK);
    assert_order(a, LIST(4, 3, 2, 1, 0));
    ck_assert_int_eq(glitch_frames_bounce(ctx, frames_of(pictures, 4), &a), GLITCH_OK);
    assert_order(a, LIST(0, 1, 2, 3, 2, 1));
    ck_assert_int_eq(glitch_frames_bounce(ctx, frames_of(pictures, 2), &a), GLITCH_OK);
    assert_order(a, LIST(0, 1));
    ck_assert_int_eq(glitch_frames_bounce(ctx, frames_of(pictures, 1), &a), GLITCH_OK);
    assert_order(a, LIST(0));
    /* All of it composed. */
    ck_assert_int_eq(glitch_frames_skip(ctx, frames_of(pictures, 9), 1, &a), GLITCH_OK);
    ck_assert_int_eq(glitch_frames_step(ctx, a, 2, &a), GLITCH_OK); /* 1 3 5 7 */
    ck_assert_int_eq(glitch_frames_take(ctx, a, 3, &a), GLITCH_OK);
    ck_assert_int_eq(glitch_frames_reverse(ctx, a, &a), GLITCH_OK); /* 5 3 1 */
    ck_assert_int_eq(glitch_frames_bounce(ctx, a, &a), GLITCH_OK);  /* 5 3 1 3 */
    b = frames_of(pictures + 8, 1);
    ck_assert_int_eq(glitch_frames_chain(ctx, a, b, &a), GLITCH_OK);
    assert_order(a, LIST(5, 3, 1, 3, 8));
}
END_TEST

START_TEST(step_keeps_the_length)
{
    glitch_frames it;
    const glitch_frame *f;
    ck_assert_int_eq(
        glitch_frames_step(ctx, frames_of(pictures, 8), 4, &it), GLITCH_OK);
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
    ck_assert_uint_eq(f->delay_ms, 400);
    glitch_frames_close(&it);
}
END_TEST

static int darken(void *user, glitch_frame *f)
{
    for (uint32_t y = 0; y < f->height; y++)
        for (uint32_t x = 0; x < f->width; x++)
            f->px[y * f->stride + x].red = 0;
    f->delay_ms = 7;
    return ++*(int *)user == 3; /* the third fails */
}

START_TEST(map_changes_a_copy)
{
    glitch_frames it;
    const glitch_frame *f;
    int calls = 0;
    picture before = random_picture(W, H, 1, true);
    ck_assert_int_eq(
        glitch_frames_map(ctx, frames_of(pictures, 5), darken, &calls, &it), GLITCH_OK);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
        ck_assert_int_eq(calls, i + 1); /* and not before it is asked for */
        ck_assert_uint_eq(f->delay_ms, 7);
        ck_assert_uint_eq(f->px[5].red, 0);
        ck_assert_uint_eq(f->px[5].green, pictures[i].px[5].green);
    }
    assert_same(&pictures[1], &before, "the source");
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_EUSER);
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_EUSER);
    ck_assert_int_eq(calls, 3);
    glitch_frames_close(&it);
    free(before.px);
}
END_TEST

static uint8_t blend_channel(double a, double b, double wa, double wb)
{
    return (uint8_t)((a * wa + b * wb) / (wa + wb) + 0.5);
}

START_TEST(zip_blends)
{
    static const double weights[] = { 0, 0.25, 0.5, 1 };
    glitch_frames it;
    const glitch_frame *f;
    double w = weights[_i];
    ck_assert_int_eq(glitch_frames_zip(ctx, frames_of(pictures, 3),
                         frames_of(pictures + 4, 2), w, &it),
        GLITCH_OK);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
        for (int k = 0; k < W * H; k++) {
            PixelTuple a = pictures[i].px[k], b = pictures[4 + i].px[k], c = f->px[k];
            double wa = (1 - w) * a.alpha, wb = w * b.alpha;
            if (wa + wb == 0)
                continue;
            ck_assert_int_le(abs(c.red - blend_channel(a.red, b.red, wa, wb)), 1);
            ck_assert_int_le(abs(c.blue - blend_channel(a.blue, b.blue, wa, wb)), 1);
            ck_assert_int_le(abs(c.alpha - (int)(wa + wb + 0.5)), 1);
            if (w == 0)
                ck_assert_int_eq(memcmp(&a, &c, 4), 0);
        }
    }
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_END);
    glitch_frames_close(&it);
}
END_TEST

START_TEST(adaptors_refuse)
{
    glitch_frames it;
    const glitch_frame *f;
    picture other = random_picture(W + 1, H, 1, true);
    ck_assert_int_eq(
        glitch_frames_step(ctx, frames_of(pictures, 2), 0, &it), GLITCH_EINVAL);
    ck_assert_ptr_null(it.tc);
    ck_assert_int_eq(glitch_frames_zip(
                         ctx, frames_of(pictures, 2), frames_of(pictures, 2), 1.5, &it),
        GLITCH_EINVAL);
    ck_assert_ptr_null(it.tc);
    ck_assert_int_eq(
        glitch_frames_retime(ctx, frames_of(pictures, 2), 0, &it), GLITCH_EINVAL);
    ck_assert_ptr_null(it.tc);
    ck_assert_int_eq(
        glitch_frames_chain(ctx, frames_of(pictures, 1), frames_of(&other, 1), &it),
        GLITCH_OK);
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_EINVAL);
    glitch_frames_close(&it);
    ck_assert_int_eq(
        glitch_frames_zip(ctx, frames_of(pictures, 1), frames_of(&other, 1), 0.5, &it),
        GLITCH_OK);
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_EINVAL);
    glitch_frames_close(&it);
    free(other.px);
}
END_TEST

/* ---- callbacks and memory ------------------------------------------------ */

typedef struct feed {
    const unsigned char *data;
    size_t size, pos, most; /* at a time */
    size_t fail_at;
} feed;

static size_t read_feed(void *user, void *buffer, size_t size)
{
    feed *f = user;
    size_t n = f->size - f->pos;
    if (f->fail_at && f->pos >= f->fail_at)
        return SIZE_MAX;
    n = n < size ? n : size;
    n = n < f->most ? n : f->most;
    memcpy(buffer, f->data + f->pos, n);
    f->pos += n;
    return n;
}

typedef struct drain {
    unsigned char data[1 << 16];
    size_t size, fail_at;
} drain;

static int write_drain(void *user, const void *data, size_t size)
{
    drain *d = user;
    if ((d->fail_at && d->size + size > d->fail_at) || d->size + size > sizeof d->data)
        return 1;
    memcpy(d->data + d->size, data, size);
    d->size += size;
    return 0;
}

static glitch_status write_all(glitch_sink **sink, const picture *p, uint32_t count)
{
    glitch_status s = GLITCH_OK;
    for (uint32_t i = 0; !s && i < count; i++) {
        glitch_frame f = { p[i].px, W, W, H, i, 100, 0 };
        s = glitch_sink_write(*sink, &f);
    }
    if (!s)
        return glitch_sink_finish(sink);
    glitch_sink_abandon(sink);
    return s;
}

static const glitch_info info = { .width = W, .height = H, .animated = 1 };

START_TEST(there_and_back_by_callbacks)
{
    static const char *const formats[] = { "png", "gif" };
    uint32_t count = _i ? 3 : 1;
    static drain d;
    glitch_sink *sink;
    glitch_sink_options opt = { .struct_size = sizeof opt, .format = formats[_i] };
    const glitch_frame *f;
    picture p[3]; /* of the few colours that a GIF keeps */
    for (uint64_t i = 0; i < 3; i++)
        p[i] = random_picture(W, H, 20 + i, true);
    ck_assert_int_eq(
        glitch_sink_open_callback(ctx, write_drain, &d, &info, &opt, &sink), GLITCH_OK);
    ck_assert_int_eq(write_all(&sink, p, count), GLITCH_OK);
    ck_assert_uint_gt(d.size, 100);
    for (size_t most = 1; most < 100; most += 33) {
        feed in = { d.data, d.size, 0, most, 0 };
        glitch_frames it;
        ck_assert_int_eq(glitch_open_callback(ctx, read_feed, &in, &it), GLITCH_OK);
        for (uint32_t i = 0; i < count; i++) {
            ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
            picture q = copy_frame(f);
            assert_same(&q, &p[i], "there and back");
            free(q.px);
        }
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_END);
        glitch_frames_close(&it);
    }
    /* A sink to memory makes the same bytes. */
    glitch_bytes bytes;
    ck_assert_int_eq(
        glitch_sink_open_memory(ctx, &bytes, &info, &opt, &sink), GLITCH_OK);
    ck_assert_int_eq(write_all(&sink, p, count), GLITCH_OK);
    ck_assert_uint_eq(bytes.size, d.size);
    ck_assert_int_eq(memcmp(bytes.data, d.data, d.size), 0);
    glitch_bytes_free(ctx, &bytes);
    glitch_bytes_free(ctx, &bytes);
    for (int i = 0; i < 3; i++)
        free(p[i].px);
}
END_TEST

START_TEST(callbacks_that_fail)
{
    static const char *const formats[] = { "png", "gif" };
    static drain d;
    glitch_sink *sink = NULL;
    glitch_sink_options opt = { .struct_size = sizeof opt, .format = formats[_i] };
    ck_assert_int_eq(
        glitch_sink_open_callback(ctx, write_drain, &d, &info, &opt, &sink), GLITCH_OK);
    ck_assert_int_eq(write_all(&sink, pictures, 1), GLITCH_OK);
    size_t whole = d.size;
    for (size_t at = 1; at < whole; at += 7) {
        drain short_one = { .fail_at = at };
        ck_assert_int_eq(
            glitch_sink_open_callback(ctx, write_drain, &short_one, &info, &opt, &sink),
            GLITCH_OK);
        ck_assert_int_eq(write_all(&sink, pictures, 1), GLITCH_EIO);
        ck_assert_str_eq(glitch_ctx_message(ctx), "output: the write callback failed");
        ck_assert_uint_le(short_one.size, at);
    }
    for (size_t at = 1; at < whole - 1; at += 7) {
        feed in = { d.data, whole, 0, 5, at };
        glitch_frames it = { 0 };
        const glitch_frame *f;
        glitch_status s = glitch_open_callback(ctx, read_feed, &in, &it);
        if (!s)
            s = glitch_frames_next(it, &f);
        if (in.pos < whole) {
            ck_assert_int_eq(s, GLITCH_EIO);
            ck_assert_str_eq(
                glitch_ctx_message(ctx), "input: the read callback failed");
        }
        glitch_frames_close(&it);
    }
    glitch_sink_options bad = { .struct_size = sizeof bad };
    ck_assert_int_eq(
        glitch_sink_open_callback(ctx, write_drain, &d, &info, &bad, &sink),
        GLITCH_EINVAL);
}
END_TEST

/* ---- structs, functions, one call ---------------------------------------- */

static picture apply(glitch_pipeline *p)
{
    glitch_frames it;
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(pictures, 1), &it), GLITCH_OK);
    glitch_pipeline_free(p);
    return pull_only(&it);
}

static const struct {
    const char *name, *spec;
    union {
        glitch_scanline_offset_params offset;
        glitch_channel_shift_params shift;
        glitch_color_split_params split;
        glitch_scanlines_params lines;
        glitch_classic_params classic;
    } params;
} structs[] = {
    { "scanline-offset", "", { .offset = GLITCH_SCANLINE_OFFSET_INIT } },
    { "channel-shift", "", { .shift = GLITCH_CHANNEL_SHIFT_INIT } },
    { "color-split", "", { .split = GLITCH_COLOR_SPLIT_INIT } },
    { "scanlines", "", { .lines = GLITCH_SCANLINES_INIT } },
    { "classic", "", { .classic = GLITCH_CLASSIC_INIT } },
    { "scanline-offset", ":level=7,bands=9,height=50%,edge=blank",
        { .offset = { 7, 9, { 50, 1 }, 2 } } },
    { "channel-shift", ":channel=blue,dx=2,dy=-1,edge=clamp",
        { .shift = { GLITCH_REAL_AUTO, 3, { 2, 0 }, { -1, 0 }, 1 } } },
    { "classic", ":level=8,seed=3.5,color=yes",
        { .classic = { 8, "3.5", 1, 0, 1, 1, 0, 0, 1 } } },
};
enum { STRUCTS = sizeof structs / sizeof *structs };

START_TEST(structs_equal_text)
{
    char spec[128];
    const glitch_filter *f = glitch_filter_find(ctx, structs[_i].name);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 5), *q = glitch_pipeline_new(ctx, 5);
    snprintf(spec, sizeof spec, "%s%s", structs[_i].name, structs[_i].spec);
    ck_assert_int_eq(glitch_pipeline_add_params(p, f, &structs[_i].params), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_add(q, spec), GLITCH_OK);
    picture a = apply(p), b = apply(q);
    assert_same(&a, &b, spec);
    p = glitch_pipeline_new(ctx, 5);
    ck_assert_int_eq(glitch_pipeline_add_params(p, f, NULL), GLITCH_OK);
    picture c = apply(p);
    if (!*structs[_i].spec)
        assert_same(&a, &c, "the defaults");
    free(a.px);
    free(b.px);
    free(c.px);
}
END_TEST

START_TEST(structs_are_checked)
{
    glitch_pipeline *p = glitch_pipeline_new(ctx, 5);
    const glitch_filter *lines = glitch_filter_find(ctx, "scanlines");
    const glitch_filter *classic = glitch_filter_find(ctx, "classic");
    glitch_scanlines_params bad = { 0, 0, 0 }, nan = { 2, 0, GLITCH_REAL_AUTO };
    glitch_classic_params no_text = GLITCH_CLASSIC_INIT, no_bool = GLITCH_CLASSIC_INIT;
    no_text.seed = NULL;
    no_bool.color = 2;
    ck_assert_int_eq(glitch_pipeline_add_params(p, lines, &bad), GLITCH_EINVAL);
    ck_assert_str_eq(
        glitch_ctx_message(ctx), "filter 'scanlines': every is out of range");
    ck_assert_int_eq(glitch_pipeline_add_params(p, lines, &nan), GLITCH_EINVAL);
    ck_assert_int_eq(glitch_pipeline_add_params(p, classic, &no_text), GLITCH_EINVAL);
    ck_assert_int_eq(glitch_pipeline_add_params(p, classic, &no_bool), GLITCH_EINVAL);
    ck_assert_int_eq(glitch_pipeline_add_params(p, NULL, &bad), GLITCH_EINVAL);
    ck_assert_int_eq(glitch_pipeline_add_row_function(p, NULL, NULL), GLITCH_EINVAL);
    glitch_pipeline_free(p);
}
END_TEST

static void invert_row(void *user, PixelTuple *row, uint32_t width, uint32_t y)
{
    for (uint32_t x = 0; x < width; x++)
        row[x].green = (uint8_t)(255 - row[x].green);
    *(uint32_t *)user += y;
}

START_TEST(row_function)
{
    uint32_t sum = 0;
    glitch_pipeline *p = glitch_pipeline_new(ctx, 5);
    ck_assert_int_eq(glitch_pipeline_add_row_function(p, invert_row, &sum), GLITCH_OK);
    picture a = apply(p);
    ck_assert_uint_eq(sum, H * (H - 1) / 2); /* every row once */
    for (int i = 0; i < W * H; i++) {
        ck_assert_uint_eq(a.px[i].green, 255 - pictures[0].px[i].green);
        ck_assert_uint_eq(a.px[i].red, pictures[0].px[i].red);
    }
    free(a.px);
}
END_TEST

START_TEST(picture_in_one_call)
{
    const char *spec = " scanline-offset:level=8  color-split:angle=45 classic ";
    picture expected = glitched(&pictures[2], spec, 9), before = pictures[2];
    picture out = new_picture(W + 3, H), same = random_picture(W, H, 2, false);
    memset(out.px, 0xaa, (W + 3) * H * sizeof *out.px);
    ck_assert_int_eq(
        glitch_picture(ctx, before.px, W, W, H, spec, 9, out.px, W + 3), GLITCH_OK);
    for (uint32_t y = 0; y < H; y++) {
        PixelTuple *row = out.px + y * (W + 3);
        ck_assert_int_eq(memcmp(row, expected.px + y * W, W * sizeof *row), 0);
        for (int x = W; x < W + 3; x++)
            ck_assert_uint_eq(row[x].red, 0xaa);
    }
    assert_same(&pictures[2], &same, "the input");
    ck_assert_int_eq(
        glitch_picture(ctx, same.px, W, W, H, spec, 9, same.px, W), GLITCH_OK);
    assert_same(&same, &expected, "in place");
    ck_assert_int_eq(
        glitch_picture(ctx, same.px, W, W, H, "nosuch", 9, same.px, W), GLITCH_EINVAL);
    ck_assert_int_eq(
        glitch_picture(ctx, same.px, W, 0, H, "", 9, same.px, W), GLITCH_EINVAL);
    ck_assert_int_eq(
        glitch_picture(ctx, same.px, W - 1, W, H, "", 9, out.px, W), GLITCH_EINVAL);
    ck_assert_int_eq(
        glitch_picture(ctx, NULL, W, W, H, "", 9, out.px, W), GLITCH_EINVAL);
    free(expected.px);
    free(out.px);
    free(same.px);
}
END_TEST

static void count_rows(void *user, uint32_t frame, uint32_t done, uint32_t total)
{
    uint32_t *rows = user;
    ck_assert_uint_lt(frame, 3);
    ck_assert_uint_eq(total, H);
    ck_assert_uint_eq(done, *rows % H + 1);
    ++*rows;
}

START_TEST(progress_is_told)
{
    uint32_t rows = 0;
    glitch_frames it;
    const glitch_frame *f;
    glitch_pipeline *p = glitch_pipeline_new(ctx, 5);
    ck_assert_int_eq(glitch_pipeline_add(p, "scanlines"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(pictures, 3), &it), GLITCH_OK);
    glitch_pipeline_free(p);
    glitch_ctx_set_progress(ctx, count_rows, &rows);
    while (glitch_frames_next(it, &f) == GLITCH_OK)
        ;
    ck_assert_uint_eq(rows, 3 * H);
    glitch_ctx_set_progress(ctx, NULL, NULL);
    glitch_frames_close(&it);
}
END_TEST

START_TEST(wrong_use)
{
    glitch_frames it = { 0 };
    const glitch_frame *frame;
    glitch_info known;
    glitch_sink *sink;
    glitch_bytes bytes;
    glitch_sink_options opt = { .struct_size = sizeof opt, .format = "png" };
    glitch_info nothing = { .height = H, .frames = 1 };
    ck_assert_int_eq(glitch_frames_next(it, &frame), GLITCH_ESTATE);
    ck_assert_int_eq(glitch_frames_info(it, &known), GLITCH_ESTATE);
    ck_assert_int_eq(
        glitch_sink_open_memory(ctx, &bytes, &nothing, &opt, &sink), GLITCH_EINVAL);
    glitch_frame narrow = { pictures[0].px, W - 1, W, H, 0, 0, 0 };
    glitch_frame empty = { NULL, W, W, H, 0, 0, 0 };
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(
            glitch_sink_open_memory(ctx, &bytes, &info, &opt, &sink), GLITCH_OK);
        ck_assert_int_eq(glitch_sink_write(sink, i ? &empty : &narrow), GLITCH_EINVAL);
        ck_assert_ptr_nonnull(strstr(glitch_ctx_message(ctx), "stride"));
        ck_assert_int_eq(glitch_sink_finish(&sink), GLITCH_EINVAL);
        ck_assert_ptr_null(bytes.data);
    }
}
END_TEST

/* ---- threads ------------------------------------------------------------- */

/* A whole job with a context of its own: PNG in memory to GIF in memory. */
static glitch_status whole_job(
    glitch_ctx *own, const glitch_bytes *png, uint64_t seed, glitch_bytes *gif)
{
    glitch_frames it = { 0 };
    glitch_sink *sink = NULL;
    glitch_sink_options opt = { .struct_size = sizeof opt, .format = "gif" };
    const glitch_frame *f;
    glitch_pipeline *p = glitch_pipeline_new(own, seed);
    glitch_status s = p ? GLITCH_OK : GLITCH_ENOMEM;
    *gif = (glitch_bytes) { 0 };
    if (!s)
        s = glitch_pipeline_add(p, "scanline-offset:level=6");
    if (!s)
        s = glitch_pipeline_add(p, "classic:level=6,color=1");
    if (!s)
        s = glitch_open_memory(own, png->data, png->size, &it);
    if (!s)
        s = glitch_frames_repeat(own, it, 4, 100, &it);
    if (!s)
        s = glitch_pipeline_apply(p, it, &it);
    if (!s)
        s = glitch_sink_open_memory(own, gif, &info, &opt, &sink);
    while (!s && (s = glitch_frames_next(it, &f)) == GLITCH_OK)
        s = glitch_sink_write(sink, f);
    if (s == GLITCH_END)
        s = glitch_sink_finish(&sink);
    glitch_sink_abandon(&sink);
    glitch_frames_close(&it);
    glitch_pipeline_free(p);
    return s;
}

static glitch_bytes encode_png(const picture *p)
{
    glitch_bytes png;
    glitch_sink *sink;
    glitch_sink_options opt = { .struct_size = sizeof opt, .format = "png" };
    ck_assert_int_eq(glitch_sink_open_memory(ctx, &png, &info, &opt, &sink), GLITCH_OK);
    ck_assert_int_eq(write_all(&sink, p, 1), GLITCH_OK);
    return png;
}

typedef struct worker {
    pthread_t thread;
    const glitch_bytes *png;
    glitch_bytes gif;
    glitch_ctx *own;
    glitch_status status;
} worker;

static void *work(void *user)
{
    worker *w = user;
    w->own = glitch_ctx_new(NULL);
    for (int i = 0; i < 20 && !w->status; i++) {
        glitch_bytes_free(w->own, &w->gif);
        w->status = whole_job(w->own, w->png, 7, &w->gif);
    }
    return NULL;
}

START_TEST(contexts_in_threads)
{
    glitch_bytes png = encode_png(&pictures[3]);
    worker w[4] = { { .png = &png }, { .png = &png }, { .png = &png },
        { .png = &png } };
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&w[i].thread, NULL, work, &w[i]), 0);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(pthread_join(w[i].thread, NULL), 0);
        ck_assert_int_eq(w[i].status, GLITCH_OK);
        ck_assert_uint_eq(w[i].gif.size, w[0].gif.size);
        ck_assert_int_eq(memcmp(w[i].gif.data, w[0].gif.data, w[0].gif.size), 0);
    }
    for (int i = 0; i < 4; i++) {
        glitch_bytes_free(w[i].own, &w[i].gif);
        glitch_ctx_free(w[i].own);
    }
    glitch_bytes_free(ctx, &png);
}
END_TEST

/* ---- memory that fails, also in the codecs ------------------------------- */

START_TEST(every_allocation_of_a_job_can_fail)
{
    glitch_bytes png = encode_png(&pictures[3]), gif;
    glitch_status s = GLITCH_ENOMEM;
    long n = 0;
    for (; s; n++) {
        ck_assert_int_lt(n, 2000);
        budget b = { n, 0 };
        glitch_alloc alloc = { meager, &b };
        glitch_ctx *own = glitch_ctx_new(&alloc);
        if (!own)
            continue;
        s = whole_job(own, &png, 7, &gif);
        if (s)
            ck_assert_ptr_null(gif.data);
        ck_assert_msg(s == GLITCH_OK || s == GLITCH_ENOMEM, "allocation %ld: %d, %s", n,
            s, glitch_ctx_message(own));
        glitch_bytes_free(own, &gif);
        glitch_ctx_free(own);
        ck_assert_int_eq(b.live, 0);
    }
    ck_assert_int_gt(n, 20);
    glitch_bytes_free(ctx, &png);
}
END_TEST

/* ---- the suites ---------------------------------------------------------- */

static TCase *new_case(Suite *suite, const char *name)
{
    TCase *c = tcase_create(name);
    tcase_add_checked_fixture(c, with_pictures, without_pictures);
    suite_add_tcase(suite, c);
    return c;
}

int main(void)
{
    Suite *suite = suite_create("library");
    TCase *adaptors = new_case(suite, "adaptors"), *bytes = new_case(suite, "bytes");
    TCase *chains = new_case(suite, "chains"), *promises = new_case(suite, "promises");
    tcase_add_test(adaptors, orders);
    tcase_add_test(adaptors, step_keeps_the_length);
    tcase_add_test(adaptors, map_changes_a_copy);
    tcase_add_loop_test(adaptors, zip_blends, 0, 4);
    tcase_add_test(adaptors, adaptors_refuse);
    tcase_add_loop_test(bytes, there_and_back_by_callbacks, 0, 2);
    tcase_add_loop_test(bytes, callbacks_that_fail, 0, 2);
    tcase_add_loop_test(chains, structs_equal_text, 0, STRUCTS);
    tcase_add_test(chains, structs_are_checked);
    tcase_add_test(chains, row_function);
    tcase_add_test(chains, picture_in_one_call);
    tcase_add_test(chains, progress_is_told);
    tcase_add_test(chains, wrong_use);
    tcase_add_test(promises, contexts_in_threads);
    tcase_add_test(promises, every_allocation_of_a_job_can_fail);
    return run_suites(&suite, 1);
}
