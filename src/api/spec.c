/* spec.c - a filter as text: name:key=value,key=value. */
#include "api/pipeline.h"
#include "api/registry.h"
#include "base/params.h"
#include <string.h>

/* `text` is "key=value,…"; it is taken apart in place. */
static glitch_status set_all(
    glitch_ctx *ctx, const glitch_filter *f, void *params, char *text)
{
    glitch_status s = GLITCH_OK;
    while (!s && text) {
        char *next = strchr(text, ',');
        if (next)
            *next++ = 0;
        char *value = strchr(text, '=');
        if (!value)
            return gli_fail(
                ctx, GLITCH_EINVAL, "'%s' is not of the form key=value", text);
        *value++ = 0;
        s = gli_params_set(ctx, f, params, text, value);
        text = next;
    }
    return s;
}

static glitch_status parse(glitch_ctx *ctx, char *text, gli_stage *out)
{
    char *settings = strchr(text, ':');
    if (settings)
        *settings++ = 0;
    const glitch_filter *f = gli_filter_require(ctx, text);
    if (!f)
        return GLITCH_EINVAL;
    void *params = gli_zalloc(ctx, 1, f->params_size ? f->params_size : 1);
    if (!params)
        return GLITCH_ENOMEM;
    glitch_status s = gli_params_default(ctx, f, params);
    if (!s)
        s = set_all(ctx, f, params, settings);
    if (s == GLITCH_EINVAL)
        gli_prefix(ctx, "filter '%s': ", f->name);
    *out = (gli_stage) { f, params };
    if (s)
        gli_stage_free(ctx, out);
    return s;
}

glitch_status gli_stage_copy(
    glitch_ctx *ctx, const glitch_filter *f, const void *from, gli_stage *out)
{
    void *params = gli_zalloc(ctx, 1, f->params_size ? f->params_size : 1);
    if (!params)
        return GLITCH_ENOMEM;
    glitch_status s = from ? gli_params_copy(ctx, f, params, from)
                           : gli_params_default(ctx, f, params);
    *out = (gli_stage) { f, params };
    if (s)
        gli_stage_free(ctx, out);
    return s;
}

void gli_stage_free(glitch_ctx *ctx, gli_stage *stage)
{
    gli_params_free(ctx, stage->filter, stage->params);
    *stage = (gli_stage) { 0 };
}

glitch_status gli_stage_parse(glitch_ctx *ctx, const char *spec, gli_stage *out)
{
    char *text = gli_strdup(ctx, spec);
    if (!text)
        return GLITCH_ENOMEM;
    glitch_status s = parse(ctx, text, out);
    gli_free(ctx, text);
    return s;
}
