/*
 * run.c - a pipeline at work: the iterator that glitch_pipeline_apply() makes.
 *
 * The steps of a frame are cut into segments: runs of row filters, which begin where a
 * filter needs its whole input, and single whole-frame filters. A segment works in
 * place where it can; else it goes from one buffer to another, of which there are at
 * most two, the source's own counted where the source is done with it.
 */
#include "api/pipeline.h"
#include "iter/stream.h"
#include <string.h>

typedef struct run {
    gli_stream stream;
    glitch_pipeline *pipeline;
    glitch_frames src;
    gli_arena arena;
    gli_step *steps;      /* of this frame */
    size_t count;         /* of them */
    gli_memory *memories; /* of each stage */
    uint32_t total;       /* frames, or 0 */
    bool begun;
    PixelTuple *buffers[2];
    glitch_frame source; /* the frame as it came */
} run;

static glitch_status run_info(void *self, glitch_info *out)
{
    return glitch_frames_info(((run *)self)->src, out);
}

static bool may_write(const run *r, const glitch_frame *f)
{
    return f->px != r->source.px || (r->source.flags & GLITCH_FRAME_SCRATCH);
}

/* A picture of the frame's size that is not `current`. */
static glitch_status other_buffer(
    run *r, const glitch_frame *current, glitch_frame *out)
{
    *out = *current;
    if (current->px != r->source.px && may_write(r, &r->source)) {
        out->px = r->source.px;
        out->stride = r->source.stride;
        return GLITCH_OK;
    }
    PixelTuple **b = &r->buffers[current->px == r->buffers[0]];
    if (!*b)
        *b = gli_alloc(
            r->stream.ctx, current->width, (size_t)current->height * sizeof **b);
    if (!*b)
        return GLITCH_ENOMEM;
    out->px = *b;
    out->stride = current->width;
    return GLITCH_OK;
}

static glitch_status copy_frame(run *r, glitch_frame *current)
{
    glitch_frame copy;
    glitch_status s = other_buffer(r, current, &copy);
    if (s)
        return s;
    for (uint32_t y = 0; y < copy.height; y++)
        memcpy(copy.px + y * copy.stride, current->px + y * current->stride,
            copy.width * sizeof *copy.px);
    *current = copy;
    return GLITCH_OK;
}

/* A status that would pass for the end of the animation is none. */
static glitch_status call_frame(run *r, const gli_step *step, const glitch_frame *f)
{
    glitch_status s = step->filter->frame(step->plan, step->state, f);
    return s <= 0 ? s
                  : gli_fail(r->stream.ctx, GLITCH_EINVAL,
                      "filter '%s': its frame returned %d", step->filter->name, (int)s);
}

/* What was there before is needed where not all of the output is used. */
static glitch_status run_whole(run *r, const gli_step *step, glitch_frame *current)
{
    const glitch_frame before = *current;
    bool rows = step->blend || step->past;
    glitch_status s =
        !rows && may_write(r, current) ? GLITCH_OK : copy_frame(r, current);
    if (!s && (!step->blend || gli_step_needs(step, step->blend->top)))
        s = call_frame(r, step, current);
    for (uint32_t y = 0; !s && rows && y < before.height; y++)
        gli_step_finish(step, y, before.px + y * before.stride, before.width,
            current->px + y * current->stride);
    return s;
}

static glitch_status run_segment(
    run *r, const gli_step *steps, size_t count, glitch_frame *current)
{
    bool in_place =
        may_write(r, current) && !gli_step_needs_whole(steps, current->height);
    glitch_frame out = *current;
    glitch_status s = in_place ? GLITCH_OK : other_buffer(r, current, &out);
    if (!s)
        s = gli_run_rows(&r->arena, steps, count, current, &out);
    *current = out;
    return s;
}

/* How many steps from the first on make one segment. */
static size_t segment_length(const gli_step *steps, size_t count, uint32_t height)
{
    size_t n = 1;
    while (
        n < count && steps[n].filter->row && !gli_step_needs_whole(&steps[n], height))
        n++;
    return n;
}

static glitch_status run_steps(run *r, glitch_frame *current)
{
    const gli_step *step = r->steps;
    size_t left = r->count;
    glitch_status s = GLITCH_OK;
    while (!s && left) {
        size_t n = 1;
        if (step->filter->frame) {
            s = run_whole(r, step, current);
        } else {
            n = segment_length(step, left, current->height);
            s = run_segment(r, step, n, current);
        }
        step += n;
        left -= n;
    }
    return s;
}

/* A user's iterator may lend anything; the buffers are of the first frame's size. */
static glitch_status check_frame(run *r, const glitch_frame *f)
{
    if (!f->px || !f->width || !f->height || f->stride < f->width)
        return gli_fail(r->stream.ctx, GLITCH_EINVAL,
            "frame %lu: no pixels, or a stride under the width",
            (unsigned long)f->index);
    if (f->width > INT32_MAX || f->height > INT32_MAX)
        return gli_fail(r->stream.ctx, GLITCH_ELIMIT,
            "frame %lu: more than 2147483647 pixels one way", (unsigned long)f->index);
    if (r->source.width
        && (f->width != r->source.width || f->height != r->source.height))
        return gli_fail(r->stream.ctx, GLITCH_EINVAL,
            "frame %lu: its size is not that of the first", (unsigned long)f->index);
    return GLITCH_OK;
}

static glitch_status decode_files(glitch_pipeline *p)
{
    glitch_status s = GLITCH_OK;
    for (size_t i = 0; !s && i < p->count; i++)
        s = gli_files_decode(p->ctx, p->stages[i].files);
    return s;
}

/* Before the first frame: what the filters' files hold, and how many frames there are. */
static glitch_status begin(run *r)
{
    glitch_info info;
    if (r->begun)
        return GLITCH_OK;
    r->begun = true;
    glitch_status s = decode_files(r->pipeline);
    r->total = r->pipeline->frames;
    if (s || r->total)
        return s;
    s = glitch_frames_info(r->src, &info);
    if (!s)
        r->total = info.frames;
    return s;
}

/* Frame `current` through all filters. */
static glitch_status transform(run *r, glitch_frame *current)
{
    glitch_frame shape = *current;
    shape.px = NULL;
    gli_arena_reset(&r->arena);
    glitch_status s = begin(r);
    if (!s)
        s = gli_plan_frame(
            r->pipeline, &r->arena, &shape, r->total, r->memories, r->steps, &r->count);
    if (!s)
        s = run_steps(r, current);
    if (r->count) /* whatever it lies in, it was written to */
        current->flags |= GLITCH_FRAME_SCRATCH;
    return s;
}

static glitch_status run_pull(void *self)
{
    run *r = self;
    const glitch_frame *frame;
    glitch_status s = glitch_frames_next(r->src, &frame);
    if (!s)
        s = check_frame(r, frame);
    if (s)
        return s;
    glitch_frame *current = &r->stream.frame;
    r->source = *current = *frame;
    if (r->pipeline->count == 0 || frame->index % r->pipeline->schedule.step != 0)
        return GLITCH_OK;
    return transform(r, current);
}

static glitch_status run_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, run_pull, out);
}

static void run_close(void *self)
{
    run *r = self;
    glitch_ctx *ctx = r->stream.ctx;
    glitch_frames_close(&r->src);
    gli_arena_free(&r->arena);
    gli_free(ctx, r->buffers[0]);
    gli_free(ctx, r->buffers[1]);
    for (size_t i = 0; i < r->pipeline->count; i++)
        gli_memory_free(ctx, &r->memories[i]);
    gli_free(ctx, r->memories);
    gli_free(ctx, r->steps);
    r->pipeline->runs--;
    gli_pipeline_release(r->pipeline);
    gli_free(ctx, r);
}

static run *new_run(glitch_pipeline *p)
{
    run *r = gli_zalloc(p->ctx, 1, sizeof *r);
    gli_step *steps = gli_zalloc(p->ctx, p->count + 1, sizeof *steps);
    gli_memory *memories = gli_zalloc(p->ctx, p->count + 1, sizeof *memories);
    if (r && steps && memories) {
        r->steps = steps;
        r->memories = memories;
        return r;
    }
    gli_free(p->ctx, r);
    gli_free(p->ctx, steps);
    gli_free(p->ctx, memories);
    return NULL;
}

glitch_status glitch_pipeline_apply(
    glitch_pipeline *p, glitch_frames src, glitch_frames *out)
{
    static const glitch_frames_tc tc = { run_info, run_next, run_close };
    run *r = new_run(p);
    if (!r) {
        glitch_frames_close(&src);
        *out = src;
        return GLITCH_ENOMEM;
    }
    r->stream.ctx = r->arena.ctx = p->ctx;
    r->pipeline = p;
    r->src = src;
    p->runs++;
    *out = (glitch_frames) { r, &tc };
    return GLITCH_OK;
}
