/*
 * wind.c - bright edges are blown to one side, in tails of uneven length.
 *
 * The idea of the filters "Wind" of Photoshop and GIMP:
 * where a line gets darker by more than a threshold, the bright side bleeds on.
 */
#include "filters/lines.h"
#include <glitch/filters.h>

enum { ONE = 65536, FINE = 1 << 14 };

typedef glitch_wind_params params;

typedef struct state {
    int32_t threshold, direction; /* of luma, which has 8 bits of fraction */
    uint32_t shortest, range;     /* of tails, in pixels */
    uint32_t chance;              /* of 65536 */
    uint64_t key;
} state;

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    (void)reach; /* frame() sees everything */
    uint32_t extent = q->direction < GLI_DOWN ? shape->width : shape->height;
    double length = GLITCH_IS_AUTO(q->length.value)
        ? q->level * 0.025 * extent
        : glitch_length_pixels(q->length, extent);
    uint32_t longest = length < 1 ? 1 : (uint32_t)length;
    s->range = (uint32_t)(longest * q->vary + 0.5);
    s->shortest = longest - s->range;
    s->direction = q->direction;
    s->threshold = (int32_t)(q->threshold * 255 * 256);
    s->chance = (uint32_t)(q->chance * ONE + 0.5);
    s->key = glitch_plan_rand(p);
    *out = s;
    return GLITCH_OK;
}

static inline int32_t luma_of(PixelTuple p)
{
    return 77 * p.red + 150 * p.green + 29 * p.blue;
}

/* A tail: its colour, its length, and how much of it is left. */
typedef struct tail {
    PixelTuple color;
    uint32_t length, left, fade; /* `fade` is ONE * FINE / length */
} tail;

/* Short tails are more likely than long ones. */
static void start(const state *s, uint64_t random, PixelTuple color, tail *t)
{
    uint32_t a = (uint32_t)(random & 0xffff);
    uint64_t uneven = (uint64_t)a * a / ONE * s->range / ONE;
    if ((random >> 16 & 0xffff) >= s->chance)
        return;
    uint32_t length = s->shortest + (uint32_t)uneven;
    if (length > t->left)
        *t = (tail) { color, length, length, length ? ONE * FINE / length : 0 };
}

static inline uint8_t toward(uint8_t from, uint8_t to, uint32_t part)
{
    if (to <= from)
        return from;
    return (uint8_t)(from + (uint32_t)(to - from) * part / ONE);
}

static PixelTuple blown(PixelTuple p, const tail *t)
{
    uint32_t part = t->left * t->fade / FINE;
    return (PixelTuple) { toward(p.red, t->color.red, part),
        toward(p.green, t->color.green, part), toward(p.blue, t->color.blue, part),
        toward(p.alpha, t->color.alpha, part) };
}

static void blow(const void *given, const gli_line *line)
{
    const state *s = given;
    uint64_t key = glitch_random_at(s->key, line->number);
    PixelTuple *at = line->px, before = *at;
    int32_t bright = luma_of(before);
    tail t = { 0 };
    for (uint32_t i = 0; i < line->count; i++, at += line->step) {
        PixelTuple here = *at;
        int32_t luma = luma_of(here);
        if (bright - luma > s->threshold)
            start(s, glitch_random_at(key, i), before, &t);
        if (t.left) {
            *at = blown(here, &t);
            t.left--;
        }
        before = here;
        bright = luma;
    }
}

static glitch_status frame(glitch_plan *p, const void *given, const glitch_frame *io)
{
    const state *s = given;
    return gli_each_line(p, io, s->direction, blow, s);
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no length is given; auto: the intensity" },
    { "direction", GLITCH_CHOICE, offsetof(params, direction), "right", 0, 0,
        gli_directions, GLITCH_AUTO_NONE, "where the wind blows to" },
    { "length", GLITCH_LENGTH, offsetof(params, length), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "of the longest tails, in pixels or % of the width or height; auto: 2.5% for "
        "each level" },
    { "vary", GLITCH_REAL, offsetof(params, vary), "1", 0, 1, NULL, GLITCH_AUTO_NONE,
        "how much tails differ in length; 0 not at all" },
    { "threshold", GLITCH_REAL, offsetof(params, threshold), "0.05", 0, 1, NULL,
        GLITCH_AUTO_NONE, "how much darker the next pixel must be, of 1" },
    { "chance", GLITCH_REAL, offsetof(params, chance), "0.8", 0, 1, NULL,
        GLITCH_AUTO_NONE, "how many of the edges are blown" },
    { 0 },
};

const glitch_filter gli_wind = {
    .struct_size = sizeof(glitch_filter),
    .name = "wind",
    .summary = "blow bright edges to one side",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .frame = frame,
};
