/* past.c - the frames of the past that a filter looks at. */
#include "iter/past.h"
#include <string.h>

/* Room for what is wanted. It moves the frames: none of them may be lent. */
static glitch_status grow(glitch_ctx *ctx, gli_ring *r)
{
    if (r->wanted == 0 || r->wanted < r->room)
        return GLITCH_OK;
    size_t room = (size_t)r->wanted + 1;
    glitch_frame *more = gli_realloc(ctx, r->frames, room, sizeof *more);
    if (!more)
        return GLITCH_ENOMEM;
    memset(more + r->room, 0, (room - r->room) * sizeof *more);
    r->frames = more;
    r->room = (uint32_t)room;
    return GLITCH_OK;
}

/* The oldest frame's memory is the next one's. */
static void turn(gli_ring *r)
{
    if (r->room == 0)
        return;
    glitch_frame oldest = r->frames[r->room - 1];
    memmove(r->frames + 1, r->frames, (r->room - 1) * sizeof *r->frames);
    r->frames[0] = oldest;
    r->count += r->count + 1 < r->room;
}

glitch_status gli_past_turn(glitch_ctx *ctx, gli_past *past)
{
    glitch_status s = GLITCH_OK;
    for (int i = 0; !s && i < 2; i++) {
        s = grow(ctx, &past->rings[i]);
        if (!s && past->recording)
            turn(&past->rings[i]);
    }
    past->recording = false;
    return s;
}

const glitch_frame *gli_past_frame(gli_past *past, glitch_past which, uint32_t ago)
{
    gli_ring *r = &past->rings[which];
    if (ago > r->wanted)
        r->wanted = ago;
    return ago > 0 && ago <= r->count ? &r->frames[ago] : NULL;
}

static glitch_status begin(glitch_ctx *ctx, gli_ring *r, const glitch_frame *shape)
{
    glitch_status s = r->room ? GLITCH_OK : grow(ctx, r);
    if (s || r->room == 0)
        return s;
    glitch_frame *f = &r->frames[0];
    PixelTuple *px = f->px;
    if (!px)
        px = gli_alloc(ctx, shape->width, (size_t)shape->height * sizeof *px);
    *f = *shape;
    f->px = px;
    f->stride = f->width;
    f->flags = 0;
    return px ? GLITCH_OK : GLITCH_ENOMEM;
}

glitch_status gli_past_begin(glitch_ctx *ctx, gli_past *past, const glitch_frame *shape)
{
    glitch_status s = GLITCH_OK;
    for (int i = 0; !s && i < 2; i++)
        s = begin(ctx, &past->rings[i], shape);
    past->recording = !s;
    return s;
}

static void record(gli_ring *r, uint32_t y, const PixelTuple *row)
{
    const glitch_frame *f = r->frames;
    if (r->room)
        memcpy(f->px + y * f->stride, row, f->width * sizeof *row);
}

void gli_past_row(
    gli_past *past, uint32_t y, const PixelTuple *in, const PixelTuple *out)
{
    record(&past->rings[GLITCH_PAST_IN], y, in);
    record(&past->rings[GLITCH_PAST_OUT], y, out);
}

void gli_past_free(glitch_ctx *ctx, gli_past *past)
{
    for (int i = 0; i < 2; i++) {
        gli_ring *r = &past->rings[i];
        for (uint32_t k = 0; k < r->room; k++)
            gli_free(ctx, r->frames[k].px);
        gli_free(ctx, r->frames);
        *r = (gli_ring) { 0 };
    }
}
