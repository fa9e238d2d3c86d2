/* spec.c - a filter as text: name:key=value,key=value. */
#include "api/registry.h"
#include "api/stage.h"
#include "base/params.h"
#include "base/values.h"
#include <string.h>

/* Does a parameter begin here? A comparison in a text, x==1 or x<=1, is none. */
static bool is_setting(const char *s)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return n > 0 && s[n] == '=' && s[n + 1] != '=';
}

/* The comma behind a value, or NULL. One within a list belongs to it. */
static char *end_of(char *value, bool is_list)
{
    char *comma = strchr(value, ',');
    while (is_list && comma && !is_setting(comma + 1))
        comma = strchr(comma + 1, ',');
    return comma;
}

/* `rest` begins with "key=value"; it is taken apart in place, and moved on. */
static glitch_status set_next(glitch_ctx *ctx, gli_stage *stage, char **rest)
{
    char *text = *rest, *value = text + strcspn(text, "=,");
    const glitch_param *own = stage->filter->params, *all = glitch_common_params();
    bool found = *value == '=';
    char *next = end_of(value, false);
    if (found)
        *value++ = 0;
    const glitch_param *p = gli_params_find(own, text), *q = gli_params_find(all, text);
    if (found && (p || q))
        next = end_of(value, gli_value_is_list(p ? p : q));
    if (next)
        *next++ = 0;
    *rest = next;
    if (!found)
        return gli_fail(ctx, GLITCH_EINVAL, "'%s' is not of the form key=value", text);
    if (p)
        return gli_params_set(ctx, p, stage->params, &stage->moves, value);
    if (q)
        return gli_params_set(ctx, q, &stage->common->given, &stage->moves, value);
    return gli_params_unknown(ctx, own, all, text);
}

/* What was set is complete: understand it, and open its files. */
static glitch_status settle(glitch_ctx *ctx, gli_stage *stage)
{
    glitch_status s = gli_common_understand(ctx, stage->common);
    if (!s)
        s = gli_stage_check(ctx, stage);
    if (!s)
        s = gli_files_open(ctx, &stage->files, stage->filter->params, stage->params);
    if (!s)
        s = gli_files_open(
            ctx, &stage->files, glitch_common_params(), &stage->common->given);
    return s;
}

glitch_status gli_stage_set(glitch_ctx *ctx, gli_stage *stage, const char *settings)
{
    char *text = gli_strdup(ctx, settings), *rest = text;
    glitch_status s = text ? GLITCH_OK : GLITCH_ENOMEM;
    while (!s && rest)
        s = set_next(ctx, stage, &rest);
    if (!s)
        s = settle(ctx, stage);
    gli_free(ctx, text);
    if (s && s != GLITCH_ENOMEM)
        gli_prefix(ctx, "filter '%s': ", stage->filter->name);
    return s;
}

/* The filter that a spec begins with, by `name`, which is room for a copy of the spec. */
static const glitch_filter *find(glitch_ctx *ctx, const char *spec, char *name)
{
    size_t n = strcspn(spec, ":");
    memcpy(name, spec, n);
    name[n] = 0;
    return gli_filter_require(ctx, name);
}

glitch_status gli_stage_parse(glitch_ctx *ctx, const char *spec, gli_stage *out)
{
    const char *settings = strchr(spec, ':');
    char *name = gli_alloc(ctx, strlen(spec) + 1, 1);
    const glitch_filter *f = name ? find(ctx, spec, name) : NULL;
    glitch_status s = f ? GLITCH_OK : name ? GLITCH_EINVAL : GLITCH_ENOMEM;
    gli_free(ctx, name);
    if (!s)
        s = gli_stage_new(ctx, f, out);
    if (s || !settings)
        return s;
    s = gli_stage_set(ctx, out, settings + 1);
    if (s)
        gli_stage_free(ctx, out);
    return s;
}
