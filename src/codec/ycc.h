/*
 * ycc.h - luma and two differences of colour instead of red, green and blue, as video has it.
 *
 * Source: ITU-R BT.601-7 and BT.709-6, "Digital representation".
 */
#ifndef GLI_YCC_H
#define GLI_YCC_H
#include "base/context.h"

/* Fixed point, 16 bits after it; the last of each row is what is added. */
typedef struct gli_ycc {
    int32_t y[4], cb[4], cr[4];        /* of red, green and blue */
    int32_t luma, red, green[2], blue; /* of y; cr; cb and cr; cb */
    int32_t black;                     /* the luma of it */
} gli_ycc;

/* `matrix` is 601 or 709; `full`: all of 0 to 255 is used. */
gli_ycc gli_ycc_of(int matrix, bool full);

static inline uint8_t gli_ycc_clamp(int32_t v)
{
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* Of the sum of 2^n pixels. */
static inline uint8_t gli_ycc_part(
    const int32_t c[4], int32_t r, int32_t g, int32_t b, unsigned n)
{
    return gli_ycc_clamp((((c[0] * r + c[1] * g + c[2] * b) >> n) + c[3]) >> 16);
}

static inline PixelTuple gli_ycc_pixel(
    const gli_ycc *c, uint8_t y, uint8_t cb, uint8_t cr, uint8_t alpha)
{
    int32_t l = (y - c->black) * c->luma + 32768, b = cb - 128, r = cr - 128;
    return (PixelTuple) { gli_ycc_clamp((l + r * c->red) >> 16),
        gli_ycc_clamp((l + b * c->green[0] + r * c->green[1]) >> 16),
        gli_ycc_clamp((l + b * c->blue) >> 16), alpha };
}

#endif
