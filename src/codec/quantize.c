/* quantize.c - from true colour to a palette of at most 256, and the way back. */
#include "codec/quantize.h"
#include <string.h>

gli_quantizer *gli_quantizer_new(glitch_ctx *ctx)
{
    gli_quantizer *q = gli_alloc(ctx, 1, sizeof *q);
    if (q) {
        q->ctx = ctx;
        gli_quantizer_reset(q);
    }
    return q;
}

void gli_quantizer_free(gli_quantizer *q)
{
    if (q)
        gli_free(q->ctx, q);
}

void gli_quantizer_reset(gli_quantizer *q)
{
    gli_color_set_clear(&q->set);
    gli_histogram_clear(&q->histogram);
}

/* What is nearest to the points is known; the rest is searched for when it is asked. */
static void prepare_map(gli_quantizer *q)
{
    const gli_points *p = &q->points;
    memset(q->nearest, 0xff, sizeof q->nearest);
    for (size_t i = 0; i < p->count; i++)
        q->nearest[gli_map_cell(gli_word(p->color[i]))] =
            gli_quantizer_color(q, p->nearest[i]);
}

static void prepare_search(gli_quantizer *q)
{
    gli_colors_set(&q->colors, q->palette.colors, q->palette.count);
    if (!q->precise) {
        prepare_map(q);
        return;
    }
    memset(q->candidates, 0, sizeof q->candidates);
    q->pooled = 1; /* 0 stands for: not yet known */
}

void gli_quantizer_keep(gli_quantizer *q)
{
    q->exact = true;
    q->palette.count = q->set.count;
    memcpy(q->palette.colors, q->set.colors, sizeof q->palette.colors);
}

void gli_quantizer_make(gli_quantizer *q, int max, int rounds, bool precise)
{
    q->precise = precise;
    q->exact = false;
    gli_histogram_points(&q->histogram, &q->points);
    q->palette.count = gli_cut_boxes(&q->histogram, max, q->palette.colors);
    gli_kmeans(&q->points, q->palette.colors, q->palette.count, rounds);
    gli_points_assign(&q->points, q->palette.colors, q->palette.count);
    q->error_sum = gli_points_error(&q->points, q->palette.colors);
    q->error = (uint32_t)(q->error_sum / gli_points_weight(&q->points));
    prepare_search(q);
}

bool gli_quantizer_take(gli_quantizer *q, const gli_palette *other, int percent)
{
    gli_points_assign(&q->points, other->colors, other->count);
    uint64_t theirs = gli_points_error(&q->points, other->colors);
    if (theirs * 100 > q->error_sum * (uint64_t)(100 + percent))
        return false;
    q->palette = *other;
    prepare_search(q);
    return true;
}

bool gli_quantizer_take_set(gli_quantizer *q, const gli_color_set *other)
{
    if (!gli_color_set_has_all(other, &q->set))
        return false;
    q->set = *other;
    gli_quantizer_keep(q);
    return true;
}

uint32_t gli_quantizer_search(gli_quantizer *q, uint32_t c)
{
    PixelTuple color = gli_pixel(c);
    uint8_t index;
    gli_nearest(&q->colors, &color, 1, &index);
    return q->nearest[gli_map_cell(c)] = gli_quantizer_color(q, index);
}

/* ---- the nearest of a few candidates ------------------------------------- */

/* How far a colour is from the nearest and from the furthest point of a cell. */
typedef struct span {
    uint32_t least, most;
} span;

static span span_of(PixelTuple color, PixelTuple low)
{
    enum { LAST = (1 << (8 - GLI_CELL_BITS)) - 1 };
    const uint8_t from[] = { low.red, low.green, low.blue };
    const uint8_t at[] = { color.red, color.green, color.blue };
    span s = { 0, 0 };
    for (int i = 0; i < 3; i++) {
        int below = from[i] - at[i], above = at[i] - from[i] - LAST;
        int least = below > 0 ? below : above > 0 ? above : 0;
        int most = below + LAST > above + LAST ? below + LAST : above + LAST;
        s.least += (uint32_t)(least * least);
        s.most += (uint32_t)(most * most);
    }
    return s;
}

/*
 * A colour may be nearest to a point of the cell only if its own nearest point of it is
 * no further than every colour's furthest. Returns 0 where the pool is exhausted.
 */
static uint32_t list_candidates(gli_quantizer *q, PixelTuple c)
{
    enum { LOW = (1 << (8 - GLI_CELL_BITS)) - 1 };
    PixelTuple low = { (uint8_t)(c.red & ~LOW), (uint8_t)(c.green & ~LOW),
        (uint8_t)(c.blue & ~LOW), 255 };
    span spans[256];
    uint32_t bound = UINT32_MAX, begin = q->pooled, end = begin + 1;
    if (begin + 1 + 256 > GLI_POOL_SIZE)
        return 0;
    for (int i = 0; i < q->palette.count; i++) {
        spans[i] = span_of(q->palette.colors[i], low);
        bound = spans[i].most < bound ? spans[i].most : bound;
    }
    for (int i = 0; i < q->palette.count; i++)
        if (spans[i].least <= bound)
            q->pool[end++] = (uint8_t)i;
    q->pool[begin] = (uint8_t)(end - begin - 2); /* 1 to 256 of them */
    q->pooled = end;
    return q->candidates[gli_map_cell(gli_word(c))] = begin;
}

uint8_t gli_quantizer_precisely(gli_quantizer *q, PixelTuple c)
{
    uint32_t list = q->candidates[gli_map_cell(gli_word(c))];
    uint8_t best = 0;
    if (!list && !(list = list_candidates(q, c))) {
        gli_nearest(&q->colors, &c, 1, &best);
        return best;
    }
    const uint8_t *candidate = &q->pool[list + 1];
    uint32_t least = UINT32_MAX;
    for (int i = 0; i <= q->pool[list]; i++) {
        uint32_t d = gli_color_distance(c, q->palette.colors[candidate[i]]);
        best = d < least ? candidate[i] : best;
        least = d < least ? d : least;
    }
    return best;
}
