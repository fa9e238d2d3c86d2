/* png_pixels.c - libpng, fed piece by piece: any bit depth and colour type becomes RGBA. */
#include "codec/png_pixels.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

static void note_harm(gli_png_pixels *p, const char *text)
{
    if (!*p->harm)
        snprintf(p->harm, sizeof p->harm, "%s", text);
}

static void on_error(png_structp png, png_const_charp text)
{
    gli_png_pixels *p = png_get_error_ptr(png);
    note_harm(p, text);
    if (!p->status)
        p->status =
            gli_reader_fail(p->in, GLITCH_EFORMAT, "damaged PNG file (%s)", text);
    png_longjmp(png, 1);
}

/* Pixels are concerned: a critical chunk's checksum, or the one of all compressed data. */
static bool is_harm(const char *text)
{
    return (strstr(text, "CRC error") && isupper((unsigned char)text[0]))
        || strstr(text, "ADLER32") || strstr(text, "Truncated compressed data");
}

/* What libpng can mend by itself is no fault of the picture's. */
static void on_warning(png_structp png, png_const_charp text)
{
    gli_png_pixels *p = png_get_error_ptr(png);
    if (is_harm(text)) {
        if (!p->in->ctx->decoding.lenient)
            on_error(png, text);
        note_harm(p, text);
    } else if (!p->warned) {
        gli_notice(p->in->ctx, GLITCH_NOTICE_BENIGN, "%s: %s", p->in->name, text);
        p->warned = true;
    }
}

static png_voidp on_malloc(png_structp png, png_alloc_size_t size)
{
    gli_png_pixels *p = png_get_mem_ptr(png);
    void *memory = gli_alloc(p->in->ctx, size, 1);
    if (!memory && !p->status)
        p->status = GLITCH_ENOMEM;
    return memory;
}

static void on_free(png_structp png, png_voidp memory)
{
    gli_png_pixels *p = png_get_mem_ptr(png);
    gli_free(p->in->ctx, memory);
}

/* Everything becomes straight RGBA, 8 bits each; 16 bits are rounded to 8. */
static void ask_for_rgba(gli_png_pixels *p)
{
    png_set_interlace_handling(p->png);
    png_set_expand(p->png);
    png_set_scale_16(p->png);
    png_set_gray_to_rgb(p->png);
    png_set_add_alpha(p->png, 0xff, PNG_FILLER_AFTER);
}

/* ---- what libpng tells while it is fed ----------------------------------- */

static void on_header(png_structp png, png_infop info)
{
    gli_png_pixels *p = png_get_progressive_ptr(png);
    p->has_header = true;
    p->width = png_get_image_width(png, info);
    p->height = png_get_image_height(png, info);
    p->status = gli_check_size(p->in->ctx, p->in->name, p->width, p->height);
    if (p->status) /* before libpng makes room for a row */
        png_longjmp(png, 1);
    ask_for_rgba(p);
    png_read_update_info(png, info);
}

/* A row of an interlaced picture comes several times, and NULL where it stays. */
static void on_row(png_structp png, png_bytep row, png_uint_32 y, int pass)
{
    gli_png_pixels *p = png_get_progressive_ptr(png);
    (void)pass;
    p->status = gli_poll(p->in->ctx);
    if (p->status)
        png_longjmp(png, 1);
    png_progressive_combine_row(png, (png_bytep)(p->px + (size_t)y * p->width), row);
    p->rows++;
}

static void on_end(png_structp png, png_infop info)
{
    gli_png_pixels *p = png_get_progressive_ptr(png);
    (void)info;
    p->has_end = true;
}

/* ---- feeding it ---------------------------------------------------------- */

static void set_up(gli_png_pixels *p)
{
    png_set_user_limits(p->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_progressive_read_fn(p->png, p, on_header, on_row, on_end);
    /* Texts, profiles and the like are skipped: libpng only warns of one that claims
       2 GiB, and then allocates them. */
    png_set_keep_unknown_chunks(p->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    if (p->in->ctx->decoding.lenient)
        png_set_crc_action(p->png, PNG_CRC_WARN_USE, PNG_CRC_DEFAULT);
}

glitch_status gli_png_pixels_begin(gli_png_pixels *p)
{
    p->status = GLITCH_OK;
    p->has_header = p->has_end = false;
    p->rows = 0;
    p->png = png_create_read_struct_2(
        PNG_LIBPNG_VER_STRING, p, on_error, on_warning, p, on_malloc, on_free);
    p->info = p->png ? png_create_info_struct(p->png) : NULL;
    if (!p->info)
        return gli_fail(p->in->ctx, GLITCH_ENOMEM, "out of memory");
    if (setjmp(png_jmpbuf(p->png)) == 0)
        set_up(p);
    return p->status;
}

/*
 * libpng reports a fault by a jump: it lands here, so nothing above needs to know. It does
 * not write to what it is fed.
 */
glitch_status gli_png_pixels_feed(gli_png_pixels *p, const void *data, size_t size)
{
    if (!p->status && setjmp(png_jmpbuf(p->png)) == 0)
        png_process_data(p->png, p->info, (png_bytep)data, size);
    return p->status;
}

glitch_status gli_png_pixels_cut(gli_png_pixels *p)
{
    if (!p->status && setjmp(png_jmpbuf(p->png)) == 0)
        on_error(p->png, "it ends too early");
    return p->status;
}

void gli_png_pixels_end(gli_png_pixels *p)
{
    png_destroy_read_struct(&p->png, &p->info, NULL);
}
