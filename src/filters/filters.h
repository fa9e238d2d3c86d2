/* filters.h - the built-in filters. A new one is one line here and one in filters.c. */
#ifndef GLI_FILTERS_H
#define GLI_FILTERS_H
#include <glitch/filter.h>

extern const glitch_filter gli_scanline_offset;
extern const glitch_filter gli_channel_shift;
extern const glitch_filter gli_color_split;
extern const glitch_filter gli_scanlines;
extern const glitch_filter gli_classic;
extern const glitch_filter gli_interlace;
extern const glitch_filter gli_ghost;
extern const glitch_filter gli_feedback;
extern const glitch_filter gli_vhs;
extern const glitch_filter gli_mosh;
extern const glitch_filter gli_jpeg_bend;
extern const glitch_filter gli_png_bend;
extern const glitch_filter gli_jitter;
extern const glitch_filter gli_skew;
extern const glitch_filter gli_slice_repeat;
extern const glitch_filter gli_blocks;
extern const glitch_filter gli_stretch;
extern const glitch_filter gli_shuffle;
extern const glitch_filter gli_mirror;
extern const glitch_filter gli_kaleidoscope;
extern const glitch_filter gli_pixelate;
extern const glitch_filter gli_posterize;
extern const glitch_filter gli_bitcrush;
extern const glitch_filter gli_swizzle;
extern const glitch_filter gli_invert;
extern const glitch_filter gli_pixel_sort;
extern const glitch_filter gli_wave;
extern const glitch_filter gli_noise;
extern const glitch_filter gli_dither;
extern const glitch_filter gli_palette_filter;
extern const glitch_filter gli_splice;
extern const glitch_filter gli_expr;
extern const glitch_filter gli_crt;
extern const glitch_filter gli_aberration;
extern const glitch_filter gli_wind;
extern const glitch_filter gli_streak;
extern const glitch_filter gli_melt;
extern const glitch_filter gli_displace;

/* All of them, in the order in which they are listed; ends with NULL. */
extern const glitch_filter *const gli_filters[];

#endif
