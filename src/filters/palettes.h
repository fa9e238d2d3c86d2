/*
 * palettes.h - palettes: the nearest colour of one, those of old machines, and one made of
 * a picture.
 */
#ifndef GLI_PALETTES_H
#define GLI_PALETTES_H
#include <glitch/filter.h>

enum { GLI_PALETTE_BITS = 6, GLI_MOST_COLORS = 256 };
enum { GLI_CELLS = 1 << 3 * GLI_PALETTE_BITS };

typedef struct gli_palette {
    int16_t red[GLI_MOST_COLORS], green[GLI_MOST_COLORS], blue[GLI_MOST_COLORS];
    uint32_t count;                /* at least 1 */
    PixelTuple nearest[GLI_CELLS]; /* to each cell; opaque, or not known yet */
} gli_palette;

/* Names of palettes, ending with NULL; the first is `none`. */
extern const char *const gli_palette_names[];

/*
 * The colours that a filter is given, or those of a named palette, or none.
 *
 * @param name an index into gli_palette_names
 */
glitch_colors gli_palette_choose(glitch_colors given, int32_t name);

/* It is the filter's glitch_plan_keep(); NULL where there is no memory. */
gli_palette *gli_palette_new(glitch_plan *p, glitch_colors colors);

/* The same with `count` colours that are made of a picture; fewer where it has fewer. */
gli_palette *gli_palette_of(glitch_plan *p, const glitch_frame *f, uint32_t count);

/* Find what gli_palette_nearest() has not found yet. */
PixelTuple gli_palette_search(gli_palette *p, uint32_t cell);

/* Each pixel becomes the nearest colour, and keeps its alpha. */
void gli_palette_map(gli_palette *p, PixelTuple *px, uint32_t count);

/* A colour's cell, 6 bits of each value; red is in the lowest bits (gli_ordered()). */
static inline uint32_t gli_palette_cell(uint32_t color)
{
    return (color << 10 & 0x3f000) | (color >> 4 & 0xfc0) | (color >> 18 & 0x3f);
}

/* The first of the least 2 r^2 + 4 g^2 + 3 b^2 from the middle of a cell. */
static inline PixelTuple gli_palette_nearest(gli_palette *p, uint32_t cell)
{
    PixelTuple known = p->nearest[cell];
    return known.alpha ? known : gli_palette_search(p, cell);
}

#endif
