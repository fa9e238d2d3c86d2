/* stage.h - a filter in a chain, with its parameters as they were given. */
#ifndef GLI_STAGE_H
#define GLI_STAGE_H
#include "api/common.h"
#include "api/files.h"
#include "base/moves.h"

typedef struct gli_stage {
    const glitch_filter *filter;
    void *params;
    gli_common *common;
    gli_moves moves; /* of the parameters of both */
    gli_file *files; /* that they name */
} gli_stage;

/* A stage with the defaults. Where this or the next two fail there is nothing to free. */
glitch_status gli_stage_new(glitch_ctx *ctx, const glitch_filter *f, gli_stage *out);
/* A stage from a parameter struct. */
/* What the filter itself says of its parameters, without its name in front. */
glitch_status gli_stage_check(glitch_ctx *ctx, const gli_stage *stage);
glitch_status gli_stage_copy(
    glitch_ctx *ctx, const glitch_filter *f, const void *from, gli_stage *out);
/* A stage from `name:key=value,…`. */
glitch_status gli_stage_parse(glitch_ctx *ctx, const char *spec, gli_stage *out);
/* Set parameters from `key=value,…`; those before a faulty one hold. */
glitch_status gli_stage_set(glitch_ctx *ctx, gli_stage *stage, const char *settings);
void gli_stage_free(glitch_ctx *ctx, gli_stage *stage);

#endif
