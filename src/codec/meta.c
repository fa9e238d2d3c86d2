/* meta.c - what a file has beside its pixels. */
#include "codec/meta.h"
#include "codec/exif.h"
#include <string.h>

/* Of an ICC profile's header (ICC.1:2022, 7.2): its size, and the colours that it is for. */
enum { ICC_HEADER = 128, ICC_COLORS = 16 };

glitch_status gli_block_add(
    glitch_ctx *ctx, gli_block *b, const void *data, size_t size)
{
    if (size > GLI_META_MOST - b->size)
        return GLITCH_ELIMIT;
    if (size == 0)
        return GLITCH_OK;
    unsigned char *more = gli_realloc(ctx, b->data, b->size + size, 1);
    if (!more)
        return GLITCH_ENOMEM;
    memcpy(more + b->size, data, size);
    b->data = more;
    b->size += size;
    return GLITCH_OK;
}

void gli_block_free(glitch_ctx *ctx, gli_block *b)
{
    gli_free(ctx, b->data);
    *b = (gli_block) { 0 };
}

static bool is_for_rgb(const gli_block *profile)
{
    const unsigned char *d = profile->data;
    if (profile->size < ICC_HEADER || memcmp(d + ICC_COLORS, "RGB ", 4) != 0)
        return false;
    size_t size = (size_t)d[0] << 24 | (size_t)d[1] << 16 | (size_t)d[2] << 8 | d[3];
    return size == profile->size;
}

const glitch_metadata *gli_meta_tell(glitch_ctx *ctx, gli_meta *m, bool upright)
{
    glitch_metadata *t = &m->told;
    if (!is_for_rgb(&m->profile))
        gli_block_free(ctx, &m->profile);
    if (!ctx->decoding.keep_metadata) {
        gli_block_free(ctx, &m->exif);
        gli_block_free(ctx, &m->xmp);
    }
    if (m->exif.size && !gli_exif_normalize(m->exif.data, m->exif.size, upright))
        gli_block_free(ctx, &m->exif);
    t->profile = m->profile.data;
    t->profile_size = m->profile.size;
    t->exif = m->exif.data;
    t->exif_size = m->exif.size;
    t->xmp = m->xmp.data;
    t->xmp_size = m->xmp.size;
    bool any = t->profile || t->exif || t->xmp || t->gamma > 0 || t->srgb
        || t->white_x > 0 || t->x_density;
    return any ? t : NULL;
}

void gli_meta_free(glitch_ctx *ctx, gli_meta *m)
{
    gli_block_free(ctx, &m->profile);
    gli_block_free(ctx, &m->exif);
    gli_block_free(ctx, &m->xmp);
}
