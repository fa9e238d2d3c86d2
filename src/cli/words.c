/* words.c - words of a command line as a POSIX shell quotes them. */
#include "words.h"
#include <string.h>

static const char SAFE[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._=+-:,%#@/";

bool word_is_safe(const char *text)
{
    return text[strspn(text, SAFE)] == 0;
}

/* Everything but a single quote stands for itself. */
void word_write_inside(FILE *f, const char *text)
{
    for (; *text; text++)
        if (*text == '\'')
            fputs("'\\''", f);
        else
            putc(*text, f);
}

void word_write(FILE *f, const char *text)
{
    if (*text && *text != '#' && word_is_safe(text)) {
        fputs(text, f);
        return;
    }
    putc('\'', f);
    word_write_inside(f, text);
    putc('\'', f);
}

/* A word from `from`, unquoted to `to`, which is not beyond it; NULL where it is none. */
static char *take_word(char *from, char **to)
{
    bool quoted = false;
    for (; *from && (quoted || *from != ' '); from++) {
        if ((unsigned char)*from < ' ' || *from == 0x7f)
            return NULL;
        if (*from == '\'')
            quoted = !quoted;
        else if (!quoted && from[0] == '\\' && from[1] == '\'')
            *(*to)++ = *++from;
        else if (!quoted && !strchr(SAFE, *from))
            return NULL;
        else
            *(*to)++ = *from;
    }
    return quoted ? NULL : from;
}

int words_split(char *line, char *words[], int most)
{
    int count = 0;
    for (char *next; line; line = next) {
        line += strspn(line, " ");
        if (!*line)
            return count;
        char *to = line, *end = take_word(line, &to);
        if (!end || count == most)
            return -1;
        next = *end ? end + 1 : NULL;
        *to = 0;
        words[count++] = line;
    }
    return count;
}
