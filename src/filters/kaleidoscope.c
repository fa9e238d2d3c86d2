/*
 * kaleidoscope.c - what is between two mirrors, all around a point.
 *
 * D. Brewster's kaleidoscope (1817): mirrors at an angle of 180 degrees by a whole number.
 * Each wedge around the point is the first one, turned, or reflected and turned.
 */
#include "filters/sampler.h"
#include <glitch/filters.h>
#include <stdbool.h>

enum { MOST_FOLDS = 64, BITS = 16 };

typedef glitch_kaleidoscope_params params;

typedef struct vector {
    int64_t x, y; /* in 1/65536 of a pixel, or of 1 */
} vector;

typedef struct wedge {
    vector border;      /* the direction in which it begins, clockwise */
    vector right, down; /* where a step to the right, or down, leads in the input */
} wedge;

typedef struct state {
    uint32_t count; /* of wedges */
    wedge wedges[2 * MOST_FOLDS];
    vector center;
    glitch_edge edge;
} state;

static vector direction(double degrees, double length)
{
    double sine, cosine;
    glitch_sincos(degrees, &sine, &cosine);
    return (vector) { (int64_t)floor(cosine * length * (1 << BITS) + 0.5),
        (int64_t)floor(sine * length * (1 << BITS) + 0.5) };
}

/* By angles: even ones are turned back to the first, odd ones are the first's reflection. */
static wedge make_wedge(uint32_t k, double width, double angle, double scale)
{
    vector to = k % 2 ? direction((k + 1) * width + 2 * angle, scale)
                      : direction(-(k * width), scale);
    vector down = { k % 2 ? to.y : -to.y, k % 2 ? -to.x : to.x };
    return (wedge) { direction(angle + k * width, 1), to, down };
}

static int64_t place(glitch_length l, uint32_t extent)
{
    double at = l.percent ? l.value * extent / 100 : l.value;
    return (int64_t)floor((at - 0.5) * (1 << BITS) + 0.5);
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    int32_t folds = q->folds == GLITCH_INT_AUTO ? 2 + (int32_t)q->level : q->folds;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    s->count = 2 * (uint32_t)folds;
    for (uint32_t k = 0; k < s->count; k++)
        s->wedges[k] = make_wedge(k, 180.0 / folds, q->angle, 1 / q->zoom);
    s->center = (vector) { place(q->x, shape->width), place(q->y, shape->height) };
    s->edge = (glitch_edge)q->edge;
    reach->above = GLITCH_WHOLE;
    *out = s;
    return GLITCH_OK;
}

/* Over 0: b is clockwise of a. */
static int64_t turn(vector a, vector b)
{
    return a.x * b.y - a.y * b.x;
}

static bool contains(const state *s, uint32_t k, vector v)
{
    const wedge *next = &s->wedges[(k + 1) % s->count];
    return turn(s->wedges[k].border, v) >= 0 && turn(next->border, v) < 0;
}

/* From left to right the wedges come in turn: clockwise above the centre, else back. */
static uint32_t find_wedge(const state *s, uint32_t k, vector v)
{
    uint32_t step = v.y < 0 ? 1 : s->count - 1;
    for (uint32_t tries = 0; tries < s->count && !contains(s, k, v); tries++)
        k = (k + step) % s->count;
    return k;
}

/* How many pixels of a row are in the wedge that the first of them is in. */
static uint32_t run_of(const state *s, uint32_t k, vector v, uint32_t most)
{
    uint32_t inside = 1, outside = most;
    while (inside < outside) { /* a wedge is convex, so that a row is in it once */
        uint32_t middle = inside + (outside - inside) / 2;
        if (contains(s, k, (vector) { v.x + ((int64_t)middle << BITS), v.y }))
            inside = middle + 1;
        else
            outside = middle;
    }
    return inside;
}

/* Rounded to the sampler's steps. */
static int32_t fine(int64_t center, int64_t offset)
{
    const int bits = BITS - GLI_FINE_BITS;
    return gli_place((center + (offset >> BITS) + (1 << (bits - 1))) >> bits);
}

static void draw(const state *s, const glitch_frame *f, const wedge *w, vector v,
    uint32_t n, PixelTuple *out)
{
    gli_places at;
    int64_t across = v.x * w->right.x + v.y * w->down.x;
    int64_t down = v.x * w->right.y + v.y * w->down.y;
    for (uint32_t i = 0; i < n; i++) {
        at.x[i] = fine(s->center.x, across);
        at.y[i] = fine(s->center.y, down);
        across += w->right.x * (1 << BITS);
        down += w->right.y * (1 << BITS);
    }
    gli_sample(f, &at, n, s->edge, out);
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const glitch_frame *f = glitch_window_frame(in);
    vector v = { -s->center.x, ((int64_t)y << BITS) - s->center.y };
    for (uint32_t x = 0, k = 0, run = 0, n; x < f->width; x += n, run -= n) {
        if (run == 0) {
            k = find_wedge(s, k, v);
            run = run_of(s, k, v, f->width - x);
        }
        n = run < GLI_PIECE ? run : GLI_PIECE;
        draw(s, f, &s->wedges[k], v, n, out + x);
        v.x += (int64_t)n << BITS;
    }
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no folds are given; auto: the intensity" },
    { "folds", GLITCH_INT, offsetof(params, folds), "auto", 2, MOST_FOLDS, NULL,
        GLITCH_AUTO_FILTER,
        "how many mirrors meet; each makes two wedges; auto: two, and one for each "
        "level" },
    { "angle", GLITCH_ANGLE, offsetof(params, angle), "0", -3600, 3600, NULL,
        GLITCH_AUTO_NONE, "where the wedge begins that is shown, clockwise" },
    { "x", GLITCH_LENGTH, offsetof(params, x), "50%", -100000, 100000, NULL,
        GLITCH_AUTO_NONE, "where the mirrors meet, in pixels or % from the left" },
    { "y", GLITCH_LENGTH, offsetof(params, y), "50%", -100000, 100000, NULL,
        GLITCH_AUTO_NONE, "the same from the top" },
    { "zoom", GLITCH_REAL, offsetof(params, zoom), "1", 0.1, 10, NULL, GLITCH_AUTO_NONE,
        "how much larger the wedge is shown" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "mirror", 0, 0, NULL,
        GLITCH_AUTO_NONE, "what is to be seen beyond the picture's edges" },
    { 0 },
};

const glitch_filter gli_kaleidoscope = {
    .struct_size = sizeof(glitch_filter),
    .name = "kaleidoscope",
    .summary = "mirror a wedge of the picture all around a point",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
