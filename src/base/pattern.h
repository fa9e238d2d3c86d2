/* pattern.h - the names of numbered pictures: frame-%03d.png. */
#ifndef GLI_PATTERN_H
#define GLI_PATTERN_H
#include "base/context.h"

/* As glitch_pattern_name(); the name is a new string, or NULL (and the message). */
char *gli_pattern_expand(
    glitch_ctx *ctx, const char *pattern, uint32_t index, glitch_status *status);

#endif
