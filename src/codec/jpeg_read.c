/* jpeg_read.c - JPEG in, through libjpeg-turbo: grey, YCbCr, RGB, CMYK and YCCK. */
#include "codec/codec.h"
#include "codec/jpeg_meta.h"
#include "codec/still.h"
#include <setjmp.h>
#include <stdio.h> /* jpeglib.h needs it */

#include <jerror.h>
#include <jpeglib.h>
#include <string.h>

enum {
    BUFFER_SIZE = 1 << 14,
    MARKER_MOST = 1 << 16,
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
    bool decoding; /* the header is read */
    int good_scans;
    glitch_status status;
    JOCTET buffer[BUFFER_SIZE];
    unsigned char marker[MARKER_MOST];
    int profile_parts; /* of an ICC profile, that were read */
} jpeg_reader;

static void fail(jpeg_reader *r, const char *what, const char *text)
{
    if (!r->status)
        r->status = gli_reader_fail(r->still.in, GLITCH_EFORMAT, "%s (%s)", what, text);
    longjmp(r->fault, 1);
}

/* There is nothing wrong with the file: it may be lossless, or have 12 bits a sample. */
static bool is_unknown_kind(int fault)
{
    return fault == JERR_SOF_UNSUPPORTED || fault == JERR_BAD_PRECISION
        || fault == JERR_ARITH_NOTIMPL || fault == JERR_CONVERSION_NOTIMPL
        || fault == JERR_NOT_COMPILED;
}

static void on_error(j_common_ptr jpeg)
{
    jpeg_reader *r = jpeg->client_data;
    char text[JMSG_LENGTH_MAX];
    if (jpeg->err->msg_code == JERR_OUT_OF_MEMORY)
        r->status = gli_fail(r->still.stream.ctx, GLITCH_ENOMEM, "out of memory");
    jpeg->err->format_message(jpeg, text);
    fail(r,
        is_unknown_kind(jpeg->err->msg_code) ? "a kind of JPEG that is not read"
                                             : "damaged JPEG file",
        text);
}

/* Where the file ends, libjpeg would go on with grey. */
static void end_early(jpeg_reader *r)
{
    glitch_ctx *ctx = r->still.stream.ctx;
    if (!ctx->decoding.lenient || r->still.in->failed || !r->decoding)
        fail(r, "damaged JPEG file", "it ends too early");
    gli_still_harm(&r->still, "damaged JPEG file", "it ends too early");
}

/* A warning that pixels are missing is a fault; others are worth knowing at most. */
static void on_message(j_common_ptr jpeg, int level)
{
    jpeg_reader *r = jpeg->client_data;
    char text[JMSG_LENGTH_MAX];
    if (level >= 0)
        return;
    if (jpeg->err->msg_code == JWRN_JPEG_EOF) {
        end_early(r);
        return;
    }
    jpeg->err->format_message(jpeg, text);
    gli_still_warn(&r->still, text);
}

/* Called once a row, and while the scans of a progressive picture are gathered. */
static void on_progress(j_common_ptr jpeg)
{
    jpeg_reader *r = jpeg->client_data;
    r->status = gli_poll(r->still.stream.ctx);
    if (r->status)
        longjmp(r->fault, 1);
    if (r->jpeg.input_scan_number > SCANS_LIMIT)
        fail(r, "damaged JPEG file", "too many scans");
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

static unsigned next_byte(j_decompress_ptr jpeg)
{
    struct jpeg_source_mgr *s = jpeg->src;
    if (s->bytes_in_buffer == 0)
        on_fill(jpeg);
    s->bytes_in_buffer--;
    return *s->next_input_byte++;
}

/* A marker's data; their size, which is stored with its own two bytes. */
static size_t read_marker(jpeg_reader *r)
{
    size_t size = next_byte(&r->jpeg) << 8;
    size |= next_byte(&r->jpeg);
    size = size > 2 ? size - 2 : 0;
    for (size_t i = 0; i < size; i++)
        r->marker[i] = (unsigned char)next_byte(&r->jpeg);
    return size;
}

static bool begins(const jpeg_reader *r, size_t size, const char *mark, size_t length)
{
    return size >= length && memcmp(r->marker, mark, length) == 0;
}

static void keep(jpeg_reader *r, gli_block *block, size_t from, size_t size)
{
    glitch_status s =
        gli_block_add(r->still.stream.ctx, block, r->marker + from, size - from);
    if (s == GLITCH_ENOMEM) {
        r->status = s;
        longjmp(r->fault, 1);
    }
}

/* Exif data, or an XMP packet; of each the first. */
static boolean on_app1(j_decompress_ptr jpeg)
{
    jpeg_reader *r = jpeg->client_data;
    gli_meta *m = &r->still.meta;
    size_t size = read_marker(r);
    if (r->decoding)
        return TRUE;
    if (begins(r, size, GLI_EXIF_MARK, GLI_EXIF_MARK_SIZE - 1)
        && size > GLI_EXIF_MARK_SIZE && !m->exif.size)
        keep(r, &m->exif, GLI_EXIF_MARK_SIZE, size);
    else if (begins(r, size, GLI_XMP_MARK, sizeof GLI_XMP_MARK) && !m->xmp.size
        && r->still.stream.ctx->decoding.keep_metadata)
        keep(r, &m->xmp, sizeof GLI_XMP_MARK, size);
    return TRUE;
}

/* Part of an ICC profile (ICC.1:2022, B.4); they are taken while they come in order. */
static boolean on_app2(j_decompress_ptr jpeg)
{
    jpeg_reader *r = jpeg->client_data;
    size_t size = read_marker(r), head = sizeof GLI_ICC_MARK + 2;
    if (!r->decoding && size > head
        && begins(r, size, GLI_ICC_MARK, sizeof GLI_ICC_MARK)
        && r->marker[sizeof GLI_ICC_MARK] == r->profile_parts + 1) {
        r->profile_parts++;
        keep(r, &r->still.meta.profile, head, size);
    }
    return TRUE;
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

/* libjpeg has memory of its own: all coefficients, where they come in several scans. */
static void check_memory(jpeg_reader *r)
{
    const struct jpeg_decompress_struct *j = &r->jpeg;
    uint64_t bytes = (uint64_t)j->image_width * j->image_height * sizeof(PixelTuple);
    for (int i = 0; i < j->num_components; i++)
        bytes += (uint64_t)j->comp_info[i].width_in_blocks
            * j->comp_info[i].height_in_blocks * sizeof(JBLOCK);
    if (jpeg_has_multiple_scans(&r->jpeg))
        r->status = gli_check_memory(r->still.stream.ctx, r->still.in->name, bytes);
}

static void read_header(jpeg_reader *r)
{
    jpeg_create_decompress(&r->jpeg);
    r->jpeg.src = &r->source;
    r->jpeg.progress = &r->progress;
    jpeg_set_marker_processor(&r->jpeg, JPEG_APP0 + 1, on_app1);
    jpeg_set_marker_processor(&r->jpeg, JPEG_APP0 + 2, on_app2);
    jpeg_read_header(&r->jpeg, TRUE);
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

static uint32_t per_metre(uint32_t density, int unit)
{
    const double inch = 0.0254;
    return unit == JFIF_PER_INCH ? (uint32_t)(density / inch + 0.5) : density * 100;
}

/* What JFIF says of the resolution, and Exif of the orientation. */
static void look_at_metadata(jpeg_reader *r)
{
    const struct jpeg_decompress_struct *j = &r->jpeg;
    const gli_block *exif = &r->still.meta.exif;
    glitch_metadata *m = &r->still.meta.told;
    uint32_t x = j->X_density, y = j->Y_density;
    bool known = j->density_unit == JFIF_PER_INCH || j->density_unit == JFIF_PER_CM;
    if (j->saw_JFIF_marker && x && y && (known || x != y)) {
        m->x_density = known ? per_metre(x, j->density_unit) : x;
        m->y_density = known ? per_metre(y, j->density_unit) : y;
        m->per_metre = known;
    }
    if (exif->size && !r->still.stream.ctx->decoding.no_orient)
        r->still.orientation = gli_exif_orientation(exif->data, exif->size);
}

static void look_at_header(jpeg_reader *r)
{
    read_header(r);
    look_at_metadata(r);
    r->still.info.width = r->jpeg.image_width;
    r->still.info.height = r->jpeg.image_height;
    check_memory(r);
}

static bool is_cmyk(const jpeg_reader *r)
{
    return r->jpeg.jpeg_color_space == JCS_CMYK || r->jpeg.jpeg_color_space == JCS_YCCK;
}

static void begin_rows(jpeg_reader *r)
{
    r->decoding = true;
    r->jpeg.out_color_space = is_cmyk(r) ? JCS_CMYK : JCS_EXT_RGBA;
    jpeg_start_decompress(&r->jpeg);
}

static void take_rows(jpeg_reader *r)
{
    struct jpeg_decompress_struct *j = &r->jpeg;
    JSAMPARRAY line = NULL;
    if (is_cmyk(r))
        line =
            j->mem->alloc_sarray((j_common_ptr)j, JPOOL_IMAGE, j->output_width * 4, 1);
    while (j->output_scanline < j->output_height) {
        PixelTuple *row =
            r->still.canvas + (size_t)j->output_scanline * j->output_width;
        JSAMPROW target = line ? line[0] : (JSAMPROW)row;
        jpeg_read_scanlines(j, &target, 1);
        r->still.rows++;
        if (line)
            cmyk_row(target, row, j->output_width);
    }
}

static void read_rows(jpeg_reader *r)
{
    begin_rows(r);
    take_rows(r);
    jpeg_finish_decompress(&r->jpeg);
}

/*
 * A picture in several scans is all there after each, in less detail. Where one has a
 * fault, those before are read again, and only those: libjpeg gives no rows after a fault.
 */
static void begin_again(jpeg_reader *r)
{
    jpeg_destroy_decompress(&r->jpeg);
    memset(&r->jpeg, 0, sizeof r->jpeg);
    set_callbacks(r);
    r->source.bytes_in_buffer = 0;
    r->status = gli_reader_rewind(r->still.in);
    if (r->status)
        longjmp(r->fault, 1);
    read_header(r);
    r->jpeg.buffered_image = TRUE;
    r->jpeg.do_block_smoothing = FALSE; /* it would look into the next scan */
    begin_rows(r);
}

static void count_good_scans(jpeg_reader *r)
{
    int result;
    begin_again(r);
    while ((result = jpeg_consume_input(&r->jpeg)) != JPEG_REACHED_EOI)
        if (result == JPEG_SCAN_COMPLETED)
            r->good_scans = r->jpeg.input_scan_number;
}

static void read_good_scans(jpeg_reader *r)
{
    struct jpeg_decompress_struct *j = &r->jpeg;
    int result;
    begin_again(r);
    do
        result = jpeg_consume_input(j);
    while (result != JPEG_REACHED_EOI
        && (result != JPEG_SCAN_COMPLETED || j->input_scan_number < r->good_scans));
    jpeg_start_output(j, r->good_scans);
    take_rows(r);
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
    jpeg_reader *r = (jpeg_reader *)still;
    glitch_status s = run(r, read_rows);
    if (s != GLITCH_EFORMAT || !still->stream.ctx->decoding.lenient || still->rows > 0)
        return s;
    run(r, count_good_scans);
    if (r->good_scans > 0)
        run(r, read_good_scans);
    return r->status ? r->status : s; /* the first fault is still to be told */
}

static void jpeg_close(gli_still *still)
{
    jpeg_reader *r = (jpeg_reader *)still;
    jpeg_destroy_decompress(&r->jpeg); /* also where it was never made */
}

glitch_status gli_jpeg_decode(gli_reader *in, glitch_frames *out)
{
    jpeg_reader *r =
        gli_still_new(in, sizeof *r, "jpeg", jpeg_decode_canvas, jpeg_close);
    if (!r)
        return GLITCH_ENOMEM;
    set_callbacks(r);
    /* What cannot be rewound is kept, for there may be a second try. */
    glitch_status s = in->ctx->decoding.lenient ? gli_reader_rewind(in) : GLITCH_OK;
    if (!s)
        s = run(r, look_at_header);
    if (s) {
        gli_still_free(&r->still);
        return s;
    }
    return gli_still_open(&r->still, out);
}
