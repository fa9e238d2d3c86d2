/* values.c - what the values of a combination are called. */
#include "values.h"
#include "seeds.h"
#include "words.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOR_FILES "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._=+-"

/* ---- for shells ---------------------------------------------------------- */

static void write_word(FILE *f, const char *name, const char *value)
{
    if (word_is_safe(name) && word_is_safe(value)) {
        fprintf(f, "%s=%s", name, value);
        return;
    }
    putc('\'', f);
    word_write_inside(f, name);
    putc('=', f);
    word_write_inside(f, value);
    putc('\'', f);
}

/* The most that the label takes, its end included: a quote in a word becomes four. */
static size_t room_for(const axes *a, const char *const *values)
{
    size_t room = 1;
    for (size_t i = 0; i < a->count; i++)
        room += 4 * (strlen(a->axis[i].name) + strlen(values[i])) + sizeof " ''=";
    return room;
}

/* Memory of a fixed size, as open_memstream() loses letters where there is no more. */
char *values_label(const axes *a, const char *const *values)
{
    size_t room = room_for(a, values);
    char *text = calloc(room, 1);
    FILE *f = text ? fmemopen(text, room, "w") : NULL;
    if (!f) {
        free(text);
        return NULL;
    }
    setvbuf(f, NULL, _IONBF, 0);
    for (size_t i = 0; i < a->count; i++) {
        if (i > 0)
            putc(' ', f);
        write_word(f, a->axis[i].name, values[i]);
    }
    bool whole = !ferror(f);
    if (fclose(f) == 0 && whole)
        return text;
    free(text);
    return NULL;
}

/* ---- for files ----------------------------------------------------------- */

/* What is over the length is counted, too. */
static void add(const char *text, size_t *length, char *out)
{
    for (; *text; text++, ++*length)
        if (*length < LONGEST_VALUES)
            out[*length] = strchr(FOR_FILES, *text) ? *text : '-';
}

void values_for_file(const axes *a, const char *const *values, const char *label,
    char out[LONGEST_VALUES + 1])
{
    static const size_t tail = sizeof "-0123456789abcdef" - 1;
    size_t length = 0;
    for (size_t i = 0; i < a->count; i++) {
        if (i > 0)
            add("_", &length, out);
        add(a->axis[i].name, &length, out);
        add("=", &length, out);
        add(values[i], &length, out);
    }
    if (length > LONGEST_VALUES)
        snprintf(out + LONGEST_VALUES - tail, tail + 1, "-%016llx",
            (unsigned long long)hash_name(label));
    else
        out[length] = 0;
}
