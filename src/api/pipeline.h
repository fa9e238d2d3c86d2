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
    const glitch_filter *filter;
};

/* Parse `name:key=value,…` into a stage, whose params are then allocated. */
glitch_status gli_stage_parse(glitch_ctx *ctx, const char *spec, gli_stage *out);

/* The intensity of glitched frame number n, from 0. */
double gli_schedule_intensity(const glitch_schedule *s, uint32_t n);

/* Decide on frame `shape` of the pipeline: one step per stage. */
glitch_status gli_plan_frame(const glitch_pipeline *p, gli_arena *arena,
    const glitch_frame *shape, gli_step *steps);

/* Free the pipeline once neither its owner nor an iterator needs it. */
void gli_pipeline_release(glitch_pipeline *p);

#endif
