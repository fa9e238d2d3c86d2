/* window.c - row filters, pulled one row at a time. */
#include "iter/window.h"
#include <string.h>

#define NO_ROW UINT32_MAX

/*
 * A link: a filter, and what it sees of its input.
 *
 * Its cache is a ring of above + below + 1 rows, row y in slot y mod their number. A
 * filter that wraps also keeps the rows at the seam for the whole frame: it needs the
 * last ones for the first rows, and the first ones for the last rows.
 */
struct glitch_window {
    gli_step step;
    uint32_t width, height;
    uint32_t y;             /* of the output row in the making */
    const glitch_frame *in; /* the input of the first link, else NULL */
    glitch_window *before;  /* what computes the input of the others */
    bool cached;            /* rows come from the cache, not straight from `in` */
    uint32_t slots;         /* of the ring; those for the seam follow */
    uint32_t *row_in_slot;  /* or NO_ROW */
    PixelTuple *cache;
    PixelTuple *beyond; /* what stands for rows of which the edge has none */
};

bool gli_step_needs_whole(const gli_step *step, uint32_t height)
{
    uint64_t reach = (uint64_t)step->reach.above + step->reach.below;
    if (step->reach.edge == GLITCH_EDGE_WRAP) /* the seam takes as many rows again */
        reach *= 2;
    return reach > 0 && reach + 1 >= height;
}

static const PixelTuple *frame_row(const glitch_frame *f, uint32_t y)
{
    return f->px + y * f->stride;
}

/* Which row stands at y, which may lie outside of the frame, or NO_ROW. */
static uint32_t resolve(const glitch_window *w, int64_t y)
{
    return (uint32_t)glitch_edge_at(w->step.reach.edge, y, w->height);
}

static uint32_t slot_of(const glitch_window *w, uint32_t y)
{
    const glitch_reach *r = &w->step.reach;
    if (r->edge == GLITCH_EDGE_WRAP) {
        if (y < r->below)
            return w->slots + y;
        if (y >= w->height - r->above)
            return w->slots + r->below + (y - (w->height - r->above));
    }
    return y % w->slots; /* NOLINT(clang-analyzer-core.DivideZero): there is one */
}

static PixelTuple *slot_pixels(const glitch_window *w, uint32_t slot)
{
    return w->cache + (size_t)slot * w->width;
}

static void compute(glitch_window *w, uint32_t y, PixelTuple *out);

/* Bring input row y into the cache. */
static void fetch(glitch_window *w, uint32_t y)
{
    uint32_t slot = slot_of(w, y);
    if (w->row_in_slot[slot] == y)
        return;
    PixelTuple *pixels = slot_pixels(w, slot);
    if (w->before)
        compute(w->before, y, pixels);
    else
        memcpy(pixels, frame_row(w->in, y), w->width * sizeof *pixels);
    w->row_in_slot[slot] = y;
}

/*
 * After a jump back (a wrapping filter asks for the bottom rows first) the ring is
 * cleared. Rows found in it by chance would let the filters before fall behind: they
 * would be asked for others later, when rows of `in` may have been overwritten.
 */
static void forget(glitch_window *w)
{
    for (uint32_t i = 0; i < w->slots; i++)
        w->row_in_slot[i] = NO_ROW;
}

bool gli_step_needs(const gli_step *step, uint32_t y)
{
    return !step->blend || gli_blend_needs(step->blend, y);
}

void gli_step_finish(const gli_step *step, uint32_t y, const PixelTuple *in,
    uint32_t width, PixelTuple *out)
{
    if (step->blend)
        gli_blend_row(step->blend, y, in, width, out);
    if (step->past)
        gli_past_row(step->past, y, in, out);
}

/*
 * Bring the rows around y into the cache. Beyond the edge only one that wraps has others:
 * what is mirrored is as near on this side.
 */
static void fetch_around(glitch_window *w, uint32_t y)
{
    const glitch_reach *r = &w->step.reach;
    bool wraps = r->edge == GLITCH_EDGE_WRAP;
    for (int64_t i = (int64_t)y - r->above; i <= (int64_t)y + r->below; i++)
        if (wraps || (i >= 0 && i < w->height))
            fetch(w, resolve(w, i));
}

static void compute(glitch_window *w, uint32_t y, PixelTuple *out)
{
    const gli_step *step = &w->step;
    if (w->cached && y < w->y)
        forget(w);
    if (w->cached)
        fetch_around(w, y);
    w->y = y;
    if (gli_step_needs(step, y))
        step->filter->row(step->state, w, y, out);
    if (step->blend || step->past)
        gli_step_finish(step, y, glitch_window_row(w, 0), w->width, out);
}

static bool make_cache(gli_arena *arena, glitch_window *w)
{
    const glitch_reach *r = &w->step.reach;
    uint32_t seam = r->edge == GLITCH_EDGE_WRAP ? r->above + r->below : 0;
    w->cached = true;
    w->slots = r->above + r->below + 1;
    uint32_t all = w->slots + seam;
    w->row_in_slot = gli_arena_alloc(arena, all, sizeof *w->row_in_slot);
    w->cache = gli_arena_alloc(arena, all, (size_t)w->width * sizeof *w->cache);
    if (!w->row_in_slot || !w->cache)
        return false;
    for (uint32_t i = 0; i < all; i++)
        w->row_in_slot[i] = NO_ROW;
    return true;
}

static bool make_beyond(gli_arena *arena, glitch_window *w)
{
    PixelTuple pixel = glitch_edge_pixel(w->step.reach.edge);
    w->beyond = gli_arena_alloc(arena, w->width, sizeof pixel);
    for (uint32_t x = 0; w->beyond && x < w->width; x++)
        w->beyond[x] = pixel;
    return w->beyond != NULL;
}

/* What a link needs memory for. */
static bool prepare(gli_arena *arena, glitch_window *w, bool cached)
{
    const glitch_reach *r = &w->step.reach;
    bool ends = r->edge == GLITCH_EDGE_TRANSPARENT || r->edge == GLITCH_EDGE_BLACK;
    if (ends && (r->above || r->below) && !make_beyond(arena, w))
        return false;
    return !cached || make_cache(arena, w);
}

glitch_status gli_run_rows(gli_arena *arena, const gli_step *steps, size_t count,
    const glitch_frame *in, const glitch_frame *out)
{
    glitch_window *links = gli_arena_alloc(arena, count, sizeof *links);
    if (!links)
        return GLITCH_ENOMEM;
    bool in_place = in->px == out->px;
    for (size_t i = 0; i < count; i++) {
        glitch_window *w = &links[i];
        *w = (glitch_window) {
            .step = steps[i], .width = in->width, .height = in->height
        };
        if (i > 0)
            w->before = &links[i - 1];
        else
            w->in = in;
        if (!prepare(arena, w, i > 0 || in_place))
            return GLITCH_ENOMEM;
    }
    for (uint32_t y = 0; y < in->height; y++) {
        glitch_status s = gli_poll(arena->ctx);
        if (s)
            return s;
        compute(&links[count - 1], y, out->px + y * out->stride);
        if (arena->ctx->report)
            arena->ctx->report(arena->ctx->report_user, in->index, y + 1, in->height);
    }
    return GLITCH_OK;
}

/* ---- what a filter may ask ----------------------------------------------- */

const PixelTuple *glitch_window_row(const glitch_window *w, int32_t dy)
{
    uint32_t y = resolve(w, (int64_t)w->y + dy);
    if (y == NO_ROW)
        return w->beyond;
    return w->cached ? slot_pixels(w, slot_of(w, y)) : frame_row(w->in, y);
}

uint32_t glitch_window_width(const glitch_window *w)
{
    return w->width;
}

uint32_t glitch_window_height(const glitch_window *w)
{
    return w->height;
}

const glitch_frame *glitch_window_frame(const glitch_window *w)
{
    const glitch_reach *r = &w->step.reach;
    return r->above == GLITCH_WHOLE || r->below == GLITCH_WHOLE ? w->in : NULL;
}
