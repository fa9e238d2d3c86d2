/* registry.c - the filters that are known: the built-in ones and the user's. */
#include "api/registry.h"
#include "base/names.h"
#include "base/params.h"
#include "base/values.h"
#include "filters/filters.h"
#include <stdio.h>
#include <string.h>

/* What commands call the empty chain. */
#define NO_FILTER "none"

static size_t count_built_in(void)
{
    size_t n = 0;
    while (gli_filters[n])
        n++;
    return n;
}

const glitch_filter *glitch_filter_at(const glitch_ctx *ctx, size_t i)
{
    size_t built_in = count_built_in();
    if (i < built_in)
        return gli_filters[i];
    return ctx && i - built_in < ctx->filter_count ? ctx->filters[i - built_in] : NULL;
}

const glitch_filter *glitch_filter_find(const glitch_ctx *ctx, const char *name)
{
    const glitch_filter *f;
    for (size_t i = 0; (f = glitch_filter_at(ctx, i)); i++)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

static void list_all(glitch_ctx *ctx, const char *name)
{
    char list[512] = "";
    size_t used = 0;
    const glitch_filter *f;
    for (size_t i = 0; (f = glitch_filter_at(ctx, i)) && used < sizeof list; i++)
        used += (size_t)snprintf(
            list + used, sizeof list - used, "%s%s", i ? ", " : "", f->name);
    gli_fail(ctx, GLITCH_EINVAL, "no filter '%s'; there are %s", name, list);
}

const glitch_filter *gli_filter_require(glitch_ctx *ctx, const char *name)
{
    const glitch_filter *f = glitch_filter_find(ctx, name);
    if (f)
        return f;
    if (strcmp(name, NO_FILTER) == 0) {
        gli_fail(ctx, GLITCH_EINVAL,
            "no filter '" NO_FILTER "'; alone, the word stands for a chain of none");
        return NULL;
    }
    gli_guess guess = { .word = name };
    for (size_t i = 0; (f = glitch_filter_at(ctx, i)); i++)
        gli_guess_offer(&guess, f->name);
    if (guess.name)
        gli_fail(
            ctx, GLITCH_EINVAL, "no filter '%s'; did you mean '%s'?", name, guess.name);
    else
        list_all(ctx, name);
    return NULL;
}

/* ---- a user's filter ----------------------------------------------------- */

static bool valid_name(const char *s)
{
    return s && *s && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(s);
}

static size_t alignment(glitch_type type)
{
    switch (type) {
    case GLITCH_REAL:
    case GLITCH_ANGLE:
        return _Alignof(double);
    case GLITCH_LENGTH:
        return _Alignof(glitch_length);
    case GLITCH_TEXT:
    case GLITCH_COLORS:
    case GLITCH_FILE:
        return _Alignof(const char *);
    case GLITCH_COLOR:
        return 1;
    default:
        return _Alignof(int32_t);
    }
}

static bool may_be_auto(const glitch_param *p)
{
    switch (p->type) {
    case GLITCH_INT:
    case GLITCH_REAL:
    case GLITCH_CHOICE:
    case GLITCH_LENGTH:
    case GLITCH_ANGLE:
    case GLITCH_EDGE:
        return true;
    default:
        return false;
    }
}

static bool valid_param(const glitch_filter *f, const glitch_param *p)
{
    size_t size = gli_value_size(p);
    return valid_name(p->name) && size > 0 && p->def && p->help
        && p->offset % alignment(p->type) == 0 && p->offset <= f->params_size
        && size <= f->params_size - p->offset
        && (p->type != GLITCH_CHOICE || p->choices)
        && (p->type != GLITCH_INT || (p->min > INT32_MIN && p->max <= INT32_MAX))
        && (p->automatic != GLITCH_AUTO_INTENSITY || p->type == GLITCH_REAL)
        && (p->automatic == GLITCH_AUTO_NONE || may_be_auto(p));
}

/* Of its name, that is: the parser would never reach a second one. */
static bool is_first(const glitch_filter *f, const glitch_param *p)
{
    const glitch_param *q = f->params;
    while (strcmp(q->name, p->name) != 0)
        q++;
    return q == p;
}

static glitch_status check_defaults(glitch_ctx *ctx, const glitch_filter *f)
{
    void *params = gli_zalloc(ctx, f->params_size ? f->params_size : 1, 1);
    if (!params)
        return GLITCH_ENOMEM;
    glitch_status s = gli_params_default(ctx, f->params, params);
    gli_params_free(ctx, f->params, params);
    gli_free(ctx, params);
    if (s)
        gli_prefix(ctx, "filter '%s': the default ", f->name);
    return s;
}

static glitch_status check(glitch_ctx *ctx, const glitch_filter *f)
{
    if (!f || f->struct_size != sizeof *f || !valid_name(f->name))
        return gli_fail(ctx, GLITCH_EINVAL,
            "a filter needs its struct_size, and a name of a to z, 0 to 9 and '-'");
    if (glitch_filter_find(ctx, f->name) || strcmp(f->name, NO_FILTER) == 0)
        return gli_fail(ctx, GLITCH_EINVAL, "there is a filter '%s' already", f->name);
    if (!f->summary || !f->plan || !f->row == !f->frame)
        return gli_fail(ctx, GLITCH_EINVAL,
            "filter '%s' needs a summary, plan, and either row or frame", f->name);
    for (const glitch_param *p = f->params; p && p->name; p++)
        if (!valid_param(f, p) || !is_first(f, p))
            return gli_fail(ctx, GLITCH_EINVAL,
                "filter '%s': parameter '%s' is not described well", f->name, p->name);
    return check_defaults(ctx, f);
}

glitch_status glitch_ctx_register(glitch_ctx *ctx, const glitch_filter *filter)
{
    glitch_status s = check(ctx, filter);
    if (s)
        return s;
    const glitch_filter **more =
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): they are pointers */
        gli_realloc(ctx, ctx->filters, ctx->filter_count + 1, sizeof *more);
    if (!more)
        return GLITCH_ENOMEM;
    ctx->filters = more;
    ctx->filters[ctx->filter_count++] = filter;
    return GLITCH_OK;
}
