/* open.c - from a file, memory or a callback to frames. */
#include "base/reader.h"
#include "codec/codec.h"
#include <stdio.h>

static const gli_format *probe(gli_reader *in)
{
    size_t size;
    const unsigned char *head = gli_peek(in, &size);
    for (const gli_format *f = gli_formats; f->name; f++)
        if (f->decode && f->probe(head, size))
            return f;
    return NULL;
}

static glitch_status open_reader(gli_reader *in, glitch_frames *out)
{
    size_t size;
    const gli_format *f = probe(in);
    if (f)
        return f->decode(in, out);
    gli_peek(in, &size);
    glitch_status s = gli_reader_fail(in, GLITCH_EFORMAT,
        size ? "not an image that glitch can read (PNG, JPEG, GIF, WebP and Y4M are)"
             : "an empty file, not an image");
    gli_reader_close(in);
    return s;
}

glitch_status glitch_open(glitch_ctx *ctx, const char *path, glitch_frames *out)
{
    glitch_status s;
    gli_reader *in = gli_reader_file(ctx, path, &s);
    return in ? open_reader(in, out) : s;
}

glitch_status glitch_open_fd(
    glitch_ctx *ctx, int fd, const char *name, glitch_frames *out)
{
    glitch_status s;
    gli_reader *in = gli_reader_fd(ctx, fd, name, &s);
    return in ? open_reader(in, out) : s;
}

glitch_status glitch_open_memory(
    glitch_ctx *ctx, const void *data, size_t size, glitch_frames *out)
{
    gli_reader *in = gli_reader_memory(ctx, data, size);
    return in ? open_reader(in, out) : GLITCH_ENOMEM;
}

glitch_status glitch_open_callback(
    glitch_ctx *ctx, glitch_read_fn *read, void *user, glitch_frames *out)
{
    gli_reader *in = gli_reader_callback(ctx, read, user);
    return in ? open_reader(in, out) : GLITCH_ENOMEM;
}
