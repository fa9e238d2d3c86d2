/*
 * wind.c - bright edges are blown to one side, in tails of uneven length.
 *
 * The idea of the filters "Wind" of Photoshop and GIMP:
 * where a line gets darker by more than a threshold, the bright side bleeds on.
 */
#include "filters/lines.h"
#include <glitch/filters.h>
#include <string.h>

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

/* ---- tails --------------------------------------------------------------- */

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
    uint32_t far = (uint32_t)(to > from ? to : from) - from;
    return (uint8_t)(from + (far * part >> 16));
}

/* Pixels that are worked on together. */
enum { PIECE = 128 };

/* Only the first pixel of a tail can have all of its colour, which is ONE. */
static void blow_first(tail *t, PixelTuple *px)
{
    uint32_t part = t->left-- * t->fade / FINE;
    *px = (PixelTuple) { toward(px->red, t->color.red, part),
        toward(px->green, t->color.green, part), toward(px->blue, t->color.blue, part),
        toward(px->alpha, t->color.alpha, part) };
}

/* The others have less, which 16 bits hold, so that many are multiplied at once. */
static void blow_rest(tail *t, uint32_t n, PixelTuple *px)
{
    uint16_t part[4 * PIECE]; /* for each byte of a pixel */
    PixelTuple color[PIECE];
    const uint8_t *to = (const uint8_t *)color;
    uint8_t *value = (uint8_t *)px;
    n = n < t->left ? n : t->left;
    for (uint32_t i = 0; i < n; i++) {
        uint16_t same = (uint16_t)((t->left - i) * t->fade / FINE);
        for (uint32_t k = 0; k < 4; k++)
            part[4 * i + k] = same;
        color[i] = t->color;
    }
    for (uint32_t i = 0; i < 4 * n; i++)
        value[i] = toward(value[i], to[i], part[i]);
    t->left -= n;
}

/* ---- lines --------------------------------------------------------------- */

/* Pixels as they were, after the one before them, and as they become. */
typedef struct piece {
    PixelTuple was[1 + PIECE], px[PIECE];
    uint8_t edges[PIECE]; /* is it darker than the one before? */
} piece;

static inline uint16_t luma_of(PixelTuple p)
{
    return (uint16_t)(77 * p.red + 150 * p.green + 29 * p.blue);
}

static void find_edges(int32_t threshold, uint32_t n, piece *p)
{
    uint16_t luma[1 + PIECE];
    for (uint32_t i = 0; i <= n; i++)
        luma[i] = luma_of(p->was[i]);
    for (uint32_t i = 0; i < n; i++)
        p->edges[i] = luma[i] - luma[i + 1] > threshold;
}

static uint32_t next_edge(const piece *p, uint32_t from, uint32_t n)
{
    const uint8_t *edge = memchr(p->edges + from, 1, n - from);
    return edge ? (uint32_t)(edge - p->edges) : n;
}

static void blow_piece(
    const state *s, uint64_t key, uint32_t at, uint32_t n, piece *p, tail *t)
{
    for (uint32_t i = 0, next; i < n; i = next) {
        if (p->edges[i])
            start(s, glitch_random_at(key, at + i), p->was[i], t);
        next = next_edge(p, i + 1, n);
        if (t->left && t->left == t->length)
            blow_first(t, &p->px[i++]);
        blow_rest(t, next - i, &p->px[i]);
    }
}

static void blow(const void *given, const gli_line *line)
{
    const state *s = given;
    uint64_t key = glitch_random_at(s->key, line->number);
    PixelTuple *at = line->px;
    piece p;
    tail t = { 0 };
    p.was[PIECE] = *at;
    for (uint32_t x = 0, n; x < line->count; x += n, at += (ptrdiff_t)n * line->step) {
        n = line->count - x < PIECE ? line->count - x : PIECE;
        p.was[0] = p.was[PIECE]; /* all pieces but the last are so long */
        for (uint32_t i = 0; i < n; i++)
            p.px[i] = p.was[i + 1] = at[(ptrdiff_t)i * line->step];
        find_edges(s->threshold, n, &p);
        blow_piece(s, key, x, n, &p, &t);
        for (uint32_t i = 0; i < n; i++)
            at[(ptrdiff_t)i * line->step] = p.px[i];
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
