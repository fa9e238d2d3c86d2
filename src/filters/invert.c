/* invert.c - the negative of the picture, or of random rectangles of it. */
#include "filters/rects.h"
#include <glitch/filters.h>
#include <stdbool.h>
#include <string.h>

typedef glitch_invert_params params;

typedef struct state {
    bool whole;
    gli_rects rects;
} state;

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
    if (!s)
        return GLITCH_ENOMEM;
    (void)reach; /* row y looks at row y only */
    s->whole = q->count == GLI_WHOLE_PICTURE;
    *out = s;
    return gli_rects_draw(
        p, shape, (uint32_t)count, q->width, q->height, 0.4, &s->rects);
}

/* Alpha stays. Where two rectangles meet it is as it was. */
static void invert(PixelTuple *px, uint32_t n)
{
    static const PixelTuple mask = { 255, 255, 255, 0 };
    uint32_t bits, flip;
    memcpy(&flip, &mask, sizeof flip);
    for (uint32_t i = 0; i < n; i++) {
        memcpy(&bits, &px[i], sizeof bits);
        bits ^= flip;
        memcpy(&px[i], &bits, sizeof bits);
    }
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    uint32_t width = glitch_window_width(in);
    memcpy(out, glitch_window_row(in, 0), width * sizeof *out);
    if (s->whole)
        invert(out, width);
    for (uint32_t i = 0; i < s->rects.count; i++)
        if (gli_rect_has_row(&s->rects.list[i], y))
            invert(out + s->rects.list[i].x, s->rects.list[i].width);
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no count is given; auto: the intensity" },
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

const glitch_filter gli_invert = {
    .struct_size = sizeof(glitch_filter),
    .name = "invert",
    .summary = "show the negative, whole or in random rectangles",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
