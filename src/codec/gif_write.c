/*
 * gif_write.c - animated GIF out, one frame at a time, with giflib for the container.
 *
 * `screen` is what a viewer shows so far, `previous` the last frame in true colour. A
 * pixel that need not change is written as the transparent index, and a frame is
 * cropped to what changes. A frame is held back until the next one comes, because only
 * that one tells how it is to be disposed of: where an opaque pixel must become
 * transparent again, the frame before clears it.
 */
#include "codec/codec.h"
#include "codec/quantize.h"
#include <gif_lib.h>
#include <string.h>

enum {
    SIDE_LIMIT = 65535,
    DELAY_LIMIT = 65535, /* hundredths of a second */
    OPAQUE_FROM = 128    /* alpha under this is transparent */
};

typedef struct rect {
    uint32_t x, y, width, height;
} rect;

/* A frame as it will stand in the file. */
typedef struct coded_frame {
    GifPixelType *index; /* of the whole canvas */
    gli_palette palette;
    int transparent; /* index, or NO_TRANSPARENT_COLOR */
    int disposal;
    int delay_cs;
    rect area;
} coded_frame;

typedef struct gif_writer {
    glitch_ctx *ctx;
    gli_writer *out;
    glitch_info info;
    GifFileType *gif;
    gli_quantizer *quantizer;
    PixelTuple *screen;
    PixelTuple *previous; /* the last frame as it came */
    coded_frame held;
    uint32_t frames; /* taken in, the held one included */
    uint64_t time_ms;
    uint64_t time_cs;
    gli_palette global;
} gif_writer;

static int on_write(GifFileType *gif, const GifByteType *data, int size)
{
    gif_writer *w = gif->UserData;
    return gli_write(w->out, data, (size_t)size) ? size : 0;
}

static glitch_status fail(gif_writer *w)
{
    if (w->out->failed)
        return gli_writer_status(w->out);
    if (!w->gif || w->gif->Error == E_GIF_ERR_NOT_ENOUGH_MEM
        || w->gif->Error == E_GIF_SUCCEEDED) /* a map could not be made */
        return gli_fail(w->ctx, GLITCH_ENOMEM, "out of memory");
    const char *text = GifErrorString(w->gif->Error);
    return gli_fail(w->ctx, GLITCH_EIO, "%s: giflib: %s", w->out->name,
        text ? text : "unknown error");
}

/* ---- writing the held frame ---------------------------------------------- */

static ColorMapObject *make_map(const gli_palette *p, int used)
{
    GifColorType colors[256];
    memset(colors, 0, sizeof colors);
    for (int i = 0; i < p->count; i++) {
        PixelTuple c = p->colors[i];
        colors[i] = (GifColorType) { c.red, c.green, c.blue };
    }
    return GifMakeMapObject(1 << GifBitSize(used < 2 ? 2 : used), colors);
}

static int used_indices(const coded_frame *f)
{
    return f->transparent == NO_TRANSPARENT_COLOR ? f->palette.count
                                                  : f->transparent + 1;
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
static bool put_header(gif_writer *w, bool animated)
{
    ColorMapObject *map = make_map(&w->held.palette, used_indices(&w->held));
    if (!map)
        return false;
    EGifSetGifVersion(w->gif, true);
    w->global = w->held.palette;
    int put =
        EGifPutScreenDesc(w->gif, (int)w->info.width, (int)w->info.height, 8, 0, map);
    GifFreeMapObject(map);
    return put != GIF_ERROR && (!animated || w->info.loops < 0 || put_loops(w));
}

static bool put_control(gif_writer *w, bool animated)
{
    const coded_frame *f = &w->held;
    if (!animated && f->transparent == NO_TRANSPARENT_COLOR)
        return true;
    GraphicsControlBlock control = { f->disposal, false, f->delay_cs, f->transparent };
    GifByteType block[4];
    size_t size = EGifGCBToExtension(&control, block);
    return EGifPutExtension(w->gif, GRAPHICS_EXT_FUNC_CODE, (int)size, block)
        != GIF_ERROR;
}

static bool same_palette(const gli_palette *a, const gli_palette *b)
{
    return a->count == b->count
        && memcmp(a->colors, b->colors, (size_t)a->count * sizeof a->colors[0]) == 0;
}

static bool put_descriptor(gif_writer *w)
{
    const coded_frame *f = &w->held;
    ColorMapObject *map = NULL;
    bool global_will_do = same_palette(&f->palette, &w->global)
        && used_indices(f) <= w->gif->SColorMap->ColorCount;
    if (!global_will_do && !(map = make_map(&f->palette, used_indices(f))))
        return false;
    /*
     * giflib forgets the last frame's own map, without freeing it, where there is none.
     */
    GifFreeMapObject(w->gif->Image.ColorMap);
    w->gif->Image.ColorMap = NULL;
    const rect *a = &f->area;
    int put = EGifPutImageDesc(
        w->gif, (int)a->x, (int)a->y, (int)a->width, (int)a->height, false, map);
    GifFreeMapObject(map);
    return put != GIF_ERROR;
}

static glitch_status put_held(gif_writer *w, bool animated, bool first)
{
    const rect *a = &w->held.area;
    if ((first && !put_header(w, animated)) || !put_control(w, animated)
        || !put_descriptor(w))
        return fail(w);
    for (uint32_t y = 0; y < a->height; y++) {
        glitch_status s = gli_poll(w->ctx);
        if (s)
            return s;
        GifPixelType *row = w->held.index + (size_t)(a->y + y) * w->info.width + a->x;
        if (EGifPutLine(w->gif, row, (int)a->width) == GIF_ERROR)
            return fail(w);
    }
    return GLITCH_OK;
}

/* ---- coding a frame ------------------------------------------------------ */

static bool is_opaque(PixelTuple c)
{
    return c.alpha >= OPAQUE_FROM;
}

static bool same_color(PixelTuple a, PixelTuple b)
{
    return a.red == b.red && a.green == b.green && a.blue == b.blue;
}

static void extend(rect *a, uint32_t x, uint32_t y)
{
    if (a->width == 0) {
        *a = (rect) { x, y, 1, 1 };
        return;
    }
    uint32_t right = a->x + a->width, bottom = a->y + a->height;
    right = x + 1 > right ? x + 1 : right;
    bottom = y + 1 > bottom ? y + 1 : bottom;
    a->x = x < a->x ? x : a->x;
    a->y = y < a->y ? y : a->y;
    a->width = right - a->x;
    a->height = bottom - a->y;
}

static PixelTuple *screen_row(const gif_writer *w, uint32_t y)
{
    return w->screen + (size_t)y * w->info.width;
}

/* Where the screen is opaque and the frame is not. */
static rect find_cleared(const gif_writer *w, const glitch_frame *f)
{
    rect a = { 0 };
    for (uint32_t y = 0; y < f->height; y++) {
        const PixelTuple *row = f->px + y * f->stride, *shown = screen_row(w, y);
        for (uint32_t x = 0; x < f->width; x++)
            if (!is_opaque(row[x]) && shown[x].alpha)
                extend(&a, x, y);
    }
    return a;
}

/* Let the held frame, which then covers `cleared` too, wipe its area when it goes. */
static void dispose_held(gif_writer *w, rect cleared)
{
    rect *a = &w->held.area;
    extend(a, cleared.x, cleared.y);
    extend(a, cleared.x + cleared.width - 1, cleared.y + cleared.height - 1);
    w->held.disposal = DISPOSE_BACKGROUND;
    for (uint32_t y = 0; y < a->height; y++)
        memset(screen_row(w, a->y + y) + a->x, 0, a->width * sizeof *w->screen);
}

/* What of a frame must be written. */
typedef struct changes {
    rect area;
    bool opaque; /* the frame has no transparent pixel */
} changes;

/* A row of a frame, with what there was before it. */
typedef struct row_view {
    const PixelTuple *now, *previous;
    PixelTuple *shown;
} row_view;

static row_view view(const gif_writer *w, const glitch_frame *f, uint32_t y)
{
    return (row_view) { f->px + y * f->stride, w->previous + (size_t)y * w->info.width,
        screen_row(w, y) };
}

/* A pixel need not be written where neither it nor what is shown for it has changed. */
static bool stays(const row_view *r, uint32_t x)
{
    return r->shown[x].alpha
        && (same_color(r->now[x], r->previous[x])
            || same_color(r->now[x], r->shown[x]));
}

/* Count the colours of the pixels that change, or of all. */
static changes survey(gif_writer *w, const glitch_frame *f, bool all)
{
    changes c = { .opaque = true };
    gli_quantizer_reset(w->quantizer);
    for (uint32_t y = 0; y < f->height; y++) {
        row_view r = view(w, f, y);
        for (uint32_t x = 0; x < f->width; x++) {
            if (!is_opaque(r.now[x])) {
                c.opaque = false;
            } else if (all || !stays(&r, x)) {
                gli_quantizer_add(w->quantizer, r.now[x]);
                extend(&c.area, x, y);
            }
        }
    }
    return c;
}

/*
 * A frame is written whole, without any transparency, where it is the first and has
 * none, and where it takes all 256 indices to keep its colours exactly.
 */
static bool written_whole(gif_writer *w, const glitch_frame *f, changes *c)
{
    if (!c->opaque)
        return false;
    if (w->frames == 0)
        return true;
    if (gli_quantizer_distinct(w->quantizer) != 256)
        return false;
    changes all = survey(w, f, true);
    bool whole = gli_quantizer_distinct(w->quantizer) == 256;
    *c = whole ? all : survey(w, f, false);
    return whole;
}

static void choose_palette(gif_writer *w, const glitch_frame *f, changes *c)
{
    coded_frame *h = &w->held;
    if (c->area.width == 0) { /* nothing to draw: one transparent pixel will do */
        h->palette = (gli_palette) { .colors = { { 0, 0, 0, 255 } }, .count = 1 };
        h->transparent = 1;
        c->area = (rect) { 0, 0, 1, 1 };
        return;
    }
    bool whole = written_whole(w, f, c);
    h->palette = *gli_quantizer_palette(w->quantizer, whole ? 256 : 255);
    h->transparent = whole ? NO_TRANSPARENT_COLOR : h->palette.count;
}

/*
 * The indices of a row, and what the viewer then shows. What is on the screen stays
 * where it is at least as near as anything that the palette has.
 */
static void code_row(const gif_writer *w, const row_view *r, GifPixelType *index)
{
    const coded_frame *h = &w->held;
    bool may_stay = h->transparent != NO_TRANSPARENT_COLOR;
    for (uint32_t x = 0; x < w->info.width; x++) {
        PixelTuple now = r->now[x], *shown = &r->shown[x];
        index[x] = (GifPixelType)h->transparent;
        if (!is_opaque(now) || (may_stay && stays(r, x)))
            continue;
        uint8_t i = gli_quantizer_index(w->quantizer, now);
        PixelTuple color = h->palette.colors[i];
        if (may_stay && shown->alpha
            && gli_color_distance(now, *shown) <= gli_color_distance(now, color))
            continue;
        index[x] = i;
        *shown = color;
    }
}

/* Delays are summed before they are rounded, so that the total length stays right. */
static int take_delay(gif_writer *w, uint32_t delay_ms)
{
    w->time_ms += delay_ms;
    uint64_t now_cs = (w->time_ms + 5) / 10, delay = now_cs - w->time_cs;
    w->time_cs = now_cs;
    return delay > DELAY_LIMIT ? DELAY_LIMIT : (int)delay;
}

static void code(gif_writer *w, const glitch_frame *f)
{
    coded_frame *h = &w->held;
    changes c = survey(w, f, false);
    choose_palette(w, f, &c);
    for (uint32_t y = 0; y < f->height; y++) {
        row_view r = view(w, f, y);
        size_t start = (size_t)y * f->width;
        code_row(w, &r, h->index + start);
        memcpy(w->previous + start, r.now, f->width * sizeof *r.now);
    }
    h->area = w->frames > 0 ? c.area : (rect) { 0, 0, f->width, f->height };
    h->disposal = DISPOSE_DO_NOT;
    h->delay_cs = take_delay(w, f->delay_ms);
}

/* ---- the encoder --------------------------------------------------------- */

static glitch_status begin(gif_writer *w)
{
    int code = 0;
    size_t width = w->info.width, height = w->info.height;
    w->screen = gli_zalloc(w->ctx, width, height * sizeof *w->screen);
    w->previous = gli_zalloc(w->ctx, width, height * sizeof *w->previous);
    w->held.index = gli_alloc(w->ctx, width, height);
    w->quantizer = gli_quantizer_new(w->ctx);
    if (!w->screen || !w->previous || !w->held.index || !w->quantizer)
        return GLITCH_ENOMEM;
    w->gif = EGifOpen(w, on_write, &code);
    return w->gif ? GLITCH_OK : fail(w);
}

static glitch_status gif_write_frame(void *self, const glitch_frame *f)
{
    gif_writer *w = self;
    glitch_status s = GLITCH_OK;
    if (w->frames == 0) {
        s = begin(w);
    } else {
        rect cleared = find_cleared(w, f);
        if (cleared.width)
            dispose_held(w, cleared);
        s = put_held(w, true, w->frames == 1);
    }
    if (s)
        return s;
    code(w, f);
    w->frames++;
    return GLITCH_OK;
}

static glitch_status gif_finish(void *self)
{
    gif_writer *w = self;
    int code = 0;
    glitch_status s = put_held(w, w->frames > 1, w->frames == 1);
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
    if (w->gif)
        EGifCloseFile(w->gif, &code);
    gli_quantizer_free(w->quantizer);
    gli_free(w->ctx, w->screen);
    gli_free(w->ctx, w->previous);
    gli_free(w->ctx, w->held.index);
    gli_free(w->ctx, w);
}

glitch_status gli_gif_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    static const gli_encoder_tc tc = { gif_write_frame, gif_finish, gif_close };
    (void)opt; /* nothing to choose yet */
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
    *encoder = (gli_encoder) { w, &tc };
    return GLITCH_OK;
}
