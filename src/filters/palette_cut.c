/*
 * palette_cut.c - a palette of a picture's own colours: P. Heckbert's median cut (Color
 * Image Quantization for Frame Buffer Display, SIGGRAPH 1982), on cells of 5 bits.
 *
 * Of all boxes the one is cut whose longest side, times its pixels, is the largest.
 */
#include "filters/palettes.h"
#include <string.h>

enum { BITS = 5, SIDE = 1 << BITS, CELLS = SIDE * SIDE * SIDE };
enum { ENOUGH = 1 << 20 }; /* pixels to tell what colours a picture has */

/* What is in a cell of colours: sums, the second of each two in the upper 32 bits. */
typedef struct tally {
    uint64_t red_green, blue_pixels;
} tally;

/* A cell that the picture has colours in. */
typedef struct cell {
    uint32_t count, sum[3]; /* of the pixels, and of their values */
    uint8_t at[3];          /* red, green, blue */
} cell;

/* Some of the cells, side by side in their array. */
typedef struct box {
    cell *cells;
    uint32_t size;
    uint64_t count;
    int axis; /* its longest side */
    uint32_t length;
} box;

static void measure(box *b)
{
    b->count = 0;
    b->length = 0;
    for (uint32_t i = 0; i < b->size; i++)
        b->count += b->cells[i].count;
    for (int axis = 0; axis < 3; axis++) {
        uint8_t least = 255, most = 0;
        for (uint32_t i = 0; i < b->size; i++) {
            uint8_t at = b->cells[i].at[axis];
            least = at < least ? at : least;
            most = at > most ? at : most;
        }
        if (axis == 0 || (uint32_t)(most - least) > b->length) {
            b->axis = axis;
            b->length = (uint32_t)(most - least);
        }
    }
}

/* The last place along the axis that is on the lower side: half of the pixels are. */
static uint8_t median(const box *b)
{
    uint64_t along[SIDE] = { 0 }, below = 0;
    uint8_t first = SIDE - 1, last = 0, at;
    for (uint32_t i = 0; i < b->size; i++) {
        at = b->cells[i].at[b->axis];
        along[at] += b->cells[i].count;
        first = at < first ? at : first;
        last = at > last ? at : last;
    }
    for (at = first; at < last - 1; at++) {
        below += along[at];
        if (2 * below >= b->count)
            break;
    }
    return at; /* so that neither side is empty */
}

/* The lower side stays in `b`, the upper one goes into `upper`. */
static void cut(box *b, box *upper)
{
    uint8_t last = median(b);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < b->size; i++)
        if (b->cells[i].at[b->axis] <= last) {
            cell c = b->cells[kept];
            b->cells[kept++] = b->cells[i];
            b->cells[i] = c;
        }
    *upper = (box) { .cells = b->cells + kept, .size = b->size - kept };
    b->size = kept;
    measure(b);
    measure(upper);
}

static PixelTuple mean(const box *b)
{
    uint64_t sum[3] = { 0 };
    for (uint32_t i = 0; i < b->size; i++)
        for (int c = 0; c < 3; c++)
            sum[c] += b->cells[i].sum[c];
    uint64_t half = b->count / 2;
    return (PixelTuple) { (uint8_t)((sum[0] + half) / b->count),
        (uint8_t)((sum[1] + half) / b->count), (uint8_t)((sum[2] + half) / b->count),
        255 };
}

/* What cannot be seen does not count. */
static inline void count_color(PixelTuple c, tally *cells)
{
    enum { DROPPED = 8 - BITS };
    uint64_t seen = c.alpha > 0 ? UINT64_MAX : 0;
    tally *to = &cells[((c.red >> DROPPED) * SIDE + (c.green >> DROPPED)) * SIDE
        + (c.blue >> DROPPED)];
    to->red_green += seen & (c.red | (uint64_t)c.green << 32);
    to->blue_pixels += seen & (c.blue | UINT64_C(1) << 32);
}

/* Of a large picture some rows and columns count. */
static void count_colors(const glitch_frame *f, tally *cells)
{
    uint32_t across = f->width / ENOUGH + 1;
    uint32_t down = (uint32_t)((uint64_t)f->width * f->height / across / ENOUGH) + 1;
    for (uint32_t y = 0; y < f->height; y += down)
        for (uint32_t x = 0; x < f->width; x += across)
            count_color(f->px[y * f->stride + x], cells);
}

/* Those that are not empty, one behind the other; returns how many. */
static uint32_t gather(const tally *from, cell *to)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < CELLS; i++) {
        tally t = from[i];
        if (t.blue_pixels > 0)
            to[kept++] = (cell) { .count = (uint32_t)(t.blue_pixels >> 32),
                .sum = { (uint32_t)t.red_green, (uint32_t)(t.red_green >> 32),
                    (uint32_t)t.blue_pixels },
                .at = { (uint8_t)(i / SIDE / SIDE), (uint8_t)(i / SIDE % SIDE),
                    (uint8_t)(i % SIDE) } };
    }
    return kept;
}

static box *find_largest(box *boxes, uint32_t count)
{
    box *largest = boxes;
    for (box *b = boxes; b < boxes + count; b++)
        if (b->length * b->count > largest->length * largest->count)
            largest = b;
    return largest;
}

gli_palette *gli_palette_of(glitch_plan *p, const glitch_frame *f, uint32_t count)
{
    static const PixelTuple black = { 0, 0, 0, 255 };
    tally *tallies = glitch_plan_alloc(p, CELLS, sizeof *tallies);
    cell *cells = glitch_plan_alloc(p, CELLS, sizeof *cells);
    box *boxes = glitch_plan_alloc(p, count, sizeof *boxes);
    PixelTuple *colors = glitch_plan_alloc(p, count, sizeof *colors);
    if (!tallies || !cells || !boxes || !colors)
        return NULL;
    count_colors(f, tallies);
    boxes[0] = (box) { .cells = cells, .size = gather(tallies, cells) };
    measure(&boxes[0]);
    uint32_t made = 1;
    for (box *b; made < count && (b = find_largest(boxes, made))->length > 0; made++)
        cut(b, &boxes[made]);
    for (uint32_t i = 0; i < made; i++)
        colors[i] = boxes[i].count ? mean(&boxes[i]) : black;
    return gli_palette_new(p, (glitch_colors) { colors, made });
}
