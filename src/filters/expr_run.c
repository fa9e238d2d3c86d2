/* expr_run.c - the code of expressions, block by block through a row. */
#include "filters/expr_program.h"
#include "filters/word.h"
#include <string.h>

/* ---- chance -------------------------------------------------------------- */

/* A random number from 0 to 1 for each crossing of a grid. */
static inline double crossing(uint64_t key, int64_t i, int64_t j)
{
    uint64_t column = glitch_random_at(key, (uint64_t)i);
    return (double)(glitch_random_at(column, (uint64_t)j) >> 11) / 9007199254740992.0;
}

/* A cell between four crossings. */
typedef struct noise_cell {
    int64_t i, j;
    double a, b, c, d;
} noise_cell;

static noise_cell cell_at(uint64_t key, int64_t i, int64_t j)
{
    return (noise_cell) { i, j, crossing(key, i, j), crossing(key, i + 1, j),
        crossing(key, i, j + 1), crossing(key, i + 1, j + 1) };
}

/* floor() without a call, for what has a place after the point. */
static inline int64_t whole_of(double v)
{
    int64_t cut = (int64_t)v;
    return cut - (v < (double)cut);
}

/* Value noise, the common one: crossings, and between them smoothly blended. */
static inline double noise_in(noise_cell *cell, uint64_t key, double u, double v)
{
    const double most = 1e15; /* under it there are places between the crossings */
    u = fabs(u) < most ? u : 0;
    v = fabs(v) < most ? v : 0;
    int64_t i = whole_of(u), j = whole_of(v);
    double s = u - (double)i, t = v - (double)j;
    s = s * s * (3 - 2 * s);
    t = t * t * (3 - 2 * t);
    if (i != cell->i || j != cell->j)
        *cell = cell_at(key, i, j);
    double above = cell->a + (cell->b - cell->a) * s;
    double below = cell->c + (cell->d - cell->c) * s;
    return above + (below - above) * t;
}

double expr_noise(uint64_t key, double u, double v)
{
    noise_cell cell = cell_at(key, 0, 0);
    return noise_in(&cell, key, u, v);
}

/* ---- a block ------------------------------------------------------------- */

/* Where the block is, and what is in it; out has red in the lowest bits. */
typedef struct block {
    const expr_code *code;
    uint64_t first; /* pixel of the frame, counted row by row */
    uint32_t x;
    const PixelTuple *in;
    uint32_t out[EXPR_BLOCK];
    int32_t whole[EXPR_REGISTERS][EXPR_BLOCK];
    double real[EXPR_REGISTERS][EXPR_BLOCK];
} block;

static void *at(block *b, expr_place place)
{
    uint32_t k = place / EXPR_FORMS, real = place % EXPR_FORMS == EXPR_REAL;
    if (k < EXPR_REGISTERS)
        return real ? (void *)b->real[k] : (void *)b->whole[k];
    void *kept = b->code->kept[k - EXPR_REGISTERS];
    return real ? (void *)((double *)kept + b->x) : (void *)((int32_t *)kept + b->x);
}

static void fill(double value, double *out)
{
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = value;
}

static void fill_whole(int32_t value, int32_t *out)
{
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = value;
}

static void load(const PixelTuple *in, uint32_t channel, int32_t *out)
{
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = (int32_t)(gli_ordered(gli_load(&in[i])) >> 8 * channel & 255);
}

static void keep(block *b, expr_place from, expr_place to)
{
    bool real = to % EXPR_FORMS == EXPR_REAL;
    memcpy(
        at(b, to), at(b, from), EXPR_BLOCK * (real ? sizeof(double) : sizeof(int32_t)));
}

static void do_noise(uint64_t key, const double *u, const double *v, double *out)
{
    noise_cell cell = cell_at(key, 0, 0);
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = noise_in(&cell, key, u[i], v[i]);
}

static void do_rand(uint64_t key, uint64_t first, double *out)
{
    for (uint32_t i = 0; i < EXPR_BLOCK; i++)
        out[i] = (double)(glitch_random_at(key, first + i) >> 11) / 9007199254740992.0;
}

static void store_whole(const int32_t *in, uint32_t channel, uint32_t *out)
{
    uint32_t kept = ~(UINT32_C(255) << 8 * channel);
    for (int i = 0; i < EXPR_BLOCK; i++) {
        int32_t v = in[i] > 0 ? in[i] : 0;
        out[i] = (out[i] & kept) | (uint32_t)(v < 255 ? v : 255) << 8 * channel;
    }
}

static void store_real(const double *in, uint32_t channel, uint32_t *out)
{
    double light[EXPR_BLOCK];
    int32_t whole[EXPR_BLOCK];
    for (int i = 0; i < EXPR_BLOCK; i++)
        light[i] = in[i] > 0 ? in[i] : 0; /* also where it is no number */
    for (int i = 0; i < EXPR_BLOCK; i++)
        light[i] = light[i] < 255 ? light[i] : 255;
    for (int i = 0; i < EXPR_BLOCK; i++)
        whole[i] = (int32_t)(light[i] + 0.5);
    store_whole(whole, channel, out);
}

/* What is no function of numbers alone. */
static void run_special(block *b, const expr_act *act)
{
    const expr_code *c = b->code;
    switch (act->op) {
    case EXPR_FILL:
        fill(act->value, at(b, act->out));
        break;
    case EXPR_FILL_WHOLE:
        fill_whole((int32_t)act->value, at(b, act->out));
        break;
    case EXPR_LOAD:
        load(b->in, act->in[0], at(b, act->out));
        break;
    case EXPR_KEEP:
        keep(b, act->in[0], act->out);
        break;
    case EXPR_NOISE_REAL:
        do_noise(c->noise_key, at(b, act->in[0]), at(b, act->in[1]), at(b, act->out));
        break;
    case EXPR_RAND_REAL:
        do_rand(glitch_random_at(c->rand_key, act->in[0]), b->first, at(b, act->out));
        break;
    case EXPR_STORE_REAL:
        store_real(at(b, act->in[0]), act->out, b->out);
        break;
    default:
        store_whole(at(b, act->in[0]), act->out, b->out);
    }
}

static void run(block *b, const expr_acts *acts)
{
    for (uint32_t i = 0; i < acts->count; i++) {
        const expr_act *act = &acts->act[i];
        if (act->op < EXPR_KERNELS)
            expr_kernels[act->op](at(b, act->out), at(b, act->in[0]), at(b, act->in[1]),
                at(b, act->in[2]));
        else
            run_special(b, act);
    }
}

/* ---- a frame ------------------------------------------------------------- */

void expr_run_columns(const expr_code *code, uint32_t width)
{
    block b;
    b.code = code;
    for (uint64_t x = 0; code->kept_count && x < width; x += EXPR_BLOCK) {
        b.x = (uint32_t)x;
        for (uint32_t i = 0; i < EXPR_BLOCK; i++)
            b.whole[EXPR_X][i] = (int32_t)(b.x + i);
        run(&b, &code->columns);
    }
}

/* `count` pixels; what is behind them is never looked at. */
static void run_block(block *b, const PixelTuple *in, uint32_t count, PixelTuple *out)
{
    PixelTuple part[EXPR_BLOCK] = { { 0 } };
    b->in = in;
    if (count < EXPR_BLOCK)
        b->in = memcpy(part, in, count * sizeof *part);
    for (uint32_t i = 0; i < EXPR_BLOCK; i++)
        b->out[i] = gli_ordered(gli_load(&b->in[i]));
    run(b, &b->code->pixels);
    for (uint32_t i = 0; i < count; i++)
        gli_store(gli_ordered(b->out[i]), &out[i]);
}

void expr_run(const expr_code *code, const PixelTuple *in, uint32_t width, uint32_t y,
    PixelTuple *out)
{
    block b;
    b.code = code;
    b.x = 0;
    fill_whole((int32_t)y, b.whole[EXPR_Y]);
    run(&b, &code->row);
    for (uint32_t count; b.x < width; b.x += count) {
        count = width - b.x < EXPR_BLOCK ? width - b.x : EXPR_BLOCK;
        b.first = (uint64_t)y * width + b.x;
        run_block(&b, in + b.x, count, out + b.x);
    }
}
