/*
 * webp_read.c - WebP in, still and animated, one frame at a time: the container is looked
 * through once for what is in it, then each frame's bytes are given to libwebp, and its
 * pixels drawn onto what the frames before have left.
 *
 * Format: RFC 9649, "WebP Image Format", 2024.
 */
#include "codec/canvas.h"
#include "codec/codec.h"
#include "codec/exif.h"
#include "codec/meta.h"
#include "iter/stream.h"
#include <stdio.h>
#include <string.h>
#include <webp/decode.h>

enum {
    HEAD = 8, /* bytes of a chunk before its data */
    RIFF_SIZE = 12,
    VP8X_SIZE = 10,
    ANIM_SIZE = 6,
    ANMF_SIZE = 16, /* without the frame itself */
    BEGINNING = 32, /* of coded pixels: their size is in there */
    PIECE = 1 << 16,
    STEPS = 16,    /* in which a frame is decoded, with a chance to cancel between */
    MOVES = 0x02,  /* a flag of VP8X */
    CLEARS = 0x01, /* flags of ANMF */
    REPLACES = 0x02
};

typedef struct webp_reader {
    gli_stream stream;
    gli_reader *in;
    glitch_info info;
    bool moves;      /* is an animation, perhaps of one frame */
    int orientation; /* of a still, as Exif has it */
    gli_meta meta;
    uint32_t count; /* of frames that begin */

    char type[5];  /* of the chunk at hand; "": there are no more */
    uint32_t left; /* bytes of its data that were not read */
    bool padded;
    uint64_t room; /* bytes of the file after it, as the file has it */
    bool cut;      /* there are no more bytes */

    gli_rect at; /* where the frame is */
    bool over;   /* is blended with the canvas; else it replaces that part of it */
    gli_disposal disposal;
    uint32_t delay;
    unsigned char *bytes; /* of the frame, as they are coded */
    size_t filled, held;  /* held: there is memory for */
    PixelTuple *px;
    uint32_t rows; /* that were decoded */
    gli_canvas canvas;
    uint32_t drawn;  /* frames */
    char damage[96]; /* lenient: what is missing or wrong; "": nothing */
    bool told;       /* that it is */
} webp_reader;

static uint32_t get24(const unsigned char *b)
{
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16;
}

static uint32_t get32(const unsigned char *b)
{
    return get24(b) | (uint32_t)b[3] << 24;
}

/* ---- damage -------------------------------------------------------------- */

/* A failure, or where damage is put up with, something to tell with the next frame. */
static glitch_status damage(webp_reader *r, const char *what)
{
    if (!r->stream.ctx->decoding.lenient || r->in->failed)
        return gli_reader_fail(r->in, GLITCH_EFORMAT, "damaged WebP file (%s)", what);
    if (!*r->damage)
        snprintf(r->damage, sizeof r->damage, "%s", what);
    return GLITCH_OK;
}

/* Once a file is enough. */
static void tell_damage(webp_reader *r)
{
    if (*r->damage && !r->told)
        gli_notice(r->stream.ctx, GLITCH_NOTICE_DAMAGE,
            "%s: damaged WebP file (%s); going on with what there is", r->in->name,
            r->damage);
    r->told = *r->damage != 0;
}

static glitch_status cut(webp_reader *r)
{
    r->cut = true;
    return damage(r, "it ends too early");
}

/* What is put up with, too, needs something to show. */
static glitch_status fail_of_nothing(const webp_reader *r)
{
    return gli_reader_fail(
        r->in, GLITCH_EFORMAT, "damaged WebP file (nothing of the picture is there)");
}

/* ---- chunks -------------------------------------------------------------- */

static bool at(const webp_reader *r, const char *type)
{
    return strcmp(r->type, type) == 0;
}

static bool at_pixels(const webp_reader *r)
{
    return at(r, "VP8 ") || at(r, "VP8L");
}

/* Up to n bytes of the chunk's data. */
static size_t take(webp_reader *r, void *data, size_t n)
{
    size_t got = gli_read(r->in, data, n < r->left ? n : r->left);
    r->left -= (uint32_t)got;
    return got;
}

static glitch_status skip(webp_reader *r)
{
    unsigned char bytes[1 << 12];
    while (r->left > 0 && !r->cut)
        if (take(r, bytes, sizeof bytes) == 0)
            return cut(r);
    if (r->padded && !r->cut && gli_read(r->in, bytes, 1) == 0)
        return cut(r);
    r->padded = false;
    return GLITCH_OK;
}

/* A chunk reaches no further than the file, which may go without the last padding. */
static glitch_status parse_head(webp_reader *r, const unsigned char *head)
{
    glitch_status s = GLITCH_OK;
    memcpy(r->type, head, 4);
    r->left = get32(head + 4);
    r->room -= HEAD;
    if (r->left > r->room) {
        s = damage(r, "a part is longer than the whole");
        r->left = (uint32_t)r->room;
    }
    r->room -= r->left;
    r->padded = r->left % 2 == 1 && r->room > 0;
    r->room -= r->padded;
    return s;
}

static glitch_status next_chunk(webp_reader *r)
{
    unsigned char head[HEAD];
    glitch_status s = gli_poll(r->stream.ctx);
    if (!s)
        s = skip(r);
    *r->type = 0;
    if (s || r->cut || r->room < HEAD)
        return s;
    if (gli_read(r->in, head, HEAD) < HEAD)
        return cut(r);
    return parse_head(r, head);
}

/* From the first byte to before the first chunk. */
static glitch_status begin(webp_reader *r)
{
    unsigned char riff[RIFF_SIZE];
    glitch_status s = gli_reader_rewind(r->in);
    r->room = r->left = 0;
    r->cut = r->padded = false;
    if (s)
        return s;
    if (gli_read(r->in, riff, RIFF_SIZE) < RIFF_SIZE)
        return cut(r);
    uint32_t size = get32(riff + 4);
    r->room = size > 4 ? size - 4 : 0;
    return GLITCH_OK;
}

/* ---- a look through them ------------------------------------------------- */

static glitch_status read_vp8x(webp_reader *r)
{
    unsigned char data[VP8X_SIZE];
    if (r->left < VP8X_SIZE)
        return damage(r, "a VP8X that is too short");
    if (take(r, data, VP8X_SIZE) < VP8X_SIZE)
        return cut(r);
    r->moves = (data[0] & MOVES) != 0;
    r->info.width = get24(data + 4) + 1;
    r->info.height = get24(data + 7) + 1;
    return GLITCH_OK;
}

/* WebP counts how often all is played, glitch_info how often it is repeated. */
static glitch_status read_anim(webp_reader *r)
{
    unsigned char data[ANIM_SIZE];
    if (r->left < ANIM_SIZE)
        return damage(r, "an ANIM that is too short");
    if (take(r, data, ANIM_SIZE) < ANIM_SIZE)
        return cut(r);
    int32_t plays = data[4] | data[5] << 8;
    r->info.loops = plays == 1 ? -1 : plays > 0 ? plays - 1 : 0;
    return GLITCH_OK;
}

/* The first of its kind; what is too large is left out. */
static glitch_status keep(webp_reader *r, gli_block *block)
{
    glitch_ctx *ctx = r->stream.ctx;
    unsigned char bytes[1 << 12];
    glitch_status s = GLITCH_OK;
    if (block->size)
        return GLITCH_OK;
    for (size_t n; !s && (n = take(r, bytes, sizeof bytes)) > 0;)
        s = gli_block_add(ctx, block, bytes, n);
    if (s == GLITCH_ELIMIT)
        gli_block_free(ctx, block);
    return s == GLITCH_ELIMIT ? GLITCH_OK : s;
}

/* In a WebP they do not begin as in a JPEG; but some do. */
static void strip_mark(gli_block *exif)
{
    if (exif->size <= GLI_EXIF_MARK_SIZE
        || memcmp(exif->data, GLI_EXIF_MARK, GLI_EXIF_MARK_SIZE) != 0)
        return;
    exif->size -= GLI_EXIF_MARK_SIZE;
    memmove(exif->data, exif->data + GLI_EXIF_MARK_SIZE, exif->size);
}

/* The size of a still is that of its pixels; VP8X only repeats it. */
static glitch_status read_size(webp_reader *r)
{
    unsigned char bytes[HEAD + BEGINNING];
    WebPBitstreamFeatures f;
    uint32_t size = r->left;
    for (int i = 0; i < 4; i++) {
        bytes[i] = (unsigned char)r->type[i];
        bytes[4 + i] = (unsigned char)(size >> 8 * i);
    }
    size_t n = take(r, bytes + HEAD, BEGINNING);
    if (WebPGetFeatures(bytes, HEAD + n, &f) != VP8_STATUS_OK)
        return damage(r, "its pixels do not begin as they should");
    r->at = (gli_rect) { 0, 0, (uint32_t)f.width, (uint32_t)f.height };
    return GLITCH_OK;
}

static glitch_status look_at_chunk(webp_reader *r, bool first)
{
    if (at(r, "VP8X") && first)
        return read_vp8x(r);
    if (at(r, "ANIM"))
        return read_anim(r);
    if (at(r, "ICCP"))
        return keep(r, &r->meta.profile);
    if (at(r, "EXIF"))
        return keep(r, &r->meta.exif);
    if (at(r, "XMP ") && r->stream.ctx->decoding.keep_metadata)
        return keep(r, &r->meta.xmp);
    if (at_pixels(r) && r->at.width == 0)
        return read_size(r);
    r->count += at(r, "ANMF");
    return GLITCH_OK;
}

static glitch_status scan(webp_reader *r)
{
    glitch_status s = begin(r);
    bool first = true;
    if (!s && !r->cut)
        s = next_chunk(r);
    for (; !s && *r->type; first = false) {
        s = look_at_chunk(r, first);
        if (!s)
            s = next_chunk(r);
    }
    return s;
}

/* What the chunks have told, made into what the picture is. */
static glitch_status settle_animation(webp_reader *r)
{
    glitch_info *i = &r->info;
    i->animated = r->count > 1;
    i->frames = r->stream.ctx->decoding.lenient ? 0 : r->count;
    return r->count ? GLITCH_OK : fail_of_nothing(r);
}

static glitch_status settle_still(webp_reader *r)
{
    glitch_info *i = &r->info;
    const gli_rect *a = &r->at;
    glitch_status s = GLITCH_OK;
    if (a->width == 0)
        return fail_of_nothing(r);
    if (i->width && (i->width != a->width || i->height != a->height))
        s = damage(r, "it is not as large as it says");
    i->width = a->width;
    i->height = a->height;
    i->frames = 1;
    i->loops = -1;
    if (!r->stream.ctx->decoding.no_orient)
        r->orientation = gli_exif_orientation(r->meta.exif.data, r->meta.exif.size);
    return s;
}

static glitch_status settle(webp_reader *r)
{
    bool turns = !r->moves && !r->stream.ctx->decoding.no_orient;
    strip_mark(&r->meta.exif);
    glitch_status s = r->moves ? settle_animation(r) : settle_still(r);
    r->info.metadata = gli_meta_tell(r->stream.ctx, &r->meta, turns);
    return s;
}

/* libwebp has as much memory of its own; what is drawn or turned is there twice. */
static glitch_status check_limits(const webp_reader *r)
{
    glitch_ctx *ctx = r->stream.ctx;
    const glitch_info *i = &r->info;
    uint64_t copies = r->moves || r->orientation != GLI_UPRIGHT ? 3 : 2;
    glitch_status s = gli_check_size(ctx, r->in->name, i->width, i->height);
    if (!s)
        s = gli_check_memory(ctx, r->in->name,
            (uint64_t)i->width * i->height * copies * sizeof(PixelTuple));
    if (!s && i->frames) /* else they are counted as they come */
        s = gli_check_frames(ctx, r->in->name, i->frames);
    return s;
}

/* ---- a frame's bytes ----------------------------------------------------- */

/* Memory grows with what comes, not with what is promised. */
static glitch_status make_room(webp_reader *r)
{
    if (r->held - r->filled >= PIECE)
        return GLITCH_OK;
    size_t held = r->held * 2 + PIECE;
    unsigned char *more = gli_realloc(r->stream.ctx, r->bytes, held, 1);
    if (!more)
        return GLITCH_ENOMEM;
    r->bytes = more;
    r->held = held;
    return GLITCH_OK;
}

/* What is left of the chunk goes behind what there is. */
static glitch_status gather(webp_reader *r)
{
    glitch_status s = make_room(r);
    while (!s && r->left > 0) {
        size_t n = take(r, r->bytes + r->filled, PIECE);
        if (n == 0)
            return cut(r);
        r->filled += n;
        s = make_room(r);
        if (!s)
            s = gli_poll(r->stream.ctx);
    }
    return s;
}

/* A whole chunk: head, data and padding. */
static glitch_status gather_chunk(webp_reader *r)
{
    glitch_status s = make_room(r);
    if (s)
        return s;
    bool odd = r->left % 2 == 1;
    memcpy(r->bytes + r->filled, r->type, 4);
    for (int i = 0; i < 4; i++)
        r->bytes[r->filled + 4 + (size_t)i] = (unsigned char)(r->left >> 8 * i);
    r->filled += HEAD;
    s = gather(r);
    if (!s && odd) /* after gather() there is always room */
        r->bytes[r->filled++] = 0;
    return s;
}

/* ---- pixels -------------------------------------------------------------- */

static glitch_status judge(webp_reader *r, VP8StatusCode status)
{
    if (status == VP8_STATUS_OUT_OF_MEMORY)
        return gli_fail(r->stream.ctx, GLITCH_ENOMEM, "out of memory");
    if (status == VP8_STATUS_SUSPENDED || status == VP8_STATUS_NOT_ENOUGH_DATA)
        return damage(r, "pixels are missing");
    return status == VP8_STATUS_OK ? GLITCH_OK : damage(r, "its pixels are wrong");
}

/* Before libwebp has all bytes it decodes what it can. */
static glitch_status feed(webp_reader *r, WebPIDecoder *decoder)
{
    VP8StatusCode status = VP8_STATUS_SUSPENDED;
    size_t step = r->filled / STEPS > PIECE ? r->filled / STEPS : PIECE;
    glitch_status s = GLITCH_OK;
    for (size_t n = 0; !s && n < r->filled && status == VP8_STATUS_SUSPENDED;) {
        n = r->filled - n < step ? r->filled : n + step;
        status = WebPIUpdate(decoder, r->bytes, n);
        s = gli_poll(r->stream.ctx);
    }
    int rows = 0;
    if (WebPIDecGetRGB(decoder, &rows, NULL, NULL, NULL))
        r->rows = (uint32_t)rows;
    return s ? s : judge(r, status);
}

static glitch_status decode(webp_reader *r)
{
    glitch_ctx *ctx = r->stream.ctx;
    size_t row = r->at.width * sizeof *r->px;
    gli_free(ctx, r->px);
    r->px = gli_zalloc(ctx, r->at.height, row);
    if (!r->px)
        return GLITCH_ENOMEM;
    WebPIDecoder *decoder =
        WebPINewRGB(MODE_RGBA, (uint8_t *)r->px, row * r->at.height, (int)row);
    if (!decoder)
        return gli_fail(ctx, GLITCH_ENOMEM, "out of memory");
    glitch_status s = feed(r, decoder);
    WebPIDelete(decoder);
    return s;
}

/* A whole file, as which libwebp would take it, is no frame. */
static bool begins_file(const webp_reader *r)
{
    return r->filled >= 4 && memcmp(r->bytes, "RIFF", 4) == 0;
}

/* Nothing is to be seen of a frame where r->rows is 0 then. */
static glitch_status decode_frame(webp_reader *r)
{
    WebPBitstreamFeatures f;
    r->rows = 0;
    if (begins_file(r) || WebPGetFeatures(r->bytes, r->filled, &f) != VP8_STATUS_OK)
        return damage(r, "a frame without pixels");
    if ((uint32_t)f.width != r->at.width || (uint32_t)f.height != r->at.height)
        return damage(r, "a frame that is not as large as it says");
    return decode(r);
}

/* ---- a still ------------------------------------------------------------- */

static glitch_status gather_still(webp_reader *r)
{
    bool done = false;
    glitch_status s = next_chunk(r);
    while (!s && *r->type && !done) {
        done = at_pixels(r);
        if (done || at(r, "ALPH"))
            s = gather_chunk(r);
        if (!s && !done)
            s = next_chunk(r);
    }
    return s;
}

static glitch_status pull_still(webp_reader *r)
{
    if (r->drawn > 0)
        return GLITCH_END;
    glitch_status s = gather_still(r);
    if (!s)
        s = decode_frame(r);
    if (!s && r->rows == 0)
        s = fail_of_nothing(r);
    if (!s)
        s = gli_turn_upright(
            r->stream.ctx, &r->px, r->at.width, r->at.height, r->orientation);
    r->stream.frame.px = r->px;
    r->stream.frame.flags = GLITCH_FRAME_SCRATCH;
    return s;
}

/* ---- an animation -------------------------------------------------------- */

static bool is_within(const webp_reader *r)
{
    const gli_rect *a = &r->at;
    return a->x + a->width <= r->info.width && a->y + a->height <= r->info.height;
}

static glitch_status read_control(webp_reader *r)
{
    unsigned char b[ANMF_SIZE];
    if (r->left < ANMF_SIZE)
        return damage(r, "an ANMF that is too short");
    if (take(r, b, ANMF_SIZE) < ANMF_SIZE)
        return cut(r);
    r->at = (gli_rect) { get24(b) * 2, get24(b + 3) * 2, get24(b + 6) + 1,
        get24(b + 9) + 1 };
    r->delay = get24(b + 12);
    r->disposal = b[15] & CLEARS ? GLI_CLEAR : GLI_KEEP;
    r->over = !(b[15] & REPLACES);
    glitch_status s = GLITCH_OK;
    if (!is_within(r))
        s = damage(r, "a frame that is not within the picture");
    return s ? s
             : gli_check_size(r->stream.ctx, r->in->name, r->at.width, r->at.height);
}

/* Of a frame that is damaged only the rows that there are. */
static glitch_status draw(webp_reader *r)
{
    glitch_status s = gli_canvas_begin(&r->canvas, r->at, r->disposal);
    for (uint32_t y = 0; !s && y < r->canvas.frame.height && y < r->rows; y++)
        gli_canvas_draw(&r->canvas, y, r->px + (size_t)y * r->at.width, r->over);
    return s;
}

static glitch_status read_frame(webp_reader *r)
{
    r->filled = 0;
    glitch_status s = read_control(r);
    if (!s)
        s = gli_check_frames(r->stream.ctx, r->in->name, (uint64_t)r->drawn + 1);
    if (!s)
        s = gather(r);
    if (!s)
        s = decode_frame(r);
    return s || r->rows == 0 ? s : draw(r);
}

/* A frame of which nothing is to be seen is passed over. */
static glitch_status pull_frame(webp_reader *r)
{
    glitch_status s = GLITCH_OK;
    for (r->rows = 0; !s && r->rows == 0;) {
        s = next_chunk(r);
        if (!s && !*r->type)
            return r->drawn ? GLITCH_END : fail_of_nothing(r);
        if (!s && at(r, "ANMF"))
            s = read_frame(r);
    }
    r->stream.frame.px = r->canvas.px;
    r->stream.frame.delay_ms = r->delay;
    return s;
}

/* ---- the iterator -------------------------------------------------------- */

static glitch_status webp_pull(void *self)
{
    webp_reader *r = self;
    r->stream.frame = (glitch_frame) { .stride = r->info.width,
        .width = r->info.width,
        .height = r->info.height,
        .index = r->drawn };
    glitch_status s = r->moves ? pull_frame(r) : pull_still(r);
    if (s >= GLITCH_OK)
        tell_damage(r);
    r->drawn += s == GLITCH_OK;
    return s;
}

static glitch_status webp_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, webp_pull, out);
}

static glitch_status webp_info(void *self, glitch_info *out)
{
    *out = ((webp_reader *)self)->info;
    return GLITCH_OK;
}

static void webp_close(void *self)
{
    webp_reader *r = self;
    glitch_ctx *ctx = r->stream.ctx;
    gli_reader_close(r->in);
    gli_canvas_free(&r->canvas);
    gli_meta_free(ctx, &r->meta);
    gli_free(ctx, r->bytes);
    gli_free(ctx, r->px);
    gli_free(ctx, r);
}

static glitch_status open_picture(webp_reader *r)
{
    glitch_status s = scan(r);
    if (!s)
        s = settle(r);
    if (!s)
        s = check_limits(r);
    if (s)
        return s;
    glitch_info *i = &r->info;
    r->canvas =
        (gli_canvas) { .ctx = r->stream.ctx, .width = i->width, .height = i->height };
    if (r->orientation >= GLI_TRANSPOSED) {
        i->width = r->at.height;
        i->height = r->at.width;
    }
    return begin(r);
}

glitch_status gli_webp_decode(gli_reader *in, glitch_frames *out)
{
    static const glitch_frames_tc tc = { webp_info, webp_next, webp_close };
    webp_reader *r = gli_zalloc(in->ctx, 1, sizeof *r);
    if (!r) {
        gli_reader_close(in);
        return GLITCH_ENOMEM;
    }
    r->stream.ctx = in->ctx;
    r->in = in;
    r->canvas.ctx = in->ctx;
    r->orientation = GLI_UPRIGHT;
    r->info.format = "webp";
    glitch_status s = open_picture(r);
    if (s) {
        webp_close(r);
        return s;
    }
    *out = (glitch_frames) { r, &tc };
    return GLITCH_OK;
}
