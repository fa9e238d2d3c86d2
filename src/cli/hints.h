/* hints.h - what the user of a GIF may not have thought of, told when it is done. */
#ifndef CLI_HINTS_H
#define CLI_HINTS_H
#include <glitch/glitch.h>

/* What is known of an animation; { 0 } before its first frame. */
typedef struct gif_hints {
    uint64_t time_ms;
    uint32_t frames, brief; /* so many of them are shown for less than viewers do */
} gif_hints;

/* Look at a frame on its way into the file. */
void gif_hints_see(gif_hints *h, const glitch_frame *frame);

/* Tell what there is to tell, a line each. */
void gif_hints_tell(const gif_hints *h, const char *name, uint32_t width);

#endif
