/*
 * jpeg_scan.h - the decoder of a baseline JPEG's entropy-coded data, for data that is
 * damaged on purpose.
 *
 * What decoders make of damaged data differs between them, and between a library's code for
 * one processor and for another, where sums overflow. Here nothing can, so that the same
 * bytes are the same pixels everywhere.
 */
#ifndef GLI_JPEG_SCAN_H
#define GLI_JPEG_SCAN_H
#include <glitch/filters.h>

enum { JPEG_COMPONENTS = 3, JPEG_BLOCK = 8 };

/* A Huffman table as a DHT segment has it: how many codes of 1 ... 16 bits, their values. */
typedef struct jpeg_codes {
    uint8_t counts[17];
    uint8_t values[256];
} jpeg_codes;

typedef struct jpeg_component {
    uint32_t across, down; /* blocks in a unit: 1 or 2 */
    jpeg_codes dc, ac;
    uint16_t steps[64]; /* of quantisation, row by row */
} jpeg_component;

typedef struct jpeg_scan {
    const uint8_t *next,
        *end;               /* the entropy-coded data, markers of restarts within it */
    uint32_t restart;       /* units between those; 0: none */
    uint32_t width, height; /* in pixels */
    jpeg_component
        components[JPEG_COMPONENTS]; /* Y, Cb, Cr; the first has most blocks */
} jpeg_scan;

/* Write red, green and blue of all pixels of `out`, which has the scan's size. */
glitch_status jpeg_scan_decode(jpeg_scan *s, glitch_plan *p, const glitch_frame *out);

#endif
