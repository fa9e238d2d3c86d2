/* adaptor.c - what the iterators over another iterator have in common. */
#include "iter/adaptor.h"

void gli_adaptor_refuse(glitch_frames src, glitch_frames *out)
{
    glitch_frames_close(&src);
    *out = src;
}

void *gli_adaptor_new(glitch_ctx *ctx, glitch_frames src, size_t size,
    const glitch_frames_tc *tc, glitch_frames *out)
{
    gli_adaptor *a = gli_zalloc(ctx, 1, size);
    if (!a) {
        gli_adaptor_refuse(src, out);
        return NULL;
    }
    a->stream.ctx = ctx;
    a->src = src;
    *out = (glitch_frames) { a, tc };
    return a;
}

glitch_status gli_adaptor_info(void *self, glitch_info *out)
{
    return glitch_frames_info(((gli_adaptor *)self)->src, out);
}

void gli_adaptor_close(void *self)
{
    gli_adaptor *a = self;
    glitch_frames_close(&a->src);
    gli_free(a->stream.ctx, a);
}
