/* gif_scan.h - a look through a GIF's blocks, without its pixels. */
#ifndef GLI_GIF_SCAN_H
#define GLI_GIF_SCAN_H
#include "base/reader.h"
#include "codec/rect.h"

typedef struct gli_gif_summary {
    uint32_t frames;   /* images that begin, whole or not */
    int32_t loops;     /* as in glitch_info */
    gli_rect first;    /* where the first image is */
    const char *fault; /* why it does not end as it should; static, NULL: it does */
} gli_gif_summary;

/* Reads to the end of the blocks, or to the first thing that is none. Cannot fail. */
gli_gif_summary gli_gif_scan(gli_reader *in);

#endif
