/*
 * kmeans.c - a palette made better by Lloyd's iteration (S. Lloyd, "Least squares
 * quantization in PCM", IEEE Trans. Inf. Theory 28/2, 1982), over the cells of a
 * histogram and not over pixels.
 */
#include "codec/histogram.h"
#include "codec/nearest.h"
#include "codec/word.h"
#include <stdbool.h>
#include <string.h>

/* A colour that is nearest to nothing stays where it is. */
static bool move(const gli_points *points, PixelTuple *palette, int count)
{
    gli_moment sums[256] = { 0 };
    bool moved = false;
    for (size_t i = 0; i < points->count; i++) {
        gli_moment *to = &sums[points->nearest[i]];
        const gli_moment *from = &points->sum[i];
        to->count += from->count;
        to->red += from->red;
        to->green += from->green;
        to->blue += from->blue;
    }
    for (int i = 0; i < count; i++) {
        if (sums[i].count == 0)
            continue;
        PixelTuple mean = gli_mean(&sums[i]);
        moved = moved || memcmp(&mean, &palette[i], sizeof mean) != 0;
        palette[i] = mean;
    }
    return moved;
}

void gli_kmeans(gli_points *points, PixelTuple *palette, int count, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        gli_points_assign(points, palette, count);
        if (!move(points, palette, count))
            return;
    }
}

void gli_points_assign(gli_points *points, const PixelTuple *palette, int count)
{
    gli_colors colors;
    gli_colors_set(&colors, palette, count);
    gli_nearest(&colors, points->color, points->count, points->nearest);
}

uint64_t gli_points_error(const gli_points *points, const PixelTuple *palette)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < points->count; i++)
        sum += (uint64_t)points->sum[i].count
            * gli_color_distance(points->color[i], palette[points->nearest[i]]);
    return sum;
}
