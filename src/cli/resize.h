/* resize.h - frames at another size, by stb_image_resize. */
#ifndef CLI_RESIZE_H
#define CLI_RESIZE_H
#include "options.h"

/*
 * The size that a picture gets, at least a pixel each way; its proportions stay as far as
 * whole pixels allow, and bounds make nothing larger.
 */
void resized(const resizing *to, uint32_t *width, uint32_t *height);

/*
 * A frame at another size, as resize_frames() has it.
 *
 * @param to at least `height` rows of `stride` pixels
 * @return false: no memory, or more than the library can count
 */
bool resize_picture(const glitch_frame *from, PixelTuple *to, uint32_t width,
    uint32_t height, size_t stride);

/*
 * The frames at another size: Mitchell and Netravali's filter to make them smaller, Catmull
 * and Rom's to make them larger, in linear light, colours weighted by alpha. `src` is taken
 * over, also on failure; what has that size already passes as it is.
 *
 * @return GLITCH_ENOMEM without a message where there is no memory, and so does next();
 *         GLITCH_ELIMIT without one for more than the library can count
 */
glitch_status resize_frames(
    glitch_frames src, uint32_t width, uint32_t height, glitch_frames *out);

#endif
