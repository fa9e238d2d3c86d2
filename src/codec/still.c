/* still.c - the iterator that decoders of one still picture share. */
#include "codec/still.h"

void *gli_still_new(gli_reader *in, size_t size, const char *format,
    glitch_status (*decode)(gli_still *), void (*close)(gli_still *))
{
    gli_still *still = gli_zalloc(in->ctx, 1, size);
    if (!still) {
        gli_reader_close(in);
        return NULL;
    }
    still->stream.ctx = in->ctx;
    still->in = in;
    still->info = (glitch_info) { .frames = 1, .loops = -1, .format = format };
    still->decode = decode;
    still->close = close;
    return still;
}

void gli_still_free(gli_still *still)
{
    glitch_ctx *ctx = still->stream.ctx;
    still->close(still);
    gli_free(ctx, still->canvas);
    gli_reader_close(still->in);
    gli_free(ctx, still);
}

static glitch_status still_info(void *self, glitch_info *out)
{
    *out = ((gli_still *)self)->info;
    return GLITCH_OK;
}

static glitch_status still_pull(void *self)
{
    gli_still *still = self;
    if (still->canvas)
        return GLITCH_END;
    const glitch_info *i = &still->info;
    still->canvas =
        gli_alloc(still->stream.ctx, i->width, (size_t)i->height * sizeof(PixelTuple));
    if (!still->canvas)
        return GLITCH_ENOMEM;
    glitch_status s = still->decode(still);
    still->stream.frame = (glitch_frame) { .px = still->canvas,
        .stride = i->width,
        .width = i->width,
        .height = i->height,
        .flags = GLITCH_FRAME_SCRATCH };
    return s;
}

static glitch_status still_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, still_pull, out);
}

static void still_close(void *self)
{
    gli_still_free(self);
}

glitch_status gli_still_open(gli_still *still, glitch_frames *out)
{
    static const glitch_frames_tc tc = { still_info, still_next, still_close };
    glitch_status s = gli_check_size(
        still->stream.ctx, still->in->name, still->info.width, still->info.height);
    if (s) {
        gli_still_free(still);
        return s;
    }
    *out = (glitch_frames) { still, &tc };
    return GLITCH_OK;
}
