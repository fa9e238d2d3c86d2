/*
 * png_chunks.h - a PNG's chunks, one after the other, without holding any.
 *
 * Format: "Portable Network Graphics (PNG) Specification (Third Edition)", W3C, 2025.
 */
#ifndef GLI_PNG_CHUNKS_H
#define GLI_PNG_CHUNKS_H
#include "base/reader.h"

enum {
    GLI_PNG_HEAD = 8,            /* bytes of a chunk before its data: length, type */
    GLI_PNG_TAIL = 4,            /* and after: a checksum */
    GLI_PNG_LONGEST = 0x7fffffff /* the most data of a chunk, and the largest number */
};

/* The signature, which all PNGs begin with. */
extern const unsigned char gli_png_signature[8];

typedef struct gli_png_chunks {
    gli_reader *in;
    unsigned char head[GLI_PNG_HEAD], tail[GLI_PNG_TAIL]; /* as they are in the file */
    uint32_t left; /* of the chunk's data, bytes that are not yet read */
    uint32_t crc;  /* of the type, and of what was read */
} gli_png_chunks;

/* Read the head of the next chunk; how many bytes there are: fewer than GLI_PNG_HEAD where
 * the file ends. The one before has to be read to its end. */
size_t gli_png_chunk(gli_png_chunks *c);
/* Up to n bytes of its data; 0 at their end, or where the file ends. */
size_t gli_png_data(gli_png_chunks *c, void *buffer, size_t n);
/* Read the checksum; returns how many bytes of it there are. */
size_t gli_png_end(gli_png_chunks *c);
/* Is the checksum that was read the right one? */
bool gli_png_is_sound(const gli_png_chunks *c);
/* Is the chunk of this type? */
bool gli_png_is(const gli_png_chunks *c, const char type[4]);

/* Four bytes of a PNG, the high one first, and back. */
uint32_t gli_png_get32(const unsigned char *bytes);
void gli_png_put32(unsigned char *bytes, uint32_t value);

#endif
