/*
 * scale.c - pictures at another size, by a triangle filter.
 *
 * In integers, so that it is the same on every machine. Colours are multiplied by their
 * alpha on the way.
 */
#include "base/scale.h"

enum { CHANNELS = 4, UNITY = 1 << 20 };

/* Which pixels make up one, and their weights, which add up to UNITY. */
typedef struct taps {
    uint32_t first, count;
    uint64_t *weight;
} taps;

static int64_t max(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Make them add up to UNITY; what is lost in rounding goes to the largest. */
static void level(taps *t, uint64_t sum)
{
    uint64_t given = 0;
    uint32_t largest = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): one is always near */
        t->weight[i] = t->weight[i] * UNITY / sum;
        given += t->weight[i];
        largest = t->weight[i] > t->weight[largest] ? i : largest;
    }
    t->weight[largest] += UNITY - given;
}

/*
 * Places are in 1 / (2 * to) of a pixel of the input: so the middle of each pixel of both
 * is a whole number. `reach` is half of the triangle's base.
 */
static void find_taps(uint32_t i, uint32_t from, uint32_t to, taps *t)
{
    int64_t pixel = 2 * (int64_t)to, middle = (2 * (int64_t)i + 1) * from;
    int64_t reach = max(pixel, 2 * (int64_t)from);
    int64_t first = max(0, (middle - reach - to) / pixel);
    int64_t last = (middle + reach - to) / pixel;
    uint64_t sum = 0;
    last = last < from ? last : (int64_t)from - 1;
    *t = (taps) { (uint32_t)first, (uint32_t)(last - first + 1), t->weight };
    for (int64_t k = first; k <= last; k++) {
        int64_t distance = k * pixel + to - middle;
        int64_t weight = max(0, reach - (distance < 0 ? -distance : distance));
        t->weight[k - first] = (uint64_t)weight;
        sum += (uint64_t)weight;
    }
    level(t, sum);
}

/* Room for the weights of any pixel. */
static size_t most_taps(uint32_t from, uint32_t to)
{
    return 2 * ((size_t)from / to) + 5;
}

/* The taps of every pixel of a row or a column, or NULL; in one piece of memory. */
static taps *all_taps(glitch_ctx *ctx, uint32_t from, uint32_t to)
{
    size_t most = most_taps(from, to), each = sizeof(taps) + most * sizeof(uint64_t);
    taps *all = gli_alloc(ctx, to, each);
    uint64_t *weights = (uint64_t *)(all ? all + to : NULL);
    for (uint32_t i = 0; all && i < to; i++) {
        all[i].weight = weights + i * most;
        find_taps(i, from, to, &all[i]);
    }
    return all;
}

/* ---- pixels -------------------------------------------------------------- */

/* Colours by alpha, and alpha by 255, so that both have one measure. */
static void add_pixels(
    const taps *t, const PixelTuple *in, uint64_t weight, uint64_t *sum)
{
    uint64_t s[CHANNELS] = { 0 };
    for (uint32_t i = 0; i < t->count; i++) {
        PixelTuple p = in[t->first + i];
        uint64_t w = t->weight[i] * p.alpha;
        s[0] += w * p.red;
        s[1] += w * p.green;
        s[2] += w * p.blue;
        s[3] += w * 255;
    }
    for (int c = 0; c < CHANNELS; c++)
        sum[c] += s[c] * weight;
}

static PixelTuple pixel_of(const uint64_t *sum)
{
    const uint64_t full = (uint64_t)UNITY * UNITY * 255, alpha = sum[3] / 255;
    if (alpha == 0)
        return (PixelTuple) { 0, 0, 0, 0 };
    return (PixelTuple) { (uint8_t)((sum[0] + alpha / 2) / alpha),
        (uint8_t)((sum[1] + alpha / 2) / alpha),
        (uint8_t)((sum[2] + alpha / 2) / alpha),
        (uint8_t)((sum[3] + full / 2) / full) };
}

static PixelTuple scaled(const glitch_frame *in, const taps *across, const taps *down)
{
    uint64_t sum[CHANNELS] = { 0 };
    for (uint32_t i = 0; i < down->count; i++)
        add_pixels(
            across, in->px + (down->first + i) * in->stride, down->weight[i], sum);
    return pixel_of(sum);
}

glitch_status gli_scale(
    glitch_ctx *ctx, const glitch_frame *in, const glitch_frame *out)
{
    taps *across = all_taps(ctx, in->width, out->width);
    taps *down = all_taps(ctx, in->height, out->height);
    bool made = across && down;
    for (uint32_t y = 0; made && y < out->height; y++)
        for (uint32_t x = 0; x < out->width; x++)
            out->px[y * out->stride + x] = scaled(in, &across[x], &down[y]);
    gli_free(ctx, across);
    gli_free(ctx, down);
    return made ? GLITCH_OK : GLITCH_ENOMEM;
}
