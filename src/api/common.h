/* common.h - what every filter can be given: mix, rect, mask, channels, seed, when. */
#ifndef GLI_COMMON_H
#define GLI_COMMON_H
#include "base/context.h"
#include "iter/blend.h"
#include <glitch/filter.h>

/* As the table glitch_common_params() has them. */
typedef struct gli_common_params {
    double mix;
    const char *rect;
    glitch_file mask;
    const char *channels, *seed, *when;
} gli_common_params;

typedef struct gli_rect {
    glitch_length width, height, x, y;
} gli_rect;

/* Frames first, first + step … to last. */
typedef struct gli_span {
    uint32_t first, last, step;
} gli_span;

typedef struct gli_common {
    gli_common_params given;
    /* The texts, understood: */
    bool has_rect, has_seed;
    gli_rect rect;
    uint32_t channels; /* as in gli_blend */
    uint64_t seed;
    gli_span *when; /* NULL: always */
    size_t when_count;
} gli_common;

/* After a text was set: GLITCH_EINVAL where it makes no sense. */
glitch_status gli_common_understand(glitch_ctx *ctx, gli_common *c);
/* Does the filter act in frame number `index`? */
bool gli_common_acts(const gli_common *c, uint32_t index);
/* All but the mask, for a frame in which mix is that. */
gli_blend gli_common_blend(const gli_common *c, double mix, const glitch_frame *shape);
void gli_common_free(glitch_ctx *ctx, gli_common *c);

#endif
