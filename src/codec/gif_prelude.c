/* gif_prelude.c - the first frames of a small animation, looked at before any is coded. */
#include "codec/gif_prelude.h"
#include "codec/gif_load.h"

enum { MOST_BYTES = 2 << 20, MOST_COLORS = 255 /* and one for what stays as it is */ };

void gli_gif_prelude_begin(
    gli_gif_prelude *p, glitch_ctx *ctx, uint32_t width, uint32_t height)
{
    uint64_t room = MOST_BYTES / sizeof *p->px[0] / width / height;
    p->ctx = ctx;
    p->width = width;
    p->height = height;
    p->room = (uint32_t)(room < GLI_PRELUDE_FRAMES ? room : GLI_PRELUDE_FRAMES);
    gli_color_set_clear(&p->colors);
}

void gli_gif_prelude_free(gli_gif_prelude *p)
{
    for (uint32_t i = 0; i < p->count; i++)
        gli_free(p->ctx, p->px[i]);
    p->count = p->room = 0;
}

bool gli_gif_prelude_is_open(const gli_gif_prelude *p)
{
    return p->count < p->room;
}

static void add_colors(gli_gif_prelude *p, const gli_gif_frame *f)
{
    bool fit = f->few;
    for (int i = 0; fit && i < f->colors.count; i++)
        fit = gli_color_set_add(&p->colors, f->colors.colors[i]);
    if (!fit) /* there is nothing more to find out */
        p->room = p->count;
    if (!fit)
        p->colors.count = GLI_SET_MOST + 1;
    p->most = f->colors.count > p->most ? f->colors.count : p->most;
}

glitch_status gli_gif_prelude_add(
    gli_gif_prelude *p, const glitch_frame *f, PixelTuple matte)
{
    PixelTuple *px = gli_alloc(p->ctx, (size_t)p->width * p->height, sizeof *px);
    if (!px)
        return GLITCH_ENOMEM;
    p->loaded.px = p->px[p->count] = px;
    p->delay_ms[p->count++] = f->delay_ms;
    gli_gif_load(&p->loaded, f, matte);
    add_colors(p, &p->loaded);
    return GLITCH_OK;
}

static int index_bits(int colors)
{
    int bits = 2;
    while (1 << bits < colors + 1)
        bits++;
    return bits;
}

bool gli_gif_prelude_is_one(const gli_gif_prelude *p, int most_colors)
{
    int count = p->colors.count;
    return count <= MOST_COLORS && count <= most_colors
        && index_bits(count) == index_bits(p->most);
}

glitch_frame gli_gif_prelude_frame(const gli_gif_prelude *p, uint32_t i)
{
    return (glitch_frame) { .px = p->px[i],
        .stride = p->width,
        .width = p->width,
        .height = p->height,
        .index = i,
        .delay_ms = p->delay_ms[i] };
}
