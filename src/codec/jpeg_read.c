/* jpeg_read.c - JPEG in, through libjpeg-turbo: grey, YCbCr, RGB, CMYK and YCCK. */
#include "codec/codec.h"
#include "codec/still.h"
#include <setjmp.h>
#include <stdio.h> /* jpeglib.h needs it */

#include <jerror.h>
#include <jpeglib.h>

enum {
    BUFFER_SIZE = 1 << 14,
    SCANS_LIMIT =
        500 /* in all; each takes time over the whole picture in a few bytes */
};

typedef struct jpeg_reader {
    gli_still still;
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_source_mgr source;
    struct jpeg_progress_mgr progress;
    jmp_buf fault;
    glitch_status status;
    JOCTET buffer[BUFFER_SIZE];
} jpeg_reader;

static void fail(jpeg_reader *r, const char *text)
{
    if (!r->status)
        r->status = gli_reader_fail(
            r->still.in, GLITCH_EFORMAT, "damaged JPEG file (%s)", text);
    longjmp(r->fault, 1);
}

static void on_error(j_common_ptr jpeg)
{
    jpeg_reader *r = jpeg->client_data;
    char text[JMSG_LENGTH_MAX];
    if (jpeg->err->msg_code == JERR_OUT_OF_MEMORY)
        r->status = gli_fail(r->still.stream.ctx, GLITCH_ENOMEM, "out of memory");
    jpeg->err->format_message(jpeg, text);
    fail(r, text);
}

/* A warning that pixels are missing is a fault; the others are libjpeg's business. */
static void on_message(j_common_ptr jpeg, int level)
{
    if (level < 0 && jpeg->err->msg_code == JWRN_JPEG_EOF)
        fail(jpeg->client_data, "it ends too early");
}

/* Called once a row, and while the scans of a progressive picture are gathered. */
static void on_progress(j_common_ptr jpeg)
{
    jpeg_reader *r = jpeg->client_data;
    r->status = gli_poll(r->still.stream.ctx);
    if (r->status)
        longjmp(r->fault, 1);
    if (r->jpeg.input_scan_number > SCANS_LIMIT)
        fail(r, "too many scans");
}

static void on_source(j_decompress_ptr jpeg)
{
    (void)jpeg;
}

static boolean on_fill(j_decompress_ptr jpeg)
{
    static const JOCTET end[] = { 0xff, JPEG_EOI };
    jpeg_reader *r = jpeg->client_data;
    r->source.next_input_byte = r->buffer;
    r->source.bytes_in_buffer = gli_read(r->still.in, r->buffer, BUFFER_SIZE);
    if (r->source.bytes_in_buffer == 0) {
        WARNMS(jpeg, JWRN_JPEG_EOF);
        r->source.next_input_byte = end;
        r->source.bytes_in_buffer = sizeof end;
    }
    return TRUE;
}

static void on_skip(j_decompress_ptr jpeg, long count)
{
    struct jpeg_source_mgr *s = jpeg->src;
    while (count > (long)s->bytes_in_buffer) {
        count -= (long)s->bytes_in_buffer;
        on_fill(jpeg);
    }
    s->next_input_byte += count;
    s->bytes_in_buffer -= (size_t)count;
}

static void read_header(jpeg_reader *r)
{
    jpeg_create_decompress(&r->jpeg);
    r->jpeg.src = &r->source;
    r->jpeg.progress = &r->progress;
    jpeg_read_header(&r->jpeg, TRUE);
    r->still.info.width = r->jpeg.image_width;
    r->still.info.height = r->jpeg.image_height;
}

/*
 * CMYK as Photoshop stores it, inverted: ink c of 255 is none. With black k the light
 * that is left is c * k / 255, which is also what djpeg makes of it.
 */
static void cmyk_row(const JSAMPLE *in, PixelTuple *out, size_t width)
{
    for (size_t x = 0; x < width; x++, in += 4) {
        unsigned k = in[3];
        out[x].red = (uint8_t)((in[0] * k + 127) / 255);
        out[x].green = (uint8_t)((in[1] * k + 127) / 255);
        out[x].blue = (uint8_t)((in[2] * k + 127) / 255);
        out[x].alpha = 255;
    }
}

static void read_rows(jpeg_reader *r)
{
    struct jpeg_decompress_struct *j = &r->jpeg;
    bool cmyk = j->jpeg_color_space == JCS_CMYK || j->jpeg_color_space == JCS_YCCK;
    j->out_color_space = cmyk ? JCS_CMYK : JCS_EXT_RGBA;
    jpeg_start_decompress(j);
    JSAMPARRAY line = NULL;
    if (cmyk)
        line =
            j->mem->alloc_sarray((j_common_ptr)j, JPOOL_IMAGE, j->output_width * 4, 1);
    while (j->output_scanline < j->output_height) {
        PixelTuple *row =
            r->still.canvas + (size_t)j->output_scanline * j->output_width;
        JSAMPROW target = cmyk ? line[0] : (JSAMPROW)row;
        jpeg_read_scanlines(j, &target, 1);
        if (cmyk)
            cmyk_row(target, row, j->output_width);
    }
    jpeg_finish_decompress(j);
}

/* libjpeg reports a fault by a jump: it lands here, so nothing above needs to know. */
static glitch_status run(jpeg_reader *r, void (*step)(jpeg_reader *))
{
    if (setjmp(r->fault) == 0)
        step(r);
    return r->status;
}

static glitch_status jpeg_decode_canvas(gli_still *still)
{
    return run((jpeg_reader *)still, read_rows);
}

static void jpeg_close(gli_still *still)
{
    jpeg_reader *r = (jpeg_reader *)still;
    jpeg_destroy_decompress(&r->jpeg); /* also where it was never made */
}

static void set_callbacks(jpeg_reader *r)
{
    r->jpeg.err = jpeg_std_error(&r->errors);
    r->jpeg.client_data = r;
    r->errors.error_exit = on_error;
    r->errors.emit_message = on_message;
    r->progress.progress_monitor = on_progress;
    r->source.init_source = on_source;
    r->source.fill_input_buffer = on_fill;
    r->source.skip_input_data = on_skip;
    r->source.resync_to_restart = jpeg_resync_to_restart;
    r->source.term_source = on_source;
}

glitch_status gli_jpeg_decode(gli_reader *in, glitch_frames *out)
{
    jpeg_reader *r =
        gli_still_new(in, sizeof *r, "jpeg", jpeg_decode_canvas, jpeg_close);
    if (!r)
        return GLITCH_ENOMEM;
    set_callbacks(r);
    glitch_status s = run(r, read_header);
    if (s) {
        gli_still_free(&r->still);
        return s;
    }
    return gli_still_open(&r->still, out);
}
