/* still.c - the iterator that decoders of one still picture share. */
#include "codec/still.h"
#include <stdio.h>

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
    still->orientation = GLI_UPRIGHT;
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
    gli_meta_free(ctx, &still->meta);
    gli_reader_close(still->in);
    gli_free(ctx, still);
}

static glitch_status still_info(void *self, glitch_info *out)
{
    *out = ((gli_still *)self)->info;
    return GLITCH_OK;
}

void gli_still_warn(gli_still *still, const char *text)
{
    if (!still->warned)
        gli_notice(
            still->stream.ctx, GLITCH_NOTICE_BENIGN, "%s: %s", still->in->name, text);
    still->warned = true;
}

void gli_still_harm(gli_still *still, const char *what, const char *text)
{
    if (!*still->harm)
        snprintf(still->harm, sizeof still->harm, "%s: %s (%s)", still->in->name, what,
            text);
}

/* Some rows of a damaged picture are better than none, where that is wanted. */
static glitch_status put_up_with(gli_still *still, glitch_status s)
{
    glitch_ctx *ctx = still->stream.ctx;
    if (s == GLITCH_EFORMAT && ctx->decoding.lenient && still->rows > 0) {
        if (!*still->harm)
            snprintf(still->harm, sizeof still->harm, "%s", glitch_ctx_message(ctx));
        s = GLITCH_OK;
    }
    if (!s && *still->harm)
        gli_notice(
            ctx, GLITCH_NOTICE_DAMAGE, "%s; going on with what there is", still->harm);
    return s;
}

static glitch_status still_pull(void *self)
{
    gli_still *still = self;
    if (still->canvas)
        return GLITCH_END;
    const glitch_info *i = &still->info;
    bool turned = still->orientation >= GLI_TRANSPOSED;
    still->canvas =
        gli_zalloc(still->stream.ctx, i->width, (size_t)i->height * sizeof(PixelTuple));
    if (!still->canvas)
        return GLITCH_ENOMEM;
    glitch_status s = put_up_with(still, still->decode(still));
    if (!s)
        s = gli_turn_upright(still->stream.ctx, &still->canvas,
            turned ? i->height : i->width, turned ? i->width : i->height,
            still->orientation);
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
    glitch_info *i = &still->info;
    glitch_status s =
        gli_check_size(still->stream.ctx, still->in->name, i->width, i->height);
    if (!s && still->orientation != GLI_UPRIGHT) /* it is turned into a second canvas */
        s = gli_check_memory(still->stream.ctx, still->in->name,
            (uint64_t)i->width * i->height * 2 * sizeof(PixelTuple));
    if (s) {
        gli_still_free(still);
        return s;
    }
    if (still->orientation >= GLI_TRANSPOSED) {
        uint32_t width = i->width;
        i->width = i->height;
        i->height = width;
    }
    i->metadata = gli_meta_tell(
        still->stream.ctx, &still->meta, !still->stream.ctx->decoding.no_orient);
    *out = (glitch_frames) { still, &tc };
    return GLITCH_OK;
}
