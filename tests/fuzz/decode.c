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
    const char *source;         /* what the bytes are called in messages */
    char message[MESSAGE_SIZE]; /* after that */
    uint32_t benign, damage;    /* notices */
} decoding;

/* ---- one decoding -------------------------------------------------------- */

static void check_info(const glitch_info *i, const char *format)
{
    FUZZ_REQUIRE(i->width && i->height, "a picture of %ux%u", i->width, i->height);
    FUZZ_REQUIRE((uint64_t)i->width * i->height <= FUZZ_PIXELS, "over the limit");
    FUZZ_REQUIRE(i->loops >= -1, "%d loops", i->loops);
    /* An animated PNG has a name of its own, such as "apng". */
    const char *found = i->format ? strstr(i->format, format) : NULL;
    FUZZ_REQUIRE(found && strcmp(found, format) == 0, "another format");
}

/* One line that begins with the source's name; returns what is after that. */
static const char *after_name(const decoding *d, const char *line)
{
    size_t n = strlen(d->source);
    fuzz_check_message(line);
    FUZZ_REQUIRE(strncmp(line, d->source, n) == 0 && strncmp(line + n, ": ", 2) == 0,
        "'%s' does not begin with %s", line, d->source);
    FUZZ_REQUIRE(line[n + 2], "nothing is said but '%s'", line);
    return line + n + 2;
}

static void on_notice(void *user, glitch_notice kind, const char *line)
{
    decoding *d = user;
    after_name(d, line);
    FUZZ_REQUIRE(kind == GLITCH_NOTICE_BENIGN || kind == GLITCH_NOTICE_DAMAGE,
        "a notice of kind %d", kind);
    d->benign += kind == GLITCH_NOTICE_BENIGN;
    d->damage += kind == GLITCH_NOTICE_DAMAGE;
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

static void set_decoding(glitch_ctx *ctx, bool lenient, decoding *d)
{
    glitch_decoding how = { .struct_size = sizeof how, .lenient = lenient };
    FUZZ_REQUIRE(glitch_ctx_set_decoding(ctx, &how) == GLITCH_OK, "it is refused");
    glitch_ctx_set_notices(ctx, on_notice, d);
}

static void decode(
    const char *format, const uint8_t *data, size_t size, bool lenient, decoding *d)
{
    bool few = strcmp(d->source, "input") == 0;
    trickle t = { .data = data, .size = size };
    fuzz_context c;
    glitch_frames it = { 0 };
    fuzz_open(&c, few);
    set_decoding(c.ctx, lenient, d);
    d->status = few ? glitch_open_callback(c.ctx, read_few, &t, &it)
                    : glitch_open_memory(c.ctx, data, size, &it);
    FUZZ_REQUIRE(d->status <= GLITCH_OK, "opening gives %d", d->status);
    if (d->status == GLITCH_OK)
        pull_all(it, d, format);
    else
        FUZZ_REQUIRE(!it.self && !it.tc, "the iterator was touched on failure");
    if (d->status < 0) /* no fault but the file's can happen here */
        snprintf(d->message, sizeof d->message, "%s",
            after_name(d, glitch_ctx_message(c.ctx)));
    glitch_frames_close(&it);
    glitch_frames_close(&it);
    fuzz_close(&c);
}

/* Those that `a` has. */
static void compare_frames(const decoding *a, const decoding *b)
{
    for (uint32_t i = 0; i < a->count; i++)
        FUZZ_REQUIRE(a->hashes[i] == b->hashes[i] && a->delays[i] == b->delays[i],
            "frame %u differs", i);
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
    FUZZ_REQUIRE(a->benign == b->benign && a->damage == b->damage,
        "%u and %u notices, but %u and %u", a->benign, a->damage, b->benign, b->damage);
    compare_frames(a, b);
}

static decoding decode_twice(
    const char *format, const uint8_t *data, size_t size, bool lenient)
{
    decoding a = { .source = "memory" }, b = { .source = "input" };
    decode(format, data, size, lenient, &a);
    decode(format, data, size, lenient, &b);
    compare(&a, &b);
    return a;
}

/* ---- strict and lenient -------------------------------------------------- */

/* Lenient decoding gives what strict decoding gives, and maybe more, and says so. */
static void compare_lenient(const decoding *strict, const decoding *lenient)
{
    FUZZ_REQUIRE(strict->damage == 0, "strict decoding tells of damage");
    FUZZ_REQUIRE(lenient->count >= strict->count, "%u frames, of %u: %s",
        lenient->count, strict->count, lenient->message);
    compare_frames(strict, lenient);
    if (strict->status >= GLITCH_OK)
        FUZZ_REQUIRE(
            lenient->status == strict->status && lenient->count == strict->count,
            "what is whole is taken for something else: %s", lenient->message);
    else
        FUZZ_REQUIRE(lenient->status < GLITCH_OK || lenient->damage > 0
                || lenient->count == MOST_FRAMES, /* the fault may come later */
            "not a word of '%s'", strict->message);
}

void fuzz_decode(
    const char *format, const char *magic, const uint8_t *data, size_t size)
{
    size_t n = strlen(magic);
    if (size < n || memcmp(data, magic, n) != 0)
        return;
    decoding strict = decode_twice(format, data, size, false);
    decoding lenient = decode_twice(format, data, size, true);
    compare_lenient(&strict, &lenient);
}
