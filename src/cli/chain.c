/* chain.c - the chain of filters that the settings ask for, as text. */
#include "chain.h"
#include "report.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void append(chain *c, const char *spec)
{
    c->specs[c->count++] = spec;
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
