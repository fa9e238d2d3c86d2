/* target.h - FILTER.PARAM and FILTER#2.PARAM: a parameter of filters in the chain. */
#ifndef CLI_TARGET_H
#define CLI_TARGET_H
#include "chain.h"
#include <stdbool.h>

typedef struct target {
    char filter[64], param[64];
    uint32_t number; /* which of the filters of that name, from 1; 0: all of them */
} target;

/* False where the text has not that form. */
bool target_parse(const char *text, target *out);

/* May both be the same parameter of one filter? */
bool target_overlaps(const target *a, const target *b);

/* Is it filter number i of the chain that is meant? */
bool target_hits(const target *t, const chain *c, size_t i);

/* EXIT_DONE, or EXIT_USAGE after a complaint where the chain has no such filter. */
int target_check(const target *t, const char *axis, const chain *c);

#endif
