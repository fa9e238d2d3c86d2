/*
 * unlzw.c - the decompression of GIF: LZW (T. Welch, "A Technique for High-Performance
 * Data Compression", IEEE Computer 17/6, 1984) with codes of growing width (GIF89a,
 * appendix F). A full dictionary is kept until a clear code comes.
 */
#include "codec/unlzw.h"
#include <string.h>

enum { MOST_BITS = 12, NONE = GLI_UNLZW_CODES };

static uint32_t clear_code(const gli_unlzw *z)
{
    return UINT32_C(1) << z->index_bits;
}

static void clear(gli_unlzw *z)
{
    z->width = z->index_bits + 1;
    z->next = clear_code(z) + 2;
    z->last = NONE;
}

void gli_unlzw_begin(gli_unlzw *z, unsigned index_bits)
{
    z->index_bits = index_bits;
    z->bits = z->held = 0;
    z->left = z->rest_begin = z->rest_end = 0;
    z->ended = GLI_UNLZW_GOES_ON;
    clear(z);
    for (uint32_t i = 0; i < clear_code(z); i++)
        z->strings[i] = (gli_unlzw_string) { NONE, 1, (uint8_t)i, (uint8_t)i };
}

/* NONE: the input ends. */
static uint32_t next_code(gli_unlzw *z)
{
    while (z->held < z->width) {
        if (z->left == 0) {
            z->piece = z->more(z->user, &z->left);
            if (z->left == 0)
                return NONE;
        }
        z->bits |= (uint32_t)*z->piece++ << z->held;
        z->left--;
        z->held += 8;
    }
    uint32_t code = z->bits & ((UINT32_C(1) << z->width) - 1);
    z->bits >>= z->width;
    z->held -= z->width;
    return code;
}

/* The last string and the first index of this one make a new string. */
static void learn(gli_unlzw *z, uint32_t code)
{
    if (z->last == NONE || z->next == GLI_UNLZW_CODES)
        return;
    const gli_unlzw_string *before = &z->strings[z->last];
    uint8_t first = code < z->next ? z->strings[code].first : before->first;
    z->strings[z->next++] = (gli_unlzw_string) { (uint16_t)z->last,
        (uint16_t)(before->length + 1), before->first, first };
    z->width += z->next == UINT32_C(1) << z->width && z->width < MOST_BITS;
}

/* The next code that stands for a string; NONE where the stream has ended. */
static uint32_t next_string(gli_unlzw *z)
{
    for (;;) {
        uint32_t code = next_code(z);
        if (code == clear_code(z)) {
            clear(z);
            continue;
        }
        if (code == NONE)
            z->ended = GLI_UNLZW_NO_MORE;
        else if (code == clear_code(z) + 1)
            z->ended = GLI_UNLZW_END_CODE;
        else if (code >= z->next + (z->last != NONE && z->next < GLI_UNLZW_CODES))
            z->ended = GLI_UNLZW_BAD_CODE;
        if (z->ended)
            return NONE;
        learn(z, code);
        z->last = code;
        return code;
    }
}

static void write_string(const gli_unlzw *z, uint32_t code, uint8_t *out)
{
    for (size_t i = z->strings[code].length; i-- > 0; code = z->strings[code].prefix)
        out[i] = z->strings[code].last;
}

static size_t take_rest(gli_unlzw *z, uint8_t *indices, size_t count)
{
    size_t n = z->rest_end - z->rest_begin;
    if (n > count)
        n = count;
    memcpy(indices, z->rest + z->rest_begin, n);
    z->rest_begin += n;
    return n;
}

size_t gli_unlzw_get(gli_unlzw *z, uint8_t *indices, size_t count)
{
    size_t done = take_rest(z, indices, count);
    while (done < count && !z->ended) {
        uint32_t code = next_string(z);
        if (code == NONE)
            break;
        size_t length = z->strings[code].length;
        if (length <= count - done) {
            write_string(z, code, indices + done);
            done += length;
        } else {
            write_string(z, code, z->rest);
            z->rest_begin = 0;
            z->rest_end = length;
            done += take_rest(z, indices + done, count - done);
        }
    }
    return done;
}

void gli_unlzw_skip(gli_unlzw *z)
{
    while (next_string(z) != NONE)
        ;
}
