/* variant.h - the settings of one combination of the axes. */
#ifndef CLI_VARIANT_H
#define CLI_VARIANT_H
#include "axes.h"
#include "values.h"

/* Its texts are those of `set`; it may be moved, but not copied. */
typedef struct variant {
    settings set;      /* the base with the values of the combination */
    const char *label; /* as values_label() has it; "" where nothing varies */
    char values[LONGEST_VALUES + 1]; /* as values_for_file() has it */
} variant;

/*
 * Make combination n, from 1. What `base` and the axes borrow is borrowed here, too.
 *
 * @param[out] v to be freed; on failure there is nothing to free, and no harm in it
 * @return EXIT_DONE, or another status after a complaint
 */
int variant_make(variant *v, const settings *base, const axes *a, uint64_t n);

/* Free the texts; may be repeated. */
void variant_free(variant *v);

#endif
