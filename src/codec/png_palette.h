/* png_palette.h - the palette of a PNG, for a picture of few colours: exact, alpha and all. */
#ifndef GLI_PNG_PALETTE_H
#define GLI_PNG_PALETTE_H
#include <glitch/glitch.h>
#include <stdbool.h>

enum { GLI_PNG_COLORS = 256, GLI_PNG_COLOR_SLOTS = 1024 };

/* A hash table with linear probing, from colours to their places. */
typedef struct gli_png_palette {
    PixelTuple colors[GLI_PNG_COLORS]; /* first those that can be seen through */
    int count;
    int clear; /* how many those are */
    uint32_t keys[GLI_PNG_COLOR_SLOTS];
    uint16_t places[GLI_PNG_COLOR_SLOTS]; /* and one; 0: the slot is free */
} gli_png_palette;

/* False where the frame has more colours: the palette is of no use then. */
bool gli_png_palette_make(gli_png_palette *p, const glitch_frame *frame);

/* 1, 2, 4 or 8: what an index takes. */
int gli_png_palette_bits(const gli_png_palette *p);

/* The places of the colours of a row, all of which are in the palette. */
void gli_png_palette_row(
    const gli_png_palette *p, const PixelTuple *px, uint32_t width, uint8_t *out);

#endif
