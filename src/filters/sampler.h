/*
 * sampler.h - pixels from between pixels, many at a time: what glitch_pixel_between() gives
 * one by one. For filters that turn, bend or zoom.
 */
#ifndef GLI_SAMPLER_H
#define GLI_SAMPLER_H
#include <glitch/filter.h>

enum {
    GLI_PIECE = 64,    /* pixels that are worked on together, at most */
    GLI_FINE_BITS = 4, /* places are rounded to 1/16 of a pixel */
    GLI_FINE = 1 << GLI_FINE_BITS,
    GLI_FARTHEST = 1 << 30 /* places are within this, either way */
};

/* Where pixels come from, in 1/16 of a pixel; whole numbers of pixels are their middles. */
typedef struct gli_places {
    int32_t x[GLI_PIECE], y[GLI_PIECE];
} gli_places;

/* A place that may be anywhere, in 1/16 of a pixel. */
static inline int32_t gli_place(int64_t at)
{
    return (int32_t)(at < -GLI_FARTHEST ? -GLI_FARTHEST
            : at > GLI_FARTHEST         ? GLI_FARTHEST
                                        : at);
}

/* Write `n` pixels, blended of the four around each place; colours count by their alpha. */
void gli_sample(const glitch_frame *f, const gli_places *at, uint32_t n,
    glitch_edge edge, PixelTuple *out);

#endif
