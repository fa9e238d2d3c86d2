/* take.c - the first frames of an animation. */
#include "iter/adaptor.h"

typedef struct take {
    gli_adaptor base;
    uint32_t count, done;
} take;

static glitch_status take_info(void *self, glitch_info *out)
{
    const take *t = self;
    glitch_status s = glitch_frames_info(t->base.src, out);
    if (!s && out->frames > t->count)
        out->frames = t->count;
    if (!s && t->count <= 1)
        out->animated = 0;
    return s;
}

static glitch_status take_pull(void *self)
{
    take *t = self;
    const glitch_frame *frame;
    if (t->done == t->count)
        return GLITCH_END;
    glitch_status s = glitch_frames_next(t->base.src, &frame);
    if (!s) {
        t->base.stream.frame = *frame;
        t->done++;
    }
    return s;
}

static glitch_status take_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, take_pull, out);
}

glitch_status glitch_frames_take(
    glitch_ctx *ctx, glitch_frames src, uint32_t count, glitch_frames *out)
{
    static const glitch_frames_tc tc = { take_info, take_next, gli_adaptor_close };
    take *t = gli_adaptor_new(ctx, src, sizeof *t, &tc, out);
    if (!t)
        return GLITCH_ENOMEM;
    t->count = count;
    return GLITCH_OK;
}
