/*
 * quantize.h - from true colour to a palette of at most 256, and the way back.
 *
 * A quantiser is given colours, makes a palette of them, and then answers which of its
 * colours is nearest to another. Few enough colours are kept exactly.
 */
#ifndef GLI_QUANTIZE_H
#define GLI_QUANTIZE_H
#include "base/context.h"
#include "codec/colorset.h"
#include "codec/histogram.h"
#include "codec/nearest.h"
#include "codec/word.h"

enum {
    GLI_MAP_SIZE = 1 << (3 * GLI_CELL_BITS),
    GLI_POOL_SIZE = 1 << 19 /* bytes for the candidates of all cells */
};

typedef struct gli_palette {
    PixelTuple colors[256]; /* opaque */
    int count;
} gli_palette;

/* About 2 MiB, used again for every frame; to be read here only by the functions below. */
typedef struct gli_quantizer {
    glitch_ctx *ctx;
    gli_color_set set;
    bool exact; /* the palette is the set */
    gli_histogram histogram;
    gli_points points;
    gli_palette palette;
    gli_colors colors;  /* the palette, as the search wants it */
    uint64_t error_sum; /* squared distances of what was sampled to the palette made, */
    uint32_t error;     /* and their mean */
    uint32_t nearest[GLI_MAP_SIZE]; /* see gli_quantizer_nearest() */
    /* Or else, for each cell, where in the pool is what may be nearest in it. */
    bool precise;
    uint32_t candidates[GLI_MAP_SIZE]; /* 0: not yet known */
    uint32_t pooled;
    uint8_t pool[GLI_POOL_SIZE]; /* each list begins with its length */
} gli_quantizer;

/* NULL (and the message): no memory. */
gli_quantizer *gli_quantizer_new(glitch_ctx *ctx);
void gli_quantizer_free(gli_quantizer *q);

/* Forget all colours. */
void gli_quantizer_reset(gli_quantizer *q);
/*
 * First way: add every colour. False where there are more than 256; then add at most
 * GLI_MOST_SAMPLES colours the second way. Alpha is not looked at.
 */
static inline bool gli_quantizer_add(gli_quantizer *q, PixelTuple color)
{
    return gli_color_set_add(&q->set, color);
}
static inline void gli_quantizer_sample(gli_quantizer *q, PixelTuple color)
{
    gli_histogram_add(&q->histogram, color);
}

/* The colours that were added the first way, all of them, are the palette. */
void gli_quantizer_keep(gli_quantizer *q);
/*
 * Make a palette of 1 to `max` colours (max <= 256) of those that were sampled; at least
 * one was. More rounds make it better; 2 are worth it. The way back is to the nearest
 * colour where it is to be `precise`, else to the one nearest to much the same colour.
 */
void gli_quantizer_make(gli_quantizer *q, int max, int rounds, bool precise);
/*
 * Take another palette for the one that was made, where it does as well: within
 * `percent` of its error. Or for the one that was kept, where it has all its colours.
 */
bool gli_quantizer_take(gli_quantizer *q, const gli_palette *other, int percent);
bool gli_quantizer_take_set(gli_quantizer *q, const gli_color_set *other);

/* Fill in what is not yet known about a colour. */
uint32_t gli_quantizer_search(gli_quantizer *q, uint32_t color);
/* The index of the nearest colour, first of equals. */
uint8_t gli_quantizer_precisely(gli_quantizer *q, PixelTuple color);

/* Of a pixel as a word. */
static inline uint32_t gli_map_cell(uint32_t w)
{
    enum { BITS = GLI_CELL_BITS, DROP = 8 - BITS, MASK = (1 << BITS) - 1 };
    return (w >> (GLI_RED_AT + DROP) & MASK) << (2 * BITS)
        | (w >> (GLI_GREEN_AT + DROP) & MASK) << BITS
        | (w >> (GLI_BLUE_AT + DROP) & MASK);
}

/* A colour of the palette as a word, with its index for an alpha. */
static inline uint32_t gli_quantizer_color(const gli_quantizer *q, uint8_t index)
{
    return gli_with_alpha(gli_word(q->palette.colors[index]), index);
}

/* Of what the map holds. */
static inline bool gli_is_known(uint32_t color)
{
    return (color & GLI_ALPHA_MASK) != GLI_ALPHA_MASK;
}

/*
 * The palette's nearest colour, with its index for an alpha. What has the last of 256
 * indices passes for unknown, and is searched for every time: better have fewer colours.
 */
static inline uint32_t gli_quantizer_nearest(gli_quantizer *q, uint32_t c)
{
    if (q->precise)
        return gli_quantizer_color(q, gli_quantizer_precisely(q, gli_pixel(c)));
    uint32_t known = q->nearest[gli_map_cell(c)];
    return gli_is_known(known) ? known : gli_quantizer_search(q, c);
}

/*
 * The palette's nearest colour, to the precision of the histogram; exact for a
 * colour of a palette that was kept.
 */
static inline uint8_t gli_quantizer_index(gli_quantizer *q, PixelTuple c)
{
    return q->exact ? gli_color_set_index(&q->set, c)
                    : gli_pixel(gli_quantizer_nearest(q, gli_word(c))).alpha;
}

#endif
