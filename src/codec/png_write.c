/* png_write.c - PNG out, through libpng: RGB where every pixel is opaque, else RGBA. */
#include "codec/codec.h"
#include "codec/comment.h"
#include <png.h>
#include <zlib.h>

enum { FAST = -1 }; /* as a level */

typedef struct png_writer {
    glitch_ctx *ctx;
    gli_writer *out;
    png_structp png;
    png_infop info;
    const glitch_frame *frame;
    int level;
    const char *comment; /* NULL: none */
    bool opaque, done;
    glitch_status status; /* of the fault that made libpng jump */
} png_writer;

static void on_error(png_structp png, png_const_charp text)
{
    png_writer *w = png_get_error_ptr(png);
    if (!w->status)
        w->status = gli_fail(w->ctx, GLITCH_EIO, "%s: libpng: %s", w->out->name, text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void on_write(png_structp png, png_bytep data, png_size_t size)
{
    png_writer *w = png_get_io_ptr(png);
    if (!gli_write(w->out, data, size)) {
        w->status = w->out->failed;
        png_longjmp(png, 1);
    }
}

static void on_flush(png_structp png)
{
    (void)png;
}

static png_voidp on_malloc(png_structp png, png_alloc_size_t size)
{
    png_writer *w = png_get_mem_ptr(png);
    void *p = gli_alloc(w->ctx, size, 1);
    if (!p && !w->status)
        w->status = GLITCH_ENOMEM;
    return p;
}

static void on_free(png_structp png, png_voidp p)
{
    png_writer *w = png_get_mem_ptr(png);
    gli_free(w->ctx, p);
}

static bool is_opaque(const glitch_frame *f)
{
    for (uint32_t y = 0; y < f->height; y++) {
        const PixelTuple *row = f->px + y * f->stride;
        unsigned all = 255;
        for (uint32_t x = 0; x < f->width; x++)
            all &= row[x].alpha;
        if (all != 255)
            return false;
    }
    return true;
}

/*
 * The fast default: two filters to choose from, and zlib only looking for repeated
 * bytes. On photographs that takes half the time of level 2, and the file is smaller.
 */
static void set_compression(png_writer *w)
{
    if (w->level != FAST) {
        png_set_compression_level(w->png, w->level);
        return;
    }
    png_set_compression_level(w->png, 1);
    png_set_compression_strategy(w->png, Z_RLE);
    png_set_filter(w->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB | PNG_FILTER_UP);
}

static void set_comment(png_writer *w)
{
    static char key[] = GLI_COMMENT_KEY; /* libpng copies it */
    png_text text = { .compression = PNG_TEXT_COMPRESSION_NONE,
        .key = key,
        .text = (png_charp)w->comment };
    if (w->comment)
        png_set_text(w->png, w->info, &text, 1);
}

static void write_header(png_writer *w)
{
    const glitch_frame *f = w->frame;
    png_set_IHDR(w->png, w->info, f->width, f->height, 8,
        w->opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    set_compression(w);
    set_comment(w);
    png_write_info(w->png, w->info);
    if (w->opaque)
        png_set_filler(w->png, 0, PNG_FILLER_AFTER);
}

static void write_all(png_writer *w)
{
    const glitch_frame *f = w->frame;
    write_header(w);
    for (uint32_t y = 0; y < f->height; y++) {
        w->status = gli_poll(w->ctx);
        if (w->status)
            png_longjmp(w->png, 1);
        png_write_row(w->png, (png_const_bytep)(f->px + y * f->stride));
    }
    png_write_end(w->png, NULL);
}

/* libpng reports a fault by a jump: it lands here, so nothing above needs to know. */
static glitch_status run(png_writer *w)
{
    if (setjmp(png_jmpbuf(w->png)) == 0)
        write_all(w);
    return w->status;
}

static glitch_status png_write_frame(void *self, const glitch_frame *frame)
{
    png_writer *w = self;
    if (w->done)
        return gli_fail(w->ctx, GLITCH_ESTATE,
            "%s: a PNG file holds one picture; name a GIF file, or numbered pictures",
            w->out->name);
    w->done = true;
    w->frame = frame;
    w->opaque = is_opaque(frame);
    w->png = png_create_write_struct_2(
        PNG_LIBPNG_VER_STRING, w, on_error, on_warning, w, on_malloc, on_free);
    w->info = w->png ? png_create_info_struct(w->png) : NULL;
    if (!w->info)
        return gli_fail(w->ctx, GLITCH_ENOMEM, "out of memory");
    png_set_user_limits(w->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_write_fn(w->png, w, on_write, on_flush);
    return run(w);
}

static glitch_status png_finish(void *self)
{
    (void)self; /* the one frame was written when it came */
    return GLITCH_OK;
}

static void png_close(void *self)
{
    png_writer *w = self;
    png_destroy_write_struct(&w->png, &w->info);
    gli_free(w->ctx, w);
}

glitch_status gli_png_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    static const gli_encoder_tc tc = { png_write_frame, png_finish, png_close };
    (void)info; /* any size that fits into memory fits into a PNG */
    png_writer *w = gli_zalloc(out->ctx, 1, sizeof *w);
    if (!w)
        return GLITCH_ENOMEM;
    w->ctx = out->ctx;
    w->out = out;
    w->comment = opt->comment;
    w->level = opt->compression > 0 ? opt->compression - 1 : FAST;
    *encoder = (gli_encoder) { w, &tc };
    return GLITCH_OK;
}
