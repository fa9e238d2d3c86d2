/*
 * gif_scan.c - a look through a GIF's blocks, without its pixels.
 *
 * How many frames there are decides whether a GIF is a still picture, and the loop
 * count may stand anywhere. Format: "Graphics Interchange Format, Version 89a",
 * CompuServe, 1990; the loop count is Netscape's extension of 1995.
 */
#include "codec/gif_scan.h"
#include <string.h>

enum {
    EXTENSION = 0x21,
    IMAGE = 0x2c,
    TRAILER = 0x3b,
    APPLICATION = 0xff,
    MOST_CODE_BITS = 8
};

/* A sub-block, at most 255 bytes; 0: the last, empty one; -1: the input ends. */
static int sub_block(gli_reader *in, unsigned char block[255])
{
    unsigned char size;
    if (gli_read(in, &size, 1) != 1 || gli_read(in, block, size) != size)
        return -1;
    return size;
}

static bool skip_sub_blocks(gli_reader *in)
{
    unsigned char block[255];
    int n;
    do
        n = sub_block(in, block);
    while (n > 0);
    return n == 0;
}

static bool skip_colors(gli_reader *in, unsigned char packed)
{
    unsigned char table[3 * 256];
    size_t size = packed & 0x80 ? (size_t)3 << ((packed & 7) + 1) : 0;
    return gli_read(in, table, size) == size;
}

static bool is_loop_extension(const unsigned char *name, int size)
{
    return size == 11
        && (memcmp(name, "NETSCAPE2.0", 11) == 0
            || memcmp(name, "ANIMEXTS1.0", 11) == 0);
}

static bool scan_extension(gli_reader *in, gli_gif_summary *summary)
{
    unsigned char label, block[255];
    if (gli_read(in, &label, 1) != 1)
        return false;
    int n = sub_block(in, block);
    bool loop = label == APPLICATION && is_loop_extension(block, n);
    while (n > 0) {
        n = sub_block(in, block);
        if (loop && n == 3 && block[0] == 1)
            summary->loops = block[1] | block[2] << 8;
    }
    return n == 0;
}

static uint32_t word(const unsigned char *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8;
}

static bool scan_image(gli_reader *in, gli_gif_summary *summary)
{
    unsigned char descriptor[9], code_size;
    bool first = summary->frames++ == 0;
    if (gli_read(in, descriptor, 9) != 9)
        return false;
    if (first)
        summary->first = (gli_rect) { word(descriptor), word(descriptor + 2),
            word(descriptor + 4), word(descriptor + 6) };
    if (!skip_colors(in, descriptor[8]) || gli_read(in, &code_size, 1) != 1)
        return false;
    if (code_size > MOST_CODE_BITS) { /* giflib goes no further, either */
        summary->fault = "codes of more bits than the format has";
        return false;
    }
    return skip_sub_blocks(in);
}

gli_gif_summary gli_gif_scan(gli_reader *in)
{
    gli_gif_summary summary = { .loops = -1, .fault = "it ends too early" };
    unsigned char header[13], kind;
    bool more = gli_read(in, header, 13) == 13 && skip_colors(in, header[10]);
    while (more && gli_read(in, &kind, 1) == 1) {
        if (kind == EXTENSION) {
            more = scan_extension(in, &summary);
        } else if (kind == IMAGE) {
            more = scan_image(in, &summary);
        } else {
            more = false;
            summary.fault = kind == TRAILER ? NULL : "bytes that begin no block";
        }
    }
    return summary;
}
