/* chain.h - the chain of filters that the settings ask for, as text. */
#ifndef CLI_CHAIN_H
#define CLI_CHAIN_H
#include "options.h"

/* What -F calls the chain without any filter. */
#define EMPTY_CHAIN "none"

/* Filters from the first to the last, each NAME or NAME:KEY=VALUE,... */
typedef struct chain {
    const char *specs[MOST_FILTERS + 2]; /* -c and -s add one each */
    size_t count;
} chain;

/* What -F, -c and -s say, or what there is without them. The texts are borrowed. */
void chain_of(const settings *s, chain *out);

/*
 * The way back: the chain as -F alone would say it.
 *
 * @return EXIT_DONE, or EXIT_USAGE after a complaint
 */
int chain_into(const chain *c, settings *out);

/*
 * A filter with one more parameter, which counts where it is set already.
 *
 * @return to be freed; NULL: no memory
 */
char *spec_with(const char *spec, const char *param, const char *value);

#endif
