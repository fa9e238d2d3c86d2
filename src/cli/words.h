/* words.h - words of a command line as a POSIX shell quotes them. */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H
#include <stdbool.h>
#include <stdio.h>

/* Does a shell read it as it is without quotes, within a word? */
bool word_is_safe(const char *text);

/* Write what stands between single quotes for a text. */
void word_write_inside(FILE *f, const char *text);

/* Write a word such that a shell reads it as it is. */
void word_write(FILE *f, const char *text);

/*
 * Take a line apart in place, at blanks that no single quotes are around. A backslash, a
 * double quote and control characters are not for this: word_write() makes none but \'.
 *
 * @return how many words there are; -1 where it is no such line, or has more than `most`
 */
int words_split(char *line, char *words[], int most);

#endif
