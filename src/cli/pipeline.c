/* pipeline.c - the pipeline that the settings ask for. */
#include "pipeline.h"
#include <stdio.h>
#include <string.h>

/* What glitch-this draws depends on what kind of picture it is. */
static glitch_status add_classic(glitch_pipeline *p, const task *t,
    const glitch_info *in, char classic[LONGEST_CLASSIC + 1])
{
    char drawn[24] = "";
    if (t->set->hold && !t->seed_text)
        snprintf(drawn, sizeof drawn, "%llu", (unsigned long long)t->seed);
    chain_classic(t->set, t->seed_text ? t->seed_text : drawn,
        strcmp(in->format, "png") == 0, in->animated, classic);
    return glitch_pipeline_add(p, classic);
}

static glitch_status add_chain(glitch_pipeline *p, const settings *set)
{
    chain c;
    glitch_status status = GLITCH_OK;
    chain_of(set, &c);
    for (size_t i = 0; !status && i < c.count; i++)
        status = glitch_pipeline_add(p, c.specs[i]);
    return status;
}

glitch_status pipeline_of(glitch_ctx *ctx, const task *t, const glitch_info *in,
    char classic[LONGEST_CLASSIC + 1], glitch_pipeline **out)
{
    const settings *s = t->set;
    glitch_schedule schedule = GLITCH_SCHEDULE_INIT;
    schedule.intensity = s->intensity;
    schedule.hold = s->hold;
    if (!s->classic) {
        schedule.change = s->change;
        schedule.step = (uint32_t)s->step;
        schedule.cycle = s->cycle;
    }
    *out = glitch_pipeline_new(ctx, t->seed);
    if (!*out)
        return GLITCH_ENOMEM;
    glitch_status status = glitch_pipeline_set_schedule(*out, &schedule);
    if (status)
        return status;
    return s->classic ? add_classic(*out, t, in, classic) : add_chain(*out, s);
}
