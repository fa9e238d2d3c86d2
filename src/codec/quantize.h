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
    GLI_POOL_SIZE = 1 << 19, /* bytes for the candidates of all cells */
    GLI_ANSWER_BITS = 14
};

/* How well gli_quantizer_nearest() is to find what is nearest: */
typedef enum gli_precision {
    GLI_MUCH_ALIKE, /* to much the same colour */
    GLI_TOLD_APART, /* that, but exactly where colours of the palette are much the same */
    GLI_NEAREST
} gli_precision;

typedef struct gli_palette {
    PixelTuple colors[256]; /* opaque */
    int count;
} gli_palette;

/* A colour as a word that is opaque, and what gli_quantizer_nearest() said of it. */
typedef struct gli_answer {
    uint32_t color, nearest;
} gli_answer;

/* Some 2.5 MiB, used again for every frame; to be read here only by the functions below. */
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
    gli_precision precision;
    uint32_t nearest[GLI_CELLS]; /* of each cell; see gli_quantizer_nearest() */
    /* For more precision, the last colours that were asked for, each by its hash, */
    gli_answer answers[1 << GLI_ANSWER_BITS];
    /* and for each cell where in the pool is what may be nearest in it. */
    uint32_t candidates[GLI_CELLS]; /* 0: not yet known */
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

/* The same, to more than the usual GLI_CELL_BITS bits a channel. */
static inline void gli_quantizer_sample_fine(
    gli_quantizer *q, PixelTuple color, int bits)
{
    gli_histogram_add_fine(&q->histogram, color, bits);
}

/* The colours that were added the first way, all of them, are the palette. */
void gli_quantizer_keep(gli_quantizer *q);
/*
 * Make a palette of 1 to `max` colours (max <= 256) of those that were sampled; at least
 * one was. Thrift leaves out some. More rounds make it better; 2 are worth it.
 */
void gli_quantizer_make(gli_quantizer *q, int max, const gli_thrift *thrift, int rounds,
    gli_precision precision);
/*
 * Take another palette for the one that was made, where it does as well: within
 * `percent` of its error. Or for the one that was kept, where it has all its colours.
 */
bool gli_quantizer_take(gli_quantizer *q, const gli_palette *other, int percent);
bool gli_quantizer_take_set(gli_quantizer *q, const gli_color_set *other);

/* Fill in what is not yet known about a colour. */
uint32_t gli_quantizer_search(gli_quantizer *q, uint32_t color);
/* The index of the nearest colour, first of equals; of a palette that was kept, its own. */
uint8_t gli_quantizer_precisely(gli_quantizer *q, PixelTuple color);

/* A colour of the palette as a word, with its index for an alpha. */
static inline uint32_t gli_quantizer_color(const gli_quantizer *q, uint8_t index)
{
    return gli_with_alpha(gli_word(q->palette.colors[index]), index);
}

/* What is drawn has the same colours again and again. */
static inline uint32_t gli_quantizer_recall(gli_quantizer *q, uint32_t c)
{
    gli_answer *a = &q->answers[c * UINT32_C(0x9e3779b1) >> (32 - GLI_ANSWER_BITS)];
    if (a->color != c) {
        uint8_t index = gli_quantizer_precisely(q, gli_pixel(c));
        *a = (gli_answer) { c, gli_quantizer_color(q, index) };
    }
    return a->nearest;
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
    if (q->exact || q->precision == GLI_NEAREST)
        return gli_quantizer_recall(q, c | GLI_ALPHA_MASK);
    uint32_t known = q->nearest[gli_cell(c)];
    return gli_is_known(known) ? known : gli_quantizer_search(q, c);
}

/* The index of that. */
static inline uint8_t gli_quantizer_index(gli_quantizer *q, PixelTuple c)
{
    return gli_pixel(gli_quantizer_nearest(q, gli_word(c))).alpha;
}

#endif
