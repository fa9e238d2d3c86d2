/* colorset.h - a few colours, each with its place in the order they came in. */
#ifndef GLI_COLORSET_H
#define GLI_COLORSET_H
#include <glitch/glitch.h>
#include <stdbool.h>

enum { GLI_SET_MOST = 256, GLI_SET_SLOTS = 1024 };

/* A hash table with linear probing. */
typedef struct gli_color_set {
    PixelTuple colors[GLI_SET_MOST];
    int count;                     /* GLI_SET_MOST + 1: there were more */
    uint32_t slots[GLI_SET_SLOTS]; /* the colour with alpha 255, or 0 */
    uint8_t index[GLI_SET_SLOTS];
} gli_color_set;

static inline uint32_t gli_color_key(PixelTuple c)
{
    return (uint32_t)c.red << 16 | (uint32_t)c.green << 8 | c.blue
        | UINT32_C(0xff000000);
}

/* The slot that holds the colour, or the free one where it belongs. */
static inline uint32_t gli_color_slot(const gli_color_set *set, uint32_t key)
{
    uint32_t slot = (key * UINT32_C(2654435761)) >> 22;
    while (set->slots[slot] && set->slots[slot] != key)
        slot = (slot + 1) % GLI_SET_SLOTS;
    return slot;
}

void gli_color_set_clear(gli_color_set *set);
/* False where it was one too many; the set is of no use then. */
bool gli_color_set_add(gli_color_set *set, PixelTuple color);
/* Are all of the few colours of `part` in `set`? */
bool gli_color_set_has_all(const gli_color_set *set, const gli_color_set *part);

/* The place of a colour that is in the set. */
static inline uint8_t gli_color_set_index(const gli_color_set *set, PixelTuple color)
{
    return set->index[gli_color_slot(set, gli_color_key(color))];
}

#endif
