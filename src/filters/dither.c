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

enum { BAYER2, BAYER4, BAYER8, FLOYD_STEINBERG, ATKINSON, SIERRA };
enum { MOST_SIDE = 8, ROWS = 2, MARGIN = 2 };

typedef glitch_dither_params params;

typedef struct state {
    int32_t method;
    glitch_colors colors; /* none: `levels` of each channel */
    int32_t levels;
} state;

/* How much of a pixel's error goes where, in 2^-shift of it. */
typedef struct kernel {
    int shift;
    int16_t right[2];                    /* to the next pixel, and the one after it */
    int16_t below[ROWS][2 * MARGIN + 1]; /* from two to the left to two to the right */
} kernel;

static const kernel kernels[] = {
    { 4, { 7, 0 }, { { 0, 3, 5, 1, 0 }, { 0 } } },
    { 3, { 1, 1 }, { { 0, 1, 1, 1, 0 }, { 0, 0, 1, 0, 0 } } },
    { 5, { 5, 3 }, { { 2, 4, 5, 4, 2 }, { 0, 2, 3, 2, 0 } } },
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

/* A value with an error, which is under 256 either way, is never negative with a bias. */
enum { BIAS = 256, BIASED = BIAS + 2 * 256 };

/* What becomes of a value with an error; what it is off then, and what of that goes right. */
typedef struct level {
    int16_t value, error, right[2];
} level;

/* All have four values for each pixel, of which alpha's are 0; none is over 2^15. */
typedef struct errors {
    int16_t
        *of[ROWS + 1]; /* this row, and those above it; with margins, which stay 0 */
    int16_t *sums;
} errors;

static void fill_levels(const target *t, const kernel *k, level *out)
{
    for (int32_t v = 0; v < BIASED; v++, out++) {
        int32_t value = (int32_t)limited(v - BIAS);
        out->value = t->steps[value];
        out->error = (int16_t)(value - out->value);
        for (int i = 0; i < 2; i++)
            out->right[i] = (int16_t)(k->right[i] * out->error);
    }
}

/*
 * Values, and the errors of the rows above: all but what comes from pixels of the same row.
 * Each has to wait for those, but not for this, which is done for many at once.
 */
static void add_above(const kernel *k, const errors *e, const uint8_t *value, size_t n)
{
    const int16_t start = (int16_t)((1 << k->shift) / 2 + BIAS * (1 << k->shift));
    int16_t *restrict sums = e->sums;
    for (size_t i = 0; i < n; i++)
        sums[i] = (int16_t)((value[i] << k->shift) + start);
    for (int row = 0; row < ROWS; row++)
        for (int to = 0; to <= 2 * MARGIN; to++) {
            const int16_t weight = k->below[row][to];
            const int16_t *from = e->of[row + 1] + (ptrdiff_t)4 * (MARGIN - to);
            for (size_t i = 0; weight && i < n; i++)
                sums[i] = (int16_t)(sums[i] + weight * from[i]);
        }
}

/* What has come from the left to the next pixel, and to the one after it. */
typedef struct carry {
    int32_t next[3], after[3];
} carry;

static void diffuse_by_table(
    const kernel *k, const level *levels, const errors *e, uint8_t *value, size_t n)
{
    carry come = { { 0 }, { 0 } };
    for (size_t i = 0; i < n; i += 4)
        for (size_t c = 0; c < 3; c++) {
            uint32_t v = (uint32_t)(e->sums[i + c] + come.next[c]) >> k->shift;
            const level *to = &levels[v];
            value[i + c] = (uint8_t)to->value;
            e->of[0][i + c] = to->error;
            come.next[c] = come.after[c] + to->right[0];
            come.after[c] = to->right[1];
        }
}

static void diffuse_by_palette(
    const kernel *k, gli_palette *p, const errors *e, uint8_t *value, size_t n)
{
    carry come = { { 0 }, { 0 } };
    for (size_t i = 0; i < n; i += 4) {
        int32_t v[3];
        for (size_t c = 0; c < 3; c++)
            v[c] =
                (int32_t)limited(((e->sums[i + c] + come.next[c]) >> k->shift) - BIAS);
        PixelTuple to = gli_palette_nearest(
            p, gli_palette_cell((uint32_t)(v[0] | v[1] << 8 | v[2] << 16)));
        const uint8_t nearest[3] = { to.red, to.green, to.blue };
        for (size_t c = 0; c < 3; c++) {
            int32_t error = v[c] - nearest[c];
            value[i + c] = nearest[c];
            e->of[0][i + c] = (int16_t)error;
            come.next[c] = come.after[c] + k->right[0] * error;
            come.after[c] = k->right[1] * error;
        }
    }
}

static glitch_status diffuse(
    glitch_plan *p, const state *s, const target *t, const glitch_frame *io)
{
    const kernel *k = &kernels[s->method - FLOYD_STEINBERG];
    size_t n = (size_t)4 * io->width, size = n + (size_t)8 * MARGIN;
    int16_t *memory = glitch_plan_alloc(p, ROWS + 2, size * sizeof *memory);
    level levels[BIASED];
    if (!memory)
        return GLITCH_ENOMEM;
    if (!t->palette)
        fill_levels(t, k, levels);
    errors e = { .sums = memory + (ROWS + 1) * size };
    glitch_status status = GLITCH_OK;
    for (uint32_t y = 0; !status && y < io->height; y++) {
        PixelTuple *px = io->px + y * io->stride;
        for (uint32_t i = 0; i <= ROWS; i++)
            e.of[i] = memory + (y + 3 - i) % (ROWS + 1) * size + (size_t)4 * MARGIN;
        add_above(k, &e, (const uint8_t *)px, n);
        if (t->palette)
            diffuse_by_palette(k, t->palette, &e, (uint8_t *)px, n);
        else
            diffuse_by_table(k, levels, &e, (uint8_t *)px, n);
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
