/* png_write.c - PNG out: with a palette where it is enough, else RGB, or RGBA. */
#include "codec/codec.h"
#include "codec/drawn.h"
#include "codec/flatten.h"
#include "codec/png_rows.h"

typedef struct png_writer {
    glitch_ctx *ctx;
    gli_writer *out;
    const glitch_frame *frame;
    int level;
    const char *comment;             /* NULL: none */
    const glitch_metadata *metadata; /* NULL: none */
    gli_png_palette palette;
} png_writer;

static const PixelTuple *row_of(void *user, uint32_t y)
{
    const glitch_frame *f = ((png_writer *)user)->frame;
    return f->px + y * f->stride;
}

static glitch_status write_out(void *user, const void *data, size_t size)
{
    png_writer *w = user;
    return gli_write(w->out, data, size) ? GLITCH_OK : w->out->failed;
}

static glitch_status png_write_frame(void *self, const glitch_frame *frame)
{
    png_writer *w = self;
    gli_rect all = { 0, 0, frame->width, frame->height };
    bool few = gli_png_palette_make(&w->palette, frame);
    w->frame = frame;
    return gli_png_write(&(gli_png_rows) { .ctx = w->ctx,
        .name = w->out->name,
        .width = frame->width,
        .height = frame->height,
        .opaque = !few && gli_is_opaque(frame),
        .drawn = few || gli_is_drawn(frame->px, frame->stride, &all),
        .palette = few ? &w->palette : NULL,
        .level = w->level,
        .comment = w->comment,
        .metadata = w->metadata,
        .row = row_of,
        .write = write_out,
        .user = w });
}

static glitch_status png_finish(void *self)
{
    (void)self; /* the one frame was written when it came */
    return GLITCH_OK;
}

static void png_close(void *self)
{
    png_writer *w = self;
    gli_free(w->ctx, w);
}

glitch_status gli_png_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    static const gli_encoder_tc tc = { png_write_frame, png_finish, png_close };
    /* Any size that fits into memory fits into a PNG. */
    png_writer *w = gli_zalloc(out->ctx, 1, sizeof *w);
    if (!w)
        return GLITCH_ENOMEM;
    w->ctx = out->ctx;
    w->out = out;
    w->level = gli_png_level(opt);
    w->comment = opt->comment;
    w->metadata = info->metadata;
    *encoder = (gli_encoder) { w, &tc };
    return GLITCH_OK;
}
