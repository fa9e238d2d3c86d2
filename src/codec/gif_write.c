/*
 * gif_write.c - animated GIF out: the container, by giflib, around codes of our own.
 *
 * A frame is held back until the next one comes, because only that one tells how it is
 * to be disposed of: where an opaque pixel must become transparent again, the frame
 * before clears it.
 */
#include "codec/codec.h"
#include "codec/gif_load.h"
#include "codec/gif_prelude.h"
#include "codec/gif_queue.h"
#include "codec/gif_tuning.h"
#include <gif_lib.h>
#include <string.h>

enum {
    SIDE_LIMIT = 65535,
    DELAY_LIMIT = 65535, /* hundredths of a second */
    BLOCK = 255          /* most bytes of a sub-block */
};

typedef struct gif_writer {
    glitch_ctx *ctx;
    gli_writer *out;
    glitch_info info;
    PixelTuple matte;
    const char *comment; /* NULL: none */
    int threads;
    GifFileType *gif;
    gli_gif_prelude prelude;
    gli_gif_scene scene;
    gli_gif_queue *queue;
    gli_gif_frame *held; /* the last one that came */
    uint64_t time_ms;    /* of all that were written */
    uint64_t time_cs;
} gif_writer;

static int on_write(GifFileType *gif, const GifByteType *data, int size)
{
    gif_writer *w = gif->UserData;
    return gli_write(w->out, data, (size_t)size) ? size : 0;
}

static glitch_status fail(gif_writer *w)
{
    if (w->out->failed)
        return w->out->failed;
    if (!w->gif || w->gif->Error == E_GIF_ERR_NOT_ENOUGH_MEM
        || w->gif->Error == E_GIF_SUCCEEDED) /* a map could not be made */
        return gli_fail(w->ctx, GLITCH_ENOMEM, "out of memory");
    const char *text = GifErrorString(w->gif->Error);
    return gli_fail(w->ctx, GLITCH_EIO, "%s: giflib: %s", w->out->name,
        text ? text : "unknown error");
}

/* ---- the parts of a file ------------------------------------------------- */

static ColorMapObject *make_map(const gli_gif_frame *f)
{
    GifColorType colors[256];
    memset(colors, 0, sizeof colors);
    for (int i = 0; i < f->palette.count; i++) {
        PixelTuple c = f->palette.colors[i];
        colors[i] = (GifColorType) { c.red, c.green, c.blue };
    }
    return GifMakeMapObject(1 << f->index_bits, colors);
}

static bool put_loops(gif_writer *w)
{
    GifByteType block[3] = { 1, (GifByteType)(w->info.loops & 255),
        (GifByteType)(w->info.loops >> 8) };
    return EGifPutExtensionLeader(w->gif, APPLICATION_EXT_FUNC_CODE) != GIF_ERROR
        && EGifPutExtensionBlock(w->gif, 11, "NETSCAPE2.0") != GIF_ERROR
        && EGifPutExtensionBlock(w->gif, 3, block) != GIF_ERROR
        && EGifPutExtensionTrailer(w->gif) != GIF_ERROR;
}

/* The first frame's palette is the global one. */
static bool put_header(gif_writer *w, const gli_gif_frame *f)
{
    ColorMapObject *map = make_map(f);
    if (!map)
        return false;
    EGifSetGifVersion(w->gif, true);
    int put =
        EGifPutScreenDesc(w->gif, (int)w->info.width, (int)w->info.height, 8, 0, map);
    GifFreeMapObject(map);
    return put != GIF_ERROR && (!f->animated || w->info.loops < 0 || put_loops(w))
        && (!w->comment || EGifPutComment(w->gif, w->comment) != GIF_ERROR);
}

/* Delays are summed before they are rounded, so that the total length stays right. */
static int take_delay(gif_writer *w, uint32_t delay_ms)
{
    w->time_ms += delay_ms;
    uint64_t now_cs = (w->time_ms + 5) / 10, delay = now_cs - w->time_cs;
    w->time_cs = now_cs;
    return delay > DELAY_LIMIT ? DELAY_LIMIT : (int)delay;
}

static bool put_control(gif_writer *w, const gli_gif_frame *f)
{
    if (!f->animated && f->transparent < 0)
        return true;
    int disposal = f->cleared.width ? DISPOSE_BACKGROUND : DISPOSE_DO_NOT;
    int transparent = f->transparent < 0 ? NO_TRANSPARENT_COLOR : f->transparent;
    GraphicsControlBlock control = { disposal, false, take_delay(w, f->delay_ms),
        transparent };
    GifByteType block[4];
    size_t size = EGifGCBToExtension(&control, block);
    return EGifPutExtension(w->gif, GRAPHICS_EXT_FUNC_CODE, (int)size, block)
        != GIF_ERROR;
}

static bool put_descriptor(gif_writer *w, const gli_gif_frame *f)
{
    ColorMapObject *map = NULL;
    if (f->number > 0 && !f->shared && !(map = make_map(f)))
        return false;
    /*
     * giflib forgets the last frame's own map, without freeing it, where there is none.
     */
    GifFreeMapObject(w->gif->Image.ColorMap);
    w->gif->Image.ColorMap = NULL;
    const gli_rect *a = &f->area;
    int put = EGifPutImageDesc(
        w->gif, (int)a->x, (int)a->y, (int)a->width, (int)a->height, false, map);
    GifFreeMapObject(map);
    return put != GIF_ERROR;
}

/* giflib has written the code size already, which it takes from the map. */
static bool put_codes(gif_writer *w, const gli_gif_frame *f)
{
    GifByteType block[1 + BLOCK];
    for (size_t at = 0, n; at < f->size; at += n) {
        n = f->size - at < BLOCK ? f->size - at : BLOCK;
        block[0] = (GifByteType)n;
        memcpy(block + 1, f->codes + at, n);
        if (EGifPutCodeNext(w->gif, block) == GIF_ERROR)
            return false;
    }
    return EGifPutCodeNext(w->gif, NULL) != GIF_ERROR;
}

static glitch_status put_frame(void *user, const gli_gif_frame *f)
{
    gif_writer *w = user;
    bool put = (f->number > 0 || put_header(w, f)) && put_control(w, f)
        && put_descriptor(w, f) && put_codes(w, f);
    return put ? GLITCH_OK : fail(w);
}

/* ---- the encoder --------------------------------------------------------- */

static glitch_status begin(gif_writer *w)
{
    int code = 0;
    gli_gif_scene *s = &w->scene;
    s->width = w->info.width;
    s->height = w->info.height;
    gli_gif_prelude_begin(&w->prelude, w->ctx, s->width, s->height);
    s->screen = gli_zalloc(w->ctx, s->width, s->height * sizeof *s->screen);
    w->queue =
        s->screen ? gli_gif_queue_new(w->ctx, s, w->threads, put_frame, w) : NULL;
    if (!w->queue)
        return GLITCH_ENOMEM;
    w->gif = EGifOpen(w, on_write, &code);
    return w->gif ? GLITCH_OK : fail(w);
}

/* It is known what follows the held frame. */
static void push_held(gif_writer *w)
{
    gli_gif_find_area(&w->scene, w->held);
    gli_gif_queue_push(w->queue);
}

static glitch_status take(gif_writer *w, const glitch_frame *f)
{
    if (w->held) {
        w->held->cleared = gli_gif_cleared(w->held, f, w->matte);
        w->held->animated = true;
        push_held(w);
    }
    glitch_status s = gli_gif_queue_next(w->queue, &w->held);
    if (s)
        return s;
    gli_gif_load(w->held, f, w->matte);
    w->held->animated = w->held->number > 0;
    return GLITCH_OK;
}

/* The prelude is over. */
static glitch_status take_prelude(gif_writer *w)
{
    gli_gif_prelude *p = &w->prelude;
    glitch_status s = GLITCH_OK;
    if (gli_gif_prelude_is_one(p, w->scene.tuning.colors))
        w->scene.common = p->colors;
    for (uint32_t i = 0; !s && i < p->count; i++) {
        glitch_frame f = gli_gif_prelude_frame(p, i);
        s = take(w, &f);
    }
    gli_gif_prelude_free(p);
    return s;
}

static glitch_status gif_write_frame(void *self, const glitch_frame *f)
{
    gif_writer *w = self;
    glitch_status s = w->gif ? GLITCH_OK : begin(w);
    if (s || !gli_gif_prelude_is_open(&w->prelude))
        return s ? s : take(w, f);
    s = gli_gif_prelude_add(&w->prelude, f, w->matte);
    return s || gli_gif_prelude_is_open(&w->prelude) ? s : take_prelude(w);
}

static glitch_status gif_finish(void *self)
{
    gif_writer *w = self;
    int code = 0;
    glitch_status s =
        gli_gif_prelude_is_open(&w->prelude) ? take_prelude(w) : GLITCH_OK;
    if (s)
        return s;
    push_held(w);
    s = gli_gif_queue_drain(w->queue);
    if (s)
        return s;
    int closed = EGifCloseFile(w->gif, &code);
    w->gif = NULL;
    return closed == GIF_ERROR ? fail(w) : GLITCH_OK;
}

static void gif_close(void *self)
{
    gif_writer *w = self;
    int code;
    gli_gif_prelude_free(&w->prelude);
    gli_gif_queue_free(w->queue);
    if (w->gif)
        EGifCloseFile(w->gif, &code);
    gli_free(w->ctx, w->scene.screen);
    gli_free(w->ctx, w);
}

glitch_status gli_gif_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    static const gli_encoder_tc tc = { gif_write_frame, gif_finish, gif_close };
    if (info->width > SIDE_LIMIT || info->height > SIDE_LIMIT)
        return gli_fail(out->ctx, GLITCH_ELIMIT,
            "%s: %lux%lu pixels do not fit into a GIF, which holds at most %d each way",
            out->name, (unsigned long)info->width, (unsigned long)info->height,
            SIDE_LIMIT);
    if (info->loops > 65535)
        return gli_fail(out->ctx, GLITCH_EINVAL,
            "%s: a GIF repeats at most 65535 times, or for ever (0)", out->name);
    gif_writer *w = gli_zalloc(out->ctx, 1, sizeof *w);
    if (!w)
        return GLITCH_ENOMEM;
    w->ctx = out->ctx;
    w->out = out;
    w->info = *info;
    w->comment = opt->comment;
    w->matte = opt->matte;
    w->threads = gli_gif_threads(opt);
    w->scene.tuning = gli_gif_tune(opt);
    *encoder = (gli_encoder) { w, &tc };
    return GLITCH_OK;
}
