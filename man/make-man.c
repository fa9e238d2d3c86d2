/*
 * make-man.c - fill in a manual page from the tables that the command itself uses.
 *
 * Copies standard input to standard output; the line @OPTIONS@ becomes the list of
 * options and @FILTERS@ the sections of the filters, both in mdoc(7).
 */
#include "help.h"
#include "options.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A backslash and a leading dot or quote mean something to roff; a dash is a minus. */
static void put_text(const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", stdout);
    for (; *text; text++) {
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
    }
}

/* The tables' phrases begin small and have no full stop; a manual has sentences. */
static void put_sentence(const char *text)
{
    char first[2] = { *text, 0 };
    if (*first >= 'a' && *first <= 'z')
        *first = (char)(*first - 'a' + 'A');
    put_text(first);
    put_text(text + 1);
    puts(".");
}

static void put_option(const option_row *row)
{
    fputs(".It", stdout);
    if (row->letter)
        printf(" Fl %c", row->letter);
    if (row->letter && row->value)
        printf(" Ar %s", row->value);
    printf("%s Fl \\-", row->letter ? " ," : "");
    put_text(row->name);
    if (row->value)
        printf(" Ar %s", row->value);
    putchar('\n');
    put_sentence(row->help);
}

static void put_options(void)
{
    for (const option_row *row = option_table; row->name; row++)
        put_option(row);
}

static void put_param(const glitch_param *p)
{
    char values[512];
    describe_values(p, values, sizeof values);
    fputs(".It Cm ", stdout);
    put_text(p->name);
    printf(" \\(em ");
    put_text(values);
    putchar('\n');
    put_sentence(p->help);
}

static void put_filter(const glitch_filter *f)
{
    fputs(".Ss ", stdout);
    put_text(f->name);
    putchar('\n');
    put_sentence(f->summary);
    if (!f->params || !f->params->name)
        return;
    puts(".Bl -tag -width Ds");
    for (const glitch_param *p = f->params; p->name; p++)
        put_param(p);
    puts(".El");
}

static void put_filters(const glitch_ctx *ctx)
{
    const glitch_filter *f;
    for (size_t i = 0; (f = glitch_filter_at(ctx, i)); i++)
        put_filter(f);
}

int main(void)
{
    char line[1024];
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    if (!ctx)
        return EXIT_FAILURE;
    while (fgets(line, sizeof line, stdin)) {
        if (strcmp(line, "@OPTIONS@\n") == 0)
            put_options();
        else if (strcmp(line, "@FILTERS@\n") == 0)
            put_filters(ctx);
        else
            fputs(line, stdout);
    }
    glitch_ctx_free(ctx);
    return fflush(stdout) || ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
