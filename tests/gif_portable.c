/* gif_portable.c - the loops of a GIF once more, as processors without SSE2 have them. */
#define GLI_PORTABLE
#define gli_dither_rows          gli_dither_rows_plain
#define gli_dither_rows_portable gli_dither_rows_portable_anew
#define gli_smooth_pixel         gli_smooth_pixel_portable
#define gli_smooth_row           gli_smooth_row_anew
#define gli_smooth_row_portable  gli_smooth_row_portable_anew
#include "codec/gif_dither.c"
#include "codec/gif_smooth.c"
