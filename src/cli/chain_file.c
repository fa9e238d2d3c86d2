/* chain_file.c - a chain of filters as a text file: one filter a line, as -F has it. */
#include "chain_file.h"
#include "chain.h"
#include "report.h"
#include "words.h"
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

/* How much of a line there is before its comment. */
static size_t before_comment(const char *line)
{
    const char *c = line;
    while (*c && !(*c == '#' && (c == line || is_blank(c[-1]))))
        c++;
    return (size_t)(c - line);
}

/* What is left of a line. */
static char *strip(char *line)
{
    char *end = line + before_comment(line);
    while (end > line && is_blank(end[-1]))
        end--;
    *end = 0;
    return line + strspn(line, BLANKS);
}

/* What is in the quotes of a line, in place; NULL where more than a comment follows. */
static char *unquote(char *line)
{
    bool quoted = false;
    char *from = line, *to = line;
    for (; *from && (quoted || !is_blank(*from)); from++)
        if (*from == '\'')
            quoted = !quoted;
        else if (!quoted && from[0] == '\\' && from[1] == '\'')
            *to++ = *++from;
        else
            *to++ = *from;
    bool ends = !quoted && !*strip(from);
    *to = 0;
    return ends ? line : NULL;
}

/* The filter of a line, "" where there is none, NULL where it is not quoted well. */
static char *filter_of(char *line)
{
    char *begin = line + strspn(line, BLANKS);
    return *begin == '\'' ? unquote(begin) : strip(line);
}

static bool can_stand_bare(const char *spec)
{
    bool begins_well = *spec && !is_blank(*spec) && *spec != '\'';
    return begins_well && !is_blank(spec[strlen(spec) - 1])
        && !spec[before_comment(spec)];
}

bool chain_file_holds(const char *spec)
{
    return !strchr(spec, '\n');
}

void chain_file_write(FILE *f, const char *spec)
{
    if (can_stand_bare(spec))
        fputs(spec, f);
    else
        word_write(f, spec);
    putc('\n', f);
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
        const char *spec = filter_of(text);
        if (!spec)
            status = complain(EXIT_USAGE,
                "%s:%lu: a filter in quotes ends with ', and only a comment follows",
                r->name, r->line);
        else if (*spec)
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
    int status = add_lines(&r, text_begin(text));
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
