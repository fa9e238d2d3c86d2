/*
 * stb_write.c - BMP and TGA out, through stb_image_write: RGB where every pixel is opaque,
 * else RGBA.
 */
#include "codec/codec.h"
#include "codec/flatten.h"

/* All that stb has is static, and most of it is not used here. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#endif
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#include <stb/stb_image_write.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

enum { WIDEST_TGA = 65535, HEADERS = 1 << 10 }; /* pixels; bytes, and some */

typedef int stb_function(stbi_write_func *put, void *user, int width, int height,
    int channels, void const *);

typedef struct stb_writer {
    glitch_ctx *ctx;
    gli_writer *out;
    stb_function *write;
    unsigned char *data; /* all pixels, without gaps */
} stb_writer;

/* stb cannot be told to stop: what follows a failure is not written. */
static void on_data(void *user, void *data, int size)
{
    stb_writer *w = user;
    if (!w->out->failed)
        w->out->failed = gli_poll(w->ctx);
    if (!w->out->failed && size > 0)
        (void)!gli_write(w->out, data, (size_t)size);
}

static void copy_row(
    const PixelTuple *row, uint32_t width, int channels, unsigned char *to)
{
    for (uint32_t x = 0; x < width; x++, to += channels) {
        to[0] = row[x].red;
        to[1] = row[x].green;
        to[2] = row[x].blue;
        if (channels == 4)
            to[3] = row[x].alpha;
    }
}

static glitch_status stb_write_frame(void *self, const glitch_frame *f)
{
    stb_writer *w = self;
    int channels = gli_is_opaque(f) ? 3 : 4;
    size_t row = (size_t)f->width * (size_t)channels;
    w->data = gli_alloc(w->ctx, f->height, row);
    if (!w->data)
        return GLITCH_ENOMEM;
    for (uint32_t y = 0; y < f->height; y++)
        copy_row(f->px + y * f->stride, f->width, channels, w->data + y * row);
    w->write(on_data, w, (int)f->width, (int)f->height, channels, w->data);
    gli_free(w->ctx, w->data);
    w->data = NULL;
    return w->out->failed;
}

static glitch_status stb_finish(void *self)
{
    (void)self; /* the one frame was written when it came */
    return GLITCH_OK;
}

static void stb_close(void *self)
{
    stb_writer *w = self;
    gli_free(w->ctx, w->data);
    gli_free(w->ctx, w);
}

/* stb computes sizes in int. */
static glitch_status check_size(
    const gli_writer *out, const glitch_info *i, uint32_t widest, const char *name)
{
    uint64_t bytes = (uint64_t)i->width * i->height * sizeof(PixelTuple) + HEADERS;
    if (i->width <= widest && i->height <= widest && bytes <= INT32_MAX)
        return GLITCH_OK;
    return gli_fail(out->ctx, GLITCH_ELIMIT,
        "%s: %lux%lu pixels do not fit into a %s; a PNG holds them", out->name,
        (unsigned long)i->width, (unsigned long)i->height, name);
}

static glitch_status encode(gli_writer *out, stb_function *write, gli_encoder *encoder)
{
    static const gli_encoder_tc tc = { stb_write_frame, stb_finish, stb_close };
    stb_writer *w = gli_zalloc(out->ctx, 1, sizeof *w);
    if (!w)
        return GLITCH_ENOMEM;
    *w = (stb_writer) { .ctx = out->ctx, .out = out, .write = write };
    *encoder = (gli_encoder) { w, &tc };
    return GLITCH_OK;
}

glitch_status gli_bmp_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    (void)opt;
    glitch_status s = check_size(out, info, INT32_MAX, "BMP");
    return s ? s : encode(out, stbi_write_bmp_to_func, encoder);
}

glitch_status gli_tga_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    (void)opt;
    glitch_status s = check_size(out, info, WIDEST_TGA, "TGA");
    return s ? s : encode(out, stbi_write_tga_to_func, encoder);
}
