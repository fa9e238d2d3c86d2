/*
 * writer.h - an output file that appears under its name whole or not at all.
 *
 * The bytes go to a temporary file in the same folder, named after the output and a
 * token of the sink's choice. gli_output_place() gives it its name. All steps after the
 * writing find the temporary file again from path and token, so that thousands of
 * numbered outputs need no list in memory.
 */
#ifndef GLI_WRITER_H
#define GLI_WRITER_H
#include "base/context.h"

typedef struct gli_writer {
    glitch_ctx *ctx;
    const char *name; /* for messages; the caller's */
    unsigned char
        *buffer; /* of a file that is open: what is still to be written to fd */
    size_t filled;
    int fd;
    glitch_write_fn *fn; /* or else; called with user */
    void *user;
    glitch_status failed; /* the message says why */
} gli_writer;

/* One output's identity. */
typedef struct gli_output {
    const char *path;
    bool overwrite;
    uint32_t token;
    uint32_t index; /* of a numbered output: names that are shortened may be alike */
} gli_output;

/* A token that differs between processes, sinks and runs. */
uint32_t gli_output_token(const void *sink);

/* Begin to write. GLITCH_EEXIST where the output exists and may not be replaced. */
glitch_status gli_writer_open(
    glitch_ctx *ctx, const gli_output *output, gli_writer *writer);
/* False after a failure, and from then on. */
bool gli_write(gli_writer *w, const void *data, size_t size);
/* End the writing. The file is complete where this returns GLITCH_OK. */
glitch_status gli_writer_close(gli_writer *w);

/* GLITCH_EEXIST where the output exists and may not be replaced. */
glitch_status gli_output_check(glitch_ctx *ctx, const gli_output *output);
/* Give a completely written output its name; it is discarded on failure. */
glitch_status gli_output_place(glitch_ctx *ctx, const gli_output *output);
/* Remove the temporary file, if there is one. */
void gli_output_discard(glitch_ctx *ctx, const gli_output *output);
/* Remove an output that was placed. */
void gli_output_remove(glitch_ctx *ctx, const gli_output *output);

#endif
