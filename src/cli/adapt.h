/* adapt.h - from the input's frames to the output's. */
#ifndef CLI_ADAPT_H
#define CLI_ADAPT_H
#include "options.h"

/* What is made of what. */
typedef struct adaption {
    glitch_ctx *ctx;
    const settings *set;
    glitch_pipeline *pipeline;
    glitch_frames frames; /* the input, then the adaptors over it */
    glitch_info in, out;
    bool many;       /* can the output hold an animation? */
    bool only_first; /* of an animation, because it cannot */
} adaption;

/* `frames` and `in` are set; on failure `frames` is still to be closed. */
glitch_status adapt_frames(adaption *a);

#endif
