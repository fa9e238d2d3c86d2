/* canvas.c - a rectangle of pixels, and parts of it to draw in. */
#include "canvas.h"

static uint32_t min(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

canvas canvas_part(canvas whole, uint32_t x, uint32_t y, extent size)
{
    x = min(x, whole.size.width);
    y = min(y, whole.size.height);
    whole.px += y * whole.stride + x;
    whole.size.width = min(size.width, whole.size.width - x);
    whole.size.height = min(size.height, whole.size.height - y);
    return whole;
}

void canvas_fill(canvas area, PixelTuple color)
{
    for (uint32_t y = 0; y < area.size.height; y++)
        for (uint32_t x = 0; x < area.size.width; x++)
            area.px[y * area.stride + x] = color;
}

void canvas_frame(canvas area, uint32_t thickness, PixelTuple color)
{
    extent across = { area.size.width, thickness };
    extent down = { thickness, area.size.height };
    uint32_t right = area.size.width - min(thickness, area.size.width);
    uint32_t bottom = area.size.height - min(thickness, area.size.height);
    canvas_fill(canvas_part(area, 0, 0, across), color);
    canvas_fill(canvas_part(area, 0, bottom, across), color);
    canvas_fill(canvas_part(area, 0, 0, down), color);
    canvas_fill(canvas_part(area, right, 0, down), color);
}
