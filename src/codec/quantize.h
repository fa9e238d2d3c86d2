/*
 * quantize.h - from true colour to a palette of at most 256.
 *
 * A quantiser is fed colours, makes a palette of them, and then answers which of its
 * colours is nearest to another. Few enough colours are kept exactly.
 */
#ifndef GLI_QUANTIZE_H
#define GLI_QUANTIZE_H
#include "base/context.h"

typedef struct gli_quantizer gli_quantizer;

typedef struct gli_palette {
    PixelTuple colors[256]; /* opaque */
    int count;
} gli_palette;

/* About 2 MiB, used again for every frame. NULL (and the message): no memory. */
gli_quantizer *gli_quantizer_new(glitch_ctx *ctx);
void gli_quantizer_free(gli_quantizer *q);

/* Forget all colours. */
void gli_quantizer_reset(gli_quantizer *q);
/* Count a pixel's colour; its alpha is not looked at. */
void gli_quantizer_add(gli_quantizer *q, PixelTuple color);
/* How many different colours were added; 257 stands for more than 256. */
int gli_quantizer_distinct(const gli_quantizer *q);
/* A palette of 1 to max colours (max <= 256) from those added; at least one was. */
const gli_palette *gli_quantizer_palette(gli_quantizer *q, int max);
/* The palette's nearest colour, to the precision of six bits a channel; exact for a
 * colour that was added, where all that were added are in the palette. */
uint8_t gli_quantizer_index(gli_quantizer *q, PixelTuple color);

/* Squared distance of two colours in RGB. */
static inline uint32_t gli_color_distance(PixelTuple a, PixelTuple b)
{
    int red = a.red - b.red, green = a.green - b.green, blue = a.blue - b.blue;
    return (uint32_t)(red * red + green * green + blue * blue);
}

#endif
