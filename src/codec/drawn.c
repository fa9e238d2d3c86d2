/* drawn.c - is a picture rather drawn than photographed? */
#include "codec/drawn.h"
#include "codec/word.h"

bool gli_is_drawn(const PixelTuple *px, size_t stride, const gli_rect *area)
{
    enum { APART = 16 };
    uint64_t seen = 0, equal = 0;
    for (uint32_t y = area->y; y < area->y + area->height; y++) {
        const PixelTuple *row = px + y * stride;
        for (uint32_t x = area->x + y % APART; x + 1 < area->x + area->width;
             x += APART) {
            seen++;
            equal += gli_word(row[x]) == gli_word(row[x + 1]);
        }
    }
    return 2 * equal > seen;
}
