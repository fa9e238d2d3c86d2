/* params.h - from text to the fields of a filter's parameter struct, by its table. */
#ifndef GLI_PARAMS_H
#define GLI_PARAMS_H
#include "base/context.h"
#include <glitch/filter.h>

/*
 * Parse a decimal number ([+-]digits[.digits]) to the nearest double, whatever the
 * locale; at most 15 digits. Returns where the number ends, NULL where there is none.
 */
const char *gli_parse_real(const char *text, double *out);

/* Fill a parameter struct with the defaults. */
glitch_status gli_params_default(glitch_ctx *ctx, const glitch_filter *f, void *params);
/* Set one parameter from text. The message does not yet name the filter. */
glitch_status gli_params_set(glitch_ctx *ctx, const glitch_filter *f, void *params,
    const char *key, const char *value);
/* Put the intensity where `level=auto` and the like stand. */
void gli_params_resolve(const glitch_filter *f, void *params, double intensity);

#endif
