/* pipeline.h - what the parts of the engine know of each other. */
#ifndef GLI_PIPELINE_H
#define GLI_PIPELINE_H
#include "api/stage.h"
#include "base/arena.h"
#include "base/random.h"
#include "iter/window.h"

struct glitch_pipeline {
    glitch_ctx *ctx;
    uint64_t seed;
    glitch_schedule schedule;
    uint32_t frames; /* over which parameters change; 0: as many as there are */
    gli_stage *stages;
    size_t count;
    uint32_t runs; /* iterators that are open */
    bool given_up; /* by its owner: to be freed with the last of them */
};

/* A picture as a filter has asked for it: see glitch_plan_scale(). */
typedef struct gli_scaled {
    struct gli_scaled *next;
    const glitch_frame *of;
    glitch_frame frame;
} gli_scaled;

/* What is remembered of a stage from frame to frame of one run. */
typedef struct gli_memory {
    void *kept; /* of the filter's own, or NULL */
    gli_past past;
    gli_scaled *scaled;
    gli_blend blend; /* of this frame */
    unsigned char *mask;
} gli_memory;

void gli_memory_free(glitch_ctx *ctx, gli_memory *m);

struct glitch_plan {
    gli_arena *arena;
    gli_random random;
    uint64_t key;
    const glitch_filter *filter;
    gli_memory *memory;
    uint32_t index, total; /* of the frame, and of them all or 0 */
};

/* The intensity of glitched frame number n, from 0. */
double gli_schedule_intensity(const glitch_schedule *s, uint32_t n);

/*
 * Decide on frame `shape` of `total` (0: not known): one step for each stage that has
 * something to do in it. There are as many memories as stages.
 */
glitch_status gli_plan_frame(const glitch_pipeline *p, gli_arena *arena,
    const glitch_frame *shape, uint32_t total, gli_memory *memories, gli_step *steps,
    size_t *count);

/* Free the pipeline once neither its owner nor an iterator needs it. */
void gli_pipeline_release(glitch_pipeline *p);

#endif
