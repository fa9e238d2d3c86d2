/* registry.h - the filters that are known. */
#ifndef GLI_REGISTRY_H
#define GLI_REGISTRY_H
#include "base/context.h"

/* As glitch_filter_find(), but with a message that names the nearest where there is
 * none. */
const glitch_filter *gli_filter_require(glitch_ctx *ctx, const char *name);

#endif
