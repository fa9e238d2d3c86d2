/* png_meta.c - gAMA, cHRM, sRGB, iCCP, pHYs, eXIf, and XMP in iTXt. */
#include "codec/png_meta.h"
#include <string.h>
#include <zlib.h>

#define XMP_KEYWORD "XML:com.adobe.xmp"

enum { LONGEST_NAME = 79, PIECE = 1 << 14, INTENTS = 4 };

/* ---- inflating ------------------------------------------------------------- */

static voidpf on_alloc(voidpf ctx, uInt count, uInt size)
{
    return gli_alloc(ctx, count, size);
}

static void on_free(voidpf ctx, voidpf memory)
{
    gli_free(ctx, memory);
}

static glitch_status inflate_all(glitch_ctx *ctx, z_stream *z, gli_block *out)
{
    unsigned char piece[PIECE];
    glitch_status s = GLITCH_OK;
    int result = Z_OK;
    while (!s && result == Z_OK) {
        z->next_out = piece;
        z->avail_out = PIECE;
        result = inflate(z, Z_NO_FLUSH);
        if (result == Z_OK || result == Z_STREAM_END)
            s = gli_block_add(ctx, out, piece, PIECE - z->avail_out);
    }
    if (s)
        return s;
    return result == Z_STREAM_END ? GLITCH_OK
        : result == Z_MEM_ERROR   ? GLITCH_ENOMEM
                                  : GLITCH_EFORMAT;
}

static glitch_status inflate_block(
    glitch_ctx *ctx, const unsigned char *data, size_t size, gli_block *out)
{
    z_stream z = { .zalloc = on_alloc,
        .zfree = on_free,
        .opaque = ctx,
        .next_in = (z_const Bytef *)data,
        .avail_in = (uInt)size };
    if (inflateInit(&z) != Z_OK)
        return GLITCH_ENOMEM;
    glitch_status s = inflate_all(ctx, &z, out);
    inflateEnd(&z);
    return s;
}

/* ---- chunks ---------------------------------------------------------------- */

static glitch_status take_gamma(glitch_ctx *ctx, gli_meta *m, const gli_block *c)
{
    (void)ctx;
    if (c->size != 4)
        return GLITCH_EFORMAT;
    m->told.gamma = gli_png_get32(c->data) / 100000.0;
    return GLITCH_OK;
}

static glitch_status take_primaries(glitch_ctx *ctx, gli_meta *m, const gli_block *c)
{
    double *const to[] = { &m->told.white_x, &m->told.white_y, &m->told.red_x,
        &m->told.red_y, &m->told.green_x, &m->told.green_y, &m->told.blue_x,
        &m->told.blue_y };
    (void)ctx;
    if (c->size != 32)
        return GLITCH_EFORMAT;
    for (size_t i = 0; i < 8; i++)
        *to[i] = gli_png_get32(c->data + 4 * i) / 100000.0;
    return GLITCH_OK;
}

static glitch_status take_srgb(glitch_ctx *ctx, gli_meta *m, const gli_block *c)
{
    (void)ctx;
    if (c->size != 1 || c->data[0] >= INTENTS)
        return GLITCH_EFORMAT;
    m->told.srgb = c->data[0] + 1;
    return GLITCH_OK;
}

static glitch_status take_density(glitch_ctx *ctx, gli_meta *m, const gli_block *c)
{
    (void)ctx;
    if (c->size != 9 || !gli_png_get32(c->data) || !gli_png_get32(c->data + 4))
        return GLITCH_EFORMAT;
    m->told.x_density = gli_png_get32(c->data);
    m->told.y_density = gli_png_get32(c->data + 4);
    m->told.per_metre = c->data[8] == 1;
    return GLITCH_OK;
}

/* A name, a method that is always 0, and the profile, deflated. */
static glitch_status take_profile(glitch_ctx *ctx, gli_meta *m, const gli_block *c)
{
    const unsigned char *end =
        memchr(c->data, 0, c->size < LONGEST_NAME + 1 ? c->size : LONGEST_NAME + 1);
    size_t head = end ? (size_t)(end - c->data) + 2 : 0;
    if (!end || head >= c->size || end[1] != 0 || m->profile.size)
        return GLITCH_EFORMAT;
    return inflate_block(ctx, c->data + head, c->size - head, &m->profile);
}

static glitch_status take_exif(glitch_ctx *ctx, gli_meta *m, const gli_block *c)
{
    return m->exif.size ? GLITCH_EFORMAT
                        : gli_block_add(ctx, &m->exif, c->data, c->size);
}

/* Past the text that ends with a zero; NULL where none does. */
static const unsigned char *after_text(
    const unsigned char *at, const unsigned char *end)
{
    const unsigned char *zero = at ? memchr(at, 0, (size_t)(end - at)) : NULL;
    return zero ? zero + 1 : NULL;
}

/* Its keyword, two bytes about compression, language and translation; other texts stay out. */
static glitch_status take_xmp(glitch_ctx *ctx, gli_meta *m, const gli_block *c)
{
    const unsigned char *end = c->data + c->size;
    size_t head = sizeof XMP_KEYWORD + 2;
    if (c->size < head || memcmp(c->data, XMP_KEYWORD, sizeof XMP_KEYWORD) != 0
        || m->xmp.size)
        return GLITCH_OK;
    const unsigned char *text = after_text(after_text(c->data + head, end), end);
    if (!text)
        return GLITCH_EFORMAT;
    return c->data[sizeof XMP_KEYWORD] == 1
        ? inflate_block(ctx, text, (size_t)(end - text), &m->xmp)
        : gli_block_add(ctx, &m->xmp, text, (size_t)(end - text));
}

static const struct {
    char type[5];
    bool asked; /* only where other metadata are to be kept */
    glitch_status (*take)(glitch_ctx *ctx, gli_meta *m, const gli_block *chunk);
} kinds[] = { { "gAMA", false, take_gamma }, { "cHRM", false, take_primaries },
    { "sRGB", false, take_srgb }, { "iCCP", false, take_profile },
    { "pHYs", false, take_density }, { "eXIf", false, take_exif },
    { "iTXt", true, take_xmp } };

enum { KINDS = sizeof kinds / sizeof *kinds };

static size_t kind_of(const gli_png_chunks *chunks)
{
    size_t i = 0;
    while (i < KINDS && !gli_png_is(chunks, kinds[i].type))
        i++;
    return i;
}

/* ---- as they come ------------------------------------------------------------ */

void gli_png_meta_begin(gli_png_meta *m, glitch_ctx *ctx, const gli_png_chunks *chunks)
{
    size_t kind = kind_of(chunks);
    m->wanted = kind < KINDS && (!kinds[kind].asked || ctx->decoding.keep_metadata)
        && chunks->left <= GLI_META_MOST;
    m->chunk.size = 0;
}

glitch_status gli_png_meta_add(
    gli_png_meta *m, glitch_ctx *ctx, const void *data, size_t size)
{
    return m->wanted ? gli_block_add(ctx, &m->chunk, data, size) : GLITCH_OK;
}

glitch_status gli_png_meta_end(
    gli_png_meta *m, glitch_ctx *ctx, const gli_png_chunks *chunks)
{
    size_t kind = kind_of(chunks);
    if (!m->wanted || kind == KINDS || !gli_png_is_sound(chunks) || !m->chunk.data)
        return GLITCH_OK;
    return kinds[kind].take(ctx, &m->meta, &m->chunk);
}

void gli_png_meta_free(gli_png_meta *m, glitch_ctx *ctx)
{
    gli_block_free(ctx, &m->chunk);
}
