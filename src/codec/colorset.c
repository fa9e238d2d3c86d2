/* colorset.c - a few colours, each with its place in the order they came in. */
#include "codec/colorset.h"
#include <string.h>

void gli_color_set_clear(gli_color_set *set)
{
    set->count = 0;
    memset(set->slots, 0, sizeof set->slots);
}

bool gli_color_set_add(gli_color_set *set, PixelTuple color)
{
    uint32_t key = gli_color_key(color), slot = gli_color_slot(set, key);
    if (set->slots[slot])
        return true;
    if (set->count >= GLI_SET_MOST) {
        set->count = GLI_SET_MOST + 1;
        return false;
    }
    color.alpha = 255;
    set->slots[slot] = key;
    set->index[slot] = (uint8_t)set->count;
    set->colors[set->count++] = color;
    return true;
}

bool gli_color_set_has_all(const gli_color_set *set, const gli_color_set *part)
{
    for (int i = 0; i < part->count; i++)
        if (!set->slots[gli_color_slot(set, gli_color_key(part->colors[i]))])
            return false;
    return true;
}
