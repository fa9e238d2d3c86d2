/* png_rows.c - libpng's compression: rows of pixels in, the bytes of a PNG out. */
#include "codec/png_rows.h"
#include "codec/comment.h"
#include <png.h>
#include <string.h>
#include <zlib.h>

typedef struct writing {
    const gli_png_rows *rows;
    png_structp png;
    png_infop info;
    uint8_t *indices;     /* of a row; NULL: there is no palette */
    char *xmp;            /* with a zero at its end */
    glitch_status status; /* of the fault that made libpng jump */
} writing;

static void on_error(png_structp png, png_const_charp text)
{
    writing *w = png_get_error_ptr(png);
    if (!w->status)
        w->status =
            gli_fail(w->rows->ctx, GLITCH_EIO, "%s: libpng: %s", w->rows->name, text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void on_write(png_structp png, png_bytep data, png_size_t size)
{
    writing *w = png_get_io_ptr(png);
    w->status = w->rows->write(w->rows->user, data, size);
    if (w->status)
        png_longjmp(png, 1);
}

static void on_flush(png_structp png)
{
    (void)png;
}

static png_voidp on_malloc(png_structp png, png_alloc_size_t size)
{
    writing *w = png_get_mem_ptr(png);
    void *p = gli_alloc(w->rows->ctx, size, 1);
    if (!p && !w->status)
        w->status = GLITCH_ENOMEM;
    return p;
}

static void on_free(png_structp png, png_voidp p)
{
    writing *w = png_get_mem_ptr(png);
    gli_free(w->rows->ctx, p);
}

/*
 * By default what is fast. Of a photograph: two filters to choose from, and zlib only
 * looking for repeated bytes, which takes half the time of level 2, and the file is
 * smaller. What is drawn repeats itself in longer pieces, which filters would hide: as it
 * is, it takes zlib little time to find them.
 */
static void set_compression(writing *w)
{
    enum { DRAWN_LEVEL = 6 };
    bool fast = w->rows->level == GLI_PNG_FAST;
    if (w->rows->drawn) {
        png_set_compression_level(w->png, fast ? DRAWN_LEVEL : w->rows->level);
        png_set_filter(w->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    } else if (fast) {
        png_set_compression_level(w->png, 1);
        png_set_compression_strategy(w->png, Z_RLE);
        png_set_filter(w->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB | PNG_FILTER_UP);
    } else {
        png_set_compression_level(w->png, w->rows->level);
    }
}

static void set_palette(writing *w, const gli_png_palette *p)
{
    png_color colors[GLI_PNG_COLORS];
    png_byte alpha[GLI_PNG_COLORS];
    for (int i = 0; i < p->count; i++) {
        PixelTuple c = p->colors[i];
        colors[i] = (png_color) { .red = c.red, .green = c.green, .blue = c.blue };
        alpha[i] = c.alpha;
    }
    png_set_PLTE(w->png, w->info, colors, p->count);
    if (p->clear)
        png_set_tRNS(w->png, w->info, alpha, p->clear, NULL);
    w->indices = png_malloc(w->png, w->rows->width);
}

static void set_comment(writing *w)
{
    static char key[] = GLI_COMMENT_KEY; /* libpng copies it */
    png_text text = { .compression = PNG_TEXT_COMPRESSION_NONE,
        .key = key,
        .text = (png_charp)w->rows->comment };
    if (w->rows->comment)
        png_set_text(w->png, w->info, &text, 1);
}

/* The marks of the colour space: a profile says all. */
static void set_colors(writing *w, const glitch_metadata *m)
{
    if (m->profile) {
        png_set_iCCP(w->png, w->info, "ICC profile", PNG_COMPRESSION_TYPE_BASE,
            m->profile, (png_uint_32)m->profile_size);
        return;
    }
    if (m->gamma > 0)
        png_set_gAMA(w->png, w->info, m->gamma);
    if (m->white_x > 0)
        png_set_cHRM(w->png, w->info, m->white_x, m->white_y, m->red_x, m->red_y,
            m->green_x, m->green_y, m->blue_x, m->blue_y);
    if (m->srgb)
        png_set_sRGB(w->png, w->info, m->srgb - 1);
}

static void set_xmp(writing *w, const glitch_metadata *m)
{
    static char key[] = "XML:com.adobe.xmp", none[] = "";
    png_text text = { .compression = PNG_ITXT_COMPRESSION_NONE,
        .key = key,
        .lang = none,
        .lang_key = none,
        .itxt_length = m->xmp_size };
    w->xmp = png_malloc(w->png, m->xmp_size + 1);
    memcpy(w->xmp, m->xmp, m->xmp_size);
    w->xmp[m->xmp_size] = 0;
    text.text = w->xmp;
    png_set_text(w->png, w->info, &text, 1);
}

/* libpng leaves out, with a warning, what it finds fault with. */
static void set_metadata(writing *w)
{
    const glitch_metadata *m = w->rows->metadata;
    if (!m)
        return;
    png_set_benign_errors(w->png, 1);
    set_colors(w, m);
    if (m->x_density)
        png_set_pHYs(w->png, w->info, m->x_density, m->y_density,
            m->per_metre ? PNG_RESOLUTION_METER : PNG_RESOLUTION_UNKNOWN);
    if (m->exif)
        png_set_eXIf_1(w->png, w->info, (png_uint_32)m->exif_size, (png_bytep)m->exif);
    if (m->xmp)
        set_xmp(w, m);
}

static void write_header(writing *w)
{
    const gli_png_rows *r = w->rows;
    const gli_png_palette *palette = r->palette;
    int kind = palette ? PNG_COLOR_TYPE_PALETTE
        : r->opaque    ? PNG_COLOR_TYPE_RGB
                       : PNG_COLOR_TYPE_RGBA;
    png_set_IHDR(w->png, w->info, r->width, r->height,
        palette ? gli_png_palette_bits(palette) : 8, kind, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (palette)
        set_palette(w, palette);
    set_compression(w);
    set_comment(w);
    set_metadata(w);
    if (w->status) /* out of memory: libpng would do without what it could not copy */
        png_longjmp(w->png, 1);
    png_write_info(w->png, w->info);
    if (palette)
        png_set_packing(w->png);
    else if (r->opaque)
        png_set_filler(w->png, 0, PNG_FILLER_AFTER);
}

static void write_row(writing *w, const PixelTuple *px)
{
    png_const_bytep bytes = (png_const_bytep)px;
    if (w->indices) {
        gli_png_palette_row(w->rows->palette, px, w->rows->width, w->indices);
        bytes = w->indices;
    }
    png_write_row(w->png, bytes);
}

static void write_all(writing *w)
{
    const gli_png_rows *r = w->rows;
    png_set_user_limits(w->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_write_fn(w->png, w, on_write, on_flush);
    write_header(w);
    for (uint32_t y = 0; y < r->height; y++) {
        w->status = gli_poll(r->ctx);
        if (w->status)
            png_longjmp(w->png, 1);
        write_row(w, r->row(r->user, y));
    }
    png_write_end(w->png, NULL);
}

/* libpng reports a fault by a jump: it lands here, so nothing above needs to know. */
static glitch_status run(writing *w)
{
    if (setjmp(png_jmpbuf(w->png)) == 0)
        write_all(w);
    return w->status;
}

int gli_png_level(const glitch_sink_options *opt)
{
    return opt->compression > 0 ? opt->compression - 1 : GLI_PNG_FAST;
}

glitch_status gli_png_write(const gli_png_rows *rows)
{
    writing w = { .rows = rows };
    w.png = png_create_write_struct_2(
        PNG_LIBPNG_VER_STRING, &w, on_error, on_warning, &w, on_malloc, on_free);
    w.info = w.png ? png_create_info_struct(w.png) : NULL;
    glitch_status s =
        w.info ? run(&w) : gli_fail(rows->ctx, GLITCH_ENOMEM, "out of memory");
    png_destroy_write_struct(&w.png, &w.info);
    gli_free(rows->ctx, w.indices);
    gli_free(rows->ctx, w.xmp);
    return s;
}
