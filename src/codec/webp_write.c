/*
 * webp_write.c - WebP out: one picture as libwebp makes it, or an animation, of whose frames
 * libwebp codes the rectangle that changes. Lossless, unless a quality is given: lossy WebP
 * has colours at half of the resolution, which is where many glitches are.
 *
 * Each frame is held back, coded, until the next one or the end: the first may be the only
 * one, which has another header. Format: RFC 9649, "WebP Image Format", 2024.
 */
#include "codec/change.h"
#include "codec/codec.h"
#include <string.h>
#include <webp/encode.h>

enum {
    RIFF_SIZE = 12,
    VP8X_SIZE = 18, /* with its head, as all of these */
    ANIM_SIZE = 14,
    ANMF_SIZE = 24, /* without the frame itself */
    HEAD_SIZE = RIFF_SIZE + VP8X_SIZE,
    MOVES = 0x02, /* flags of VP8X */
    HAS_XMP = 0x04,
    HAS_EXIF = 0x08,
    HAS_ALPHA = 0x10,
    HAS_PROFILE = 0x20,
    REPLACES = 0x02, /* a flag of ANMF */
    LONGEST = 0xffffff,
    MOST_PLAYS = 0xffff,
    LEVEL = 2, /* of lossless coding, from 0 to 9; higher ones take long for little */
    BEST_LEVEL = 9,
    LOSSY_METHOD = 4, /* from 0 to 6, likewise */
    BEST_METHOD = 6,
    NEEDS = 32 /* bytes a pixel, libwebp's own included, as measured */
};

typedef struct bytes {
    unsigned char *data;
    size_t size, room;
} bytes;

typedef struct webp_writer {
    glitch_ctx *ctx;
    gli_writer *out;
    glitch_info info;
    WebPConfig config;
    PixelTuple *shown; /* what a viewer shows; NULL: not known yet */
    PixelTuple *row;   /* as it is to be written */
    uint32_t *argb;    /* as libwebp wants it */
    bytes coded;       /* the frame that is held back */
    gli_change change;
    uint32_t delay;
    bytes profile, others; /* chunks of metadata, before the pixels and after them */
    uint32_t flags;        /* of VP8X, that these make */
    bool has_alpha;
    uint32_t frames;
    uint64_t size;        /* of the file so far */
    glitch_status status; /* of what libwebp has called */
} webp_writer;

/* ---- bytes --------------------------------------------------------------- */

static glitch_status append(glitch_ctx *ctx, bytes *to, const void *data, size_t size)
{
    if (size > to->room - to->size) {
        size_t room = to->room * 2 + size;
        unsigned char *more = gli_realloc(ctx, to->data, room, 1);
        if (!more)
            return GLITCH_ENOMEM;
        to->data = more;
        to->room = room;
    }
    memcpy(to->data + to->size, data, size);
    to->size += size;
    return GLITCH_OK;
}

static glitch_status put(webp_writer *w, const void *data, size_t size)
{
    if (size == 0) /* there is no data then, either */
        return GLITCH_OK;
    w->size += size;
    if (w->size > UINT32_MAX)
        return gli_fail(
            w->ctx, GLITCH_ELIMIT, "%s: a WebP file holds at most 4 GiB", w->out->name);
    return gli_write(w->out, data, size) ? GLITCH_OK : w->out->failed;
}

static void put24(unsigned char *b, uint32_t v)
{
    b[0] = (unsigned char)v;
    b[1] = (unsigned char)(v >> 8);
    b[2] = (unsigned char)(v >> 16);
}

static void put32(unsigned char *b, uint32_t v)
{
    put24(b, v);
    b[3] = (unsigned char)(v >> 24);
}

/* ---- the container ------------------------------------------------------- */

/* How often all is played, where the info has how often it is repeated. */
static uint32_t plays_of(int32_t loops)
{
    if (loops <= 0)
        return loops < 0;
    return loops < MOST_PLAYS ? (uint32_t)loops + 1 : MOST_PLAYS;
}

/* Flags and size are only known at the end: then it is written again. */
static void make_head(const webp_writer *w, unsigned char b[HEAD_SIZE])
{
    static const unsigned char blank[HEAD_SIZE + 1] =
        "RIFF\0\0\0\0WEBP"
        "VP8X\12\0\0\0\0\0\0\0\0\0\0\0\0\0";
    unsigned char *vp8x = b + RIFF_SIZE;
    memcpy(b, blank, HEAD_SIZE);
    put32(b + 4, (uint32_t)(w->size - 8));
    put32(vp8x + 8,
        w->flags | (w->frames > 1 ? MOVES : 0U) | (w->has_alpha ? HAS_ALPHA : 0U));
    put24(vp8x + 12, w->info.width - 1);
    put24(vp8x + 15, w->info.height - 1);
}

static glitch_status begin_file(webp_writer *w)
{
    unsigned char head[HEAD_SIZE];
    make_head(w, head);
    glitch_status s = put(w, head, HEAD_SIZE);
    return s ? s : put(w, w->profile.data, w->profile.size);
}

static glitch_status end_file(webp_writer *w)
{
    unsigned char head[HEAD_SIZE];
    glitch_status s = put(w, w->others.data, w->others.size);
    make_head(w, head);
    if (s)
        return s;
    return gli_write_at(w->out, 0, head, HEAD_SIZE) ? GLITCH_OK : w->out->failed;
}

/* The background, which viewers do not look at, is transparent. */
static glitch_status put_anim(webp_writer *w)
{
    unsigned char b[ANIM_SIZE + 1] = "ANIM\6\0\0\0\0\0\0\0\0\0";
    uint32_t plays = plays_of(w->info.loops);
    b[12] = (unsigned char)plays;
    b[13] = (unsigned char)(plays >> 8);
    return put(w, b, ANIM_SIZE);
}

/* What libwebp has made is a file of its own; its pixels are behind the headers. */
static size_t pixels_at(const bytes *coded)
{
    bool extended = memcmp(coded->data + RIFF_SIZE, "VP8X", 4) == 0;
    return RIFF_SIZE + (extended ? VP8X_SIZE : 0);
}

static glitch_status put_pixels(webp_writer *w)
{
    size_t skip = pixels_at(&w->coded);
    return put(w, w->coded.data + skip, w->coded.size - skip);
}

static glitch_status put_frame(webp_writer *w)
{
    unsigned char b[ANMF_SIZE + 1] = "ANMF";
    const gli_rect *a = &w->change.area;
    put32(b + 4, (uint32_t)(ANMF_SIZE - 8 + w->coded.size - pixels_at(&w->coded)));
    put24(b + 8, a->x / 2);
    put24(b + 11, a->y / 2);
    put24(b + 14, a->width - 1);
    put24(b + 17, a->height - 1);
    put24(b + 20, w->delay < LONGEST ? w->delay : LONGEST);
    b[23] = w->change.over ? 0 : REPLACES;
    glitch_status s = put(w, b, ANMF_SIZE);
    return s ? s : put_pixels(w);
}

/* The frame that was held back is one of several. */
static glitch_status put_held(webp_writer *w)
{
    glitch_status s = GLITCH_OK;
    if (w->frames == 1)
        s = begin_file(w);
    if (!s && w->frames == 1)
        s = put_anim(w);
    return s ? s : put_frame(w);
}

/* ---- metadata ------------------------------------------------------------ */

static glitch_status add_chunk(
    webp_writer *w, bytes *to, const char *type, const void *data, size_t size)
{
    unsigned char head[9] = { 0 };
    memcpy(head, type, 4);
    put32(head + 4, (uint32_t)size);
    glitch_status s = append(w->ctx, to, head, 8);
    if (!s)
        s = append(w->ctx, to, data, size);
    return s || size % 2 == 0 ? s : append(w->ctx, to, "", 1);
}

/* Copied, for some of it comes behind the last frame. */
static glitch_status take_metadata(webp_writer *w)
{
    const glitch_metadata *m = w->info.metadata;
    glitch_status s = GLITCH_OK;
    if (!m)
        return GLITCH_OK;
    if (m->profile)
        s = add_chunk(w, &w->profile, "ICCP", m->profile, m->profile_size);
    if (!s && m->exif)
        s = add_chunk(w, &w->others, "EXIF", m->exif, m->exif_size);
    if (!s && m->xmp)
        s = add_chunk(w, &w->others, "XMP ", m->xmp, m->xmp_size);
    w->flags = (m->profile ? HAS_PROFILE : 0U) | (m->exif ? HAS_EXIF : 0U)
        | (m->xmp ? HAS_XMP : 0U);
    return s;
}

/* ---- libwebp ------------------------------------------------------------- */

static int on_bytes(const uint8_t *data, size_t size, const WebPPicture *picture)
{
    webp_writer *w = picture->user_data;
    w->status = append(w->ctx, &w->coded, data, size);
    return w->status == GLITCH_OK;
}

static int on_progress(int percent, const WebPPicture *picture)
{
    (void)percent;
    webp_writer *w = picture->user_data;
    if (!w->status)
        w->status = gli_poll(w->ctx);
    return w->status == GLITCH_OK;
}

static glitch_status fail_of(const webp_writer *w, WebPEncodingError error)
{
    if (w->status)
        return w->status;
    if (error == VP8_ENC_ERROR_OUT_OF_MEMORY
        || error == VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY)
        return gli_fail(w->ctx, GLITCH_ENOMEM, "out of memory");
    if (error == VP8_ENC_ERROR_PARTITION0_OVERFLOW
        || error == VP8_ENC_ERROR_PARTITION_OVERFLOW)
        return gli_fail(w->ctx, GLITCH_ELIMIT,
            "%s: too much for a lossy WebP; without a quality it is lossless",
            w->out->name);
    return gli_fail(
        w->ctx, GLITCH_EIO, "%s: libwebp: error %d", w->out->name, (int)error);
}

static glitch_status fail_of_version(const gli_writer *out)
{
    return gli_fail(out->ctx, GLITCH_EUNSUPPORTED,
        "%s: libwebp is not of the version that glitch was built with", out->name);
}

/* libwebp (1.2.4) may take memory that it does not get for pixels that need no bytes. */
static bool is_hollow(const webp_writer *w, const WebPAuxStats *stats)
{
    return w->config.lossless && stats->lossless_hdr_size <= 0
        && stats->lossless_data_size <= 0;
}

static glitch_status encode(webp_writer *w)
{
    WebPPicture picture;
    WebPAuxStats stats = { 0 };
    if (!WebPPictureInit(&picture))
        return fail_of_version(w->out);
    picture.use_argb = 1;
    picture.width = picture.argb_stride = (int)w->change.area.width;
    picture.height = (int)w->change.area.height;
    picture.argb = w->argb;
    picture.writer = on_bytes;
    picture.progress_hook = on_progress;
    picture.user_data = w;
    picture.stats = &stats;
    w->coded.size = 0;
    glitch_status s =
        WebPEncode(&w->config, &picture) ? GLITCH_OK : fail_of(w, picture.error_code);
    if (!s && is_hollow(w, &stats))
        s = fail_of(w, VP8_ENC_ERROR_OUT_OF_MEMORY);
    WebPPictureFree(&picture); /* what it has of its own: the pixels are not */
    return s;
}

/* ---- frames -------------------------------------------------------------- */

static void convert(webp_writer *w, const PixelTuple *row, uint32_t y)
{
    uint32_t width = w->change.area.width, all = 255;
    uint32_t *to = w->argb + (size_t)y * width;
    for (uint32_t x = 0; x < width; x++) {
        PixelTuple p = row[x];
        all &= p.alpha;
        to[x] = (uint32_t)p.alpha << 24 | (uint32_t)p.red << 16 | (uint32_t)p.green << 8
            | p.blue;
    }
    w->has_alpha |= all != 255;
}

/* An offset is even. Of what is lossy nothing shines through, for its edges are not sharp. */
static gli_change change_of(const webp_writer *w, const glitch_frame *frame)
{
    gli_change c = gli_change_of(w->shown, frame);
    uint32_t left = c.area.x % 2, above = c.area.y % 2;
    c.area.x -= left;
    c.area.width += left;
    c.area.y -= above;
    c.area.height += above;
    c.over = c.over && w->config.lossless;
    return c;
}

static void take_change(webp_writer *w, const glitch_frame *frame)
{
    w->change = change_of(w, frame);
    for (uint32_t y = 0; y < w->change.area.height; y++) {
        gli_change_take_row(&w->change, w->shown, frame, y, w->row);
        convert(w, w->row, y);
    }
}

/* A still keeps the colours of what is transparent. */
static glitch_status take_all(webp_writer *w, const glitch_frame *frame)
{
    uint32_t width = frame->width, height = frame->height;
    bool goes_on = w->frames > 0 || w->info.frames != 1;
    w->change = (gli_change) { { 0, 0, width, height }, false };
    if (goes_on)
        w->shown = gli_alloc(w->ctx, width, (size_t)height * sizeof *w->shown);
    if (goes_on && !w->shown)
        return GLITCH_ENOMEM;
    for (uint32_t y = 0; y < height; y++) {
        const PixelTuple *row = frame->px + y * frame->stride;
        convert(w, row, y);
        if (goes_on)
            memcpy(w->shown + (size_t)y * width, row, width * sizeof *row);
    }
    return GLITCH_OK;
}

static glitch_status webp_write_frame(void *self, const glitch_frame *frame)
{
    webp_writer *w = self;
    glitch_status s = w->frames > 0 ? put_held(w) : GLITCH_OK;
    if (!s && w->shown)
        take_change(w, frame);
    else if (!s)
        s = take_all(w, frame);
    w->delay = frame->delay_ms;
    if (!s)
        s = encode(w);
    w->frames++;
    return s;
}

/* ---- the encoder --------------------------------------------------------- */

static glitch_status put_still(webp_writer *w)
{
    glitch_status s = begin_file(w);
    return s ? s : put_pixels(w);
}

static glitch_status webp_finish(void *self)
{
    webp_writer *w = self;
    if (w->frames == 1 && w->flags == 0) /* is a file as it is */
        return gli_write(w->out, w->coded.data, w->coded.size) ? GLITCH_OK
                                                               : w->out->failed;
    glitch_status s = w->frames > 1 ? put_held(w) : put_still(w);
    return s ? s : end_file(w);
}

static void webp_close(void *self)
{
    webp_writer *w = self;
    glitch_ctx *ctx = w->ctx;
    gli_free(ctx, w->shown);
    gli_free(ctx, w->row);
    gli_free(ctx, w->argb);
    gli_free(ctx, w->coded.data);
    gli_free(ctx, w->profile.data);
    gli_free(ctx, w->others.data);
    gli_free(ctx, w);
}

static bool set_config(WebPConfig *config, const glitch_sink_options *opt)
{
    if (!WebPConfigInit(config))
        return false;
    if (opt->quality == 0) {
        config->exact = 1;
        return WebPConfigLosslessPreset(config,
            opt->fast        ? 0
                : opt->small ? BEST_LEVEL
                             : LEVEL);
    }
    config->quality = (float)opt->quality;
    config->method = opt->fast ? 0 : opt->small ? BEST_METHOD : LOSSY_METHOD;
    config->use_sharp_yuv = !opt->fast;
    return true;
}

static glitch_status check_fit(const gli_writer *out, const glitch_info *info)
{
    if (info->width > WEBP_MAX_DIMENSION || info->height > WEBP_MAX_DIMENSION)
        return gli_fail(out->ctx, GLITCH_ELIMIT,
            "%s: %lux%lu pixels do not fit into a WebP, which holds at most %d each "
            "way",
            out->name, (unsigned long)info->width, (unsigned long)info->height,
            WEBP_MAX_DIMENSION);
    return gli_check_memory(
        out->ctx, out->name, (uint64_t)info->width * info->height * NEEDS);
}

glitch_status gli_webp_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    static const gli_encoder_tc tc = { webp_write_frame, webp_finish, webp_close };
    glitch_status s = check_fit(out, info);
    if (s)
        return s;
    webp_writer *w = gli_zalloc(out->ctx, 1, sizeof *w);
    if (!w)
        return GLITCH_ENOMEM;
    w->ctx = out->ctx;
    w->out = out;
    w->info = *info;
    gli_writer_hold(out);
    w->row = gli_alloc(out->ctx, info->width, sizeof *w->row);
    w->argb = gli_alloc(out->ctx, info->width, info->height * sizeof *w->argb);
    if (!w->row || !w->argb)
        s = GLITCH_ENOMEM;
    else if (!set_config(&w->config, opt))
        s = fail_of_version(out);
    else
        s = take_metadata(w);
    if (s)
        webp_close(w);
    else
        *encoder = (gli_encoder) { w, &tc };
    return s;
}
