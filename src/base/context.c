/* context.c - messages, memory and limits of a context. */
#include "base/context.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_PIXELS = 1 << 28 };

static void *default_realloc(void *user, void *p, size_t size)
{
    (void)user;
    if (size == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, size);
}

glitch_ctx *glitch_ctx_new(const glitch_alloc *alloc)
{
    glitch_alloc a = alloc ? *alloc : (glitch_alloc) { default_realloc, NULL };
    glitch_ctx *ctx = a.realloc_fn(a.user, NULL, sizeof *ctx);
    if (ctx) {
        memset(ctx, 0, sizeof *ctx);
        ctx->alloc = a;
        ctx->limits.struct_size = sizeof ctx->limits;
        ctx->limits.pixels = DEFAULT_PIXELS;
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
    ctx->limits.pixels = limits->pixels ? limits->pixels : DEFAULT_PIXELS;
    return GLITCH_OK;
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

void *gli_realloc(glitch_ctx *ctx, void *p, size_t count, size_t size)
{
    if (count == 0 || size == 0)
        count = size = 1;
    void *q = count > SIZE_MAX / size
        ? NULL
        : ctx->alloc.realloc_fn(ctx->alloc.user, p, count * size);
    if (!q)
        gli_fail(ctx, GLITCH_ENOMEM, "out of memory");
    return q;
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
    if (p)
        ctx->alloc.realloc_fn(ctx->alloc.user, p, 0);
}

char *gli_strdup(glitch_ctx *ctx, const char *s)
{
    size_t n = strlen(s) + 1;
    char *p = gli_alloc(ctx, n, 1);
    return p ? memcpy(p, s, n) : NULL;
}

glitch_status gli_check_size(
    glitch_ctx *ctx, const char *name, uint64_t width, uint64_t height)
{
    if (width == 0 || height == 0)
        return gli_fail(ctx, GLITCH_EFORMAT, "%s: the picture has no pixels", name);
    if (width > INT32_MAX || height > INT32_MAX || width * height > ctx->limits.pixels)
        return gli_fail(ctx, GLITCH_ELIMIT,
            "%s: %llux%llu pixels are over the limit of %llu", name,
            (unsigned long long)width, (unsigned long long)height,
            (unsigned long long)ctx->limits.pixels);
    return GLITCH_OK;
}
