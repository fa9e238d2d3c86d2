/* map.c - a function of the user's on each frame. */
#include "iter/adaptor.h"
#include <string.h>

typedef struct map {
    gli_adaptor base;
    glitch_map_fn *fn;
    void *user;
    PixelTuple *px; /* a copy, where the source's may not be written to */
    uint32_t width, height;
} map;

/* The frame's pixels in memory that may be written to. */
static glitch_status own(map *m, glitch_frame *f)
{
    if (f->flags & GLITCH_FRAME_SCRATCH)
        return GLITCH_OK;
    if (!m->px || f->width != m->width || f->height != m->height) {
        gli_free(m->base.stream.ctx, m->px);
        m->px =
            gli_alloc(m->base.stream.ctx, f->width, (size_t)f->height * sizeof *m->px);
        m->width = f->width;
        m->height = f->height;
    }
    if (!m->px)
        return GLITCH_ENOMEM;
    for (uint32_t y = 0; y < f->height; y++)
        memcpy(m->px + (size_t)y * f->width, f->px + y * f->stride,
            f->width * sizeof *m->px);
    f->px = m->px;
    f->stride = f->width;
    f->flags |= GLITCH_FRAME_SCRATCH;
    return GLITCH_OK;
}

static glitch_status map_pull(void *self)
{
    map *m = self;
    const glitch_frame *frame;
    glitch_frame *f = &m->base.stream.frame;
    glitch_status s = glitch_frames_next(m->base.src, &frame);
    if (s)
        return s;
    *f = *frame;
    s = own(m, f);
    if (!s && m->fn(m->user, f) != 0)
        s = gli_fail(m->base.stream.ctx, GLITCH_EUSER, "the map callback failed");
    return s;
}

static glitch_status map_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, map_pull, out);
}

static void map_close(void *self)
{
    map *m = self;
    gli_free(m->base.stream.ctx, m->px);
    gli_adaptor_close(m);
}

glitch_status glitch_frames_map(glitch_ctx *ctx, glitch_frames src, glitch_map_fn *fn,
    void *user, glitch_frames *out)
{
    static const glitch_frames_tc tc = { gli_adaptor_info, map_next, map_close };
    map *m = gli_adaptor_new(ctx, src, sizeof *m, &tc, out);
    if (!m)
        return GLITCH_ENOMEM;
    m->fn = fn;
    m->user = user;
    return GLITCH_OK;
}
