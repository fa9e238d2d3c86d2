/* png_chunks.c - a PNG's chunks, one after the other, without holding any. */
#include "codec/png_chunks.h"
#include <string.h>
#include <zlib.h>

const unsigned char gli_png_signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a,
    '\n' };

uint32_t gli_png_get32(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

void gli_png_put32(unsigned char *b, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        b[i] = (unsigned char)(value >> (24 - 8 * i));
}

size_t gli_png_chunk(gli_png_chunks *c)
{
    size_t n = gli_read(c->in, c->head, GLI_PNG_HEAD);
    c->left = n == GLI_PNG_HEAD ? gli_png_get32(c->head) : 0;
    c->crc = (uint32_t)crc32(0, c->head + 4, 4);
    return n;
}

size_t gli_png_data(gli_png_chunks *c, void *buffer, size_t n)
{
    if (n > c->left)
        n = c->left;
    n = gli_read(c->in, buffer, n);
    c->left -= (uint32_t)n;
    c->crc = (uint32_t)crc32(c->crc, buffer, (uInt)n);
    return n;
}

size_t gli_png_end(gli_png_chunks *c)
{
    return gli_read(c->in, c->tail, GLI_PNG_TAIL);
}

bool gli_png_is_sound(const gli_png_chunks *c)
{
    return gli_png_get32(c->tail) == c->crc;
}

bool gli_png_is(const gli_png_chunks *c, const char type[4])
{
    return memcmp(c->head + 4, type, 4) == 0;
}
