/* standard.h - the name "-": the standard input and output as files. */
#ifndef CLI_STANDARD_H
#define CLI_STANDARD_H
#include "options.h"

bool is_standard(const char *path);

/* What to call them in a message: of other files, their names. */
const char *input_name(const char *path);
const char *output_name(const char *path);

/*
 * Complain where pictures would come from a terminal, or go to one, or where more than one
 * would. `many`: the settings ask for more than one.
 */
int check_standard(const settings *set, bool many);

#endif
