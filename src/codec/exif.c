/*
 * exif.c - which way up a photograph is, by Exif (CIPA DC-008, 4.6.4, tag Orientation), a
 * TIFF directory in a JPEG's APP1 marker.
 */
#include "codec/exif.h"
#include <string.h>

enum { HEADER = 8, ENTRY = 12, ORIENTATION = 0x0112, SHORT = 3, TILE = 32 };

typedef struct tiff {
    const unsigned char *data;
    size_t size;
    bool big_endian;
} tiff;

/* Zero where there are no such bytes. */
static uint32_t number(const tiff *t, size_t at, size_t bytes)
{
    uint32_t n = 0;
    if (at > t->size || bytes > t->size - at)
        return 0;
    for (size_t i = 0; i < bytes; i++)
        n = n << 8 | t->data[at + (t->big_endian ? i : bytes - 1 - i)];
    return n;
}

static bool is_tiff(const unsigned char *data, size_t size, tiff *t)
{
    if (size < HEADER)
        return false;
    *t = (tiff) { data, size, memcmp(data, "MM", 2) == 0 };
    return (t->big_endian || memcmp(data, "II", 2) == 0) && number(t, 2, 2) == 42;
}

/* Where the value of the orientation is; 0 where there is none. */
static size_t find_orientation(const tiff *t)
{
    size_t directory = number(t, 4, 4);
    uint32_t count = number(t, directory, 2);
    for (uint32_t i = 0; i < count; i++) {
        size_t entry = directory + 2 + (size_t)i * ENTRY;
        if (number(t, entry, 2) == ORIENTATION && number(t, entry + 2, 2) == SHORT)
            return entry + 8;
    }
    return 0;
}

int gli_exif_orientation(const unsigned char *data, size_t size)
{
    tiff t;
    size_t at = is_tiff(data, size, &t) ? find_orientation(&t) : 0;
    uint32_t value = at ? number(&t, at, 2) : GLI_UPRIGHT;
    return value >= 1 && value <= 8 ? (int)value : GLI_UPRIGHT;
}

bool gli_exif_normalize(unsigned char *data, size_t size, bool upright)
{
    tiff t;
    if (!is_tiff(data, size, &t))
        return false;
    size_t at = find_orientation(&t), directory = number(&t, 4, 4);
    if (upright && at && at + 2 <= size) {
        data[at + (t.big_endian ? 1 : 0)] = GLI_UPRIGHT;
        data[at + (t.big_endian ? 0 : 1)] = 0;
    }
    size_t next = directory + 2 + (size_t)number(&t, directory, 2) * ENTRY;
    if (next <= size && size - next >= 4)
        memset(data + next, 0, 4);
    return true;
}

/* ---- turning ------------------------------------------------------------- */

/* Pixel (x, y) of what is stored goes to origin + x * right + y * down. */
typedef struct way {
    PixelTuple *origin;
    ptrdiff_t right, down;
} way;

static way way_of(PixelTuple *to, uint32_t width, uint32_t height, int orientation)
{
    bool transposed = orientation >= GLI_TRANSPOSED;
    bool from_right =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    bool from_below =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    way w = { to, transposed ? (ptrdiff_t)height : 1,
        transposed ? 1 : (ptrdiff_t)width };
    if (from_right) {
        w.origin += w.right * (ptrdiff_t)(width - 1);
        w.right = -w.right;
    }
    if (from_below) {
        w.origin += w.down * (ptrdiff_t)(height - 1);
        w.down = -w.down;
    }
    return w;
}

/* A square that fits the cache whichever way it is written. */
static void turn_tile(const PixelTuple *from, uint32_t width, uint32_t height, way w,
    uint32_t left, uint32_t top)
{
    for (uint32_t y = top; y < height && y < top + TILE; y++)
        for (uint32_t x = left; x < width && x < left + TILE; x++)
            w.origin[x * w.right + y * w.down] = from[(size_t)y * width + x];
}

glitch_status gli_turn_upright(
    glitch_ctx *ctx, PixelTuple **px, uint32_t width, uint32_t height, int orientation)
{
    if (orientation == GLI_UPRIGHT)
        return GLITCH_OK;
    PixelTuple *to = gli_alloc(ctx, width, (size_t)height * sizeof *to);
    if (!to)
        return GLITCH_ENOMEM;
    way w = way_of(to, width, height, orientation);
    for (uint32_t top = 0; top < height; top += TILE)
        for (uint32_t left = 0; left < width; left += TILE)
            turn_tile(*px, width, height, w, left, top);
    gli_free(ctx, *px);
    *px = to;
    return GLITCH_OK;
}
