/* escape.h - any name as one word. */
#ifndef CLI_ESCAPE_H
#define CLI_ESCAPE_H
#include <stdbool.h>
#include <stddef.h>

/*
 * Blanks, control characters and percent signs become a % and two hexadecimal digits.
 *
 * @param out has room for three times the text, and one more
 */
void escape(const char *text, char *out);
/* The way back, in place. False: it is not what escape() makes. */
bool unescape(char *text);

#endif
