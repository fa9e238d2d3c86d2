/* chain.h - the chain of filters that the settings ask for, as text. */
#ifndef CLI_CHAIN_H
#define CLI_CHAIN_H
#include "options.h"

/* Filters from the first to the last, each NAME or NAME:KEY=VALUE,... */
typedef struct chain {
    const char *specs[MOST_FILTERS + 2]; /* -c and -s add one each */
    size_t count;
} chain;

/*
 * Find the filters of all sources: read files and presets, whose texts the settings keep.
 *
 * @return EXIT_DONE, or another status after a complaint
 */
int chain_load(settings *s);

/* What the filters, -c and -s say, or what there is without them. The texts are borrowed. */
void chain_of(const settings *s, chain *out);

/*
 * Does the library take it?
 *
 * @return EXIT_DONE, or another status after a complaint
 */
int chain_check(const chain *c, glitch_ctx *ctx);

enum { LONGEST_CLASSIC = 511 };

/*
 * What --classic says, as one filter that moves the level by itself; what it draws depends
 * on what the input is, as it did in the tool it is named for.
 *
 * @param seed     "" for the pipeline's
 * @param has_alpha whether the input is a PNG, whatever is in it
 */
void chain_classic(const settings *s, const char *seed, bool has_alpha, bool animated,
    char out[LONGEST_CLASSIC + 1]);

/*
 * Append one more filter.
 *
 * @param where what asks for it, for the complaint that there are too many
 * @return EXIT_DONE, or EXIT_USAGE after a complaint
 */
int chain_append(const char *where, const char *spec, settings *s);

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
