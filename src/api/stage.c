/* stage.c - a filter in a chain, with its parameters as they were given. */
#include "api/stage.h"
#include "base/params.h"

/* Room for both structs, zeroed. */
static glitch_status begin(glitch_ctx *ctx, const glitch_filter *f, gli_stage *out)
{
    *out = (gli_stage) { .filter = f };
    out->params = gli_zalloc(ctx, 1, f->params_size ? f->params_size : 1);
    out->common = gli_zalloc(ctx, 1, sizeof *out->common);
    if (!out->params || !out->common)
        return GLITCH_ENOMEM;
    glitch_status s =
        gli_params_default(ctx, glitch_common_params(), &out->common->given);
    return s ? s : gli_common_understand(ctx, out->common);
}

glitch_status gli_stage_check(glitch_ctx *ctx, const gli_stage *stage)
{
    char fault[GLI_MESSAGE_SIZE] = "";
    const glitch_filter *f = stage->filter;
    if (!f->check || f->check(stage->params, fault, sizeof fault))
        return GLITCH_OK;
    return gli_fail(ctx, GLITCH_EINVAL, "%s", fault);
}

static glitch_status end(glitch_ctx *ctx, gli_stage *out, glitch_status s)
{
    if (!s && (s = gli_stage_check(ctx, out)) != GLITCH_OK)
        gli_prefix(ctx, "filter '%s': ", out->filter->name);
    if (!s)
        s = gli_files_open(ctx, &out->files, out->filter->params, out->params);
    if (s)
        gli_stage_free(ctx, out);
    return s;
}

glitch_status gli_stage_new(glitch_ctx *ctx, const glitch_filter *f, gli_stage *out)
{
    glitch_status s = begin(ctx, f, out);
    if (!s)
        s = gli_params_default(ctx, f->params, out->params);
    return end(ctx, out, s);
}

glitch_status gli_stage_copy(
    glitch_ctx *ctx, const glitch_filter *f, const void *from, gli_stage *out)
{
    glitch_status s = begin(ctx, f, out);
    if (!s)
        s = gli_params_copy(ctx, f, out->params, from);
    return end(ctx, out, s);
}

void gli_stage_free(glitch_ctx *ctx, gli_stage *stage)
{
    gli_files_free(ctx, &stage->files);
    gli_moves_free(ctx, &stage->moves);
    gli_common_free(ctx, stage->common);
    gli_params_free(ctx, stage->filter->params, stage->params);
    gli_free(ctx, stage->params);
    *stage = (gli_stage) { 0 };
}
