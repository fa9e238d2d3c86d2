/*
 * writer.h - an output file that appears under its name whole or not at all.
 *
 * The bytes go to a temporary file in the same folder, named after the output and a
 * token, which is that of output 0. gli_output_place() gives it its name. All steps after the
 * writing find the temporary file again from path and token, so that thousands of
 * numbered outputs need no list in memory.
 */
#ifndef GLI_WRITER_H
#define GLI_WRITER_H
#include "base/context.h"

/* Bytes in memory. */
typedef struct gli_held {
    unsigned char *data;
    size_t size, room;
} gli_held;

typedef struct gli_writer {
    glitch_ctx *ctx;
    const char *name; /* for messages; the caller's */
    unsigned char
        *buffer; /* of a file that is open: what is still to be written to fd */
    size_t filled;
    int fd;
    bool passed_on;      /* what was written cannot be changed any more */
    bool holds;          /* nothing is written before the end */
    gli_held held;       /* what there is until then */
    glitch_write_fn *fn; /* or else; called with user */
    void *user;
    glitch_status failed; /* the message says why */
} gli_writer;

/* One output's identity. */
typedef struct gli_output {
    const char *path;
    bool overwrite;
    uint32_t token; /* chosen when index 0 is opened */
    uint32_t index; /* of a numbered output: names that are shortened may be alike */
    bool revocable; /* what was placed can be taken back, older files included */
    int lock;       /* see leftovers.h; a descriptor, or -1 */
} gli_output;

/* The token of a run that has this slot of the output, from 0; see leftovers.h. */
uint32_t gli_output_token(const char *path, uint32_t slot);

/*
 * Begin to write. GLITCH_EEXIST where the output exists and may not be replaced. Index 0
 * comes first, and takes the lock, after what dead runs have left was removed.
 */
glitch_status gli_writer_open(glitch_ctx *ctx, gli_output *output, gli_writer *writer);
/* The same to a descriptor, which is taken over, also on failure; `name` stays the caller's. */
glitch_status gli_writer_fd(
    glitch_ctx *ctx, int fd, const char *name, gli_writer *writer);
/* False after a failure, and from then on. */
bool gli_write(gli_writer *w, const void *data, size_t size);
/*
 * For formats that begin with what is only known at the end: from the first byte on all of
 * them are kept in memory until the end, unless the output is one that seeks.
 */
void gli_writer_hold(gli_writer *w);
/* Can bytes be changed that were written before? */
bool gli_writer_seeks(const gli_writer *w);
/* Change some of those. */
bool gli_write_at(gli_writer *w, uint64_t at, const void *data, size_t size);
/* End the writing. The file is complete where this returns GLITCH_OK. */
glitch_status gli_writer_close(gli_writer *w);

/* GLITCH_EEXIST where the output exists and may not be replaced. */
glitch_status gli_output_check(glitch_ctx *ctx, const gli_output *output);
/*
 * Give a completely written output its name; index 0 comes last. What it replaces is kept
 * where `revocable`, which becomes false where that cannot be done.
 */
glitch_status gli_output_place(glitch_ctx *ctx, gli_output *output);
/* What was placed is to be as it was before; or to stay, and nothing is kept any more. */
void gli_output_take_back(glitch_ctx *ctx, const gli_output *output);
void gli_output_settle(const gli_output *output);
/* Remove the temporary file, if there is one. */
void gli_output_discard(const gli_output *output);
/* Give the lock back, when no temporary file is left. */
void gli_output_release(gli_output *output);

#endif
