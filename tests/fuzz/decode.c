/* decode.c - what the fuzz targets ask of any decoder. */
#include "decode.h"
#include <stdio.h>
#include <string.h>

enum { MOST_FRAMES = 12, MESSAGE_SIZE = 1024 };

/* What came of one decoding. */
typedef struct decoding {
    glitch_status status; /* GLITCH_OK: there were more frames than are looked at */
    glitch_info info;
    uint32_t count;
    uint64_t hashes[MOST_FRAMES];
    uint32_t delays[MOST_FRAMES];
    char message[MESSAGE_SIZE]; /* after the name of the source */
} decoding;

/* ---- one decoding -------------------------------------------------------- */

static void check_info(const glitch_info *i, const char *format)
{
    FUZZ_REQUIRE(i->width && i->height, "a picture of %ux%u", i->width, i->height);
    FUZZ_REQUIRE((uint64_t)i->width * i->height <= FUZZ_PIXELS, "over the limit");
    FUZZ_REQUIRE(i->loops >= -1, "%d loops", i->loops);
    FUZZ_REQUIRE(i->format && strcmp(i->format, format) == 0, "another format");
}

/* No fault of the file's names no file; there is none that could happen here. */
static void keep_message(decoding *d, const glitch_ctx *ctx, const char *source)
{
    const char *message = glitch_ctx_message(ctx);
    size_t n = strlen(source);
    fuzz_check_message(message);
    FUZZ_REQUIRE(strncmp(message, source, n) == 0 && strncmp(message + n, ": ", 2) == 0,
        "'%s' does not begin with %s", message, source);
    snprintf(d->message, sizeof d->message, "%s", message + n + 2);
    FUZZ_REQUIRE(d->message[0], "nothing is said but '%s'", message);
}

static void check_end(glitch_frames it, const decoding *d, const glitch_frame *last)
{
    const glitch_frame *frame = last;
    glitch_info info;
    for (int i = 0; i < 2; i++)
        FUZZ_REQUIRE(glitch_frames_next(it, &frame) == d->status, "it is not sticky");
    FUZZ_REQUIRE(frame == last, "the frame was touched at the end");
    FUZZ_REQUIRE(glitch_frames_info(it, &info) == GLITCH_OK, "the info is gone");
    FUZZ_REQUIRE(
        info.width == d->info.width && info.height == d->info.height, "another size");
    FUZZ_REQUIRE(d->status != GLITCH_END || d->count > 0, "no frames");
    FUZZ_REQUIRE(d->status != GLITCH_END || info.frames == 0 || info.frames == d->count,
        "%u frames are promised, and there are %u", info.frames, d->count);
}

static void pull_all(glitch_frames it, decoding *d, const char *format)
{
    const glitch_frame *frame = NULL;
    FUZZ_REQUIRE(glitch_frames_info(it, &d->info) == GLITCH_OK, "there is no info");
    check_info(&d->info, format);
    while (d->count < MOST_FRAMES
        && (d->status = glitch_frames_next(it, &frame)) == GLITCH_OK) {
        fuzz_check_frame(frame, &d->info, d->count);
        d->hashes[d->count] = fuzz_hash(frame);
        d->delays[d->count++] = frame->delay_ms;
    }
    if (d->status)
        check_end(it, d, frame);
}

/* ---- two ways to the bytes ----------------------------------------------- */

typedef struct trickle {
    const uint8_t *data;
    size_t size, pos;
    uint32_t calls;
} trickle;

/* At most a few bytes at a time, of all sizes. */
static size_t read_few(void *user, void *buffer, size_t size)
{
    trickle *t = user;
    size_t most = 1 + t->calls * t->calls % 97, left = t->size - t->pos;
    t->calls++;
    if (size > most)
        size = most;
    if (size > left)
        size = left;
    if (size)
        memcpy(buffer, t->data + t->pos, size);
    t->pos += size;
    return size;
}

static decoding decode(const char *format, const uint8_t *data, size_t size, bool few)
{
    trickle t = { .data = data, .size = size };
    fuzz_context c;
    decoding d = { 0 };
    glitch_frames it = { 0 };
    fuzz_open(&c, few);
    d.status = few ? glitch_open_callback(c.ctx, read_few, &t, &it)
                   : glitch_open_memory(c.ctx, data, size, &it);
    FUZZ_REQUIRE(d.status <= GLITCH_OK, "opening gives %d", d.status);
    if (d.status == GLITCH_OK)
        pull_all(it, &d, format);
    else
        FUZZ_REQUIRE(!it.self && !it.tc, "the iterator was touched on failure");
    if (d.status < 0)
        keep_message(&d, c.ctx, few ? "input" : "memory");
    glitch_frames_close(&it);
    glitch_frames_close(&it);
    fuzz_close(&c);
    return d;
}

static void compare(const decoding *a, const decoding *b)
{
    FUZZ_REQUIRE(a->status == b->status, "%s, but %s: %s%s",
        glitch_strstatus(a->status), glitch_strstatus(b->status), a->message,
        b->message);
    FUZZ_REQUIRE(
        strcmp(a->message, b->message) == 0, "'%s', but '%s'", a->message, b->message);
    FUZZ_REQUIRE(a->count == b->count, "%u frames, but %u", a->count, b->count);
    FUZZ_REQUIRE(a->info.width == b->info.width && a->info.height == b->info.height
            && a->info.frames == b->info.frames && a->info.loops == b->info.loops
            && a->info.animated == b->info.animated,
        "two infos");
    for (uint32_t i = 0; i < a->count; i++)
        FUZZ_REQUIRE(a->hashes[i] == b->hashes[i] && a->delays[i] == b->delays[i],
            "frame %u differs", i);
}

void fuzz_decode(
    const char *format, const char *magic, const uint8_t *data, size_t size)
{
    size_t n = strlen(magic);
    if (size < n || memcmp(data, magic, n) != 0)
        return;
    decoding a = decode(format, data, size, false);
    decoding b = decode(format, data, size, true);
    compare(&a, &b);
}
