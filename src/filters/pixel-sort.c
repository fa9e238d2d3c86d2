/*
 * pixel-sort.c - stretches of each line sorted by brightness, hue or the like.
 *
 * K. Asendorf's ASDF Pixel Sort (2010); the intervals, keys and their names are those of
 * satyarth's pixelsort. Lines at an angle are digital ones that are moved copies of one
 * another, so that each pixel is in one of them, and none is lost or made.
 */
#include "filters/sort_keys.h"
#include <glitch/filters.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { NONE, RANDOM, THRESHOLD, EDGES, WAVES };
enum { SLOPE_BITS = 16, SHORT = 24 };

typedef glitch_pixel_sort_params params;

typedef struct state {
    const params *q;
    int32_t low, high; /* as lightness has them */
    uint32_t length;
    uint64_t skip; /* what is under it is not sorted, of 2^32 */
    uint64_t key;  /* of the random numbers */
    bool turned;   /* columns for rows */
    bool backward; /* from the right to the left */
    int64_t slope; /* how far a line goes down with each pixel */
} state;

/* A pixel with its key above it. */
typedef uint64_t item;

/* One line, and room to sort it. */
typedef struct line {
    item *items, *spare;
    uint16_t *light; /* lightness, of each */
    uint32_t size;
    uint64_t random; /* the next of its numbers is glitch_random_at(key, random) */
    uint64_t key;
} line;

/* ---- the plan ------------------------------------------------------------ */

static double skip_of(const params *q)
{
    double percent = GLITCH_IS_AUTO(q->skip) ? 70 - 10 * q->level : q->skip;
    return percent < 0 ? 0 : percent / 100;
}

/* The direction by its longer side; the other is the slope. */
static void plan_direction(state *s, double angle)
{
    double sine, cosine;
    glitch_sincos(angle, &sine, &cosine);
    s->turned = fabs(sine) > fabs(cosine);
    double along = s->turned ? sine : cosine, across = s->turned ? cosine : sine;
    s->backward = along < 0;
    s->slope = (int64_t)floor(across / along * (1 << SLOPE_BITS) + 0.5);
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    (void)reach; /* a whole frame */
    plan_direction(s, q->angle);
    int32_t length =
        glitch_length_pixels(q->length, s->turned ? shape->height : shape->width);
    s->q = q;
    s->low = (int32_t)(q->low * GLI_MOST_LIGHTNESS);
    s->high = (int32_t)(q->high * GLI_MOST_LIGHTNESS);
    s->length = length < 1 ? 1 : (uint32_t)length;
    s->skip = (uint64_t)(skip_of(q) * 4294967296.0);
    s->key = glitch_plan_rand(p);
    *out = s;
    return GLITCH_OK;
}

/* ---- sorting ------------------------------------------------------------- */

static inline uint32_t key_of(item i)
{
    return (uint32_t)(i >> 32);
}

static void insert_each(item *items, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        item moved = items[i];
        uint32_t at = i;
        for (; at > 0 && key_of(items[at - 1]) > key_of(moved); at--)
            items[at] = items[at - 1];
        items[at] = moved;
    }
}

/* By six bits of the key, such that what is equal stays in its order. */
static void distribute(const item *from, uint32_t n, int shift, item *to)
{
    uint32_t starts[64] = { 0 }, sum = 0;
    for (uint32_t i = 0; i < n; i++)
        starts[from[i] >> shift & 63]++;
    for (int d = 0; d < 64; d++) {
        uint32_t count = starts[d];
        starts[d] = sum;
        sum += count;
    }
    for (uint32_t i = 0; i < n; i++)
        to[starts[from[i] >> shift & 63]++] = from[i];
}

/* Stable, and in linear time where that matters: a radix sort in two passes. */
static void sort(item *items, uint32_t n, item *spare)
{
    if (n < SHORT) {
        insert_each(items, n);
        return;
    }
    distribute(items, n, 32, spare);
    distribute(spare, n, 38, items);
}

/* ---- intervals ----------------------------------------------------------- */

static uint32_t next_random(line *l)
{
    return (uint32_t)(glitch_random_at(l->key, l->random++) >> 32);
}

/* From 0 to n, each about equally likely. */
static uint32_t up_to(line *l, uint32_t n)
{
    return (uint32_t)(((uint64_t)next_random(l) * ((uint64_t)n + 1)) >> 32);
}

static bool is_sorted(const state *s, const line *l, uint32_t i)
{
    return l->light[i] >= s->low && l->light[i] <= s->high;
}

static bool is_edge(const state *s, const line *l, uint32_t i)
{
    return abs(l->light[i] - l->light[i - 1]) > s->low;
}

/* Where the interval ends that begins at a pixel. */
static uint32_t end_of(const state *s, line *l, uint32_t from)
{
    uint32_t end = from + 1, left = l->size - from, length = s->length;
    switch (s->q->intervals) {
    case RANDOM:
        length = 1 + up_to(l, length - 1);
        return length < left ? from + length : l->size;
    case WAVES:
        length += up_to(l, length / 5);
        return length < left ? from + length : l->size;
    case THRESHOLD:
        while (end < l->size && is_sorted(s, l, end))
            end++;
        return end;
    case EDGES:
        while (end < l->size && !is_edge(s, l, end))
            end++;
        return end;
    default:
        return l->size;
    }
}

static void sort_line(const state *s, line *l)
{
    bool bounded = s->q->intervals == THRESHOLD;
    for (uint32_t from = 0, end; from < l->size; from = end) {
        if (bounded && !is_sorted(s, l, from)) {
            end = from + 1;
            continue;
        }
        end = end_of(s, l, from);
        if (s->skip == 0 || next_random(l) >= s->skip)
            sort(l->items + from, end - from, l->spare);
    }
}

/* ---- lines --------------------------------------------------------------- */

/* Line number `k` and its places: at x it is in row k + x * slope. */
typedef struct path {
    const state *s;
    const glitch_frame *f;
    int64_t k;
} path;

static inline int64_t row_at(const path *p, int64_t x)
{
    return p->k + ((x * p->s->slope) >> SLOPE_BITS);
}

static inline PixelTuple *pixel_at(const path *p, int64_t x)
{
    return p->f->px + (size_t)row_at(p, x) * p->f->stride + (size_t)x;
}

/* The first pixel of a line that is `rows` from its row 0, in the direction of the slope. */
static int64_t reach(const path *p, int64_t rows)
{
    int64_t slope = p->s->slope, far = rows * (1 << SLOPE_BITS), x = p->f->width;
    if (rows <= 0)
        return 0;
    if (slope > 0)
        x = (far + slope - 1) / slope;
    else if (slope < 0) /* row_at() rounds down */
        x = (far - (1 << SLOPE_BITS)) / -slope + 1;
    return x < p->f->width ? x : p->f->width;
}

static void find_ends(const path *p, int64_t *first, int64_t *end)
{
    bool falls = p->s->slope > 0;
    int64_t height = p->f->height;
    *first = reach(p, falls ? -p->k : p->k - height + 1);
    *end = reach(p, falls ? height - p->k : p->k + 1);
    if (p->s->slope == 0)
        *end = p->f->width;
}

static void work_on(const path *p, line *l)
{
    int64_t first, end;
    const state *s = p->s;
    find_ends(p, &first, &end);
    l->size = (uint32_t)(end - first);
    int64_t step = s->backward ? -1 : 1, begin = s->backward ? end - 1 : first;
    gli_sort_key *key = gli_sort_keys[s->q->key];
    uint32_t flip = s->q->reverse ? GLI_MOST_KEY : 0;
    for (uint32_t i = 0; i < l->size; i++) {
        uint32_t bits;
        const PixelTuple *px = pixel_at(p, begin + step * (int64_t)i);
        memcpy(&bits, px, sizeof bits);
        l->items[i] = (uint64_t)(key(*px) ^ flip) << 32 | bits;
        l->light[i] = (uint16_t)gli_lightness(*px);
    }
    sort_line(s, l);
    for (uint32_t i = 0; i < l->size; i++) {
        uint32_t bits = (uint32_t)l->items[i];
        memcpy(pixel_at(p, begin + step * (int64_t)i), &bits, sizeof bits);
    }
}

static glitch_status sort_lines(glitch_plan *p, const state *s, const glitch_frame *f)
{
    path at = { .s = s, .f = f };
    int64_t fall = ((int64_t)(f->width - 1) * s->slope) >> SLOPE_BITS;
    int64_t first = fall > 0 ? -fall : 0, end = f->height - (fall < 0 ? fall : 0);
    line l = { .items = glitch_plan_alloc(p, f->width, sizeof *l.items),
        .spare = glitch_plan_alloc(p, f->width, sizeof *l.spare),
        .light = glitch_plan_alloc(p, f->width, sizeof *l.light) };
    glitch_status status = l.items && l.spare && l.light ? GLITCH_OK : GLITCH_ENOMEM;
    for (at.k = first; !status && at.k < end; at.k++) {
        l.key = glitch_random_at(s->key, (uint64_t)(at.k - first));
        l.random = 0;
        work_on(&at, &l);
        status = glitch_plan_poll(p);
    }
    return status;
}

/* Columns are made rows, and back, which takes less time than to walk down them. */
static glitch_status frame(glitch_plan *p, const void *given, const glitch_frame *io)
{
    const state *s = given;
    if (!s->turned)
        return sort_lines(p, s, io);
    glitch_frame turned = {
        .stride = io->height, .width = io->height, .height = io->width
    };
    turned.px = glitch_plan_alloc(p, (size_t)io->width * io->height, sizeof *turned.px);
    if (!turned.px)
        return GLITCH_ENOMEM;
    glitch_transpose(
        io->px, io->stride, io->width, io->height, turned.px, turned.stride);
    glitch_status status = sort_lines(p, s, &turned);
    glitch_transpose(
        turned.px, turned.stride, turned.width, turned.height, io->px, io->stride);
    return status;
}

static const char *const intervals[] = { "none", "random", "threshold", "edges",
    "waves", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no skip is given; auto: the intensity" },
    { "intervals", GLITCH_CHOICE, offsetof(params, intervals), "threshold", 0, 0,
        intervals, GLITCH_AUTO_NONE,
        "what is sorted: all of a line; random lengths; pixels whose lightness is from "
        "low to high; what is between jumps of lightness of over low; lengths that are "
        "nearly the same" },
    { "key", GLITCH_CHOICE, offsetof(params, key), "lightness", 0, 0,
        gli_sort_key_names, GLITCH_AUTO_NONE, "what it is sorted by" },
    { "low", GLITCH_REAL, offsetof(params, low), "0.25", 0, 1, NULL, GLITCH_AUTO_NONE,
        "least lightness of what is sorted; or what an edge is" },
    { "high", GLITCH_REAL, offsetof(params, high), "0.8", 0, 1, NULL, GLITCH_AUTO_NONE,
        "greatest lightness of what is sorted" },
    { "length", GLITCH_LENGTH, offsetof(params, length), "50", 0, 1000000, NULL,
        GLITCH_AUTO_NONE,
        "of random intervals and waves, in pixels or % of the width" },
    { "angle", GLITCH_ANGLE, offsetof(params, angle), "0", -3600, 3600, NULL,
        GLITCH_AUTO_NONE,
        "the way that the key grows: 0 to the right, 90 down, and so on" },
    { "reverse", GLITCH_BOOL, offsetof(params, reverse), "no", 0, 0, NULL,
        GLITCH_AUTO_NONE, "let the key fall" },
    { "skip", GLITCH_REAL, offsetof(params, skip), "auto", 0, 100, NULL,
        GLITCH_AUTO_FILTER,
        "how many % of the intervals stay as they are; auto: 50 at level 2, 0 from 7 "
        "on" },
    { 0 },
};

const glitch_filter gli_pixel_sort = {
    .struct_size = sizeof(glitch_filter),
    .name = "pixel-sort",
    .summary = "sort stretches of each line by lightness, hue or the like",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .frame = frame,
};
