/* sort_keys.h - what pixels can be sorted by, as whole numbers. */
#ifndef GLI_SORT_KEYS_H
#define GLI_SORT_KEYS_H
#include <glitch/filter.h>

enum {
    GLI_MOST_LIGHTNESS = 510,
    GLI_MOST_KEY = 2047 /* all ones, so that x ^ GLI_MOST_KEY turns the order round */
};

/* HSL's: the largest of the three and the smallest; 0 to 510. */
static inline uint32_t gli_lightness(PixelTuple c)
{
    uint32_t most = c.red > c.green ? c.red : c.green;
    uint32_t least = c.red < c.green ? c.red : c.green;
    return (most > c.blue ? most : c.blue) + (least < c.blue ? least : c.blue);
}

/* From 0 to GLI_MOST_KEY. */
typedef uint32_t gli_sort_key(PixelTuple c);

/* By what the choice says, in this order; the names end with NULL. */
extern gli_sort_key *const gli_sort_keys[];
extern const char *const gli_sort_key_names[];

#endif
