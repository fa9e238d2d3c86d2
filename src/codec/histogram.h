/*
 * histogram.h - the colours of a picture, counted on a coarse grid: five bits a channel,
 * with the exact sums of what fell into each cell. Where that is too coarse, as of what is
 * drawn or dark, a finer grid has room for some thousand cells. Palettes are made from that.
 */
#ifndef GLI_HISTOGRAM_H
#define GLI_HISTOGRAM_H
#include "codec/word.h"
#include <stdbool.h>

enum {
    GLI_CELL_BITS = 5,
    GLI_CELLS = 1 << (3 * GLI_CELL_BITS),
    GLI_FINE_BITS = 13,
    GLI_FINE_CELLS = 1 << GLI_FINE_BITS,
    GLI_MOST_POINTS = GLI_CELLS + GLI_FINE_CELLS,
    GLI_MOST_SAMPLES = 1 << 22 /* so that sums fit into 32 bits */
};

/* Sums over the colours of a cell. */
typedef struct gli_moment {
    uint32_t count, red, green, blue;
} gli_moment;

/* A cell of the finer grid; `key` says which. */
typedef struct gli_fine_cell {
    uint32_t key;
    gli_moment sum;
} gli_fine_cell;

typedef struct gli_histogram {
    gli_moment cells[GLI_CELLS];
    gli_fine_cell fine[GLI_FINE_CELLS]; /* each near the place that its hash says */
    uint32_t fine_count;
} gli_histogram;

/* The cells that are not empty, as points that weigh differently. */
typedef struct gli_points {
    PixelTuple color[GLI_MOST_POINTS]; /* a cell's mean */
    gli_moment sum[GLI_MOST_POINTS];
    uint8_t nearest[GLI_MOST_POINTS]; /* palette index, see gli_points_assign() */
    uint16_t
        order[GLI_MOST_POINTS]; /* gli_cut_boxes() has the points of a box together */
    size_t count;
} gli_points;

/* Of a pixel as a word. */
static inline uint32_t gli_cell(uint32_t w)
{
    enum { BITS = GLI_CELL_BITS, DROP = 8 - BITS, MASK = (1 << BITS) - 1 };
    return (w >> (GLI_RED_AT + DROP) & MASK) << (2 * BITS)
        | (w >> (GLI_GREEN_AT + DROP) & MASK) << BITS
        | (w >> (GLI_BLUE_AT + DROP) & MASK);
}

/* The middle of the cell of a pixel, both as words. */
static inline uint32_t gli_cell_middle(uint32_t w)
{
    enum { DROP = 8 - GLI_CELL_BITS, MASK = 255 << DROP & 255, HALF = 1 << (DROP - 1) };
    PixelTuple c = gli_pixel(w);
    return gli_word((PixelTuple) { (uint8_t)((c.red & MASK) | HALF),
        (uint8_t)((c.green & MASK) | HALF), (uint8_t)((c.blue & MASK) | HALF), 255 });
}

static inline void gli_moment_add(gli_moment *m, PixelTuple c)
{
    m->count++;
    m->red += c.red;
    m->green += c.green;
    m->blue += c.blue;
}

static inline void gli_histogram_add(gli_histogram *h, PixelTuple c)
{
    gli_moment_add(&h->cells[gli_cell(gli_word(c))], c);
}

/* The mean of what was summed up; of nothing, black. */
static inline PixelTuple gli_mean(const gli_moment *m)
{
    uint32_t n = m->count ? m->count : 1, half = n / 2;
    return (PixelTuple) { (uint8_t)((m->red + half) / n),
        (uint8_t)((m->green + half) / n), (uint8_t)((m->blue + half) / n), 255 };
}

void gli_histogram_clear(gli_histogram *h);
/* Add to the finer grid, of so many bits a channel: always as many, until it is cleared. */
void gli_histogram_add_fine(gli_histogram *h, PixelTuple c, int bits);
/* How many cells of the coarse grid there is something in. */
int gli_histogram_cells(const gli_histogram *h);
/* What was added, as points. To be done once. */
void gli_histogram_points(gli_histogram *h, gli_points *out);

/*
 * Which colours are not worth their bytes: those that lower the mean squared distance by
 * less than `worth` / 1024, or by less than `spare` / 1024 of what it is with all colours;
 * but it stays within `most`.
 */
typedef struct gli_thrift {
    uint32_t worth, spare, most;
} gli_thrift;

/*
 * A palette of at most `max` colours by cutting boxes in two, less those that thrift
 * leaves out. Returns the number of colours, which is at least 1.
 */
int gli_cut_boxes(
    gli_points *points, int max, const gli_thrift *thrift, PixelTuple *palette);

/* Find the nearest colour of each point. */
void gli_points_assign(gli_points *points, const PixelTuple *palette, int count);
/* How many samples they stand for. */
uint64_t gli_points_weight(const gli_points *points);
/* The sum of squared distances to the colours that they are assigned to. */
uint64_t gli_points_error(const gli_points *points, const PixelTuple *palette);

/*
 * Move each colour of a palette to the middle of the points that it is nearest to,
 * `rounds` times. The points want to be assigned anew after that.
 */
void gli_kmeans(gli_points *points, PixelTuple *palette, int count, int rounds);

#endif
