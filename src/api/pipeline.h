/* pipeline.h - what the parts of the engine know of each other. */
#ifndef GLI_PIPELINE_H
#define GLI_PIPELINE_H
#include "base/arena.h"
#include "base/random.h"
#include "iter/window.h"

/* A filter in a chain, with its parameters as they were given. */
typedef struct gli_stage {
    const glitch_filter *filter;
    void *params;
} gli_stage;

struct glitch_pipeline {
    glitch_ctx *ctx;
    uint64_t seed;
    glitch_schedule schedule;
    gli_stage *stages;
    size_t count;
    uint32_t runs; /* iterators that are open */
    bool given_up; /* by its owner: to be freed with the last of them */
};

struct glitch_plan {
    gli_arena *arena;
    gli_random random;
    uint64_t key;
    const glitch_filter *filter;
    void **kept; /* what lasts from frame to frame, or NULL */
};

/* Free what a stage owns. */
void gli_stage_free(glitch_ctx *ctx, gli_stage *stage);

/* Parse `name:key=value,…` into a stage, whose params are then allocated. */
glitch_status gli_stage_parse(glitch_ctx *ctx, const char *spec, gli_stage *out);

/* A stage from a parameter struct; NULL for the defaults. */
glitch_status gli_stage_copy(
    glitch_ctx *ctx, const glitch_filter *f, const void *from, gli_stage *out);

/* The intensity of glitched frame number n, from 0. */
double gli_schedule_intensity(const glitch_schedule *s, uint32_t n);

/*
 * Decide on frame `shape` of the pipeline: one step per stage, and one pointer per
 * stage to what it keeps from frame to frame.
 */
glitch_status gli_plan_frame(const glitch_pipeline *p, gli_arena *arena,
    const glitch_frame *shape, gli_step *steps, void **kept);

/* Free the pipeline once neither its owner nor an iterator needs it. */
void gli_pipeline_release(glitch_pipeline *p);

#endif
