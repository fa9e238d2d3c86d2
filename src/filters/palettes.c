/* palettes.c - palettes: the nearest colour of one, and those of old machines. */
#include "filters/palettes.h"
#include "filters/word.h"
#include <stdbool.h>

/* ---- old machines -------------------------------------------------------- */

#define RGB(hex)                                                                       \
    {                                                                                  \
        (hex) >> 16 & 255, (hex) >> 8 & 255, (hex)&255, 255                            \
    }

static const PixelTuple mono[] = { RGB(0x000000), RGB(0xffffff) };

/* The first Game Boy's, as its emulators show it. */
static const PixelTuple gameboy[] = { RGB(0x0f380f), RGB(0x306230), RGB(0x8bac0f),
    RGB(0x9bbc0f) };

/* IBM's Color Graphics Adapter: palette 1 in high intensity. */
static const PixelTuple cga[] = { RGB(0x000000), RGB(0x55ffff), RGB(0xff55ff),
    RGB(0xffffff) };

/* IBM's Enhanced Graphics Adapter: the sixteen that it begins with. */
static const PixelTuple ega[] = { RGB(0x000000), RGB(0x0000aa), RGB(0x00aa00),
    RGB(0x00aaaa), RGB(0xaa0000), RGB(0xaa00aa), RGB(0xaa5500), RGB(0xaaaaaa),
    RGB(0x555555), RGB(0x5555ff), RGB(0x55ff55), RGB(0x55ffff), RGB(0xff5555),
    RGB(0xff55ff), RGB(0xffff55), RGB(0xffffff) };

/* The Commodore 64's, as P. Timmermann (Pepto) measured them in 2001. */
static const PixelTuple c64[] = { RGB(0x000000), RGB(0xffffff), RGB(0x68372b),
    RGB(0x70a4b2), RGB(0x6f3d86), RGB(0x588d43), RGB(0x352879), RGB(0xb8c76f),
    RGB(0x6f4f25), RGB(0x433900), RGB(0x9a6759), RGB(0x444444), RGB(0x6c6c6c),
    RGB(0x9ad284), RGB(0x6c5eb5), RGB(0x959595) };

/* What teletext and the first home computers had: each of the three on or off. */
static const PixelTuple teletext[] = { RGB(0x000000), RGB(0xff0000), RGB(0x00ff00),
    RGB(0xffff00), RGB(0x0000ff), RGB(0xff00ff), RGB(0x00ffff), RGB(0xffffff) };

const char *const gli_palette_names[] = { "none", "mono", "gameboy", "cga", "ega",
    "c64", "teletext", NULL };

#define COLORS(list)                                                                   \
    {                                                                                  \
        list, sizeof(list) / sizeof *(list)                                            \
    }

static const glitch_colors named[] = { { NULL, 0 }, COLORS(mono), COLORS(gameboy),
    COLORS(cga), COLORS(ega), COLORS(c64), COLORS(teletext) };

glitch_colors gli_palette_choose(glitch_colors given, int32_t name)
{
    return given.count ? given : named[name];
}

/* ---- the nearest --------------------------------------------------------- */

enum { BLOCK = 128 };

/* What was found for the frames before is right for this one where colours are the same. */
gli_palette *gli_palette_new(glitch_plan *p, glitch_colors colors)
{
    gli_palette *out = glitch_plan_keep(p, sizeof *out);
    bool same = out && out->count == colors.count;
    for (uint32_t i = 0; out && i < colors.count; i++) {
        PixelTuple c = colors.color[i];
        same = same && out->red[i] == c.red && out->green[i] == c.green
            && out->blue[i] == c.blue;
        out->red[i] = c.red;
        out->green[i] = c.green;
        out->blue[i] = c.blue;
    }
    if (out && !same)
        memset(out->nearest, 0, sizeof out->nearest);
    if (out)
        out->count = colors.count;
    return out;
}

static int16_t middle(uint32_t cell, int shift)
{
    enum { DROPPED = 8 - GLI_PALETTE_BITS };
    uint32_t value = cell >> shift & ((1U << GLI_PALETTE_BITS) - 1);
    return (int16_t)((value << DROPPED) + (1U << (DROPPED - 1)));
}

/* Distance and index in one number make the search a plain minimum. */
PixelTuple gli_palette_search(gli_palette *p, uint32_t cell)
{
    int16_t r = middle(cell, 2 * GLI_PALETTE_BITS), g = middle(cell, GLI_PALETTE_BITS);
    int16_t b = middle(cell, 0);
    int32_t least = INT32_MAX;
    for (int32_t i = 0; i < (int32_t)p->count; i++) {
        int16_t x = (int16_t)(p->red[i] - r), y = (int16_t)(p->green[i] - g);
        int16_t z = (int16_t)(p->blue[i] - b);
        int32_t distance = 2 * (x * x) + 4 * (y * y) + 3 * (z * z);
        int32_t both = distance * GLI_MOST_COLORS + i;
        least = both < least ? both : least;
    }
    int32_t n = least % GLI_MOST_COLORS;
    return p->nearest[cell] = (PixelTuple) { (uint8_t)p->red[n], (uint8_t)p->green[n],
        (uint8_t)p->blue[n], 255 };
}

/* Plain loops; what is searched for is known to the rest of the frame. */
static void map_block(gli_palette *p, PixelTuple *px, uint32_t count)
{
    const uint32_t colors = ~gli_alpha_bits();
    uint32_t cell[BLOCK], found[BLOCK], all = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++)
        cell[i] = gli_palette_cell(gli_ordered(gli_load(&px[i])));
    for (uint32_t i = 0; i < count; i++)
        all &= found[i] = gli_load(&p->nearest[cell[i]]);
    for (uint32_t i = 0; i < count && (all | colors) != UINT32_MAX; i++) {
        PixelTuple c = gli_palette_nearest(p, cell[i]);
        found[i] = gli_load(&c);
    }
    for (uint32_t i = 0; i < count; i++)
        gli_store(found[i] & (gli_load(&px[i]) | colors), &px[i]);
}

void gli_palette_map(gli_palette *p, PixelTuple *px, uint32_t count)
{
    for (; count > BLOCK; count -= BLOCK, px += BLOCK)
        map_block(p, px, BLOCK);
    map_block(p, px, count);
}
