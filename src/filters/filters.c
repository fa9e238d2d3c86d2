/* filters.c - the list of the built-in filters. */
#include "filters/filters.h"

const glitch_filter *const gli_filters[] = {
    &gli_scanline_offset,
    &gli_channel_shift,
    &gli_color_split,
    &gli_scanlines,
    &gli_classic,
    &gli_interlace,
    &gli_ghost,
    &gli_feedback,
    &gli_vhs,
    &gli_mosh,
    &gli_jpeg_bend,
    &gli_png_bend,
    NULL,
};
