/* apng_head.h - what comes before the pixels of a PNG, and says whether it is animated. */
#ifndef GLI_APNG_HEAD_H
#define GLI_APNG_HEAD_H
#include "codec/meta.h"
#include "codec/png_chunks.h"

/* The chunks that are kept, by what a frame of its own needs of them. */
typedef enum gli_png_kind {
    GLI_PNG_IHDR,
    GLI_PNG_PLTE,
    GLI_PNG_TRNS,
    GLI_PNG_ACTL, /* there is an animation, of so many frames, played so often */
    GLI_PNG_FCTL, /* the picture itself is its first frame */
    GLI_PNG_KINDS
} gli_png_kind;

enum { GLI_PNG_KEPT = 3 * 256, GLI_ACTL_SIZE = 8, GLI_FCTL_SIZE = 26 };

typedef struct gli_png_kept {
    unsigned char data[GLI_PNG_KEPT];
    uint32_t size; /* of the chunk's data, of which GLI_PNG_KEPT bytes are kept */
    uint32_t count;
    bool sound; /* the checksum was right */
} gli_png_kept;

typedef struct gli_apng_head {
    gli_png_kept chunks[GLI_PNG_KINDS];
} gli_apng_head;

extern const char gli_png_types[GLI_PNG_KINDS][5];

/* The chunk that is at hand, where it is one to keep; else NULL. */
gli_png_kept *gli_apng_keeps(gli_apng_head *head, const gli_png_chunks *chunks);

/*
 * The animation's frames, lazily. The reader of `chunks` is taken over, also on failure; the
 * head of the first IDAT is read. So is what `meta` holds.
 */
glitch_status gli_apng_open(const gli_png_chunks *chunks, const gli_apng_head *head,
    gli_meta *meta, glitch_frames *out);

#endif
