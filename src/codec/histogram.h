/*
 * histogram.h - the colours of a picture, counted on a coarse grid: five bits a channel,
 * with the exact sums of what fell into each cell. Palettes are made from it.
 */
#ifndef GLI_HISTOGRAM_H
#define GLI_HISTOGRAM_H
#include <glitch/glitch.h>

enum {
    GLI_CELL_BITS = 5,
    GLI_SIDE = (1 << GLI_CELL_BITS) + 1, /* and a plane of zeros in front, for sums */
    GLI_CELLS = GLI_SIDE * GLI_SIDE * GLI_SIDE,
    GLI_MOST_SAMPLES = 1 << 22 /* so that sums fit into 32 bits */
};

/* Sums over the colours of a cell. */
typedef struct gli_moment {
    uint32_t count, red, green, blue;
} gli_moment;

typedef struct gli_histogram {
    gli_moment cells[GLI_CELLS];
} gli_histogram;

/* The cells that are not empty, as so many points that weigh differently. */
typedef struct gli_points {
    PixelTuple color[GLI_CELLS]; /* a cell's mean */
    gli_moment sum[GLI_CELLS];
    uint8_t nearest[GLI_CELLS]; /* palette index, see gli_points_assign() */
    size_t count;
} gli_points;

static inline size_t gli_cell(uint32_t red, uint32_t green, uint32_t blue)
{
    return (red * GLI_SIDE + green) * GLI_SIDE + blue;
}

static inline void gli_histogram_add(gli_histogram *h, PixelTuple c)
{
    enum { DROP = 8 - GLI_CELL_BITS };
    gli_moment *m = &h->cells[gli_cell(
        (c.red >> DROP) + 1u, (c.green >> DROP) + 1u, (c.blue >> DROP) + 1u)];
    m->count++;
    m->red += c.red;
    m->green += c.green;
    m->blue += c.blue;
}

/* The mean of what was summed up, of which there is some. */
static inline PixelTuple gli_mean(const gli_moment *m)
{
    uint32_t half = m->count / 2;
    return (PixelTuple) { (uint8_t)((m->red + half) / m->count),
        (uint8_t)((m->green + half) / m->count), (uint8_t)((m->blue + half) / m->count),
        255 };
}

void gli_histogram_clear(gli_histogram *h);
void gli_histogram_points(const gli_histogram *h, gli_points *out);

/*
 * A palette of at most `max` colours by cutting boxes in two. The histogram's cells
 * become running sums, which are good for nothing else. Returns the number of colours.
 */
int gli_cut_boxes(gli_histogram *h, int max, PixelTuple *palette);

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
