/* exif.h - which way up a photograph is. */
#ifndef GLI_EXIF_H
#define GLI_EXIF_H
#include "base/context.h"

enum { GLI_UPRIGHT = 1, GLI_TRANSPOSED = 5 /* from here on width and height change */ };

/* What comes before the data in a JPEG's marker. */
#define GLI_EXIF_MARK "Exif\0"
enum { GLI_EXIF_MARK_SIZE = 6 };

/* The orientation, 1 to 8, in Exif data without the mark; 1 where there is none. */
int gli_exif_orientation(const unsigned char *data, size_t size);

/*
 * Make Exif data fit another picture: the thumbnail, which shows the old one, is taken out
 * of the list of directories, and the orientation becomes normal where `upright`. False
 * where they are no Exif data.
 */
bool gli_exif_normalize(unsigned char *data, size_t size, bool upright);

/*
 * Turn a picture of width x height pixels, without gaps between rows, upright; *px is
 * replaced. From GLI_TRANSPOSED on it is height x width then.
 */
glitch_status gli_turn_upright(
    glitch_ctx *ctx, PixelTuple **px, uint32_t width, uint32_t height, int orientation);

#endif
