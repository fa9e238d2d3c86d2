/*
 * posterize.c - few steps of brightness in each channel, as on a screen print.
 *
 * The common one: the range from 0 to 255 is cut into equal steps, both ends stay.
 */
#include "filters/tables.h"
#include <glitch/filters.h>

typedef glitch_posterize_params params;

/* 6 at level 2, 3 at 5, 2 from 8 on. */
static int32_t steps(const params *q)
{
    int32_t n =
        q->levels == GLITCH_INT_AUTO ? (int32_t)(1.5 + 9 / q->level) : q->levels;
    return n < 2 ? 2 : n > 256 ? 256 : n;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    gli_tables *t = glitch_plan_alloc(p, 1, sizeof *t);
    if (!t)
        return GLITCH_ENOMEM;
    (void)shape;
    (void)reach; /* row y looks at row y only */
    int32_t last = steps(given) - 1;
    for (int32_t v = 0; v < 256; v++) {
        int32_t step = (2 * v * last + 255) / 510;
        t->red[v] = t->green[v] = t->blue[v] =
            (uint8_t)((2 * step * 255 + last) / (2 * last));
    }
    *out = t;
    return GLITCH_OK;
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    (void)y;
    gli_tables_apply(given, glitch_window_row(in, 0), glitch_window_width(in), out);
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no levels are given; auto: the intensity" },
    { "levels", GLITCH_INT, offsetof(params, levels), "auto", 2, 256, NULL,
        GLITCH_AUTO_FILTER,
        "how many values each channel keeps; auto: 6 at level 2, and 2 from 8 on" },
    { 0 },
};

const glitch_filter gli_posterize = {
    .struct_size = sizeof(glitch_filter),
    .name = "posterize",
    .summary = "leave few steps of brightness in each channel",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
