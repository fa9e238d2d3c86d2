/* gif_dither.h - rows whose colours are right on average. */
#ifndef GLI_GIF_DITHER_H
#define GLI_GIF_DITHER_H
#include "codec/gif_rows.h"

/*
 * Like gli_code_rows(), where r->work[i].stays is known: pass on `strength` / 128 of each
 * pixel's error to its neighbours.
 */
void gli_dither_rows(gli_row_coder *r, gli_quantizer *q, int strength,
    const gli_gif_row *rows, int count, int transparent);

#endif
