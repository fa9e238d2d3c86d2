/*
 * chain_file.h - a chain of filters as a text file: one filter a line, as -F has it.
 *
 * Empty lines do not count, nor does what follows a # at the beginning of a line or behind
 * a blank, nor blanks at either end. A line that begins with ' has its filter in quotes, as
 * a shell reads them. A file without any filter is the empty chain.
 */
#ifndef CLI_CHAIN_FILE_H
#define CLI_CHAIN_FILE_H
#include "options.h"
#include <stdio.h>

/*
 * Append the filters of a file to the settings, which keep the text.
 *
 * @param path - is the standard input
 * @return EXIT_DONE, or another status after a complaint that names file and line
 */
int chain_file_add(const char *path, settings *out);

/*
 * The same for a text, which is taken apart in place.
 *
 * @param name for complaints
 * @param text from malloc(), to be freed with the settings; NULL: no memory
 */
int chain_text_add(const char *name, char *text, settings *out);

/* Can a filter be written into such a file? */
bool chain_file_holds(const char *spec);

/* Write its line, in quotes where it would be read as something else without. */
void chain_file_write(FILE *f, const char *spec);

#endif
