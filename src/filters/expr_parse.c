/*
 * expr_parse.c - from the text of an expression to steps, by recursive descent, and for
 * operators by precedence climbing (M. Richards, C. Whitby-Strevens, "BCPL: the language
 * and its compiler", 1979). Operators bind as they do in C.
 */
#include "filters/expr_program.h"
#include <stdio.h>
#include <string.h>

enum { DEEPEST = 48, NOTHING = 0 };

static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz";

typedef struct parser {
    expr_program *program;
    const expr_name *names;
    const char *at;
    const char *fault, *fault_at;
    const char *unknown; /* or NULL: of these the word at fault_at is none */
    uint32_t depth;
    uint32_t busy; /* which temporary registers hold what is still needed */
} parser;

static uint8_t fail(parser *p, const char *fault)
{
    if (!p->fault) {
        p->fault = fault;
        p->fault_at = p->at;
    }
    return NOTHING;
}

static uint8_t fail_word(parser *p, const char *word, const char *kind)
{
    p->at = word;
    p->unknown = p->fault ? p->unknown : kind;
    return fail(p, "this word is not known");
}

/* ---- steps --------------------------------------------------------------- */

static bool same_in_row(uint8_t reg)
{
    return reg >= EXPR_Y && reg < EXPR_TEMPS;
}

/* A number is pooled once; what is yet to be computed is a NaN, which equals none. */
static uint8_t pooled(parser *p, double value)
{
    expr_program *program = p->program;
    for (uint32_t i = 0; i < program->pooled; i++)
        if (program->pool[i] == value)
            return (uint8_t)(EXPR_POOL + i);
    if (program->pooled == EXPR_TEMPS - EXPR_POOL)
        return fail(p, "there are too many numbers");
    program->pool[program->pooled] = value;
    return (uint8_t)(EXPR_POOL + program->pooled++);
}

static uint8_t temporary(parser *p)
{
    for (uint32_t i = 0; i < EXPR_REGISTERS - EXPR_TEMPS; i++)
        if (!(p->busy >> i & 1)) {
            p->busy |= UINT32_C(1) << i;
            return (uint8_t)(EXPR_TEMPS + i);
        }
    return fail(p, "too much is left open");
}

static void append(parser *p, expr_steps *steps, expr_step step)
{
    if (steps->count == EXPR_STEPS)
        fail(p, "the expressions are too long");
    else if (!p->fault)
        steps->step[steps->count++] = step;
}

/* A step that takes `count` registers, which are free then; those not taken are like in[0]. */
static uint8_t emit(parser *p, expr_op op, const uint8_t *in, uint32_t count)
{
    bool constant = op != EXPR_RAND;
    expr_step step = { (uint8_t)op, 0, { in[0], in[0], in[0] } };
    for (uint32_t i = 0; i < count; i++) {
        step.in[i] = in[i];
        constant = constant && same_in_row(in[i]);
    }
    step.out = constant ? pooled(p, (double)NAN) : temporary(p);
    append(p, constant ? &p->program->row : &p->program->block, step);
    for (uint32_t i = 0; i < count; i++)
        if (in[i] >= EXPR_TEMPS)
            p->busy &= ~(UINT32_C(1) << (in[i] - EXPR_TEMPS));
    return step.out;
}

static uint8_t emit_two(parser *p, expr_op op, uint8_t a, uint8_t b)
{
    return emit(p, op, (uint8_t[]) { a, b }, 2);
}

/* ---- words --------------------------------------------------------------- */

static void skip_blanks(parser *p)
{
    p->at += strspn(p->at, " \t");
}

static bool take(parser *p, const char *sign)
{
    size_t n = strlen(sign);
    skip_blanks(p);
    if (strncmp(p->at, sign, n) != 0)
        return false;
    p->at += n;
    return true;
}

static uint8_t ternary(parser *p);

/* Both functions and values are words; those of one letter are the commonest. */
static uint8_t value_named(parser *p, const char *word, size_t n)
{
    static const char pixel[] = "rgbaxy";
    const expr_name *names = p->names;
    const char *found = n == 1 ? strchr(pixel, *word) : NULL;
    if (found)
        return (uint8_t)(EXPR_COLOR + (found - pixel));
    if (n == 4 && memcmp(word, "rand", n) == 0)
        return emit(p, EXPR_RAND, (uint8_t[]) { (uint8_t)p->program->rands++ }, 0);
    for (; names->name; names++)
        if (strlen(names->name) == n && memcmp(names->name, word, n) == 0)
            return pooled(p, names->value);
    return fail_word(p, word, "values");
}

static const struct {
    const char *name;
    expr_op op;
    uint32_t count;
} functions[] = { { "min", EXPR_MIN, 2 }, { "max", EXPR_MAX, 2 },
    { "abs", EXPR_ABS, 1 }, { "floor", EXPR_FLOOR, 1 }, { "sqrt", EXPR_SQRT, 1 },
    { "sin", EXPR_SIN, 1 }, { "cos", EXPR_COS, 1 }, { "clamp", EXPR_CLAMP, 3 },
    { "mix", EXPR_MIX, 3 }, { "noise", EXPR_NOISE, 2 }, { NULL, 0, 0 } };

/* What follows the opening parenthesis. */
static uint8_t call(parser *p, const char *word, size_t n)
{
    uint8_t in[3] = { NOTHING, NOTHING, NOTHING };
    uint32_t k = 0;
    while (functions[k].name
        && !(strlen(functions[k].name) == n && memcmp(functions[k].name, word, n) == 0))
        k++;
    if (!functions[k].name) {
        return fail_word(p, word, "functions");
    }
    for (uint32_t i = 0; i < functions[k].count && !p->fault; i++) {
        if (i && !take(p, ","))
            return fail(p, "the function wants one more value, after a comma");
        in[i] = ternary(p);
    }
    if (!p->fault && !take(p, ")"))
        return fail(p, "the function's ')' is missing");
    return emit(p, functions[k].op, in, functions[k].count);
}

static uint8_t number(parser *p)
{
    double value;
    const char *end = glitch_parse_real(p->at, &value);
    if (!end)
        return fail(p, "this number cannot be read");
    p->at = end;
    return pooled(p, value);
}

static uint8_t primary(parser *p)
{
    const char *word = p->at;
    size_t n = strspn(word, LETTERS);
    if (take(p, "(")) {
        uint8_t value = ternary(p);
        return take(p, ")") ? value : fail(p, "a ')' is missing");
    }
    if (*word == '.' || (*word >= '0' && *word <= '9'))
        return number(p);
    if (n == 0)
        return fail(
            p, *word ? "a value should be here" : "it ends where a value should be");
    p->at += n;
    return take(p, "(") ? call(p, word, n) : value_named(p, word, n);
}

/* ---- operators ----------------------------------------------------------- */

static uint8_t prefixed(parser *p)
{
    static const char signs[] = "-!~";
    static const expr_op ops[] = { EXPR_NEGATE, EXPR_NOT, EXPR_BIT_NOT };
    uint8_t value = NOTHING;
    skip_blanks(p);
    const char *sign = strchr(signs, *p->at);
    if (p->depth == DEEPEST)
        return fail(p, "it is nested too deeply");
    p->depth++;
    if (sign && *sign) {
        p->at++;
        value = prefixed(p);
        value = emit(p, ops[sign - signs], &value, 1);
    } else {
        value = primary(p);
    }
    p->depth--;
    return value;
}

typedef struct binary_operator {
    const char *sign;
    int rank; /* what binds tighter has more */
    expr_op op;
    bool swapped;
} binary_operator;

/* Longer signs stand before those that they begin with. */
static const binary_operator operators[] = { { "||", 1, EXPR_EITHER, false },
    { "&&", 2, EXPR_BOTH, false }, { "|", 3, EXPR_BIT_OR, false },
    { "^", 4, EXPR_BIT_XOR, false }, { "&", 5, EXPR_BIT_AND, false },
    { "==", 6, EXPR_EQUAL, false }, { "!=", 6, EXPR_UNEQUAL, false },
    { "<<", 8, EXPR_SHIFT_LEFT, false }, { ">>", 8, EXPR_SHIFT_RIGHT, false },
    { "<=", 7, EXPR_AT_MOST, false }, { ">=", 7, EXPR_AT_MOST, true },
    { "<", 7, EXPR_LESS, false }, { ">", 7, EXPR_LESS, true },
    { "+", 9, EXPR_ADD, false }, { "-", 9, EXPR_SUBTRACT, false },
    { "*", 10, EXPR_MULTIPLY, false }, { "/", 10, EXPR_DIVIDE, false },
    { "%", 10, EXPR_MODULO, false }, { NULL, 0, 0, false } };

static const binary_operator *next_operator(parser *p)
{
    const binary_operator *o = operators;
    skip_blanks(p);
    while (o->sign && strncmp(p->at, o->sign, strlen(o->sign)) != 0)
        o++;
    return o;
}

static uint8_t binary(parser *p, int least)
{
    uint8_t left = prefixed(p);
    const binary_operator *o = next_operator(p);
    while (!p->fault && o->sign && o->rank >= least) {
        p->at += strlen(o->sign);
        uint8_t right = binary(p, o->rank + 1);
        left = o->swapped ? emit_two(p, o->op, right, left)
                          : emit_two(p, o->op, left, right);
        o = next_operator(p);
    }
    return left;
}

static uint8_t ternary(parser *p)
{
    uint8_t condition = binary(p, 0);
    if (p->fault || !take(p, "?"))
        return condition;
    if (p->depth == DEEPEST)
        return fail(p, "it is nested too deeply");
    p->depth++;
    uint8_t yes = ternary(p);
    if (!p->fault && !take(p, ":"))
        return fail(p, "the ':' of a '?' is missing");
    uint8_t no = p->fault ? NOTHING : ternary(p);
    p->depth--;
    return emit(p, EXPR_CHOOSE, (uint8_t[]) { condition, yes, no }, 3);
}

/* ---- all of it ----------------------------------------------------------- */

/* A word as far as it goes, and those of the kind that it should be of. */
static void tell_unknown(const parser *p, char *out, size_t size)
{
    size_t n = (size_t)snprintf(out, size, "'%.*s' is none of the %s",
        (int)strspn(p->fault_at, LETTERS), p->fault_at, p->unknown);
    const char *gap = " ";
    for (const glitch_word *w = expr_words; w->kind && n < size; w++)
        if (strcmp(w->kind, p->unknown) == 0) {
            n += (size_t)snprintf(out + n, size - n, "%s%s", gap, w->word);
            gap = ", ";
        }
}

static void tell(const parser *p, const char *text, char *out, size_t size)
{
    size_t position = (size_t)(p->fault_at - text) + 1;
    size_t n = (size_t)snprintf(out, size, "at character %zu: ", position);
    if (n < size && p->unknown)
        tell_unknown(p, out + n, size - n);
    else if (n < size)
        snprintf(out + n, size - n, "%s", p->fault);
}

bool expr_compile(expr_program *program, const expr_name *names, uint32_t channel,
    const char *text, char *fault, size_t size)
{
    parser p = { .program = program, .names = names, .at = text };
    if (strlen(text) > EXPR_LONGEST) {
        p.fault = "the expression is too long";
        p.fault_at = text + EXPR_LONGEST;
    }
    uint8_t value = p.fault ? NOTHING : ternary(&p);
    if (!p.fault && *p.at)
        fail(&p, "an operator should be here");
    expr_step store = { EXPR_STORE, (uint8_t)channel, { value, value, value } };
    append(&p, &program->block, store);
    if (p.fault)
        tell(&p, text, fault, size);
    return !p.fault;
}
