/* texts.c - texts that settings borrow, and that live as long as they do. */
#include "texts.h"
#include <stdlib.h>

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
