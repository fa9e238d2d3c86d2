/*
 * png_read.c - PNG in, through libpng; whether it is an animation is known before its first
 * pixel.
 */
#include "codec/apng_head.h"
#include "codec/codec.h"
#include "codec/png_meta.h"
#include "codec/png_pixels.h"
#include "codec/still.h"
#include <string.h>

enum { BUFFER_SIZE = 1 << 15, DEPTH = 8 /* where it is in IHDR */ };

typedef struct png_reader {
    gli_still still;
    gli_png_pixels pixels;
    gli_png_chunks chunks; /* up to the first IDAT */
    gli_apng_head head;
    gli_png_meta meta;
    unsigned char buffer[BUFFER_SIZE];
} png_reader;

/* ---- up to the first pixel ----------------------------------------------- */

static glitch_status feed(png_reader *r, const void *data, size_t size)
{
    return size ? gli_png_pixels_feed(&r->pixels, data, size)
                : gli_png_pixels_cut(&r->pixels);
}

static void keep(gli_png_kept *kept, const void *data, size_t size)
{
    size_t room = kept->size < GLI_PNG_KEPT ? GLI_PNG_KEPT - kept->size : 0;
    memcpy(kept->data + (GLI_PNG_KEPT - room), data, size < room ? size : room);
    kept->size += (uint32_t)size;
}

static glitch_status feed_data(png_reader *r, gli_png_kept *kept)
{
    glitch_status s = GLITCH_OK;
    while (!s && r->chunks.left > 0) {
        size_t n = gli_png_data(&r->chunks, r->buffer, BUFFER_SIZE);
        if (kept && kept->count == 1)
            keep(kept, r->buffer, n);
        s = gli_png_meta_add(&r->meta, r->still.stream.ctx, r->buffer, n);
        if (!s)
            s = feed(r, r->buffer, n);
    }
    return s;
}

/* The first thing that is worth telling is enough. */
static void tell(png_reader *r, const char *what)
{
    if (!r->pixels.warned)
        gli_notice(r->still.stream.ctx, GLITCH_NOTICE_BENIGN, "%s: %s",
            r->still.in->name, what);
    r->pixels.warned = true;
}

static glitch_status end_metadata(png_reader *r)
{
    glitch_status s = gli_png_meta_end(&r->meta, r->still.stream.ctx, &r->chunks);
    if (!s || s == GLITCH_ENOMEM)
        return s;
    tell(r, "what it says of its colours, size or origin is damaged in part");
    return GLITCH_OK;
}

/* One chunk; of an IDAT only its head. libpng looks at all of it, whatever is kept. */
static glitch_status feed_chunk(png_reader *r)
{
    glitch_status s = feed(r, r->chunks.head, gli_png_chunk(&r->chunks));
    if (s || r->pixels.has_header)
        return s;
    gli_png_kept *kept = gli_apng_keeps(&r->head, &r->chunks);
    if (kept)
        kept->count++;
    gli_png_meta_begin(&r->meta, r->still.stream.ctx, &r->chunks);
    s = feed_data(r, kept);
    if (!s)
        s = feed(r, r->chunks.tail, gli_png_end(&r->chunks));
    if (kept)
        kept->sound = gli_png_is_sound(&r->chunks);
    return s ? s : end_metadata(r);
}

static glitch_status read_header(png_reader *r)
{
    size_t n = gli_read(r->still.in, r->buffer, sizeof gli_png_signature);
    glitch_status s = feed(r, r->buffer, n);
    while (!s && !r->pixels.has_header)
        s = feed_chunk(r);
    r->still.info.width = r->pixels.width;
    r->still.info.height = r->pixels.height;
    if (!s && r->head.chunks[GLI_PNG_IHDR].data[DEPTH] == 16)
        tell(r, "its 16 bits a sample are reduced to 8");
    return s;
}

/* ---- the pixels of a still ----------------------------------------------- */

static glitch_status png_decode_canvas(gli_still *still)
{
    png_reader *r = (png_reader *)still;
    glitch_status s = GLITCH_OK;
    r->pixels.px = still->canvas;
    while (!s && !r->pixels.has_end)
        s = feed(r, r->buffer, gli_read(still->in, r->buffer, BUFFER_SIZE));
    still->rows = r->pixels.rows;
    if (*r->pixels.harm)
        gli_still_harm(still, "damaged PNG file", r->pixels.harm);
    return s;
}

static void png_close(gli_still *still)
{
    png_reader *r = (png_reader *)still;
    gli_png_pixels_end(&r->pixels);
    gli_png_meta_free(&r->meta, still->stream.ctx);
    gli_meta_free(still->stream.ctx, &r->meta.meta);
}

/* ---- still or animated --------------------------------------------------- */

/* Damage that is put up with leaves the still picture that every viewer can show. */
static glitch_status check_animation(png_reader *r, bool *animated)
{
    static const char what[] = "an animation of no frames";
    const gli_png_kept *actl = &r->head.chunks[GLI_PNG_ACTL];
    *animated = actl->size == GLI_ACTL_SIZE && gli_png_get32(actl->data) > 0;
    if (*animated || actl->count == 0)
        return GLITCH_OK;
    if (!r->still.stream.ctx->decoding.lenient)
        return gli_reader_fail(
            r->still.in, GLITCH_EFORMAT, "damaged PNG file (%s)", what);
    gli_still_harm(&r->still, "damaged PNG file", what);
    return GLITCH_OK;
}

static glitch_status open_still(png_reader *r, glitch_frames *out)
{
    gli_still *still = &r->still;
    const gli_block *exif = &r->meta.meta.exif;
    if (exif->size && !still->stream.ctx->decoding.no_orient)
        still->orientation = gli_exif_orientation(exif->data, exif->size);
    still->meta = r->meta.meta;
    r->meta.meta = (gli_meta) { 0 };
    return gli_still_open(still, out);
}

static glitch_status open_animation(png_reader *r, glitch_frames *out)
{
    gli_png_pixels_end(&r->pixels); /* while there is a reader */
    r->still.in = NULL;             /* it is the animation's now */
    glitch_status s = gli_apng_open(&r->chunks, &r->head, &r->meta.meta, out);
    gli_still_free(&r->still);
    return s;
}

glitch_status gli_png_decode(gli_reader *in, glitch_frames *out)
{
    bool animated = false;
    png_reader *r = gli_still_new(in, sizeof *r, "png", png_decode_canvas, png_close);
    if (!r)
        return GLITCH_ENOMEM;
    r->pixels.in = r->chunks.in = in;
    glitch_status s = gli_png_pixels_begin(&r->pixels);
    if (!s)
        s = read_header(r);
    if (!s)
        s = check_animation(r, &animated);
    if (!s && animated)
        return open_animation(r, out);
    if (!s)
        return open_still(r, out);
    gli_still_free(&r->still);
    return s;
}
