/* gif_smooth.h - colours without grain. */
#ifndef GLI_GIF_SMOOTH_H
#define GLI_GIF_SMOOTH_H
#include "codec/gif_rows.h"

/*
 * A pixel without its grain; as it is where it is at the edge, or beside one that is
 * transparent.
 */
PixelTuple gli_smooth_pixel(const gli_gif_row *row, uint32_t x, uint8_t grain);

/* All of a row. */
void gli_smooth_row(const gli_gif_row *row, uint8_t grain, PixelTuple *out);
/* The same on any processor, for the tests. */
void gli_smooth_row_portable(const gli_gif_row *row, uint8_t grain, PixelTuple *out);

#endif
