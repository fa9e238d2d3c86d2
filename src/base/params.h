/* params.h - from text to the fields of a filter's parameter struct, by its table. */
#ifndef GLI_PARAMS_H
#define GLI_PARAMS_H
#include "base/moves.h"

/* The row of a table, which may be NULL, or NULL. */
const glitch_param *gli_params_find(const glitch_param *table, const char *name);
/* Fill a zeroed parameter struct with the defaults; gli_params_free() in any case. */
glitch_status gli_params_default(
    glitch_ctx *ctx, const glitch_param *table, void *params);
/* Set one parameter from text. The message does not yet name the filter. */
glitch_status gli_params_set(glitch_ctx *ctx, const glitch_param *p, void *params,
    gli_moves *moves, const char *value);
/* Say that no parameter has this name, and which may have been meant. */
glitch_status gli_params_unknown(glitch_ctx *ctx, const glitch_param *table,
    const glitch_param *others, const char *key);
/* Fill a zeroed parameter struct from another, which is checked against the table. */
glitch_status gli_params_copy(
    glitch_ctx *ctx, const glitch_filter *f, void *params, const void *from);
/* Free what the fields of a parameter struct point to. */
void gli_params_free(glitch_ctx *ctx, const glitch_param *table, void *params);
/* Put the intensity where `level=auto` and the like stand. */
void gli_params_resolve(const glitch_filter *f, void *params, double intensity);

#endif
