/* texts.c - texts that settings borrow, and where the text of a file begins. */
#include "texts.h"
#include <stdlib.h>
#include <string.h>

struct texts {
    texts *before;
    char *text;
};

char *texts_keep(texts **list, char *text)
{
    texts *t = text ? malloc(sizeof *t) : NULL;
    if (!t) {
        free(text);
        return NULL;
    }
    *t = (texts) { *list, text };
    *list = t;
    return text;
}

void texts_free(texts **list)
{
    while (*list) {
        texts *t = *list;
        *list = t->before;
        free(t->text);
        free(t);
    }
}

char *text_begin(char *text)
{
    static const char mark[] = "\xEF\xBB\xBF";
    return strncmp(text, mark, sizeof mark - 1) == 0 ? text + sizeof mark - 1 : text;
}
