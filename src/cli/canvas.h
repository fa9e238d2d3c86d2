/* canvas.h - a rectangle of pixels, and parts of it to draw in. */
#ifndef CLI_CANVAS_H
#define CLI_CANVAS_H
#include <glitch/glitch.h>

typedef struct extent {
    uint32_t width, height;
} extent;

/* Borrowed pixels; row y starts at px + y * stride. */
typedef struct canvas {
    PixelTuple *px;
    size_t stride; /* in pixels */
    extent size;
} canvas;

/* The part of that size at (x, y), or as much of it as there is. */
canvas canvas_part(canvas whole, uint32_t x, uint32_t y, extent size);
void canvas_fill(canvas area, PixelTuple color);
/* A line of that thickness along the inside of the edge. */
void canvas_frame(canvas area, uint32_t thickness, PixelTuple color);

#endif
