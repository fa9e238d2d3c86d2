/* reader.h - where a decoder gets its bytes from: a file, memory or a callback. */
#ifndef GLI_READER_H
#define GLI_READER_H
#include "base/context.h"

enum { GLI_HEAD = 16 }; /* as many first bytes as tell the formats apart */

typedef struct gli_reader {
    glitch_ctx *ctx;
    char *name;         /* for messages */
    int fd;             /* or, where that is -1, */
    glitch_read_fn *fn; /* or else memory */
    void *user;
    const unsigned char *data;
    unsigned char *owned; /* what was read from what cannot be rewound */
    size_t size, pos;
    unsigned char head[GLI_HEAD]; /* read ahead, and given out again by gli_read() */
    size_t head_size, head_pos;
    unsigned char *buffer; /* of a file, what was read ahead */
    size_t filled, taken;
    glitch_status failed; /* why there is no more to read; the message says it */
} gli_reader;

/* NULL (and the message) on failure. */
gli_reader *gli_reader_file(glitch_ctx *ctx, const char *path, glitch_status *status);
/* Takes `fd` over, also on failure. */
gli_reader *gli_reader_fd(
    glitch_ctx *ctx, int fd, const char *name, glitch_status *status);
gli_reader *gli_reader_memory(glitch_ctx *ctx, const void *data, size_t size);
gli_reader *gli_reader_callback(glitch_ctx *ctx, glitch_read_fn *fn, void *user);
void gli_reader_close(gli_reader *r);

/* Look at the first bytes, at most GLI_HEAD, without consuming them. */
const unsigned char *gli_peek(gli_reader *r, size_t *size);
/* Up to n bytes; fewer at the end or after a failure only. */
size_t gli_read(gli_reader *r, void *buffer, size_t n);

/*
 * Back to the first byte, to read the input a second time. What cannot be rewound is
 * read into memory first; call it before more than the head was read.
 */
glitch_status gli_reader_rewind(gli_reader *r);

/*
 * Fail with a message that begins with the file's name. Where reading failed before, that
 * is the fault, whatever the decoder makes of the missing bytes.
 */
glitch_status gli_reader_fail(
    gli_reader *r, glitch_status status, const char *format, ...) GLI_PRINTF(3, 4);

#endif
