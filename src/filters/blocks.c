/*
 * blocks.c - copies of random rectangles at wrong places: macroblocks whose motion vectors
 * were received wrong.
 */
#include "filters/rects.h"
#include <glitch/filters.h>
#include <string.h>

typedef glitch_blocks_params params;

typedef struct state {
    gli_rects rects; /* where the copies are shown */
    struct {
        int32_t x, y;
    } * by; /* where each comes from, from there */
    glitch_edge edge;
} state;

static int32_t farthest(const params *q, uint32_t extent)
{
    if (!GLITCH_IS_AUTO(q->distance.value))
        return glitch_length_pixels(q->distance, extent);
    int32_t d = (int32_t)(q->level * extent / 40);
    return d < 1 ? 1 : d;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    int32_t count =
        q->count == GLITCH_INT_AUTO ? 2 + (int32_t)(q->level * 4) : q->count;
    int32_t across = farthest(q, shape->width), down = farthest(q, shape->height);
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s || !(s->by = glitch_plan_alloc(p, (size_t)count + 1, sizeof *s->by)))
        return GLITCH_ENOMEM;
    for (int32_t i = 0; i < count; i++) {
        s->by[i].x = glitch_plan_range(p, -across, across);
        s->by[i].y = glitch_plan_range(p, -down, down);
    }
    s->edge = (glitch_edge)q->edge;
    reach->above = GLITCH_WHOLE;
    *out = s;
    return gli_rects_draw(
        p, shape, (uint32_t)count, q->width, q->height, 0.25, &s->rects);
}

/* What of the rectangle is in row y, most of it with one copy. */
static void copy_row(const glitch_frame *f, const gli_rect *r, int64_t x, int64_t y,
    glitch_edge edge, PixelTuple *out)
{
    int32_t from = glitch_edge_at(edge, y, f->height);
    if (from >= 0 && x >= 0 && x + r->width <= f->width) {
        memcpy(out, f->px + (size_t)from * f->stride + x, r->width * sizeof *out);
        return;
    }
    for (uint32_t i = 0; i < r->width; i++)
        out[i] = glitch_pixel_at(f, x + i, y, edge);
}

/* Of two copies that meet, the later one shows; all of them are of the input. */
static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const glitch_frame *f = glitch_window_frame(in);
    memcpy(out, f->px + y * f->stride, f->width * sizeof *out);
    for (uint32_t i = 0; i < s->rects.count; i++) {
        const gli_rect *r = &s->rects.list[i];
        if (gli_rect_has_row(r, y))
            copy_row(f, r, (int64_t)r->x - s->by[i].x, (int64_t)y - s->by[i].y, s->edge,
                out + r->x);
    }
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, for count and distance; auto: the intensity" },
    { "count", GLITCH_INT, offsetof(params, count), "auto", 0, GLI_MOST_RECTS, NULL,
        GLITCH_AUTO_FILTER, "how many blocks; auto: two, and four for each level" },
    { "width", GLITCH_LENGTH, offsetof(params, width), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "largest width of a block, in pixels or % of the width; auto: a quarter" },
    { "height", GLITCH_LENGTH, offsetof(params, height), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "largest height of a block, in pixels or % of the height; auto: a quarter" },
    { "distance", GLITCH_LENGTH, offsetof(params, distance), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "how far a block moves at most, in pixels or % of width and height; auto: 2.5% "
        "for each level" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "wrap", 0, 0, NULL, GLITCH_AUTO_NONE,
        "what a block shows that comes from outside" },
    { 0 },
};

const glitch_filter gli_blocks = {
    .struct_size = sizeof(glitch_filter),
    .name = "blocks",
    .summary = "copy random rectangles to wrong places",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
