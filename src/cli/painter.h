/*
 * painter.h - frames as what a terminal shows: kitty's, iTerm2's or sixel graphics, else
 * blocks in colours, else letters. By libchafa, which knows the terminals.
 */
#ifndef CLI_PAINTER_H
#define CLI_PAINTER_H
#include "terminal.h"
#include <glitch/glitch.h>

typedef struct painter painter;

/*
 * Before the sandbox is entered, as files are opened.
 *
 * @return NULL after a complaint, where there is no memory, or no libchafa
 */
painter *painter_new(const terminal_size *size);

/* How many lines of the terminal such a frame takes; 0: no memory. */
uint32_t painter_fit(painter *p, const glitch_frame *frame);

/*
 * What shows a frame, from where the cursor is.
 *
 * @param frame of the size that was last fitted
 * @param[out] length of the text
 * @return valid until the next call; NULL: no memory
 */
const char *painter_paint(painter *p, const glitch_frame *frame, size_t *length);

/* What takes away the frame that is shown where the cursor is; "" where there is no need. */
const char *painter_wipe(const painter *p);

/* NULL is fine. */
void painter_free(painter *p);

#endif
