/* range.h - A..B:STEP, of decimal numbers, none of which is ever rounded. */
#ifndef CLI_RANGE_H
#define CLI_RANGE_H
#include <stddef.h>
#include <stdint.h>

enum {
    RANGE_DIGITS = 18, /* of a number, with those that the longest fraction adds */
    RANGE_TEXT = 32    /* bytes that hold any number of a range */
};

/* first, first + step ...: `count` whole numbers, each to be divided by 10^scale. */
typedef struct range {
    int64_t first, step;
    uint64_t count;
    int scale;
    const char *unit; /* "", "%" or "px"; static */
} range;

typedef enum range_outcome {
    RANGE_DONE,
    RANGE_NONE, /* it does not begin as a range does */
    RANGE_BAD   /* it does, but is none */
} range_outcome;

/*
 * Read `text` up to `end`: A..B or A..B:STEP, from A to B, which is the greater or the
 * smaller one, and is itself part of the range where the steps hit it. The step is over
 * 0, and 1 unless given. A unit, % or px, may stand behind any of the three.
 *
 * @param[out] out set where RANGE_DONE is returned
 */
range_outcome range_parse(const char *text, const char *end, range *out);

/* Number k of the range, from 0, as text in its shortest form. */
void range_text(const range *r, uint64_t k, char out[RANGE_TEXT]);

#endif
