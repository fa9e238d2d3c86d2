/* decode_gif.c - GIF in: files made byte by byte, against a naive compositor. */
#include "decode.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* ---- what a GIF is made of ----------------------------------------------- */

typedef struct palette {
    unsigned bits; /* 1 to 8: it has 2 to the power of that many colours */
    unsigned char rgb[256][3];
} palette;

/* One frame. Zero is: at 0,0, no control block, the global palette, no interlace. */
typedef struct part {
    uint32_t x, y, width, height;
    unsigned char *index; /* width x height */
    bool control;         /* has a control block, with the next three */
    unsigned disposal, delay;
    int transparent; /* or -1 */
    bool interlaced;
    palette local; /* where .bits is not 0 */
} part;

enum { PARTS = 12 };

typedef struct movie {
    uint32_t width, height;
    palette global; /* none where .bits is 0 */
    unsigned background;
    uint32_t count;
    part parts[PARTS];
} movie;

static void free_movie(movie *m)
{
    for (uint32_t i = 0; i < m->count; i++)
        free(m->parts[i].index);
}

/* ---- bytes --------------------------------------------------------------- */

/* Codes on their way into sub-blocks. */
typedef struct code_writer {
    bytes *out;
    unsigned char block[255];
    unsigned used, bits;
    uint32_t pending;
} code_writer;

static void put_block(code_writer *w)
{
    if (w->used) {
        put8(w->out, w->used);
        put(w->out, w->block, w->used);
    }
    w->used = 0;
}

static void put_code(code_writer *w, unsigned code, unsigned width)
{
    w->pending |= (uint32_t)code << w->bits;
    for (w->bits += width; w->bits >= 8; w->bits -= 8, w->pending >>= 8) {
        w->block[w->used++] = (unsigned char)w->pending;
        if (w->used == 255)
            put_block(w);
    }
}

static void end_codes(code_writer *w)
{
    if (w->bits)
        put_code(w, 0, 8 - w->bits);
    put_block(w);
    put8(w->out, 0);
}

/* Entries of the LZW table after those of one pixel: another entry and a pixel. */
typedef struct lzw {
    unsigned clear, next, width;
    uint16_t prefix[4096];
    unsigned char pixel[4096];
} lzw;

static void restart(lzw *t, unsigned min)
{
    t->clear = 1U << min;
    t->next = t->clear + 2;
    t->width = min + 1;
}

static int find_entry(const lzw *t, unsigned prefix, unsigned char pixel)
{
    for (unsigned i = t->clear + 2; i < t->next; i++)
        if (t->prefix[i] == prefix && t->pixel[i] == pixel)
            return (int)i;
    return -1;
}

/* A full table is thrown away after a few more codes, which a reader must survive. */
static void add_entry(lzw *t, code_writer *w, unsigned min, unsigned prefix,
    unsigned char pixel, unsigned *late)
{
    if (t->next < 4096) {
        t->prefix[t->next] = (uint16_t)prefix;
        t->pixel[t->next++] = pixel;
        t->width += t->next > 1U << t->width && t->width < 12;
    } else if (++*late == 50) {
        put_code(w, t->clear, t->width);
        restart(t, min);
        *late = 0;
    }
}

static void put_pixels(bytes *b, unsigned min, const unsigned char *px, size_t count)
{
    code_writer w = { .out = b };
    lzw t;
    unsigned late = 0, prefix = px[0];
    restart(&t, min);
    put8(b, min);
    put_code(&w, t.clear, t.width);
    for (size_t i = 1; i < count; i++) {
        int entry = find_entry(&t, prefix, px[i]);
        if (entry < 0) {
            put_code(&w, prefix, t.width);
            add_entry(&t, &w, min, prefix, px[i], &late);
        }
        prefix = entry < 0 ? px[i] : (unsigned)entry;
    }
    put_code(&w, prefix, t.width);
    put_code(&w, t.clear + 1, t.width + (t.next == 1U << t.width && t.width < 12));
    end_codes(&w);
}

static void put_header(bytes *b, const char *version, const movie *m)
{
    put(b, version, 6);
    put16(b, m->width);
    put16(b, m->height);
    put8(b, m->global.bits ? 0x80 | (m->global.bits - 1) : 0);
    put8(b, m->background);
    put8(b, 0);
    put(b, m->global.rgb, m->global.bits ? (size_t)3 << m->global.bits : 0);
}

static void put_loops(bytes *b, const char *name, unsigned loops)
{
    put(b, "\x21\xff\x0b", 3);
    put(b, name, 11);
    put(b, "\x03\x01", 2);
    put16(b, loops);
    put8(b, 0);
}

static void put_comment(bytes *b, const char *text)
{
    put(b, "\x21\xfe", 2);
    if (*text)
        put8(b, (unsigned)strlen(text));
    put(b, text, strlen(text));
    put8(b, 0);
}

static void put_control(bytes *b, const part *p)
{
    put(b, "\x21\xf9\x04", 3);
    put8(b, p->disposal << 2 | (p->transparent >= 0));
    put16(b, p->delay);
    put8(b, p->transparent >= 0 ? (unsigned)p->transparent : 0);
    put8(b, 0);
}

/* Rows in the order of the file: every eighth, those between, and so on. */
static unsigned char *interlace(const part *p)
{
    static const uint32_t first[] = { 0, 4, 2, 1 }, step[] = { 8, 8, 4, 2 };
    unsigned char *rows = malloc((size_t)p->width * p->height), *row = rows;
    for (int pass = 0; pass < 4; pass++)
        for (uint32_t y = first[pass]; y < p->height; y += step[pass]) {
            memcpy(row, p->index + (size_t)y * p->width, p->width);
            row += p->width;
        }
    return rows;
}

static void put_image(bytes *b, const movie *m, const part *p)
{
    unsigned bits = p->local.bits ? p->local.bits : m->global.bits;
    put8(b, 0x2c);
    put16(b, p->x);
    put16(b, p->y);
    put16(b, p->width);
    put16(b, p->height);
    put8(b,
        (p->local.bits ? 0x80 | (p->local.bits - 1) : 0) | (p->interlaced ? 0x40 : 0));
    put(b, p->local.rgb, p->local.bits ? (size_t)3 << p->local.bits : 0);
    unsigned char *rows = p->interlaced ? interlace(p) : NULL;
    put_pixels(
        b, bits < 2 ? 2 : bits, rows ? rows : p->index, (size_t)p->width * p->height);
    free(rows);
}

static void put_part(bytes *b, const movie *m, uint32_t i)
{
    if (m->parts[i].control)
        put_control(b, &m->parts[i]);
    put_image(b, m, &m->parts[i]);
}

static bytes movie_bytes(const movie *m)
{
    bytes b = { 0 };
    put_header(&b, "GIF89a", m);
    for (uint32_t i = 0; i < m->count; i++)
        put_part(&b, m, i);
    put8(&b, 0x3b);
    return b;
}

/* ---- the naive compositor ------------------------------------------------ */

static PixelTuple *pixel(picture *canvas, uint32_t x, uint32_t y)
{
    return x < canvas->width && y < canvas->height
        ? &canvas->px[(size_t)y * canvas->width + x]
        : NULL;
}

static void dispose(picture *canvas, const part *p, const picture *before)
{
    unsigned disposal = p->control ? p->disposal : 0;
    if (disposal == 3)
        memcpy(canvas->px, before->px,
            (size_t)canvas->width * canvas->height * sizeof *canvas->px);
    for (uint32_t y = 0; disposal == 2 && y < p->height; y++)
        for (uint32_t x = 0; x < p->width; x++)
            if (pixel(canvas, p->x + x, p->y + y))
                *pixel(canvas, p->x + x, p->y + y) = (PixelTuple) { 0 };
}

static void draw(picture *canvas, const movie *m, const part *p)
{
    const palette *colors = p->local.bits ? &p->local : &m->global;
    for (uint32_t y = 0; y < p->height; y++)
        for (uint32_t x = 0; x < p->width; x++) {
            unsigned i = p->index[(size_t)y * p->width + x];
            PixelTuple *target = pixel(canvas, p->x + x, p->y + y);
            bool transparent = p->control && (int)i == p->transparent;
            if (target && !transparent)
                *target = (PixelTuple) { colors->rgb[i][0], colors->rgb[i][1],
                    colors->rgb[i][2], 255 };
        }
}

static picture copy_picture(const picture *p)
{
    picture q = new_picture(p->width, p->height);
    memcpy(q.px, p->px, (size_t)p->width * p->height * sizeof *p->px);
    return q;
}

/* It grows where the first frame reaches over its edge. */
static picture new_canvas(const movie *m)
{
    uint32_t right = m->parts[0].x + m->parts[0].width;
    uint32_t bottom = m->parts[0].y + m->parts[0].height;
    return new_picture(
        right > m->width ? right : m->width, bottom > m->height ? bottom : m->height);
}

/* The first `count` frames against what was decoded. */
static void check_frames(const decoded *d, const movie *m, uint32_t count)
{
    picture canvas = new_canvas(m);
    char what[32];
    REQUIRE(
        d->count == count, "%u frames instead of %u: %s", d->count, count, d->message);
    for (uint32_t i = 0; i < count; i++) {
        const part *p = &m->parts[i];
        picture before = copy_picture(&canvas);
        draw(&canvas, m, p);
        snprintf(what, sizeof what, "frame %u", i);
        REQUIRE_SAME(&d->frames[i], &canvas, what);
        REQUIRE(d->delays[i] == (p->control ? p->delay * 10 : 0), "%s: delay %u", what,
            d->delays[i]);
        dispose(&canvas, p, &before);
        free(before.px);
    }
    free(canvas.px);
}

/* As browsers show it; otherwise it is refused. */
static void check_lenient(const bytes *b, const movie *m, uint32_t count)
{
    decoded d =
        decode_alone((source) { .data = b->data, .size = b->size, .lenient = true });
    REQUIRE(d.status == GLITCH_END, "%s", d.message);
    ck_assert_int_eq(d.notices[GLITCH_NOTICE_DAMAGE], 1);
    check_frames(&d, m, count);
    free_decoded(&d);
    d = decode_memory(b->data, b->size);
    ck_assert_int_eq(d.status, GLITCH_EFORMAT);
    free_decoded(&d);
}

static void check_movie(const movie *m, const bytes *b)
{
    decoded d = decode_memory(b->data, b->size);
    REQUIRE(d.status == GLITCH_END, "%s", d.message);
    check_frames(&d, m, m->count);
    REQUIRE(d.info.frames == m->count && d.info.animated == (m->count > 1),
        "info: %u frames, animated %d", d.info.frames, d.info.animated);
    free_decoded(&d);
}

/* ---- movies by chance ---------------------------------------------------- */

static void random_palette(palette *p, unsigned bits, uint64_t *r)
{
    p->bits = bits;
    for (int i = 0; i < 256; i++)
        for (int c = 0; c < 3; c++)
            p->rgb[i][c] = (unsigned char)random_below(r, 256);
}

/* Runs of different lengths, so that the codes of LZW are of all widths. */
static void random_pixels(part *p, unsigned bits, uint64_t *r)
{
    size_t count = (size_t)p->width * p->height;
    uint32_t longest = 1 + random_below(r, 8);
    p->index = malloc(count);
    for (size_t i = 0; i < count;) {
        unsigned char value = (unsigned char)random_below(r, 1U << bits);
        for (uint32_t run = 1 + random_below(r, longest); run > 0 && i < count; run--)
            p->index[i++] = value;
    }
}

static void random_part(part *p, const movie *m, uint64_t *r)
{
    *p = (part) { .transparent = -1 };
    p->width = 1 + random_below(r, m->width + 3);
    p->height = 1 + random_below(r, m->height + 3);
    p->x = random_below(r, m->width + 3); /* partly, or all, outside */
    p->y = random_below(r, m->height + 3);
    p->control = random_below(r, 4) > 0;
    p->disposal = random_below(r, 4);
    p->delay = random_below(r, 3) ? random_below(r, 30) : random_below(r, 65536);
    p->interlaced = random_below(r, 3) == 0;
    if (random_below(r, 3) == 0)
        random_palette(&p->local, 1 + random_below(r, 8), r);
    unsigned bits = p->local.bits ? p->local.bits : m->global.bits;
    if (random_below(r, 3) > 0)
        p->transparent = (int)random_below(r, 1U << bits);
    random_pixels(p, bits, r);
}

static movie random_movie(uint64_t seed, uint32_t largest, uint32_t frames)
{
    uint64_t r = seed;
    movie m = { 0 };
    m.width = 1 + random_below(&r, largest);
    m.height = 1 + random_below(&r, largest);
    random_palette(&m.global, 1 + random_below(&r, 8), &r);
    m.background = random_below(&r, 256);
    m.count = frames;
    for (uint32_t i = 0; i < frames; i++)
        random_part(&m.parts[i], &m, &r);
    return m;
}

START_TEST(gif_random)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        uint64_t key = seed * 8 + (uint64_t)_i;
        movie m = random_movie(key, 3U << (seed % 5), 1 + (uint32_t)(key % PARTS));
        bytes b = movie_bytes(&m);
        check_movie(&m, &b);
        free(b.data);
        free_movie(&m);
    }
}
END_TEST

/* Large enough for the table of codes to fill up, again and again. */
START_TEST(gif_many_codes)
{
    uint64_t r = 7;
    movie m = { .width = 300, .height = 200, .count = 2 };
    random_palette(&m.global, 8, &r);
    for (uint32_t i = 0; i < 2; i++) {
        m.parts[i] = (part) { .width = 300, .height = 200, .interlaced = i == 1 };
        random_pixels(&m.parts[i], 8, &r);
    }
    bytes b = movie_bytes(&m);
    check_movie(&m, &b);
    free(b.data);
    free_movie(&m);
}
END_TEST

/* ---- cases of their own -------------------------------------------------- */

/* Frames of one size, all over the screen, of two colours and more. */
static movie plain_movie(uint32_t width, uint32_t height, uint32_t count)
{
    uint64_t r = 99;
    movie m = { .width = width, .height = height, .count = count };
    random_palette(&m.global, 3, &r);
    for (uint32_t i = 0; i < count; i++) {
        m.parts[i] = (part) { .width = width,
            .height = height,
            .control = true,
            .disposal = 1,
            .delay = i + 1,
            .transparent = -1 };
        random_pixels(&m.parts[i], 3, &r);
    }
    return m;
}

/* Interlacing at every height that a pass can lack rows at. */
START_TEST(gif_interlaced)
{
    movie m = plain_movie(3, (uint32_t)_i, 1);
    m.parts[0].interlaced = true;
    bytes b = movie_bytes(&m);
    check_movie(&m, &b);
    free(b.data);
    free_movie(&m);
}
END_TEST

/* Every pair of disposals, the frames between smaller than the screen. */
START_TEST(gif_disposals)
{
    movie m = plain_movie(6, 5, 4);
    m.parts[1].disposal = (unsigned)_i % 4;
    m.parts[2].disposal = (unsigned)_i / 4;
    for (uint32_t i = 1; i < 4; i++) {
        m.parts[i].width = 3;
        m.parts[i].height = 3;
        m.parts[i].x = m.parts[i].y = i;
        m.parts[i].transparent = 2;
    }
    bytes b = movie_bytes(&m);
    check_movie(&m, &b);
    free(b.data);
    free_movie(&m);
}
END_TEST

static const struct {
    const char *name; /* NULL: no such block */
    bool after;       /* the first frame */
    unsigned loops;
    int32_t expected;
} loops[] = {
    { NULL, false, 0, -1 },
    { "NETSCAPE2.0", false, 0, 0 },
    { "NETSCAPE2.0", false, 1, 1 },
    { "NETSCAPE2.0", false, 7, 7 },
    { "NETSCAPE2.0", false, 65535, 65535 },
    { "NETSCAPE2.0", true, 300, 300 },
    { "ANIMEXTS1.0", false, 0, 0 },
    { "ANIMEXTS1.0", true, 9, 9 },
    { "XMP DataXMP", false, 5, -1 },
};

/* They are known before the first frame is pulled, wherever they stand. */
START_TEST(gif_loops)
{
    movie m = plain_movie(4, 3, 2);
    bytes b = { 0 };
    put_header(&b, "GIF89a", &m);
    if (loops[_i].name && !loops[_i].after)
        put_loops(&b, loops[_i].name, loops[_i].loops);
    put_part(&b, &m, 0);
    if (loops[_i].name && loops[_i].after)
        put_loops(&b, loops[_i].name, loops[_i].loops);
    put_part(&b, &m, 1);
    put8(&b, 0x3b);
    check_movie(&m, &b);
    decoded d = decode_memory(b.data, b.size);
    ck_assert_int_eq(d.info.loops, loops[_i].expected);
    ck_assert_str_eq(d.info.format, "gif");
    free_decoded(&d);
    free(b.data);
    free_movie(&m);
}
END_TEST

/* Comments and unknown blocks in every place, also between a control block and its
 * frame. */
START_TEST(gif_comments)
{
    movie m = plain_movie(4, 3, 2);
    bytes b = { 0 };
    put_header(&b, "GIF89a", &m);
    for (uint32_t i = 0; i < 2; i++) {
        put_comment(&b, "a comment, with ; and , in it");
        put_control(&b, &m.parts[i]);
        put_comment(&b, "");
        put(&b, "\x21\x77\x02xy\x01z\x00", 8);
        put_image(&b, &m, &m.parts[i]);
    }
    put_comment(&b, "the end");
    put8(&b, 0x3b);
    put(&b, "anything,!;", 11);
    check_movie(&m, &b);
    free(b.data);
    free_movie(&m);
}
END_TEST

/* A control block is of the next frame only. */
START_TEST(gif_control_is_used_up)
{
    movie m = plain_movie(4, 3, 3);
    m.parts[0].transparent = 1;
    m.parts[0].disposal = 2;
    m.parts[1].control = false;
    bytes b = movie_bytes(&m);
    check_movie(&m, &b);
    free(b.data);
    free_movie(&m);
}
END_TEST

START_TEST(gif_without_a_trailer)
{
    movie m = plain_movie(4, 3, 2);
    bytes b = movie_bytes(&m);
    b.size--;
    check_lenient(&b, &m, 2);
    free(b.data);
    free_movie(&m);
}
END_TEST

/* The first version: no blocks but images. */
START_TEST(gif_87a)
{
    movie m = plain_movie(5, 9, 2);
    m.parts[0].control = m.parts[1].control = false;
    m.parts[1].interlaced = true;
    bytes b = { 0 };
    put_header(&b, "GIF87a", &m);
    put_part(&b, &m, 0);
    put_part(&b, &m, 1);
    put8(&b, 0x3b);
    check_movie(&m, &b);
    free(b.data);
    free_movie(&m);
}
END_TEST

/* A local palette only; and 1x1 with the shortest codes. */
START_TEST(gif_small)
{
    uint64_t r = 4;
    movie m = { .width = 1, .height = 1, .count = 1 };
    m.parts[0] = (part) { .width = 1, .height = 1 };
    random_palette(&m.parts[0].local, 1 + (unsigned)_i, &r);
    random_pixels(&m.parts[0], 1 + (unsigned)_i, &r);
    bytes b = movie_bytes(&m);
    check_movie(&m, &b);
    free(b.data);
    free_movie(&m);
}
END_TEST

/* ---- laziness ------------------------------------------------------------ */

/* Ways to damage the third of three frames. */
static void damage(bytes *b, const movie *m, int way)
{
    size_t start = b->size;
    put_part(b, m, 2);
    if (way == 0) /* cut off in the pixels */
        b->size -= 5;
    else if (way == 1) /* an impossible size of codes; after control and descriptor */
        b->data[start + 8 + 10] = 12;
    else if (way == 2) /* no block at all */
        b->data[start] = 0x55;
    else /* codes that stand for nothing yet */
        memset(b->data + start + 8 + 12, 0xee, b->size - start - 8 - 13);
    if (way > 0)
        put8(b, 0x3b);
}

/*
 * decode() checks that the failure is sticky, and has a message. Damage that the blocks
 * show is found before the first frame.
 */
START_TEST(gif_third_frame_is_damaged)
{
    movie m = plain_movie(20, 20, 3);
    bytes b = { 0 };
    put_header(&b, "GIF89a", &m);
    put_part(&b, &m, 0);
    put_part(&b, &m, 1);
    damage(&b, &m, _i);
    decoded d = decode_memory(b.data, b.size);
    ck_assert_int_eq(d.status, GLITCH_EFORMAT);
    check_frames(&d, &m, _i < 3 ? 0 : 2);
    free_decoded(&d);
    free(b.data);
    free_movie(&m);
}
END_TEST

/* The frames before it are there, and of itself what was read. */
START_TEST(gif_third_frame_is_damaged_leniently)
{
    movie m = plain_movie(20, 20, 3);
    bytes b = { 0 };
    put_header(&b, "GIF89a", &m);
    put_part(&b, &m, 0);
    put_part(&b, &m, 1);
    damage(&b, &m, _i);
    decoded d =
        decode_alone((source) { .data = b.data, .size = b.size, .lenient = true });
    ck_assert_int_eq(d.status, GLITCH_END);
    ck_assert_int_eq(d.notices[GLITCH_NOTICE_DAMAGE], 1);
    uint32_t count = d.count;
    ck_assert_uint_eq(count, _i == 0 || _i == 3 ? 3 : 2);
    d.count = 2;
    check_frames(&d, &m, 2);
    d.count = count;
    free_decoded(&d);
    free(b.data);
    free_movie(&m);
}
END_TEST

/* A frame whose codes are bad leaves the one before to be seen; the next is whole. */
START_TEST(gif_goes_on_after_bad_codes)
{
    movie m = plain_movie(20, 20, 3);
    bytes b = { 0 };
    put_header(&b, "GIF89a", &m);
    for (uint32_t i = 0; i < 3; i++) {
        size_t start = b.size;
        put_part(&b, &m, i);
        if (i == 1)
            memset(b.data + start + 8 + 12, 0xee, b.size - start - 8 - 13);
    }
    put8(&b, 0x3b);
    decoded d =
        decode_alone((source) { .data = b.data, .size = b.size, .lenient = true });
    ck_assert_uint_eq(d.count, 3);
    /* Without the second one they are as if it had never been. */
    picture frame = d.frames[1];
    part second = m.parts[1];
    d.frames[1] = d.frames[2];
    d.delays[1] = d.delays[2];
    m.parts[1] = m.parts[2];
    d.count = 2;
    check_frames(&d, &m, 2);
    d.count = 3;
    d.frames[2] = frame;
    m.parts[2] = second;
    free_decoded(&d);
    free(b.data);
    free_movie(&m);
}
END_TEST

/* Nothing is drawn, and what follows is read. */
START_TEST(gif_frame_without_pixels)
{
    movie m = plain_movie(5, 4, 1);
    bytes b = { 0 };
    put_header(&b, "GIF89a", &m);
    put(&b, "\x2c\0\0\0\0\0\0\x04\0\0\x03\x02\x08\x0b\0", 15);
    put_part(&b, &m, 0);
    put8(&b, 0x3b);
    decoded d = decode_memory(b.data, b.size);
    ck_assert_int_eq(d.status, GLITCH_EFORMAT);
    free_decoded(&d);
    d = decode_alone((source) { .data = b.data, .size = b.size, .lenient = true });
    ck_assert_uint_eq(d.count, 2);
    for (size_t i = 0; i < 20; i++)
        ck_assert_uint_eq(d.frames[0].px[i].alpha, 0);
    free(d.frames[0].px);
    d.frames[0] = d.frames[1];
    d.delays[0] = d.delays[1];
    d.count = 1;
    check_frames(&d, &m, 1);
    free_decoded(&d);
    free(b.data);
    free_movie(&m);
}
END_TEST

/* The screen that it should have had is as large as its first frame. */
START_TEST(gif_screen_without_pixels)
{
    movie m = plain_movie(6, 5, 2);
    m.parts[0].x = 3;
    m.width = _i & 1 ? 0 : 9;
    m.height = _i & 2 ? 0 : 5;
    bytes b = movie_bytes(&m);
    if (_i)
        check_lenient(&b, &m, 2);
    else
        check_movie(&m, &b);
    free(b.data);
    free_movie(&m);
}
END_TEST

START_TEST(gif_too_many_frames)
{
    movie m = plain_movie(2, 2, 4);
    bytes b = movie_bytes(&m);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_limits limits = { .struct_size = sizeof limits, .frames = 4 };
    ck_assert_int_eq(glitch_ctx_set_limits(ctx, &limits), GLITCH_OK);
    decoded d = decode(ctx, (source) { .data = b.data, .size = b.size });
    ck_assert_int_eq(d.status, GLITCH_END);
    free_decoded(&d);
    limits.frames = 3;
    ck_assert_int_eq(glitch_ctx_set_limits(ctx, &limits), GLITCH_OK);
    d = decode(ctx, (source) { .data = b.data, .size = b.size });
    ck_assert_int_eq(d.status, GLITCH_ELIMIT);
    ck_assert_str_eq(d.message, "memory: 4 frames are over the limit max-frames of 3");
    free_decoded(&d);
    glitch_ctx_free(ctx);
    free(b.data);
    free_movie(&m);
}
END_TEST

static long peak_kib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* giflib keeps records of images, their palettes and extensions, if it is let. */
START_TEST(gif_memory_does_not_grow)
{
    enum { FRAMES = 20000, FIRST = 100 };
    if (sanitized()) {
        skip("gif_memory_does_not_grow", "memory cannot be measured");
        return;
    }
    uint64_t r = 4;
    movie m = plain_movie(4, 3, 1);
    bytes b = { 0 };
    long before = 0;
    random_palette(&m.parts[0].local, 8, &r);
    put_header(&b, "GIF89a", &m);
    for (int i = 0; i < FRAMES; i++) {
        put_comment(&b, "of this frame");
        put_part(&b, &m, 0);
    }
    put8(&b, 0x3b);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_frames it;
    const glitch_frame *frame;
    ck_assert_int_eq(glitch_open_memory(ctx, b.data, b.size, &it), GLITCH_OK);
    for (int i = 0; i < FRAMES; i++) {
        REQUIRE(glitch_frames_next(it, &frame) == GLITCH_OK, "frame %d", i);
        if (i == FIRST)
            before = peak_kib();
    }
    ck_assert_int_gt(before, 0);
    ck_assert_int_lt(peak_kib() - before, 1024);
    glitch_frames_close(&it);
    glitch_ctx_free(ctx);
    free(b.data);
    free_movie(&m);
}
END_TEST

static void write_movie(const char *path, uint32_t frames)
{
    movie m = plain_movie(7, 9, frames);
    m.parts[0].interlaced = true;
    m.parts[0].transparent = 3;
    m.parts[frames / 2].disposal = 3;
    bytes b = movie_bytes(&m);
    write_file(path, b.data, b.size);
    free(b.data);
    free_movie(&m);
}

void write_small_gif(const char *path)
{
    write_movie(path, 1);
}

void write_animated_gif(const char *path)
{
    write_movie(path, 3);
}

void add_gif_tests(Suite *suite)
{
    TCase *c = tcase_create("gif");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, gif_random, 0, 8);
    tcase_add_test(c, gif_many_codes);
    tcase_add_loop_test(c, gif_interlaced, 1, 18);
    tcase_add_loop_test(c, gif_disposals, 0, 16);
    tcase_add_loop_test(c, gif_loops, 0, COUNT(loops));
    tcase_add_test(c, gif_comments);
    tcase_add_test(c, gif_control_is_used_up);
    tcase_add_test(c, gif_without_a_trailer);
    tcase_add_test(c, gif_87a);
    tcase_add_loop_test(c, gif_small, 0, 8);
    tcase_add_loop_test(c, gif_third_frame_is_damaged, 0, 4);
    tcase_add_loop_test(c, gif_third_frame_is_damaged_leniently, 0, 4);
    tcase_add_test(c, gif_goes_on_after_bad_codes);
    tcase_add_test(c, gif_frame_without_pixels);
    tcase_add_loop_test(c, gif_screen_without_pixels, 0, 4);
    tcase_add_test(c, gif_too_many_frames);
    tcase_add_test(c, gif_memory_does_not_grow);
    suite_add_tcase(suite, c);
}
