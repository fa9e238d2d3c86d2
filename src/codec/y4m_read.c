/* y4m_read.c - YUV4MPEG2 in, frame after frame, for as long as they come. */
#include "codec/codec.h"
#include "codec/meta.h"
#include "codec/y4m.h"
#include "codec/ycc.h"
#include "iter/stream.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_LINE = 1024, DEFAULT_MATRIX = 601, DEFAULT_DELAY_MS = 40 };

/* How many pixels share a colour. */
typedef struct sampling {
    const char *name;
    uint32_t across, down; /* 0: there are no colours */
    bool alpha;
} sampling;

/* Where within its pixels a colour is measured is not looked at. */
static const sampling samplings[] = { { "420", 2, 2, false },
    { "420jpeg", 2, 2, false }, { "420mpeg2", 2, 2, false },
    { "420paldv", 2, 2, false }, { "422", 2, 1, false }, { "440", 1, 2, false },
    { "411", 4, 1, false }, { "410", 4, 4, false }, { "444", 1, 1, false },
    { "444alpha", 1, 1, true }, { "mono", 0, 0, false }, { 0 } };

typedef struct y4m_reader {
    gli_stream stream;
    gli_reader *in;
    glitch_info info;
    gli_meta meta; /* the shape of its pixels */
    const sampling *sampling;
    gli_ycc ycc;
    bool full, interlaced;
    int matrix;
    unsigned char *planes;
    size_t size, chroma; /* of all planes, and of one of colours; bytes */
    PixelTuple *px;
    uint32_t shown; /* frames */
} y4m_reader;

/* ---- lines ----------------------------------------------------------------- */

/* Without its newline; at the end of the input it is empty. */
static glitch_status read_line(y4m_reader *r, char line[LONGEST_LINE], bool *end)
{
    size_t n = 0;
    *end = false;
    while (gli_read(r->in, line + n, 1) == 1 && line[n] != '\n')
        if (++n == LONGEST_LINE - 1)
            return gli_reader_fail(
                r->in, GLITCH_EFORMAT, "damaged YUV4MPEG2 stream (an endless line)");
    *end = n == 0;
    line[n] = 0;
    return r->in->failed;
}

static glitch_status bad_field(y4m_reader *r, const char *field)
{
    return gli_reader_fail(
        r->in, GLITCH_EFORMAT, "damaged YUV4MPEG2 stream (the field %.40s)", field);
}

static bool read_size(const char *digits, uint32_t *out)
{
    size_t n = strspn(digits, "0123456789");
    *out = n <= 9 ? (uint32_t)strtoul(digits, NULL, 10) : 0;
    return n > 0 && !digits[n] && *out > 0;
}

/* 0:0 is a rate that nobody knows. */
static bool read_rate(const char *text, double *fps)
{
    size_t n = strspn(text, "0123456789");
    const char *below = text + n + 1;
    if (n < 1 || n > 9 || text[n] != ':' || strspn(below, "0123456789") != strlen(below)
        || strlen(below) < 1 || strlen(below) > 9)
        return false;
    double a = (double)strtoul(text, NULL, 10), b = (double)strtoul(below, NULL, 10);
    *fps = b > 0 ? a / b : 0;
    return *fps <= 1e6;
}

/* How wide pixels are to how high; the more of them there are in a row, the narrower. */
static bool read_aspect(y4m_reader *r, const char *text)
{
    uint32_t wide, high;
    char *end;
    size_t n = strspn(text, "0123456789");
    if (n < 1 || n > 9 || text[n] != ':')
        return false;
    wide = (uint32_t)strtoul(text, &end, 10);
    high = (uint32_t)strtoul(end + 1, NULL, 10);
    if (wide != high) { /* 0:0 is one that nobody knows */
        r->meta.told.x_density = high;
        r->meta.told.y_density = wide;
    }
    return strspn(end + 1, "0123456789") == strlen(end + 1) && strlen(end + 1) < 10;
}

static glitch_status set_sampling(y4m_reader *r, const char *name)
{
    r->sampling = samplings;
    while (r->sampling->name && strcmp(r->sampling->name, name) != 0)
        r->sampling++;
    if (r->sampling->name)
        return GLITCH_OK;
    return gli_reader_fail(r->in, GLITCH_EFORMAT,
        "a YUV4MPEG2 stream of C%.40s, which is not read; ffmpeg's -pix_fmt yuv444p "
        "makes one that is",
        name);
}

/* What is meant for others is passed over. */
static void take_extension(y4m_reader *r, const char *text)
{
    if (strcmp(text, "COLORRANGE=FULL") == 0)
        r->full = true;
    else if (!r->matrix && strcmp(text, GLI_Y4M_MATRIX "BT709") == 0)
        r->matrix = 709;
}

static glitch_status take_field(y4m_reader *r, const char *field)
{
    bool good = true;
    switch (field[0]) {
    case 'W':
        good = read_size(field + 1, &r->info.width);
        break;
    case 'H':
        good = read_size(field + 1, &r->info.height);
        break;
    case 'F':
        good = read_rate(field + 1, &r->info.fps);
        break;
    case 'A':
        good = read_aspect(r, field + 1);
        break;
    case 'I':
        r->interlaced = strchr("tbm", field[1]) && field[1];
        break;
    case 'C':
        return set_sampling(r, field + 1);
    case 'X':
        take_extension(r, field + 1);
        break;
    default:
        break;
    }
    return good ? GLITCH_OK : bad_field(r, field);
}

static glitch_status read_header(y4m_reader *r)
{
    char line[LONGEST_LINE], *rest = NULL;
    bool end;
    glitch_status s = read_line(r, line, &end);
    if (s)
        return s;
    strtok_r(line, " ", &rest); /* the magic word, which was looked at */
    for (char *f; !s && (f = strtok_r(NULL, " ", &rest)) != NULL;)
        s = take_field(r, f);
    if (!s && (!r->info.width || !r->info.height))
        s = gli_reader_fail(
            r->in, GLITCH_EFORMAT, "damaged YUV4MPEG2 stream (it has no size)");
    if (!s && r->interlaced)
        gli_notice(r->stream.ctx, GLITCH_NOTICE_BENIGN,
            "%s: interlaced; its two fields are taken for one picture", r->in->name);
    return s;
}

/* ---- pixels ---------------------------------------------------------------- */

static void show_grey(const y4m_reader *r, uint32_t y)
{
    uint32_t width = r->info.width;
    const unsigned char *luma = r->planes + (size_t)y * width;
    PixelTuple *row = r->px + (size_t)y * width;
    for (uint32_t x = 0; x < width; x++)
        row[x] = gli_ycc_pixel(&r->ycc, luma[x], 128, 128, 255);
}

static void show_row(const y4m_reader *r, uint32_t y)
{
    const sampling *m = r->sampling;
    uint32_t width = r->info.width, step = (width + m->across - 1) / m->across;
    size_t luma_size = (size_t)width * r->info.height;
    const unsigned char *luma = r->planes + (size_t)y * width;
    const unsigned char *cb = r->planes + luma_size + (size_t)(y / m->down) * step;
    const unsigned char *cr = cb + r->chroma;
    const unsigned char *alpha = luma + luma_size + 2 * r->chroma;
    unsigned shift =
        m->across / 2; /* of 1, 2 and 4: by division it takes twice as long */
    PixelTuple *row = r->px + (size_t)y * width;
    for (uint32_t x = 0; x < width; x++)
        row[x] = gli_ycc_pixel(&r->ycc, luma[x], cb[x >> shift], cr[x >> shift],
            m->alpha ? alpha[x] : 255);
}

static void show(y4m_reader *r)
{
    for (uint32_t y = 0; y < r->info.height; y++)
        if (r->sampling->across)
            show_row(r, y);
        else
            show_grey(r, y);
}

/* ---- frames ---------------------------------------------------------------- */

/* Of a frame that is cut off nothing is shown. */
static glitch_status cut(y4m_reader *r)
{
    glitch_ctx *ctx = r->stream.ctx;
    if (!ctx->decoding.lenient || r->in->failed || r->shown == 0)
        return gli_reader_fail(
            r->in, GLITCH_EFORMAT, "damaged YUV4MPEG2 stream (it ends too early)");
    gli_notice(ctx, GLITCH_NOTICE_DAMAGE,
        "%s: damaged YUV4MPEG2 stream (it ends within frame %lu); going on with what "
        "there is",
        r->in->name, (unsigned long)r->shown + 1);
    return GLITCH_END;
}

/* Rounded such that the sum of all delays stays right. */
static uint32_t delay_of(const y4m_reader *r)
{
    double ms = r->info.fps > 0 ? 1000 / r->info.fps : DEFAULT_DELAY_MS;
    uint64_t begin = (uint64_t)(ms * r->shown + 0.5);
    uint64_t end = (uint64_t)(ms * ((double)r->shown + 1) + 0.5);
    return end - begin < UINT32_MAX ? (uint32_t)(end - begin) : UINT32_MAX;
}

static glitch_status y4m_pull(void *self)
{
    y4m_reader *r = self;
    char line[LONGEST_LINE];
    bool end;
    glitch_status s = read_line(r, line, &end);
    if (s || end)
        return s ? s : r->shown ? GLITCH_END : cut(r);
    if (strncmp(line, GLI_Y4M_FRAME, strlen(GLI_Y4M_FRAME)) != 0)
        return gli_reader_fail(r->in, GLITCH_EFORMAT,
            "damaged YUV4MPEG2 stream (no frame begins where one should)");
    s = gli_check_stream(r->stream.ctx, r->in->name, (uint64_t)r->shown + 1);
    if (s)
        return s;
    if (gli_read(r->in, r->planes, r->size) < r->size)
        return cut(r);
    show(r);
    r->stream.frame = (glitch_frame) { .px = r->px,
        .stride = r->info.width,
        .width = r->info.width,
        .height = r->info.height,
        .index = r->shown,
        .delay_ms = delay_of(r),
        .flags = GLITCH_FRAME_SCRATCH };
    r->shown++;
    return GLITCH_OK;
}

static glitch_status y4m_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, y4m_pull, out);
}

static glitch_status y4m_info(void *self, glitch_info *out)
{
    *out = ((y4m_reader *)self)->info;
    return GLITCH_OK;
}

static void y4m_close(void *self)
{
    y4m_reader *r = self;
    glitch_ctx *ctx = r->stream.ctx;
    gli_reader_close(r->in);
    gli_free(ctx, r->planes);
    gli_free(ctx, r->px);
    gli_free(ctx, r);
}

/* ---- the iterator ---------------------------------------------------------- */

static glitch_status allocate(y4m_reader *r)
{
    glitch_ctx *ctx = r->stream.ctx;
    const sampling *m = r->sampling;
    size_t width = r->info.width, height = r->info.height;
    glitch_status s = gli_check_size(ctx, r->in->name, width, height);
    if (s)
        return s;
    if (m->across)
        r->chroma =
            ((width + m->across - 1) / m->across) * ((height + m->down - 1) / m->down);
    r->size = width * height * (m->alpha ? 2 : 1) + 2 * r->chroma;
    r->planes = gli_alloc(ctx, r->size, 1);
    r->px = gli_alloc(ctx, width * height, sizeof *r->px);
    return r->planes && r->px ? GLITCH_OK : GLITCH_ENOMEM;
}

glitch_status gli_y4m_decode(gli_reader *in, glitch_frames *out)
{
    static const glitch_frames_tc tc = { y4m_info, y4m_next, y4m_close };
    glitch_ctx *ctx = in->ctx;
    y4m_reader *r = gli_zalloc(ctx, 1, sizeof *r);
    if (!r) {
        gli_reader_close(in);
        return GLITCH_ENOMEM;
    }
    r->stream.ctx = ctx;
    r->in = in;
    r->info = (glitch_info) { .animated = 1, .format = "y4m" };
    r->sampling = samplings;
    r->matrix = ctx->decoding.matrix;
    glitch_status s = read_header(r);
    if (!s)
        s = allocate(r);
    if (s) {
        y4m_close(r);
        return s;
    }
    r->info.metadata = gli_meta_tell(ctx, &r->meta, false);
    r->ycc = gli_ycc_of(r->matrix ? r->matrix : DEFAULT_MATRIX, r->full);
    *out = (glitch_frames) { r, &tc };
    return GLITCH_OK;
}
