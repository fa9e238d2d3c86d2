/* fold.h - frame numbers that go there and back. */
#ifndef CLI_FOLD_H
#define CLI_FOLD_H
#include <glitch/glitch.h>

/* How many frames `count` of them, there and back, are: the ends are shown once. */
uint32_t folded_count(uint32_t count);

/*
 * Number the frames of `src`, a picture that is repeated folded_count(count) times, from
 * 0 to count - 1 and back to 1. A pipeline then draws each glitch again by its number,
 * and nothing has to be kept. `src` is taken over, also on failure.
 */
glitch_status fold_frames(glitch_frames src, uint32_t count, glitch_frames *out);

#endif
