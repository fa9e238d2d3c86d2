/* adaptor.h - what the iterators over another iterator have in common. */
#ifndef GLI_ADAPTOR_H
#define GLI_ADAPTOR_H
#include "iter/stream.h"

/* The first member of an adaptor's struct. */
typedef struct gli_adaptor {
    gli_stream stream;
    glitch_frames src; /* closed with the adaptor */
} gli_adaptor;

/*
 * A zeroed adaptor of `size` bytes over `src`, handed out as *out. On failure src is
 * closed, *out is zero, and NULL is returned.
 */
void *gli_adaptor_new(glitch_ctx *ctx, glitch_frames src, size_t size,
    const glitch_frames_tc *tc, glitch_frames *out);

/* For adaptors that refuse their arguments: as when gli_adaptor_new() fails. */
void gli_adaptor_refuse(glitch_frames src, glitch_frames *out);

/* The info of the source, for those that change nothing of it. */
glitch_status gli_adaptor_info(void *self, glitch_info *out);
void gli_adaptor_close(void *self);

#endif
