/* journal_table.c - what a journal says of each output, found by its name. */
#include "journal_table.h"
#include "seeds.h"
#include <stdlib.h>
#include <string.h>

/* Where it is, or would be. */
static size_t *find_slot(const table *t, const char *output)
{
    size_t i = (size_t)hash_name(output) % t->slot_count;
    while (t->slots[i] && strcmp(t->records[t->slots[i] - 1].output, output) != 0)
        i = (i + 1) % t->slot_count;
    return &t->slots[i];
}

record *table_find(const table *t, const char *output)
{
    size_t *slot = t->slot_count ? find_slot(t, output) : NULL;
    return slot && *slot ? &t->records[*slot - 1] : NULL;
}

/* At most half of the slots are taken, so that a search is short. */
static bool grow(table *t)
{
    size_t room = t->room ? 2 * t->room : 64;
    record *records = realloc(t->records, room * sizeof *records);
    if (!records)
        return false;
    t->records = records;
    size_t *slots = calloc(2 * room, sizeof *slots);
    if (!slots)
        return false;
    free(t->slots);
    t->slots = slots;
    t->slot_count = 2 * room;
    t->room = room;
    for (size_t i = 0; i < t->count; i++)
        /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): so many are filled */
        *find_slot(t, t->records[i].output) = i + 1;
    return true;
}

/* gcc 12 does not see that what is in the table is freed from there. */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 10
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

record *table_add(table *t, const char *output)
{
    record *known = table_find(t, output);
    if (known)
        return known;
    if ((!t->records || t->count == t->room) && !grow(t))
        return NULL;
    record *r = &t->records[t->count];
    *r = (record) { .input = "" };
    r->output = strdup(output); /* NOLINT(clang-analyzer-core.NullDereference) */
    if (!r->output)
        return NULL;
    *find_slot(t, output) = ++t->count;
    return r;
}

bool record_fill(record *r, const journal_entry *e)
{
    size_t first = strlen(e->output) + 1, second = strlen(e->input) + 1;
    char *text = malloc(first + second);
    if (!text)
        return false;
    memcpy(text, e->output, first);
    memcpy(text + first, e->input, second);
    free(r->output);
    r->output = text;
    r->input = text + first;
    r->settings = e->settings;
    r->size = e->size;
    r->changed = e->changed;
    r->output_size = e->output_size;
    r->done = true;
    return true;
}

void table_free(table *t)
{
    for (size_t i = 0; i < t->count; i++)
        free(t->records[i].output);
    free(t->records);
    free(t->slots);
    *t = (table) { 0 };
}
