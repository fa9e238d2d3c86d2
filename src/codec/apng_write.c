/*
 * apng_write.c - animated PNG out, in full colour: of each frame the rectangle that changes.
 *
 * libpng writes every frame as a PNG of its own. Its chunks are taken apart on their way to
 * the file: those of the first frame go there as they are, of the others only the pixels, as
 * fdAT. Format: "Portable Network Graphics (PNG) Specification (Third Edition)", W3C, 2025.
 */
#include "codec/change.h"
#include "codec/codec.h"
#include "codec/drawn.h"
#include "codec/png_chunks.h"
#include "codec/png_rows.h"
#include <string.h>
#include <zlib.h>

enum {
    SIGNATURE = sizeof gli_png_signature,
    ACTL_SIZE = 8,
    FCTL_SIZE = 26,
    LARGEST = 65535, /* of a delay's numbers */
    KEEP = 0,        /* what becomes of a frame when the next comes */
    SOURCE = 0,      /* how it is drawn */
    OVER = 1
};

/* What becomes of a chunk of libpng's. */
typedef enum fate { PASS, RENAME, DROP } fate;

typedef struct apng_writer {
    glitch_ctx *ctx;
    gli_writer *out;
    glitch_info info;
    int level;
    const char *comment; /* NULL: none */
    PixelTuple *shown;   /* what a viewer shows; NULL before the first frame */
    PixelTuple *row;     /* as it is to be written */
    const glitch_frame *frame;
    gli_change change;
    uint32_t frames;
    uint32_t number;  /* of the next fcTL or fdAT */
    uint64_t size;    /* of what was written, in bytes */
    uint64_t actl;    /* where that chunk is */
    bool has_control; /* the frame's fcTL is written */
    size_t skip;      /* bytes of the signature that are still to come */
    unsigned char head[GLI_PNG_HEAD]; /* of the chunk that libpng writes */
    size_t filled;                    /* bytes of it */
    uint32_t left;                    /* of the chunk's data and its checksum */
    fate fate;                        /* of the chunk */
    uint32_t crc;                     /* of a renamed one */
} apng_writer;

/* ---- chunks of one's own -------------------------------------------------- */

static glitch_status put(apng_writer *w, const void *data, size_t size)
{
    w->size += size;
    return gli_write(w->out, data, size) ? GLITCH_OK : w->out->failed;
}

/* A small chunk into `bytes`; returns its size. */
static size_t make_chunk(
    unsigned char *bytes, const char *type, const unsigned char *data, uint32_t size)
{
    gli_png_put32(bytes, size);
    memcpy(bytes + 4, type, 4);
    if (size > 0)
        memcpy(bytes + GLI_PNG_HEAD, data, size);
    gli_png_put32(
        bytes + GLI_PNG_HEAD + size, (uint32_t)crc32(0, bytes + 4, (uInt)(4 + size)));
    return GLI_PNG_HEAD + size + GLI_PNG_TAIL;
}

/* How often all is played, where the info has how often it is repeated. */
static uint32_t plays_of(int32_t loops)
{
    if (loops <= 0)
        return loops < 0;
    return (uint32_t)loops + (loops < GLI_PNG_LONGEST ? 1U : 0U);
}

static size_t make_actl(const apng_writer *w, uint32_t frames, unsigned char *bytes)
{
    unsigned char data[ACTL_SIZE];
    gli_png_put32(data, frames);
    gli_png_put32(data + 4, plays_of(w->info.loops));
    return make_chunk(bytes, "acTL", data, ACTL_SIZE);
}

static void put16(unsigned char *bytes, uint32_t value)
{
    bytes[0] = (unsigned char)(value >> 8);
    bytes[1] = (unsigned char)value;
}

/* A fraction of a second, as exact as its two numbers allow. */
static void put_delay(unsigned char *bytes, uint32_t delay_ms)
{
    uint32_t per = 1000, delay = delay_ms;
    for (; delay > LARGEST && per > 1; per /= 10)
        delay = (uint32_t)(((uint64_t)delay_ms * (per / 10) + 500) / 1000);
    put16(bytes, delay < LARGEST ? delay : LARGEST);
    put16(bytes + 2, per);
}

static glitch_status put_control(apng_writer *w)
{
    unsigned char data[FCTL_SIZE], bytes[GLI_PNG_HEAD + FCTL_SIZE + GLI_PNG_TAIL];
    const gli_rect *a = &w->change.area;
    gli_png_put32(data, w->number++);
    gli_png_put32(data + 4, a->width);
    gli_png_put32(data + 8, a->height);
    gli_png_put32(data + 12, a->x);
    gli_png_put32(data + 16, a->y);
    put_delay(data + 20, w->frame->delay_ms);
    data[24] = KEEP;
    data[25] = w->change.over ? OVER : SOURCE;
    w->has_control = true;
    return put(w, bytes, make_chunk(bytes, "fcTL", data, FCTL_SIZE));
}

/* What comes before the first pixels of a frame. */
static glitch_status announce(apng_writer *w)
{
    unsigned char bytes[GLI_PNG_HEAD + ACTL_SIZE + GLI_PNG_TAIL];
    glitch_status s = GLITCH_OK;
    if (w->frames == 0) {
        w->actl = w->size;
        s = put(w, bytes, make_actl(w, w->info.frames, bytes));
    }
    return s ? s : put_control(w);
}

/* ---- libpng's chunks ------------------------------------------------------ */

/* An IDAT becomes an fdAT, which has a number before its data. */
static glitch_status rename_chunk(apng_writer *w)
{
    unsigned char head[GLI_PNG_HEAD + 4] = "____fdAT";
    gli_png_put32(head, gli_png_get32(w->head) + 4);
    gli_png_put32(head + GLI_PNG_HEAD, w->number++);
    w->crc = (uint32_t)crc32(0, head + 4, 8);
    return put(w, head, sizeof head);
}

static glitch_status begin_chunk(apng_writer *w)
{
    bool pixels = memcmp(w->head + 4, "IDAT", 4) == 0;
    bool ends = memcmp(w->head + 4, "IEND", 4) == 0;
    glitch_status s = GLITCH_OK;
    w->left = gli_png_get32(w->head) + GLI_PNG_TAIL;
    if (w->frames == 0)
        w->fate = ends ? DROP : PASS;
    else
        w->fate = pixels ? RENAME : DROP;
    if (pixels && !w->has_control)
        s = announce(w);
    if (!s && w->fate == PASS)
        s = put(w, w->head, sizeof w->head);
    else if (!s && w->fate == RENAME)
        s = rename_chunk(w);
    return s;
}

/* Of a renamed chunk the checksum is another. */
static glitch_status rename_data(apng_writer *w, const unsigned char *data, size_t size)
{
    unsigned char tail[GLI_PNG_TAIL];
    size_t rest = w->left - size; /* of the chunk, after these bytes */
    size_t n = rest >= GLI_PNG_TAIL ? size
        : w->left > GLI_PNG_TAIL    ? w->left - GLI_PNG_TAIL
                                    : 0;
    glitch_status s = GLITCH_OK;
    if (n > 0) {
        w->crc = (uint32_t)crc32(w->crc, data, (uInt)n);
        s = put(w, data, n);
    }
    gli_png_put32(tail, w->crc);
    return s || rest > 0 ? s : put(w, tail, sizeof tail);
}

static glitch_status take_data(apng_writer *w, const unsigned char *data, size_t size)
{
    glitch_status s = GLITCH_OK;
    if (w->fate == PASS)
        s = put(w, data, size);
    else if (w->fate == RENAME)
        s = rename_data(w, data, size);
    w->left -= (uint32_t)size;
    if (w->left == 0)
        w->filled = 0;
    return s;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Bytes of libpng's, in whatever pieces: the signature, then chunks. */
static glitch_status take_bytes(void *user, const void *data, size_t size)
{
    apng_writer *w = user;
    const unsigned char *bytes = data;
    glitch_status s = GLITCH_OK;
    for (size_t n; !s && size > 0; bytes += n, size -= n) {
        if (w->skip > 0) {
            n = smaller(w->skip, size);
            w->skip -= n;
        } else if (w->filled < GLI_PNG_HEAD) {
            n = smaller(GLI_PNG_HEAD - w->filled, size);
            memcpy(w->head + w->filled, bytes, n);
            w->filled += n;
            s = w->filled == GLI_PNG_HEAD ? begin_chunk(w) : GLITCH_OK;
        } else {
            n = smaller(w->left, size);
            s = take_data(w, bytes, n);
        }
    }
    return s;
}

/* ---- frames --------------------------------------------------------------- */

static const PixelTuple *row_of(void *user, uint32_t y)
{
    apng_writer *w = user;
    gli_change_take_row(&w->change, w->shown, w->frame, y, w->row);
    return w->row;
}

static glitch_status begin(apng_writer *w)
{
    uint32_t width = w->info.width, height = w->info.height;
    w->shown = gli_zalloc(w->ctx, width, (size_t)height * sizeof *w->shown);
    w->row = w->shown ? gli_alloc(w->ctx, width, sizeof *w->row) : NULL;
    if (!w->row)
        return GLITCH_ENOMEM;
    w->change = (gli_change) { { 0, 0, width, height }, false };
    return put(w, gli_png_signature, SIGNATURE);
}

static glitch_status apng_write_frame(void *self, const glitch_frame *frame)
{
    apng_writer *w = self;
    w->frame = frame;
    w->skip = SIGNATURE;
    w->filled = 0;
    w->has_control = false;
    if (w->shown)
        w->change = gli_change_of(w->shown, frame);
    glitch_status s = w->shown ? GLITCH_OK : begin(w);
    if (!s)
        s = gli_png_write(&(gli_png_rows) { .ctx = w->ctx,
            .name = w->out->name,
            .width = w->change.area.width,
            .height = w->change.area.height,
            .drawn = gli_is_drawn(frame->px, frame->stride, &w->change.area),
            .level = w->level,
            .comment = w->frames ? NULL : w->comment,
            .metadata = w->frames ? NULL : w->info.metadata,
            .row = row_of,
            .write = take_bytes,
            .user = w });
    w->frames++;
    return s;
}

/* ---- the encoder ---------------------------------------------------------- */

static glitch_status apng_finish(void *self)
{
    apng_writer *w = self;
    unsigned char bytes[GLI_PNG_HEAD + ACTL_SIZE + GLI_PNG_TAIL];
    glitch_status s = put(w, bytes, make_chunk(bytes, "IEND", NULL, 0));
    if (s || w->frames == w->info.frames)
        return s;
    if (!gli_writer_seeks(w->out))
        return gli_fail(w->ctx, GLITCH_ESTATE,
            "%s: an animated PNG begins with the number of its frames; of %lu there "
            "were %lu",
            w->out->name, (unsigned long)w->info.frames, (unsigned long)w->frames);
    size_t size = make_actl(w, w->frames, bytes);
    return gli_write_at(w->out, w->actl, bytes, size) ? GLITCH_OK : w->out->failed;
}

static void apng_close(void *self)
{
    apng_writer *w = self;
    gli_free(w->ctx, w->shown);
    gli_free(w->ctx, w->row);
    gli_free(w->ctx, w);
}

glitch_status gli_apng_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    static const gli_encoder_tc tc = { apng_write_frame, apng_finish, apng_close };
    if (info->frames == 0)
        gli_writer_hold(out);
    apng_writer *w = gli_zalloc(out->ctx, 1, sizeof *w);
    if (!w)
        return GLITCH_ENOMEM;
    w->ctx = out->ctx;
    w->out = out;
    w->info = *info;
    w->level = gli_png_level(opt);
    w->comment = opt->comment;
    *encoder = (gli_encoder) { w, &tc };
    return GLITCH_OK;
}
