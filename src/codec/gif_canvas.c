/* gif_canvas.c - what a viewer shows of a GIF. */
#include "codec/gif_canvas.h"
#include <gif_lib.h>
#include <string.h>

static gli_rect clip(const gli_gif_canvas *c, gli_rect a)
{
    if (a.x >= c->width || a.y >= c->height)
        return (gli_rect) { 0 };
    if (a.width > c->width - a.x)
        a.width = c->width - a.x;
    if (a.height > c->height - a.y)
        a.height = c->height - a.y;
    return a;
}

static PixelTuple *at(const gli_gif_canvas *c, uint32_t x, uint32_t y)
{
    return c->px + (size_t)y * c->width + x;
}

static void dispose(gli_gif_canvas *c)
{
    const gli_rect *a = &c->frame;
    for (uint32_t i = 0; i < a->height; i++) {
        PixelTuple *row = at(c, a->x, a->y + i);
        size_t bytes = a->width * sizeof *row;
        if (c->disposal == DISPOSE_BACKGROUND)
            memset(row, 0, bytes);
        else if (c->disposal == DISPOSE_PREVIOUS)
            memcpy(row, c->saved + (size_t)i * a->width, bytes);
    }
}

static glitch_status save(gli_gif_canvas *c)
{
    const gli_rect *a = &c->frame;
    if (!c->saved) /* as large as any frame can be */
        c->saved = gli_alloc(c->ctx, c->width, (size_t)c->height * sizeof *c->saved);
    if (!c->saved)
        return GLITCH_ENOMEM;
    for (uint32_t i = 0; i < a->height; i++)
        memcpy(c->saved + (size_t)i * a->width, at(c, a->x, a->y + i),
            a->width * sizeof *c->saved);
    return GLITCH_OK;
}

glitch_status gli_gif_canvas_begin(gli_gif_canvas *c, gli_rect where, int disposal)
{
    if (!c->px)
        c->px = gli_zalloc(c->ctx, c->width, (size_t)c->height * sizeof *c->px);
    if (!c->px)
        return GLITCH_ENOMEM;
    dispose(c);
    c->frame = clip(c, where);
    c->disposal = disposal;
    return disposal == DISPOSE_PREVIOUS ? save(c) : GLITCH_OK;
}

void gli_gif_canvas_draw(gli_gif_canvas *c, uint32_t y, const uint8_t *indices,
    size_t count, const PixelTuple colors[256])
{
    if (y >= c->frame.height)
        return;
    PixelTuple *row = at(c, c->frame.x, c->frame.y + y);
    for (uint32_t x = 0; x < c->frame.width && x < count; x++) {
        PixelTuple color = colors[indices[x]];
        if (color.alpha)
            row[x] = color;
    }
}

void gli_gif_canvas_free(gli_gif_canvas *c)
{
    gli_free(c->ctx, c->px);
    gli_free(c->ctx, c->saved);
}
