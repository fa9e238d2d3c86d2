/* account.h - what a run over many pictures says: progress, one report each, the end. */
#ifndef CLI_ACCOUNT_H
#define CLI_ACCOUNT_H
#include "crew.h"
#include "progress.h"
#include "work.h"

typedef struct account {
    const settings *set;
    uint64_t total; /* items that are to be done; 0: not known yet */
    uint64_t done, kept, failed;
    bool deaf; /* nobody reads what is printed */
    progress progress;
} account;

void account_begin(account *a, const settings *set);
/* Call it often; `current` is what is being done, and may be NULL. */
void account_tick(account *a, const char *current);
/* An input or a folder that cannot be read. */
void account_fault(account *a, const char *path, const char *line);
/* An item that is done already. */
void account_kept(account *a, const item *it);
/* An item that was begun and has ended, or that could not be begun, with why in r->text. */
void account_item(account *a, const item *it, const crew_report *r);
/* How it went on the whole. */
void account_end(account *a, size_t skipped);
/* Of how many, and how to go on. */
void account_interrupted(account *a, bool resumable);

#endif
