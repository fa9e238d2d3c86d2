/* gif_stick.h - rows in which a colour is kept to as long as it is near enough. */
#ifndef GLI_GIF_STICK_H
#define GLI_GIF_STICK_H
#include <glitch/glitch.h>

/* A row on its way. */
typedef struct gli_sticky {
    const PixelTuple *now;
    /* How far, as a squared distance, the colour on the left may be from the pixel's own
     * to be kept to; -1: take the pixel's own. The first one is -1. */
    const int32_t *limit;
    /* The colour that is meant for the pixel, as a word with any alpha; becomes what is
     * on the left where that is kept to. */
    uint32_t *own;
} gli_sticky;

/* Rows of the same width, which do not wait for each other. */
void gli_stick(const gli_sticky *rows, int count, uint32_t width);
/* The same on any processor, for the tests. */
void gli_stick_portable(const gli_sticky *rows, int count, uint32_t width);

#endif
