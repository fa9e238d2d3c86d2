/* chain.c - the chain of filters that the settings ask for, as text. */
#include "chain.h"
#include "chain_file.h"
#include "presets.h"
#include "report.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int chain_append(const char *where, const char *spec, settings *s)
{
    if (s->filter_count == MOST_FILTERS)
        return complain(
            EXIT_USAGE, "%s: a chain holds at most %d filters", where, MOST_FILTERS);
    s->filters[s->filter_count++] = spec;
    return EXIT_DONE;
}

static void append(chain *c, const char *spec)
{
    c->specs[c->count++] = spec;
}

static int load(const source *from, settings *s)
{
    switch (from->kind) {
    case SOURCE_FILTER:
        return chain_append("-F", from->text, s);
    case SOURCE_FILE:
        return chain_file_add(from->text, s);
    case SOURCE_PRESET:
        return preset_add(from->text, s);
    }
    return EXIT_USAGE;
}

int chain_load(settings *s)
{
    int status = EXIT_DONE;
    s->filter_count = 0;
    for (size_t i = 0; !status && i < s->source_count; i++)
        status = load(&s->sources[i], s);
    return status;
}

void chain_of(const settings *s, chain *out)
{
    out->count = 0;
    if (s->filter_count == 0)
        append(out, "scanline-offset");
    for (size_t i = 0; i < s->filter_count; i++)
        if (strcmp(s->filters[i], EMPTY_CHAIN) != 0)
            append(out, s->filters[i]);
    if (s->color)
        append(out, "channel-shift");
    if (s->scan_lines)
        append(out, "scanlines");
}

int chain_check(const chain *c, glitch_ctx *ctx)
{
    glitch_status s = GLITCH_OK;
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    for (size_t i = 0; p && !s && i < c->count; i++)
        s = glitch_pipeline_add(p, c->specs[i]);
    glitch_pipeline_free(p);
    return p && !s ? EXIT_DONE : complain_of(ctx, p ? s : GLITCH_ENOMEM);
}

void chain_classic(const settings *s, const char *seed, bool has_alpha, bool animated,
    char out[LONGEST_CLASSIC + 1])
{
    snprintf(out, LONGEST_CLASSIC + 1,
        "classic:level=%.17g,seed=%s,color=%d,scan-lines=%d,alpha=%d,step=%ld,"
        "change=%.17g,cycle=%d,over=%d",
        s->intensity, seed, s->color, s->scan_lines, has_alpha, (long)s->step,
        s->change, s->cycle, !animated);
}

int chain_into(const chain *c, settings *out)
{
    if (c->count > MOST_FILTERS)
        return complain(
            EXIT_USAGE, "-F: a chain holds at most %d filters", MOST_FILTERS);
    out->color = out->scan_lines = false;
    for (size_t i = 0; i < c->count; i++)
        out->filters[i] = c->specs[i];
    out->filter_count = c->count;
    if (c->count == 0)
        out->filters[out->filter_count++] = EMPTY_CHAIN;
    return EXIT_DONE;
}

/* Of two settings of one parameter the later one counts. */
char *spec_with(const char *spec, const char *param, const char *value)
{
    size_t size = strlen(spec) + strlen(param) + strlen(value) + sizeof ":=";
    char *text = malloc(size);
    if (text)
        snprintf(
            text, size, "%s%c%s=%s", spec, strchr(spec, ':') ? ',' : ':', param, value);
    return text;
}
