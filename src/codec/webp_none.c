/* webp_none.c - what stands in for WebP where glitch was built without libwebp. */
#include "codec/codec.h"

static const char none[] = "this build of glitch has no WebP; it needs libwebp";

glitch_status gli_webp_decode(gli_reader *in, glitch_frames *out)
{
    (void)out;
    glitch_status s = gli_reader_fail(in, GLITCH_EFORMAT, "%s", none);
    gli_reader_close(in);
    return s;
}

glitch_status gli_webp_encode(gli_writer *out, const glitch_info *info,
    const glitch_sink_options *opt, gli_encoder *encoder)
{
    (void)info;
    (void)opt;
    (void)encoder;
    return gli_fail(out->ctx, GLITCH_EUNSUPPORTED, "%s: %s", out->name, none);
}
