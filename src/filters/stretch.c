/*
 * stretch.c - the first row or column of random rectangles, all over them: pixels that are
 * held while the rest of the picture goes on.
 */
#include "filters/rects.h"
#include <glitch/filters.h>
#include <stdbool.h>
#include <string.h>

enum { DOWN, RIGHT, RANDOM };

typedef glitch_stretch_params params;

typedef struct state {
    gli_rects rects;
    bool *down; /* of each: the first row, else the first column */
} state;

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    int32_t count =
        q->count == GLITCH_INT_AUTO ? 1 + (int32_t)(q->level * 3) : q->count;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s || !(s->down = glitch_plan_alloc(p, (size_t)count + 1, sizeof *s->down)))
        return GLITCH_ENOMEM;
    for (int32_t i = 0; i < count; i++) {
        bool chance = glitch_plan_range(p, 0, 1) == 0;
        s->down[i] = q->direction == RANDOM ? chance : q->direction == DOWN;
    }
    reach->above = GLITCH_WHOLE;
    *out = s;
    return gli_rects_draw(
        p, shape, (uint32_t)count, q->width, q->height, 0.4, &s->rects);
}

/* Of two that meet, the later one shows; all of them are of the input. */
static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const glitch_frame *f = glitch_window_frame(in);
    memcpy(out, f->px + y * f->stride, f->width * sizeof *out);
    for (uint32_t i = 0; i < s->rects.count; i++) {
        const gli_rect *r = &s->rects.list[i];
        if (!gli_rect_has_row(r, y))
            continue;
        if (s->down[i])
            memcpy(out + r->x, f->px + r->y * f->stride + r->x, r->width * sizeof *out);
        else
            for (uint32_t x = 0; x < r->width; x++)
                out[r->x + x] = f->px[y * f->stride + r->x];
    }
}

static const char *const directions[] = { "down", "right", "random", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no count is given; auto: the intensity" },
    { "count", GLITCH_INT, offsetof(params, count), "auto", 0, GLI_MOST_RECTS, NULL,
        GLITCH_AUTO_FILTER,
        "how many rectangles; auto: one, and three for each level" },
    { "width", GLITCH_LENGTH, offsetof(params, width), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "largest width of one, in pixels or % of the width; auto: 40%" },
    { "height", GLITCH_LENGTH, offsetof(params, height), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "largest height of one, in pixels or % of the height; auto: 40%" },
    { "direction", GLITCH_CHOICE, offsetof(params, direction), "random", 0, 0,
        directions, GLITCH_AUTO_NONE,
        "down: the first row is repeated; right: the first column" },
    { 0 },
};

const glitch_filter gli_stretch = {
    .struct_size = sizeof(glitch_filter),
    .name = "stretch",
    .summary = "stretch the first row or column of random rectangles over them",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
