/* retime.c - an animation at another speed. */
#include "iter/stream.h"

typedef struct retime {
    gli_stream stream;
    glitch_frames src;
    double delay_ms;
    uint64_t done;
} retime;

static glitch_status retime_info(void *self, glitch_info *out)
{
    return glitch_frames_info(((retime *)self)->src, out);
}

static uint64_t round_half_up(double x)
{
    return (uint64_t)(x + 0.5);
}

static glitch_status retime_pull(void *self)
{
    retime *t = self;
    const glitch_frame *frame;
    glitch_status s = glitch_frames_next(t->src, &frame);
    if (s)
        return s;
    uint64_t begin = round_half_up(t->delay_ms * (double)t->done);
    uint64_t end = round_half_up(t->delay_ms * (double)++t->done);
    t->stream.frame = *frame;
    t->stream.frame.delay_ms = (uint32_t)(end - begin);
    return GLITCH_OK;
}

static glitch_status retime_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, retime_pull, out);
}

static void retime_close(void *self)
{
    retime *t = self;
    glitch_frames_close(&t->src);
    gli_free(t->stream.ctx, t);
}

glitch_status glitch_frames_retime(
    glitch_ctx *ctx, glitch_frames src, double delay_ms, glitch_frames *out)
{
    static const glitch_frames_tc tc = { retime_info, retime_next, retime_close };
    glitch_status s = GLITCH_EINVAL;
    retime *t = NULL;
    if (!(delay_ms > 0 && delay_ms <= 655350))
        gli_fail(ctx, s, "a delay of %g ms is not within 0 to 655350", delay_ms);
    else if (!(t = gli_zalloc(ctx, 1, sizeof *t)))
        s = GLITCH_ENOMEM;
    if (!t) {
        glitch_frames_close(&src);
        *out = src;
        return s;
    }
    *t = (retime) { { .ctx = ctx }, src, delay_ms, 0 };
    *out = (glitch_frames) { t, &tc };
    return GLITCH_OK;
}
