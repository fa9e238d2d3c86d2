/*
 * word.h - a pixel as one number, which compilers handle many at a time of: four bytes
 * beside each other, in the machine's own order.
 */
#ifndef GLI_WORD_H
#define GLI_WORD_H
#include <glitch/glitch.h>
#include <string.h>

/* Where in it a channel begins. */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
enum { GLI_RED_AT = 24, GLI_GREEN_AT = 16, GLI_BLUE_AT = 8, GLI_ALPHA_AT = 0 };
#else
enum { GLI_RED_AT = 0, GLI_GREEN_AT = 8, GLI_BLUE_AT = 16, GLI_ALPHA_AT = 24 };
#endif

static const uint32_t GLI_ALPHA_MASK = UINT32_C(255) << GLI_ALPHA_AT;

static inline uint32_t gli_word(PixelTuple c)
{
    uint32_t w;
    memcpy(&w, &c, sizeof w);
    return w;
}

static inline PixelTuple gli_pixel(uint32_t w)
{
    PixelTuple c;
    memcpy(&c, &w, sizeof c);
    return c;
}

/* The same colour with another alpha. */
static inline uint32_t gli_with_alpha(uint32_t w, uint8_t alpha)
{
    return (w & ~GLI_ALPHA_MASK) | (uint32_t)alpha << GLI_ALPHA_AT;
}

/* How far colours are from each other: the squared distance in RGB. */
static inline int32_t gli_word_distance(uint32_t a, uint32_t b)
{
    int32_t red = (int32_t)(a >> GLI_RED_AT & 255) - (int32_t)(b >> GLI_RED_AT & 255);
    int32_t green =
        (int32_t)(a >> GLI_GREEN_AT & 255) - (int32_t)(b >> GLI_GREEN_AT & 255);
    int32_t blue =
        (int32_t)(a >> GLI_BLUE_AT & 255) - (int32_t)(b >> GLI_BLUE_AT & 255);
    return red * red + green * green + blue * blue;
}

static inline uint32_t gli_color_distance(PixelTuple a, PixelTuple b)
{
    return (uint32_t)gli_word_distance(gli_word(a), gli_word(b));
}

#endif
