/* texts.h - texts that settings borrow, and where the text of a file begins. */
#ifndef CLI_TEXTS_H
#define CLI_TEXTS_H

/* The last one that was kept; NULL: none. */
typedef struct texts texts;

/*
 * Keep a text, which is freed at once where there is no memory for that.
 *
 * @param text from malloc(); NULL, which stands for no memory, passes
 * @return the text, or NULL
 */
char *texts_keep(texts **list, char *text);

/* Free all of them; the list is empty then. */
void texts_free(texts **list);

/* Behind the byte order mark of UTF-8, which some editors put in front. */
char *text_begin(char *text);

#endif
