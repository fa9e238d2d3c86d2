/*
 * fuzz.h - what the fuzz targets share.
 *
 * A target takes any bytes, gives them to one part of glitch, and ends the process where
 * a promise is broken. Built with -DLIBFUZZER it is a program of libFuzzer's; without, a
 * function named after it, which tests/check_regress.c and replay.c call.
 */
#ifndef FUZZ_H
#define FUZZ_H
#include <glitch/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int fuzz_fn(const uint8_t *data, size_t size);

#ifdef LIBFUZZER
#define FUZZ_TARGET(name) LLVMFuzzerTestOneInput
#else
#define FUZZ_TARGET(name) fuzz_##name
#endif

/* They return 0: libFuzzer wants it so. */
fuzz_fn FUZZ_TARGET(chain), FUZZ_TARGET(gif), FUZZ_TARGET(jpeg), FUZZ_TARGET(options),
    FUZZ_TARGET(png), FUZZ_TARGET(round_trip), FUZZ_TARGET(webp), FUZZ_TARGET(y4m);

/* Every target by its name; ends with a row without one. */
typedef struct fuzz_row {
    const char *name;
    fuzz_fn *run;
} fuzz_row;

extern const fuzz_row fuzz_table[];

/* ---- promises ------------------------------------------------------------ */

#define FUZZ_REQUIRE(ok, ...)                                                          \
    do {                                                                               \
        if (!(ok))                                                                     \
            fuzz_fail(__FILE__, __LINE__, __VA_ARGS__);                                \
    } while (0)

/* Say what is wrong on standard error, and abort. */
_Noreturn void fuzz_fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A message is one line, not empty, without control characters. */
void fuzz_check_message(const char *message);

/* ---- contexts ------------------------------------------------------------ */

enum {
    FUZZ_PIXELS = 1 << 15,  /* the limit of a picture: more is only slower */
    FUZZ_FRAMES = 64,       /* and of an animation */
    FUZZ_MEMORY = 64 << 20, /* bytes that nothing may ask for at once */
    FUZZ_FILLS = 2          /* that many ways to fill new memory */
};

/*
 * A context with limits, whose new memory holds `fill`: what is computed twice with two
 * fills, and is not the same, was read before it was written.
 */
typedef struct fuzz_context {
    glitch_ctx *ctx;
    unsigned char fill;
    long live; /* allocations that are not yet freed */
} fuzz_context;

void fuzz_open(fuzz_context *c, int which);        /* from 0; FUZZ_FILLS differ */
void fuzz_limit(fuzz_context *c, uint64_t pixels); /* less than FUZZ_PIXELS */
void fuzz_close(fuzz_context *c);                  /* nothing may be left */

/* ---- pixels -------------------------------------------------------------- */

/* Of every pixel of a frame, but for what lies between its rows. */
uint64_t fuzz_hash(const glitch_frame *frame);

/* The frame has the size of the info, a stride, pixels, and this number. */
void fuzz_check_frame(
    const glitch_frame *frame, const glitch_info *info, uint32_t index);

#endif
