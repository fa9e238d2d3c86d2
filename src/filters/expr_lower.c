/*
 * expr_lower.c - from the steps of expressions to code for the pixels of a frame.
 *
 * Whole numbers are computed as such where all that an operation takes is whole and what
 * it makes must fit: twice as many are done at once, and bits are there without asking.
 * That cannot be told from computing in doubles, in which all of them are exact.
 */
#include "filters/expr_program.h"

/* For how many pixels a number is the same. */
typedef enum scope { CONSTANT, ROW, COLUMN, PIXEL } scope;

/* What is known of a register. */
typedef struct value {
    scope scope;
    bool whole; /* its own form is that; the other is made of it when it is asked for */
    double number; /* CONSTANT */
    expr_range range;
    bool made[2][EXPR_FORMS]; /* in the code of rows and pixels; in that of columns */
    expr_place kept[EXPR_FORMS]; /* or 0 */
} value;

typedef struct lowering {
    expr_code *code;
    value of[EXPR_REGISTERS];
} lowering;

static expr_place place_of(uint8_t reg, int form)
{
    return (expr_place)(reg * EXPR_FORMS + form);
}

static void append(lowering *l, scope where, expr_act act)
{
    expr_code *c = l->code;
    expr_acts *to = where == COLUMN ? &c->columns : where == ROW ? &c->row : &c->pixels;
    to->act[to->count++] = act;
}

/* ---- constants ----------------------------------------------------------- */

/* A number in one of its forms for each pixel of a block. */
typedef union numbers {
    double real[EXPR_BLOCK];
    int32_t whole[EXPR_BLOCK];
} numbers;

static void fill(double number, int form, numbers *out)
{
    for (int i = 0; i < EXPR_BLOCK; i++)
        if (form == EXPR_WHOLE)
            out->whole[i] = (int32_t)number;
        else
            out->real[i] = number;
}

/* By what computes it for pixels, so that there is no other way to round. */
static double bits_of_number(double number)
{
    numbers in, out;
    fill(number, EXPR_REAL, &in);
    expr_kernels[EXPR_TO_BITS](&out, &in, &in, &in);
    return out.whole[0];
}

static bool is_bitwise(uint8_t op)
{
    return op >= EXPR_BIT_AND && op <= EXPR_SHIFT_RIGHT;
}

static double fold(const lowering *l, const expr_step *s)
{
    numbers in[3], out;
    double number[3];
    bool bits = is_bitwise(s->op);
    for (int i = 0; i < 3; i++) {
        number[i] = l->of[s->in[i]].number;
        fill(bits ? bits_of_number(number[i]) : number[i],
            bits ? EXPR_WHOLE : EXPR_REAL, &in[i]);
    }
    if (s->op == EXPR_NOISE)
        return expr_noise(l->code->noise_key, number[0], number[1]);
    expr_kernels[bits ? EXPR_OF_WHOLE + s->op : s->op](&out, &in[0], &in[1], &in[2]);
    return bits ? out.whole[0] : out.real[0];
}

/* ---- registers ----------------------------------------------------------- */

static void define(lowering *l, uint8_t reg, scope where, bool whole, expr_range range)
{
    value *v = &l->of[reg];
    *v = (value) { .scope = where, .whole = whole, .range = range };
    v->made[where == COLUMN][whole ? EXPR_WHOLE : EXPR_REAL] = true;
}

/* It is put into a register where it is asked for. */
static void define_constant(lowering *l, uint8_t reg, double n)
{
    const double any = (double)INFINITY;
    expr_range range = { n, n };
    bool known = expr_range_known(range);
    l->of[reg] = (value) { .scope = CONSTANT,
        .number = n,
        .whole = expr_range_fits(range) && n == floor(n),
        .range = known ? range : (expr_range) { -any, any } };
}

static uint16_t floor_of(expr_range r)
{
    if (!expr_range_fits(expr_range_bits(r)))
        return EXPR_TO_BITS;
    return r.least >= 0 ? EXPR_TRUNCATE : EXPR_SMALL_FLOOR;
}

/* What has not been made yet: a constant, a colour, or the form that is not its own. */
static expr_act making(const value *v, uint8_t reg, int form)
{
    expr_place out = place_of(reg, form), own = place_of(reg, !form);
    if (v->scope == CONSTANT && form == EXPR_REAL)
        return (expr_act) { .op = EXPR_FILL, .out = out, .value = v->number };
    if (v->scope == CONSTANT)
        return (expr_act) {
            .op = EXPR_FILL_WHOLE, .out = out, .value = bits_of_number(v->number)
        };
    if (form == EXPR_REAL)
        return (expr_act) { .op = EXPR_TO_REAL, .out = out, .in = { own, own, own } };
    if (!v->whole)
        return (
            expr_act) { .op = floor_of(v->range), .out = out, .in = { own, own, own } };
    return (expr_act) {
        .op = EXPR_LOAD, .out = out, .in = { (expr_place)(reg - EXPR_COLOR) }
    };
}

/* Where a column's number stands for all rows. */
static expr_place keep(lowering *l, uint8_t reg, int form)
{
    value *v = &l->of[reg];
    if (!v->kept[form]) {
        uint32_t k = l->code->kept_count++;
        v->kept[form] = (expr_place)(EXPR_PLACES + EXPR_FORMS * k + (uint32_t)form);
        append(l, COLUMN,
            (expr_act) {
                .op = EXPR_KEEP, .out = v->kept[form], .in = { place_of(reg, form) } });
    }
    return v->kept[form];
}

/* Where code of this scope finds a register in this form. */
static expr_place find(lowering *l, uint8_t reg, int form, scope user)
{
    value *v = &l->of[reg];
    int own = v->whole ? EXPR_WHOLE : EXPR_REAL;
    scope where = v->scope;
    if (where == CONSTANT)
        where = user == COLUMN ? COLUMN : ROW;
    bool *made = &v->made[where == COLUMN][form];
    if (!*made) {
        if (v->scope != CONSTANT && form != own)
            find(l, reg, own, where);
        append(l, where, making(v, reg, form));
        *made = true;
    }
    return where == COLUMN && user != COLUMN ? keep(l, reg, form) : place_of(reg, form);
}

/* ---- steps --------------------------------------------------------------- */

/* What is computed, of which form and into which. */
typedef struct choice {
    uint16_t op;
    int in, out;
    expr_range range;
} choice;

static bool has_whole(uint8_t op)
{
    return op < EXPR_PLAIN && expr_kernels[EXPR_OF_WHOLE + op];
}

/* 1, 2, 4..., whose reciprocals are exact. */
static bool is_power_of_two(const value *v)
{
    int exponent;
    return v->scope == CONSTANT && frexp(v->number, &exponent) == 0.5
        && exponent > -1000 && exponent < 1000;
}

static bool all_whole(const value *const in[3])
{
    bool whole = true;
    for (int i = 0; i < 3; i++)
        whole = whole && in[i]->whole && expr_range_fits(in[i]->range);
    return whole;
}

/* What is quicker than the general one. */
static uint16_t special(uint8_t op, const value *const in[3], bool whole)
{
    const value *b = in[1];
    bool constant = b->scope == CONSTANT;
    if (op == EXPR_SHIFT_LEFT && constant)
        return EXPR_LEFT_BY;
    if (op == EXPR_SHIFT_RIGHT && constant)
        return EXPR_RIGHT_BY;
    if (op == EXPR_MODULO && whole && is_power_of_two(b))
        return EXPR_MASK;
    if (op == EXPR_DIVIDE && is_power_of_two(b))
        return EXPR_SCALE;
    if (op == EXPR_DIVIDE && (b->range.least > 0 || b->range.most < 0))
        return EXPR_QUOTIENT;
    return whole ? EXPR_OF_WHOLE + op : op == EXPR_NOISE ? EXPR_NOISE_REAL : op;
}

static choice choose(uint8_t op, const value *const in[3])
{
    bool bits = is_bitwise(op), whole = all_whole(in);
    expr_range ranges[3];
    for (int i = 0; i < 3; i++)
        ranges[i] = bits ? expr_range_bits(in[i]->range) : in[i]->range;
    expr_range range = expr_range_of((expr_op)op, ranges);
    if (op == EXPR_MODULO && whole)
        range = (expr_range) { fmin(ranges[1].least, 0), fmax(ranges[1].most, 0) };
    if (op == EXPR_FLOOR && !whole && expr_range_fits(range))
        return (choice) { floor_of(ranges[0]), EXPR_REAL, EXPR_WHOLE, range };
    whole = bits || (whole && expr_range_fits(range) && has_whole(op));
    int form = whole ? EXPR_WHOLE : EXPR_REAL;
    return (choice) { special(op, in, whole), form, form, range };
}

/* What depends on rows and on columns is each pixel's own. */
static scope scope_of(const value *const in[3])
{
    scope s = CONSTANT;
    for (int i = 0; i < 3; i++)
        if (in[i]->scope != CONSTANT)
            s = s == CONSTANT || s == in[i]->scope ? in[i]->scope : PIXEL;
    return s;
}

static void lower_plain(lowering *l, const expr_step *s)
{
    const value *const in[3] = { &l->of[s->in[0]], &l->of[s->in[1]], &l->of[s->in[2]] };
    scope where = scope_of(in);
    if (where == CONSTANT) {
        define_constant(l, s->out, fold(l, s));
        return;
    }
    choice c = choose(s->op, in);
    expr_act act = { .op = c.op, .out = place_of(s->out, c.out) };
    for (int i = 0; i < 3; i++)
        act.in[i] = find(l, s->in[i], c.in, where);
    append(l, where, act);
    define(l, s->out, where, c.out == EXPR_WHOLE, c.range);
}

static void lower_step(lowering *l, const expr_step *s)
{
    const expr_range share = { 0, 1 };
    if (s->op == EXPR_RAND) {
        append(l, PIXEL,
            (expr_act) { .op = EXPR_RAND_REAL,
                .out = place_of(s->out, EXPR_REAL),
                .in = { s->in[0] } });
        define(l, s->out, PIXEL, false, share);
    } else if (s->op == EXPR_STORE) {
        bool whole = l->of[s->in[0]].whole;
        expr_place in = find(l, s->in[0], whole ? EXPR_WHOLE : EXPR_REAL, PIXEL);
        append(l, PIXEL,
            (expr_act) { .op = whole ? EXPR_STORE_WHOLE : EXPR_STORE_REAL,
                .out = s->out,
                .in = { in } });
    } else {
        lower_plain(l, s);
    }
}

/* ---- all ----------------------------------------------------------------- */

static void define_pixel(lowering *l, uint32_t width, uint32_t height)
{
    const expr_range byte = { 0, 255 };
    double columns = ceil((double)width / EXPR_BLOCK) * EXPR_BLOCK;
    for (int c = 0; c < EXPR_CHANNELS; c++)
        l->of[EXPR_COLOR + c] =
            (value) { .scope = PIXEL, .whole = true, .range = byte };
    define(l, EXPR_X, COLUMN, true, (expr_range) { 0, columns - 1 });
    define(l, EXPR_Y, ROW, true, (expr_range) { 0, height - 1.0 });
}

static bool allocate(glitch_plan *p, const expr_program *program, expr_code *c)
{
    enum { MOST = 16 }; /* a step, and three inputs that are loaded, turned and kept */
    size_t acts = MOST * ((size_t)program->row.count + program->block.count);
    c->columns.act = glitch_plan_alloc(p, acts, sizeof *c->columns.act);
    c->row.act = glitch_plan_alloc(p, acts, sizeof *c->row.act);
    c->pixels.act = glitch_plan_alloc(p, acts, sizeof *c->pixels.act);
    return c->columns.act && c->row.act && c->pixels.act;
}

static bool allocate_kept(glitch_plan *p, uint32_t width, expr_code *c)
{
    size_t blocks = (width - 1) / EXPR_BLOCK + 1;
    c->kept = glitch_plan_alloc(p, (size_t)c->kept_count + 1, sizeof *c->kept);
    for (uint32_t k = 0; c->kept && k < c->kept_count; k++) {
        c->kept[k] = glitch_plan_alloc(p, blocks, sizeof(numbers));
        if (!c->kept[k])
            return false;
    }
    return c->kept != NULL;
}

expr_code *expr_lower(
    glitch_plan *p, const expr_program *program, uint32_t width, uint32_t height)
{
    expr_code *code = glitch_plan_alloc(p, 1, sizeof *code);
    lowering l = { .code = code };
    if (!code || !allocate(p, program, code))
        return NULL;
    code->noise_key = program->noise_key;
    code->rand_key = program->rand_key;
    define_pixel(&l, width, height);
    for (uint32_t i = 0; i < program->pooled; i++)
        define_constant(&l, (uint8_t)(EXPR_POOL + i), program->pool[i]);
    for (uint32_t i = 0; i < program->row.count; i++)
        lower_step(&l, &program->row.step[i]);
    for (uint32_t i = 0; i < program->block.count; i++)
        lower_step(&l, &program->block.step[i]);
    if (!allocate_kept(p, width, code))
        return NULL;
    expr_run_columns(code, width);
    return code;
}
