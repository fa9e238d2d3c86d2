/*
 * reverse.c - an animation backwards, or there and back. These two hold the frames:
 * there is no other way to know the last one first.
 */
#include "iter/adaptor.h"
#include <string.h>

typedef struct reverse {
    gli_adaptor base;
    bool there; /* forwards first */
    bool held_all;
    glitch_frame *held;
    uint32_t count, room, done;
} reverse;

static glitch_status hold(reverse *r, const glitch_frame *f)
{
    glitch_ctx *ctx = r->base.stream.ctx;
    if (r->count == r->room) {
        uint32_t room = r->room ? r->room * 2 : 16;
        glitch_frame *more = gli_realloc(ctx, r->held, room, sizeof *more);
        if (!more)
            return GLITCH_ENOMEM;
        r->held = more;
        r->room = room;
    }
    glitch_frame copy = *f;
    copy.px = gli_alloc(ctx, f->width, (size_t)f->height * sizeof *copy.px);
    if (!copy.px)
        return GLITCH_ENOMEM;
    copy.stride = f->width;
    copy.flags = 0;
    for (uint32_t y = 0; y < f->height; y++)
        memcpy(copy.px + (size_t)y * f->width, f->px + y * f->stride,
            f->width * sizeof *copy.px);
    r->held[r->count++] = copy;
    return GLITCH_OK;
}

static glitch_status hold_next(reverse *r)
{
    const glitch_frame *frame;
    glitch_status s = glitch_frames_next(r->base.src, &frame);
    if (!s)
        s = hold(r, frame);
    r->held_all = s == GLITCH_END;
    return s;
}

/* Which of the held frames comes after `done` others; false past the end. */
static bool choose(const reverse *r, uint32_t *which)
{
    uint64_t n = r->count, i = r->done;
    if (!r->there) {
        *which = (uint32_t)(n - 1 - i);
        return i < n;
    }
    /* There and back: the first and the last are shown once. */
    uint64_t length = n > 1 ? 2 * n - 2 : n;
    *which = (uint32_t)(i < n ? i : length - i);
    return i < length;
}

static glitch_status reverse_pull(void *self)
{
    reverse *r = self;
    uint32_t which;
    glitch_status s = GLITCH_OK;
    while (!s && !r->held_all && (!r->there || r->count <= r->done))
        s = hold_next(r);
    if (s && s != GLITCH_END)
        return s;
    if (!choose(r, &which))
        return GLITCH_END;
    r->base.stream.frame = r->held[which];
    r->base.stream.frame.index = r->done++;
    return GLITCH_OK;
}

static glitch_status reverse_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, reverse_pull, out);
}

static glitch_status reverse_info(void *self, glitch_info *out)
{
    const reverse *r = self;
    glitch_status s = glitch_frames_info(r->base.src, out);
    if (!s && r->there && out->frames > 1)
        out->frames = out->frames <= UINT32_MAX / 2 ? 2 * out->frames - 2 : 0;
    return s;
}

static void reverse_close(void *self)
{
    reverse *r = self;
    for (uint32_t i = 0; i < r->count; i++)
        gli_free(r->base.stream.ctx, r->held[i].px);
    gli_free(r->base.stream.ctx, r->held);
    gli_adaptor_close(r);
}

static glitch_status make(
    glitch_ctx *ctx, glitch_frames src, bool there, glitch_frames *out)
{
    static const glitch_frames_tc tc = { reverse_info, reverse_next, reverse_close };
    reverse *r = gli_adaptor_new(ctx, src, sizeof *r, &tc, out);
    if (!r)
        return GLITCH_ENOMEM;
    r->there = there;
    return GLITCH_OK;
}

glitch_status glitch_frames_reverse(
    glitch_ctx *ctx, glitch_frames src, glitch_frames *out)
{
    return make(ctx, src, false, out);
}

glitch_status glitch_frames_bounce(
    glitch_ctx *ctx, glitch_frames src, glitch_frames *out)
{
    return make(ctx, src, true, out);
}
