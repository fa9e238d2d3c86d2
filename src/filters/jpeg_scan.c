/*
 * jpeg_scan.c - the decoder of a baseline JPEG's entropy-coded data.
 *
 * ITU-T T.81 (1992): Huffman codes F.2.2, restarts F.2.1.3, the transform A.3.3; the colours
 * are those of JFIF 1.02. Data that ends too early leaves the rest in the colour that it had;
 * bits that are no code count as 0.
 */
#include "filters/jpeg_scan.h"
#include <stdbool.h>
#include <string.h>

enum { LONGEST = 16, QUICK = 9 }; /* bits of a code; of those that a table tells */

/* Of codes with n bits: the first one, and where its value stands. */
typedef struct decoder {
    int32_t last[LONGEST + 2]; /* -1: there are none */
    int32_t offset[LONGEST + 1];
    uint8_t values[256];
    uint16_t quick[1 << QUICK]; /* length, value; 0: not so short */
} decoder;

typedef struct plane {
    uint8_t *px;
    size_t stride;
    int32_t dc; /* of the last block */
    decoder codes[2];
} plane;

typedef struct state {
    const uint8_t *next, *end; /* up to the next restart */
    uint32_t bits;             /* the uppermost are next */
    int32_t count;             /* of bits that are there */
    bool ended;
    plane planes[JPEG_COMPONENTS];
    /* What their colours add to the luma of each pixel of a row, in red, green and blue. */
    int16_t *tints[3];
} state;

/* ---- bits ---------------------------------------------------------------- */

static void fill(state *s)
{
    while (s->count <= 24 && s->next < s->end) {
        uint8_t byte = *s->next++;
        if (byte == 0xff)
            s->next += s->next < s->end; /* the 0 after it */
        s->bits |= (uint32_t)byte << (24 - s->count);
        s->count += 8;
    }
}

static void drop(state *s, int32_t n)
{
    s->ended = s->ended || n > s->count;
    s->bits = n < 32 ? s->bits << n : 0;
    s->count = n > s->count ? 0 : s->count - n;
}

/* n bits of a number whose first bit tells its sign (T.81, F.12). */
static int32_t number(state *s, int32_t n)
{
    if (n == 0)
        return 0;
    fill(s);
    int32_t value = (int32_t)(s->bits >> (32 - n));
    drop(s, n);
    return value < 1 << (n - 1) ? value - (1 << n) + 1 : value;
}

/* ---- codes --------------------------------------------------------------- */

static void add_quick(decoder *d, int32_t code, int32_t length, uint8_t value)
{
    int32_t rest = QUICK - length;
    for (int32_t i = 0; rest >= 0 && i < 1 << rest; i++)
        d->quick[code << rest | i] = (uint16_t)(length << 8 | value);
}

static void prepare(decoder *d, const jpeg_codes *codes)
{
    int32_t code = 0, k = 0;
    memcpy(d->values, codes->values, sizeof d->values);
    for (int32_t n = 1; n <= LONGEST; n++) {
        d->offset[n] = k - code;
        for (int32_t i = 0; i < codes->counts[n]; i++, k++, code++)
            add_quick(d, code, n, codes->values[k]);
        d->last[n] = codes->counts[n] ? code - 1 : -1;
        code *= 2;
    }
}

static uint8_t symbol(state *s, const decoder *d)
{
    fill(s);
    uint16_t quick = d->quick[s->bits >> (32 - QUICK)];
    if (quick) {
        drop(s, quick >> 8);
        return (uint8_t)quick;
    }
    for (int32_t n = QUICK + 1; n <= LONGEST; n++) {
        int32_t code = (int32_t)(s->bits >> (32 - n));
        if (code <= d->last[n]) {
            drop(s, n);
            return d->values[(code + d->offset[n]) & 255];
        }
    }
    drop(s, LONGEST);
    return 0;
}

/* ---- blocks -------------------------------------------------------------- */

/* From the order of the data to rows. */
static const uint8_t zigzag[64] = { 0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4,
    5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57,
    50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
    61, 54, 47, 55, 62, 63 };

static int32_t within(int32_t value, int32_t most)
{
    return value < -most ? -most : value > most ? most : value;
}

enum { MOST = 2047 }; /* twice what sound data has; so nothing overflows */

/* Does it have more than its mean? */
static bool read_block(state *s, plane *p, const uint16_t *steps, int32_t out[64])
{
    int32_t last = 0, limit = MOST / steps[0];
    memset(out, 0, 64 * sizeof *out);
    if (!s->ended)
        p->dc = within(p->dc + number(s, symbol(s, &p->codes[0]) & 15), limit);
    out[0] = p->dc * steps[0];
    for (int32_t k = 1; k < 64 && !s->ended; k++) {
        uint8_t code = symbol(s, &p->codes[1]);
        int32_t run = code >> 4, size = code & 15;
        if (size == 0 && run != 15)
            break;
        k += run;
        int32_t value = number(s, size);
        if (k > 63 || s->ended)
            break;
        out[zigzag[k]] = within(value * steps[zigzag[k]], MOST);
        last = k;
    }
    return last > 0;
}

/*
 * Eight values, `step` apart, back from their frequencies: T.81's A.3.3, by its symmetries.
 * The factors are cosines in 1/8192. They leave 2^14 of a unit, of which `shift` go.
 */
static void transform(int32_t *f, size_t step, int32_t shift, int32_t most)
{
    int32_t f0 = f[0], f1 = f[step], f2 = f[2 * step], f3 = f[3 * step];
    int32_t f4 = f[4 * step], f5 = f[5 * step], f6 = f[6 * step], f7 = f[7 * step];
    int32_t a = (f0 + f4) * 5793, b = (f0 - f4) * 5793;
    int32_t c = f2 * 7568 + f6 * 3135, d = f2 * 3135 - f6 * 7568;
    const int32_t even[4] = { a + c, b + d, b - d, a - c };
    const int32_t odd[4] = { f1 * 8035 + f3 * 6811 + f5 * 4551 + f7 * 1598,
        f1 * 6811 - f3 * 1598 - f5 * 8035 - f7 * 4551,
        f1 * 4551 - f3 * 8035 + f5 * 1598 + f7 * 6811,
        f1 * 1598 - f3 * 4551 + f5 * 6811 - f7 * 8035 };
    const int32_t half = 1 << (shift - 1);
    for (size_t i = 0; i < 4; i++) {
        f[i * step] = within((even[i] + odd[i] + half) >> shift, most);
        f[(7 - i) * step] = within((even[i] - odd[i] + half) >> shift, most);
    }
}

static uint8_t to_byte(int32_t value)
{
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

static void write_block(int32_t f[64], bool flat, uint8_t *out, size_t stride)
{
    if (flat) {
        for (int32_t y = 0; y < JPEG_BLOCK; y++)
            memset(
                out + (size_t)y * stride, to_byte(((f[0] + 4) >> 3) + 128), JPEG_BLOCK);
        return;
    }
    for (int32_t x = 0; x < JPEG_BLOCK; x++)
        transform(f + x, JPEG_BLOCK, 11, 32767); /* in 1/8 */
    for (int32_t y = 0; y < JPEG_BLOCK; y++) {
        int32_t *row = f + (size_t)y * JPEG_BLOCK;
        transform(row, 1, 17, 32767);
        for (int32_t x = 0; x < JPEG_BLOCK; x++)
            out[(size_t)y * stride + (size_t)x] = to_byte(row[x] + 128);
    }
}

/* ---- units --------------------------------------------------------------- */

/* What is up to the next marker of a restart, or to the end. */
static void restart(state *s, jpeg_scan *scan)
{
    const uint8_t *p = scan->next;
    while (p + 1 < scan->end && !(p[0] == 0xff && (p[1] & 0xf8) == 0xd0))
        p++;
    bool more = p + 1 < scan->end;
    s->next = scan->next;
    s->end = more ? p : scan->end;
    scan->next = more ? p + 2 : scan->end;
    s->bits = 0;
    s->count = 0;
    s->ended = false;
    for (int i = 0; i < JPEG_COMPONENTS; i++)
        s->planes[i].dc = 0;
}

static void read_unit(state *s, const jpeg_scan *scan, uint32_t column)
{
    int32_t f[64];
    for (int i = 0; i < JPEG_COMPONENTS; i++) {
        const jpeg_component *c = &scan->components[i];
        plane *p = &s->planes[i];
        for (uint32_t y = 0; y < c->down; y++)
            for (uint32_t x = 0; x < c->across; x++) {
                uint32_t left = (column * c->across + x) * JPEG_BLOCK;
                bool more = read_block(s, p, c->steps, f);
                write_block(f, !more, p->px + (size_t)y * JPEG_BLOCK * p->stride + left,
                    p->stride);
            }
    }
}

/* By JFIF 1.02. With `half`, a sample is for two pixels. */
static inline void find_tints(
    const state *s, uint32_t y, uint32_t half, uint32_t samples)
{
    const plane *p = s->planes;
    const uint8_t *blue = p[1].px + y * p[1].stride, *red = p[2].px + y * p[2].stride;
    int16_t *restrict r = s->tints[0], *restrict g = s->tints[1];
    int16_t *restrict b = s->tints[2];
    for (uint32_t x = 0; x < samples; x++) {
        int32_t cb = blue[x] - 128, cr = red[x] - 128;
        size_t i = (size_t)x << half, next = i + half;
        r[i] = r[next] = (int16_t)((91881 * cr + 32768) >> 16);
        g[i] = g[next] = (int16_t)((32768 - 22554 * cb - 46802 * cr) >> 16);
        b[i] = b[next] = (int16_t)((116130 * cb + 32768) >> 16);
    }
}

/* Within 16 bits, of which many are compared at once. */
static void paint(const uint8_t *luma, const int16_t *tints, uint32_t n, uint8_t *out)
{
    for (uint32_t i = 0; i < n; i++) {
        int16_t value = (int16_t)(luma[i] + tints[i]);
        value = value < 0 ? 0 : value;
        out[i] = (uint8_t)(value > 255 ? 255 : value);
    }
}

static void write_row(
    const uint8_t *luma, int16_t *const tints[3], uint32_t width, PixelTuple *px)
{
    enum { PIECE = 128 };
    uint8_t red[PIECE], green[PIECE], blue[PIECE], alpha[PIECE];
    for (uint32_t x = 0, n; x < width; x += n, px += n) {
        n = width - x < PIECE ? width - x : PIECE;
        paint(luma + x, tints[0] + x, n, red);
        paint(luma + x, tints[1] + x, n, green);
        paint(luma + x, tints[2] + x, n, blue);
        for (uint32_t i = 0; i < n; i++)
            alpha[i] = px[i].alpha;
        for (uint32_t i = 0; i < n; i++)
            px[i] = (PixelTuple) { red[i], green[i], blue[i], alpha[i] };
    }
}

/* The rows of a row of units, as far as they are within the picture. */
static void write_rows(const state *s, uint32_t units, const jpeg_scan *scan,
    uint32_t y, const glitch_frame *out)
{
    const plane *p = s->planes;
    bool half = scan->components[0].across == 2;
    uint32_t rows = half ? 2 * JPEG_BLOCK : JPEG_BLOCK, samples = units * JPEG_BLOCK;
    for (uint32_t i = 0; i < rows && y + i < scan->height; i++) {
        if (!half)
            find_tints(s, i, 0, samples);
        else if (i % 2 == 0)
            find_tints(s, i / 2, 1, samples);
        write_row(p[0].px + i * p[0].stride, s->tints, out->width,
            out->px + (size_t)(y + i) * out->stride);
    }
}

static glitch_status begin(
    const jpeg_scan *scan, glitch_plan *p, uint32_t units, state **out)
{
    state *s = *out = glitch_plan_alloc(p, 1, sizeof *s);
    for (int i = 0; s && i < JPEG_COMPONENTS; i++) {
        const jpeg_component *c = &scan->components[i];
        plane *to = &s->planes[i];
        to->stride = (size_t)units * c->across * JPEG_BLOCK;
        to->px = glitch_plan_alloc(p, to->stride, (size_t)c->down * JPEG_BLOCK);
        if (!to->px)
            return GLITCH_ENOMEM;
        prepare(&to->codes[0], &c->dc);
        prepare(&to->codes[1], &c->ac);
    }
    for (int i = 0; s && i < 3; i++) {
        s->tints[i] = glitch_plan_alloc(p, s->planes[0].stride, sizeof *s->tints[i]);
        if (!s->tints[i])
            return GLITCH_ENOMEM;
    }
    return s ? GLITCH_OK : GLITCH_ENOMEM;
}

glitch_status jpeg_scan_decode(jpeg_scan *scan, glitch_plan *p, const glitch_frame *out)
{
    const jpeg_component *most = &scan->components[0];
    uint32_t side = most->across * JPEG_BLOCK, rows = most->down * JPEG_BLOCK;
    uint32_t units = (scan->width + side - 1) / side, left = 0;
    state *s;
    glitch_status status = begin(scan, p, units, &s);
    if (!status)
        restart(s, scan);
    left = scan->restart;
    for (uint32_t y = 0; !status && y < scan->height; y += rows) {
        for (uint32_t x = 0; x < units; x++) {
            if (scan->restart && left-- == 0) {
                restart(s, scan);
                left = scan->restart - 1;
            }
            read_unit(s, scan, x);
        }
        write_rows(s, units, scan, y, out);
        status = glitch_plan_poll(p);
    }
    return status;
}
