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
static void prepare_search(gli_quantizer *q)
{
    const gli_points *p = &q->points;
    memset(q->nearest, 0, sizeof q->nearest);
    for (size_t i = 0; i < p->count; i++)
        q->nearest[gli_map_cell(p->color[i])] = (uint16_t)(p->nearest[i] + 1);
    gli_colors_set(&q->colors, q->palette.colors, q->palette.count);
}

void gli_quantizer_keep(gli_quantizer *q)
{
    q->exact = true;
    q->palette.count = q->set.count;
    memcpy(q->palette.colors, q->set.colors, sizeof q->palette.colors);
}

void gli_quantizer_make(gli_quantizer *q, int max, int rounds)
{
    q->exact = false;
    gli_histogram_points(&q->histogram, &q->points);
    q->palette.count = gli_cut_boxes(&q->histogram, max, q->palette.colors);
    gli_kmeans(&q->points, q->palette.colors, q->palette.count, rounds);
    gli_points_assign(&q->points, q->palette.colors, q->palette.count);
    prepare_search(q);
}

bool gli_quantizer_take(gli_quantizer *q, const gli_palette *other, int percent)
{
    uint64_t own = gli_points_error(&q->points, q->palette.colors);
    gli_points_assign(&q->points, other->colors, other->count);
    uint64_t theirs = gli_points_error(&q->points, other->colors);
    if (theirs * 100 > own * (uint64_t)(100 + percent))
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

uint8_t gli_quantizer_search(gli_quantizer *q, PixelTuple c)
{
    enum { DROP = 8 - GLI_CELL_BITS, HALF = 1 << (DROP - 1), LOW = (1 << DROP) - 1 };
    PixelTuple middle = { (uint8_t)((c.red & ~LOW) | HALF),
        (uint8_t)((c.green & ~LOW) | HALF), (uint8_t)((c.blue & ~LOW) | HALF), 255 };
    uint8_t index;
    gli_nearest(&q->colors, &middle, 1, &index);
    q->nearest[gli_map_cell(c)] = (uint16_t)(index + 1);
    return index;
}
