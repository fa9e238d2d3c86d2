/* y4m_write.c - YUV4MPEG2 out, at a constant rate: 4:4:4 unless less is asked for. */
#include "codec/codec.h"
#include "codec/flatten.h"
#include "codec/y4m.h"
#include "codec/ycc.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DEFAULT_MATRIX = 601, DEFAULT_DELAY_MS = 100 };

typedef struct y4m_writer {
    glitch_ctx *ctx;
    gli_writer *out;
    glitch_info info;
    gli_flatten flatten;
    gli_ycc ycc;
    int matrix;
    uint32_t across, down; /* so many pixels have one colour */
    PixelTuple *rows;      /* as many as have one */
    unsigned char *planes;
    size_t size;      /* of all three, in bytes */
    double tick;      /* ms a frame; 0: not known before the first */
    double end;       /* when the last frame that came ends, in ms */
    uint64_t written; /* frames */
    bool begun;       /* the first line is written */
    bool told;        /* that some are left out */
} y4m_writer;

static glitch_status put(y4m_writer *w, const void *data, size_t size)
{
    return gli_write(w->out, data, size) ? GLITCH_OK : w->out->failed;
}

static uint32_t chroma_width(const y4m_writer *w)
{
    return (w->info.width + w->across - 1) / w->across;
}

static uint32_t chroma_height(const y4m_writer *w)
{
    return (w->info.height + w->down - 1) / w->down;
}

/* ---- the first line -------------------------------------------------------- */

/* Frames per second as a fraction; 30000:1001 is what 29.97 means. */
static void rate_of(double fps, unsigned long *above, unsigned long *below)
{
    enum { MOST_BELOW = 1001, FINE = 1000 };
    for (unsigned long d = 1; d <= MOST_BELOW; d++) {
        double n = floor(fps * (double)d + 0.5);
        if (n >= 1 && fabs(fps * (double)d - n) < 1e-10 * n) {
            *above = (unsigned long)n;
            *below = d;
            return;
        }
    }
    double n = floor(fps * FINE + 0.5);
    *above = n >= 1 ? (unsigned long)n : 1;
    *below = FINE;
}

static void aspect_of(
    const glitch_metadata *m, unsigned long *wide, unsigned long *high)
{
    bool known = m && m->x_density && m->y_density && m->x_density != m->y_density;
    *wide = known ? m->y_density : 1;
    *high = known ? m->x_density : 1;
}

static const char *sampling_name(const y4m_writer *w)
{
    return w->across == 1 ? "444" : w->down == 1 ? "422" : "420jpeg";
}

static glitch_status begin(y4m_writer *w, const glitch_frame *first)
{
    char line[256];
    unsigned long above, below, wide, high;
    if (w->begun)
        return GLITCH_OK;
    w->begun = true;
    if (!(w->tick > 0))
        w->tick = first->delay_ms ? first->delay_ms : DEFAULT_DELAY_MS;
    aspect_of(w->info.metadata, &wide, &high);
    rate_of(w->info.fps > 0 ? w->info.fps : 1000 / w->tick, &above, &below);
    int n = snprintf(line, sizeof line,
        GLI_Y4M_MAGIC " W%lu H%lu F%lu:%lu Ip A%lu:%lu C%s XCOLORRANGE=LIMITED "
                      "X" GLI_Y4M_MATRIX "BT%d\n",
        (unsigned long)w->info.width, (unsigned long)w->info.height, above, below, wide,
        high, sampling_name(w), w->matrix);
    return put(w, line, (size_t)n);
}

/* ---- planes ---------------------------------------------------------------- */

static void take_luma(const y4m_writer *w, const PixelTuple *row, unsigned char *y)
{
    for (uint32_t x = 0; x < w->info.width; x++)
        y[x] = gli_ycc_part(w->ycc.y, row[x].red, row[x].green, row[x].blue, 0);
}

/* The same of colours that are not shared, which takes half the time of the general way. */
static void take_own_chroma(
    const y4m_writer *w, const PixelTuple *row, unsigned char *cb, unsigned char *cr)
{
    for (uint32_t x = 0; x < w->info.width; x++) {
        cb[x] = gli_ycc_part(w->ycc.cb, row[x].red, row[x].green, row[x].blue, 0);
        cr[x] = gli_ycc_part(w->ycc.cr, row[x].red, row[x].green, row[x].blue, 0);
    }
}

/* The mean of the pixels that share a colour: at the last edges there are fewer. */
static void take_chroma(
    const y4m_writer *w, uint32_t rows, unsigned char *cb, unsigned char *cr)
{
    uint32_t width = w->info.width;
    for (uint32_t x = 0; x < width; x += w->across, cb++, cr++) {
        uint32_t columns = w->across < width - x ? w->across : width - x;
        unsigned n = (rows > 1 ? 1U : 0U) + (columns > 1 ? 1U : 0U); /* 2^n pixels */
        int32_t r = 0, g = 0, b = 0;
        for (uint32_t k = 0; k < rows; k++)
            for (uint32_t i = x; i < x + columns; i++) {
                const PixelTuple *p = &w->rows[(size_t)k * width + i];
                r += p->red;
                g += p->green;
                b += p->blue;
            }
        *cb = gli_ycc_part(w->ycc.cb, r, g, b, n);
        *cr = gli_ycc_part(w->ycc.cr, r, g, b, n);
    }
}

static void take_planes(y4m_writer *w, const glitch_frame *f)
{
    size_t width = f->width, chroma = (size_t)chroma_width(w) * chroma_height(w);
    unsigned char *luma = w->planes, *cb = luma + width * f->height, *cr = cb + chroma;
    for (uint32_t y = 0; y < f->height; y += w->down) {
        uint32_t rows = w->down < f->height - y ? w->down : f->height - y;
        for (uint32_t k = 0; k < rows; k++, luma += width) {
            const PixelTuple *row =
                gli_flatten_row(&w->flatten, f->px + (y + k) * f->stride);
            memcpy(w->rows + k * width, row, width * sizeof *row);
            take_luma(w, row, luma);
        }
        if (w->across == 1)
            take_own_chroma(w, w->rows, cb, cr);
        else
            take_chroma(w, rows, cb, cr);
        cb += chroma_width(w);
        cr += chroma_width(w);
    }
}

/* ---- frames ---------------------------------------------------------------- */

static void tell_dropped(y4m_writer *w)
{
    if (!w->told)
        gli_notice(w->ctx, GLITCH_NOTICE_BENIGN,
            "%s: of frames that are shown for less than %g ms some are left out; "
            "another rate takes all",
            w->out->name, w->tick);
    w->told = true;
}

/* How often it is written, so that what follows is in time. */
static uint64_t count_times(y4m_writer *w, const glitch_frame *f)
{
    if (w->info.fps > 0)
        return 1;
    w->end += f->delay_ms ? f->delay_ms : w->tick;
    double until = floor(w->end / w->tick + 0.5);
    uint64_t times = until > (double)w->written ? (uint64_t)until - w->written : 0;
    if (times == 0)
        tell_dropped(w);
    return times;
}

static glitch_status y4m_write_frame(void *self, const glitch_frame *f)
{
    y4m_writer *w = self;
    glitch_status s = begin(w, f);
    if (s)
        return s;
    take_planes(w, f);
    for (uint64_t times = count_times(w, f); !s && times > 0; times--) {
        s = put(w, GLI_Y4M_FRAME "\n", strlen(GLI_Y4M_FRAME "\n"));
        if (!s)
            s = put(w, w->planes, w->size);
        if (!s)
            s = gli_poll(w->ctx);
        w->written++;
    }
    return s;
}

static glitch_status y4m_finish(void *self)
{
    (void)self; /* frames were written as they came */
    return GLITCH_OK;
}

static void y4m_close(void *self)
{
    y4m_writer *w = self;
    gli_flatten_end(&w->flatten);
    gli_free(w->ctx, w->rows);
    gli_free(w->ctx, w->planes);
    gli_free(w->ctx, w);
}

static glitch_status allocate(y4m_writer *w, const glitch_sink_options *opt)
{
    size_t width = w->info.width;
    w->size = width * w->info.height + 2 * (size_t)chroma_width(w) * chroma_height(w);
    w->planes = gli_alloc(w->ctx, w->size, 1);
    w->rows = gli_alloc(w->ctx, w->down * width, sizeof *w->rows);
    return w->planes && w->rows
        ? gli_flatten_begin(&w->flatten, w->out, w->info.width, opt)
        : GLITCH_ENOMEM;
}

glitch_status gli_y4m_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    static const gli_encoder_tc tc = { y4m_write_frame, y4m_finish, y4m_close };
    y4m_writer *w = gli_zalloc(out->ctx, 1, sizeof *w);
    if (!w)
        return GLITCH_ENOMEM;
    w->ctx = out->ctx;
    w->out = out;
    w->info = *info;
    w->matrix = opt->matrix ? opt->matrix : DEFAULT_MATRIX;
    w->ycc = gli_ycc_of(w->matrix, false);
    w->across = opt->chroma == 420 || opt->chroma == 422 ? 2 : 1;
    w->down = opt->chroma == 420 ? 2 : 1;
    w->tick = info->fps > 0 ? 1000 / info->fps : 0;
    glitch_status s = allocate(w, opt);
    if (s)
        y4m_close(w);
    else
        *encoder = (gli_encoder) { w, &tc };
    return s;
}
