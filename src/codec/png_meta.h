/*
 * png_meta.h - the chunks before a PNG's pixels that say what its colours mean, how large it
 * is, and where it comes from. libpng does not get to see them: it would only warn of one
 * that claims 2 GiB, and then allocate them.
 */
#ifndef GLI_PNG_META_H
#define GLI_PNG_META_H
#include "codec/meta.h"
#include "codec/png_chunks.h"

typedef struct gli_png_meta {
    gli_meta meta;
    gli_block chunk; /* the one at hand, as far as it is read */
    bool wanted;     /* and it is of interest */
} gli_png_meta;

/* A chunk begins. */
void gli_png_meta_begin(gli_png_meta *m, glitch_ctx *ctx, const gli_png_chunks *chunks);
/* More of its data. */
glitch_status gli_png_meta_add(
    gli_png_meta *m, glitch_ctx *ctx, const void *data, size_t size);
/*
 * It is at its end, checksum included.
 *
 * @return GLITCH_EFORMAT or GLITCH_ELIMIT, without a message, where it is wrong, and left out
 */
glitch_status gli_png_meta_end(
    gli_png_meta *m, glitch_ctx *ctx, const gli_png_chunks *chunks);
/* But for what was gathered. */
void gli_png_meta_free(gli_png_meta *m, glitch_ctx *ctx);

#endif
