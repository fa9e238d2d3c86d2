/* fuzz.c - promises, contexts and hashes of the fuzz targets. */
#include "fuzz.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_fail(const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: a promise is broken: ", file, line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    abort();
}

void fuzz_check_message(const char *message)
{
    FUZZ_REQUIRE(*message, "there is no message");
    for (const char *c = message; *c; c++)
        FUZZ_REQUIRE((unsigned char)*c >= 0x20 && *c != 0x7f,
            "byte %d in the message '%s'", (unsigned char)*c, message);
}

/* ---- contexts ------------------------------------------------------------ */

/* Stands before each allocation; as large as the strictest alignment. */
typedef union header {
    size_t size;
    max_align_t align;
} header;

static void *release(fuzz_context *c, header *old)
{
    c->live -= old != NULL;
    free(old);
    return NULL;
}

static void *filling_realloc(void *user, void *p, size_t size)
{
    fuzz_context *c = user;
    header *old = p ? (header *)p - 1 : NULL;
    if (size == 0)
        return release(c, old);
    FUZZ_REQUIRE(size <= FUZZ_MEMORY, "%zu bytes are asked for", size);
    size_t before = old ? old->size : 0;
    header *new = realloc(old, sizeof *new + size);
    FUZZ_REQUIRE(new != NULL, "no memory for %zu bytes", size);
    new->size = size;
    if (size > before)
        memset((unsigned char *)(new + 1) + before, c->fill, size - before);
    c->live += p == NULL;
    return new + 1;
}

void fuzz_limit(fuzz_context *c, uint64_t pixels)
{
    glitch_limits limits = { .struct_size = sizeof limits,
        .pixels = pixels,
        .frames = FUZZ_FRAMES,
        .memory = FUZZ_MEMORY };
    FUZZ_REQUIRE(
        glitch_ctx_set_limits(c->ctx, &limits) == GLITCH_OK, "limits are refused");
}

void fuzz_open(fuzz_context *c, int which)
{
    static const unsigned char fills[FUZZ_FILLS] = { 0x5a, 0xa5 };
    glitch_alloc alloc = { filling_realloc, c };
    *c = (fuzz_context) { .fill = fills[which % FUZZ_FILLS] };
    c->ctx = glitch_ctx_new(&alloc);
    FUZZ_REQUIRE(c->ctx != NULL, "no context");
    fuzz_limit(c, FUZZ_PIXELS);
}

void fuzz_close(fuzz_context *c)
{
    glitch_ctx_free(c->ctx);
    FUZZ_REQUIRE(c->live == 0, "%ld allocations are left", c->live);
}

/* ---- pixels -------------------------------------------------------------- */

uint64_t fuzz_hash(const glitch_frame *frame)
{
    uint64_t hash = 0;
    for (uint32_t y = 0; y < frame->height; y++) {
        const PixelTuple *row = frame->px + y * frame->stride;
        for (uint32_t x = 0; x < frame->width; x++) {
            uint32_t word;
            memcpy(&word, &row[x], sizeof word);
            hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
            hash ^= hash >> 32;
        }
    }
    return hash;
}

void fuzz_check_frame(
    const glitch_frame *frame, const glitch_info *info, uint32_t index)
{
    FUZZ_REQUIRE(frame->width == info->width && frame->height == info->height,
        "a frame of %ux%u among those of %ux%u", frame->width, frame->height,
        info->width, info->height);
    FUZZ_REQUIRE(
        frame->px && frame->stride >= frame->width, "a stride of %zu", frame->stride);
    FUZZ_REQUIRE(frame->index == index, "number %u instead of %u", frame->index, index);
}
