/* values.h - one parameter's value: from text, and as the field of a struct. */
#ifndef GLI_VALUES_H
#define GLI_VALUES_H
#include "base/context.h"
#include <glitch/filter.h>

/* Bytes of a parameter's field; 0 for a type that is none. */
size_t gli_value_size(const glitch_param *p);
/* May the text of such a parameter have commas in it? */
bool gli_value_is_list(const glitch_param *p);
/* Set a field that is zero or was set before. The message does not name the filter. */
glitch_status gli_value_set(
    glitch_ctx *ctx, const glitch_param *p, void *at, const char *text);
/* Is a field, as some program has set it, one that the parser could have set? */
bool gli_value_is_valid(const glitch_param *p, const void *at);
/* Make what a field points to a copy of its own; on failure it points to nothing. */
glitch_status gli_value_own(glitch_ctx *ctx, const glitch_param *p, void *at);
/* Free what a field points to. */
void gli_value_free(glitch_ctx *ctx, const glitch_param *p, void *at);
/* As glitch_length_pixels(), but for the sides of a rectangle: the nearest, also 0. */
int32_t gli_length_nearest(glitch_length length, uint32_t extent);

#endif
