/*
 * gif_code.h - one frame of a GIF: its palette, its indices, its compressed codes.
 *
 * Frames may be coded in several threads at once. What one needs of another is the
 * screen, row by row: the coder of a frame follows the one of the frame before at some
 * rows' distance. So the bytes are the same whatever the number of threads.
 */
#ifndef GLI_GIF_CODE_H
#define GLI_GIF_CODE_H
#include "codec/gif_near.h"
#include "codec/gif_rows.h"
#include "codec/lzw.h"
#include "codec/rect.h"

typedef struct gli_gif_frame {
    /* set by whoever loads it */
    uint32_t number;
    PixelTuple *px;       /* alpha is 0 or 255 */
    bool opaque;          /* all of it is 255 */
    bool few;             /* it has at most 256 colours, */
    gli_color_set colors; /* which are these */
    bool animated;        /* it is not the only frame */
    uint32_t delay_ms;
    gli_rect cleared; /* what the next frame wants transparent again */
    const struct gli_gif_frame *before; /* NULL: it is the first */
    gli_rect area;                      /* what is written */
    /* set by the coder */
    gli_palette palette;
    bool shared;      /* it is the first frame's */
    bool see_through; /* it has an index for what stays as it is, */
    int transparent;  /* which is this; else -1 */
    unsigned index_bits;
    unsigned char *codes; /* room for gli_lzw_bound() of all pixels */
    size_t size;
} gli_gif_frame;

/* What all coders of an animation have in common. */
typedef struct gli_gif_scene {
    uint32_t width, height;
    gli_gif_tuning tuning;
    PixelTuple *screen;   /* what a viewer shows; alpha 0 where nothing is yet */
    gli_gif_frame first;  /* its palette and indices, as soon as it has left row 0 */
    gli_color_set colors; /* of it, where they are exact; else empty */
    gli_color_set common; /* of many frames, the first among them; or empty */
} gli_gif_scene;

/*
 * How the coders of several frames keep out of each other's way. Row 0 of a frame is
 * its palette. Both are false where the work is to be given up.
 */
typedef struct gli_gif_order {
    /* Wait until that frame has left so many rows. */
    bool (*wait)(void *self, uint32_t number, uint32_t rows);
    /* That frame has left so many rows. */
    bool (*leave)(void *self, uint32_t number, uint32_t rows);
    void *self;
} gli_gif_order;

/*
 * A way to code a frame. Leaving unchanged pixels as they are may tear patterns apart
 * that LZW has seen in the rows above: exact frames are coded both ways.
 */
enum { GLI_LEAVING, GLI_PLAIN, GLI_VERSIONS };

/* The memory of one thread. */
typedef struct gli_gif_coder {
    gli_quantizer *quantizer;
    gli_row_coder rows;
    gli_gif_tuning tuning; /* for the frame in hand */
    gli_gif_near *near;    /* NULL: nothing is searched for */
    gli_lzw *lzw[GLI_VERSIONS];
    bool runs[GLI_VERSIONS]; /* is it still worth it? */
    unsigned char *codes;    /* of the plain version; as large as a frame's */
} gli_gif_coder;

/* From zeros. False (and the message): no memory; to be freed all the same. */
bool gli_gif_coder_init(gli_gif_coder *c, glitch_ctx *ctx, const gli_gif_scene *scene);
/* How many bytes one takes, but for a few. */
uint64_t gli_gif_coder_size(const gli_gif_scene *scene);
void gli_gif_coder_free(gli_gif_coder *c, glitch_ctx *ctx);

/* Set f->area, where all the rest is set that is not the coder's. */
void gli_gif_find_area(const gli_gif_scene *scene, gli_gif_frame *f);

/* Code a frame. False where `order` said to give up. */
bool gli_gif_code(gli_gif_coder *c, gli_gif_scene *scene, const gli_gif_order *order,
    gli_gif_frame *f);

/* The smallest rectangle around both; one without width is empty. */
gli_rect gli_rect_join(gli_rect a, gli_rect b);

#endif
