/* png_pixels.h - libpng, fed piece by piece: any bit depth and colour type becomes RGBA. */
#ifndef GLI_PNG_PIXELS_H
#define GLI_PNG_PIXELS_H
#include "base/reader.h"
#include <png.h>

/* Zero it, but for `in`. */
typedef struct gli_png_pixels {
    gli_reader *in; /* for messages */
    png_structp png;
    png_infop info;
    glitch_status status; /* of the fault that made libpng jump */
    bool has_header;      /* the next bytes are those of an IDAT */
    bool has_end;
    bool warned;   /* the caller was */
    char harm[96]; /* the first thing that is wrong with the pixels; "": nothing */
    uint32_t width, height;
    PixelTuple
        *px;       /* `width` in a row: the caller's, to be set before pixels are fed */
    uint32_t rows; /* that were decoded */
} gli_png_pixels;

/* Make ready for the first byte of a PNG; again after gli_png_pixels_end(). */
glitch_status gli_png_pixels_begin(gli_png_pixels *p);
/* A fault is sticky. Damage that is put up with is in `harm`. */
glitch_status gli_png_pixels_feed(gli_png_pixels *p, const void *data, size_t size);
/* The file has no more bytes. */
glitch_status gli_png_pixels_cut(gli_png_pixels *p);
void gli_png_pixels_end(gli_png_pixels *p);

#endif
