/*
 * apng_read.c - animated PNG in, one frame at a time: every frame is given to libpng as a
 * PNG of its own, and drawn onto what the frames before have left.
 *
 * Format: "Portable Network Graphics (PNG) Specification (Third Edition)", W3C, 2025: acTL,
 * fcTL and fdAT.
 */
#include "codec/apng_head.h"
#include "codec/canvas.h"
#include "codec/png_pixels.h"
#include "iter/stream.h"
#include <stdio.h>
#include <string.h>
#include <zlib.h>

enum { BUFFER_SIZE = 1 << 15, IHDR_SIZE = 13, NUMBER_SIZE = 4 };

/* How a frame is drawn and shown: an fcTL. */
typedef struct control {
    gli_rect at;
    uint32_t delay, per; /* seconds: a fraction */
    gli_disposal disposal;
    bool over; /* is blended with the canvas; else it replaces that part of it */
} control;

typedef struct apng_reader {
    gli_stream stream;
    gli_reader *in;
    glitch_info info;
    gli_apng_head head;
    gli_meta meta;
    gli_png_chunks chunks; /* the head of one is read; of the others, all */
    gli_png_pixels pixels;
    gli_canvas canvas;
    control control; /* of the next frame, where there is one */
    bool has_control;
    const char *data;  /* the type of chunk that has the next frame's pixels */
    bool cut;          /* there are no more bytes */
    uint32_t number;   /* that the next fcTL or fdAT should have */
    uint32_t promised; /* frames */
    uint32_t drawn;    /* frames */
    int64_t owed;      /* nanoseconds of delays, by which milliseconds are off */
    char damage[96];   /* lenient: what is missing or wrong; "": nothing */
    bool told;         /* that it is */
    unsigned char buffer[BUFFER_SIZE];
} apng_reader;

/* ---- damage -------------------------------------------------------------- */

/* A failure, or where damage is put up with, something to tell with the next frame. */
static glitch_status damage(apng_reader *r, const char *what)
{
    if (!r->stream.ctx->decoding.lenient || r->in->failed)
        return gli_reader_fail(r->in, GLITCH_EFORMAT, "damaged PNG file (%s)", what);
    if (!*r->damage)
        snprintf(r->damage, sizeof r->damage, "%s", what);
    return GLITCH_OK;
}

/* Once a file is enough. */
static void tell_damage(apng_reader *r)
{
    if (*r->damage && !r->told)
        gli_notice(r->stream.ctx, GLITCH_NOTICE_DAMAGE,
            "%s: damaged PNG file (%s, frame %lu); going on with what there is",
            r->in->name, r->damage, (unsigned long)r->drawn + 1);
    r->told = *r->damage != 0;
}

static glitch_status cut(apng_reader *r)
{
    r->cut = true;
    return damage(r, "it ends too early");
}

/* ---- chunks -------------------------------------------------------------- */

static bool at(const apng_reader *r, const char *type)
{
    return gli_png_is(&r->chunks, type);
}

/* Go past what is left of a chunk, to the head of the next. */
static glitch_status next_chunk(apng_reader *r)
{
    glitch_status s = gli_poll(r->stream.ctx);
    while (r->chunks.left > 0)
        if (gli_png_data(&r->chunks, r->buffer, BUFFER_SIZE) == 0)
            return cut(r);
    if (gli_png_end(&r->chunks) < GLI_PNG_TAIL)
        return cut(r);
    bool counts = at(r, "fcTL") || at(r, "fdAT") || at(r, "IDAT");
    if (!s && counts && !gli_png_is_sound(&r->chunks))
        s = damage(r, "a wrong checksum");
    if (s)
        return s;
    if (gli_png_chunk(&r->chunks) < GLI_PNG_HEAD)
        return cut(r);
    return GLITCH_OK;
}

/* fcTL and fdAT are numbered through. */
static glitch_status check_number(apng_reader *r, const unsigned char *bytes)
{
    uint32_t number = gli_png_get32(bytes);
    glitch_status s = GLITCH_OK;
    if (number != r->number)
        s = damage(r, "its parts are not in order");
    r->number = number + 1;
    return s;
}

/* ---- how a frame is drawn ------------------------------------------------ */

static bool is_within(const apng_reader *r, const gli_rect *a)
{
    return (uint64_t)a->x + a->width <= r->info.width
        && (uint64_t)a->y + a->height <= r->info.height;
}

/* A first frame has nothing before it that could be put back. */
static gli_disposal disposal_of(const apng_reader *r, unsigned char op)
{
    static const gli_disposal disposals[] = { GLI_KEEP, GLI_CLEAR, GLI_RESTORE };
    gli_disposal d = op < 3 ? disposals[op] : GLI_KEEP;
    return d == GLI_RESTORE && r->drawn == 0 ? GLI_CLEAR : d;
}

static glitch_status parse_control(apng_reader *r, const unsigned char *b)
{
    control *c = &r->control;
    c->at = (gli_rect) { gli_png_get32(b + 12), gli_png_get32(b + 16),
        gli_png_get32(b + 4), gli_png_get32(b + 8) };
    c->delay = (uint32_t)b[20] << 8 | b[21];
    c->per = (uint32_t)b[22] << 8 | b[23];
    c->disposal = disposal_of(r, b[24]);
    c->over = b[25] == 1;
    r->has_control = c->at.width > 0 && c->at.height > 0;
    glitch_status s = check_number(r, b);
    if (!s && !r->has_control)
        s = damage(r, "a frame without pixels");
    else if (!s && !is_within(r, &c->at))
        s = damage(r, "a frame that is not within the picture");
    if (!s && (b[24] > 2 || b[25] > 1))
        s = damage(r, "a frame that is drawn in no known way");
    if (!s && r->has_control)
        s = gli_check_size(r->stream.ctx, r->in->name, c->at.width, c->at.height);
    return s;
}

static glitch_status read_control(apng_reader *r)
{
    unsigned char data[GLI_FCTL_SIZE];
    if (r->chunks.left != GLI_FCTL_SIZE)
        return damage(r, "an fcTL of a wrong length");
    if (gli_png_data(&r->chunks, data, sizeof data) < sizeof data)
        return cut(r);
    r->data = "fdAT";
    return parse_control(r, data);
}

/* The picture itself is the first frame, and covers all. */
static glitch_status use_first_control(apng_reader *r)
{
    const gli_png_kept *fctl = &r->head.chunks[GLI_PNG_FCTL];
    glitch_status s = GLITCH_OK;
    if (fctl->count > 1 || fctl->size != GLI_FCTL_SIZE || !fctl->sound)
        s = damage(r, "the fcTL of its first frame is wrong");
    if (!s)
        s = parse_control(r, fctl->data);
    gli_rect all = { 0, 0, r->info.width, r->info.height };
    if (!s && memcmp(&r->control.at, &all, sizeof all) != 0)
        s = damage(r, "its first frame is not as large as the picture");
    r->control.at = all;
    r->has_control = true;
    r->data = "IDAT";
    return s;
}

/* ---- pixels -------------------------------------------------------------- */

/* What libpng has refused is no more fed. */
static glitch_status feed(apng_reader *r, const void *data, size_t size)
{
    if (r->pixels.status)
        return GLITCH_OK;
    glitch_status s = gli_png_pixels_feed(&r->pixels, data, size);
    return s == GLITCH_EFORMAT ? damage(r, r->pixels.harm) : s;
}

/* A whole chunk, which may be empty. */
static glitch_status feed_chunk(
    apng_reader *r, const char *type, const unsigned char *data, uint32_t size)
{
    unsigned char head[GLI_PNG_HEAD], tail[GLI_PNG_TAIL];
    gli_png_put32(head, size);
    memcpy(head + 4, type, 4);
    uLong crc = crc32(0, head + 4, 4);
    if (size > 0)
        crc = crc32(crc, data, size);
    gli_png_put32(tail, (uint32_t)crc);
    glitch_status s = feed(r, head, sizeof head);
    if (!s && size > 0)
        s = feed(r, data, size);
    return s ? s : feed(r, tail, sizeof tail);
}

static glitch_status feed_kept(apng_reader *r, gli_png_kind kind)
{
    const gli_png_kept *kept = &r->head.chunks[kind];
    bool usable = kept->sound || kind != GLI_PNG_TRNS; /* as libpng has it of a still */
    if (kept->count == 0 || kept->size > GLI_PNG_KEPT || !usable)
        return GLITCH_OK;
    return feed_chunk(r, gli_png_types[kind], kept->data, kept->size);
}

/* A PNG of the frame's size begins as the picture does. */
static glitch_status feed_head(apng_reader *r)
{
    unsigned char ihdr[IHDR_SIZE];
    memcpy(ihdr, r->head.chunks[GLI_PNG_IHDR].data, IHDR_SIZE);
    gli_png_put32(ihdr, r->control.at.width);
    gli_png_put32(ihdr + 4, r->control.at.height);
    glitch_status s = feed(r, gli_png_signature, sizeof gli_png_signature);
    if (!s)
        s = feed_chunk(r, "IHDR", ihdr, IHDR_SIZE);
    if (!s)
        s = feed_kept(r, GLI_PNG_PLTE);
    return s ? s : feed_kept(r, GLI_PNG_TRNS);
}

static glitch_status read_number(apng_reader *r)
{
    unsigned char number[NUMBER_SIZE];
    if (r->chunks.left < NUMBER_SIZE)
        return damage(r, "an fdAT that is too short");
    if (gli_png_data(&r->chunks, number, NUMBER_SIZE) < NUMBER_SIZE)
        return cut(r);
    return check_number(r, number);
}

/* The chunk at hand becomes an IDAT. */
static glitch_status feed_data(apng_reader *r)
{
    unsigned char head[GLI_PNG_HEAD] = "____IDAT", tail[GLI_PNG_TAIL];
    bool numbered = strcmp(r->data, "fdAT") == 0;
    glitch_status s = numbered ? read_number(r) : GLITCH_OK;
    gli_png_put32(head, r->chunks.left);
    uLong crc = crc32(0, head + 4, 4);
    if (!s && !r->cut)
        s = feed(r, head, sizeof head);
    while (!s && !r->cut && r->chunks.left > 0) {
        size_t n = gli_png_data(&r->chunks, r->buffer, BUFFER_SIZE);
        if (n == 0)
            return cut(r);
        crc = crc32(crc, r->buffer, (uInt)n);
        s = feed(r, r->buffer, n);
    }
    gli_png_put32(tail, (uint32_t)crc);
    return s || r->cut ? s : feed(r, tail, sizeof tail);
}

static bool ends_frame(const apng_reader *r)
{
    const char *other = strcmp(r->data, "IDAT") == 0 ? "fdAT" : "IDAT";
    return at(r, "fcTL") || at(r, "IEND") || at(r, other);
}

static glitch_status read_pixels(apng_reader *r)
{
    glitch_status s = feed_head(r);
    while (!s && !r->cut && !ends_frame(r)) {
        if (at(r, r->data))
            s = feed_data(r);
        if (!s && !r->cut)
            s = next_chunk(r);
    }
    if (!s && !r->pixels.has_header && !r->pixels.status)
        return damage(r, "a frame without pixels");
    if (!s)
        s = feed_chunk(r, "IEND", NULL, 0);
    if (!s && *r->pixels.harm)
        s = damage(r, r->pixels.harm);
    if (!s && r->pixels.rows < r->control.at.height)
        s = damage(r, "pixels are missing");
    return s;
}

/* ---- what becomes of them ------------------------------------------------ */

/* Of a frame that is damaged only the rows that there are. */
static glitch_status draw(apng_reader *r)
{
    glitch_status s = gli_canvas_begin(&r->canvas, r->control.at, r->control.disposal);
    for (uint32_t y = 0; !s && y < r->canvas.frame.height && y < r->pixels.rows; y++)
        gli_canvas_draw(&r->canvas, y, r->pixels.px + (size_t)y * r->control.at.width,
            r->control.over);
    return s;
}

/* Rounded such that the sum of all delays stays right. */
static uint32_t take_delay(apng_reader *r)
{
    const int64_t ns = 1000000000, ms = 1000000;
    uint32_t per = r->control.per ? r->control.per : 100;
    int64_t exact = r->owed + r->control.delay * ns / per;
    int64_t rounded = (exact + ms / 2) / ms;
    r->owed = exact - rounded * ms;
    return (uint32_t)rounded;
}

static glitch_status read_frame(apng_reader *r)
{
    glitch_ctx *ctx = r->stream.ctx;
    const gli_rect *a = &r->control.at;
    r->has_control = false;
    *r->pixels.harm = 0;
    r->pixels.px = gli_zalloc(ctx, a->width, (size_t)a->height * sizeof *r->pixels.px);
    glitch_status s = r->pixels.px ? gli_png_pixels_begin(&r->pixels) : GLITCH_ENOMEM;
    if (!s)
        s = read_pixels(r);
    if (!s && r->pixels.rows > 0)
        s = draw(r);
    gli_png_pixels_end(&r->pixels);
    gli_free(ctx, r->pixels.px);
    r->pixels.px = NULL;
    return s;
}

/* ---- frames -------------------------------------------------------------- */

static glitch_status end(apng_reader *r)
{
    glitch_status s = GLITCH_OK;
    if (!r->cut && gli_png_end(&r->chunks) < GLI_PNG_TAIL)
        s = cut(r);
    if (!s && r->drawn < r->promised)
        s = damage(r, "it has fewer frames than it promises");
    if (!s && r->drawn == 0)
        return gli_reader_fail(
            r->in, GLITCH_EFORMAT, "damaged PNG file (none of its frames is there)");
    return s ? s : GLITCH_END;
}

/* The picture itself may be no frame: then it is passed over. */
static glitch_status find_control(apng_reader *r)
{
    while (!r->has_control) {
        glitch_status s = GLITCH_OK;
        if (r->cut || at(r, "IEND"))
            return end(r);
        if (at(r, "fcTL"))
            s = read_control(r);
        else if (at(r, "fdAT") || (at(r, "IDAT") && r->data))
            s = damage(r, "pixels that belong to no frame");
        if (!s && !r->cut)
            s = next_chunk(r);
        if (s)
            return s;
    }
    glitch_status s = GLITCH_OK;
    if (r->drawn >= r->promised)
        s = damage(r, "it has more frames than it promises");
    return s ? s : gli_check_frames(r->stream.ctx, r->in->name, (uint64_t)r->drawn + 1);
}

/* A frame of which nothing is to be seen is passed over. */
static glitch_status find_frame(apng_reader *r)
{
    glitch_status s;
    do {
        s = find_control(r);
        if (!s)
            s = read_frame(r);
    } while (!s && r->pixels.rows == 0);
    return s;
}

static glitch_status apng_pull(void *self)
{
    apng_reader *r = self;
    glitch_status s = find_frame(r);
    if (s >= GLITCH_OK)
        tell_damage(r);
    if (s)
        return s;
    r->stream.frame = (glitch_frame) { .px = r->canvas.px,
        .stride = r->info.width,
        .width = r->info.width,
        .height = r->info.height,
        .index = r->drawn++,
        .delay_ms = take_delay(r) };
    return GLITCH_OK;
}

/* ---- the iterator -------------------------------------------------------- */

static glitch_status apng_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, apng_pull, out);
}

static glitch_status apng_info(void *self, glitch_info *out)
{
    *out = ((apng_reader *)self)->info;
    return GLITCH_OK;
}

static void apng_close(void *self)
{
    apng_reader *r = self;
    glitch_ctx *ctx = r->stream.ctx;
    gli_reader_close(r->in);
    gli_canvas_free(&r->canvas);
    gli_meta_free(ctx, &r->meta);
    gli_free(ctx, r);
}

/* PNG counts how often all is played, glitch_info how often it is repeated. */
static int32_t loops_of(uint32_t plays)
{
    if (plays == 0 || plays > INT32_MAX)
        return 0;
    return plays == 1 ? -1 : (int32_t)plays - 1;
}

/* What all frames need: each gets a checksum of its own, which is right. */
static glitch_status check_common(apng_reader *r)
{
    static const gli_png_kind needed[] = { GLI_PNG_IHDR, GLI_PNG_PLTE };
    glitch_status s = GLITCH_OK;
    for (size_t i = 0; !s && i < sizeof needed / sizeof *needed; i++) {
        const gli_png_kept *kept = &r->head.chunks[needed[i]];
        if (kept->count > 0 && !kept->sound)
            s = damage(r, "a wrong checksum");
    }
    return s;
}

/* What it promises holds unless damage is put up with. */
static glitch_status read_head(apng_reader *r)
{
    const unsigned char *ihdr = r->head.chunks[GLI_PNG_IHDR].data;
    const unsigned char *actl = r->head.chunks[GLI_PNG_ACTL].data;
    r->promised = gli_png_get32(actl);
    r->info = (glitch_info) { .width = gli_png_get32(ihdr),
        .height = gli_png_get32(ihdr + 4),
        .frames = r->stream.ctx->decoding.lenient ? 0 : r->promised,
        .loops = loops_of(gli_png_get32(actl + 4)),
        .animated = r->promised > 1,
        .format = "apng" };
    r->canvas = (gli_canvas) {
        .ctx = r->stream.ctx, .width = r->info.width, .height = r->info.height
    };
    const gli_png_kept *kept = &r->head.chunks[GLI_PNG_ACTL];
    glitch_status s = check_common(r);
    if (!s && (kept->count > 1 || !kept->sound || r->promised > GLI_PNG_LONGEST))
        s = damage(r, "acTL, which begins the animation, is wrong");
    if (!s && r->info.frames) /* else they are counted as they come */
        s = gli_check_frames(r->stream.ctx, r->in->name, r->info.frames);
    if (!s && r->head.chunks[GLI_PNG_FCTL].count > 0)
        s = use_first_control(r);
    return s;
}

glitch_status gli_apng_open(const gli_png_chunks *chunks, const gli_apng_head *head,
    gli_meta *meta, glitch_frames *out)
{
    static const glitch_frames_tc tc = { apng_info, apng_next, apng_close };
    gli_reader *in = chunks->in;
    apng_reader *r = gli_zalloc(in->ctx, 1, sizeof *r);
    if (!r) {
        gli_reader_close(in);
        return GLITCH_ENOMEM;
    }
    r->stream.ctx = in->ctx;
    r->in = r->pixels.in = in;
    r->chunks = *chunks;
    r->head = *head;
    r->meta = *meta;
    *meta = (gli_meta) { 0 };
    glitch_status s = read_head(r);
    r->info.metadata = gli_meta_tell(in->ctx, &r->meta, false);
    if (s) {
        apng_close(r);
        return s;
    }
    *out = (glitch_frames) { r, &tc };
    return GLITCH_OK;
}
