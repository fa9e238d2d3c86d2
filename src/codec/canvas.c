/* canvas.c - what a viewer shows of an animation whose frames are parts of the picture. */
#include "codec/canvas.h"
#include <string.h>

static gli_rect clip(const gli_canvas *c, gli_rect a)
{
    if (a.x >= c->width || a.y >= c->height)
        return (gli_rect) { 0 };
    if (a.width > c->width - a.x)
        a.width = c->width - a.x;
    if (a.height > c->height - a.y)
        a.height = c->height - a.y;
    return a;
}

static PixelTuple *at(const gli_canvas *c, uint32_t x, uint32_t y)
{
    return c->px + (size_t)y * c->width + x;
}

static void dispose(gli_canvas *c)
{
    const gli_rect *a = &c->frame;
    for (uint32_t i = 0; i < a->height; i++) {
        PixelTuple *row = at(c, a->x, a->y + i);
        size_t bytes = a->width * sizeof *row;
        if (c->disposal == GLI_CLEAR)
            memset(row, 0, bytes);
        else if (c->disposal == GLI_RESTORE)
            memcpy(row, c->saved + (size_t)i * a->width, bytes);
    }
}

static glitch_status save(gli_canvas *c)
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

glitch_status gli_canvas_begin(gli_canvas *c, gli_rect where, gli_disposal disposal)
{
    if (!c->px)
        c->px = gli_zalloc(c->ctx, c->width, (size_t)c->height * sizeof *c->px);
    if (!c->px)
        return GLITCH_ENOMEM;
    dispose(c);
    c->frame = clip(c, where);
    c->disposal = disposal;
    return disposal == GLI_RESTORE ? save(c) : GLITCH_OK;
}

PixelTuple *gli_canvas_row(const gli_canvas *c, uint32_t y)
{
    return at(c, c->frame.x, c->frame.y + y);
}

static uint8_t mix(uint8_t over, uint32_t weight, uint8_t under, uint32_t rest)
{
    uint32_t sum = weight + rest;
    return (uint8_t)((over * weight + under * rest + sum / 2) / sum);
}

/* "Over", as Porter and Duff have it, of colours that are not multiplied with their alpha. */
static PixelTuple blend(PixelTuple over, PixelTuple under)
{
    if (over.alpha == 255 || under.alpha == 0)
        return over;
    if (over.alpha == 0)
        return under;
    uint32_t weight = over.alpha * 255U, rest = (255U - over.alpha) * under.alpha;
    return (PixelTuple) { mix(over.red, weight, under.red, rest),
        mix(over.green, weight, under.green, rest),
        mix(over.blue, weight, under.blue, rest),
        (uint8_t)((weight + rest + 127) / 255) };
}

void gli_canvas_draw(gli_canvas *c, uint32_t y, const PixelTuple *from, bool over)
{
    PixelTuple *to = gli_canvas_row(c, y);
    if (!over)
        memcpy(to, from, c->frame.width * sizeof *to);
    else
        for (uint32_t x = 0; x < c->frame.width; x++)
            to[x] = blend(from[x], to[x]);
}

void gli_canvas_free(gli_canvas *c)
{
    gli_free(c->ctx, c->px);
    gli_free(c->ctx, c->saved);
}
