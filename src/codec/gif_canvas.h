/*
 * gif_canvas.h - what a viewer shows of a GIF: frames are drawn onto it as browsers do.
 *
 * It starts transparent; disposal 2 clears a frame's rectangle to transparent, disposal 3
 * puts back what was there before.
 */
#ifndef GLI_GIF_CANVAS_H
#define GLI_GIF_CANVAS_H
#include "base/context.h"
#include "codec/rect.h"

typedef struct gli_gif_canvas {
    glitch_ctx *ctx;
    uint32_t width, height;
    PixelTuple *px;    /* NULL before the first frame */
    PixelTuple *saved; /* what disposal 3 puts back; NULL before it is needed */
    gli_rect frame;    /* where the last frame was drawn, within the canvas */
    int disposal;      /* of the last frame */
} gli_gif_canvas;

/* Dispose of the last frame, and make ready for one at `at`, of which only what is within
 * the canvas counts. */
glitch_status gli_gif_canvas_begin(gli_gif_canvas *c, gli_rect at, int disposal);
/* Draw the first `count` pixels of row y of the frame; a colour without alpha shows what
 * is behind. */
void gli_gif_canvas_draw(gli_gif_canvas *c, uint32_t y, const uint8_t *indices,
    size_t count, const PixelTuple colors[256]);
void gli_gif_canvas_free(gli_gif_canvas *c);

#endif
