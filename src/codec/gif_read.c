/*
 * gif_read.c - GIF in, through giflib, one frame at a time: frames are drawn onto a
 * canvas as browsers do it. The canvas starts transparent; disposal 2 clears a frame's
 * rectangle to transparent, disposal 3 puts back what was there before.
 */
#include "codec/codec.h"
#include "codec/gif_scan.h"
#include "iter/stream.h"
#include <gif_lib.h>
#include <string.h>

typedef struct rect {
    uint32_t x, y, width, height;
} rect;

typedef struct gif_reader {
    gli_stream stream;
    gli_reader *in;
    GifFileType *gif;
    glitch_info info;
    PixelTuple *canvas;
    PixelTuple *saved; /* what disposal 3 puts back; NULL before it is needed */
    GifPixelType *line;
    size_t line_size;
    PixelTuple colors[256]; /* of the frame at hand; transparent where alpha is 0 */
    rect last;              /* where the last frame was drawn, within the canvas */
    int last_disposal;
    GraphicsControlBlock control; /* of the next frame */
    uint32_t drawn;
    bool ended; /* giflib wanted more bytes than there are */
} gif_reader;

static const GraphicsControlBlock NO_CONTROL = { DISPOSAL_UNSPECIFIED, false, 0,
    NO_TRANSPARENT_COLOR };

static int on_read(GifFileType *gif, GifByteType *buffer, int size)
{
    gif_reader *r = gif->UserData;
    size_t n = gli_read(r->in, buffer, (size_t)size);
    if (n < (size_t)size)
        r->ended = true;
    return (int)n;
}

static glitch_status fail(gif_reader *r)
{
    int code = r->gif->Error;
    if (code == D_GIF_ERR_NOT_ENOUGH_MEM)
        return gli_fail(r->stream.ctx, GLITCH_ENOMEM, "out of memory");
    const char *text = GifErrorString(code);
    if (r->ended)
        text = "it ends too early";
    else if (code == D_GIF_ERR_READ_FAILED) /* what giflib calls it */
        text = "codes of more bits than the format has";
    return gli_reader_fail(r->in, GLITCH_EFORMAT, "damaged GIF file (%s)",
        text ? text : "not as the format wants it");
}

/* ---- the canvas ---------------------------------------------------------- */

static rect clip(const gif_reader *r, const GifImageDesc *d)
{
    uint32_t x = (uint32_t)d->Left, y = (uint32_t)d->Top;
    uint32_t w = (uint32_t)d->Width, h = (uint32_t)d->Height;
    if (x >= r->info.width || y >= r->info.height)
        return (rect) { 0 };
    if (w > r->info.width - x)
        w = r->info.width - x;
    if (h > r->info.height - y)
        h = r->info.height - y;
    return (rect) { x, y, w, h };
}

static PixelTuple *at(const gif_reader *r, uint32_t x, uint32_t y)
{
    return r->canvas + (size_t)y * r->info.width + x;
}

static void dispose_last(gif_reader *r)
{
    const rect *a = &r->last;
    for (uint32_t i = 0; i < a->height; i++) {
        PixelTuple *row = at(r, a->x, a->y + i);
        size_t bytes = a->width * sizeof *row;
        if (r->last_disposal == DISPOSE_BACKGROUND)
            memset(row, 0, bytes);
        else if (r->last_disposal == DISPOSE_PREVIOUS)
            memcpy(row, r->saved + (size_t)i * a->width, bytes);
    }
}

static glitch_status save(gif_reader *r, rect a)
{
    if (!r->saved) /* as large as any frame can be */
        r->saved = gli_alloc(
            r->stream.ctx, r->info.width, (size_t)r->info.height * sizeof *r->saved);
    if (!r->saved)
        return GLITCH_ENOMEM;
    for (uint32_t i = 0; i < a.height; i++)
        memcpy(r->saved + (size_t)i * a.width, at(r, a.x, a.y + i),
            a.width * sizeof *r->saved);
    return GLITCH_OK;
}

/*
 * An index past the end of the palette shows nothing, and so does the transparent one.
 */
static void set_colors(gif_reader *r)
{
    const ColorMapObject *map = r->gif->Image.ColorMap;
    if (!map)
        map = r->gif->SColorMap;
    memset(r->colors, 0, sizeof r->colors);
    for (int i = 0; map && i < map->ColorCount && i < 256; i++) {
        const GifColorType *c = &map->Colors[i];
        r->colors[i] = (PixelTuple) { c->Red, c->Green, c->Blue, 255 };
    }
    if (r->control.TransparentColor >= 0 && r->control.TransparentColor < 256)
        r->colors[r->control.TransparentColor].alpha = 0;
}

static void draw_line(gif_reader *r, rect a, uint32_t y)
{
    PixelTuple *row = at(r, a.x, a.y + y);
    for (uint32_t x = 0; x < a.width; x++) {
        PixelTuple c = r->colors[r->line[x]];
        if (c.alpha)
            row[x] = c;
    }
}

/* Row number i of the file is this row of the picture. */
static uint32_t interlaced_row(uint32_t i, uint32_t height)
{
    static const struct {
        uint32_t first, step;
    } passes[] = { { 0, 8 }, { 4, 8 }, { 2, 4 }, { 1, 2 } };
    for (int p = 0; p < 4; p++) {
        uint32_t first = passes[p].first, step = passes[p].step;
        uint32_t rows = height > first ? (height - first + step - 1) / step : 0;
        if (i < rows)
            return first + i * step;
        i -= rows;
    }
    return 0; /* not reached: the passes cover every row */
}

static glitch_status draw(gif_reader *r, rect a)
{
    const GifImageDesc *d = &r->gif->Image;
    uint32_t height = (uint32_t)d->Height;
    for (uint32_t i = 0; i < height; i++) {
        glitch_status s = gli_poll(r->stream.ctx);
        if (s)
            return s;
        if (DGifGetLine(r->gif, r->line, d->Width) == GIF_ERROR)
            return fail(r);
        uint32_t y = d->Interlace ? interlaced_row(i, height) : i;
        if (y < a.height)
            draw_line(r, a, y);
    }
    return GLITCH_OK;
}

/* ---- the blocks ---------------------------------------------------------- */

static glitch_status read_extension(gif_reader *r)
{
    int code;
    GifByteType *block;
    if (DGifGetExtension(r->gif, &code, &block) == GIF_ERROR)
        return fail(r);
    if (code == GRAPHICS_EXT_FUNC_CODE && block && block[0] == 4)
        DGifExtensionToGCB(block[0], block + 1, &r->control);
    while (block)
        if (DGifGetExtensionNext(r->gif, &block) == GIF_ERROR)
            return fail(r);
    return GLITCH_OK;
}

/* Go on to the next image; GLITCH_END where there is none. */
static glitch_status find_image(gif_reader *r)
{
    for (;;) {
        GifRecordType type;
        /* The end of the file stands in for a missing trailer, as in any browser. */
        if (DGifGetRecordType(r->gif, &type) == GIF_ERROR)
            return r->gif->Error == D_GIF_ERR_READ_FAILED && r->drawn > 0
                    && !r->in->failed
                ? GLITCH_END
                : fail(r);
        if (type == TERMINATE_RECORD_TYPE)
            return GLITCH_END;
        if (type == IMAGE_DESC_RECORD_TYPE)
            return GLITCH_OK;
        glitch_status s = type == EXTENSION_RECORD_TYPE ? read_extension(r) : GLITCH_OK;
        if (s)
            return s;
    }
}

/* giflib keeps a record of every image; an animation must not fill the memory. */
static void forget_images(GifFileType *gif)
{
    GifFreeSavedImages(gif);
    gif->SavedImages = NULL;
    gif->ImageCount = 0;
}

static glitch_status ensure_line(gif_reader *r, size_t width)
{
    if (width <= r->line_size)
        return GLITCH_OK;
    GifPixelType *line = gli_realloc(r->stream.ctx, r->line, width, sizeof *line);
    if (!line)
        return GLITCH_ENOMEM;
    r->line = line;
    r->line_size = width;
    return GLITCH_OK;
}

static glitch_status read_image(gif_reader *r)
{
    if (DGifGetImageDesc(r->gif) == GIF_ERROR)
        return fail(r);
    forget_images(r->gif);
    const GifImageDesc *d = &r->gif->Image;
    glitch_status s = gli_check_size(
        r->stream.ctx, r->in->name, (uint64_t)d->Width, (uint64_t)d->Height);
    rect a = clip(r, d);
    if (!s)
        s = ensure_line(r, (size_t)d->Width);
    dispose_last(r);
    if (!s && r->control.DisposalMode == DISPOSE_PREVIOUS)
        s = save(r, a);
    if (s)
        return s;
    set_colors(r);
    r->last = a;
    r->last_disposal = r->control.DisposalMode;
    return draw(r, a);
}

static glitch_status gif_pull(void *self)
{
    gif_reader *r = self;
    if (!r->canvas)
        r->canvas = gli_zalloc(
            r->stream.ctx, r->info.width, (size_t)r->info.height * sizeof(PixelTuple));
    if (!r->canvas)
        return GLITCH_ENOMEM;
    glitch_status s = find_image(r);
    if (s == GLITCH_END && r->drawn == 0)
        return gli_reader_fail(r->in, GLITCH_EFORMAT, "a GIF file without any picture");
    if (!s)
        s = read_image(r);
    if (s)
        return s;
    uint32_t index = r->drawn++;
    r->stream.frame = (glitch_frame) { .px = r->canvas,
        .stride = r->info.width,
        .width = r->info.width,
        .height = r->info.height,
        .index = index,
        .delay_ms = (uint32_t)r->control.DelayTime * 10,
        .flags = index + 1 == r->info.frames ? GLITCH_FRAME_SCRATCH : 0 };
    r->control = NO_CONTROL;
    return GLITCH_OK;
}

/* ---- the iterator -------------------------------------------------------- */

static glitch_status gif_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, gif_pull, out);
}

static glitch_status gif_info(void *self, glitch_info *out)
{
    *out = ((gif_reader *)self)->info;
    return GLITCH_OK;
}

static void gif_close(void *self)
{
    gif_reader *r = self;
    glitch_ctx *ctx = r->stream.ctx;
    int code;
    if (r->gif)
        DGifCloseFile(r->gif, &code);
    gli_reader_close(r->in);
    gli_free(ctx, r->canvas);
    gli_free(ctx, r->saved);
    gli_free(ctx, r->line);
    gli_free(ctx, r);
}

static glitch_status read_header(gif_reader *r)
{
    int code = 0;
    glitch_status s = gli_reader_rewind(r->in);
    if (s)
        return s;
    gli_gif_summary summary = gli_gif_scan(r->in);
    s = gli_reader_rewind(r->in);
    if (s)
        return s;
    r->gif = DGifOpen(r, on_read, &code);
    if (!r->gif && code == D_GIF_ERR_NOT_ENOUGH_MEM)
        return gli_fail(r->stream.ctx, GLITCH_ENOMEM, "out of memory");
    if (!r->gif)
        return gli_reader_fail(
            r->in, GLITCH_EFORMAT, "damaged GIF file (it ends too early)");
    r->info = (glitch_info) { .width = (uint32_t)r->gif->SWidth,
        .height = (uint32_t)r->gif->SHeight,
        .frames = summary.frames,
        .loops = summary.loops,
        .animated = summary.frames > 1,
        .format = "gif" };
    return gli_check_size(r->stream.ctx, r->in->name, r->info.width, r->info.height);
}

glitch_status gli_gif_decode(gli_reader *in, glitch_frames *out)
{
    static const glitch_frames_tc tc = { gif_info, gif_next, gif_close };
    gif_reader *r = gli_zalloc(in->ctx, 1, sizeof *r);
    if (!r) {
        gli_reader_close(in);
        return GLITCH_ENOMEM;
    }
    *r = (gif_reader) { .stream.ctx = in->ctx, .in = in, .control = NO_CONTROL };
    glitch_status s = read_header(r);
    if (s) {
        gif_close(r);
        return s;
    }
    *out = (glitch_frames) { r, &tc };
    return GLITCH_OK;
}
