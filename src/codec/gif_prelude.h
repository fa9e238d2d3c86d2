/*
 * gif_prelude.h - the first frames of a small animation, looked at before any is coded: a
 * palette that has the colours of all of them is written once.
 */
#ifndef GLI_GIF_PRELUDE_H
#define GLI_GIF_PRELUDE_H
#include "codec/gif_code.h"

enum { GLI_PRELUDE_FRAMES = 32 };

/* Copies of frames, at most some megabytes of them. */
typedef struct gli_gif_prelude {
    glitch_ctx *ctx;
    PixelTuple *px[GLI_PRELUDE_FRAMES];
    uint32_t delay_ms[GLI_PRELUDE_FRAMES];
    uint32_t width, height;
    uint32_t count, room; /* frames, and how many there may be */
    gli_color_set colors; /* of all of them */
    int most;             /* colours of a single one */
    gli_gif_frame loaded; /* the last one */
} gli_gif_prelude;

/* From zeros. */
void gli_gif_prelude_begin(
    gli_gif_prelude *p, glitch_ctx *ctx, uint32_t width, uint32_t height);
void gli_gif_prelude_free(gli_gif_prelude *p);

/* Is it still to be added to? Not where frames are large, many, or of many colours. */
bool gli_gif_prelude_is_open(const gli_gif_prelude *p);
glitch_status gli_gif_prelude_add(
    gli_gif_prelude *p, const glitch_frame *f, PixelTuple matte);

/* Do all colours fit into a palette as large as that of a single frame must be? */
bool gli_gif_prelude_is_one(const gli_gif_prelude *p, int most_colors);

/* Frame number i, as long as the prelude is there. */
glitch_frame gli_gif_prelude_frame(const gli_gif_prelude *p, uint32_t i);

#endif
