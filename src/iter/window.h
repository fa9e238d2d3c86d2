/*
 * window.h - row filters, pulled one row at a time.
 *
 * A chain of links is a run of row filters. Asking the last link for a row makes it ask
 * the one before for the rows that it looks at, and so on down to the frame. Each link
 * keeps the last few rows of its input, so that each row is computed once and is still
 * in the processor's cache when the next filter reads it.
 */
#ifndef GLI_WINDOW_H
#define GLI_WINDOW_H
#include "base/arena.h"
#include "iter/blend.h"
#include "iter/past.h"
#include <glitch/filter.h>

/* A filter with its plan for one frame. */
typedef struct gli_step {
    const glitch_filter *filter;
    glitch_plan *plan;
    const void *state;
    glitch_reach reach;
    const gli_blend *blend; /* NULL: all of its output is used */
    gli_past *past;         /* to be recorded into, or NULL */
} gli_step;

/* Is anything of row y of the step's output used? */
bool gli_step_needs(const gli_step *step, uint32_t y);
/* What becomes of row y of a filter's output before others see it. */
void gli_step_finish(const gli_step *step, uint32_t y, const PixelTuple *in,
    uint32_t width, PixelTuple *out);

/* Must the step's whole input exist before its first row can be computed? */
bool gli_step_needs_whole(const gli_step *step, uint32_t height);

/*
 * Run row filters over `in`, into `out`, which may be the same picture; then no step
 * may need the whole input. Otherwise the first one may. Memory comes from the arena.
 */
glitch_status gli_run_rows(gli_arena *arena, const gli_step *steps, size_t count,
    const glitch_frame *in, const glitch_frame *out);

#endif
