/* template.c - names of outputs, such as out/{dir}/{stem}-{seed}.{ext}. */
#include "template.h"
#include "report.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 20 };

static const char *const names[PLACEHOLDERS] = { "dir", "stem", "ext", "index", "n",
    "seed", "intensity", "values" };

/* A piece of a template: a placeholder, or a character. */
typedef struct piece {
    size_t length; /* in the template */
    int which;     /* of the names; -1: the character */
    char literal;
    int digits;
} piece;

static int find_name(const char *text, size_t length)
{
    for (int i = 0; i < PLACEHOLDERS; i++)
        if (strlen(names[i]) == length && strncmp(names[i], text, length) == 0)
            return i;
    return -1;
}

/* What a template goes on with; a length of 0: neither. */
static piece next_piece(const char *text)
{
    if (text[0] != '{' && text[0] != '}')
        return (piece) { 1, -1, text[0], 0 };
    if (text[1] == text[0])
        return (piece) { 2, -1, text[0], 0 };
    size_t name = strcspn(text + 1, ":}"), digits = 0;
    const char *end = text + 1 + name;
    if (*end == ':')
        digits = strspn(++end, "0123456789");
    piece p = { (size_t)(end - text) + digits + 1, find_name(text + 1, name), 0,
        digits ? (int)strtol(end, NULL, 10) : 0 };
    bool is_whole = text[0] == '{' && end[digits] == '}' && digits < 3
        && (digits > 0 || end == text + 1 + name);
    if (!is_whole || p.which < 0 || p.digits > MOST_DIGITS)
        p.length = 0;
    return p;
}

bool template_is(const char *text)
{
    return strpbrk(text, "{}") != NULL;
}

int template_check(const char *text)
{
    piece p;
    for (const char *t = text; *t; t += p.length) {
        p = next_piece(t);
        if (p.length == 0)
            return complain(EXIT_USAGE,
                "-o %s: at %.16s: a template has {dir}, {stem}, {ext}, {index}, {n}, "
                "{seed}, {intensity} and {values}, {index:4} for digits, and {{ for a "
                "brace",
                text, t);
    }
    return EXIT_DONE;
}

bool template_has(const char *text, const char *name)
{
    piece p;
    for (; *text && (p = next_piece(text)).length; text += p.length)
        if (p.which >= 0 && strcmp(names[p.which], name) == 0)
            return true;
    return false;
}

size_t template_root(const char *text)
{
    size_t root = 0, i = 0;
    for (piece p; text[i] && (p = next_piece(text + i)).length && p.which < 0;
         i += p.length)
        if (p.literal == '/')
            root = i + 1;
    return root;
}

typedef struct output {
    char *name;
    size_t used, size;
} output;

static bool put(output *o, char c)
{
    if (o->used + 1 >= o->size)
        return false;
    o->name[o->used++] = c;
    o->name[o->used] = 0;
    return true;
}

static bool put_value(output *o, const piece *p, const char *value, bool numbered)
{
    size_t length = strlen(value);
    bool room = true;
    if (strspn(value, "0123456789") == length)
        for (size_t i = length; room && i < (size_t)p->digits; i++)
            room = put(o, '0');
    for (; room && *value; value++)
        room = put(o, *value) && (!numbered || *value != '%' || put(o, '%'));
    return room;
}

bool template_fill(const char *text, const template_values *values, bool numbered,
    char *name, size_t size)
{
    output o = { name, 0, size };
    bool room = size > 0;
    if (room)
        name[0] = 0;
    while (room && *text) {
        piece p = next_piece(text);
        if (p.length == 0)
            return false;
        text += p.length;
        if (p.which < 0)
            room = put(&o, p.literal);
        else
            room = put_value(&o, &p, values->text[p.which], numbered);
        if (p.which == 0 && !*values->text[0] && *text == '/')
            text++;
    }
    return room;
}
