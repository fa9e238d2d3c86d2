/*
 * make-man.c - fill in a manual page from the tables that the command itself uses.
 *
 * Copies standard input to standard output; the line @OPTIONS@ becomes the list of
 * options, @PRESETS@ that of the presets, @COMMON@ that of what every filter takes,
 * @FILTERS@ the sections of the filters and @EXAMPLES@ their examples, all in mdoc(7).
 */
#include "examples.h"
#include "help.h"
#include "options.h"
#include "presets.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 76 };

/* A backslash means something to roff, and a dash is a minus. */
static int put_char(char c)
{
    if (c == '\\')
        return printf("\\e");
    if (c == '-')
        return printf("\\-");
    return printf("%c", c);
}

static void put_text(const char *text)
{
    while (*text)
        put_char(*text++);
}

/*
 * Words, on lines that are not too long. A dot or a quote at the beginning of a line
 * would make it a command.
 */
static void put_words(const char *text)
{
    int used = 0;
    while (*text) {
        int length = (int)strcspn(text, " ");
        if (used > 0 && used + length > WIDTH)
            printf("\n"), used = 0;
        else if (used > 0)
            used += printf(" ");
        if (used == 0 && (*text == '.' || *text == '\''))
            used += printf("\\&");
        for (int i = 0; i < length; i++)
            used += put_char(*text++);
        text += *text == ' ';
    }
}

/* The tables' phrases begin small and have no full stop; a manual has sentences. */
static void put_sentence(const char *text)
{
    char sentence[1024];
    snprintf(sentence, sizeof sentence, "%s.", text);
    if (*sentence >= 'a' && *sentence <= 'z')
        *sentence = (char)(*sentence - 'a' + 'A');
    put_words(sentence);
    putchar('\n');
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

static void put_presets(void)
{
    for (const preset *p = preset_table; p->name; p++) {
        fputs(".It Cm ", stdout);
        put_text(p->name);
        putchar('\n');
        put_sentence(p->summary);
    }
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

static void put_params(const glitch_param *table)
{
    puts(".Bl -tag -width Ds");
    for (const glitch_param *p = table; p->name; p++)
        put_param(p);
    puts(".El");
}

/* As one word. */
static void put_word(const char *word)
{
    for (; *word; word++)
        if (*word == ' ')
            fputs("\\ ", stdout);
        else
            put_char(*word);
}

/* A list of each kind; mdoc(7) takes no sign among them for punctuation. */
static void put_words_of(const glitch_word *words)
{
    const char *kind = "";
    for (const glitch_word *w = words; w && w->kind; w++) {
        if (strcmp(w->kind, kind) != 0)
            printf(
                "%s.Pp\nThe %s:\n.Bl -tag -width Ds\n", *kind ? ".El\n" : "", w->kind);
        kind = w->kind;
        fputs(".It Cm \\&", stdout);
        put_word(w->word);
        puts("\\&");
        put_sentence(w->help);
    }
    if (*kind)
        puts(".El");
}

static void put_filter(const glitch_filter *f)
{
    fputs(".Ss ", stdout);
    put_text(f->name);
    putchar('\n');
    put_sentence(f->summary);
    if (f->params && f->params->name)
        put_params(f->params);
    put_words_of(f->words);
}

static void put_filters(const glitch_ctx *ctx)
{
    const glitch_filter *f;
    for (size_t i = 0; (f = glitch_filter_at(ctx, i)); i++)
        put_filter(f);
}

static void put_examples(void)
{
    for (const example *e = example_table; e->filter; e++) {
        char sentence[512];
        snprintf(sentence, sizeof sentence, "%s: %s", e->filter, e->what);
        put_words(sentence);
        printf(":\n.Pp\n.Dl $ %s\n.Pp\n", e->command);
    }
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
        else if (strcmp(line, "@PRESETS@\n") == 0)
            put_presets();
        else if (strcmp(line, "@COMMON@\n") == 0)
            put_params(glitch_common_params());
        else if (strcmp(line, "@FILTERS@\n") == 0)
            put_filters(ctx);
        else if (strcmp(line, "@EXAMPLES@\n") == 0)
            put_examples();
        else
            fputs(line, stdout);
    }
    glitch_ctx_free(ctx);
    return fflush(stdout) || ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
