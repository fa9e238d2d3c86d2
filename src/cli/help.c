/* help.c - --help, --list-filters and --help-filter, made from the tables. */
#include "help.h"
#include "examples.h"
#include "options.h"
#include "presets.h"
#include "report.h"
#include <glitch/filter.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH = 79, OPTION_COLUMN = 26, PARAM_COLUMN = 20 };

/* Print words from a column on, wrapped; the cursor is at `at` now. */
static void print_wrapped(const char *text, int column, int at)
{
    if (at >= column) {
        putchar('\n');
        at = 0;
    }
    printf("%*s", column - at, "");
    int used = column;
    while (*text) {
        int length = (int)strcspn(text, " ");
        if (used > column && used + 1 + length > WIDTH) {
            printf("\n%*s", column, "");
            used = column;
        }
        used += printf("%s%.*s", used > column ? " " : "", length, text);
        text += length + (text[length] == ' ');
    }
    putchar('\n');
}

static void print_option(const option_row *r)
{
    char head[64];
    char letter[5] = { '-', r->letter, ',', ' ', 0 };
    int n = snprintf(head, sizeof head, "  %s--%s%s%s", r->letter ? letter : "    ",
        r->name, r->value ? " " : "", r->value ? r->value : "");
    fputs(head, stdout);
    print_wrapped(r->help, OPTION_COLUMN, n);
}

void print_help(void)
{
    puts("Usage: glitch PICTURE... [OPTION...]\n"
         "Glitch pictures, animations and video.\n\n"
         "  glitch in.png -i 5 -g -f 20 -o out.gif\n"
         "  glitch in.png --preset vhs -i 4 -o out.png\n"
         "  glitch photos/ -c -o glitched/\n\n"
         "Options:");
    for (const option_row *r = option_table; r->name; r++)
        print_option(r);
    puts("\nExit status: 0 done, 1 the job failed, 2 the command line is wrong.\n"
         "The manual: man glitch");
}

void print_version(void)
{
    printf("glitch %s\n", glitch_version());
}

void print_filters(const glitch_ctx *ctx)
{
    const glitch_filter *f;
    for (size_t i = 0; (f = glitch_filter_at(ctx, i)); i++)
        print_wrapped(f->summary, PARAM_COLUMN, printf("%s ", f->name));
}

static void print_preset(const char *name, const char *summary)
{
    print_wrapped(summary, PARAM_COLUMN, printf("%s ", name));
}

/* A preset of the user's may be somebody else's file. */
static void print_own_preset(const char *given, const char *text, bool replaces)
{
    char name[256], summary[600];
    snprintf(name, sizeof name, "%s", given);
    snprintf(summary, sizeof summary, "%s%s(your own%s)", text, *text ? " " : "",
        replaces ? ", instead of the one built in" : "");
    mask_controls(name);
    mask_controls(summary);
    print_preset(name, summary);
}

int print_presets(void)
{
    for (const preset *p = preset_table; p->name; p++)
        if (!preset_is_replaced(p->name))
            print_preset(p->name, p->summary);
    return presets_show_own(print_own_preset);
}

static const char *type_name(glitch_type type)
{
    switch (type) {
    case GLITCH_BOOL:
        return "yes or no";
    case GLITCH_INT:
        return "whole number";
    case GLITCH_REAL:
        return "number";
    case GLITCH_LENGTH:
        return "pixels or %";
    case GLITCH_TEXT:
        return "text";
    case GLITCH_ANGLE:
        return "degrees";
    case GLITCH_COLOR:
        return "colour such as f80, ff8800 or ff8800cc";
    case GLITCH_COLORS:
        return "colours such as f80,0088ff";
    case GLITCH_FILE:
        return "file";
    case GLITCH_CHOICE:
    case GLITCH_EDGE:
        break;
    }
    return "";
}

static bool has_range(glitch_type type)
{
    return type == GLITCH_INT || type == GLITCH_REAL || type == GLITCH_LENGTH
        || type == GLITCH_ANGLE;
}

/* Such as "number from 0.1 to 10, or auto; default auto". */
void describe_values(const glitch_param *p, char *out, size_t size)
{
    size_t n = 0;
    const char *const *words = glitch_param_choices(p);
    for (int i = 0; words && words[i]; i++)
        n += (size_t)snprintf(
            out + n, n < size ? size - n : 0, "%s%s", i ? ", " : "", words[i]);
    if (!words)
        n += (size_t)snprintf(out, size, "%s", type_name(p->type));
    if (has_range(p->type))
        n += (size_t)snprintf(
            out + n, n < size ? size - n : 0, " from %.10g to %.10g", p->min, p->max);
    snprintf(out + n, n < size ? size - n : 0, "%s; default %s",
        p->automatic ? ", or auto" : "", *p->def ? p->def : "empty");
}

/* A table's rows, but for those that the other one has, too. */
static void print_params(const glitch_param *table, const glitch_param *but)
{
    for (const glitch_param *p = table; p && p->name; p++) {
        char values[512];
        const glitch_param *q = but;
        while (q && q->name && strcmp(q->name, p->name) != 0)
            q++;
        if (q && q->name)
            continue;
        describe_values(p, values, sizeof values);
        print_wrapped(p->help, PARAM_COLUMN, printf("  %s ", p->name));
        printf("%*s(%s)\n", PARAM_COLUMN, "", values);
    }
}

/* Under a heading for each kind. */
static void print_words(const glitch_word *words)
{
    const char *kind = "";
    for (const glitch_word *w = words; w && w->kind; w++) {
        if (strcmp(w->kind, kind) != 0)
            printf("\nThe %s:\n", w->kind);
        kind = w->kind;
        print_wrapped(w->help, PARAM_COLUMN, printf("  %s ", w->word));
    }
}

int print_filter(glitch_ctx *ctx, const char *name)
{
    const glitch_filter *f = glitch_filter_find(ctx, name);
    if (!f) { /* the parser of chains knows the nearest name */
        glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
        glitch_status s = p ? glitch_pipeline_add(p, name) : GLITCH_ENOMEM;
        glitch_pipeline_free(p);
        return s ? complain_of(ctx, s)
                 : complain(EXIT_USAGE, "%s: a filter's name alone is wanted", name);
    }
    printf("%s: %s\n", f->name, f->summary);
    print_params(f->params, NULL);
    print_words(f->words);
    puts("\nAs every filter:");
    print_params(glitch_common_params(), f->params);
    puts(
        "\nAny number may change over an animation: from..to, or from..to@easing with\n"
        "linear, ease-in, ease-out, ease-in-out, step, sine or random. With *i at its\n"
        "end it is multiplied by the intensity, as in 2*i or 2..5*i.");
    const example *e = find_example(f->name);
    if (e)
        printf("\nExample, on a sample picture: %s\n  %s\n", e->what, e->command);
    return EXIT_DONE;
}
