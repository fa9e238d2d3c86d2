/* gif_near.c - a frame of a GIF by strings of near colours. */
#include "codec/gif_near.h"

gli_gif_near *gli_gif_near_new(glitch_ctx *ctx, uint32_t width, uint32_t height)
{
    size_t pixels = (size_t)width * height;
    gli_gif_near *n = gli_zalloc(ctx, 1, sizeof *n);
    if (!n)
        return NULL;
    n->lzw.pixels = gli_alloc(ctx, pixels, sizeof *n->lzw.pixels);
    n->lzw.indices = gli_alloc(ctx, pixels, sizeof *n->lzw.indices);
    n->lzw.spent = gli_alloc(ctx, width, sizeof *n->lzw.spent);
    n->lzw.around = gli_alloc(ctx, width, sizeof *n->lzw.around);
    if (n->lzw.pixels && n->lzw.indices && n->lzw.spent && n->lzw.around)
        return n;
    gli_gif_near_free(n, ctx);
    return NULL;
}

void gli_gif_near_free(gli_gif_near *n, glitch_ctx *ctx)
{
    if (!n)
        return;
    gli_free(ctx, n->lzw.pixels);
    gli_free(ctx, n->lzw.indices);
    gli_free(ctx, n->lzw.spent);
    gli_free(ctx, n->lzw.around);
    gli_free(ctx, n);
}

uint64_t gli_gif_near_size(uint32_t width, uint32_t height)
{
    uint64_t pixels = (uint64_t)width * height;
    return sizeof(gli_gif_near) + pixels * (sizeof(gli_near_pixel) + 1)
        + (uint64_t)width * (sizeof(uint32_t) + sizeof(uint32_t));
}

void gli_gif_near_begin(gli_gif_near *n, uint32_t width, const gli_palette *palette,
    int transparent, unsigned index_bits, gli_near_search search, unsigned char *codes)
{
    n->lzw.width = width;
    n->shown = 0;
    gli_lzw_near_begin(&n->lzw, palette->colors, palette->count, transparent,
        index_bits, search, codes);
}

void gli_gif_near_add(gli_gif_near *n, const gli_gif_row *row, const gli_row_work *w)
{
    gli_near_pixel *to = n->lzw.pixels + n->lzw.count;
    for (uint32_t x = 0; x < n->lzw.width; x++) {
        uint32_t now = gli_word(row->now[x]);
        int32_t far = gli_word_distance(now, gli_word(row->shown[x]));
        to[x] = (gli_near_pixel) { now, w->far[x], w->stays[x] ? far : -1 };
        if (!row->now[x].alpha)
            to[x] = (gli_near_pixel) { now, GLI_NEAR_CLEAR, 0 };
    }
    n->lzw.count += n->lzw.width;
}

bool gli_gif_near_show(gli_gif_near *n, PixelTuple *screen)
{
    size_t begin = (size_t)n->shown * n->lzw.width;
    if (n->lzw.known < begin + n->lzw.width)
        return false;
    const uint8_t *indices = n->lzw.indices + begin;
    for (uint32_t x = 0; x < n->lzw.width; x++)
        if (indices[x] != n->lzw.transparent)
            screen[x] = gli_pixel(n->lzw.colors[indices[x]] | GLI_ALPHA_MASK);
    n->shown++;
    return true;
}

void gli_gif_near_refit(const gli_gif_near *n, gli_palette *palette)
{
    gli_moment sums[256] = { { 0 } };
    const gli_lzw_near *z = &n->lzw;
    size_t step = 1 + z->done / GLI_MOST_SAMPLES;
    for (size_t i = 0; i < z->done; i += step)
        gli_moment_add(&sums[z->indices[i]], gli_pixel(z->pixels[i].color));
    for (int i = 0; i < palette->count; i++)
        if (sums[i].count > 0)
            palette->colors[i] = gli_mean(&sums[i]);
}
