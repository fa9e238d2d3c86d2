/*
 * aberration.c - the colour fringes of a lens: red and blue each a little larger or smaller
 * than green, or moved apart, to fractions of a pixel.
 *
 * The common model of lateral chromatic aberration: a magnification for each channel
 * (R. Willson and S. Shafer, "Active lens control for high precision computer imaging",
 * 1991), sampled bilinearly. Both are functions of column and row alone, so that a table
 * for each is all there is to look up. Most columns are as far from where they come from as
 * the next one is, so that many can be worked on at once.
 */
#include <glitch/filters.h>
#include <stdbool.h>
#include <string.h>

enum { RADIAL, LINEAR };
enum { ONE = 256 };
enum { LONGEST = 256, SHORTEST = 16 }; /* runs of columns; shorter ones do not pay */

typedef glitch_aberration_params params;

/* Two neighbours and what they count, of ONE; what is beyond the edge counts nothing. */
typedef struct tap {
    int32_t at[2];
    uint16_t weight[2];
} tap;

/* Where a channel comes from: at scale * x + shift. */
typedef struct line {
    double scale, shift;
} line;

/* Some columns. Of straight ones all neighbours are side by side, too. */
typedef struct run {
    uint32_t first, count;
    bool straight;
} run;

typedef struct fringe {
    tap *columns, *rows;
    uint16_t *weight[2]; /* of the columns, again, beside each other */
    run *runs;
    uint32_t run_count;
} fringe;

typedef struct state {
    fringe red, blue;
} state;

static double distance(const params *q, uint32_t width)
{
    if (!GLITCH_IS_AUTO(q->distance.value))
        return glitch_length_pixels(q->distance, width);
    double d = q->level * 0.006 * width;
    return d < 1 ? 1 : d;
}

/* Of the middle of a pixel, which pixels are counted by. */
static double centre(glitch_length l, uint32_t extent)
{
    return (l.percent ? l.value / 100 * extent : l.value) - 0.5;
}

/* `place` is beside column or row i; places are rounded to 1/256 of a pixel. */
static tap tap_at(const line *l, uint32_t i, uint32_t size, glitch_edge edge)
{
    int64_t place = (int64_t)floor((i * l->scale + l->shift) * ONE + 0.5);
    int64_t part = place & (ONE - 1), first = (place - part) / ONE;
    tap t = { { (int32_t)i, (int32_t)i }, { 0, 0 } };
    for (int k = 0; k < 2; k++) {
        int32_t at = glitch_edge_at(edge, first + k, size);
        if (at < 0)
            continue;
        t.at[k] = at;
        t.weight[k] = (uint16_t)(k ? part : ONE - part);
    }
    return t;
}

static tap *taps(glitch_plan *p, line l, uint32_t size, glitch_edge edge)
{
    tap *t = glitch_plan_alloc(p, size, sizeof *t);
    for (uint32_t i = 0; t && i < size; i++)
        t[i] = tap_at(&l, i, size, edge);
    return t;
}

/* How many columns from the first one on are straight. */
static uint32_t straight(const tap *first, uint32_t most)
{
    uint32_t n = 0;
    while (n < most && first[n].at[0] == first->at[0] + (int32_t)n
        && first[n].at[1] == first[n].at[0] + 1)
        n++;
    return n;
}

/* Short straight runs go with the bent ones around them. */
static void find_runs(fringe *f, uint32_t width)
{
    run *last = f->runs;
    for (uint32_t x = 0, n; x < width; x += n) {
        uint32_t most = width - x < LONGEST ? width - x : LONGEST;
        n = straight(f->columns + x, most);
        bool pays = n >= SHORTEST;
        n = n ? n : 1;
        if (!pays && f->run_count > 0 && !last->straight) {
            last->count += n;
            continue;
        }
        last = &f->runs[f->run_count++];
        *last = (run) { x, n, pays };
    }
}

static glitch_status plan_columns(
    glitch_plan *p, line l, uint32_t width, glitch_edge edge, fringe *f)
{
    f->columns = taps(p, l, width, edge);
    f->runs = glitch_plan_alloc(p, width, sizeof *f->runs);
    if (!f->columns || !f->runs)
        return GLITCH_ENOMEM;
    for (int k = 0; k < 2; k++) {
        f->weight[k] = glitch_plan_alloc(p, width, sizeof *f->weight[k]);
        if (!f->weight[k])
            return GLITCH_ENOMEM;
        for (uint32_t x = 0; x < width; x++)
            f->weight[k][x] = f->columns[x].weight[k];
    }
    find_runs(f, width);
    return GLITCH_OK;
}

static void widen(glitch_reach *reach, const tap *rows, uint32_t height)
{
    for (uint32_t y = 0; y < height; y++)
        for (int k = 0; k < 2; k++) {
            uint32_t at = (uint32_t)rows[y].at[k];
            if (at < y && y - at > reach->above)
                reach->above = y - at;
            if (at > y && at - y > reach->below)
                reach->below = at - y;
        }
}

/* A channel drawn outwards by `far` at the corners of a centred picture, or along. */
static glitch_status plan_fringe(
    glitch_plan *p, const glitch_frame *shape, const params *q, double far, fringe *f)
{
    double w = shape->width, h = shape->height, sine, cosine;
    line across = { 1, 0 }, down = { 1, 0 };
    glitch_sincos(q->angle, &sine, &cosine);
    if (q->mode == LINEAR) {
        across.shift = -far * cosine;
        down.shift = -far * sine;
    } else {
        double part = far / (sqrt(w * w + h * h) / 2);
        part = part > 1 ? 1 : part < -1 ? -1 : part;
        across.scale = down.scale = 1 - part;
        across.shift = part * centre(q->x, shape->width);
        down.shift = part * centre(q->y, shape->height);
    }
    f->rows = taps(p, down, shape->height, (glitch_edge)q->edge);
    return f->rows ? plan_columns(p, across, shape->width, (glitch_edge)q->edge, f)
                   : GLITCH_ENOMEM;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    double far = distance(q, shape->width) / 2;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s || plan_fringe(p, shape, q, far, &s->red)
        || plan_fringe(p, shape, q, -far, &s->blue))
        return GLITCH_ENOMEM;
    widen(reach, s->red.rows, shape->height);
    widen(reach, s->blue.rows, shape->height);
    *out = s;
    return GLITCH_OK;
}

/* One channel of two rows: bytes, four to a pixel. */
typedef struct rows {
    const uint8_t *upper, *lower;
    uint16_t weight[2];
} rows;

static inline uint16_t between(const rows *r, size_t at)
{
    return (
        uint16_t)(r->upper[4 * at] * r->weight[0] + r->lower[4 * at] * r->weight[1]);
}

static inline uint8_t mixed(uint16_t a, uint16_t b, uint16_t of_a, uint16_t of_b)
{
    uint32_t sum = (uint32_t)a * of_a + (uint32_t)b * of_b;
    return (uint8_t)((sum + ONE * ONE / 2) / (ONE * ONE));
}

static void draw_straight(const fringe *f, const run *r, const rows *in, uint8_t *out)
{
    uint16_t blended[LONGEST + 1];
    uint8_t values[LONGEST];
    const uint16_t *left = f->weight[0] + r->first, *right = f->weight[1] + r->first;
    size_t at = (size_t)f->columns[r->first].at[0];
    for (uint32_t i = 0; i <= r->count; i++)
        blended[i] = between(in, at + i);
    for (uint32_t i = 0; i < r->count; i++)
        values[i] = mixed(blended[i], blended[i + 1], left[i], right[i]);
    for (uint32_t i = 0; i < r->count; i++)
        out[4 * (size_t)i] = values[i];
}

static void draw_bent(const fringe *f, const run *r, const rows *in, uint8_t *out)
{
    const tap *columns = f->columns + r->first;
    for (uint32_t i = 0; i < r->count; i++) {
        const tap *t = &columns[i];
        out[4 * (size_t)i] = mixed(between(in, (size_t)t->at[0]),
            between(in, (size_t)t->at[1]), t->weight[0], t->weight[1]);
    }
}

/* One channel. */
static void draw(const fringe *f, const glitch_window *in, uint32_t y, size_t channel,
    PixelTuple *out)
{
    const tap *v = &f->rows[y];
    const PixelTuple *upper = glitch_window_row(in, v->at[0] - (int32_t)y);
    const PixelTuple *lower = glitch_window_row(in, v->at[1] - (int32_t)y);
    rows two = { (const uint8_t *)upper + channel, (const uint8_t *)lower + channel,
        { v->weight[0], v->weight[1] } };
    for (const run *r = f->runs; r < f->runs + f->run_count; r++) {
        uint8_t *to = (uint8_t *)(out + r->first) + channel;
        if (r->straight)
            draw_straight(f, r, &two, to);
        else
            draw_bent(f, r, &two, to);
    }
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    memcpy(out, glitch_window_row(in, 0), glitch_window_width(in) * sizeof *out);
    draw(&s->red, in, y, offsetof(PixelTuple, red), out);
    draw(&s->blue, in, y, offsetof(PixelTuple, blue), out);
}

static const char *const modes[] = { "radial", "linear", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no distance is given; auto: the intensity" },
    { "distance", GLITCH_LENGTH, offsetof(params, distance), "auto", -1000000, 1000000,
        NULL, GLITCH_AUTO_FILTER,
        "between red and blue, if radial in the corners, in pixels or % of the width; "
        "auto: 0.6% for each level" },
    { "mode", GLITCH_CHOICE, offsetof(params, mode), "radial", 0, 0, modes,
        GLITCH_AUTO_NONE, "red goes away from the centre, or all along an angle" },
    { "angle", GLITCH_ANGLE, offsetof(params, angle), "0", -3600, 3600, NULL,
        GLITCH_AUTO_NONE, "where red goes if linear: 0 right, 90 down" },
    { "x", GLITCH_LENGTH, offsetof(params, x), "50%", -1000000, 1000000, NULL,
        GLITCH_AUTO_NONE, "the centre, from the left, in pixels or % of the width" },
    { "y", GLITCH_LENGTH, offsetof(params, y), "50%", -1000000, 1000000, NULL,
        GLITCH_AUTO_NONE, "the centre, from the top, in pixels or % of the height" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "clamp", 0, 0, NULL,
        GLITCH_AUTO_NONE, "what moves in where a colour leaves" },
    { 0 },
};

const glitch_filter gli_aberration = {
    .struct_size = sizeof(glitch_filter),
    .name = "aberration",
    .summary = "the colour fringes of a lens, from a centre or along an angle",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
