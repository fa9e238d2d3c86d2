/* journal_table.h - what a journal says of each output, found by its name. */
#ifndef CLI_JOURNAL_TABLE_H
#define CLI_JOURNAL_TABLE_H
#include "journal.h"
#include <stddef.h>

typedef struct record {
    char *output; /* and the input's name behind it */
    const char *input;
    uint64_t settings, size, changed, output_size;
    bool done, trusted, own; /* own: of this journal, and not of another shard's */
} record;

/* Open addressing; `slots` has numbers of records plus one, 0 for none. */
typedef struct table {
    record *records;
    size_t count, room;
    size_t *slots, slot_count;
} table;

/* NULL where it is not there. */
record *table_find(const table *t, const char *output);
/* The one that is there, or a new one; NULL: no memory. */
record *table_add(table *t, const char *output);
/* Everything of `e` is copied; false: no memory. */
bool record_fill(record *r, const journal_entry *e);
void table_free(table *t);

#endif
