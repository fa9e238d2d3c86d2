/*
 * comment.c - the text that a picture's file carries beside the picture.
 *
 * PNG (W3C, 11.3.3): a tEXt chunk. JPEG (ITU T.81, B.2.4.5): a COM marker. GIF (89a, 24):
 * a comment extension. Only what stands before the picture is looked at.
 */
#include "codec/comment.h"
#include <string.h>

/* Where the text goes, as far as there is room. */
typedef struct text {
    char *out;
    size_t size, used;
} text;

static void put(text *t, const unsigned char *bytes, size_t n)
{
    size_t room = t->size - 1 - t->used;
    n = n < room ? n : room;
    memcpy(t->out + t->used, bytes, n);
    t->used += n;
    t->out[t->used] = 0;
}

/* Take n bytes of the input; into the text, if there is one. */
static bool take(gli_reader *in, size_t n, text *t)
{
    unsigned char block[512];
    while (n > 0) {
        size_t want = n < sizeof block ? n : sizeof block,
               got = gli_read(in, block, want);
        if (got != want)
            return false;
        if (t)
            put(t, block, got);
        n -= got;
    }
    return true;
}

/* ---- PNG ----------------------------------------------------------------- */

static uint32_t big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* After its length and type: is it the text? Its checksum is not looked at. */
static bool take_chunk(gli_reader *in, uint32_t length, bool is_text, text *t)
{
    unsigned char key[sizeof GLI_COMMENT_KEY];
    bool found = false;
    if (is_text && length > sizeof key && gli_read(in, key, sizeof key) == sizeof key) {
        length -= (uint32_t)sizeof key;
        found = memcmp(key, GLI_COMMENT_KEY, sizeof key) == 0;
    }
    return take(in, length, found ? t : NULL) && take(in, 4, NULL);
}

static void read_png(gli_reader *in, text *t)
{
    unsigned char head[8];
    bool more = take(in, 8, NULL);
    while (more && t->used == 0 && gli_read(in, head, 8) == 8) {
        const char *type = (const char *)head + 4;
        more = memcmp(type, "IDAT", 4) != 0
            && take_chunk(in, big_endian(head), memcmp(type, "tEXt", 4) == 0, t);
    }
}

/* ---- JPEG ---------------------------------------------------------------- */

static void read_jpeg(gli_reader *in, text *t)
{
    enum { COM = 0xfe, SOS = 0xda, SOF = 0xc0 };
    unsigned char head[4];
    bool more = take(in, 2, NULL);
    while (more && t->used == 0 && gli_read(in, head, 4) == 4) {
        size_t length = (size_t)head[2] << 8 | head[3];
        more = head[0] == 0xff && head[1] >= SOF && head[1] != SOS && length >= 2
            && take(in, length - 2, head[1] == COM ? t : NULL);
    }
}

/* ---- GIF ----------------------------------------------------------------- */

static bool take_blocks(gli_reader *in, text *t)
{
    unsigned char length;
    while (gli_read(in, &length, 1) == 1) {
        if (length == 0)
            return true;
        if (!take(in, length, t))
            return false;
    }
    return false;
}

static void read_gif(gli_reader *in, text *t)
{
    enum { EXTENSION = 0x21, COMMENT = 0xfe };
    unsigned char head[13], kind[2];
    bool more = gli_read(in, head, 13) == 13;
    if (more && head[10] & 0x80)
        more = take(in, (size_t)3 << ((head[10] & 7) + 1), NULL);
    while (more && t->used == 0 && gli_read(in, kind, 2) == 2)
        more = kind[0] == EXTENSION && take_blocks(in, kind[1] == COMMENT ? t : NULL);
}

/* -------------------------------------------------------------------------- */

glitch_status gli_comment_read(gli_reader *in, char *out, size_t size)
{
    text t = { out, size, 0 };
    size_t n;
    const unsigned char *head = gli_peek(in, &n);
    *out = 0;
    if (n >= 8 && memcmp(head, "\x89PNG\r\n\x1a\n", 8) == 0)
        read_png(in, &t);
    else if (n >= 3 && memcmp(head, "\xff\xd8\xff", 3) == 0)
        read_jpeg(in, &t);
    else if (n >= 6 && memcmp(head, "GIF8", 4) == 0)
        read_gif(in, &t);
    else if (!in->failed)
        return gli_reader_fail(
            in, GLITCH_EFORMAT, "not a PNG, JPEG or GIF file, which have comments");
    if (in->failed)
        return in->failed;
    return t.used ? GLITCH_OK : GLITCH_END;
}
