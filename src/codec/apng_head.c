/* apng_head.c - what comes before the pixels of a PNG, and says whether it is animated. */
#include "codec/apng_head.h"

const char gli_png_types[GLI_PNG_KINDS][5] = { "IHDR", "PLTE", "tRNS", "acTL", "fcTL" };

gli_png_kept *gli_apng_keeps(gli_apng_head *head, const gli_png_chunks *chunks)
{
    for (int kind = 0; kind < GLI_PNG_KINDS; kind++)
        if (gli_png_is(chunks, gli_png_types[kind]))
            return &head->chunks[kind];
    return NULL;
}
