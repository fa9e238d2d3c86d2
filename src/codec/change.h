/* change.h - what of a frame has to be written, where the one before is shown. */
#ifndef GLI_CHANGE_H
#define GLI_CHANGE_H
#include "codec/rect.h"
#include <glitch/glitch.h>
#include <stdbool.h>

typedef struct gli_change {
    gli_rect area; /* all that changes is within; never empty */
    bool over;     /* what changes becomes opaque, so that the rest may be left out */
} gli_change;

/* `shown` has the size of the frame. What is transparent is alike, whatever its colour. */
gli_change gli_change_of(const PixelTuple *shown, const glitch_frame *frame);

/*
 * Row y of the change's area, as it is to be written, into `row`; `shown` is brought up to
 * date. Transparent pixels lose their colour.
 */
void gli_change_take_row(const gli_change *change, PixelTuple *shown,
    const glitch_frame *frame, uint32_t y, PixelTuple *row);

#endif
