/* thumbnail.c - pictures made small, or icons large. */
#include "thumbnail.h"

enum { SQUARE = 8, DARK = 0x50, LIGHT = 0x68 }; /* the ground, its size and its greys */

/*
 * Sums over pixels, weighed by their area and their alpha. The area of a whole picture
 * counts as width x height, of which no memory has more than 2^45: no sum, and nothing that
 * is made of one, needs more than 62 bits.
 */
typedef struct sums {
    uint64_t red, green, blue, alpha;
} sums;

/* ---- sizes --------------------------------------------------------------- */

/* n * to / of, rounded up: never nothing, and the same again in the box that it makes. */
static uint32_t scaled(uint32_t n, uint32_t to, uint32_t of)
{
    return (uint32_t)(((uint64_t)n * to + of - 1) / of);
}

extent thumbnail_size(extent picture, extent box)
{
    uint32_t across = box.width / picture.width, down = box.height / picture.height;
    uint32_t times = across < down ? across : down;
    if (times)
        return (extent) { picture.width * times, picture.height * times };
    if ((uint64_t)picture.width * box.height >= (uint64_t)picture.height * box.width)
        return (extent) { box.width, scaled(picture.height, box.width, picture.width) };
    return (extent) { scaled(picture.width, box.height, picture.height), box.height };
}

/* ---- the mean of an area ------------------------------------------------- */

/*
 * Along either axis, let a pixel of the frame be `out` parts long and one of the thumbnail
 * `in` parts, for `in` pixels of the frame and `out` of the thumbnail: both begin at whole
 * parts, so that the part that two have in common is a whole number, too.
 */
static uint64_t in_common(uint64_t in_at, uint64_t out, uint64_t out_at, uint64_t in)
{
    uint64_t from = in_at * out, to = from + out;
    uint64_t out_from = out_at * in, out_to = out_from + in;
    from = from > out_from ? from : out_from;
    to = to < out_to ? to : out_to;
    return from < to ? to - from : 0;
}

static void add(sums *s, PixelTuple p, uint64_t weight)
{
    weight *= p.alpha;
    s->red += p.red * weight;
    s->green += p.green * weight;
    s->blue += p.blue * weight;
    s->alpha += weight;
}

static void add_row(
    sums *row, uint32_t out, const PixelTuple *px, uint32_t in, uint64_t weight)
{
    for (uint32_t x = 0; x < out; x++) {
        uint64_t i = (uint64_t)x * in / out;
        for (uint64_t part; i < in && (part = in_common(i, out, x, in)); i++)
            add(&row[x], px[i], part * weight);
    }
}

static uint8_t over(uint64_t color, uint64_t alpha, uint64_t all, uint64_t ground)
{
    return (uint8_t)((color + (all - alpha) * ground + all / 2) / all);
}

/* `all` is the sum of the alphas where everything is opaque. */
static PixelTuple mean(const sums *s, uint64_t all, uint32_t x, uint32_t y)
{
    uint64_t ground = (x / SQUARE + y / SQUARE) % 2 ? LIGHT : DARK;
    return (PixelTuple) { over(s->red, s->alpha, all, ground),
        over(s->green, s->alpha, all, ground), over(s->blue, s->alpha, all, ground),
        UINT8_MAX };
}

void thumbnail_draw(canvas area, const glitch_frame *frame)
{
    uint32_t in = frame->height, out = area.size.height;
    uint64_t all = (uint64_t)frame->width * in * UINT8_MAX;
    if (all == 0)
        return; /* an empty frame has no mean */
    for (uint32_t y = 0; y < out; y++) {
        sums row[THUMBNAIL_MOST] = { { 0 } };
        uint64_t i = (uint64_t)y * in / out;
        for (uint64_t part; i < in && (part = in_common(i, out, y, in)); i++)
            add_row(row, area.size.width, frame->px + i * frame->stride, frame->width,
                part);
        for (uint32_t x = 0; x < area.size.width; x++)
            area.px[y * area.stride + x] = mean(&row[x], all, x, y);
    }
}
