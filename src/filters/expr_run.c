/* expr_run.c - the steps of expressions, block by block through a row. */
#include "filters/expr_program.h"
#include <string.h>

/* ---- chance -------------------------------------------------------------- */

/* A random number from 0 to 1 for each crossing of a grid. */
static inline double crossing(uint64_t key, int64_t i, int64_t j)
{
    uint64_t column = glitch_random_at(key, (uint64_t)i);
    return (double)(glitch_random_at(column, (uint64_t)j) >> 11) / 9007199254740992.0;
}

/* Value noise, the common one: crossings, and between them smoothly blended. */
static double noise(uint64_t key, double u, double v)
{
    const double most = 1e15; /* under it there are places between the crossings */
    u = fabs(u) < most ? u : 0;
    v = fabs(v) < most ? v : 0;
    int64_t i = (int64_t)floor(u), j = (int64_t)floor(v);
    double s = u - (double)i, t = v - (double)j;
    s = s * s * (3 - 2 * s);
    t = t * t * (3 - 2 * t);
    double a = crossing(key, i, j), b = crossing(key, i + 1, j);
    double c = crossing(key, i, j + 1), d = crossing(key, i + 1, j + 1);
    double above = a + (b - a) * s, below = c + (d - c) * s;
    return above + (below - above) * t;
}

/* ---- a row --------------------------------------------------------------- */

/* Where the block is, and what is in it. */
typedef struct block {
    const expr_program *program;
    uint64_t first; /* pixel of the frame, counted row by row */
    double reg[EXPR_REGISTERS][EXPR_BLOCK];
    uint8_t byte[EXPR_CHANNELS][EXPR_BLOCK];
} block;

static void fill(double *out, double value)
{
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = value;
}

static void do_noise(uint64_t key, const double *u, const double *v, double *out)
{
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = noise(key, u[i], v[i]);
}

static void do_rand(uint64_t key, uint64_t first, double *out)
{
    for (uint32_t i = 0; i < EXPR_BLOCK; i++)
        out[i] = (double)(glitch_random_at(key, first + i) >> 11) / 9007199254740992.0;
}

static void do_store(const double *in, uint8_t *out)
{
    double light[EXPR_BLOCK];
    for (int i = 0; i < EXPR_BLOCK; i++) {
        double v = in[i] > 0 ? in[i] : 0; /* also where it is no number */
        light[i] = (v < 255 ? v : 255) + 0.5;
    }
    for (int i = 0; i < EXPR_BLOCK; i++)
        out[i] = (uint8_t)(int32_t)light[i];
}

static void run(block *b, const expr_steps *steps)
{
    const expr_program *p = b->program;
    for (uint32_t k = 0; k < steps->count; k++) {
        const expr_step *s = &steps->step[k];
        const double *in[3] = { b->reg[s->in[0]], b->reg[s->in[1]], b->reg[s->in[2]] };
        if (s->op < EXPR_PLAIN)
            expr_plain[s->op](b->reg[s->out], in[0], in[1], in[2]);
        else if (s->op == EXPR_NOISE)
            do_noise(p->noise_key, in[0], in[1], b->reg[s->out]);
        else if (s->op == EXPR_RAND)
            do_rand(glitch_random_at(p->rand_key, s->in[0]), b->first, b->reg[s->out]);
        else
            do_store(in[0], b->byte[s->out]);
    }
}

/* `count` pixels from column x on; what is behind them is never looked at. */
static void load(block *b, const PixelTuple *in, uint32_t x, uint32_t count)
{
    PixelTuple px[EXPR_BLOCK] = { { 0 } };
    memcpy(px, in + x, count * sizeof *px);
    for (uint32_t i = 0; i < EXPR_BLOCK; i++) {
        b->byte[0][i] = px[i].red;
        b->byte[1][i] = px[i].green;
        b->byte[2][i] = px[i].blue;
        b->byte[3][i] = px[i].alpha;
    }
    for (uint32_t c = 0; c < EXPR_CHANNELS; c++)
        for (uint32_t i = 0; i < EXPR_BLOCK; i++)
            b->reg[EXPR_COLOR + c][i] = b->byte[c][i];
    for (uint32_t i = 0; i < EXPR_BLOCK; i++)
        b->reg[EXPR_X][i] = (double)x + i;
}

void expr_run(const expr_program *program, const PixelTuple *in, uint32_t width,
    uint32_t y, PixelTuple *out)
{
    block b;
    b.program = program;
    fill(b.reg[EXPR_Y], y);
    for (uint32_t i = 0; i < program->pooled; i++)
        fill(b.reg[EXPR_POOL + i], program->pool[i]);
    run(&b, &program->row);
    for (uint32_t x = 0; x < width; x += EXPR_BLOCK) {
        uint32_t count = width - x < EXPR_BLOCK ? width - x : EXPR_BLOCK;
        b.first = (uint64_t)y * width + x;
        load(&b, in, x, count);
        run(&b, &program->block);
        for (uint32_t i = 0; i < count; i++)
            out[x + i] =
                (PixelTuple) { b.byte[0][i], b.byte[1][i], b.byte[2][i], b.byte[3][i] };
    }
}
