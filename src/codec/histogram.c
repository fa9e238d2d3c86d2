/* histogram.c - the colours of a picture, counted on a coarse grid. */
#include "codec/histogram.h"
#include <string.h>

void gli_histogram_clear(gli_histogram *h)
{
    memset(h->cells, 0, sizeof h->cells);
    if (h->fine_count > 0)
        memset(h->fine, 0, sizeof h->fine);
    h->fine_count = 0;
}

int gli_histogram_cells(const gli_histogram *h)
{
    int count = 0;
    for (size_t i = 0; i < GLI_CELLS; i++)
        count += h->cells[i].count > 0;
    return count;
}

/* ---- the finer grid ------------------------------------------------------ */

static uint32_t key_of(PixelTuple c, int bits)
{
    int drop = 8 - bits;
    return (uint32_t)(c.red >> drop) << 16 | (uint32_t)(c.green >> drop) << 8
        | (uint32_t)(c.blue >> drop);
}

/* What finds no place is in a cell of the coarse grid. */
void gli_histogram_add_fine(gli_histogram *h, PixelTuple c, int bits)
{
    enum { PLACES = 4 };
    uint32_t key = key_of(c, bits);
    uint32_t at = (uint32_t)(key * UINT32_C(0x9e3779b1)) >> (32 - GLI_FINE_BITS);
    for (uint32_t i = 0; i < PLACES; i++) {
        gli_fine_cell *cell = &h->fine[(at + i) % GLI_FINE_CELLS];
        if (cell->sum.count == 0) {
            cell->key = key;
            h->fine_count++;
        }
        if (cell->key == key) {
            gli_moment_add(&cell->sum, c);
            return;
        }
    }
    gli_histogram_add(h, c);
}

static void add_point(gli_points *p, gli_moment m)
{
    p->color[p->count] = gli_mean(&m);
    p->sum[p->count++] = m;
}

static void add_to_coarse(gli_histogram *h, gli_moment m)
{
    gli_moment *to = &h->cells[gli_cell(gli_word(gli_mean(&m)))];
    to->count += m.count;
    to->red += m.red;
    to->green += m.green;
    to->blue += m.blue;
}

static uint32_t fine_samples(const gli_histogram *h)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < GLI_FINE_CELLS; i++)
        sum += h->fine[i].sum.count;
    return sum;
}

/* Of many cells, those in which there is little go to the coarse grid. */
static void settle(gli_histogram *h, gli_points *out)
{
    enum { MANY = GLI_FINE_CELLS / 2, PART = 2048 };
    uint32_t least = h->fine_count > MANY ? fine_samples(h) / PART : 0;
    for (size_t i = 0; i < GLI_FINE_CELLS; i++) {
        gli_moment m = h->fine[i].sum;
        if (m.count > 0 && m.count >= least)
            add_point(out, m);
        else if (m.count > 0)
            add_to_coarse(h, m);
    }
}

void gli_histogram_points(gli_histogram *h, gli_points *out)
{
    out->count = 0;
    if (h->fine_count > 0)
        settle(h, out);
    for (size_t i = 0; i < GLI_CELLS; i++) {
        if (h->cells[i].count > 0)
            add_point(out, h->cells[i]);
    }
}

uint64_t gli_points_weight(const gli_points *points)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < points->count; i++)
        sum += points->sum[i].count;
    return sum;
}
