/* recipe.c - what a picture was made by, as a text that its file carries. */
#include "recipe.h"
#include "chain.h"
#include "fingerprint.h"
#include "report.h"
#include "words.h"
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 65533, MOST_WORDS = 1024 };

#define BEGIN    "glitch "
#define NUMBERED " numbered" /* one of several pictures of an animation */

/* ---- to text ------------------------------------------------------------- */

/* With no more digits than it takes to be the same again. */
static void write_number(double x, char *out, size_t size)
{
    enum { LEAST = 6, ENOUGH = 17 };
    int digits = LEAST;
    do
        snprintf(out, size, "%.*g", digits, x);
    while ((strtod(out, NULL) < x || strtod(out, NULL) > x) && ++digits <= ENOUGH);
}

/* An option's value as it is typed; false where it is as without the option. */
static bool value_of(const option_row *row, const settings *s, const settings *unset,
    char *out, size_t size)
{
    const void *at = (const char *)s + row->offset;
    const void *was = (const char *)unset + row->offset;
    switch (row->kind) {
    case OPTION_FLAG:
        *out = 0;
        return *(const bool *)at;
    case OPTION_REAL:
        write_number(*(const double *)at, out, size);
        return *(const double *)at < *(const double *)was
            || *(const double *)at > *(const double *)was;
    case OPTION_INT:
    case OPTION_CHOICE:
        snprintf(out, size, "%" PRId32, *(const int32_t *)at);
        return *(const int32_t *)at != *(const int32_t *)was;
    case OPTION_DITHER:
        snprintf(out, size, *(const double *)at < 0 ? "none" : "fs:");
        if (*(const double *)at > 0)
            write_number(*(const double *)at, out + strlen(out), size - strlen(out));
        return *(const double *)at < 0 || *(const double *)at > 0;
    case OPTION_COLOR: {
        const PixelTuple *c = at;
        snprintf(out, size, "%02x%02x%02x", c->red, c->green, c->blue);
        return c->alpha > 0;
    }
    case OPTION_SCALE:
        write_number(((const resizing *)at)->scale * 100, out, size);
        snprintf(out + strlen(out), size - strlen(out), "%%");
        return ((const resizing *)at)->scale > 0;
    case OPTION_BOUNDS: {
        const resizing *r = at;
        char width[16] = "", height[16] = "";
        if (r->width)
            snprintf(width, sizeof width, "%" PRIu32, r->width);
        if (r->height)
            snprintf(height, sizeof height, "%" PRIu32, r->height);
        snprintf(out, size, "%sx%s", width, height);
        return r->width || r->height;
    }
    default: /* names of files and the like, filters, the seed */
        return false;
    }
}

static void write_option(
    FILE *f, const option_row *row, const settings *s, const settings *unset)
{
    char value[64];
    if (!value_of(row, s, unset, value, sizeof value))
        return;
    fprintf(f, " --%s", row->name);
    if (row->value) {
        putc(' ', f);
        word_write(f, value);
    }
}

static void write_recipe(FILE *f, const settings *s, const char *seed, bool numbered)
{
    char intensity[32];
    settings unset = default_settings();
    fprintf(f, BEGIN "%s%s:", glitch_version(), numbered ? NUMBERED : "");
    for (const option_row *row = option_table; row->name; row++)
        if (option_shapes(row) && strcmp(row->name, "intensity") != 0)
            write_option(f, row, s, &unset);
    write_number(s->intensity, intensity, sizeof intensity);
    fprintf(f, " --intensity %s --seed ", intensity);
    word_write(f, seed);
    for (size_t i = 0; i < s->filter_count; i++) {
        fputs(" --filter ", f);
        word_write(f, s->filters[i]);
    }
}

/* Into memory of a fixed size, as open_memstream() loses letters where there is no more. */
char *recipe_of(const settings *s, const char *seed, bool numbered)
{
    char *text = calloc(1, LONGEST + 2);
    FILE *f = text ? fmemopen(text, LONGEST + 2, "w") : NULL;
    if (!f) {
        free(text);
        return NULL;
    }
    setvbuf(f, NULL, _IONBF, 0);
    write_recipe(f, s, seed, numbered);
    bool whole = !ferror(f);
    if (fclose(f) != 0 || !whole || strlen(text) > LONGEST)
        *text = 0; /* better none than half of one */
    return text;
}

static bool tell_word(const char *option, const char *text)
{
    char *copy = strdup(text);
    if (!copy)
        return false;
    mask_controls(copy);
    fputs(option, stderr);
    word_write(stderr, copy);
    free(copy);
    return true;
}

int recipe_tell(const settings *s)
{
    char *recipe = recipe_of(s, s->seed_text, false);
    const char *options = recipe ? strchr(recipe, ':') : NULL;
    bool told = recipe != NULL;
    if (options) { /* else there are too many */
        mask_controls(recipe);
        fputs("glitch", stderr);
        for (size_t i = 0; told && i < s->input_count; i++)
            told = tell_word(" ", s->inputs[i]);
        fputs(options + 1, stderr);
        told = told && (!s->output || tell_word(" -o ", s->output));
        putc('\n', stderr);
    }
    free(recipe);
    return told ? EXIT_DONE : complain(EXIT_FAILED, "out of memory");
}

/* ---- and back ------------------------------------------------------------ */

/* Anybody can write a comment: only what is a command line of this program is shown. */
static bool is_recipe(char *words[], int count, bool *joins)
{
    char *copy[MOST_WORDS + 3];
    static char program[] = "glitch", input[] = "INPUT";
    settings s;
    copy[0] = program;
    copy[1] = input;
    memcpy(copy + 2, words, (size_t)count * sizeof *words);
    copy[count + 2] = NULL;
    hush(true);
    bool right = parse_options(count + 2, copy, &s) == EXIT_DONE && s.input_count == 1
        && !s.output && !s.files_from && !s.force && !s.preview && !s.axis_count
        && !s.sheet && !shows_only(&s);
    *joins = s.join;
    hush(false);
    return right;
}

static const char *options_of(const char *comment)
{
    const char *colon = strchr(comment, ':');
    bool ours = strncmp(comment, BEGIN, strlen(BEGIN)) == 0 && colon;
    return ours ? colon + 1 : NULL;
}

static bool is_numbered(const char *comment, const char *options)
{
    size_t n = strlen(NUMBERED), before = (size_t)(options - 1 - comment);
    return before >= n && strncmp(options - 1 - n, NUMBERED, n) == 0;
}

static char *copy_literally(char *to, const char *from, const char *end)
{
    for (; from < end; *to++ = *from++)
        if (*from == '%')
            *to++ = '%';
    *to = 0;
    return to;
}

/*
 * A numbered picture is made again with its neighbours, under names as they had: the last
 * number in this one's is %d, or such as %03d.
 *
 * @return to be freed; NULL: no memory
 */
static char *pattern_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.'), *last = dot ? dot : base + strlen(base);
    const char *end = last, *begin;
    char *pattern = malloc(2 * strlen(path) + 32), *to = pattern;
    if (!pattern)
        return NULL;
    while (end > base && !isdigit((unsigned char)end[-1]))
        end--;
    end = end > base ? end : last;
    for (begin = end; begin > base && isdigit((unsigned char)begin[-1]);)
        begin--;
    to = copy_literally(to, path, begin);
    to += end - begin > 1 && *begin == '0' ? sprintf(to, "%%0%dd", (int)(end - begin))
                                           : sprintf(to, "%%d");
    copy_literally(to, end, end + strlen(end));
    return pattern;
}

static bool print_output(const char *path, bool numbered)
{
    char *pattern = numbered ? pattern_of(path) : NULL;
    fputs(" -o ", stdout);
    word_write(stdout, pattern ? pattern : path);
    putchar('\n');
    free(pattern);
    return pattern || !numbered;
}

static int print(const char *path, char *comment)
{
    bool joins = false;
    char *words[MOST_WORDS];
    const char *options = options_of(comment);
    bool numbered = options && is_numbered(comment, options);
    int count =
        options ? words_split(comment + (options - comment), words, MOST_WORDS) : -1;
    if (count < 0 || !is_recipe(words, count, &joins))
        return complain(EXIT_FAILED, "%s: there is no recipe of glitch in it", path);
    fputs(joins ? "glitch INPUT..." : "glitch INPUT", stdout);
    for (int i = 0; i < count; i++) {
        putchar(' ');
        word_write(stdout, words[i]);
    }
    return print_output(path, numbered) ? EXIT_DONE
                                        : complain(EXIT_FAILED, "out of memory");
}

int recipe_print(const char *path)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    char *comment = ctx ? malloc(LONGEST + 1) : NULL;
    int status;
    if (!comment) {
        glitch_ctx_free(ctx);
        return complain(EXIT_FAILED, "out of memory");
    }
    glitch_status s = glitch_read_comment(ctx, path, comment, LONGEST + 1);
    status = s < 0 ? complain_of(ctx, s) : print(path, comment);
    free(comment);
    glitch_ctx_free(ctx);
    return status;
}
