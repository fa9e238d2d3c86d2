/* axes.h - the axes of --vary, and the n-th combination of their values. */
#ifndef CLI_AXES_H
#define CLI_AXES_H
#include "options.h"
#include "range.h"
#include "target.h"

enum { LONGEST_AXIS = 127 };
#define MOST_COMBINATIONS (UINT64_C(1) << 63)

typedef enum axis_kind {
    AXIS_OPTION, /* a long option of the command */
    AXIS_CHAIN,  /* what replaces the chain: filter, preset or chain */
    AXIS_PARAM   /* a parameter of filters in the chain */
} axis_kind;

typedef struct axis {
    char name[LONGEST_AXIS + 1];
    axis_kind kind;
    target target;      /* AXIS_PARAM */
    const char *values; /* what stands after the =; borrowed */
    uint64_t count;     /* of its values */
} axis;

/* Begin with { 0 }: no axes, of which there is one combination. */
typedef struct axes {
    axis axis[MOST_AXES];
    size_t count;
} axes;

/* Part of an axis between two commas: a range, or a text that is one value. */
typedef struct piece {
    const char *text;
    size_t length;
    range_outcome form; /* RANGE_DONE: a range; RANGE_NONE: a text */
    range range;
    uint64_t count; /* of its values */
} piece;

/*
 * Add an axis.
 *
 * @param text NAME=VALUES, as --vary has it; borrowed as long as the axes are used
 * @return EXIT_DONE, or EXIT_USAGE after a complaint
 */
int axes_add(axes *a, const char *text);

/*
 * Check the axes against the settings that they are to change: the names, each value
 * that is a text, and the ends of the ranges. Where the chain varies whether it
 * has the filter of an axis FILTER.PARAM is left to variant_make().
 *
 * @return EXIT_DONE, or another status after a complaint
 */
int axes_check(const axes *a, const settings *base, glitch_ctx *ctx);

/* How many combinations there are, up to 2^63. */
uint64_t axes_product(const axes *a);

/*
 * Which value, from 0, axis number i has in combination n, from 1. The last axis varies
 * fastest.
 */
uint64_t axes_digit(const axes *a, uint64_t n, size_t i);

/* Value k of an axis, from 0, as text to be freed; NULL: no memory. */
char *axis_value(const axis *x, uint64_t k);

/*
 * Go through the pieces of an axis: *next begins as axis.values.
 *
 * @return false after the last
 */
bool axis_piece(const axis *x, const char **next, piece *out);

/* Value k of a piece, from 0, as text to be freed; NULL: no memory. */
char *piece_value(const piece *p, uint64_t k);

/* Is there an axis that replaces the chain? */
bool axes_vary_chain(const axes *a);

#endif
