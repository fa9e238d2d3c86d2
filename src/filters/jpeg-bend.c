/*
 * jpeg-bend.c - databending: the picture is made a JPEG, some of its bytes are changed, and
 * what is left is decoded.
 *
 * Databending of JPEG files is folklore; among its tools is J. Jimenez's jpg-glitch, 2013.
 * Only entropy-coded data is changed, and never into a marker. libjpeg encodes, with the
 * integer transform; jpeg_scan.c decodes, because sums that overflow are no two decoders'
 * same.
 */
#include "filters/jpeg_scan.h"
#include <glitch/filters.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h> /* jpeglib.h needs it */

#include <jerror.h>
#include <jpeglib.h>
#include <string.h>

enum { HALF, FULL };

typedef glitch_jpeg_bend_params params;

typedef struct state {
    int32_t quality, bytes, chroma, restart;
    uint64_t key;
} state;

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    (void)reach;
    if (shape->width > JPEG_MAX_DIMENSION || shape->height > JPEG_MAX_DIMENSION)
        return glitch_plan_fail(p, GLITCH_ELIMIT,
            "%lux%lu pixels do not fit into a JPEG, which holds at most %ld each way",
            (unsigned long)shape->width, (unsigned long)shape->height,
            JPEG_MAX_DIMENSION);
    double bytes = q->level * q->level;
    s->quality = q->quality;
    s->bytes =
        q->bytes == GLITCH_INT_AUTO ? (int32_t)(bytes < 1 ? 1 : bytes) : q->bytes;
    s->chroma = q->chroma;
    s->restart = q->restart;
    s->key = glitch_plan_rand(p);
    *out = s;
    return GLITCH_OK;
}

/* ---- encoding ------------------------------------------------------------ */

typedef struct writer {
    glitch_plan *plan;
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_destination_mgr destination;
    jmp_buf fault;
    glitch_status status;
    JOCTET *bytes;
    size_t size, room;
} writer;

static void on_error(j_common_ptr jpeg)
{
    writer *w = jpeg->client_data;
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    if (!w->status)
        w->status = glitch_plan_fail(w->plan,
            jpeg->err->msg_code == JERR_OUT_OF_MEMORY ? GLITCH_ENOMEM : GLITCH_EINVAL,
            "libjpeg: %s", text);
    longjmp(w->fault, 1);
}

static void on_message(j_common_ptr jpeg, int level)
{
    (void)jpeg;
    (void)level;
}

static void offer(writer *w)
{
    w->destination.next_output_byte = w->bytes + w->size;
    w->destination.free_in_buffer = w->room - w->size;
}

static void on_begin(j_compress_ptr jpeg)
{
    offer(jpeg->client_data);
}

/* All is full: twice as much. What it was is freed after the frame. */
static boolean on_full(j_compress_ptr jpeg)
{
    writer *w = jpeg->client_data;
    JOCTET *more = glitch_plan_alloc(w->plan, w->room, 2);
    if (!more) {
        w->status = GLITCH_ENOMEM;
        longjmp(w->fault, 1);
    }
    memcpy(more, w->bytes, w->room);
    w->bytes = more;
    w->size = w->room;
    w->room *= 2;
    offer(w);
    return TRUE;
}

static void on_end(j_compress_ptr jpeg)
{
    writer *w = jpeg->client_data;
    w->size = w->room - w->destination.free_in_buffer;
}

static void set_options(writer *w, const state *s, const glitch_frame *f)
{
    struct jpeg_compress_struct *j = &w->jpeg;
    j->image_width = f->width;
    j->image_height = f->height;
    j->input_components = sizeof(PixelTuple);
    j->in_color_space = JCS_EXT_RGBX;
    jpeg_set_defaults(j);
    jpeg_set_quality(j, s->quality, TRUE);
    j->dct_method = JDCT_ISLOW;
    j->restart_in_rows = s->restart;
    for (int i = 0; i < j->num_components; i++)
        j->comp_info[i].h_samp_factor = j->comp_info[i].v_samp_factor =
            i == 0 && s->chroma == HALF ? 2 : 1;
}

static void write_all(writer *w, const state *s, const glitch_frame *f)
{
    jpeg_create_compress(&w->jpeg);
    w->jpeg.dest = &w->destination;
    set_options(w, s, f);
    jpeg_start_compress(&w->jpeg, TRUE);
    for (uint32_t y = 0; y < f->height; y++) {
        JSAMPROW row = (JSAMPROW)(f->px + y * f->stride); /* which libjpeg only reads */
        w->status = glitch_plan_poll(w->plan);
        if (w->status)
            longjmp(w->fault, 1);
        jpeg_write_scanlines(&w->jpeg, &row, 1);
    }
    jpeg_finish_compress(&w->jpeg);
}

/* libjpeg reports a fault by a jump: it lands here, so nothing above needs to know. */
static glitch_status run(writer *w, const state *s, const glitch_frame *f)
{
    if (setjmp(w->fault) == 0)
        write_all(w, s, f);
    return w->status;
}

static writer *new_writer(glitch_plan *p, const glitch_frame *f)
{
    writer *w = glitch_plan_alloc(p, 1, sizeof *w);
    if (!w)
        return NULL;
    w->plan = p;
    w->room = (size_t)f->width * f->height / 4 + 4096;
    w->bytes = glitch_plan_alloc(p, w->room, 1);
    w->jpeg.err = jpeg_std_error(&w->errors);
    w->jpeg.client_data = w;
    w->errors.error_exit = on_error;
    w->errors.emit_message = on_message;
    w->destination = (struct jpeg_destination_mgr) { .init_destination = on_begin,
        .empty_output_buffer = on_full,
        .term_destination = on_end };
    return w->bytes ? w : NULL;
}

/* ---- bending ------------------------------------------------------------- */

/* Where the entropy-coded data begins: after the header of the scan. */
static size_t find_data(const writer *w)
{
    size_t at = 2; /* after SOI */
    uint8_t marker;
    do {
        marker = w->bytes[at + 1];
        at += 2 + (size_t)(w->bytes[at + 2] << 8 | w->bytes[at + 3]);
    } while (marker != 0xda);
    return at;
}

/* No 0xff, nor what follows one, is changed, and none is made: so all markers stay. */
static void bend(const state *s, uint8_t *data, size_t size)
{
    for (int32_t i = 0; i < s->bytes && size; i++) {
        uint64_t random = glitch_random_at(s->key, (uint64_t)i);
        size_t at = (size_t)((random >> 32) * size >> 32);
        uint8_t other = (uint8_t)((random & 0xffff) % 254);
        if (data[at] != 0xff && (at == 0 || data[at - 1] != 0xff))
            data[at] = (uint8_t)(other + (other >= data[at]));
    }
}

/* ---- decoding ------------------------------------------------------------ */

static jpeg_codes codes_of(const JHUFF_TBL *table)
{
    jpeg_codes codes;
    memcpy(codes.counts, table->bits, sizeof codes.counts);
    memcpy(codes.values, table->huffval, sizeof codes.values);
    return codes;
}

static void describe(const writer *w, jpeg_scan *out)
{
    const struct jpeg_compress_struct *j = &w->jpeg;
    out->restart = j->restart_interval;
    out->width = j->image_width;
    out->height = j->image_height;
    for (int i = 0; i < JPEG_COMPONENTS; i++) {
        const jpeg_component_info *c = &j->comp_info[i];
        jpeg_component *to = &out->components[i];
        to->across = (uint32_t)c->h_samp_factor;
        to->down = (uint32_t)c->v_samp_factor;
        to->dc = codes_of(j->dc_huff_tbl_ptrs[c->dc_tbl_no]);
        to->ac = codes_of(j->ac_huff_tbl_ptrs[c->ac_tbl_no]);
        for (int k = 0; k < 64; k++)
            to->steps[k] = j->quant_tbl_ptrs[c->quant_tbl_no]->quantval[k];
    }
}

static glitch_status frame(glitch_plan *p, const void *given, const glitch_frame *io)
{
    const state *s = given;
    jpeg_scan *scan = glitch_plan_alloc(p, 1, sizeof *scan);
    writer *w = new_writer(p, io);
    if (!scan || !w)
        return GLITCH_ENOMEM;
    glitch_status status = run(w, s, io);
    if (!status) {
        size_t start = find_data(w), size = w->size - 2 - start; /* without EOI */
        describe(w, scan);
        bend(s, w->bytes + start, size);
        scan->next = w->bytes + start;
        scan->end = scan->next + size;
    }
    jpeg_destroy_compress(&w->jpeg);
    return status ? status : jpeg_scan_decode(scan, p, io);
}

static const char *const chromas[] = { "half", "full", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no bytes are given; auto: the intensity" },
    { "bytes", GLITCH_INT, offsetof(params, bytes), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER, "how many bytes are changed; auto: the level's square" },
    { "quality", GLITCH_INT, offsetof(params, quality), "75", 1, 100, NULL,
        GLITCH_AUTO_NONE, "of the JPEG; the lower, the more each byte destroys" },
    { "chroma", GLITCH_CHOICE, offsetof(params, chroma), "half", 0, 0, chromas,
        GLITCH_AUTO_NONE, "resolution of the colours: 4:2:0 or 4:4:4" },
    { "restart", GLITCH_INT, offsetof(params, restart), "0", 0, 65535, NULL,
        GLITCH_AUTO_NONE,
        "rows of blocks after which the decoder begins anew, and faults end; 0: "
        "never" },
    { 0 },
};

const glitch_filter gli_jpeg_bend = {
    .struct_size = sizeof(glitch_filter),
    .name = "jpeg-bend",
    .summary = "encode as JPEG, change some bytes, and decode",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .frame = frame,
};
