/*
 * work.h - all that is to be made: of each input a picture, or one for each combination of
 * what is varied. Nothing but the inputs is held in memory: item number i is made of i.
 */
#ifndef CLI_WORK_H
#define CLI_WORK_H
#include "axes.h"
#include "inputs.h"
#include "pick.h"
#include "variant.h"
#include <limits.h>

typedef struct work {
    const settings *set;
    inputs inputs;
    axes axes;
    pick pick;                        /* which combinations of them */
    uint64_t count;                   /* of items */
    uint64_t base;                    /* the seed that all others are made of, */
    char base_text[LONGEST_SEED + 1]; /* and as the user knows it */
    char *template;      /* of the outputs; NULL: there are none, but for the sheet */
    bool beside;         /* each output is in the folder of its input */
    bool numbered;       /* each output is numbered pictures */
    bool alone;          /* one file, and not in many variants */
    bool direct;         /* one file: the seed is the base itself */
    char root[PATH_MAX]; /* the folder of all outputs, with its slash, or "" */
} work;

/* One of it. */
typedef struct item {
    uint64_t index; /* from 0 */
    const input *input;
    uint64_t combination; /* from 1 */
    variant variant;
    const settings *set; /* the variant's, or those of the work */
    const char *label;   /* what varies; "" */
    uint64_t seed;
    char seed_text[LONGEST_SEED + 1];
    char output[PATH_MAX]; /* "": none */
} item;

/* Does the command line ask for more than one job on one file? */
bool work_is_many(const settings *set);
/*
 * Find the inputs, and refuse what cannot end well before any of it begins. The inputs'
 * `on_fault`, `stop` and `user` are set by the caller. Returns an exit status, after a
 * complaint where it is not EXIT_DONE.
 */
int work_open(work *w, const settings *set);
/*
 * Make an item; it may not be copied, and is to be freed. Returns an exit status, after a
 * complaint where it is not EXIT_DONE.
 */
int work_item(const work *w, uint64_t index, item *out);
void item_free(item *it);
/* Is it this machine's? */
bool work_is_mine(const work *w, uint64_t index);
void work_close(work *w);

#endif
