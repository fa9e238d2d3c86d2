/* context.c - messages, memory and limits of a context. */
#include "base/context.h"
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static const glitch_limits defaults = { .struct_size = sizeof defaults,
    .pixels = UINT64_C(1) << 28,
    .frames = 100000,
    .memory = UINT64_C(1) << 32 };

/* What stands before each block of memory, so that it can be counted. */
typedef union block {
    size_t size;
    max_align_t align;
} block;

/*
 * A large block begins where a huge page may begin: then the first use of every 4 KiB of
 * it is no longer a fault that the system has to see to, which for a few frames took as
 * long as decoding a picture.
 */
static void *allocate(size_t size)
{
#if defined(MADV_HUGEPAGE)
    enum { HUGE_PAGE = 1 << 21 };
    void *p = NULL;
    if (size >= HUGE_PAGE) {
        if (posix_memalign(&p, HUGE_PAGE, size) == 0)
            madvise(p, size, MADV_HUGEPAGE); /* it is as good without */
        return p;
    }
#endif
    return malloc(size);
}

static void *default_realloc(void *user, void *p, size_t size)
{
    (void)user;
    if (size == 0) {
        free(p);
        return NULL;
    }
    return p ? realloc(p, size) : allocate(size);
}

glitch_ctx *glitch_ctx_new(const glitch_alloc *alloc)
{
    glitch_alloc a = alloc ? *alloc : (glitch_alloc) { default_realloc, NULL };
    glitch_ctx *ctx = a.realloc_fn(a.user, NULL, sizeof *ctx);
    if (ctx) {
        memset(ctx, 0, sizeof *ctx);
        ctx->alloc = a;
        ctx->limits = defaults;
    }
    return ctx;
}

void glitch_ctx_free(glitch_ctx *ctx)
{
    if (!ctx)
        return;
    gli_free(ctx, ctx->filters);
    ctx->alloc.realloc_fn(ctx->alloc.user, ctx, 0);
}

const char *glitch_ctx_message(const glitch_ctx *ctx)
{
    return ctx->message;
}

glitch_status glitch_ctx_set_limits(glitch_ctx *ctx, const glitch_limits *limits)
{
    if (!limits || limits->struct_size != sizeof *limits)
        return gli_fail(ctx, GLITCH_EINVAL, "limits: struct_size is not set");
    ctx->limits = *limits;
    ctx->frames_limited = limits->frames != 0;
    if (!ctx->limits.pixels)
        ctx->limits.pixels = defaults.pixels;
    if (!ctx->limits.frames)
        ctx->limits.frames = defaults.frames;
    if (!ctx->limits.memory)
        ctx->limits.memory = defaults.memory;
    return GLITCH_OK;
}

glitch_status glitch_ctx_set_decoding(glitch_ctx *ctx, const glitch_decoding *decoding)
{
    if (!decoding || decoding->struct_size != sizeof *decoding)
        return gli_fail(ctx, GLITCH_EINVAL, "decoding: struct_size is not set");
    ctx->decoding = *decoding;
    return GLITCH_OK;
}

void glitch_ctx_set_notices(glitch_ctx *ctx,
    void (*tell)(void *user, glitch_notice kind, const char *line), void *user)
{
    ctx->tell = tell;
    ctx->tell_user = user;
}

void glitch_ctx_set_cancel(glitch_ctx *ctx, int (*stop)(void *user), void *user)
{
    ctx->stop = stop;
    ctx->stop_user = user;
}

void glitch_ctx_set_progress(glitch_ctx *ctx,
    void (*report)(void *user, uint32_t frame, uint32_t done, uint32_t total),
    void *user)
{
    ctx->report = report;
    ctx->report_user = user;
}

glitch_status gli_poll(glitch_ctx *ctx)
{
    if (!ctx->stop || !ctx->stop(ctx->stop_user))
        return GLITCH_OK;
    return gli_fail(ctx, GLITCH_ECANCELLED, "interrupted");
}

static void one_line(char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s < 0x20 || *s == 0x7f)
            *s = '?';
}

glitch_status gli_vfail(
    glitch_ctx *ctx, glitch_status status, const char *format, va_list args)
{
    vsnprintf(ctx->message, sizeof ctx->message, format, args);
    one_line(ctx->message);
    return status;
}

glitch_status gli_fail(glitch_ctx *ctx, glitch_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gli_vfail(ctx, status, format, args);
    va_end(args);
    return status;
}

void gli_notice(glitch_ctx *ctx, glitch_notice kind, const char *format, ...)
{
    char line[GLI_MESSAGE_SIZE];
    if (!ctx->tell)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    one_line(line);
    ctx->tell(ctx->tell_user, kind, line);
}

void gli_prefix(glitch_ctx *ctx, const char *format, ...)
{
    char old[GLI_MESSAGE_SIZE];
    memcpy(old, ctx->message, sizeof old);
    va_list args;
    va_start(args, format);
    gli_vfail(ctx, GLITCH_OK, format, args);
    va_end(args);
    size_t n = strlen(ctx->message);
    snprintf(ctx->message + n, sizeof ctx->message - n, "%s", old);
}

/* ---- memory -------------------------------------------------------------- */

/* A number of bytes, rounded up, for people. */
typedef struct size_text {
    char text[32];
} size_text;

static size_text in_words(uint64_t bytes)
{
    static const char *const units[] = { "KiB", "MiB", "GiB" };
    size_text t;
    int unit = bytes < UINT64_C(10) << 20 ? 0 : bytes < UINT64_C(10) << 30 ? 1 : 2;
    int bits = 10 * (unit + 1);
    uint64_t whole = (bytes >> bits) + ((bytes & ((UINT64_C(1) << bits) - 1)) != 0);
    snprintf(t.text, sizeof t.text, "%llu %s", (unsigned long long)whole, units[unit]);
    return t;
}

/* Blocks are counted by what was asked for. */
static block *resize(glitch_ctx *ctx, block *old, size_t bytes)
{
    uint64_t others = ctx->used - (old ? old->size : 0);
    if (bytes > ctx->limits.memory || others > ctx->limits.memory - bytes) {
        gli_fail(ctx, GLITCH_ENOMEM,
            "%s of memory are wanted, over the limit max-memory of %s",
            in_words(others + bytes).text, in_words(ctx->limits.memory).text);
        return NULL;
    }
    block *b = ctx->alloc.realloc_fn(ctx->alloc.user, old, sizeof *b + bytes);
    if (!b) {
        gli_fail(ctx, GLITCH_ENOMEM, "out of memory");
        return NULL;
    }
    b->size = bytes;
    ctx->used = others + bytes;
    return b;
}

void *gli_realloc(glitch_ctx *ctx, void *p, size_t count, size_t size)
{
    size_t most = SIZE_MAX / 2; /* so that adding to it cannot overflow */
    if (count == 0 || size == 0)
        count = size = 1;
    size_t bytes = count > most / size ? most : count * size;
    block *b = resize(ctx, p ? (block *)p - 1 : NULL, bytes);
    return b ? b + 1 : NULL;
}

void *gli_alloc(glitch_ctx *ctx, size_t count, size_t size)
{
    return gli_realloc(ctx, NULL, count, size);
}

void *gli_zalloc(glitch_ctx *ctx, size_t count, size_t size)
{
    void *p = gli_realloc(ctx, NULL, count, size);
    return p ? memset(p, 0, count * size) : NULL;
}

void gli_free(glitch_ctx *ctx, void *p)
{
    if (!p)
        return;
    block *b = (block *)p - 1;
    ctx->used -= b->size;
    ctx->alloc.realloc_fn(ctx->alloc.user, b, 0);
}

char *gli_strdup(glitch_ctx *ctx, const char *s)
{
    size_t n = strlen(s) + 1;
    char *p = gli_alloc(ctx, n, 1);
    return p ? memcpy(p, s, n) : NULL;
}

uint64_t gli_memory_left(const glitch_ctx *ctx)
{
    return ctx->limits.memory > ctx->used ? ctx->limits.memory - ctx->used : 0;
}

/* ---- limits -------------------------------------------------------------- */

glitch_status gli_check_memory(glitch_ctx *ctx, const char *name, uint64_t bytes)
{
    uint64_t most = ctx->limits.memory;
    if (bytes <= gli_memory_left(ctx))
        return GLITCH_OK;
    return gli_fail(ctx, GLITCH_ELIMIT,
        "%s: needs another %s of memory, over the limit max-memory of %s", name,
        in_words(bytes).text, in_words(most).text);
}

glitch_status gli_check_frames(glitch_ctx *ctx, const char *name, uint64_t frames)
{
    if (frames <= ctx->limits.frames)
        return GLITCH_OK;
    return gli_fail(ctx, GLITCH_ELIMIT,
        "%s: %llu frames are over the limit max-frames of %llu", name,
        (unsigned long long)frames, (unsigned long long)ctx->limits.frames);
}

glitch_status gli_check_stream(glitch_ctx *ctx, const char *name, uint64_t frames)
{
    return ctx->frames_limited ? gli_check_frames(ctx, name, frames) : GLITCH_OK;
}

glitch_status gli_check_size(
    glitch_ctx *ctx, const char *name, uint64_t width, uint64_t height)
{
    if (width == 0 || height == 0)
        return gli_fail(ctx, GLITCH_EFORMAT, "%s: the picture has no pixels", name);
    if (width > INT32_MAX || height > INT32_MAX || width * height > ctx->limits.pixels)
        return gli_fail(ctx, GLITCH_ELIMIT,
            "%s: %llux%llu pixels are over the limit max-pixels of %llu", name,
            (unsigned long long)width, (unsigned long long)height,
            (unsigned long long)ctx->limits.pixels);
    return gli_check_memory(ctx, name, width * height * sizeof(PixelTuple));
}
