/*
 * jpeg_write.c - JPEG out, through libjpeg-turbo: baseline; 4:4:4 unless less is asked
 * for, because what a glitch does to colours would be lost at half of the resolution.
 */
#include "codec/codec.h"
#include "codec/flatten.h"
#include "codec/jpeg_meta.h"
#include <setjmp.h>
#include <stdio.h> /* jpeglib.h needs it */
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

enum {
    DEFAULT_QUALITY = 90,
    BUFFER_SIZE = 1 << 14,
    COEFFICIENTS = 6 /* bytes a pixel */
};

typedef struct jpeg_writer {
    glitch_ctx *ctx;
    gli_writer *out;
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_destination_mgr destination;
    jmp_buf fault;
    const glitch_frame *frame;
    gli_flatten flatten;
    int quality, chroma;
    bool fast;
    glitch_status status;
    JOCTET buffer[BUFFER_SIZE];
    const char *comment;             /* NULL: none */
    const glitch_metadata *metadata; /* NULL: none */
} jpeg_writer;

static void on_error(j_common_ptr jpeg)
{
    jpeg_writer *w = jpeg->client_data;
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    if (!w->status && jpeg->err->msg_code == JERR_OUT_OF_MEMORY)
        w->status = gli_fail(w->ctx, GLITCH_ENOMEM, "out of memory");
    else if (!w->status)
        w->status = gli_fail(w->ctx, GLITCH_EIO, "%s: libjpeg: %s", w->out->name, text);
    longjmp(w->fault, 1);
}

static void on_message(j_common_ptr jpeg, int level)
{
    (void)jpeg;
    (void)level;
}

static void write_out(jpeg_writer *w, size_t size)
{
    if (!gli_write(w->out, w->buffer, size)) {
        w->status = w->out->failed;
        longjmp(w->fault, 1);
    }
    w->destination.next_output_byte = w->buffer;
    w->destination.free_in_buffer = BUFFER_SIZE;
}

static void on_begin(j_compress_ptr jpeg)
{
    jpeg_writer *w = jpeg->client_data;
    w->destination.next_output_byte = w->buffer;
    w->destination.free_in_buffer = BUFFER_SIZE;
}

static boolean on_full(j_compress_ptr jpeg)
{
    write_out(jpeg->client_data, BUFFER_SIZE);
    return TRUE;
}

static void on_end(j_compress_ptr jpeg)
{
    jpeg_writer *w = jpeg->client_data;
    write_out(w, BUFFER_SIZE - w->destination.free_in_buffer);
}

/* ---- the picture --------------------------------------------------------- */

/*
 * Tables made for the picture save some 5 to 10 % of the file, but all coefficients wait in
 * memory until those are known.
 */
static bool may_optimize(const jpeg_writer *w)
{
    uint64_t bytes = (uint64_t)w->frame->width * w->frame->height * COEFFICIENTS;
    return !w->fast && bytes <= gli_memory_left(w->ctx);
}

static void set_options(jpeg_writer *w)
{
    struct jpeg_compress_struct *j = &w->jpeg;
    j->image_width = w->frame->width;
    j->image_height = w->frame->height;
    j->input_components = sizeof(PixelTuple);
    j->in_color_space = JCS_EXT_RGBX;
    jpeg_set_defaults(j);
    jpeg_set_quality(j, w->quality, TRUE);
    for (int i = 0; i < j->num_components; i++)
        j->comp_info[i].h_samp_factor = j->comp_info[i].v_samp_factor = 1;
    if (w->chroma == 420 || w->chroma == 422)
        j->comp_info[0].h_samp_factor = 2;
    if (w->chroma == 420)
        j->comp_info[0].v_samp_factor = 2;
    j->optimize_coding = may_optimize(w);
    gli_jpeg_set_density(j, w->metadata);
}

static void write_all(jpeg_writer *w)
{
    const glitch_frame *f = w->frame;
    jpeg_create_compress(&w->jpeg);
    w->jpeg.dest = &w->destination;
    set_options(w);
    jpeg_start_compress(&w->jpeg, TRUE);
    gli_jpeg_write_metadata(&w->jpeg, w->metadata);
    if (w->comment)
        jpeg_write_marker(&w->jpeg, JPEG_COM, (const JOCTET *)w->comment,
            (unsigned)strlen(w->comment));
    for (uint32_t y = 0; y < f->height; y++) {
        /* libjpeg does not write to the row. */
        JSAMPROW row = (JSAMPROW)gli_flatten_row(&w->flatten, f->px + y * f->stride);
        w->status = gli_poll(w->ctx);
        if (w->status)
            longjmp(w->fault, 1);
        jpeg_write_scanlines(&w->jpeg, &row, 1);
    }
    jpeg_finish_compress(&w->jpeg);
}

/* libjpeg reports a fault by a jump: it lands here, so nothing above needs to know. */
static glitch_status run(jpeg_writer *w)
{
    if (setjmp(w->fault) == 0)
        write_all(w);
    return w->status;
}

static glitch_status jpeg_write_frame(void *self, const glitch_frame *frame)
{
    jpeg_writer *w = self;
    w->frame = frame;
    return run(w);
}

static glitch_status jpeg_finish(void *self)
{
    (void)self; /* the one frame was written when it came */
    return GLITCH_OK;
}

static void jpeg_close(void *self)
{
    jpeg_writer *w = self;
    jpeg_destroy_compress(&w->jpeg); /* nothing is harmed where it was not created */
    gli_flatten_end(&w->flatten);
    gli_free(w->ctx, w);
}

glitch_status gli_jpeg_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    static const gli_encoder_tc tc = { jpeg_write_frame, jpeg_finish, jpeg_close };
    if (info->width > JPEG_MAX_DIMENSION || info->height > JPEG_MAX_DIMENSION)
        return gli_fail(out->ctx, GLITCH_ELIMIT,
            "%s: %lux%lu pixels do not fit into a JPEG, which holds at most %ld each "
            "way",
            out->name, (unsigned long)info->width, (unsigned long)info->height,
            JPEG_MAX_DIMENSION);
    jpeg_writer *w = gli_zalloc(out->ctx, 1, sizeof *w);
    if (!w)
        return GLITCH_ENOMEM;
    w->ctx = out->ctx;
    w->out = out;
    w->quality = opt->quality > 0 ? opt->quality : DEFAULT_QUALITY;
    w->chroma = opt->chroma;
    w->fast = opt->fast;
    w->comment = opt->comment;
    w->metadata = info->metadata;
    w->jpeg.err = jpeg_std_error(&w->errors);
    w->jpeg.client_data = w;
    w->errors.error_exit = on_error;
    w->errors.emit_message = on_message;
    w->destination = (struct jpeg_destination_mgr) { .init_destination = on_begin,
        .empty_output_buffer = on_full,
        .term_destination = on_end };
    glitch_status s = gli_flatten_begin(&w->flatten, out, info->width, opt);
    if (s)
        jpeg_close(w);
    else
        *encoder = (gli_encoder) { w, &tc };
    return s;
}
