/* gif_load.h - a frame as it comes, made one of a GIF, whose alpha is all or nothing. */
#ifndef GLI_GIF_LOAD_H
#define GLI_GIF_LOAD_H
#include "codec/gif_code.h"

/*
 * Copy the pixels into `f`. What is not opaque is blended with `matte` where that has
 * alpha; else alpha under half is transparent.
 */
void gli_gif_load(gli_gif_frame *f, const glitch_frame *from, PixelTuple matte);

/* Where `shown` is opaque and the frame that comes is transparent. */
gli_rect gli_gif_cleared(
    const gli_gif_frame *shown, const glitch_frame *next, PixelTuple matte);

#endif
