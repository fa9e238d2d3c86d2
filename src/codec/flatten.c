/* flatten.c - rows without alpha, for the formats that have none. */
#include "codec/flatten.h"

static bool is_opaque(const PixelTuple *row, uint32_t width)
{
    unsigned all = 255;
    for (uint32_t x = 0; x < width; x++)
        all &= row[x].alpha;
    return all == 255;
}

bool gli_is_opaque(const glitch_frame *frame)
{
    for (uint32_t y = 0; y < frame->height; y++)
        if (!is_opaque(frame->px + y * frame->stride, frame->width))
            return false;
    return true;
}

static uint8_t blend(uint8_t over, uint8_t under, uint8_t alpha)
{
    return (uint8_t)((over * alpha + under * (255 - alpha) + 127) / 255);
}

static void tell(gli_flatten *f)
{
    if (!f->told)
        gli_notice(f->ctx, GLITCH_NOTICE_BENIGN,
            "%s: it holds no alpha; what is not opaque is blended with %02x%02x%02x",
            f->name, f->matte.red, f->matte.green, f->matte.blue);
    f->told = true;
}

glitch_status gli_flatten_begin(gli_flatten *f, const gli_writer *out, uint32_t width,
    const glitch_sink_options *opt)
{
    static const PixelTuple white = { 255, 255, 255, 255 };
    *f = (gli_flatten) { .ctx = out->ctx,
        .name = out->name,
        .matte = opt->matte.alpha ? opt->matte : white,
        .width = width };
    f->row = gli_alloc(f->ctx, width, sizeof *f->row);
    return f->row ? GLITCH_OK : GLITCH_ENOMEM;
}

const PixelTuple *gli_flatten_row(gli_flatten *f, const PixelTuple *row)
{
    const PixelTuple m = f->matte;
    if (is_opaque(row, f->width))
        return row;
    tell(f);
    for (uint32_t x = 0; x < f->width; x++) {
        PixelTuple p = row[x];
        f->row[x] = (PixelTuple) { blend(p.red, m.red, p.alpha),
            blend(p.green, m.green, p.alpha), blend(p.blue, m.blue, p.alpha), 255 };
    }
    return f->row;
}

void gli_flatten_end(gli_flatten *f)
{
    if (f->ctx)
        gli_free(f->ctx, f->row);
    f->row = NULL;
}
