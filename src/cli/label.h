/*
 * label.h - short texts in the letters of stb_easy_font, wrapped to a width.
 *
 * Widths are in dots of the letters; a dot is drawn as a square of `scale` pixels. A byte
 * that is not printable ASCII is drawn as "?", the further bytes of an UTF-8 character
 * not at all.
 */
#ifndef CLI_LABEL_H
#define CLI_LABEL_H
#include "canvas.h"

enum { LABEL_LINE = 12 }; /* height of a line, in dots */

/* How wide the first `size` bytes of `text` are on one line. */
uint32_t label_width(const char *text, size_t size);
/* The width of the widest word, which is what stands between blanks. */
uint32_t label_widest_word(const char *text);

/*
 * How many bytes of `text`, which does not begin with a blank, go on a line of that
 * width. It ends before a blank; where the first word is too wide, after one of ,:;=/+ in
 * it; and where there is none of them either, it is the word, too wide as it is.
 */
size_t label_break(const char *text, uint32_t width);
/* How many lines that makes. */
uint32_t label_lines(const char *text, uint32_t width);

/*
 * Draw into the lines that there is room for. What is too wide for its line, and what is
 * left for the last one, loses its middle to "...".
 */
void label_draw(canvas area, uint32_t scale, PixelTuple color, const char *text);

#endif
