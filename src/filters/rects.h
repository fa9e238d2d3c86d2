/* rects.h - random rectangles within a frame, which several filters act in. */
#ifndef GLI_RECTS_H
#define GLI_RECTS_H
#include <glitch/filter.h>

enum { GLI_WHOLE_PICTURE = -1, GLI_MOST_RECTS = 1000 }; /* as a filter's count */

typedef struct gli_rect {
    uint32_t x, y, width, height;
} gli_rect;

typedef struct gli_rects {
    gli_rect *list;
    uint32_t count;
} gli_rects;

/*
 * Draw rectangles that lie within the frame, from one pixel to so many wide and high.
 *
 * @param widest, highest their bounds; `auto` is `share` of the frame's
 */
glitch_status gli_rects_draw(glitch_plan *p, const glitch_frame *shape, uint32_t count,
    glitch_length widest, glitch_length highest, double share, gli_rects *out);

/* Is row y among its rows? */
static inline int gli_rect_has_row(const gli_rect *r, uint32_t y)
{
    return y - r->y < r->height; /* above it that is a large number */
}

#endif
