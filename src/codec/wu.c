/*
 * wu.c - a palette by cutting boxes of colours in two.
 *
 * After X. Wu, "Efficient statistical computations for optimal color quantization",
 * Graphics Gems II, 1991: with running sums over the grid, the sums over any box take
 * eight look-ups, so that every place to cut at can be tried. Here the next box to cut
 * is the one that gains most by its best cut, not the one of most variance. Sums are
 * integers and every division is one of IEEE 754, so that the palette is the same on
 * every machine.
 */
#include "codec/histogram.h"
#include <stdbool.h>

/* Cells from + 1 to to, on each axis, and the best place to cut it. */
typedef struct box {
    int from[3], to[3];
    int axis, at;
    double gain; /* 0: a single cell */
} box;

static gli_moment plus(gli_moment a, gli_moment b)
{
    return (gli_moment) { a.count + b.count, a.red + b.red, a.green + b.green,
        a.blue + b.blue };
}

static gli_moment minus(gli_moment a, gli_moment b)
{
    return (gli_moment) { a.count - b.count, a.red - b.red, a.green - b.green,
        a.blue - b.blue };
}

/* A running sum along each axis in turn makes every cell the sum of all up to it. */
static void cumulate(gli_histogram *h)
{
    for (uint32_t r = 1; r < GLI_SIDE; r++)
        for (uint32_t g = 1; g < GLI_SIDE; g++) {
            gli_moment line = { 0 };
            for (uint32_t b = 1; b < GLI_SIDE; b++) {
                size_t i = gli_cell(r, g, b), above = gli_cell(r, g - 1, b);
                size_t before = gli_cell(r - 1, g, b), both = gli_cell(r - 1, g - 1, b);
                line = plus(line, h->cells[i]);
                gli_moment area = minus(h->cells[before], h->cells[both]);
                h->cells[i] = plus(line, plus(h->cells[above], area));
            }
        }
}

/* The sums over one face of a box, seen along `axis`, up to position `at`. */
static inline gli_moment face(const gli_histogram *h, const box *b, int axis, int at)
{
    static const int strides[] = { GLI_SIDE * GLI_SIDE, GLI_SIDE, 1 };
    int u = (axis + 1) % 3, v = (axis + 2) % 3, base = at * strides[axis];
    int u0 = b->from[u] * strides[u], u1 = b->to[u] * strides[u];
    int v0 = b->from[v] * strides[v], v1 = b->to[v] * strides[v];
    const gli_moment *c = h->cells + base;
    return minus(plus(c[u1 + v1], c[u0 + v0]), plus(c[u1 + v0], c[u0 + v1]));
}

static gli_moment volume(const gli_histogram *h, const box *b)
{
    return minus(face(h, b, 0, b->to[0]), face(h, b, 0, b->from[0]));
}

/* What one mean colour explains of the squares. */
static double explained(const gli_moment *m)
{
    double r = m->red, g = m->green, b = m->blue;
    return (r * r + g * g + b * b) / m->count;
}

static inline void try_axis(
    const gli_histogram *h, box *b, const gli_moment *whole, int axis, double *best)
{
    gli_moment base = face(h, b, axis, b->from[axis]);
    for (int at = b->from[axis] + 1; at < b->to[axis]; at++) {
        gli_moment low = minus(face(h, b, axis, at), base), high = minus(*whole, low);
        if (low.count == 0 || high.count == 0)
            continue;
        double value = explained(&low) + explained(&high);
        if (value > *best) {
            *best = value;
            b->axis = axis;
            b->at = at;
        }
    }
}

static void plan_cut(const gli_histogram *h, box *b)
{
    gli_moment whole = volume(h, b);
    double plain = explained(&whole), best = plain;
    try_axis(h, b, &whole, 0, &best);
    try_axis(h, b, &whole, 1, &best);
    try_axis(h, b, &whole, 2, &best);
    b->gain = best - plain;
}

static int most_worth(const box *boxes, int count)
{
    int w = 0;
    for (int i = 1; i < count; i++)
        if (boxes[i].gain > boxes[w].gain)
            w = i;
    return w;
}

int gli_cut_boxes(gli_histogram *h, int max, PixelTuple *palette)
{
    enum { LAST = GLI_SIDE - 1 };
    box boxes[256] = { { .to = { LAST, LAST, LAST } } };
    int count = 1;
    cumulate(h);
    plan_cut(h, &boxes[0]);
    while (count < max) {
        box *low = &boxes[most_worth(boxes, count)], *high = &boxes[count];
        if (!(low->gain > 0))
            break;
        *high = *low;
        low->to[low->axis] = high->from[low->axis] = low->at;
        plan_cut(h, low);
        plan_cut(h, high);
        count++;
    }
    for (int i = 0; i < count; i++) {
        gli_moment m = volume(h, &boxes[i]);
        palette[i] = gli_mean(&m);
    }
    return count;
}
