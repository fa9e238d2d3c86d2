/*
 * palette_cut.c - a palette of a picture's own colours: P. Heckbert's median cut (Color
 * Image Quantization for Frame Buffer Display, SIGGRAPH 1982), on cells of 5 bits.
 *
 * Of all boxes the one is cut whose longest side, times its pixels, is the largest.
 */
#include "filters/palettes.h"
#include "filters/word.h"
#include <string.h>

enum { BITS = 5, DROPPED = 8 - BITS, SIDE = 1 << BITS, CELLS = SIDE * SIDE * SIDE };
enum { ENOUGH = 1 << 20 }; /* pixels to tell what colours a picture has */
enum { BLOCK = 128 };

/*
 * What came to a cell of colours since it was last emptied, in 16 bits each: how far
 * red, blue and green are above the cell's least, and the number of pixels.
 */
typedef uint64_t tally;

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

static inline void empty(tally *t, cell *into)
{
    into->sum[0] += *t & 0xffff;
    into->sum[1] += *t >> 32 & 0xffff;
    into->sum[2] += *t >> 16 & 0xffff;
    into->count += (uint32_t)(*t >> 48);
    *t = 0;
}

/* One addition counts a pixel; what cannot be seen does not count. */
static void count_block(
    const PixelTuple *px, uint32_t step, uint32_t count, tally *tallies, cell *cells)
{
    uint32_t at[BLOCK], part[BLOCK];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t color = gli_ordered(gli_load(&px[(size_t)i * step]));
        at[i] = (color << 7 & 0x7c00) | (color >> 6 & 0x3e0) | (color >> 19 & 0x1f);
        part[i] = color >> 24 ? (color & 0x070707) | 1U << 24 : 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        tally *t = &tallies[at[i]];
        *t += (part[i] & 0xff00ff) | (uint64_t)(part[i] & 0xff00ff00) << 24;
        if (*t >> 61) /* 8192 pixels: sums of up to 7 have room for a few more */
            empty(t, &cells[at[i]]);
    }
}

/* Of a large picture some rows and columns count. */
static void count_colors(const glitch_frame *f, tally *tallies, cell *cells)
{
    uint32_t across = f->width / ENOUGH + 1, columns = (f->width - 1) / across + 1;
    uint32_t down = (uint32_t)((uint64_t)f->width * f->height / across / ENOUGH) + 1;
    for (uint32_t y = 0; y < f->height; y += down) {
        const PixelTuple *row = f->px + y * f->stride;
        for (uint32_t i = 0; i < columns; i += BLOCK)
            count_block(row + (size_t)i * across, across,
                columns - i < BLOCK ? columns - i : BLOCK, tallies, cells);
    }
}

/* Those that are not empty, one behind the other; returns how many. */
static uint32_t gather(tally *tallies, cell *cells)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < CELLS; i++) {
        cell c = cells[i];
        empty(&tallies[i], &c);
        c.at[0] = (uint8_t)(i / SIDE / SIDE);
        c.at[1] = (uint8_t)(i / SIDE % SIDE);
        c.at[2] = (uint8_t)(i % SIDE);
        for (int k = 0; k < 3; k++)
            c.sum[k] += c.count * ((uint32_t)c.at[k] << DROPPED);
        if (c.count > 0)
            cells[kept++] = c;
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
    count_colors(f, tallies, cells);
    boxes[0] = (box) { .cells = cells, .size = gather(tallies, cells) };
    measure(&boxes[0]);
    uint32_t made = 1;
    for (box *b; made < count && (b = find_largest(boxes, made))->length > 0; made++)
        cut(b, &boxes[made]);
    for (uint32_t i = 0; i < made; i++)
        colors[i] = boxes[i].count ? mean(&boxes[i]) : black;
    return gli_palette_new(p, (glitch_colors) { colors, made });
}
