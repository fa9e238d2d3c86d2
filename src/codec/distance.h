/* distance.h - how far colours are from each other: the squared distance in RGB. */
#ifndef GLI_DISTANCE_H
#define GLI_DISTANCE_H
#include <glitch/glitch.h>

static inline uint32_t gli_color_distance(PixelTuple a, PixelTuple b)
{
    int red = a.red - b.red, green = a.green - b.green, blue = a.blue - b.blue;
    return (uint32_t)(red * red + green * green + blue * blue);
}

/* Of each pixel of a row to the one of another. */
void gli_distances(const PixelTuple *a, const PixelTuple *b, uint32_t *out, size_t n);
/* The same on any processor, for the tests. */
void gli_distances_portable(
    const PixelTuple *a, const PixelTuple *b, uint32_t *out, size_t n);

#endif
