/* png_palette.c - the palette of a PNG, for a picture of few colours. */
#include "codec/png_palette.h"
#include "codec/word.h"
#include <string.h>

/* The slot that holds the colour, or the free one where it belongs. */
static uint32_t slot_of(const gli_png_palette *p, uint32_t key)
{
    uint32_t slot = (key * UINT32_C(2654435761)) >> 22;
    while (p->places[slot] && p->keys[slot] != key)
        slot = (slot + 1) % GLI_PNG_COLOR_SLOTS;
    return slot;
}

/* False where it was one too many. */
static bool add(gli_png_palette *p, PixelTuple color)
{
    uint32_t key = gli_word(color), slot = slot_of(p, key);
    if (p->places[slot])
        return true;
    if (p->count == GLI_PNG_COLORS)
        return false;
    p->colors[p->count++] = color;
    p->keys[slot] = key;
    p->places[slot] = (uint16_t)p->count;
    return true;
}

/* Only the alpha of the first colours is written, up to the last that is not opaque. */
static void put_clear_first(gli_png_palette *p)
{
    for (int i = 0; i < p->count; i++) {
        PixelTuple color = p->colors[i], other = p->colors[p->clear];
        if (color.alpha == 255)
            continue;
        p->colors[p->clear++] = color;
        p->colors[i] = other;
        p->places[slot_of(p, gli_word(other))] = (uint16_t)(i + 1);
        p->places[slot_of(p, gli_word(color))] = (uint16_t)p->clear;
    }
}

bool gli_png_palette_make(gli_png_palette *p, const glitch_frame *frame)
{
    p->count = p->clear = 0;
    memset(p->places, 0, sizeof p->places);
    for (uint32_t y = 0; y < frame->height; y++) {
        const PixelTuple *px = frame->px + y * frame->stride;
        for (uint32_t x = 0; x < frame->width; x++) {
            bool known = x > 0 && gli_word(px[x]) == gli_word(px[x - 1]);
            if (!known && !add(p, px[x]))
                return false;
        }
    }
    put_clear_first(p);
    return true;
}

int gli_png_palette_bits(const gli_png_palette *p)
{
    return p->count <= 2 ? 1 : p->count <= 4 ? 2 : p->count <= 16 ? 4 : 8;
}

void gli_png_palette_row(
    const gli_png_palette *p, const PixelTuple *px, uint32_t width, uint8_t *out)
{
    for (uint32_t x = 0; x < width; x++) {
        bool again = x > 0 && gli_word(px[x]) == gli_word(px[x - 1]);
        out[x] =
            again ? out[x - 1] : (uint8_t)(p->places[slot_of(p, gli_word(px[x]))] - 1);
    }
}
