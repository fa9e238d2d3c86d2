/* params.c - from text to the fields of a filter's parameter struct, by its table. */
#include "base/params.h"
#include "base/names.h"
#include "base/values.h"
#include <stdio.h>
#include <string.h>

static void *field(const glitch_param *p, void *params)
{
    return (unsigned char *)params + p->offset;
}

const glitch_param *gli_params_find(const glitch_param *table, const char *name)
{
    for (const glitch_param *p = table; p && p->name; p++)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

glitch_status gli_params_default(
    glitch_ctx *ctx, const glitch_param *table, void *params)
{
    glitch_status s = GLITCH_OK;
    for (const glitch_param *p = table; !s && p && p->name; p++)
        s = gli_value_set(ctx, p, field(p, params), p->def);
    return s;
}

glitch_status gli_params_copy(
    glitch_ctx *ctx, const glitch_filter *f, void *params, const void *from)
{
    const unsigned char *given = from;
    for (const glitch_param *p = f->params; p && p->name; p++)
        if (!gli_value_is_valid(p, given + p->offset))
            return gli_fail(ctx, GLITCH_EINVAL, "filter '%s': %s is out of range",
                f->name, p->name);
    if (f->params_size)
        memcpy(params, from, f->params_size);
    glitch_status s = GLITCH_OK;
    for (const glitch_param *p = f->params; p && p->name; p++)
        if (s) /* what follows is still the caller's */
            memset(field(p, params), 0, gli_value_size(p));
        else
            s = gli_value_own(ctx, p, field(p, params));
    return s;
}

void gli_params_free(glitch_ctx *ctx, const glitch_param *table, void *params)
{
    for (const glitch_param *p = table; params && p && p->name; p++)
        gli_value_free(ctx, p, field(p, params));
}

/* ---- by name ------------------------------------------------------------- */

/* A list of names as far as there is room for it. */
typedef struct name_list {
    char text[512];
    size_t used;
} name_list;

static void list_names(name_list *l, gli_guess *guess, const glitch_param *table)
{
    for (const glitch_param *p = table; p && p->name; p++) {
        gli_guess_offer(guess, p->name);
        size_t room = sizeof l->text - l->used;
        int n = snprintf(l->text + l->used, room, "%s%s", l->used ? ", " : "", p->name);
        l->used += n > 0 && (size_t)n < room ? (size_t)n : 0;
    }
}

glitch_status gli_params_unknown(glitch_ctx *ctx, const glitch_param *table,
    const glitch_param *others, const char *key)
{
    gli_guess guess = { .word = key };
    name_list list = { 0 };
    list_names(&list, &guess, table);
    list_names(&list, &guess, others);
    if (guess.name)
        return gli_fail(ctx, GLITCH_EINVAL, "no parameter '%s'; did you mean '%s'?",
            key, guess.name);
    return gli_fail(
        ctx, GLITCH_EINVAL, "no parameter '%s'; there are %s", key, list.text);
}

glitch_status gli_params_set(glitch_ctx *ctx, const glitch_param *p, void *params,
    gli_moves *moves, const char *value)
{
    gli_moves_remove(moves, p);
    return gli_is_move(p, value) ? gli_moves_add(ctx, moves, p, field(p, params), value)
                                 : gli_value_set(ctx, p, field(p, params), value);
}

void gli_params_resolve(const glitch_filter *f, void *params, double intensity)
{
    for (const glitch_param *p = f->params; p && p->name; p++)
        if (p->automatic == GLITCH_AUTO_INTENSITY) {
            double *level = field(p, params);
            if (GLITCH_IS_AUTO(*level))
                *level = intensity;
        }
}
