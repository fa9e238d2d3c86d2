/* png_rows.h - libpng's compression: rows of pixels in, the bytes of a PNG out. */
#ifndef GLI_PNG_ROWS_H
#define GLI_PNG_ROWS_H
#include "base/context.h"
#include "codec/png_palette.h"

enum { GLI_PNG_FAST = -1 }; /* as a level */

/* A picture, where it comes from, and where it goes. */
typedef struct gli_png_rows {
    glitch_ctx *ctx;
    const char *name; /* for messages */
    uint32_t width, height;
    bool opaque;                     /* alpha is left out */
    bool drawn;                      /* as gli_is_drawn() has it */
    const gli_png_palette *palette;  /* NULL: more than its colours */
    int level;                       /* zlib's, or GLI_PNG_FAST */
    const char *comment;             /* NULL: none */
    const glitch_metadata *metadata; /* NULL: none */
    /* Row y, valid until the next is asked for; each once, from the top. */
    const PixelTuple *(*row)(void *user, uint32_t y);
    /* The bytes, in order; a failure ends the work, and is returned. */
    glitch_status (*write)(void *user, const void *data, size_t size);
    void *user;
} gli_png_rows;

/* The level that the options ask for. */
int gli_png_level(const glitch_sink_options *opt);

glitch_status gli_png_write(const gli_png_rows *rows);

#endif
