/*
 * gif_read.c - GIF in, one frame at a time: the container by giflib, the codes by
 * unlzw.c, what viewers make of them by canvas.c.
 */
#include "codec/canvas.h"
#include "codec/codec.h"
#include "codec/gif_scan.h"
#include "codec/unlzw.h"
#include "iter/stream.h"
#include <gif_lib.h>
#include <string.h>

typedef struct gif_reader {
    gli_stream stream;
    gli_reader *in;
    GifFileType *gif;
    glitch_info info;
    gli_canvas canvas;
    gli_unlzw *codes;
    uint8_t *line;
    size_t line_size;
    PixelTuple colors[256]; /* of the frame at hand; transparent where alpha is 0 */
    GraphicsControlBlock control; /* of the next frame */
    uint32_t drawn;
    GifByteType *block; /* of codes, the last one read; NULL: there are no more */
    bool ended;         /* giflib wanted more bytes than there are */
    const char *damage; /* lenient: what is missing or wrong; NULL: nothing */
    bool told;          /* that it is */
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

/* ---- damage -------------------------------------------------------------- */

/*
 * A failure, or where damage is put up with, something to tell with the next frame. What
 * the system cannot read is no damage. `what` is static.
 */
static glitch_status damage(gif_reader *r, const char *what)
{
    if (!r->stream.ctx->decoding.lenient || r->in->failed)
        return gli_reader_fail(r->in, GLITCH_EFORMAT, "damaged GIF file (%s)", what);
    if (!r->damage)
        r->damage = what;
    return GLITCH_OK;
}

/* Once a file is enough. */
static void tell_damage(gif_reader *r)
{
    if (r->damage && !r->told)
        gli_notice(r->stream.ctx, GLITCH_NOTICE_DAMAGE,
            "%s: damaged GIF file (%s, frame %lu); going on with what there is",
            r->in->name, r->damage, (unsigned long)r->drawn + 1);
    r->told = r->damage != NULL;
}

/* What giflib has found. GLITCH_OK: it is put up with. */
static glitch_status giflib_fault(gif_reader *r)
{
    int code = r->gif->Error;
    if (code == D_GIF_ERR_NOT_ENOUGH_MEM)
        return gli_fail(r->stream.ctx, GLITCH_ENOMEM, "out of memory");
    const char *text = GifErrorString(code);
    if (r->ended)
        text = "it ends too early";
    else if (code == D_GIF_ERR_WRONG_RECORD)
        text = "bytes that begin no block";
    else if (code == D_GIF_ERR_READ_FAILED) /* what giflib calls it */
        text = "codes of more bits than the format has";
    return damage(r, text ? text : "not as the format wants it");
}

/* The same where nothing can follow: what was drawn before is all there is. */
static glitch_status end_by(gif_reader *r, glitch_status fault)
{
    if (fault || r->drawn > 0)
        return fault ? fault : GLITCH_END;
    return gli_reader_fail(
        r->in, GLITCH_EFORMAT, "damaged GIF file (it ends before its first picture)");
}

/* ---- pixels -------------------------------------------------------------- */

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

/* The sub-blocks of a picture, from giflib: a byte that tells the size, and the data. */
static const unsigned char *piece(gif_reader *r, int result, size_t *size)
{
    if (result == GIF_ERROR || !r->block)
        r->block = NULL;
    *size = r->block ? r->block[0] : 0;
    return r->block ? r->block + 1 : NULL;
}

static const unsigned char *next_piece(void *user, size_t *size)
{
    gif_reader *r = user;
    if (!r->block) /* what follows the last one is no more of this picture */
        return piece(r, GIF_ERROR, size);
    return piece(r, DGifGetCodeNext(r->gif, &r->block), size);
}

static void skip_pieces(gif_reader *r)
{
    size_t size;
    while (r->block)
        next_piece(r, &size);
}

/* A code size of 1 is none that GIF has, but everybody can read it. */
static glitch_status begin_codes(gif_reader *r)
{
    int index_bits;
    size_t size;
    const unsigned char *first =
        piece(r, DGifGetCode(r->gif, &index_bits, &r->block), &size);
    gli_unlzw_begin(r->codes, (unsigned)(index_bits > 0 ? index_bits : 1));
    r->codes->piece = first;
    r->codes->left = size;
    glitch_status s = GLITCH_OK;
    if (index_bits < 2)
        s = damage(r, "codes of fewer bits than the format has");
    if (index_bits < 1)
        r->codes->ended = GLI_UNLZW_BAD_CODE;
    return s;
}

/* The first `count` pixels of row y; a colour without alpha shows what is behind. */
static void draw_row(gif_reader *r, uint32_t y, size_t count)
{
    if (y >= r->canvas.frame.height)
        return;
    PixelTuple *row = gli_canvas_row(&r->canvas, y);
    for (uint32_t x = 0; x < r->canvas.frame.width && x < count; x++) {
        PixelTuple color = r->colors[r->line[x]];
        if (color.alpha)
            row[x] = color;
    }
}

static const char *why_pixels_are_missing(const gif_reader *r)
{
    if (r->codes->ended == GLI_UNLZW_BAD_CODE)
        return "a code that stands for nothing";
    return r->ended ? "it ends too early" : "pixels are missing";
}

/* Codes past the last pixel do no harm, but they have to be codes. */
static glitch_status check_rest(gif_reader *r)
{
    if (!r->codes->ended)
        gli_unlzw_skip(r->codes);
    return r->codes->ended == GLI_UNLZW_BAD_CODE ? damage(r, why_pixels_are_missing(r))
                                                 : GLITCH_OK;
}

static glitch_status draw(gif_reader *r)
{
    const GifImageDesc *d = &r->gif->Image;
    uint32_t width = (uint32_t)d->Width, height = (uint32_t)d->Height;
    for (uint32_t i = 0; width && i < height; i++) {
        glitch_status s = gli_poll(r->stream.ctx);
        if (s)
            return s;
        size_t n = gli_unlzw_get(r->codes, r->line, width);
        uint32_t y = d->Interlace ? interlaced_row(i, height) : i;
        draw_row(r, y, n);
        if (n < width)
            return damage(r, why_pixels_are_missing(r));
    }
    return check_rest(r);
}

/* ---- the blocks ---------------------------------------------------------- */

static glitch_status read_extension(gif_reader *r)
{
    int code;
    GifByteType *block;
    if (DGifGetExtension(r->gif, &code, &block) == GIF_ERROR)
        return end_by(r, giflib_fault(r));
    if (code == GRAPHICS_EXT_FUNC_CODE && block && block[0] == 4)
        DGifExtensionToGCB(block[0], block + 1, &r->control);
    while (block)
        if (DGifGetExtensionNext(r->gif, &block) == GIF_ERROR)
            return end_by(r, giflib_fault(r));
    return GLITCH_OK;
}

/* Go on to the next image; GLITCH_END where there is none. */
static glitch_status find_image(gif_reader *r)
{
    for (;;) {
        GifRecordType type;
        if (DGifGetRecordType(r->gif, &type) == GIF_ERROR)
            return end_by(r, giflib_fault(r));
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
    uint8_t *line = gli_realloc(r->stream.ctx, r->line, width, sizeof *line);
    if (!line)
        return GLITCH_ENOMEM;
    r->line = line;
    r->line_size = width;
    return GLITCH_OK;
}

static gli_disposal disposal(const gif_reader *r)
{
    switch (r->control.DisposalMode) {
    case DISPOSE_BACKGROUND:
        return GLI_CLEAR;
    case DISPOSE_PREVIOUS:
        return GLI_RESTORE;
    default:
        return GLI_KEEP;
    }
}

/* Memory for a picture of this size. */
static glitch_status make_room(gif_reader *r, const GifImageDesc *d)
{
    if (!r->codes)
        r->codes = gli_alloc(r->stream.ctx, 1, sizeof *r->codes);
    if (!r->codes)
        return GLITCH_ENOMEM;
    r->codes->more = next_piece;
    r->codes->user = r;
    if (d->Width == 0 || d->Height == 0)
        return damage(r, "a frame without pixels");
    glitch_status s = gli_check_size(
        r->stream.ctx, r->in->name, (uint64_t)d->Width, (uint64_t)d->Height);
    return s ? s : ensure_line(r, (size_t)d->Width);
}

static glitch_status read_image(gif_reader *r)
{
    if (DGifGetImageDesc(r->gif) == GIF_ERROR)
        return end_by(r, giflib_fault(r));
    forget_images(r->gif);
    const GifImageDesc *d = &r->gif->Image;
    gli_rect where = { (uint32_t)d->Left, (uint32_t)d->Top, (uint32_t)d->Width,
        (uint32_t)d->Height };
    glitch_status s = make_room(r, d);
    if (!s)
        s = gli_canvas_begin(&r->canvas, where, disposal(r));
    if (!s)
        s = begin_codes(r);
    if (s)
        return s;
    set_colors(r);
    s = draw(r);
    skip_pieces(r);
    return s;
}

static glitch_status gif_pull(void *self)
{
    gif_reader *r = self;
    glitch_status s = find_image(r);
    if (!s)
        s = read_image(r);
    if (s >= GLITCH_OK)
        tell_damage(r);
    if (s)
        return s;
    uint32_t index = r->drawn++;
    r->stream.frame = (glitch_frame) { .px = r->canvas.px,
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
    gli_canvas_free(&r->canvas);
    gli_free(ctx, r->codes);
    gli_free(ctx, r->line);
    gli_free(ctx, r);
}

static glitch_status open_giflib(gif_reader *r)
{
    int code = 0;
    r->gif = DGifOpen(r, on_read, &code);
    if (r->gif)
        return GLITCH_OK;
    if (code == D_GIF_ERR_NOT_ENOUGH_MEM)
        return gli_fail(r->stream.ctx, GLITCH_ENOMEM, "out of memory");
    return gli_reader_fail(
        r->in, GLITCH_EFORMAT, "damaged GIF file (it ends too early)");
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* The screen grows where the first frame reaches over its edge, as browsers have it. */
static glitch_status set_size(gif_reader *r, const gli_gif_summary *summary)
{
    const gli_rect *first = &summary->first;
    uint32_t width = (uint32_t)r->gif->SWidth, height = (uint32_t)r->gif->SHeight;
    glitch_status s = GLITCH_OK;
    if (width == 0 || height == 0)
        s = damage(r, "a screen without pixels");
    r->info.width = larger(width, first->x + first->width);
    r->info.height = larger(height, first->y + first->height);
    r->canvas = (gli_canvas) {
        .ctx = r->stream.ctx, .width = r->info.width, .height = r->info.height
    };
    return s;
}

/* What can be said without decoding anything. */
static glitch_status check(gif_reader *r, const gli_gif_summary *summary)
{
    glitch_ctx *ctx = r->stream.ctx;
    glitch_status s = gli_check_size(ctx, r->in->name, r->info.width, r->info.height);
    if (!s)
        s = gli_check_frames(ctx, r->in->name, summary->frames);
    if (s)
        return s;
    if (summary->fault && (summary->frames == 0 || !ctx->decoding.lenient))
        return gli_reader_fail(
            r->in, GLITCH_EFORMAT, "damaged GIF file (%s)", summary->fault);
    if (summary->frames == 0)
        return gli_reader_fail(r->in, GLITCH_EFORMAT, "a GIF file without any picture");
    return GLITCH_OK;
}

static glitch_status read_header(gif_reader *r)
{
    glitch_status s = gli_reader_rewind(r->in);
    if (s)
        return s;
    gli_gif_summary summary = gli_gif_scan(r->in);
    s = gli_reader_rewind(r->in);
    if (!s)
        s = open_giflib(r);
    if (s)
        return s;
    r->info = (glitch_info) { .frames = summary.fault ? 0 : summary.frames,
        .loops = summary.loops,
        .animated = summary.frames > 1,
        .format = "gif" };
    s = set_size(r, &summary);
    return s ? s : check(r, &summary);
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
    r->canvas.ctx = in->ctx;
    glitch_status s = read_header(r);
    if (s) {
        gif_close(r);
        return s;
    }
    *out = (glitch_frames) { r, &tc };
    return GLITCH_OK;
}
