/*
 * cut.c - a palette by cutting boxes of colours in two.
 *
 * The criterion is that of X. Wu, "Efficient statistical computations for optimal color
 * quantization", Graphics Gems II, 1991: every place to cut at is tried, and the best one
 * is where the two means explain most of the squares. His running sums over a grid find
 * that in few steps, but cut between cells only. Here the colours themselves are summed up
 * level by level, for there are not many of them. The next box to cut is the one that
 * gains most. Sums are integers and every division is one of IEEE 754, so that the
 * palette is the same on every machine.
 */
#include "codec/histogram.h"
#include <string.h>

enum { AXES = 3, LEVELS = 256 };

/* Some points that lie beside each other in the order, and the best place to cut them. */
typedef struct box {
    uint32_t begin, end;
    int axis;
    uint8_t at;  /* the last level of the lower half */
    double gain; /* 0: there is nothing to cut */
    gli_moment sum;
} box;

/* What the points of a box are, level by level. */
typedef struct profile {
    gli_moment sums[AXES][LEVELS];
    uint8_t least[AXES], most[AXES];
} profile;

static uint8_t level(PixelTuple c, int axis)
{
    return axis == 0 ? c.red : axis == 1 ? c.green : c.blue;
}

static void add(gli_moment *to, const gli_moment *m)
{
    to->count += m->count;
    to->red += m->red;
    to->green += m->green;
    to->blue += m->blue;
}

static gli_moment minus(gli_moment a, gli_moment b)
{
    return (gli_moment) { a.count - b.count, a.red - b.red, a.green - b.green,
        a.blue - b.blue };
}

/* What one mean colour explains of the squares. */
static double explained(const gli_moment *m)
{
    double r = m->red, g = m->green, b = m->blue;
    return (r * r + g * g + b * b) / m->count;
}

static void find_range(const gli_points *p, const box *b, profile *f)
{
    memset(f->least, 255, sizeof f->least);
    memset(f->most, 0, sizeof f->most);
    for (uint32_t i = b->begin; i < b->end; i++) {
        PixelTuple c = p->color[p->order[i]];
        for (int axis = 0; axis < AXES; axis++) {
            uint8_t at = level(c, axis);
            f->least[axis] = at < f->least[axis] ? at : f->least[axis];
            f->most[axis] = at > f->most[axis] ? at : f->most[axis];
        }
    }
}

static void sum_up(const gli_points *p, box *b, profile *f)
{
    find_range(p, b, f);
    for (int axis = 0; axis < AXES; axis++) {
        size_t levels = (size_t)f->most[axis] - f->least[axis] + 1;
        memset(&f->sums[axis][f->least[axis]], 0, levels * sizeof b->sum);
    }
    b->sum = (gli_moment) { 0 };
    for (uint32_t i = b->begin; i < b->end; i++) {
        uint32_t n = p->order[i];
        for (int axis = 0; axis < AXES; axis++)
            add(&f->sums[axis][level(p->color[n], axis)], &p->sum[n]);
        add(&b->sum, &p->sum[n]);
    }
}

static void try_axis(const profile *f, box *b, int axis, double *best)
{
    gli_moment low = { 0 };
    for (int at = f->least[axis]; at < f->most[axis]; at++) {
        if (f->sums[axis][at].count == 0)
            continue;
        add(&low, &f->sums[axis][at]);
        gli_moment high = minus(b->sum, low);
        double value = explained(&low) + explained(&high);
        if (value > *best) {
            *best = value;
            b->axis = axis;
            b->at = (uint8_t)at;
        }
    }
}

static void plan_cut(const gli_points *p, box *b)
{
    profile f;
    sum_up(p, b, &f);
    double plain = explained(&b->sum), best = plain;
    for (int axis = 0; axis < AXES; axis++)
        try_axis(&f, b, axis, &best);
    b->gain = best - plain;
}

/* The lower half goes to the front. Both have some points. */
static uint32_t part(gli_points *p, const box *b)
{
    uint32_t middle = b->begin;
    for (uint32_t i = b->begin; i < b->end; i++) {
        uint16_t n = p->order[i];
        p->order[i] = p->order[middle];
        p->order[middle] = n;
        middle += level(p->color[n], b->axis) <= b->at;
    }
    return middle;
}

static int most_worth(const box *boxes, int count)
{
    int w = 0;
    for (int i = 1; i < count; i++)
        if (boxes[i].gain > boxes[w].gain)
            w = i;
    return w;
}

/* The sum of squared distances to the one mean of all. */
static double variance(const gli_points *p, const box *boxes, int count)
{
    gli_moment all = { 0 };
    double squares = 0;
    for (int i = 0; i < count; i++)
        add(&all, &boxes[i].sum);
    for (size_t i = 0; i < p->count; i++) {
        PixelTuple c = p->color[i];
        int square = c.red * c.red + c.green * c.green + c.blue * c.blue;
        squares += (double)p->sum[i].count * square;
    }
    return squares - explained(&all);
}

/* A cut, and so a box. */
typedef struct cut {
    int from;
    double gain;
} cut;

/* Make as many boxes as there is a gain in, `max` at most. */
static int make_boxes(gli_points *p, int max, box *boxes, cut *cuts)
{
    int count = 1;
    boxes[0] = (box) { .end = (uint32_t)p->count };
    for (plan_cut(p, &boxes[0]); count < max; count++) {
        int most = most_worth(boxes, count);
        box *low = &boxes[most], *high = &boxes[count];
        if (!(low->gain > 0))
            break;
        cuts[count] = (cut) { most, low->gain };
        *high = *low;
        low->end = high->begin = part(p, low);
        plan_cut(p, low);
        plan_cut(p, high);
    }
    return count;
}

/* Take cuts back, from the last one on, that have gained too little. */
static int join_boxes(const gli_points *p, const gli_thrift *thrift, box *boxes,
    const cut *cuts, int count)
{
    enum { WHOLE = 1024 };
    double all = (double)gli_points_weight(p), left = variance(p, boxes, count);
    for (int i = 1; i < count; i++)
        left -= cuts[i].gain;
    double worth = all * thrift->worth / WHOLE, spare = left * thrift->spare / WHOLE;
    double least = worth > spare ? worth : spare, most = all * thrift->most;
    for (; count > 1; count--) {
        const cut *last = &cuts[count - 1];
        left += last->gain;
        if (last->gain >= least || left > most)
            break;
        boxes[last->from].end = boxes[count - 1].end;
        add(&boxes[last->from].sum, &boxes[count - 1].sum);
    }
    return count;
}

int gli_cut_boxes(gli_points *p, int max, const gli_thrift *thrift, PixelTuple *palette)
{
    box boxes[256];
    cut cuts[256];
    for (size_t i = 0; i < p->count; i++)
        p->order[i] = (uint16_t)i;
    int count = make_boxes(p, max, boxes, cuts);
    count = join_boxes(p, thrift, boxes, cuts, count);
    for (int i = 0; i < count; i++)
        palette[i] = gli_mean(&boxes[i].sum);
    return count;
}
