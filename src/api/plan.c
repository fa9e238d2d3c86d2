/* plan.c - deciding on a frame: the parameters that hold in it, then each filter's
 * plan. */
#include "api/pipeline.h"
#include "base/params.h"
#include <stdio.h>
#include <string.h>

static glitch_status plan_stage(const glitch_pipeline *p, size_t i, gli_arena *arena,
    const glitch_frame *shape, gli_step *step, void **kept)
{
    const gli_stage *stage = &p->stages[i];
    const glitch_filter *f = stage->filter;
    uint64_t frame = p->schedule.hold ? 0 : shape->index;
    glitch_plan plan = { .arena = arena,
        .random = gli_random_keyed(p->seed, i, frame),
        .key = gli_random_keyed(p->seed, i, GLI_EVERY_FRAME).state,
        .filter = f,
        .kept = kept };
    void *state = NULL, *params = gli_arena_alloc(arena, 1, f->params_size);
    if (!params)
        return GLITCH_ENOMEM;
    if (f->params_size)
        memcpy(params, stage->params, f->params_size);
    gli_params_resolve(f, params,
        gli_schedule_intensity(&p->schedule, shape->index / p->schedule.step));
    *step = (gli_step) { .filter = f };
    glitch_status s = f->plan(&plan, shape, params, &step->reach, &state);
    if (s > 0) /* would pass for the end of the animation */
        s = gli_fail(arena->ctx, GLITCH_EINVAL, "filter '%s': its plan returned %d",
            f->name, (int)s);
    step->state = state;
    return s;
}

glitch_status gli_plan_frame(const glitch_pipeline *p, gli_arena *arena,
    const glitch_frame *shape, gli_step *steps, void **kept)
{
    glitch_status s = GLITCH_OK;
    for (size_t i = 0; !s && i < p->count; i++)
        s = plan_stage(p, i, arena, shape, &steps[i], &kept[i]);
    return s;
}

/* ---- what a filter may ask ----------------------------------------------- */

void *glitch_plan_alloc(glitch_plan *p, size_t count, size_t size)
{
    return gli_arena_alloc(p->arena, count, size);
}

void *glitch_plan_keep(glitch_plan *p, size_t size)
{
    if (!*p->kept)
        *p->kept = gli_zalloc(p->arena->ctx, 1, size);
    return *p->kept;
}

uint64_t glitch_plan_key(const glitch_plan *p)
{
    return p->key;
}

uint64_t glitch_plan_rand(glitch_plan *p)
{
    return gli_random_next(&p->random);
}

int32_t glitch_plan_range(glitch_plan *p, int32_t lo, int32_t hi)
{
    uint64_t count = (uint64_t)((int64_t)hi - lo) + 1;
    return (int32_t)(lo + (int64_t)gli_random_below(&p->random, count));
}

glitch_status glitch_plan_fail(
    glitch_plan *p, glitch_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gli_vfail(p->arena->ctx, status, format, args);
    va_end(args);
    gli_prefix(p->arena->ctx, "%s: ", p->filter->name);
    return status;
}
