/*
 * blend.h - which of a filter's output is used: mix, rect, mask and channels.
 *
 * Of each pixel's two colours, the filter's input and its output, the result has shares
 * that are the weight of `mix` times that of the mask.
 */
#ifndef GLI_BLEND_H
#define GLI_BLEND_H
#include "base/context.h"

enum { GLI_ALL_CHANNELS = 15, GLI_FULL_WEIGHT = 65536 };

typedef struct gli_blend {
    uint32_t weight;           /* of the output, in 1/GLI_FULL_WEIGHT */
    uint32_t left, right;      /* columns from left to right - 1, */
    uint32_t top, bottom;      /* and rows, that are used at all */
    uint32_t channels;         /* that may change: 1 red, 2 green, 4 blue, 8 alpha */
    const unsigned char *mask; /* a byte a pixel, 255 the output; NULL: none */
    uint32_t width;            /* of a row of the mask */
} gli_blend;

/* Is all of the output used as it is? */
bool gli_blend_is_plain(const gli_blend *b, uint32_t width, uint32_t height);
/* Is anything of row y used? If not, it need not be computed. */
bool gli_blend_needs(const gli_blend *b, uint32_t y);
/* Put what is not used of row y of the output back to what it was. */
void gli_blend_row(const gli_blend *b, uint32_t y, const PixelTuple *in, uint32_t width,
    PixelTuple *out);

#endif
