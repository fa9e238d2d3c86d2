/* tables.h - filters that change each value of a colour by itself, by looking it up. */
#ifndef GLI_TABLES_H
#define GLI_TABLES_H
#include <glitch/filter.h>

/* What becomes of red, green and blue. */
typedef struct gli_tables {
    uint8_t red[256], green[256], blue[256];
} gli_tables;

/* Alpha stays. */
static inline void gli_tables_apply(
    const gli_tables *t, const PixelTuple *in, uint32_t n, PixelTuple *out)
{
    for (uint32_t i = 0; i < n; i++) {
        PixelTuple c = in[i];
        out[i] =
            (PixelTuple) { t->red[c.red], t->green[c.green], t->blue[c.blue], c.alpha };
    }
}

#endif
