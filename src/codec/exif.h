/* exif.h - which way up a photograph is. */
#ifndef GLI_EXIF_H
#define GLI_EXIF_H
#include "base/context.h"

enum { GLI_UPRIGHT = 1, GLI_TRANSPOSED = 5 /* from here on width and height change */ };

/* The orientation, 1 to 8, in Exif data, which begin with "Exif"; 1 where there is none. */
int gli_exif_orientation(const unsigned char *data, size_t size);

/*
 * Turn a picture of width x height pixels, without gaps between rows, upright; *px is
 * replaced. From GLI_TRANSPOSED on it is height x width then.
 */
glitch_status gli_turn_upright(
    glitch_ctx *ctx, PixelTuple **px, uint32_t width, uint32_t height, int orientation);

#endif
