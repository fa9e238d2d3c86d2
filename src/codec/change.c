/* change.c - what of a frame has to be written, where the one before is shown. */
#include "codec/change.h"
#include <string.h>

/* Unchanged pixels in shorter runs cost more than they save when they are left out. */
enum { LONG_RUN = 16 };

static bool is_same(PixelTuple a, PixelTuple b)
{
    return (a.alpha == 0 && b.alpha == 0)
        || (a.red == b.red && a.green == b.green && a.blue == b.blue
            && a.alpha == b.alpha);
}

/* ---- where ---------------------------------------------------------------- */

/* The area so far, by its edges. */
typedef struct edges {
    uint32_t left, top, right, bottom; /* the latter two are just outside */
    bool opaque;                       /* all that changes within */
} edges;

static void compare_row(
    edges *e, const PixelTuple *old, const PixelTuple *row, uint32_t width, uint32_t y)
{
    if (memcmp(old, row, width * sizeof *row) == 0)
        return;
    for (uint32_t x = 0; x < width; x++) {
        if (is_same(old[x], row[x]))
            continue;
        e->left = x < e->left ? x : e->left;
        e->right = x >= e->right ? x + 1 : e->right;
        e->top = y < e->top ? y : e->top;
        e->bottom = y + 1;
        e->opaque &= row[x].alpha == 255;
    }
}

gli_change gli_change_of(const PixelTuple *shown, const glitch_frame *f)
{
    edges e = { f->width, f->height, 0, 0, true };
    for (uint32_t y = 0; y < f->height; y++)
        compare_row(
            &e, shown + (size_t)y * f->width, f->px + y * f->stride, f->width, y);
    if (e.bottom == 0) /* nothing: a frame has a pixel even so */
        return (gli_change) { { 0, 0, 1, 1 }, true };
    return (
        gli_change) { { e.left, e.top, e.right - e.left, e.bottom - e.top }, e.opaque };
}

/* ---- what ----------------------------------------------------------------- */

static PixelTuple settle(PixelTuple c)
{
    return c.alpha ? c : (PixelTuple) { 0 };
}

/* What is not opaque has not changed: else it could not be laid over. */
static void leave_out(PixelTuple *row, const PixelTuple *old, uint32_t width)
{
    uint32_t run = 0; /* of pixels before x that have not changed */
    for (uint32_t x = 0; x <= width; x++) {
        if (x < width && is_same(row[x], old[x])) {
            run++;
            continue;
        }
        if (run >= LONG_RUN)
            memset(row + x - run, 0, run * sizeof *row);
        run = 0;
    }
    for (uint32_t x = 0; x < width; x++)
        if (row[x].alpha < 255)
            row[x] = (PixelTuple) { 0 };
}

void gli_change_take_row(const gli_change *change, PixelTuple *shown,
    const glitch_frame *f, uint32_t y, PixelTuple *row)
{
    const gli_rect *a = &change->area;
    const PixelTuple *from = f->px + (a->y + y) * f->stride + a->x;
    PixelTuple *old = shown + (size_t)(a->y + y) * f->width + a->x;
    for (uint32_t x = 0; x < a->width; x++)
        row[x] = settle(from[x]);
    if (change->over)
        leave_out(row, old, a->width);
    for (uint32_t x = 0; x < a->width; x++)
        old[x] = settle(from[x]);
}
