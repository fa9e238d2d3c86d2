/* crt_tube.c - which place of the picture is seen at a place of the screen. */
#include "filters/crt_tube.h"
#include <stdbool.h>
#include <string.h>

crt_line crt_line_at(const crt_tube *t, uint32_t y)
{
    double v = (2.0 * y - (t->height - 1.0)) / t->height;
    return (
        crt_line) { (int64_t)floor((1 + t->curvature * v * v) * (1 << 24) + 0.5), y };
}

/* The four bytes of a pixel, each with room for 16 bits; any order of them is the same. */
static inline uint64_t spread(PixelTuple p)
{
    uint32_t bytes;
    memcpy(&bytes, &p, sizeof bytes);
    uint64_t w = bytes;
    w = (w | w << 16) & UINT64_C(0x0000ffff0000ffff);
    return (w | w << 8) & UINT64_C(0x00ff00ff00ff00ff);
}

static inline uint64_t between(uint64_t a, uint64_t b, uint64_t part)
{
    uint64_t sum = a * (256 - part) + b * part + UINT64_C(0x0080008000800080);
    return sum >> 8 & UINT64_C(0x00ff00ff00ff00ff);
}

static inline PixelTuple gathered(uint64_t w)
{
    PixelTuple p;
    w = (w | w >> 8) & UINT64_C(0x0000ffff0000ffff);
    uint32_t bytes = (uint32_t)(w | w >> 16);
    memcpy(&p, &bytes, sizeof p);
    return p;
}

static inline bool opaque(const PixelTuple *above, const PixelTuple *below)
{
    return (above[0].alpha & above[1].alpha & below[0].alpha & below[1].alpha) == 255;
}

/* As glitch_pixel_between(), but quick where it can be. */
static inline PixelTuple at(
    const glitch_frame *f, int64_t x, int64_t y, glitch_edge edge)
{
    if (x >= 0 && y >= 0 && x >> 16 < f->width - 1 && y >> 16 < f->height - 1) {
        const PixelTuple *above = f->px + (size_t)(y >> 16) * f->stride + (x >> 16);
        const PixelTuple *below = above + f->stride;
        uint64_t right = (uint64_t)x >> 8 & 255, down = (uint64_t)y >> 8 & 255;
        if (opaque(above, below))
            return gathered(between(between(spread(above[0]), spread(above[1]), right),
                between(spread(below[0]), spread(below[1]), right), down));
    }
    if (((x | y) & 65535) == 0) /* even where there is no alpha */
        return glitch_pixel_at(f, x / 65536, y / 65536, edge);
    return glitch_pixel_between(f, x, y, edge);
}

static inline PixelTuple sample(const crt_tube *t, const crt_line *line,
    const glitch_frame *f, uint32_t x, uint8_t *phase)
{
    int64_t w = t->width, h = t->height;
    int64_t across = (w - 1) * 32768 + (2 * (int64_t)x - (w - 1)) * line->step / 512;
    int64_t down =
        (h - 1) * 32768 + (2 * (int64_t)line->y - (h - 1)) * t->bend[x] / 512;
    *phase = (uint8_t)(((uint64_t)down + 32768) * t->pitch >> 40);
    if (t->roll && down >= -32768 && down < h * 65536 - 32768) {
        down += t->roll;
        down -= down + 32768 >= h * 65536 + t->gap ? h * 65536 + t->gap : 0;
        if (down + 32768 >= h * 65536)
            return glitch_edge_pixel(GLITCH_EDGE_BLACK);
    }
    return at(f, across, down, t->edge);
}

PixelTuple crt_sample(const crt_tube *t, const crt_line *line, const glitch_frame *f,
    uint32_t x, uint8_t *phase)
{
    return sample(t, line, f, x, phase);
}

void crt_sample_row(const crt_tube *t, uint32_t y, const glitch_frame *f,
    PixelTuple *out, uint8_t *phases)
{
    crt_line line = crt_line_at(t, y);
    for (uint32_t x = 0; x < t->width; x++)
        out[x] = sample(t, &line, f, x, &phases[x]);
}
