/* take.c - the first frames of an animation. */
#include "iter/stream.h"

typedef struct take {
    gli_stream stream;
    glitch_frames src;
    uint32_t count, done;
} take;

static glitch_status take_info(void *self, glitch_info *out)
{
    const take *t = self;
    glitch_status s = glitch_frames_info(t->src, out);
    if (!s && (out->frames == 0 || out->frames > t->count))
        out->frames = out->frames ? t->count : 0;
    return s;
}

static glitch_status take_pull(void *self)
{
    take *t = self;
    const glitch_frame *frame;
    if (t->done == t->count)
        return GLITCH_END;
    glitch_status s = glitch_frames_next(t->src, &frame);
    if (!s) {
        t->stream.frame = *frame;
        t->done++;
    }
    return s;
}

static glitch_status take_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, take_pull, out);
}

static void take_close(void *self)
{
    take *t = self;
    glitch_frames_close(&t->src);
    gli_free(t->stream.ctx, t);
}

glitch_status glitch_frames_take(
    glitch_ctx *ctx, glitch_frames src, uint32_t count, glitch_frames *out)
{
    static const glitch_frames_tc tc = { take_info, take_next, take_close };
    take *t = gli_zalloc(ctx, 1, sizeof *t);
    if (!t) {
        glitch_frames_close(&src);
        *out = src;
        return GLITCH_ENOMEM;
    }
    *t = (take) { { .ctx = ctx }, src, count, 0 };
    *out = (glitch_frames) { t, &tc };
    return GLITCH_OK;
}
