/* params.h - from text to the fields of a filter's parameter struct, by its table. */
#ifndef GLI_PARAMS_H
#define GLI_PARAMS_H
#include "base/context.h"
#include <glitch/filter.h>

/* Fill a zeroed parameter struct with the defaults; gli_params_free() in any case. */
glitch_status gli_params_default(glitch_ctx *ctx, const glitch_filter *f, void *params);
/* Set one parameter from text. The message does not yet name the filter. */
glitch_status gli_params_set(glitch_ctx *ctx, const glitch_filter *f, void *params,
    const char *key, const char *value);
/* Fill a zeroed parameter struct from another, which is checked against the table. */
glitch_status gli_params_copy(
    glitch_ctx *ctx, const glitch_filter *f, void *params, const void *from);
/* Free a parameter struct and the texts in it. */
void gli_params_free(glitch_ctx *ctx, const glitch_filter *f, void *params);
/* Put the intensity where `level=auto` and the like stand. */
void gli_params_resolve(const glitch_filter *f, void *params, double intensity);

#endif
