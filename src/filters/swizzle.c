/*
 * swizzle.c - red, green and blue exchanged, everywhere or in random rectangles: planes
 * that were read in another order than they were written.
 */
#include "filters/rects.h"
#include <glitch/filters.h>
#include <stdbool.h>
#include <string.h>

enum { RANDOM, ORDERS = 5 };

typedef glitch_swizzle_params params;

typedef struct state {
    bool whole;
    gli_rects rects;
    uint8_t *order; /* of each rectangle, or of all: an index into `taken` */
} state;

/* Which of the three red, green and blue are taken from. */
static const uint8_t taken[ORDERS + 1][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
    { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };

/* Where it is the whole picture there are no rectangles. */
static int32_t count_of(const params *q)
{
    return q->count == GLITCH_INT_AUTO  ? 1 + (int32_t)(q->level * 3)
        : q->count == GLI_WHOLE_PICTURE ? 0
                                        : q->count;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    int32_t count = count_of(q);
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s || !(s->order = glitch_plan_alloc(p, (size_t)count + 1, 1)))
        return GLITCH_ENOMEM;
    (void)reach; /* row y looks at row y only */
    for (int32_t i = 0; i <= count; i++) {
        int32_t drawn = glitch_plan_range(p, 1, ORDERS);
        s->order[i] = (uint8_t)(q->order == RANDOM ? drawn : q->order);
    }
    s->whole = q->count == GLI_WHOLE_PICTURE;
    *out = s;
    return gli_rects_draw(
        p, shape, (uint32_t)count, q->width, q->height, 0.4, &s->rects);
}

static void swizzle(const uint8_t from[3], PixelTuple *px, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t values[3] = { px[i].red, px[i].green, px[i].blue };
        px[i].red = values[from[0]];
        px[i].green = values[from[1]];
        px[i].blue = values[from[2]];
    }
}

/* Where two rectangles meet, the later one exchanges what the earlier one has made. */
static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    uint32_t width = glitch_window_width(in);
    memcpy(out, glitch_window_row(in, 0), width * sizeof *out);
    if (s->whole)
        swizzle(taken[s->order[0]], out, width);
    for (uint32_t i = 0; i < s->rects.count; i++)
        if (gli_rect_has_row(&s->rects.list[i], y))
            swizzle(
                taken[s->order[i]], out + s->rects.list[i].x, s->rects.list[i].width);
}

static const char *const orders[] = { "random", "rbg", "grb", "gbr", "brg", "bgr",
    NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no count is given; auto: the intensity" },
    { "order", GLITCH_CHOICE, offsetof(params, order), "random", 0, 0, orders,
        GLITCH_AUTO_NONE,
        "what red, green and blue are taken from; random: each rectangle another" },
    { "count", GLITCH_INT, offsetof(params, count), "auto", GLI_WHOLE_PICTURE,
        GLI_MOST_RECTS, NULL, GLITCH_AUTO_FILTER,
        "how many rectangles; -1 is the whole picture; auto: one, and three for each "
        "level" },
    { "width", GLITCH_LENGTH, offsetof(params, width), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "largest width of one, in pixels or % of the width; auto: 40%" },
    { "height", GLITCH_LENGTH, offsetof(params, height), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "largest height of one, in pixels or % of the height; auto: 40%" },
    { 0 },
};

const glitch_filter gli_swizzle = {
    .struct_size = sizeof(glitch_filter),
    .name = "swizzle",
    .summary = "exchange red, green and blue, everywhere or in random rectangles",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
