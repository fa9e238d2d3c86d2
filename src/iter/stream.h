/* stream.h - what every iterator of the library has in common. */
#ifndef GLI_STREAM_H
#define GLI_STREAM_H
#include "base/context.h"

/* The first member of every iterator's struct. */
typedef struct gli_stream {
    glitch_ctx *ctx;
    glitch_status ended; /* what next() returned last, once that was not GLITCH_OK */
    glitch_frame frame;  /* what next() lends */
} gli_stream;

/*
 * The body of every next(): an end or a failure is sticky, and between two frames
 * there is a chance to cancel. `pull` fills stream->frame.
 */
static inline glitch_status gli_stream_next(
    gli_stream *stream, glitch_status (*pull)(void *self), const glitch_frame **out)
{
    if (stream->ended)
        return stream->ended;
    glitch_status s = gli_poll(stream->ctx);
    if (!s)
        s = pull(stream);
    if (s)
        return stream->ended = s;
    *out = &stream->frame;
    return GLITCH_OK;
}

#endif
