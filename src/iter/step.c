/*
 * step.c - every n-th frame of an animation, shown for as long as those it stands for.
 */
#include "iter/adaptor.h"

typedef struct step {
    gli_adaptor base;
    uint32_t n, done;
} step;

static glitch_status step_info(void *self, glitch_info *out)
{
    const step *t = self;
    glitch_status s = glitch_frames_info(t->base.src, out);
    if (!s) {
        out->frames = out->frames / t->n + (out->frames % t->n != 0);
        out->fps /= t->n;
    }
    return s;
}

/*
 * A frame does not outlive the next call: its delay, times n, stands for the others'.
 */
static glitch_status step_pull(void *self)
{
    step *t = self;
    const glitch_frame *frame;
    glitch_status s = GLITCH_OK;
    for (uint32_t i = t->done ? t->n - 1 : 0; !s && i; i--)
        s = glitch_frames_next(t->base.src, &frame);
    if (!s)
        s = glitch_frames_next(t->base.src, &frame);
    if (!s) {
        uint64_t delay = (uint64_t)frame->delay_ms * t->n;
        t->base.stream.frame = *frame;
        t->base.stream.frame.index = t->done++;
        t->base.stream.frame.delay_ms =
            delay > UINT32_MAX ? UINT32_MAX : (uint32_t)delay;
    }
    return s;
}

static glitch_status step_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, step_pull, out);
}

glitch_status glitch_frames_step(
    glitch_ctx *ctx, glitch_frames src, uint32_t n, glitch_frames *out)
{
    static const glitch_frames_tc tc = { step_info, step_next, gli_adaptor_close };
    if (n < 1) {
        gli_adaptor_refuse(src, out);
        return gli_fail(ctx, GLITCH_EINVAL, "a step of 0; the least is 1");
    }
    step *t = gli_adaptor_new(ctx, src, sizeof *t, &tc, out);
    if (!t)
        return GLITCH_ENOMEM;
    t->n = n;
    return GLITCH_OK;
}
