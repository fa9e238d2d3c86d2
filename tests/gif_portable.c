/* gif_portable.c - the dithering once more, as processors without SSE2 have it. */
#define GLI_PORTABLE
#define gli_dither_rows gli_dither_rows_portable
#include "codec/gif_dither.c"
