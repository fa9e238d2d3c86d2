/* thumbnail.h - pictures made small, or icons large. */
#ifndef CLI_THUMBNAIL_H
#define CLI_THUMBNAIL_H
#include "canvas.h"

enum { THUMBNAIL_MOST = 240 }; /* pixels of the longer side */

/*
 * How large a picture is drawn in a box: with its proportions, as far as whole pixels
 * allow; where it is smaller than the box, a whole number of times as large.
 */
extent thumbnail_size(extent picture, extent box);

/*
 * Draw the whole frame over the whole of `area`, which is as large as thumbnail_size()
 * has it, at most THUMBNAIL_MOST wide. Every pixel is the mean of what it covers, rounded
 * once; what is transparent shows a chequered ground.
 */
void thumbnail_draw(canvas area, const glitch_frame *frame);

#endif
