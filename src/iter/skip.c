/* skip.c - an animation without its first frames. */
#include "iter/adaptor.h"

typedef struct skip {
    gli_adaptor base;
    uint32_t count, left, done;
} skip;

static glitch_status skip_info(void *self, glitch_info *out)
{
    const skip *k = self;
    glitch_status s = glitch_frames_info(k->base.src, out);
    if (!s && out->frames > k->count)
        out->frames -= k->count;
    else if (!s)
        out->frames = 0;
    return s;
}

static glitch_status skip_pull(void *self)
{
    skip *k = self;
    const glitch_frame *frame;
    glitch_status s = GLITCH_OK;
    for (; !s && k->left; k->left--)
        s = glitch_frames_next(k->base.src, &frame);
    if (!s)
        s = glitch_frames_next(k->base.src, &frame);
    if (!s) {
        k->base.stream.frame = *frame;
        k->base.stream.frame.index = k->done++;
    }
    return s;
}

static glitch_status skip_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, skip_pull, out);
}

glitch_status glitch_frames_skip(
    glitch_ctx *ctx, glitch_frames src, uint32_t count, glitch_frames *out)
{
    static const glitch_frames_tc tc = { skip_info, skip_next, gli_adaptor_close };
    skip *k = gli_adaptor_new(ctx, src, sizeof *k, &tc, out);
    if (!k)
        return GLITCH_ENOMEM;
    k->count = k->left = count;
    return GLITCH_OK;
}
