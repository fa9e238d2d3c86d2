/* gif_load.c - a frame as it comes, made one of a GIF, whose alpha is all or nothing. */
#include "codec/gif_load.h"
#include "codec/word.h"
#include <string.h>

enum { OPAQUE_FROM = 128 };

static uint8_t blend(uint8_t color, uint8_t matte, uint8_t alpha)
{
    return (uint8_t)((color * alpha + matte * (255 - alpha) + 127) / 255);
}

static inline PixelTuple settle(PixelTuple c, PixelTuple matte)
{
    if (c.alpha == 255)
        return c;
    if (matte.alpha)
        return (PixelTuple) { blend(c.red, matte.red, c.alpha),
            blend(c.green, matte.green, c.alpha), blend(c.blue, matte.blue, c.alpha),
            255 };
    if (c.alpha < OPAQUE_FROM)
        return (PixelTuple) { 0 };
    c.alpha = 255;
    return c;
}

/* What all alphas of a row have in common. */
static uint8_t common_alpha(const PixelTuple *row, uint32_t width)
{
    uint8_t common = 255;
    for (uint32_t x = 0; x < width; x++)
        common &= row[x].alpha;
    return common;
}

/* Is it opaque? */
static bool load_row(
    PixelTuple *to, const PixelTuple *from, uint32_t width, PixelTuple matte)
{
    if (common_alpha(from, width) == 255) {
        memcpy(to, from, width * sizeof *to);
        return true;
    }
    for (uint32_t x = 0; x < width; x++)
        to[x] = settle(from[x], matte);
    return common_alpha(to, width) == 255;
}

/*
 * Where colours may be new: those of pixels unlike the one to the left and the one above.
 * Nothing branches on that, which no processor foresees at the edges of what is drawn.
 */
static size_t find_edges(
    const PixelTuple *px, size_t count, uint32_t width, uint16_t *edges)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t now = gli_word(px[i]), left = gli_word(px[i - 1]),
                 above = gli_word(px[(ptrdiff_t)i - (ptrdiff_t)width]);
        edges[found] = (uint16_t)i;
        found += (now != left) & (now != above);
    }
    return found;
}

static inline bool add_color(gli_color_set *set, PixelTuple c)
{
    return !c.alpha || gli_color_set_add(set, c);
}

/*
 * Collect the colours, as long as they are few: a photograph has shown more than 256
 * after some rows.
 */
static bool find_few_colors(
    gli_color_set *set, const PixelTuple *px, uint32_t width, uint32_t height)
{
    enum { PART = 1024 };
    uint16_t edges[PART];
    size_t all = (size_t)width * height;
    gli_color_set_clear(set);
    for (size_t i = 0; i < width; i++)
        if (!add_color(set, px[i]))
            return false;
    for (size_t at = width, part; at < all; at += part) {
        part = all - at < PART ? all - at : PART;
        size_t count = find_edges(px + at, part, width, edges);
        for (size_t i = 0; i < count; i++)
            if (!add_color(set, px[at + edges[i]]))
                return false;
    }
    return true;
}

void gli_gif_load(gli_gif_frame *f, const glitch_frame *from, PixelTuple matte)
{
    f->opaque = true;
    for (uint32_t y = 0; y < from->height; y++)
        f->opaque &= load_row(f->px + (size_t)y * from->width,
            from->px + y * from->stride, from->width, matte);
    f->few = find_few_colors(&f->colors, f->px, from->width, from->height);
    f->delay_ms = from->delay_ms;
}

gli_rect gli_gif_cleared(
    const gli_gif_frame *shown, const glitch_frame *next, PixelTuple matte)
{
    gli_rect area = { 0 };
    for (uint32_t y = 0; !matte.alpha && y < next->height; y++) {
        const PixelTuple *row = next->px + y * next->stride;
        const PixelTuple *old = shown->px + (size_t)y * next->width;
        if (common_alpha(row, next->width) == 255)
            continue;
        for (uint32_t x = 0; x < next->width; x++)
            if (row[x].alpha < OPAQUE_FROM && old[x].alpha)
                area = gli_rect_join(area, (gli_rect) { x, y, 1, 1 });
    }
    return area;
}
