/*
 * meta.h - what a file has beside its pixels: a decoder gathers it, and an encoder passes on
 * what its format has room for.
 */
#ifndef GLI_META_H
#define GLI_META_H
#include "base/context.h"

/* Of each block of bytes; what is larger is left out. */
enum { GLI_META_MOST = 1 << 24 };

typedef struct gli_block {
    unsigned char *data;
    size_t size;
} gli_block;

typedef struct gli_meta {
    gli_block profile, exif, xmp;
    glitch_metadata told; /* points to those */
} gli_meta;

/* Append to a block. GLITCH_ELIMIT, without a message, where it would be too large. */
glitch_status gli_block_add(
    glitch_ctx *ctx, gli_block *b, const void *data, size_t size);
void gli_block_free(glitch_ctx *ctx, gli_block *b);

/*
 * All is gathered: drop what does not describe RGB pixels that stand upright, and what is
 * not asked for. NULL where nothing is left, else valid as long as `m` stays where it is.
 *
 * @param upright the pixels are turned as the Exif data say
 */
const glitch_metadata *gli_meta_tell(glitch_ctx *ctx, gli_meta *m, bool upright);
void gli_meta_free(glitch_ctx *ctx, gli_meta *m);

#endif
