/* natural.h - the order that people expect of names: 2.png before 10.png. */
#ifndef CLI_NATURAL_H
#define CLI_NATURAL_H

/*
 * Like strcmp(), but digits in a row count as a number, and what is in a folder comes
 * before what has a longer name than the folder. Equal only where the texts are.
 */
int natural_compare(const char *a, const char *b);

#endif
