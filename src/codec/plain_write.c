/*
 * plain_write.c - pictures as they are: PPM, PAM, and RGBA without any header.
 *
 * Formats: ppm(5) and pam(5) of Netpbm (J. Poskanzer, B. Henderson). Of RGBA the bytes of
 * all frames follow each other.
 */
#include "codec/codec.h"
#include "codec/flatten.h"
#include <stdio.h>

typedef enum plain_kind { PLAIN_PPM, PLAIN_PAM, PLAIN_RGBA } plain_kind;

typedef struct plain_writer {
    glitch_ctx *ctx;
    gli_writer *out;
    plain_kind kind;
    gli_flatten flatten;
    unsigned char *rgb; /* a row of it */
} plain_writer;

static glitch_status put(plain_writer *w, const void *data, size_t size)
{
    return gli_write(w->out, data, size) ? GLITCH_OK : w->out->failed;
}

static glitch_status put_header(plain_writer *w, const glitch_frame *f, bool opaque)
{
    char text[128];
    unsigned long width = f->width, height = f->height;
    int n = 0;
    if (w->kind == PLAIN_PPM)
        n = snprintf(text, sizeof text, "P6\n%lu %lu\n255\n", width, height);
    else if (w->kind == PLAIN_PAM)
        n = snprintf(text, sizeof text,
            "P7\nWIDTH %lu\nHEIGHT %lu\nDEPTH %d\nMAXVAL 255\nTUPLTYPE %s\nENDHDR\n",
            width, height, opaque ? 3 : 4, opaque ? "RGB" : "RGB_ALPHA");
    return put(w, text, (size_t)n);
}

static glitch_status put_rgb(plain_writer *w, const PixelTuple *row, uint32_t width)
{
    unsigned char *to = w->rgb;
    for (uint32_t x = 0; x < width; x++) {
        *to++ = row[x].red;
        *to++ = row[x].green;
        *to++ = row[x].blue;
    }
    return put(w, w->rgb, (size_t)width * 3);
}

static glitch_status plain_write_frame(void *self, const glitch_frame *f)
{
    plain_writer *w = self;
    bool opaque = w->kind == PLAIN_PPM || (w->kind == PLAIN_PAM && gli_is_opaque(f));
    glitch_status s = put_header(w, f, opaque);
    for (uint32_t y = 0; !s && y < f->height; y++) {
        const PixelTuple *row = f->px + y * f->stride;
        if (opaque)
            s = put_rgb(w, gli_flatten_row(&w->flatten, row), f->width);
        else
            s = put(w, row, f->width * sizeof *row);
        if (!s)
            s = gli_poll(w->ctx);
    }
    return s;
}

static glitch_status plain_finish(void *self)
{
    (void)self; /* frames were written as they came */
    return GLITCH_OK;
}

static void plain_close(void *self)
{
    plain_writer *w = self;
    gli_flatten_end(&w->flatten);
    gli_free(w->ctx, w->rgb);
    gli_free(w->ctx, w);
}

static glitch_status encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, plain_kind kind, gli_encoder *encoder)
{
    static const gli_encoder_tc tc = { plain_write_frame, plain_finish, plain_close };
    plain_writer *w = gli_zalloc(out->ctx, 1, sizeof *w);
    if (!w)
        return GLITCH_ENOMEM;
    w->ctx = out->ctx;
    w->out = out;
    w->kind = kind;
    w->rgb = gli_alloc(out->ctx, info->width, 3);
    glitch_status s =
        w->rgb ? gli_flatten_begin(&w->flatten, out, info->width, opt) : GLITCH_ENOMEM;
    if (s)
        plain_close(w);
    else
        *encoder = (gli_encoder) { w, &tc };
    return s;
}

glitch_status gli_ppm_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    return encode(out, info, opt, PLAIN_PPM, encoder);
}

glitch_status gli_pam_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    return encode(out, info, opt, PLAIN_PAM, encoder);
}

glitch_status gli_rgba_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    return encode(out, info, opt, PLAIN_RGBA, encoder);
}
