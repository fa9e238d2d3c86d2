/*
 * gif_rows.h - from a row of true colour to a row of palette indices.
 *
 * Between the nearest colour and few bytes there is room: the eye does not see what
 * grain costs most of a GIF's size. How much of the room is used is a gli_gif_tuning.
 */
#ifndef GLI_GIF_ROWS_H
#define GLI_GIF_ROWS_H
#include "codec/quantize.h"

/* Distances are squared ones in RGB, as gli_color_distance() has them. */
typedef struct gli_gif_tuning {
    /* Differences between neighbours that are not worth keeping, in levels. */
    uint8_t grain;
    /* How much further than the nearest colour that of the pixel to the left may be to
     * be taken again, or how far at all; 0 and 0: it is not looked at. */
    uint32_t stick, near;
    /* How much further what the screen shows may be, to stay there. */
    uint32_t still;
    /* How much of a palette's being worse than usual `stick` and `near` grow by, in
     * percent. */
    uint32_t adapt;
    /* How much of the error is passed on, in 1/128; 0 is none. */
    int dither;
    /* The same where the palette is worse than usual. */
    int little_dither;
    int cell_bits;     /* a channel, to which colours are counted */
    gli_thrift thrift; /* with colours */
    int rounds;        /* of k-means */
    uint32_t stride;   /* every how manieth pixel is counted */
    gli_precision precision;
    /* Where strings of near colours are looked for, what gli_near_search has of it: a
     * squared level's worth, or 0, if they are not, and whether time is taken for it. */
    uint32_t search;
    bool thorough;
    bool twice;       /* code exact frames both ways */
    int colors;       /* at most, */
    int drawn_colors; /* the same of what is drawn, */
    bool own_colors;  /* and none from earlier frames that stay on the screen */
} gli_gif_tuning;

/* A row and what is around it. */
typedef struct gli_gif_row {
    const PixelTuple *now;    /* alpha is 0 or 255, here and below */
    const PixelTuple *below;  /* the next row, or the same where it is the last */
    const PixelTuple *before; /* the row in the frame before; NULL: nothing stays */
    PixelTuple *shown;        /* on the screen; brought up to date */
    uint32_t width;
    bool opaque; /* all of the frame is */
} gli_gif_row;

/* Chains of dependent steps, done together, do not take much longer than one of them. */
enum { GLI_ROWS_AT_ONCE = 8 };

/* What is worked out for a row. */
typedef struct gli_row_work {
    uint8_t *index; /* the result */
    uint8_t *plain; /* the same, where every pixel's colour is in the palette, without
                       leaving any that has one as it is */
    uint8_t *stays; /* 1 where the pixel is left as the screen shows it */
    uint32_t *own;  /* the colour meant for each pixel, with its index for an alpha, */
    int32_t *far;   /* and how far it is; then how far the one on the left may be */
} gli_row_work;

/* What one thread needs. */
typedef struct gli_row_coder {
    gli_row_work work[GLI_ROWS_AT_ONCE];
    PixelTuple *aim; /* the smoothed row */
    int16_t *error;  /* what dithering passes on from row to row */
    uint32_t *cells; /* of the quantiser's map, where they lie */
    uint32_t width;
    /* The palette is exact, and not only for pixels that have changed. */
    bool knows_all;
    bool portable; /* for the tests: without the processor's wider instructions */
} gli_row_coder;

/* For rows of up to `width`, from zeros. False (and the message): no memory. */
bool gli_row_coder_init(gli_row_coder *r, glitch_ctx *ctx, uint32_t width);
void gli_row_coder_free(gli_row_coder *r, glitch_ctx *ctx);

/* A frame begins. */
void gli_row_coder_begin(gli_row_coder *r);

/*
 * Make r->work[i].index of each of `count` rows, at most GLI_ROWS_AT_ONCE, that follow
 * one another. `transparent` is the index that leaves the screen as it is, or -1: there
 * is none, and they have no transparent pixel. Where t->search, and the palette is not
 * exact, only r->work[i].far is made, which is how far the nearest colours are, and .stays.
 */
void gli_code_rows(gli_row_coder *r, gli_quantizer *q, const gli_gif_tuning *t,
    const gli_gif_row *rows, int count, int transparent);

#endif
