/* pipeline.c - a chain of filters with its seed and schedule. */
#include "api/pipeline.h"

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

glitch_status glitch_pipeline_add(glitch_pipeline *p, const char *spec)
{
    gli_stage stage;
    if (p->runs)
        return gli_fail(
            p->ctx, GLITCH_ESTATE, "the pipeline is in use; close its iterators first");
    if (p->count == MOST_STAGES)
        return gli_fail(
            p->ctx, GLITCH_ELIMIT, "a chain holds at most %d filters", MOST_STAGES);
    gli_stage *more = gli_realloc(p->ctx, p->stages, p->count + 1, sizeof *more);
    if (!more)
        return GLITCH_ENOMEM;
    p->stages = more;
    glitch_status s = gli_stage_parse(p->ctx, spec, &stage);
    if (!s)
        p->stages[p->count++] = stage;
    return s;
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
