/* chain_file.c - a chain of filters as a text file: one filter a line, as -F has it. */
#include "chain_file.h"
#include "chain.h"
#include "report.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20 };

static const char BLANKS[] = " \t\r";

/* ---- lines --------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c && strchr(BLANKS, c);
}

/* Where the comment of a line begins, or the line ends. */
static char *find_comment(char *line)
{
    char *c = line;
    while (*c && !(*c == '#' && (c == line || is_blank(c[-1]))))
        c++;
    return c;
}

/* What is left of a line. */
static char *strip(char *line)
{
    char *end = find_comment(line);
    while (end > line && is_blank(end[-1]))
        end--;
    *end = 0;
    return line + strspn(line, BLANKS);
}

bool chain_file_holds(const char *spec)
{
    bool ends_blank = *spec && is_blank(spec[strlen(spec) - 1]);
    for (const char *c = spec; *c; c++)
        if (*c == '\n' || (*c == '#' && (c == spec || is_blank(c[-1]))))
            return false;
    return *spec && !is_blank(*spec) && !ends_blank;
}

/* ---- filters ------------------------------------------------------------- */

/* What is being read, and what tells whether it is right. */
typedef struct reading {
    const char *name;
    unsigned long line;
    glitch_ctx *ctx;
    settings *set;
    size_t count; /* of filters */
} reading;

/* The line of a chain that the library refuses is told at once. */
static int check_line(const reading *r, const char *spec)
{
    if (strcmp(spec, EMPTY_CHAIN) == 0)
        return EXIT_DONE;
    glitch_pipeline *p = glitch_pipeline_new(r->ctx, 0);
    glitch_status s = p ? glitch_pipeline_add(p, spec) : GLITCH_ENOMEM;
    glitch_pipeline_free(p);
    return s ? complain(s == GLITCH_EINVAL ? EXIT_USAGE : EXIT_FAILED, "%s:%lu: %s",
               r->name, r->line, glitch_ctx_message(r->ctx))
             : EXIT_DONE;
}

static int add_line(reading *r, const char *spec)
{
    r->count++;
    int status = chain_append(r->name, spec, r->set);
    return status ? status : check_line(r, spec);
}

static int add_lines(reading *r, char *text)
{
    int status = EXIT_DONE;
    for (char *next; !status && text; text = next) {
        next = strchr(text, '\n');
        if (next)
            *next++ = 0;
        r->line++;
        const char *spec = strip(text);
        if (*spec)
            status = add_line(r, spec);
    }
    return status;
}

int chain_text_add(const char *name, char *text, settings *out)
{
    reading r = { .name = name, .set = out };
    text = texts_keep(&out->texts, text);
    r.ctx = text ? glitch_ctx_new(NULL) : NULL;
    if (!r.ctx)
        return complain(EXIT_FAILED, "out of memory");
    int status = add_lines(&r, text);
    glitch_ctx_free(r.ctx);
    return !status && r.count == 0 ? chain_append(name, EMPTY_CHAIN, out) : status;
}

/* ---- files --------------------------------------------------------------- */

static char *read_all(FILE *f, size_t *size)
{
    char *text = malloc(MOST_BYTES + 1);
    *size = text ? fread(text, 1, MOST_BYTES + 1, f) : 0;
    if (text && *size <= MOST_BYTES)
        text[*size] = 0;
    return text;
}

static int check_text(const char *path, FILE *f, const char *text, size_t size)
{
    if (ferror(f))
        return complain(EXIT_FAILED, "%s: %s", path, strerror(errno));
    if (size > MOST_BYTES)
        return complain(
            EXIT_FAILED, "%s: over 1 MiB; that is no chain of filters", path);
    if (memchr(text, 0, size))
        return complain(
            EXIT_FAILED, "%s: not a text file; a chain has one filter a line", path);
    return EXIT_DONE;
}

static int read_text(const char *name, FILE *f, char **text)
{
    size_t size;
    errno = 0;
    *text = read_all(f, &size);
    if (!*text)
        return complain(EXIT_FAILED, "out of memory");
    int status = check_text(name, f, *text, size);
    if (status) {
        free(*text);
        *text = NULL;
    }
    return status;
}

int chain_file_add(const char *path, settings *out)
{
    char *text;
    bool standard = strcmp(path, "-") == 0;
    const char *name = standard ? "standard input" : path;
    FILE *f = standard ? stdin : fopen(path, "rb");
    if (!f)
        return complain(EXIT_FAILED, "%s: %s", name, strerror(errno));
    int status = read_text(name, f, &text);
    if (!standard)
        fclose(f);
    return status ? status : chain_text_add(name, text, out);
}
