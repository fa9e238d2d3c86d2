/* output.h - what an output is, where the user says only a part of it. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H
#include "options.h"

/* Is one picture to become many frames? */
bool wants_animation(const settings *set);
/*
 * The format: --to, else GIF for what is to move, else what the input is, where that can be
 * written, else PNG.
 *
 * @param input the input's format; NULL: not known
 */
const char *chosen_format(const settings *set, const char *input);
/* dir/NAME.EXT becomes dir/NAME-glitched.EXT, to be freed; NULL: no memory. */
char *derived_name(const char *input, const char *format);

#endif
