/* past.h - the frames of the past that a filter looks at. */
#ifndef GLI_PAST_H
#define GLI_PAST_H
#include "base/context.h"
#include <glitch/filter.h>

/* The last frames, the newest first. At [0] is the one in the making. */
typedef struct gli_ring {
    glitch_frame *frames;
    uint32_t room;   /* of `frames` */
    uint32_t count;  /* that are whole, from [1] on */
    uint32_t wanted; /* how far back the filter has looked */
} gli_ring;

/* Of one filter in one run: what went in, and what came out. Zero is empty. */
typedef struct gli_past {
    gli_ring rings[2]; /* by glitch_past */
    bool recording;    /* [0] is written to in this frame */
} gli_past;

/* Before a frame is planned: what was in the making is now of the past. */
glitch_status gli_past_turn(glitch_ctx *ctx, gli_past *past);
/* What the filter asks for. */
const glitch_frame *gli_past_frame(gli_past *past, glitch_past which, uint32_t ago);
/* After it was planned: get ready to record it. */
glitch_status gli_past_begin(
    glitch_ctx *ctx, gli_past *past, const glitch_frame *shape);
/* A row of it, as it went in and came out. */
void gli_past_row(
    gli_past *past, uint32_t y, const PixelTuple *in, const PixelTuple *out);
void gli_past_free(glitch_ctx *ctx, gli_past *past);

#endif
