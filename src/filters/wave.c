/*
 * wave.c - rows, columns or rings that a sine moves, as over hot air or in water.
 *
 * Rows and columns move by whole pixels; rings are blended of neighbours.
 */
#include "filters/sampler.h"
#include <glitch/filters.h>

enum { ROWS, COLUMNS, RADIAL };
enum { RING_BITS = 2, RATIO_BITS = 16 }; /* four rings a pixel */

typedef glitch_wave_params params;

typedef struct state {
    int32_t shape;
    glitch_edge edge;
    int64_t *by;    /* of each row or column, in pixels */
    int32_t *ratio; /* of each ring: what is added to the distance from the centre */
    int32_t x, y;   /* the centre, in 1/16 of a pixel */
} state;

/* ---- the plan ------------------------------------------------------------ */

/* A length without rounding it to pixels. */
static double exact(glitch_length l, double automatic, uint32_t extent)
{
    if (GLITCH_IS_AUTO(l.value))
        return automatic;
    return l.percent ? l.value * extent / 100 : l.value;
}

typedef struct sine {
    double amplitude, wavelength, phase; /* pixels, pixels, degrees */
} sine;

static double value_at(const sine *w, double at)
{
    double s, c, turns = at / w->wavelength;
    glitch_sincos(360 * (turns - floor(turns)) + w->phase, &s, &c);
    return w->amplitude * s;
}

static sine plan_sine(const glitch_plan *p, const params *q, const glitch_frame *shape)
{
    uint32_t along = q->shape == COLUMNS ? shape->height : shape->width;
    uint32_t across = q->shape == COLUMNS ? shape->width : shape->height;
    double wavelength = exact(q->wavelength, 0, across);
    return (sine) { exact(q->amplitude, 1 + q->level * along / 160, along),
        wavelength < 1 ? 1 : wavelength,
        fmod(q->phase + 360 * q->speed * glitch_plan_time(p), 360) };
}

static glitch_status plan_lines(
    glitch_plan *p, state *s, const sine *w, const glitch_frame *shape)
{
    uint32_t lines = s->shape == COLUMNS ? shape->width : shape->height;
    s->by = glitch_plan_alloc(p, lines, sizeof *s->by);
    if (!s->by)
        return GLITCH_ENOMEM;
    for (uint32_t i = 0; i < lines; i++)
        s->by[i] = (int64_t)floor(value_at(w, i) + 0.5);
    return GLITCH_OK;
}

/* What is looked up goes inward where the picture is to go outward. */
static glitch_status plan_rings(
    glitch_plan *p, state *s, const sine *w, const glitch_frame *shape)
{
    double width = shape->width, height = shape->height;
    size_t rings =
        (size_t)(sqrt(width * width + height * height) * (1 << RING_BITS)) + 2;
    s->ratio = glitch_plan_alloc(p, rings, sizeof *s->ratio);
    if (!s->ratio)
        return GLITCH_ENOMEM;
    s->x = (int32_t)((shape->width - 1) * (GLI_FINE / 2));
    s->y = (int32_t)((shape->height - 1) * (GLI_FINE / 2));
    for (size_t i = 1; i < rings; i++) {
        double r = (double)i / (1 << RING_BITS), by = value_at(w, r) / r;
        double most = (1 << 14) - 1;
        by = by > most ? most : by < -most ? -most : by;
        s->ratio[i] = (int32_t)floor(-by * (1 << RATIO_BITS) + 0.5);
    }
    return GLITCH_OK;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    sine w = plan_sine(p, q, shape);
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    s->shape = q->shape;
    s->edge = (glitch_edge)q->edge;
    reach->above = q->shape == ROWS ? 0 : GLITCH_WHOLE;
    *out = s;
    return q->shape == RADIAL ? plan_rings(p, s, &w, shape)
                              : plan_lines(p, s, &w, shape);
}

/* ---- rows ---------------------------------------------------------------- */

static void move_columns(
    const state *s, const glitch_frame *f, uint32_t y, PixelTuple *out)
{
    for (uint32_t x = 0; x < f->width; x++)
        out[x] = glitch_pixel_at(f, x, (int64_t)y - s->by[x], s->edge);
}

/* Distances are counted in 1/16 of a pixel. */
static int32_t move_out(int32_t center, int64_t distance, int32_t ratio)
{
    return gli_place(center + distance + (distance * ratio >> RATIO_BITS));
}

static void move_rings(
    const state *s, const glitch_frame *f, uint32_t y, PixelTuple *out)
{
    gli_places at;
    int64_t down = (int64_t)y * GLI_FINE - s->y;
    for (uint32_t x = 0, n; x < f->width; x += n) {
        n = f->width - x < GLI_PIECE ? f->width - x : GLI_PIECE;
        for (uint32_t i = 0; i < n; i++) {
            int64_t across = ((int64_t)x + i) * GLI_FINE - s->x;
            double r = sqrt((double)(across * across + down * down));
            int32_t ratio = s->ratio[(size_t)r >> (GLI_FINE_BITS - RING_BITS)];
            at.x[i] = move_out(s->x, across, ratio);
            at.y[i] = move_out(s->y, down, ratio);
        }
        gli_sample(f, &at, n, s->edge, out + x);
    }
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    if (s->shape == ROWS)
        glitch_row_move(
            glitch_window_row(in, 0), glitch_window_width(in), s->by[y], s->edge, out);
    else if (s->shape == COLUMNS)
        move_columns(s, glitch_window_frame(in), y, out);
    else
        move_rings(s, glitch_window_frame(in), y, out);
}

static const char *const shapes[] = { "rows", "columns", "radial", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no amplitude is given; auto: the intensity" },
    { "shape", GLITCH_CHOICE, offsetof(params, shape), "rows", 0, 0, shapes,
        GLITCH_AUTO_NONE,
        "what moves: rows sideways, columns up and down, rings in and out" },
    { "amplitude", GLITCH_LENGTH, offsetof(params, amplitude), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "how far it moves either way, in pixels or % of the width, or of the height "
        "for "
        "columns; auto: a pixel, and 0.625% for each level" },
    { "wavelength", GLITCH_LENGTH, offsetof(params, wavelength), "25%", 0, 1000000,
        NULL, GLITCH_AUTO_NONE,
        "from one crest to the next, in pixels or % of the height, or of the width for "
        "columns" },
    { "phase", GLITCH_ANGLE, offsetof(params, phase), "0", -3600, 3600, NULL,
        GLITCH_AUTO_NONE, "where the wave begins" },
    { "speed", GLITCH_REAL, offsetof(params, speed), "1", -1000, 1000, NULL,
        GLITCH_AUTO_NONE,
        "how many waves pass over the animation; a whole number makes a loop" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "clamp", 0, 0, NULL,
        GLITCH_AUTO_NONE, "what moves in at the sides" },
    { 0 },
};

const glitch_filter gli_wave = {
    .struct_size = sizeof(glitch_filter),
    .name = "wave",
    .summary = "move rows, columns or rings by a sine",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
