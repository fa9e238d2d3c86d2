/* lines.h - a frame as lines to the right, left, down or up, for what smears pixels. */
#ifndef GLI_LINES_H
#define GLI_LINES_H
#include <glitch/filter.h>

enum { GLI_RIGHT, GLI_LEFT, GLI_DOWN, GLI_UP };

/* The words of a parameter `direction`, ending with NULL. */
extern const char *const gli_directions[];

/* Pixel i of it is px[i * step]. */
typedef struct gli_line {
    PixelTuple *px;
    ptrdiff_t step; /* 1 or -1 */
    uint32_t count, number;
} gli_line;

typedef void gli_line_work(const void *state, const gli_line *line);

enum { GLI_ABREAST = 256 }; /* lines that are worked on together, at most */

/* Lines side by side: pixel i of line k is px[i * step + k]. */
typedef struct gli_band {
    PixelTuple *px;
    ptrdiff_t step;
    uint32_t count;         /* pixels in a line */
    uint32_t lines, number; /* how many, and the number of the first */
} gli_band;

typedef void gli_band_work(const void *state, const gli_band *band);

/* Have every line rewritten, many together, so that their pixels i can be done at once. */
glitch_status gli_each_band(glitch_plan *p, const glitch_frame *io, int32_t direction,
    gli_band_work *work, const void *state);

/* Have every line of a frame rewritten; from frame(). */
glitch_status gli_each_line(glitch_plan *p, const glitch_frame *io, int32_t direction,
    gli_line_work *work, const void *state);

#endif
