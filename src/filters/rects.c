/* rects.c - random rectangles within a frame, which several filters act in. */
#include "filters/rects.h"

static int32_t limit_of(glitch_length given, double share, uint32_t extent)
{
    int32_t most = GLITCH_IS_AUTO(given.value) ? (int32_t)(share * extent)
                                               : glitch_length_pixels(given, extent);
    return most < 1 ? 1 : (uint32_t)most > extent ? (int32_t)extent : most;
}

glitch_status gli_rects_draw(glitch_plan *p, const glitch_frame *shape, uint32_t count,
    glitch_length widest, glitch_length highest, double share, gli_rects *out)
{
    int32_t width = (int32_t)shape->width, height = (int32_t)shape->height;
    int32_t across = limit_of(widest, share, shape->width);
    int32_t down = limit_of(highest, share, shape->height);
    out->count = count;
    out->list = glitch_plan_alloc(p, count ? count : 1, sizeof *out->list);
    if (!out->list)
        return GLITCH_ENOMEM;
    for (gli_rect *r = out->list; r < out->list + count; r++) {
        int32_t w = glitch_plan_range(p, 1, across), h = glitch_plan_range(p, 1, down);
        *r = (gli_rect) { (uint32_t)glitch_plan_range(p, 0, width - w),
            (uint32_t)glitch_plan_range(p, 0, height - h), (uint32_t)w, (uint32_t)h };
    }
    return GLITCH_OK;
}
