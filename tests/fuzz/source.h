/* source.h - frames made of any bytes, for targets that need pictures. */
#ifndef FUZZ_SOURCE_H
#define FUZZ_SOURCE_H
#include "fuzz.h"

/* How a byte becomes a pixel. */
typedef enum fuzz_kind {
    FUZZ_FEW,       /* 16 colours */
    FUZZ_FEW_HOLES, /* the same, one of them transparent */
    FUZZ_MANY,      /* one of 256 colours */
    FUZZ_SMOOTH,    /* a slope with that much noise */
    FUZZ_ANY,       /* four bytes are a pixel */
    FUZZ_KINDS
} fuzz_kind;

/* What the frames look like; the bytes begin anew where they end. */
typedef struct fuzz_source {
    uint32_t width, height, count;
    int32_t loops;
    fuzz_kind kind;
    bool scratch; /* lend the frames to be written over */
    const uint8_t *data;
    size_t size;
} fuzz_source;

/* An iterator over them; to be closed. */
glitch_frames fuzz_frames(const fuzz_source *source);

#endif
