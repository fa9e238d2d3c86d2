/* repeat.c - one picture, many times: an animation made of a still. */
#include "iter/adaptor.h"

typedef struct repeat {
    gli_adaptor base;
    uint32_t count, done, delay_ms;
    bool scratch; /* the source has no more use for its pixels */
} repeat;

static glitch_status repeat_info(void *self, glitch_info *out)
{
    const repeat *r = self;
    glitch_status s = glitch_frames_info(r->base.src, out);
    if (!s) {
        out->frames = r->count;
        out->animated = r->count > 1;
        out->loops = out->animated ? 0 : -1;
        out->fps = 0;
    }
    return s;
}

static glitch_status pull_first(repeat *r)
{
    const glitch_frame *frame;
    glitch_status s = glitch_frames_next(r->base.src, &frame);
    if (s == GLITCH_END)
        return gli_fail(
            r->base.stream.ctx, GLITCH_EFORMAT, "there is no picture to repeat");
    if (s)
        return s;
    r->base.stream.frame = *frame;
    r->scratch = frame->flags & GLITCH_FRAME_SCRATCH;
    return GLITCH_OK;
}

static glitch_status repeat_pull(void *self)
{
    repeat *r = self;
    if (r->done == r->count)
        return GLITCH_END;
    glitch_status s = r->done == 0 ? pull_first(r) : GLITCH_OK;
    if (s)
        return s;
    glitch_frame *f = &r->base.stream.frame;
    f->index = r->done++;
    f->delay_ms = r->delay_ms;
    f->flags = r->scratch && r->done == r->count ? GLITCH_FRAME_SCRATCH : 0;
    return GLITCH_OK;
}

static glitch_status repeat_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, repeat_pull, out);
}

glitch_status glitch_frames_repeat(glitch_ctx *ctx, glitch_frames src, uint32_t count,
    uint32_t delay_ms, glitch_frames *out)
{
    static const glitch_frames_tc tc = { repeat_info, repeat_next, gli_adaptor_close };
    repeat *r = gli_adaptor_new(ctx, src, sizeof *r, &tc, out);
    if (!r)
        return GLITCH_ENOMEM;
    r->count = count;
    r->delay_ms = delay_ms;
    return GLITCH_OK;
}
