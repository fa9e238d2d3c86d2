/*
 * dither.c - few colours, and patterns of dots between them.
 *
 * Ordered: B. E. Bayer, An Optimum Method for Two-Level Rendition of Continuous-Tone
 * Pictures, ICC 1973. By error diffusion: R. W. Floyd and L. Steinberg, An Adaptive
 * Algorithm for Spatial Grey Scale, 1976; B. Atkinson's, of HyperScan, 1987, which lets a
 * quarter of the error go; F. Sierra's three rows, 1989.
 */
#include "filters/palettes.h"
#include <glitch/filters.h>
#include <stdlib.h>
#include <string.h>

enum { BAYER2, BAYER4, BAYER8, FLOYD_STEINBERG, ATKINSON, SIERRA };
enum { MOST_SIDE = 8, ROWS = 3, MARGIN = 2 };

typedef glitch_dither_params params;

typedef struct state {
    int32_t method;
    glitch_colors colors; /* none: `levels` of each channel */
    int32_t levels;
} state;

/* What a pixel's error is passed on to: so many 2^-shift of it. */
typedef struct kernel {
    int shift, count;
    struct {
        int32_t right, down, weight;
    } to[10];
} kernel;

static const kernel kernels[] = {
    { 4, 4, { { 1, 0, 7 }, { -1, 1, 3 }, { 0, 1, 5 }, { 1, 1, 1 } } },
    { 3, 6,
        { { 1, 0, 1 }, { 2, 0, 1 }, { -1, 1, 1 }, { 0, 1, 1 }, { 1, 1, 1 },
            { 0, 2, 1 } } },
    { 5, 10,
        { { 1, 0, 5 }, { 2, 0, 3 }, { -2, 1, 2 }, { -1, 1, 4 }, { 0, 1, 5 },
            { 1, 1, 4 }, { 2, 1, 2 }, { -1, 2, 2 }, { 0, 2, 3 }, { 1, 2, 2 } } },
};

/* Where colours go: a palette, or a table of each value. */
typedef struct target {
    gli_palette *palette; /* NULL: the table */
    uint8_t steps[256];
} target;

/* ---- the plan ------------------------------------------------------------ */

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    (void)shape;
    (void)reach; /* a whole frame */
    s->method = q->method;
    s->colors = gli_palette_choose(q->colors, q->named);
    s->levels =
        q->levels == GLITCH_INT_AUTO ? (int32_t)(1.5 + 5 / q->level) : q->levels;
    s->levels = s->levels < 2 ? 2 : s->levels > 256 ? 256 : s->levels;
    *out = s;
    return GLITCH_OK;
}

static uint8_t nearest_step(int32_t value, int32_t last)
{
    int32_t v = value < 0 ? 0 : value > 255 ? 255 : value;
    int32_t step = (2 * v * last + 255) / 510;
    return (uint8_t)((2 * step * 255 + last) / (2 * last));
}

static glitch_status make_target(glitch_plan *p, const state *s, target *out)
{
    if (s->colors.count) {
        out->palette = gli_palette_new(p, s->colors);
        return out->palette ? GLITCH_OK : GLITCH_ENOMEM;
    }
    out->palette = NULL;
    for (int32_t v = 0; v < 256; v++)
        out->steps[v] = nearest_step(v, s->levels - 1);
    return GLITCH_OK;
}

static inline uint32_t limited(int32_t value)
{
    return (uint32_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

static inline PixelTuple nearest(const target *t, int32_t r, int32_t g, int32_t b)
{
    if (t->palette)
        return gli_palette_nearest(t->palette,
            gli_palette_cell(limited(r) | limited(g) << 8 | limited(b) << 16));
    return (PixelTuple) { t->steps[limited(r)], t->steps[limited(g)],
        t->steps[limited(b)], 255 };
}

/* ---- ordered ------------------------------------------------------------- */

/* Bayer's matrix by its bits: those of y, and of x and y, from the last to the first. */
static int32_t bayer(uint32_t x, uint32_t y, uint32_t side)
{
    int32_t out = 0;
    for (uint32_t bit = 1; bit < side; bit <<= 1)
        out = out << 2 | ((x ^ y) & bit ? 2 : 0) | (y & bit ? 1 : 0);
    return out;
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* By the value that differs most. */
static int32_t distance(PixelTuple a, PixelTuple b)
{
    return larger(
        abs(a.red - b.red), larger(abs(a.green - b.green), abs(a.blue - b.blue)));
}

/* How far apart colours are: the mean of each one's distance to its nearest. */
static int32_t spacing(const state *s)
{
    int32_t sum = 0, count = (int32_t)s->colors.count;
    if (!count)
        return 255 / (s->levels - 1);
    for (int32_t i = 0; i < count; i++) {
        int32_t least = 255;
        for (int32_t k = 0; k < count; k++) {
            int32_t d = distance(s->colors.color[i], s->colors.color[k]);
            least = k != i && d < least ? d : least;
        }
        sum += least;
    }
    return sum / count;
}

/* What is added to a pixel, by its place in the pattern. */
static void plan_offsets(
    uint32_t side, int32_t space, int32_t out[MOST_SIDE][MOST_SIDE])
{
    int32_t cells = (int32_t)(side * side);
    for (uint32_t y = 0; y < MOST_SIDE; y++)
        for (uint32_t x = 0; x < MOST_SIDE; x++)
            out[y][x] =
                (2 * bayer(x % side, y % side, side) + 1 - cells) * space / (2 * cells);
}

/* What becomes of each value, by the pixel's place in a row of the pattern. */
typedef uint8_t row_table[MOST_SIDE][256];

static void plan_table(const target *t, const int32_t offsets[MOST_SIDE], row_table out)
{
    for (uint32_t i = 0; i < MOST_SIDE; i++)
        for (int32_t v = 0; v < 256; v++)
            out[i][v] = t->steps[limited(v + offsets[i])];
}

static void order_by_table(row_table table, uint32_t width, PixelTuple *px)
{
    for (uint32_t x = 0; x < width; x++) {
        const uint8_t *step = table[x % MOST_SIDE];
        PixelTuple c = px[x];
        px[x] = (PixelTuple) { step[c.red], step[c.green], step[c.blue], c.alpha };
    }
}

/* 16 bits are enough, so that the compiler can do many values at once; alpha stays. */
static void add_offsets(
    const int32_t offsets[MOST_SIDE], uint32_t count, PixelTuple *px)
{
    enum { VALUES = 4 * MOST_SIDE };
    uint8_t *value = (uint8_t *)px;
    int16_t by[VALUES];
    for (uint32_t i = 0; i < VALUES; i++)
        by[i] = (int16_t)(i % 4 < 3 ? offsets[i / 4] : 0);
    for (size_t left = (size_t)4 * count; left > 0;) {
        size_t n = left < VALUES ? left : VALUES;
        for (size_t i = 0; i < n; i++) {
            int16_t v = (int16_t)(value[i] + by[i]);
            v = v < 0 ? 0 : v;
            value[i] = (uint8_t)(v > 255 ? 255 : v);
        }
        value += n;
        left -= n;
    }
}

static glitch_status order(
    glitch_plan *p, const state *s, const target *t, const glitch_frame *io)
{
    uint32_t side = s->method == BAYER2 ? 2 : s->method == BAYER4 ? 4 : 8;
    int32_t offsets[MOST_SIDE][MOST_SIDE];
    row_table *tables = glitch_plan_alloc(p, MOST_SIDE, sizeof *tables);
    glitch_status status = tables ? GLITCH_OK : GLITCH_ENOMEM;
    plan_offsets(side, spacing(s), offsets);
    for (uint32_t i = 0; tables && !t->palette && i < MOST_SIDE; i++)
        plan_table(t, offsets[i], tables[i]);
    for (uint32_t y = 0; !status && y < io->height; y++) {
        PixelTuple *px = io->px + y * io->stride;
        if (t->palette) {
            add_offsets(offsets[y % MOST_SIDE], io->width, px);
            gli_palette_map(t->palette, px, io->width);
        } else {
            order_by_table(tables[y % MOST_SIDE], io->width, px);
        }
        status = glitch_plan_poll(p);
    }
    return status;
}

/* ---- error diffusion ----------------------------------------------------- */

/* The errors that have come to the pixels of a row, times 2^shift. */
typedef struct error {
    int32_t red, green, blue;
} error;

static void pass_on(const kernel *k, error *const rows[ROWS], uint32_t x, error e)
{
    for (int i = 0; i < k->count; i++) {
        int32_t weight = k->to[i].weight;
        error *to = &rows[k->to[i].down][(int64_t)x + MARGIN + k->to[i].right];
        to->red += weight * e.red;
        to->green += weight * e.green;
        to->blue += weight * e.blue;
    }
}

static void diffuse_row(const kernel *k, const target *t, error *const rows[ROWS],
    PixelTuple *px, uint32_t width)
{
    const int32_t half = 1 << (k->shift - 1);
    for (uint32_t x = 0; x < width; x++) {
        const error *come = &rows[0][x + MARGIN];
        PixelTuple c = px[x];
        int32_t r = (int32_t)limited(c.red + ((come->red + half) >> k->shift));
        int32_t g = (int32_t)limited(c.green + ((come->green + half) >> k->shift));
        int32_t b = (int32_t)limited(c.blue + ((come->blue + half) >> k->shift));
        PixelTuple n = nearest(t, r, g, b);
        pass_on(k, rows, x, (error) { r - n.red, g - n.green, b - n.blue });
        px[x] = (PixelTuple) { n.red, n.green, n.blue, c.alpha };
    }
}

static glitch_status diffuse(
    glitch_plan *p, const state *s, const target *t, const glitch_frame *io)
{
    size_t size = (size_t)io->width + (size_t)2 * MARGIN;
    error *memory = glitch_plan_alloc(p, (size_t)ROWS * size, sizeof *memory);
    glitch_status status = memory ? GLITCH_OK : GLITCH_ENOMEM;
    for (uint32_t y = 0; !status && y < io->height; y++) {
        error *const rows[ROWS] = { memory + y % ROWS * size,
            memory + (y + 1) % ROWS * size, memory + (y + 2) % ROWS * size };
        diffuse_row(&kernels[s->method - FLOYD_STEINBERG], t, rows,
            io->px + y * io->stride, io->width);
        memset(rows[0], 0, size * sizeof **rows);
        status = glitch_plan_poll(p);
    }
    return status;
}

static glitch_status frame(glitch_plan *p, const void *given, const glitch_frame *io)
{
    const state *s = given;
    target t;
    glitch_status status = make_target(p, s, &t);
    if (status)
        return status;
    return s->method < FLOYD_STEINBERG ? order(p, s, &t, io) : diffuse(p, s, &t, io);
}

static const char *const methods[] = { "bayer2", "bayer4", "bayer8", "floyd-steinberg",
    "atkinson", "sierra", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no levels are given; auto: the intensity" },
    { "method", GLITCH_CHOICE, offsetof(params, method), "bayer4", 0, 0, methods,
        GLITCH_AUTO_NONE,
        "a pattern of so many rows and columns, or how errors are passed on" },
    { "levels", GLITCH_INT, offsetof(params, levels), "auto", 2, 256, NULL,
        GLITCH_AUTO_FILTER,
        "how many values each channel keeps; auto: 4 at level 2, 2 from 4 on" },
    { "colors", GLITCH_COLORS, offsetof(params, colors), "", 0, 0, NULL,
        GLITCH_AUTO_NONE, "a palette instead" },
    { "named", GLITCH_CHOICE, offsetof(params, named), "none", 0, 0, gli_palette_names,
        GLITCH_AUTO_NONE, "or one of these" },
    { 0 },
};

const glitch_filter gli_dither = {
    .struct_size = sizeof(glitch_filter),
    .name = "dither",
    .summary = "draw in few colours, with patterns of dots between them",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .frame = frame,
};
