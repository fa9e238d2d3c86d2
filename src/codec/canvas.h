/*
 * canvas.h - what a viewer shows of an animation whose frames are parts of the picture,
 * each drawn over those before, as browsers do.
 *
 * It starts transparent. When the next frame comes, the last one stays, or its rectangle is
 * cleared to transparent, or what was there before is put back.
 */
#ifndef GLI_CANVAS_H
#define GLI_CANVAS_H
#include "base/context.h"
#include "codec/rect.h"

/* What becomes of a frame when the next one comes. */
typedef enum gli_disposal { GLI_KEEP, GLI_CLEAR, GLI_RESTORE } gli_disposal;

typedef struct gli_canvas {
    glitch_ctx *ctx;
    uint32_t width, height;
    PixelTuple *px;        /* NULL before the first frame */
    PixelTuple *saved;     /* what is to be restored; NULL before that is needed */
    gli_rect frame;        /* where the last frame was drawn, within the canvas */
    gli_disposal disposal; /* of the last frame */
} gli_canvas;

/* Dispose of the last frame, and make ready for one at `at`, of which only what is within
 * the canvas counts. */
glitch_status gli_canvas_begin(gli_canvas *c, gli_rect at, gli_disposal disposal);
/* Row y of the frame on the canvas, c->frame.width pixels; y < c->frame.height. */
PixelTuple *gli_canvas_row(const gli_canvas *c, uint32_t y);
/* Draw that row: `over` what is there, by its alpha, or in its place. */
void gli_canvas_draw(gli_canvas *c, uint32_t y, const PixelTuple *from, bool over);
void gli_canvas_free(gli_canvas *c);

#endif
