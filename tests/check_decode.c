/* check_decode.c - PNG, JPEG and GIF in; the tests themselves are in decode_*.c. */
#include "decode.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what any decoder owes ----------------------------------------------- */

/* One line, which begins with the name of the file. */
static void check_failure(glitch_ctx *ctx, source from, glitch_status status)
{
    const char *message = glitch_ctx_message(ctx);
    const char *name = from.data ? "memory" : from.path;
    size_t n = strlen(name);
    if (status == GLITCH_ENOMEM || status == GLITCH_ECANCELLED)
        n = 0; /* no fault of the file's */
    REQUIRE(strncmp(message, name, n) == 0 && (n == 0 || message[n] == ':')
            && strlen(message) > n + 2 && !strpbrk(message, "\n\r\x1b"),
        "%s: '%s'", name, message);
}

static void add_frame(decoded *d, const glitch_frame *f)
{
    REQUIRE(f->width == d->info.width && f->height == d->info.height, "%ux%u", f->width,
        f->height);
    REQUIRE(f->index == d->count, "number %u", f->index);
    d->frames = realloc(d->frames, (d->count + 1) * sizeof *d->frames);
    d->delays = realloc(d->delays, (d->count + 1) * sizeof *d->delays);
    d->frames[d->count] = copy_frame(f);
    d->delays[d->count++] = f->delay_ms;
}

static void pull_all(glitch_frames it, decoded *d)
{
    const glitch_frame *frame = NULL, *last;
    REQUIRE(glitch_frames_info(it, &d->info) == GLITCH_OK, "no info");
    while ((d->status = glitch_frames_next(it, &frame)) == GLITCH_OK)
        add_frame(d, frame);
    last = frame;
    for (int i = 0; i < 2; i++)
        REQUIRE(glitch_frames_next(it, &frame) == d->status, "it is not sticky");
    REQUIRE(frame == last, "the frame was touched at the end");
    REQUIRE(d->status != GLITCH_END || d->count > 0, "no frames");
    REQUIRE(d->status != GLITCH_END || !d->info.frames || d->info.frames == d->count,
        "%u frames were promised, and there are %u", d->info.frames, d->count);
}

/* One line, which begins with the name of the file. */
static void on_notice(void *user, glitch_notice kind, const char *line)
{
    decoded *d = user;
    REQUIRE(strstr(line, ": ") && !strpbrk(line, "\n\r\x1b"), "'%s'", line);
    REQUIRE(d->notices[kind]++ == 0, "a second notice: '%s'", line);
    snprintf(d->notice, sizeof d->notice, "%s", line);
}

decoded decode(glitch_ctx *ctx, source from)
{
    decoded d = { 0 };
    glitch_frames it = { 0 };
    glitch_decoding how = {
        .struct_size = sizeof how, .lenient = from.lenient, .no_orient = from.no_orient
    };
    REQUIRE(glitch_ctx_set_decoding(ctx, &how) == GLITCH_OK, "decoding");
    glitch_ctx_set_notices(ctx, on_notice, &d);
    d.status = from.data ? glitch_open_memory(ctx, from.data, from.size, &it)
                         : glitch_open(ctx, from.path, &it);
    if (d.status == GLITCH_OK)
        pull_all(it, &d);
    else
        REQUIRE(!it.tc && !it.self, "touched on failure");
    if (d.status < 0)
        check_failure(ctx, from, d.status);
    snprintf(d.message, sizeof d.message, "%s", glitch_ctx_message(ctx));
    glitch_frames_close(&it);
    glitch_ctx_set_notices(ctx, NULL, NULL);
    REQUIRE(from.lenient || !d.notices[GLITCH_NOTICE_DAMAGE], "'%s'", d.notice);
    return d;
}

decoded decode_alone(source from)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    ck_assert_ptr_nonnull(ctx);
    decoded d = decode(ctx, from);
    glitch_ctx_free(ctx);
    return d;
}

decoded decode_file(const char *path)
{
    return decode_alone((source) { .path = path });
}

decoded decode_memory(const void *data, size_t size)
{
    return decode_alone((source) { .data = data, .size = size });
}

void free_decoded(decoded *d)
{
    for (uint32_t i = 0; i < d->count; i++)
        free(d->frames[i].px);
    free(d->frames);
    free(d->delays);
    *d = (decoded) { 0 };
}

void assert_same_decoded(const decoded *a, const decoded *e)
{
    REQUIRE(a->status == e->status, "%s instead of %s: %s", glitch_strstatus(a->status),
        glitch_strstatus(e->status), a->message);
    REQUIRE(a->count == e->count && a->info.frames == e->info.frames
            && a->info.loops == e->info.loops && a->info.animated == e->info.animated,
        "%u of %u frames, %d loops, animated %d", a->count, a->info.frames,
        a->info.loops, a->info.animated);
    ck_assert_str_eq(a->info.format, e->info.format);
    for (uint32_t i = 0; i < a->count; i++) {
        REQUIRE_SAME(&a->frames[i], &e->frames[i], "a frame");
        REQUIRE(a->delays[i] == e->delays[i], "delay %u", a->delays[i]);
    }
}

picture decode_still(const char *path)
{
    decoded d = decode_file(path);
    REQUIRE(d.status == GLITCH_END && d.count == 1, "%s: %u pictures: %s", path,
        d.count, d.message);
    REQUIRE(d.info.frames == 1 && d.info.animated == 0, "%s: not a still", path);
    picture p = d.frames[0];
    d.count = 0;
    free_decoded(&d);
    return p;
}

uint32_t random_below(uint64_t *state, uint32_t n)
{
    return (uint32_t)(test_random(state) >> 32) % n;
}

/* ---- bytes --------------------------------------------------------------- */

void put(bytes *b, const void *data, size_t size)
{
    if (b->size + size > b->room) {
        b->room = (b->size + size) * 2;
        b->data = realloc(b->data, b->room);
        ck_assert_ptr_nonnull(b->data);
    }
    if (size)
        memcpy(b->data + b->size, data, size);
    b->size += size;
}

void put8(bytes *b, unsigned value)
{
    unsigned char c = (unsigned char)value;
    put(b, &c, 1);
}

void put16(bytes *b, unsigned value)
{
    put8(b, value & 0xff);
    put8(b, value >> 8 & 0xff);
}

int main(void)
{
    Suite *suite = suite_create("decode");
    add_png_tests(suite);
    add_jpeg_tests(suite);
    add_gif_tests(suite);
    add_input_tests(suite);
    add_lenient_tests(suite);
    add_corpora_tests(suite);
    return run_suites(&suite, 1);
}
