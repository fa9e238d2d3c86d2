/* variant.c - the settings of one combination of the axes. */
#include "variant.h"
#include "chain.h"
#include "report.h"
#include "values.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void variant_free(variant *v)
{
    texts_free(&v->set.texts);
    *v = (variant) { 0 };
}

static int no_memory(void)
{
    return complain(EXIT_FAILED, "out of memory");
}

/* ---- the values ---------------------------------------------------------- */

static int replace_chain(settings *s, const char *option, const char *value)
{
    s->source_count = 0;
    int status = set_named_option(option, value, s);
    return status ? status : chain_load(s);
}

static int set_param(variant *v, const axis *x, const char *value, chain *c)
{
    int status = target_check(&x->target, x->name, c);
    for (size_t i = 0; !status && i < c->count; i++)
        if (target_hits(&x->target, c, i)) {
            c->specs[i] = texts_keep(
                &v->set.texts, spec_with(c->specs[i], x->target.param, value));
            if (!c->specs[i])
                status = no_memory();
        }
    return status;
}

/* The chain as it is once the options are set. */
static int set_params(variant *v, const axes *a, const char *const *values)
{
    chain c;
    bool any = false;
    int status = EXIT_DONE;
    chain_of(&v->set, &c);
    for (size_t i = 0; !status && i < a->count; i++)
        if (a->axis[i].kind == AXIS_PARAM) {
            status = set_param(v, &a->axis[i], values[i], &c);
            any = true;
        }
    return status || !any ? status : chain_into(&c, &v->set);
}

static int set_options(variant *v, const axes *a, const char *const *values)
{
    int status = EXIT_DONE;
    for (size_t i = 0; !status && i < a->count; i++)
        if (a->axis[i].kind == AXIS_OPTION)
            status = set_named_option(a->axis[i].name, values[i], &v->set);
        else if (a->axis[i].kind == AXIS_CHAIN)
            status = replace_chain(&v->set, a->axis[i].name, values[i]);
    return status ? status : check_together(&v->set);
}

/* ---- the whole ----------------------------------------------------------- */

static int find_values(variant *v, const axes *a, uint64_t n, const char **values)
{
    for (size_t i = 0; i < a->count; i++) {
        values[i] =
            texts_keep(&v->set.texts, axis_value(&a->axis[i], axes_digit(a, n, i)));
        if (!values[i])
            return no_memory();
    }
    return EXIT_DONE;
}

static int describe(variant *v, const axes *a, const char *const *values)
{
    v->label = texts_keep(&v->set.texts, values_label(a, values));
    if (!v->label)
        return no_memory();
    values_for_file(a, values, v->label, v->values);
    return EXIT_DONE;
}

int variant_make(variant *v, const settings *base, const axes *a, uint64_t n)
{
    const char *values[MOST_AXES] = { 0 };
    *v = (variant) { .set = *base };
    v->set.texts = NULL; /* the base's stay the base's */
    int status = find_values(v, a, n, values);
    if (!status)
        status = set_options(v, a, values);
    if (!status)
        status = set_params(v, a, values);
    if (!status)
        status = describe(v, a, values);
    if (status)
        variant_free(v);
    return status;
}
