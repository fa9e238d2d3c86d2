/* histogram.c - the colours of a picture, counted on a coarse grid. */
#include "codec/histogram.h"
#include <string.h>

void gli_histogram_clear(gli_histogram *h)
{
    memset(h->cells, 0, sizeof h->cells);
    if (h->tallied)
        memset(h->tallies, 0, sizeof h->tallies);
    h->tallied = false;
}

/* ---- colours that many have ---------------------------------------------- */

static uint32_t rgb_of(PixelTuple c)
{
    return (uint32_t)c.red << 16 | (uint32_t)c.green << 8 | c.blue;
}

/* A colour that finds no place is one of its cell. */
void gli_histogram_add_flat(gli_histogram *h, PixelTuple c)
{
    enum { PLACES = 4 };
    uint32_t rgb = rgb_of(c);
    uint32_t at = (uint32_t)(rgb * UINT32_C(0x9e3779b1)) >> (32 - GLI_TALLY_BITS);
    h->tallied = true;
    for (uint32_t i = 0; i < PLACES; i++) {
        gli_tally *t = &h->tallies[(at + i) % GLI_TALLIES];
        if (t->count == 0)
            t->rgb = rgb;
        if (t->rgb == rgb) {
            t->count++;
            return;
        }
    }
    gli_histogram_add(h, c);
}

static void add_point(gli_points *p, PixelTuple c, gli_moment m)
{
    p->color[p->count] = c;
    p->sum[p->count++] = m;
}

static void add_to_cell(gli_histogram *h, PixelTuple c, gli_moment m)
{
    gli_moment *to = &h->cells[gli_cell(gli_word(c))];
    to->count += m.count;
    to->red += m.red;
    to->green += m.green;
    to->blue += m.blue;
}

/* What many have is a point; the rest goes to the cells. */
static void settle(gli_histogram *h, gli_points *out)
{
    enum { FEW = 2048 }; /* one of so many is not much */
    uint32_t samples = 0;
    for (size_t i = 0; i < GLI_TALLIES; i++)
        samples += h->tallies[i].count;
    for (size_t i = 0; i < GLI_TALLIES; i++) {
        uint32_t n = h->tallies[i].count, rgb = h->tallies[i].rgb;
        PixelTuple c = { (uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255 };
        gli_moment m = { n, n * c.red, n * c.green, n * c.blue };
        if (n > 0 && n >= samples / FEW)
            add_point(out, c, m);
        else if (n > 0)
            add_to_cell(h, c, m);
    }
}

void gli_histogram_points(gli_histogram *h, gli_points *out)
{
    out->count = 0;
    if (h->tallied)
        settle(h, out);
    for (size_t i = 0; i < GLI_CELLS; i++) {
        if (h->cells[i].count > 0)
            add_point(out, gli_mean(&h->cells[i]), h->cells[i]);
    }
}

uint64_t gli_points_weight(const gli_points *points)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < points->count; i++)
        sum += points->sum[i].count;
    return sum;
}
