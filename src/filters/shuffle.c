/*
 * shuffle.c - cells of a grid in another order: packets that came too late.
 *
 * What is chosen goes round in one cycle, so that each cell moves; no pixel is lost.
 */
#include <glitch/filters.h>
#include <string.h>

typedef glitch_shuffle_params params;

typedef struct state {
    uint32_t width, height; /* of a cell */
    uint32_t columns, rows; /* of the grid; what is beyond it stays */
    uint32_t *from;         /* which cell each shows */
} state;

static uint32_t side(glitch_length given, double automatic, uint32_t extent)
{
    int32_t n = GLITCH_IS_AUTO(given.value) ? (int32_t)automatic
                                            : glitch_length_pixels(given, extent);
    return n < 1 ? 1 : (uint32_t)n < extent ? (uint32_t)n : extent;
}

/* R. A. Fisher and F. Yates's shuffle (Durstenfeld's form), for the first `chosen`. */
static void choose(glitch_plan *p, uint32_t *cells, uint32_t count, uint32_t chosen)
{
    for (uint32_t i = 0; i < chosen; i++) {
        uint32_t j = (uint32_t)glitch_plan_range(p, (int32_t)i, (int32_t)(count - 1));
        uint32_t cell = cells[i];
        cells[i] = cells[j];
        cells[j] = cell;
    }
}

static glitch_status permute(glitch_plan *p, state *s, double share)
{
    uint32_t count = s->columns * s->rows, chosen = (uint32_t)(count * share + 0.5);
    uint32_t *cells = glitch_plan_alloc(p, count, sizeof *cells);
    s->from = glitch_plan_alloc(p, count, sizeof *s->from);
    if (!cells || !s->from)
        return GLITCH_ENOMEM;
    for (uint32_t i = 0; i < count; i++)
        cells[i] = s->from[i] = i;
    if (share > 0 && chosen < 2)
        chosen = count < 2 ? count : 2;
    choose(p, cells, count, chosen);
    for (uint32_t i = 0; i < chosen; i++)
        s->from[cells[i]] = cells[(i + 1) % chosen];
    return GLITCH_OK;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    s->width = side(q->width, shape->width / 12.0, shape->width);
    s->height = side(q->height, s->width, shape->height);
    s->columns = shape->width / s->width;
    s->rows = shape->height / s->height;
    reach->above = GLITCH_WHOLE;
    *out = s;
    return permute(p, s, GLITCH_IS_AUTO(q->share) ? q->level / 10 : q->share);
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const glitch_frame *f = glitch_window_frame(in);
    uint32_t row = y / s->height, down = y % s->height, seam = s->columns * s->width;
    if (row == s->rows)
        seam = 0;
    for (uint32_t i = 0; i < seam / s->width; i++) {
        uint32_t from = s->from[row * s->columns + i];
        uint32_t left = from % s->columns * s->width;
        uint32_t top = from / s->columns * s->height;
        memcpy(out + (size_t)i * s->width, f->px + (top + down) * f->stride + left,
            s->width * sizeof *out);
    }
    memcpy(out + seam, f->px + y * f->stride + seam, (f->width - seam) * sizeof *out);
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no share is given; auto: the intensity" },
    { "share", GLITCH_REAL, offsetof(params, share), "auto", 0, 1, NULL,
        GLITCH_AUTO_FILTER, "of the cells that move; auto: a tenth of the level" },
    { "width", GLITCH_LENGTH, offsetof(params, width), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "of a cell, in pixels or % of the width; auto: a twelfth of the width" },
    { "height", GLITCH_LENGTH, offsetof(params, height), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "of a cell, in pixels or % of the height; auto: as it is wide" },
    { 0 },
};

const glitch_filter gli_shuffle = {
    .struct_size = sizeof(glitch_filter),
    .name = "shuffle",
    .summary = "exchange cells of a grid",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
