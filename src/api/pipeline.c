/* pipeline.c - a chain of filters with its seed and schedule. */
#include "api/pipeline.h"
#include <string.h>

enum { MOST_STAGES = 256 };

glitch_pipeline *glitch_pipeline_new(glitch_ctx *ctx, uint64_t seed)
{
    glitch_pipeline *p = gli_zalloc(ctx, 1, sizeof *p);
    if (p) {
        p->ctx = ctx;
        p->seed = seed;
        p->schedule = (glitch_schedule)GLITCH_SCHEDULE_INIT;
    }
    return p;
}

static glitch_status check_unused(glitch_pipeline *p)
{
    return p->runs ? gli_fail(p->ctx, GLITCH_ESTATE,
               "the pipeline is in use; close its iterators first")
                   : GLITCH_OK;
}

/* Room for one more stage. */
static glitch_status reserve(glitch_pipeline *p)
{
    glitch_status s = check_unused(p);
    if (s)
        return s;
    if (p->count == MOST_STAGES)
        return gli_fail(
            p->ctx, GLITCH_ELIMIT, "a chain holds at most %d filters", MOST_STAGES);
    gli_stage *more = gli_realloc(p->ctx, p->stages, p->count + 1, sizeof *more);
    if (!more)
        return GLITCH_ENOMEM;
    p->stages = more;
    return GLITCH_OK;
}

glitch_status glitch_pipeline_add(glitch_pipeline *p, const char *spec)
{
    gli_stage stage;
    glitch_status s = reserve(p);
    if (!s)
        s = gli_stage_parse(p->ctx, spec, &stage);
    if (!s)
        p->stages[p->count++] = stage;
    return s;
}

glitch_status glitch_pipeline_set(glitch_pipeline *p, const char *settings)
{
    glitch_status s = check_unused(p);
    if (s)
        return s;
    if (p->count == 0)
        return gli_fail(p->ctx, GLITCH_ESTATE, "there is no filter yet to set");
    return gli_stage_set(p->ctx, &p->stages[p->count - 1], settings);
}

glitch_status glitch_pipeline_set_frames(glitch_pipeline *p, uint32_t frames)
{
    glitch_status s = check_unused(p);
    if (!s)
        p->frames = frames;
    return s;
}

static glitch_status add_copy(
    glitch_pipeline *p, const glitch_filter *filter, const void *params)
{
    gli_stage stage;
    glitch_status s = reserve(p);
    if (!s && params)
        s = gli_stage_copy(p->ctx, filter, params, &stage);
    else if (!s)
        s = gli_stage_new(p->ctx, filter, &stage);
    if (!s)
        p->stages[p->count++] = stage;
    return s;
}

glitch_status glitch_pipeline_add_params(
    glitch_pipeline *p, const glitch_filter *filter, const void *params)
{
    if (!filter || glitch_filter_find(p->ctx, filter->name) != filter)
        return gli_fail(p->ctx, GLITCH_EINVAL, "not a filter that this context knows");
    return add_copy(p, filter, params);
}

/* ---- a function as a filter ---------------------------------------------- */

typedef struct row_function {
    glitch_row_fn *fn;
    void *user;
} row_function;

static glitch_status plan_function(glitch_plan *p, const glitch_frame *shape,
    const void *params, glitch_reach *reach, void **state)
{
    row_function *f = glitch_plan_alloc(p, 1, sizeof *f);
    (void)shape;
    (void)reach;
    if (!f)
        return GLITCH_ENOMEM;
    *f = *(const row_function *)params;
    *state = f;
    return GLITCH_OK;
}

static void run_function(
    const void *state, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const row_function *f = state;
    uint32_t width = glitch_window_width(in);
    memcpy(out, glitch_window_row(in, 0), width * sizeof *out);
    f->fn(f->user, out, width, y);
}

glitch_status glitch_pipeline_add_row_function(
    glitch_pipeline *p, glitch_row_fn *fn, void *user)
{
    static const glitch_filter filter = { .struct_size = sizeof filter,
        .name = "row-function",
        .summary = "a function of the host program's",
        .params_size = sizeof(row_function),
        .plan = plan_function,
        .row = run_function };
    row_function params = { fn, user };
    if (!fn)
        return gli_fail(p->ctx, GLITCH_EINVAL, "there is no row function");
    return add_copy(p, &filter, &params);
}

void gli_pipeline_release(glitch_pipeline *p)
{
    if (!p->given_up || p->runs)
        return;
    for (size_t i = 0; i < p->count; i++)
        gli_stage_free(p->ctx, &p->stages[i]);
    gli_free(p->ctx, p->stages);
    gli_free(p->ctx, p);
}

void glitch_pipeline_free(glitch_pipeline *p)
{
    if (!p)
        return;
    p->given_up = true;
    gli_pipeline_release(p);
}
