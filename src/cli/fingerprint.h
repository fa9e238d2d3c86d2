/* fingerprint.h - one number for all that an output's bytes are made of but its input. */
#ifndef CLI_FINGERPRINT_H
#define CLI_FINGERPRINT_H
#include "options.h"

/* Does an option say what comes out, and not where, how fast or how loudly? */
bool option_shapes(const option_row *row);

/*
 * Another version of the command, another option that shapes the output, or another seed
 * has another fingerprint. The same on every machine.
 */
uint64_t fingerprint_of(const settings *set, const char *seed);

/*
 * The same, and another where a picture that a filter looks at, such as a mask, has another
 * size or was written at another time: on this machine only.
 */
uint64_t fingerprint_of_files(const settings *set, const char *seed);

#endif
