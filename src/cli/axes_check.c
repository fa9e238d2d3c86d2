/* axes_check.c - do the axes fit the settings that they are to change? */
#include "axes.h"
#include "chain.h"
#include "report.h"
#include "variant.h"
#include <stdlib.h>
#include <string.h>

/* What the check of one axis knows. */
typedef struct check {
    const axis *axis;
    const settings *base;
    glitch_ctx *ctx;
} check;

/* What the library says of a filter, after the axis's name. */
static int check_filter(const check *c, const char *spec)
{
    if (strcmp(spec, EMPTY_CHAIN) == 0)
        return EXIT_DONE;
    glitch_pipeline *p = glitch_pipeline_new(c->ctx, 0);
    glitch_status s = p ? glitch_pipeline_add(p, spec) : GLITCH_ENOMEM;
    glitch_pipeline_free(p);
    if (s == GLITCH_EINVAL)
        return complain(
            EXIT_USAGE, "--vary %s: %s", c->axis->name, glitch_ctx_message(c->ctx));
    return s ? complain_of(c->ctx, s) : EXIT_DONE;
}

/* The value alone: which filter of the chain it goes to makes no difference to it. */
static int check_param(const check *c, const char *value)
{
    const target *t = &c->axis->target;
    char *spec = spec_with(t->filter, t->param, value);
    if (!spec)
        return complain(EXIT_FAILED, "out of memory");
    int status = check_filter(c, spec);
    free(spec);
    return status;
}

/* A file or a preset complains for itself. */
static int check_chain(const check *c, const char *value)
{
    if (strcmp(c->axis->name, "filter") == 0)
        return check_filter(c, value);
    if (strcmp(c->axis->name, "chain") == 0 && strcmp(value, "-") == 0)
        return complain(
            EXIT_USAGE, "--vary chain: the standard input can be read only once");
    settings scratch = { 0 };
    int status = set_named_option(c->axis->name, value, &scratch);
    if (!status)
        status = chain_load(&scratch);
    texts_free(&scratch.texts);
    return status;
}

static int check_option(const check *c, const char *value)
{
    settings scratch = *c->base;
    int status = set_named_option(c->axis->name, value, &scratch);
    return status ? status : check_together(&scratch);
}

static int check_value(const check *c, const piece *p, uint64_t k)
{
    static int (*const checks[])(const check *, const char *) = {
        [AXIS_OPTION] = check_option,
        [AXIS_CHAIN] = check_chain,
        [AXIS_PARAM] = check_param,
    };
    char *value = piece_value(p, k);
    if (!value)
        return complain(EXIT_FAILED, "out of memory");
    int status = checks[c->axis->kind](c, value);
    free(value);
    return status;
}

/* The second tells whether the steps lead to numbers of the right kind. */
static int check_piece(const check *c, const piece *p)
{
    int status = check_value(c, p, 0);
    if (!status && p->count > 1)
        status = check_value(c, p, 1);
    if (!status && p->count > 2)
        status = check_value(c, p, p->count - 1);
    return status;
}

static int check_axis(const check *c)
{
    piece p;
    int status = EXIT_DONE;
    const char *next = c->axis->values;
    while (!status && axis_piece(c->axis, &next, &p))
        status = check_piece(c, &p);
    return status;
}

static int check_classic(const axes *a, const settings *base)
{
    for (size_t i = 0; base->classic && i < a->count; i++)
        if (a->axis[i].kind != AXIS_OPTION)
            return complain(EXIT_USAGE,
                "--vary %s: --classic has no chain that could vary; use -F classic",
                a->axis[i].name);
    return EXIT_DONE;
}

/*
 * The first combination tells what two axes contradict each other in, and which filter
 * the chain lacks; but where that varies each has a chain of its own.
 */
static int check_first(const axes *a, const settings *base)
{
    variant v;
    if (axes_vary_chain(a))
        return EXIT_DONE;
    int status = variant_make(&v, base, a, 1);
    variant_free(&v);
    return status;
}

int axes_check(const axes *a, const settings *base, glitch_ctx *ctx)
{
    int status = check_classic(a, base);
    for (size_t i = 0; !status && i < a->count; i++)
        status = check_axis(&(check) { &a->axis[i], base, ctx });
    return status ? status : check_first(a, base);
}
