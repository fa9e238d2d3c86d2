/* png_read.c - PNG in, through libpng: any bit depth and colour type becomes RGBA. */
#include "codec/codec.h"
#include "codec/still.h"
#include <png.h>
#include <string.h>

typedef struct png_reader {
    gli_still still;
    png_structp png;
    png_infop info;
    glitch_status status; /* of the fault that made libpng jump */
} png_reader;

static void on_error(png_structp png, png_const_charp text)
{
    png_reader *r = png_get_error_ptr(png);
    if (!r->status)
        r->status =
            gli_reader_fail(r->still.in, GLITCH_EFORMAT, "damaged PNG file (%s)", text);
    png_longjmp(png, 1);
}

/* What libpng can mend by itself is no fault of the picture's. */
static void on_warning(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void on_read(png_structp png, png_bytep buffer, png_size_t size)
{
    png_reader *r = png_get_io_ptr(png);
    if (gli_read(r->still.in, buffer, size) != size)
        png_error(png, "it ends too early");
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
    png_set_expand(r->png);
    png_set_scale_16(r->png);
    png_set_gray_to_rgb(r->png);
    png_set_add_alpha(r->png, 0xff, PNG_FILLER_AFTER);
}

static void read_header(png_reader *r)
{
    /* Texts, profiles and the like are skipped: libpng only warns of one that claims
       2 GiB, and then allocates them. */
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_read_info(r->png, r->info);
    r->still.info.width = png_get_image_width(r->png, r->info);
    r->still.info.height = png_get_image_height(r->png, r->info);
}

static void read_rows(png_reader *r)
{
    const glitch_info *i = &r->still.info;
    ask_for_rgba(r);
    int passes = png_set_interlace_handling(r->png);
    png_read_update_info(r->png, r->info);
    if (passes > 1) /* each pass leaves the pixels of the others as they are */
        memset(r->still.canvas, 0, (size_t)i->width * i->height * sizeof(PixelTuple));
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < i->height; y++) {
            r->status = gli_poll(r->still.stream.ctx);
            if (r->status)
                png_longjmp(r->png, 1);
            png_read_row(
                r->png, (png_bytep)(r->still.canvas + (size_t)y * i->width), NULL);
        }
    png_read_end(r->png, NULL);
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
    png_set_user_limits(r->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_read_fn(r->png, r, on_read);
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
