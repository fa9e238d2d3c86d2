/* retime.c - an animation at another speed. */
#include "iter/adaptor.h"

typedef struct retime {
    gli_adaptor base;
    double delay_ms;
    uint64_t done;
} retime;

static glitch_status retime_info(void *self, glitch_info *out)
{
    const retime *t = self;
    glitch_status s = glitch_frames_info(t->base.src, out);
    if (!s)
        out->fps = 1000 / t->delay_ms;
    return s;
}

static uint64_t round_half_up(double x)
{
    return (uint64_t)(x + 0.5);
}

static glitch_status retime_pull(void *self)
{
    retime *t = self;
    const glitch_frame *frame;
    glitch_status s = glitch_frames_next(t->base.src, &frame);
    if (s)
        return s;
    uint64_t begin = round_half_up(t->delay_ms * (double)t->done);
    uint64_t end = round_half_up(t->delay_ms * (double)++t->done);
    t->base.stream.frame = *frame;
    t->base.stream.frame.delay_ms = (uint32_t)(end - begin);
    return GLITCH_OK;
}

static glitch_status retime_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, retime_pull, out);
}

glitch_status glitch_frames_retime(
    glitch_ctx *ctx, glitch_frames src, double delay_ms, glitch_frames *out)
{
    static const glitch_frames_tc tc = { retime_info, retime_next, gli_adaptor_close };
    if (!(delay_ms > 0 && delay_ms <= 655350)) {
        gli_adaptor_refuse(src, out);
        return gli_fail(
            ctx, GLITCH_EINVAL, "a delay of %g ms is not within 0 to 655350", delay_ms);
    }
    retime *t = gli_adaptor_new(ctx, src, sizeof *t, &tc, out);
    if (!t)
        return GLITCH_ENOMEM;
    t->delay_ms = delay_ms;
    return GLITCH_OK;
}
