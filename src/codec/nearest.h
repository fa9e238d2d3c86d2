/* nearest.h - which of a palette's colours is nearest to another one. */
#ifndef GLI_NEAREST_H
#define GLI_NEAREST_H
#include <glitch/glitch.h>

/* At most 256 colours, padded with colours far away. */
typedef struct gli_colors {
    int16_t red_green[256][2], blue[256][2]; /* beside blue there are zeros */
    int count;
} gli_colors;

void gli_colors_set(gli_colors *c, const PixelTuple *palette, int count);

/*
 * For each of `n` points the index of the nearest colour, the first of equals. The
 * processor's wider instructions are used where it has them; the result is the same.
 */
void gli_nearest(const gli_colors *c, const PixelTuple *points, size_t n, uint8_t *out);
/* The same without them, for the tests. */
void gli_nearest_portable(
    const gli_colors *c, const PixelTuple *points, size_t n, uint8_t *out);

#endif
