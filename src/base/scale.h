/* scale.h - pictures at another size. */
#ifndef GLI_SCALE_H
#define GLI_SCALE_H
#include "base/context.h"

/*
 * Scale a picture into `out`, whose pixels and size are given. Each pixel is the mean of
 * what it covers, weighed by a triangle as wide as a pixel of the coarser of the two.
 */
glitch_status gli_scale(
    glitch_ctx *ctx, const glitch_frame *in, const glitch_frame *out);

#endif
