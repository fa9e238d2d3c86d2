/* context.h - what every layer shares: the caller's memory, limits, and the message. */
#ifndef GLI_CONTEXT_H
#define GLI_CONTEXT_H
#include <glitch/glitch.h>
#include <stdarg.h>
#include <stdbool.h>

/* Room for any path and a line about it. */
#define GLI_MESSAGE_SIZE 5120

struct glitch_ctx {
    glitch_alloc alloc;
    glitch_limits limits;
    bool frames_limited; /* by the caller, not by default */
    uint64_t used;       /* bytes of memory */
    glitch_decoding decoding;
    void (*tell)(void *user, glitch_notice kind, const char *line);
    void *tell_user;
    int (*stop)(void *user);
    void *stop_user;
    void (*report)(void *user, uint32_t frame, uint32_t done, uint32_t total);
    void *report_user;
    const glitch_filter **filters; /* the user's own, in order of registration */
    size_t filter_count;
    char message[GLI_MESSAGE_SIZE];
};

#if defined(__GNUC__)
#define GLI_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define GLI_PRINTF(text, first)
#endif

/*
 * Set the message and return `status`. Called once, by whoever detects the fault;
 * those who only pass the status on leave the message alone. Control characters (of a
 * hostile file name, say) become '?', so that the message is one line on any terminal.
 */
glitch_status gli_fail(glitch_ctx *ctx, glitch_status status, const char *format, ...)
    GLI_PRINTF(3, 4);
glitch_status gli_vfail(glitch_ctx *ctx, glitch_status status, const char *format,
    va_list args) GLI_PRINTF(3, 0);

/* Tell the caller what is no failure. */
void gli_notice(glitch_ctx *ctx, glitch_notice kind, const char *format, ...)
    GLI_PRINTF(3, 4);

/* Add to the message in hand, for those who know the context of the fault. */
void gli_prefix(glitch_ctx *ctx, const char *format, ...) GLI_PRINTF(2, 3);

/* GLITCH_ECANCELLED when the caller wants to stop, else GLITCH_OK. */
glitch_status gli_poll(glitch_ctx *ctx);

/*
 * count * size bytes, not zeroed / zeroed; NULL (and the message) when there are none, or
 * more than the limits allow. All memory is counted, so it is freed by gli_free() only.
 */
void *gli_alloc(glitch_ctx *ctx, size_t count, size_t size);
void *gli_zalloc(glitch_ctx *ctx, size_t count, size_t size);
/* As realloc(); on failure p is as it was. */
void *gli_realloc(glitch_ctx *ctx, void *p, size_t count, size_t size);
void gli_free(glitch_ctx *ctx, void *p);
/* Bytes, to the limit. */
uint64_t gli_memory_left(const glitch_ctx *ctx);
/* A copy of a string. */
char *gli_strdup(glitch_ctx *ctx, const char *s);

/* Is a picture of this size within the limits? `name` goes into the message. */
glitch_status gli_check_size(
    glitch_ctx *ctx, const char *name, uint64_t width, uint64_t height);
/* So many frames? */
glitch_status gli_check_frames(glitch_ctx *ctx, const char *name, uint64_t frames);
/* The same of a stream whose frames are as large as what they show: only if asked for. */
glitch_status gli_check_stream(glitch_ctx *ctx, const char *name, uint64_t frames);
/* So many bytes of memory beside what is used already? */
glitch_status gli_check_memory(glitch_ctx *ctx, const char *name, uint64_t bytes);

#endif
