/* target.c - FILTER.PARAM and FILTER#2.PARAM: a parameter of filters in the chain. */
#include "target.h"
#include "report.h"
#include <stdio.h>
#include <string.h>

/* Copy what is not empty and fits. */
static bool copy_part(const char *text, size_t length, char *out, size_t size)
{
    if (length == 0 || length >= size)
        return false;
    memcpy(out, text, length);
    out[length] = 0;
    return true;
}

/* From 1 to MOST_FILTERS and some; 0 for what is none. */
static uint32_t read_number(const char *digits, size_t length)
{
    uint32_t number = 0;
    if (length > 4 || strspn(digits, "0123456789") < length)
        return 0;
    for (size_t i = 0; i < length; i++)
        number = number * 10 + (uint32_t)(digits[i] - '0');
    return number;
}

bool target_parse(const char *text, target *out)
{
    size_t filter = strcspn(text, "#."), head = strcspn(text, ".");
    if (!text[head])
        return false;
    out->number = 0;
    if (text[filter] == '#') {
        out->number = read_number(text + filter + 1, head - filter - 1);
        if (out->number == 0)
            return false;
    }
    const char *param = text + head + 1;
    return copy_part(text, filter, out->filter, sizeof out->filter)
        && copy_part(param, strlen(param), out->param, sizeof out->param);
}

bool target_overlaps(const target *a, const target *b)
{
    return strcmp(a->filter, b->filter) == 0 && strcmp(a->param, b->param) == 0
        && (a->number == b->number || a->number == 0 || b->number == 0);
}

static bool is_named(const char *spec, const char *filter)
{
    size_t length = strcspn(spec, ":");
    return strlen(filter) == length && strncmp(spec, filter, length) == 0;
}

static uint32_t count_named(const chain *c, const char *filter, size_t end)
{
    uint32_t count = 0;
    for (size_t i = 0; i < end; i++)
        count += is_named(c->specs[i], filter);
    return count;
}

bool target_hits(const target *t, const chain *c, size_t i)
{
    return is_named(c->specs[i], t->filter)
        && (t->number == 0 || count_named(c, t->filter, i + 1) == t->number);
}

/* Such as "scanline-offset, scanlines"; as many as fit. */
static void list_filters(const chain *c, char *out, size_t size)
{
    size_t used = 0;
    out[0] = 0;
    for (size_t i = 0; i < c->count && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%.*s", i ? ", " : "",
            (int)strcspn(c->specs[i], ":"), c->specs[i]);
}

int target_check(const target *t, const char *axis, const chain *c)
{
    char list[512];
    uint32_t count = count_named(c, t->filter, c->count);
    if (count > 0 && t->number <= count)
        return EXIT_DONE;
    list_filters(c, list, sizeof list);
    if (count > 0)
        return complain(EXIT_USAGE, "--vary %s: the chain has %s only %lu time%s", axis,
            t->filter, (unsigned long)count, count == 1 ? "" : "s");
    return complain(EXIT_USAGE, "--vary %s: no filter '%s' in the chain; there %s %s",
        axis, t->filter, c->count == 1 ? "is" : "are", c->count ? list : "none");
}
