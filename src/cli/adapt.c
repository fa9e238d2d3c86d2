/* adapt.c - from the input's frames to the output's. */
#include "adapt.h"
#include "fold.h"
#include "output.h"
#include "resize.h"

/* One picture again and again, as many frames as the animation gets. */
static glitch_status repeat(adaption *a)
{
    const settings *s = a->set;
    uint32_t count = (uint32_t)(s->frames ? s->frames : DEFAULT_FRAMES);
    uint32_t total = s->bounce ? folded_count(count) : count;
    glitch_status status =
        glitch_frames_repeat(a->ctx, a->frames, total, DEFAULT_DELAY_MS, &a->frames);
    if (!status && s->bounce)
        status = fold_frames(a->frames, count, &a->frames);
    if (!status)
        status = glitch_pipeline_set_frames(a->pipeline, count);
    return status;
}

static glitch_status take_still(adaption *a)
{
    glitch_status status =
        glitch_frames_skip(a->ctx, a->frames, (uint32_t)a->set->still - 1, &a->frames);
    return status ? status : glitch_frames_take(a->ctx, a->frames, 1, &a->frames);
}

/* What is taken of the input, and how large. */
static glitch_status take_frames(adaption *a)
{
    const settings *s = a->set;
    uint32_t width = a->in.width, height = a->in.height;
    glitch_status status = s->still ? take_still(a) : GLITCH_OK;
    resized(&s->size, &width, &height);
    if (!status)
        status = resize_frames(a->frames, width, height, &a->frames);
    if (!status)
        status = glitch_frames_info(a->frames, &a->in);
    if (s->still)
        a->in.animated = 0;
    return status;
}

/* As many as the output gets. */
static glitch_status count_frames(adaption *a)
{
    const settings *s = a->set;
    if (!a->in.animated && wants_animation(s))
        return repeat(a);
    a->only_first = a->in.animated && !a->many;
    /* A damaged file may have more than the one that it promises. */
    uint32_t count = a->many ? (uint32_t)s->frames : 1;
    return count ? glitch_frames_take(a->ctx, a->frames, count, &a->frames) : GLITCH_OK;
}

glitch_status adapt_frames(adaption *a)
{
    const settings *s = a->set;
    glitch_status status = take_frames(a);
    if (!status)
        status = count_frames(a);
    if (!status)
        status = glitch_pipeline_apply(a->pipeline, a->frames, &a->frames);
    if (!status && s->bounce && a->in.animated && a->many)
        status = glitch_frames_bounce(a->ctx, a->frames, &a->frames);
    double delay = s->fps > 0 ? 1000.0 / s->fps : s->delay_ms;
    if (!status && delay > 0)
        status = glitch_frames_retime(a->ctx, a->frames, delay, &a->frames);
    if (!status)
        status = glitch_frames_info(a->frames, &a->out);
    if (!status && s->loop != LOOP_UNSET)
        a->out.loops = s->loop;
    return status;
}
