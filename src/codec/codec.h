/*
 * codec.h - what a picture format is to the rest of the library; one table lists them.
 */
#ifndef GLI_CODEC_H
#define GLI_CODEC_H
#include "base/reader.h"
#include "base/writer.h"

/* A picture being written. */
typedef struct gli_encoder_tc {
    glitch_status (*write)(void *self, const glitch_frame *frame);
    glitch_status (*finish)(void *self); /* after at least one frame; before close() */
    void (*close)(void *self);
} gli_encoder_tc;

typedef struct gli_encoder {
    void *self;
    const gli_encoder_tc *tc;
} gli_encoder;

typedef struct gli_format {
    const char *name;
    const char *const *extensions; /* lower case; ends with NULL */
    bool animates;                 /* can it hold more than one picture? */
    /* Do these first bytes, at most GLI_HEAD, begin a file of this format? */
    bool (*probe)(const unsigned char *head, size_t size); /* NULL: another's do */
    /* Read the header. The reader is taken over, also on failure. NULL: cannot read. */
    glitch_status (*decode)(gli_reader *in, glitch_frames *out);
    /* Check that the format can hold such a picture. NULL: cannot write. */
    glitch_status (*encode)(gli_writer *out, const glitch_info *info,
        const glitch_sink_options *opt, gli_encoder *encoder);
    bool keeps_profile; /* is there room for one? */
} gli_format;

/* Ends with an entry without a name. */
extern const gli_format gli_formats[];

glitch_status gli_png_decode(gli_reader *in, glitch_frames *out);
glitch_status gli_jpeg_decode(gli_reader *in, glitch_frames *out);
glitch_status gli_gif_decode(gli_reader *in, glitch_frames *out);
glitch_status gli_y4m_decode(gli_reader *in, glitch_frames *out);
glitch_status gli_webp_decode(gli_reader *in, glitch_frames *out);

glitch_status gli_png_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder);
glitch_status gli_jpeg_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder);
glitch_status gli_apng_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder);
glitch_status gli_gif_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder);
glitch_status gli_y4m_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder);
glitch_status gli_bmp_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder);
glitch_status gli_tga_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder);
glitch_status gli_ppm_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder);
glitch_status gli_pam_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder);
glitch_status gli_rgba_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder);
glitch_status gli_webp_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder);

#endif
