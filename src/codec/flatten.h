/* flatten.h - rows without alpha, for the formats that have none. */
#ifndef GLI_FLATTEN_H
#define GLI_FLATTEN_H
#include "base/writer.h"

typedef struct gli_flatten {
    glitch_ctx *ctx;
    const char *name; /* of the output */
    PixelTuple matte;
    uint32_t width;
    PixelTuple *row; /* blended */
    bool told;       /* that something was */
} gli_flatten;

/* The matte of the options, else white. */
glitch_status gli_flatten_begin(gli_flatten *f, const gli_writer *out, uint32_t width,
    const glitch_sink_options *opt);

/* The row itself where all of it is opaque, else blended; valid until the next call. */
const PixelTuple *gli_flatten_row(gli_flatten *f, const PixelTuple *row);

/* May be called for one that is zero, or where gli_flatten_begin() failed. */
void gli_flatten_end(gli_flatten *f);

bool gli_is_opaque(const glitch_frame *frame);

#endif
