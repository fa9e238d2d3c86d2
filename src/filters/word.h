/* word.h - a pixel as one number, in the machine's own order of bytes or in a known one. */
#ifndef GLI_FILTERS_WORD_H
#define GLI_FILTERS_WORD_H
#include <glitch/filter.h>
#include <string.h>

static inline uint32_t gli_load(const PixelTuple *px)
{
    uint32_t word;
    memcpy(&word, px, sizeof word);
    return word;
}

static inline void gli_store(uint32_t word, PixelTuple *px)
{
    memcpy(px, &word, sizeof word);
}

/* The bits of alpha. */
static inline uint32_t gli_alpha_bits(void)
{
    static const PixelTuple alpha = { 0, 0, 0, 255 };
    return gli_load(&alpha);
}

/*
 * From the machine's own order to one with red in the lowest bits, and alpha in the
 * highest; or back. Where bytes are in that order anyway nothing is left of it.
 */
static inline uint32_t gli_ordered(uint32_t word)
{
    if (gli_alpha_bits() >> 24)
        return word;
    return word >> 24 | (word >> 8 & 0xff00) | (word << 8 & 0xff0000) | word << 24;
}

#endif
