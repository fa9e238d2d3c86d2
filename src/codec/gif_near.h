/*
 * gif_near.h - a frame of a GIF by strings of near colours.
 *
 * Strings go on from row to row, and are looked for some way ahead: so rows are known
 * later than they come.
 */
#ifndef GLI_GIF_NEAR_H
#define GLI_GIF_NEAR_H
#include "codec/gif_rows.h"
#include "codec/lzw_near.h"

typedef struct gli_gif_near {
    gli_lzw_near lzw;
    uint32_t shown; /* so many rows are on the screen */
} gli_gif_near;

/* For frames of up to that size. NULL (and the message): no memory. */
gli_gif_near *gli_gif_near_new(glitch_ctx *ctx, uint32_t width, uint32_t height);
void gli_gif_near_free(gli_gif_near *n, glitch_ctx *ctx);
/* How many bytes one takes. */
uint64_t gli_gif_near_size(uint32_t width, uint32_t height);

/* A frame begins, whose rows are so wide; the rest is gli_lzw_near_begin()'s. */
void gli_gif_near_begin(gli_gif_near *n, uint32_t width, const gli_palette *palette,
    int transparent, unsigned index_bits, gli_near_search search, unsigned char *codes);
/* One more row, for which gli_code_rows() has worked out `w`. */
void gli_gif_near_add(gli_gif_near *n, const gli_gif_row *row, const gli_row_work *w);
/* Show the next row on the screen; false: it is not yet known, or there is none. */
bool gli_gif_near_show(gli_gif_near *n, PixelTuple *screen);
/*
 * All rows are shown: move the colours of a palette to the middle of what they were taken
 * for. What is on the screen does not follow; that is near enough.
 */
void gli_gif_near_refit(const gli_gif_near *n, gli_palette *palette);

#endif
