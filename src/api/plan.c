/* plan.c - deciding on a frame: the parameters that hold in it, then each filter's
 * plan. */
#include "api/pipeline.h"
#include "base/params.h"
#include "base/scale.h"
#include <stdio.h>
#include <string.h>

/* ---- how much of it is used ---------------------------------------------- */

/* As a GIF or a scan may have it: light counts, and what is transparent is black. */
static unsigned char brightness(PixelTuple p)
{
    uint32_t light = (54U * p.red + 183U * p.green + 19U * p.blue + 128) >> 8;
    return (unsigned char)((light * p.alpha + 127) / 255);
}

/* A byte a pixel, made once in a run. */
static glitch_status load_mask(
    glitch_plan *p, const glitch_frame *picture, const glitch_frame *shape)
{
    gli_memory *m = p->memory;
    uint32_t width = shape->width, height = shape->height;
    if (m->mask)
        return GLITCH_OK;
    const glitch_frame *f = glitch_plan_scale(p, picture, width, height);
    m->mask = f ? gli_alloc(p->arena->ctx, width, height) : NULL;
    if (!m->mask)
        return GLITCH_ENOMEM;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++)
            m->mask[(size_t)y * width + x] = brightness(f->px[y * f->stride + x]);
    return GLITCH_OK;
}

/* Into step->blend, unless that would change nothing. */
static glitch_status plan_blend(glitch_plan *p, const gli_common *c, double mix,
    const glitch_frame *shape, gli_step *step)
{
    const glitch_frame *mask = c->given.mask.frame;
    gli_blend *b = &p->memory->blend;
    *b = gli_common_blend(c, mix, shape);
    glitch_status s = mask ? load_mask(p, mask, shape) : GLITCH_OK;
    b->mask = p->memory->mask;
    step->blend = gli_blend_is_plain(b, shape->width, shape->height) ? NULL : b;
    return s;
}

/* ---- one stage ----------------------------------------------------------- */

static glitch_plan *new_plan(const glitch_pipeline *p, size_t i, gli_arena *arena,
    const glitch_frame *shape, uint32_t total, gli_memory *memory)
{
    const gli_common *c = p->stages[i].common;
    uint64_t seed = c->has_seed ? c->seed : p->seed, place = c->has_seed ? 0 : i;
    uint64_t frame = p->schedule.hold ? 0 : shape->index;
    glitch_plan *plan = gli_arena_alloc(arena, 1, sizeof *plan);
    if (plan)
        *plan = (glitch_plan) { .arena = arena,
            .random = gli_random_keyed(seed, place, frame),
            .key = gli_random_keyed(seed, place, GLI_EVERY_FRAME).state,
            .filter = p->stages[i].filter,
            .memory = memory,
            .index = shape->index,
            .total = total };
    return plan;
}

/* The numbers of this frame; `common` is a copy to be changed, params are made one. */
static void *resolve(const glitch_pipeline *p, const gli_stage *stage,
    const glitch_plan *plan, gli_common_params *common)
{
    const glitch_filter *f = stage->filter;
    const gli_instant now = { plan->index, plan->total, plan->random.state,
        gli_schedule_intensity(&p->schedule, plan->index / p->schedule.step) };
    void *params = gli_arena_alloc(plan->arena, 1, f->params_size);
    if (!params)
        return NULL;
    if (f->params_size)
        memcpy(params, stage->params, f->params_size);
    gli_moves_apply(&stage->moves, f->params, params, &now);
    gli_moves_apply(&stage->moves, glitch_common_params(), common, &now);
    gli_params_resolve(f, params, now.intensity);
    return params;
}

/* Rows above the top are mirrored to below it. */
static void complete(glitch_reach *r)
{
    if (r->edge == GLITCH_EDGE_MIRROR)
        r->above = r->below = r->above > r->below ? r->above : r->below;
}

static glitch_status ask(
    glitch_plan *plan, const glitch_frame *shape, const void *params, gli_step *step)
{
    void *state = NULL;
    const glitch_filter *f = plan->filter;
    glitch_status s = f->plan(plan, shape, params, &step->reach, &state);
    if (s > 0) /* would pass for the end of the animation */
        s = gli_fail(plan->arena->ctx, GLITCH_EINVAL,
            "filter '%s': its plan returned %d", f->name, (int)s);
    step->state = state;
    complete(&step->reach);
    return s;
}

/*
 * A stage that changes nothing in this frame is no step; but a filter that looks at past
 * frames sees those, too.
 */
static glitch_status plan_stage(const glitch_pipeline *p, const gli_stage *stage,
    glitch_plan *plan, const glitch_frame *shape, gli_step *step, bool *needed)
{
    gli_memory *m = plan->memory;
    glitch_ctx *ctx = p->ctx;
    gli_common_params common = stage->common->given;
    *step = (gli_step) { .filter = stage->filter, .plan = plan };
    void *params = resolve(p, stage, plan, &common);
    if (!params)
        return GLITCH_ENOMEM;
    bool acts = gli_common_acts(stage->common, shape->index);
    glitch_status s =
        plan_blend(plan, stage->common, acts ? common.mix : 0, shape, step);
    *needed = stage->filter->past || !step->blend || step->blend->weight;
    if (s || !*needed)
        return s;
    if (stage->filter->past)
        s = gli_past_turn(ctx, &m->past);
    if (!s)
        s = ask(plan, shape, params, step);
    if (!s && stage->filter->past) {
        s = gli_past_begin(ctx, &m->past, shape);
        step->past = &m->past;
    }
    return s;
}

glitch_status gli_plan_frame(const glitch_pipeline *p, gli_arena *arena,
    const glitch_frame *shape, uint32_t total, gli_memory *memories, gli_step *steps,
    size_t *count)
{
    glitch_status s = GLITCH_OK;
    *count = 0;
    for (size_t i = 0; !s && i < p->count; i++) {
        bool needed = false;
        glitch_plan *plan = new_plan(p, i, arena, shape, total, &memories[i]);
        s = plan ? plan_stage(p, &p->stages[i], plan, shape, &steps[*count], &needed)
                 : GLITCH_ENOMEM;
        *count += needed;
    }
    return s;
}

void gli_memory_free(glitch_ctx *ctx, gli_memory *m)
{
    gli_free(ctx, m->kept);
    gli_free(ctx, m->mask);
    gli_past_free(ctx, &m->past);
    while (m->scaled) {
        gli_scaled *s = m->scaled;
        m->scaled = s->next;
        gli_free(ctx, s->frame.px);
        gli_free(ctx, s);
    }
}

/* ---- what a filter may ask ----------------------------------------------- */

void *glitch_plan_alloc(glitch_plan *p, size_t count, size_t size)
{
    return gli_arena_alloc(p->arena, count, size);
}

void *glitch_plan_keep(glitch_plan *p, size_t size)
{
    void **kept = &p->memory->kept;
    if (!*kept)
        *kept = gli_zalloc(p->arena->ctx, 1, size);
    return *kept;
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

double glitch_plan_real(glitch_plan *p)
{
    return (double)(gli_random_next(&p->random) >> 11) / 9007199254740992.0; /* 2^53 */
}

uint32_t glitch_plan_total(const glitch_plan *p)
{
    return p->total;
}

double glitch_plan_time(const glitch_plan *p)
{
    return p->total ? (double)(p->index % p->total) / p->total : 0;
}

const glitch_frame *glitch_plan_past(glitch_plan *p, glitch_past which, uint32_t ago)
{
    return p->filter->past ? gli_past_frame(&p->memory->past, which, ago) : NULL;
}

static glitch_status scale(
    glitch_ctx *ctx, const glitch_frame *picture, glitch_frame *out)
{
    out->px = gli_alloc(ctx, out->width, (size_t)out->height * sizeof *out->px);
    return out->px ? gli_scale(ctx, picture, out) : GLITCH_ENOMEM;
}

static const glitch_frame *add_scaled(
    glitch_plan *p, const glitch_frame *picture, uint32_t width, uint32_t height)
{
    glitch_ctx *ctx = p->arena->ctx;
    gli_scaled *s = gli_zalloc(ctx, 1, sizeof *s);
    if (!s)
        return NULL;
    *s = (gli_scaled) { .next = p->memory->scaled, .of = picture };
    s->frame = (glitch_frame) { .width = width, .height = height, .stride = width };
    if (scale(ctx, picture, &s->frame) != GLITCH_OK) {
        gli_free(ctx, s->frame.px);
        gli_free(ctx, s);
        return NULL;
    }
    p->memory->scaled = s;
    return &s->frame;
}

const glitch_frame *glitch_plan_scale(
    glitch_plan *p, const glitch_frame *picture, uint32_t width, uint32_t height)
{
    if (picture->width == width && picture->height == height)
        return picture;
    for (const gli_scaled *s = p->memory->scaled; s; s = s->next)
        if (s->of == picture && s->frame.width == width && s->frame.height == height)
            return &s->frame;
    return width && height ? add_scaled(p, picture, width, height) : NULL;
}

glitch_status glitch_plan_poll(glitch_plan *p)
{
    return gli_poll(p->arena->ctx);
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
