/*
 * png_read.c - PNG in, through libpng; whether it is an animation is known before its first
 * pixel.
 */
#include "codec/apng_head.h"
#include "codec/codec.h"
#include "codec/png_pixels.h"
#include "codec/still.h"
#include <string.h>

enum { BUFFER_SIZE = 1 << 15 };

typedef struct png_reader {
    gli_still still;
    gli_png_pixels pixels;
    gli_png_chunks chunks; /* up to the first IDAT */
    gli_apng_head head;
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
        s = feed(r, r->buffer, n);
    }
    return s;
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
    s = feed_data(r, kept);
    if (!s)
        s = feed(r, r->chunks.tail, gli_png_end(&r->chunks));
    if (kept)
        kept->sound = gli_png_is_sound(&r->chunks);
    return s;
}

static glitch_status read_header(png_reader *r)
{
    size_t n = gli_read(r->still.in, r->buffer, sizeof gli_png_signature);
    glitch_status s = feed(r, r->buffer, n);
    while (!s && !r->pixels.has_header)
        s = feed_chunk(r);
    r->still.info.width = r->pixels.width;
    r->still.info.height = r->pixels.height;
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
    gli_png_pixels_end(&((png_reader *)still)->pixels);
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

static glitch_status open_animation(png_reader *r, glitch_frames *out)
{
    gli_png_pixels_end(&r->pixels); /* while there is a reader */
    r->still.in = NULL;             /* it is the animation's now */
    glitch_status s = gli_apng_open(&r->chunks, &r->head, out);
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
        return gli_still_open(&r->still, out);
    gli_still_free(&r->still);
    return s;
}
