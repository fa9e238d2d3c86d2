/* chain.c - one animation, then another of the same size. */
#include "iter/adaptor.h"

typedef struct chain {
    gli_adaptor base; /* the first */
    glitch_frames second;
    uint32_t done;
    bool in_second;
} chain;

static glitch_status chain_info(void *self, glitch_info *out)
{
    const chain *c = self;
    glitch_info second;
    glitch_status s = glitch_frames_info(c->base.src, out);
    if (!s)
        s = glitch_frames_info(c->second, &second);
    if (s)
        return s;
    bool known =
        out->frames && second.frames && out->frames <= UINT32_MAX - second.frames;
    out->frames = known ? out->frames + second.frames : 0;
    out->animated = 1;
    if (out->fps < second.fps || out->fps > second.fps)
        out->fps = 0;
    return GLITCH_OK;
}

static glitch_status check_size(const chain *c, const glitch_frame *frame)
{
    const glitch_frame *last = &c->base.stream.frame;
    if (c->done == 0 || (frame->width == last->width && frame->height == last->height))
        return GLITCH_OK;
    return gli_fail(c->base.stream.ctx, GLITCH_EINVAL,
        "%lux%lu pixels cannot follow %lux%lu", (unsigned long)frame->width,
        (unsigned long)frame->height, (unsigned long)last->width,
        (unsigned long)last->height);
}

static glitch_status chain_pull(void *self)
{
    chain *c = self;
    const glitch_frame *frame;
    glitch_status s = GLITCH_END;
    if (!c->in_second)
        s = glitch_frames_next(c->base.src, &frame);
    if (s == GLITCH_END) {
        c->in_second = true;
        s = glitch_frames_next(c->second, &frame);
    }
    if (!s)
        s = check_size(c, frame);
    if (!s) {
        c->base.stream.frame = *frame;
        c->base.stream.frame.index = c->done++;
    }
    return s;
}

static glitch_status chain_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, chain_pull, out);
}

static void chain_close(void *self)
{
    glitch_frames_close(&((chain *)self)->second);
    gli_adaptor_close(self);
}

glitch_status glitch_frames_chain(
    glitch_ctx *ctx, glitch_frames first, glitch_frames second, glitch_frames *out)
{
    static const glitch_frames_tc tc = { chain_info, chain_next, chain_close };
    chain *c = gli_adaptor_new(ctx, first, sizeof *c, &tc, out);
    if (!c) {
        glitch_frames_close(&second);
        return GLITCH_ENOMEM;
    }
    c->second = second;
    return GLITCH_OK;
}
