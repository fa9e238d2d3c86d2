/* fuzz_options.c - any lines as the words of a command line. */
#include "fuzz.h"
#include "options.h"
#include "report.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 400 };

static unsigned complaints;

/* In place of the command's, which prints: it must be said once what is wrong. */
int complain(int status, const char *format, ...)
{
    char line[8192];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    FUZZ_REQUIRE(n > 0, "nothing is said");
    FUZZ_REQUIRE(status == EXIT_USAGE, "status %d", status);
    complaints++;
    return status;
}

/* ---- what is accepted ---------------------------------------------------- */

static bool in_range(const option_row *row, double value, double unset)
{
    return value == unset || (value >= row->min && value <= row->max);
}

/* A text is a part of the command line. */
static bool is_within(const char *text, const char *all, size_t size)
{
    return !text || (text >= all && text <= all + size);
}

static void check_number(const option_row *row, const void *field, const void *unset)
{
    double value, other;
    if (row->kind == OPTION_INT) {
        value = *(const int32_t *)field;
        other = *(const int32_t *)unset;
    } else if (row->kind == OPTION_SIZE) {
        value = (double)*(const uint64_t *)field;
        other = (double)*(const uint64_t *)unset;
    } else {
        value = *(const double *)field;
        other = *(const double *)unset;
    }
    FUZZ_REQUIRE(in_range(row, value, other), "--%s %g", row->name, value);
}

/* Every number is in its option's range, or as it is without the option. */
static void check_settings(const settings *s, const char *all, size_t size)
{
    static char program[] = "glitch", input[] = "in.png";
    char *words[] = { program, input };
    settings unset;
    FUZZ_REQUIRE(parse_options(2, words, &unset) == EXIT_DONE, "one input is refused");
    for (const option_row *row = option_table; row->name; row++) {
        const char *field = (const char *)s + row->offset;
        if (row->kind == OPTION_INT || row->kind == OPTION_REAL
            || row->kind == OPTION_SIZE)
            check_number(row, field, (const char *)&unset + row->offset);
        else if (row->kind == OPTION_TEXT)
            FUZZ_REQUIRE(
                is_within(*(const char *const *)(const void *)field, all, size),
                "--%s points elsewhere", row->name);
    }
    FUZZ_REQUIRE(s->source_count <= MOST_FILTERS, "%zu filters", s->source_count);
    for (size_t i = 0; i < s->source_count; i++)
        FUZZ_REQUIRE(is_within(s->sources[i].text, all, size), "filter %zu", i);
    for (size_t i = 0; i < s->input_count; i++)
        FUZZ_REQUIRE(is_within(s->inputs[i], all, size), "input %zu", i);
    FUZZ_REQUIRE(s->axis_count <= MOST_AXES, "%zu axes", s->axis_count);
    for (size_t i = 0; i < s->axis_count; i++)
        FUZZ_REQUIRE(is_within(s->axes[i], all, size), "axis %zu", i);
    FUZZ_REQUIRE(s->shard <= s->shards && !s->shard == !s->shards, "--shard %u/%u",
        s->shard, s->shards);
    FUZZ_REQUIRE(is_within(s->seed_text, all, size), "the seed points elsewhere");
    FUZZ_REQUIRE(s->dither == -1 || (s->dither >= 0 && s->dither <= 1), "--dither %g",
        s->dither);
}

/* ---- numbered pictures --------------------------------------------------- */

/* A pattern that is accepted gives names, each its own. */
static void check_pattern(const char *pattern)
{
    char first[256], second[256];
    fuzz_context c;
    fuzz_open(&c, 0);
    if (glitch_pattern_check(c.ctx, pattern) != GLITCH_OK)
        fuzz_check_message(glitch_ctx_message(c.ctx));
    else if (glitch_pattern_name(c.ctx, pattern, 9, first, sizeof first) == GLITCH_OK)
        FUZZ_REQUIRE(
            glitch_pattern_name(c.ctx, pattern, 8, second, sizeof second) == GLITCH_OK
                && strcmp(first, second) != 0,
            "'%s' and '%s'", first, second);
    else
        fuzz_check_message(glitch_ctx_message(c.ctx)); /* it is too long */
    fuzz_close(&c);
}

/* ---- the words ----------------------------------------------------------- */

/* Split at line ends, in place; the words end with a NULL, as those of main() do. */
static int split(char *text, char *words[MOST_WORDS + 1])
{
    static char program[] = "glitch";
    int count = 0;
    words[count++] = program;
    for (char *line; count < MOST_WORDS && (line = strsep(&text, "\n"));)
        words[count++] = line;
    words[count] = NULL;
    return count;
}

int FUZZ_TARGET(options)(const uint8_t *data, size_t size)
{
    static settings set;
    char *words[MOST_WORDS + 1], *text = malloc(size + 1);
    FUZZ_REQUIRE(text != NULL, "no memory");
    if (size)
        memcpy(text, data, size);
    text[size] = 0;
    int count = split(text, words);
    complaints = 0;
    int status = parse_options(count, words, &set);
    FUZZ_REQUIRE(status == EXIT_DONE || status == EXIT_USAGE, "status %d", status);
    FUZZ_REQUIRE(complaints == (status != EXIT_DONE), "%u complaints", complaints);
    if (status == EXIT_DONE)
        check_settings(&set, text, size);
    if (status == EXIT_DONE && set.output && strchr(set.output, '%'))
        check_pattern(set.output);
    free(text);
    return 0;
}
