/* gif_dither.h - rows whose colours are right on average. */
#ifndef GLI_GIF_DITHER_H
#define GLI_GIF_DITHER_H
#include "codec/quantize.h"

typedef struct gli_dithered {
    const PixelTuple *now; /* wanted */
    const uint8_t *stays;  /* 1 where nothing is to be done */
    uint32_t *own;         /* the colour given, with its index for an alpha */
} gli_dithered;

/* What is passed on from row to row, for rows of `width`. */
#define GLI_DITHER_ERRORS(width) (((size_t)(width) + 1) * 4)

/*
 * Give colours to `count` rows that follow one another, and pass on `strength` / 128 of
 * each pixel's error to its neighbours. `error` has GLI_DITHER_ERRORS(width) numbers, all
 * 0 above the first row.
 */
void gli_dither_rows(gli_quantizer *q, int strength, const gli_dithered *rows,
    int count, uint32_t width, int16_t *error);
/* The same without wider instructions than any processor has. */
void gli_dither_rows_portable(gli_quantizer *q, int strength, const gli_dithered *rows,
    int count, uint32_t width, int16_t *error);

#endif
