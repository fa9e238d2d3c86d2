/* values.h - what the values of a combination are called. */
#ifndef CLI_VALUES_H
#define CLI_VALUES_H
#include "axes.h"

enum { LONGEST_VALUES = 120 };

/*
 * Such as "intensity=3 filter=color-split": what --vary takes to give the combination
 * again, in the order of the axes, quoted for a shell where it needs that.
 *
 * @param values one an axis
 * @return to be freed; NULL: no memory
 */
char *values_label(const axes *a, const char *const *values);

/*
 * Such as "intensity=3_filter=color-split", as a part of a file's name: a - stands for
 * what is none of [A-Za-z0-9._=+-]. What is too long is cut, and ends with a hash of the
 * label.
 */
void values_for_file(const axes *a, const char *const *values, const char *label,
    char out[LONGEST_VALUES + 1]);

#endif
