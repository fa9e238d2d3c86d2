/* png_read.c - PNG in, through libpng: any bit depth and colour type becomes RGBA. */
#include "codec/codec.h"
#include "codec/still.h"
#include <ctype.h>
#include <png.h>
#include <string.h>

enum { BUFFER_SIZE = 1 << 15 };

typedef struct png_reader {
    gli_still still;
    png_structp png;
    png_infop info;
    glitch_status status; /* of the fault that made libpng jump */
    bool has_header, has_end;
    size_t begin, end; /* of the buffer, what is still to be decoded */
    size_t left;       /* of what libpng was fed, when it was told to pause */
    unsigned char buffer[BUFFER_SIZE];
} png_reader;

static void on_error(png_structp png, png_const_charp text)
{
    png_reader *r = png_get_error_ptr(png);
    if (!r->status)
        r->status =
            gli_reader_fail(r->still.in, GLITCH_EFORMAT, "damaged PNG file (%s)", text);
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
    png_reader *r = png_get_error_ptr(png);
    if (!is_harm(text))
        gli_still_warn(&r->still, text);
    else if (r->still.stream.ctx->decoding.lenient)
        gli_still_harm(&r->still, "damaged PNG file", text);
    else
        on_error(png, text);
}

static png_voidp on_malloc(png_structp png, png_alloc_size_t size)
{
    png_reader *r = png_get_mem_ptr(png);
    void *p = gli_alloc(r->still.stream.ctx, size, 1);
    if (!p && !r->status)
        r->status = GLITCH_ENOMEM;
    return p;
}

static void on_free(png_structp png, png_voidp p)
{
    png_reader *r = png_get_mem_ptr(png);
    gli_free(r->still.stream.ctx, p);
}

/* Everything becomes straight RGBA, 8 bits each; 16 bits are rounded to 8. */
static void ask_for_rgba(png_reader *r)
{
    png_set_interlace_handling(r->png);
    png_set_expand(r->png);
    png_set_scale_16(r->png);
    png_set_gray_to_rgb(r->png);
    png_set_add_alpha(r->png, 0xff, PNG_FILLER_AFTER);
}

/* ---- what libpng tells while it is fed ----------------------------------- */

/* The pixels are for later. */
static void on_header(png_structp png, png_infop info)
{
    png_reader *r = png_get_progressive_ptr(png);
    r->has_header = true;
    r->still.info.width = png_get_image_width(png, info);
    r->still.info.height = png_get_image_height(png, info);
    r->left = png_process_data_pause(png, 0);
    r->status = gli_check_size(r->still.stream.ctx, r->still.in->name,
        r->still.info.width, r->still.info.height);
    if (r->status) /* before libpng makes room for a row */
        png_longjmp(png, 1);
    ask_for_rgba(r);
    png_read_update_info(png, info);
}

/* A row of an interlaced picture comes several times, and NULL where it stays. */
static void on_row(png_structp png, png_bytep row, png_uint_32 y, int pass)
{
    png_reader *r = png_get_progressive_ptr(png);
    (void)pass;
    r->status = gli_poll(r->still.stream.ctx);
    if (r->status)
        png_longjmp(png, 1);
    png_progressive_combine_row(
        png, (png_bytep)(r->still.canvas + (size_t)y * r->still.info.width), row);
    r->still.rows++;
}

static void on_end(png_structp png, png_infop info)
{
    png_reader *r = png_get_progressive_ptr(png);
    (void)info;
    r->has_end = true;
}

/* ---- feeding it ---------------------------------------------------------- */

static void feed(png_reader *r)
{
    if (r->begin == r->end) {
        r->begin = 0;
        r->end = gli_read(r->still.in, r->buffer, BUFFER_SIZE);
        if (r->end == 0)
            png_error(r->png, "it ends too early");
    }
    r->left = 0;
    png_process_data(r->png, r->info, r->buffer + r->begin, r->end - r->begin);
    r->begin = r->end - r->left;
}

static void read_header(png_reader *r)
{
    png_set_user_limits(r->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_progressive_read_fn(r->png, r, on_header, on_row, on_end);
    /* Texts, profiles and the like are skipped: libpng only warns of one that claims
       2 GiB, and then allocates them. */
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    if (r->still.stream.ctx->decoding.lenient)
        png_set_crc_action(r->png, PNG_CRC_WARN_USE, PNG_CRC_DEFAULT);
    while (!r->has_header)
        feed(r);
}

static void read_rows(png_reader *r)
{
    while (!r->has_end)
        feed(r);
}

/* libpng reports a fault by a jump: it lands here, so nothing above needs to know. */
static glitch_status run(png_reader *r, void (*step)(png_reader *))
{
    if (setjmp(png_jmpbuf(r->png)) == 0)
        step(r);
    return r->status;
}

static glitch_status png_decode_canvas(gli_still *still)
{
    return run((png_reader *)still, read_rows);
}

static void png_close(gli_still *still)
{
    png_reader *r = (png_reader *)still;
    png_destroy_read_struct(&r->png, &r->info, NULL);
}

static glitch_status make_structs(png_reader *r)
{
    r->png = png_create_read_struct_2(
        PNG_LIBPNG_VER_STRING, r, on_error, on_warning, r, on_malloc, on_free);
    r->info = r->png ? png_create_info_struct(r->png) : NULL;
    if (!r->info)
        return gli_fail(r->still.stream.ctx, GLITCH_ENOMEM, "out of memory");
    return GLITCH_OK;
}

glitch_status gli_png_decode(gli_reader *in, glitch_frames *out)
{
    png_reader *r = gli_still_new(in, sizeof *r, "png", png_decode_canvas, png_close);
    if (!r)
        return GLITCH_ENOMEM;
    glitch_status s = make_structs(r);
    if (!s)
        s = run(r, read_header);
    if (s) {
        gli_still_free(&r->still);
        return s;
    }
    return gli_still_open(&r->still, out);
}
