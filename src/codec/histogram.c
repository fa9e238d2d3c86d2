/* histogram.c - the colours of a picture, counted on a coarse grid. */
#include "codec/histogram.h"
#include <string.h>

void gli_histogram_clear(gli_histogram *h)
{
    memset(h, 0, sizeof *h);
}

void gli_histogram_points(const gli_histogram *h, gli_points *out)
{
    out->count = 0;
    for (size_t i = 0; i < GLI_CELLS; i++) {
        if (h->cells[i].count == 0)
            continue;
        out->sum[out->count] = h->cells[i];
        out->color[out->count++] = gli_mean(&h->cells[i]);
    }
}

uint64_t gli_points_weight(const gli_points *points)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < points->count; i++)
        sum += points->sum[i].count;
    return sum;
}
