/*
 * animated_webp.c - WebP: files that the test makes by hand, of pixels that libwebp codes,
 * drawn by a compositor of its own; what the library writes; what is wrong with files.
 */
#include "animated.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <webp/encode.h>

/* ---- a file by hand ------------------------------------------------------- */

typedef struct webp {
    unsigned char data[1 << 20];
    size_t size;
} webp;

static void put_bytes(webp *a, const void *data, size_t size)
{
    ck_assert_uint_le(a->size + size, sizeof a->data);
    if (size > 0)
        memcpy(a->data + a->size, data, size);
    a->size += size;
}

static void put_number(webp *a, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++, v >>= 8)
        put_bytes(a, &(unsigned char) { (unsigned char)v }, 1);
}

static void write_size(webp *a, size_t at, size_t v)
{
    size_t end = a->size;
    a->size = at;
    put_number(a, (uint32_t)v, 4);
    a->size = end;
}

static size_t begin_chunk(webp *a, const char *type)
{
    put_bytes(a, type, 4);
    put_number(a, 0, 4);
    return a->size;
}

/* `start` is where its data begins. */
static void end_chunk(webp *a, size_t start)
{
    write_size(a, start - 4, a->size - start);
    if (a->size % 2)
        put_number(a, 0, 1);
}

static void begin_file(webp *a)
{
    a->size = 0;
    put_bytes(a, "RIFF____WEBP", 12);
}

static void end_file(webp *a)
{
    write_size(a, 4, a->size - 8);
}

enum { MOVES = 0x02, HAS_ALPHA = 0x10, HAS_EXIF = 0x08 };

static void put_vp8x(webp *a, uint32_t flags, uint32_t width, uint32_t height)
{
    size_t c = begin_chunk(a, "VP8X");
    put_number(a, flags, 4);
    put_number(a, width - 1, 3);
    put_number(a, height - 1, 3);
    end_chunk(a, c);
}

static void put_anim(webp *a, uint32_t plays)
{
    size_t c = begin_chunk(a, "ANIM");
    put_number(a, 0x80ff40ff, 4); /* a background that nobody should see */
    put_number(a, plays, 2);
    end_chunk(a, c);
}

/* As libwebp codes them; quality 0 is lossless. Freed by WebPMemoryWriterClear(). */
static WebPMemoryWriter code(const picture *p, int quality)
{
    WebPMemoryWriter writer;
    WebPConfig config;
    WebPPicture pic;
    WebPMemoryWriterInit(&writer);
    ck_assert(WebPConfigInit(&config) && WebPPictureInit(&pic));
    config.lossless = quality == 0;
    config.exact = 1;
    config.quality = quality ? (float)quality : 20;
    pic.use_argb = 1;
    pic.width = (int)p->width;
    pic.height = (int)p->height;
    pic.writer = WebPMemoryWrite;
    pic.custom_ptr = &writer;
    ck_assert(WebPPictureImportRGBA(&pic, (const uint8_t *)p->px, (int)p->width * 4));
    ck_assert(WebPEncode(&config, &pic));
    WebPPictureFree(&pic);
    return writer;
}

/* The chunks of pixels alone. */
static void put_pixels(webp *a, const picture *p, int quality)
{
    WebPMemoryWriter w = code(p, quality);
    size_t skip = memcmp(w.mem + 12, "VP8X", 4) == 0 ? 30 : 12;
    put_bytes(a, w.mem + skip, w.size - skip);
    WebPMemoryWriterClear(&w);
}

typedef struct part {
    uint32_t x, y, width, height;
    uint32_t delay;
    bool clears, replaces;
} part;

static size_t begin_frame(webp *a, const part *p)
{
    size_t c = begin_chunk(a, "ANMF");
    put_number(a, p->x / 2, 3);
    put_number(a, p->y / 2, 3);
    put_number(a, p->width - 1, 3);
    put_number(a, p->height - 1, 3);
    put_number(a, p->delay, 3);
    put_number(a, (uint32_t)(p->clears | p->replaces << 1), 1);
    return c;
}

/* ---- drawn naively -------------------------------------------------------- */

/* The specification's formula, in numbers from 0 to 1. */
static PixelTuple lay_over(PixelTuple over, PixelTuple under)
{
    double fa = over.alpha / 255.0, ba = under.alpha / 255.0, a = fa + (1 - fa) * ba;
    const uint8_t f[3] = { over.red, over.green, over.blue };
    const uint8_t b[3] = { under.red, under.green, under.blue };
    uint8_t out[3];
    if (over.alpha == 0)
        return under;
    for (int i = 0; i < 3; i++)
        out[i] = (uint8_t)lround((f[i] * fa + b[i] * (1 - fa) * ba) / a);
    return (PixelTuple) { out[0], out[1], out[2], (uint8_t)lround(a * 255) };
}

static PixelTuple *pixel_of(picture *p, uint32_t x, uint32_t y)
{
    return &p->px[(size_t)y * p->width + x];
}

static void draw(picture *canvas, picture *p, const part *at)
{
    for (uint32_t y = 0; y < at->height; y++)
        for (uint32_t x = 0; x < at->width; x++) {
            PixelTuple *to = pixel_of(canvas, at->x + x, at->y + y);
            PixelTuple from = *pixel_of(p, x, y);
            *to = at->replaces ? from : lay_over(from, *to);
        }
}

static void clear(picture *canvas, const part *at)
{
    for (uint32_t y = 0; y < at->height; y++)
        memset(pixel_of(canvas, at->x, at->y + y), 0, at->width * sizeof *canvas->px);
}

static picture copy_of(const picture *p)
{
    glitch_frame f = {
        .px = p->px, .stride = p->width, .width = p->width, .height = p->height
    };
    return copy_frame(&f);
}

/* Rounding in floating point may end on the other side of a half. */
static void assert_near(const picture *a, const picture *e, uint32_t frame)
{
    const uint8_t *x = (const uint8_t *)a->px, *y = (const uint8_t *)e->px;
    ck_assert(a->width == e->width && a->height == e->height);
    for (size_t i = 0; i < (size_t)a->width * a->height * 4; i++)
        if (abs(x[i] - y[i]) > (y[i | 3] == 0 ? 255 : 1))
            ck_abort_msg("frame %u, byte %zu: %d, not %d", frame, i, x[i], y[i]);
}

/* ---- files of all kinds --------------------------------------------------- */

static uint32_t below(uint64_t *state, uint32_t n)
{
    return (uint32_t)(test_random(state) >> 32) % n;
}

static part random_part(uint64_t *r, uint32_t width, uint32_t height)
{
    part p = { .x = below(r, width) & ~1U,
        .y = below(r, height) & ~1U,
        .delay = below(r, 4) ? below(r, 3000) : 0,
        .clears = below(r, 3) == 0,
        .replaces = below(r, 2) };
    p.width = 1 + below(r, width - p.x);
    p.height = 1 + below(r, height - p.y);
    return p;
}

/* Chunks that nobody knows are passed over, inside of frames, too. */
static void put_stranger(webp *a, uint64_t *r)
{
    if (below(r, 3))
        return;
    size_t c = begin_chunk(a, "zzZz");
    put_bytes(a, "VP8L VP8 ", below(r, 10));
    end_chunk(a, c);
}

/* Write a file and what it should show. */
static clip make_file(webp *a, uint32_t width, uint32_t height, uint64_t seed)
{
    uint64_t r = seed + 77;
    clip c = { .count = 1 + below(&r, 6), .loops = (int32_t)below(&r, 4) - 1 };
    picture canvas = new_picture(width, height);
    begin_file(a);
    put_vp8x(a, MOVES | HAS_ALPHA, width, height);
    put_stranger(a, &r);
    put_anim(a, c.loops ? (uint32_t)(c.loops < 0 ? 1 : c.loops + 1) : 0);
    for (uint32_t i = 0; i < c.count; i++) {
        part p = random_part(&r, width, height);
        picture px = random_picture(p.width, p.height, seed * 31 + i, false);
        size_t frame = begin_frame(a, &p);
        put_pixels(a, &px, 0);
        put_stranger(a, &r);
        end_chunk(a, frame);
        put_stranger(a, &r);
        draw(&canvas, &px, &p);
        c.frames[i] = copy_of(&canvas);
        c.delays[i] = p.delay;
        if (p.clears)
            clear(&canvas, &p);
        free(px.px);
    }
    free(canvas.px);
    end_file(a);
    return c;
}

START_TEST(frames_are_drawn_as_specified)
{
    static webp a;
    static const uint32_t sides[] = { 1, 2, 3, 17, 32, 5 };
    uint64_t r = (uint64_t)_i;
    clip expected =
        make_file(&a, sides[below(&r, 6)], sides[(_i * 7 + 1) % 6], (uint64_t)_i);
    write_file("a.webp", a.data, a.size);
    clip actual = read_clip("a.webp");
    ck_assert_uint_eq(actual.count, expected.count);
    ck_assert_int_eq(actual.loops, expected.loops);
    for (uint32_t i = 0; i < expected.count; i++) {
        assert_near(&actual.frames[i], &expected.frames[i], i);
        ck_assert_uint_eq(actual.delays[i], expected.delays[i]);
    }
    free_clip(&actual);
    free_clip(&expected);
}
END_TEST

/* ---- a still -------------------------------------------------------------- */

/* Where pixel (x, y) of w x h that are stored is to be seen, by Exif's table. */
static PixelTuple *place_of(
    picture *p, int orientation, uint32_t x, uint32_t y, uint32_t w, uint32_t h)
{
    const uint32_t at[9][2] = { { 0 }, { x, y }, { w - 1 - x, y },
        { w - 1 - x, h - 1 - y }, { x, h - 1 - y }, { y, x }, { h - 1 - y, x },
        { h - 1 - y, w - 1 - x }, { y, w - 1 - x } };
    return pixel_of(p, at[orientation][0], at[orientation][1]);
}

static picture turned(picture *p, int orientation)
{
    bool swapped = orientation > 4;
    picture t =
        new_picture(swapped ? p->height : p->width, swapped ? p->width : p->height);
    for (uint32_t y = 0; y < p->height; y++)
        for (uint32_t x = 0; x < p->width; x++)
            *place_of(&t, orientation, x, y, p->width, p->height) = *pixel_of(p, x, y);
    return t;
}

static void put_exif(webp *a, bool headed, int orientation)
{
    size_t c = begin_chunk(a, "EXIF");
    put_bytes(a, "Exif\0", headed ? 6 : 0);
    put_bytes(a, "II*\0\10\0\0\0\1\0", 10);
    put_bytes(a, "\x12\x01\3\0\1\0\0\0", 8);
    put_number(a, (uint32_t)orientation, 4);
    put_number(a, 0, 4);
    end_chunk(a, c);
}

/* Exif comes after the pixels, with or without its name. */
START_TEST(still_is_turned_upright)
{
    static webp a;
    picture p = random_picture(7, 4, 3, false), e = turned(&p, _i);
    for (int headed = 0; headed < 2; headed++) {
        begin_file(&a);
        put_vp8x(&a, HAS_EXIF | HAS_ALPHA, 7, 4);
        put_pixels(&a, &p, 0);
        put_exif(&a, headed, _i);
        end_file(&a);
        write_file("a.webp", a.data, a.size);
        clip c = read_clip("a.webp");
        ck_assert_uint_eq(c.count, 1);
        assert_same(&c.frames[0], &e, "turned");
        free_clip(&c);
    }
    run_expect(0, "glitch a.webp --no-orient -F none -o a.png");
    picture as_stored = read_png("a.png");
    assert_same(&as_stored, &p, "as stored");
    free(as_stored.px);
    free(p.px);
    free(e.px);
}
END_TEST

/* ---- metadata -------------------------------------------------------------- */

enum { PROFILE = 129, EXIF = 26 };

/* A profile of an odd size, so that it is padded; Exif data that turn the picture. */
static void put_metadata_file(webp *a, bool moves)
{
    unsigned char profile[PROFILE] = { 0, 0, 0, PROFILE };
    picture p = random_picture(6, 4, 9, true);
    part whole = { 0, 0, 6, 4, 10, false, true };
    memcpy(profile + 16, "RGB ", 4);
    begin_file(a);
    put_vp8x(a, 0x2c | (moves ? MOVES : 0), 6, 4);
    size_t c = begin_chunk(a, "ICCP");
    put_bytes(a, profile, PROFILE);
    end_chunk(a, c);
    for (int i = 0; i < (moves ? 2 : 1); i++) {
        size_t start = moves ? begin_frame(a, &whole) : 0;
        put_pixels(a, &p, 0);
        if (moves)
            end_chunk(a, start);
    }
    put_exif(a, moves, 6);
    c = begin_chunk(a, "XMP ");
    put_bytes(a, "<x/>", 5);
    end_chunk(a, c);
    end_file(a);
    free(p.px);
}

static void check_metadata(const glitch_metadata *m, bool kept, int orientation)
{
    ck_assert_ptr_nonnull(m);
    ck_assert_uint_eq(m->profile_size, PROFILE);
    ck_assert_int_eq(((const unsigned char *)m->profile)[3], PROFILE);
    ck_assert_uint_eq(m->exif_size, kept ? EXIF : 0);
    ck_assert_uint_eq(m->xmp_size, kept ? 5 : 0);
    if (kept) {
        ck_assert_mem_eq(m->exif, "II*", 4);
        ck_assert_int_eq(((const unsigned char *)m->exif)[18], orientation);
        ck_assert_str_eq(m->xmp, "<x/>");
    }
}

/* What was read is written, and read again; a still was turned, and says so. */
START_TEST(metadata_is_passed_on)
{
    static webp a;
    bool kept = _i & 1, moves = _i & 2;
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_decoding how = { .struct_size = sizeof how, .keep_metadata = kept };
    glitch_sink *sink = NULL;
    glitch_frames it = { 0 };
    glitch_info info;
    const glitch_frame *f;
    put_metadata_file(&a, moves);
    ck_assert(!glitch_ctx_set_decoding(ctx, &how));
    ck_assert(!glitch_open_memory(ctx, a.data, a.size, &it));
    ck_assert(!glitch_frames_info(it, &info));
    check_metadata(info.metadata, kept, moves ? 6 : 1);
    ck_assert(!glitch_sink_open(ctx, "a.webp", &info, NULL, &sink));
    while (glitch_frames_next(it, &f) == GLITCH_OK)
        ck_assert(!glitch_sink_write(sink, f));
    glitch_frames_close(&it); /* before the last chunks are written */
    ck_assert(!glitch_sink_finish(&sink));
    ck_assert(!glitch_open(ctx, "a.webp", &it));
    ck_assert(!glitch_frames_info(it, &info));
    check_metadata(info.metadata, kept, moves ? 6 : 1);
    ck_assert_uint_eq(info.width, moves ? 6 : 4);
    ck_assert_uint_eq(info.frames, moves ? 2 : 1);
    glitch_frames_close(&it);
    glitch_ctx_free(ctx);
    if (have_tool("webpmux")) {
        run_expect(0, "webpmux -get icc a.webp -o p && test $(wc -c <p) = %d", PROFILE);
        run_expect(kept ? 0 : 1, "webpmux -get exif a.webp -o e");
        run_expect(kept ? 0 : 1, "webpmux -get xmp a.webp -o x");
    }
}
END_TEST

/* ---- there and back ------------------------------------------------------- */

static const struct {
    uint32_t width, height, count;
} sizes[] = { { 1, 1, 1 }, { 1, 1, 3 }, { 1, 40, 2 }, { 33, 1, 4 }, { 31, 17, 5 },
    { 64, 48, 16 }, { 50, 20, 1 } };

START_TEST(what_is_written_comes_back)
{
    for (int kind = 0; kind < CLIP_KINDS; kind++) {
        clip c = make_clip((clip_kind)kind, sizes[_i].width, sizes[_i].height,
            sizes[_i].count, (uint64_t)(_i + kind));
        write_clip(&c, "a.webp", NULL);
        clip back = read_clip("a.webp");
        if (c.count == 1) { /* which has no delay, and all colours */
            c.delays[0] = 0;
        } else {
            forget_hidden(&c);
            forget_hidden(&back);
        }
        assert_same_clip(&back, &c, 0);
        free_clip(&back);
        free_clip(&c);
    }
}
END_TEST

static glitch_status write_frames(glitch_sink **sink, const clip *c)
{
    glitch_status s = GLITCH_OK;
    for (uint32_t i = 0; !s && i < c->count; i++) {
        const picture *p = &c->frames[i];
        glitch_frame f = { p->px, p->width, p->width, p->height, i, c->delays[i], 0 };
        s = glitch_sink_write(*sink, &f);
    }
    if (!s)
        return glitch_sink_finish(sink);
    glitch_sink_abandon(sink);
    return s;
}

static glitch_status write_memory(
    glitch_ctx *ctx, const clip *c, uint32_t announced, int quality, glitch_bytes *out)
{
    glitch_sink *sink = NULL;
    glitch_info info = { .width = c->frames[0].width,
        .height = c->frames[0].height,
        .frames = announced,
        .loops = c->loops };
    glitch_sink_options opt = {
        .struct_size = sizeof opt, .format = "webp", .quality = quality
    };
    glitch_status s = glitch_sink_open_memory(ctx, out, &info, &opt, &sink);
    return s ? s : write_frames(&sink, c);
}

/* However many frames were announced, and where the output does not seek. */
START_TEST(bytes_do_not_depend_on_the_output)
{
    static const uint32_t announced[] = { 0, 1, 3, 9 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    for (uint32_t count = 1; count < 5; count += 3)
        for (int i = 0; i < 4; i++) {
            glitch_bytes bytes;
            size_t size;
            clip c = make_clip(CLIP_NOISE, 21, 10, count, 8);
            write_clip(&c, "a.webp", NULL);
            ck_assert(!write_memory(ctx, &c, announced[i], 0, &bytes));
            unsigned char *file = read_file("a.webp", &size);
            ck_assert_uint_eq(size, bytes.size);
            ck_assert_mem_eq(file, bytes.data, size);
            glitch_bytes_free(ctx, &bytes);
            free(file);
            free_clip(&c);
        }
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(delays_and_loops_have_their_limits)
{
    static const struct {
        uint32_t delay, expected;
        int32_t loops, back;
    } rows[] = { { 0, 0, 0, 0 }, { 1, 1, -1, -1 }, { 16777215, 16777215, 1, 1 },
        { 16777216, 16777215, 65534, 65534 }, { 4000000000, 16777215, 65535, 65534 } };
    for (int i = 0; i < 5; i++) {
        clip c = make_clip(CLIP_STILL, 3, 3, 2, 1);
        c.delays[0] = c.delays[1] = rows[i].delay;
        c.loops = rows[i].loops;
        write_clip(&c, "a.webp", NULL);
        clip back = read_clip("a.webp");
        ck_assert_uint_eq(back.count, 2);
        ck_assert_uint_eq(back.delays[0], rows[i].expected);
        ck_assert_uint_eq(back.delays[1], rows[i].expected);
        ck_assert_int_eq(back.loops, rows[i].back);
        free_clip(&back);
        free_clip(&c);
    }
}
END_TEST

/* Pixels that stay take next to nothing. */
START_TEST(what_stays_is_not_written_again)
{
    size_t one, many;
    clip c = make_clip(CLIP_STILL, 64, 64, 10, 3);
    for (uint32_t i = 0; i < c.count; i++)
        c.frames[i].px[i * 65].red ^= 1;
    write_clip(&c, "many.webp", NULL);
    clip first = { .count = 1, .frames = { c.frames[0] } };
    write_clip(&first, "one.webp", NULL);
    free(read_file("one.webp", &one));
    free(read_file("many.webp", &many));
    ck_assert_uint_lt(many - one, 44 + 10 * 100);
    free_clip(&c);
}
END_TEST

/* In decibels, of the colours. */
static double likeness(const picture *a, const picture *b)
{
    double sum = 0;
    size_t count = (size_t)a->width * a->height;
    for (size_t i = 0; i < count; i++) {
        sum += pow(a->px[i].red - b->px[i].red, 2)
            + pow(a->px[i].green - b->px[i].green, 2)
            + pow(a->px[i].blue - b->px[i].blue, 2);
    }
    return 10 * log10(255.0 * 255.0 * 3 * (double)count / (sum + 1e-9));
}

/* Lossy, but not in its alpha, nor in what of a picture changes. */
START_TEST(quality_makes_it_lossy)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    clip c = { .count = 4 };
    size_t sizes_of[2];
    for (uint32_t i = 0; i < c.count; i++) {
        c.frames[i] = smooth_picture(60, 41, 5);
        for (uint32_t k = 0; k < 200; k++)
            c.frames[i].px[i * 333 + k].alpha = (uint8_t)(100 + 30 * i);
        for (uint32_t k = 0; k < 300; k++)
            c.frames[i].px[900 + i * 100 + k].red ^= 63;
    }
    for (int q = 0; q < 2; q++) {
        glitch_bytes bytes;
        ck_assert(!write_memory(ctx, &c, c.count, q ? 95 : 20, &bytes));
        sizes_of[q] = bytes.size;
        write_file("a.webp", bytes.data, bytes.size);
        glitch_bytes_free(ctx, &bytes);
        clip back = read_clip("a.webp");
        ck_assert_uint_eq(back.count, c.count);
        for (uint32_t i = 0; i < c.count; i++) {
            ck_assert(likeness(&back.frames[i], &c.frames[i]) > (q ? 32 : 24));
            for (size_t k = 0; k < 60 * 41; k++)
                ck_assert_uint_eq(back.frames[i].px[k].alpha, c.frames[i].px[k].alpha);
        }
        ck_assert(!same_pixels(&back.frames[0], &c.frames[0]));
        free_clip(&back);
    }
    ck_assert_uint_lt(sizes_of[0], sizes_of[1]);
    free_clip(&c);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(small_is_smaller)
{
    size_t plain, small;
    picture p = smooth_picture(160, 120, 5);
    write_png("in.png", &p);
    free(p.px);
    run_expect(0,
        "glitch in.png -i 5 -c -g -f 3 --seed 1 --quality 45 -o a.webp; "
        "glitch in.png -i 5 -c -g -f 3 --seed 1 --small -o b.webp");
    free(read_file("a.webp", &plain));
    free(read_file("b.webp", &small));
    ck_assert_uint_lt(small, plain);
}
END_TEST

static int count_bytes(void *user, const void *data, size_t size)
{
    (void)data;
    *(size_t *)user += size;
    return 0;
}

/* The widest, and one more. */
START_TEST(sizes_are_limited)
{
    clip c = { .count = 1, .frames = { random_picture(16383, 1, 1, true) } };
    write_clip(&c, "a.webp", NULL);
    clip back = read_clip("a.webp");
    assert_same(&back.frames[0], &c.frames[0], "wide");
    free_clip(&back);
    free_clip(&c);
    for (int i = 0; i < 2; i++) {
        size_t size = 0;
        glitch_ctx *ctx = glitch_ctx_new(NULL);
        glitch_sink *sink = NULL;
        glitch_info info = { .width = i ? 1 : 16384, .height = i ? 16384 : 1 };
        glitch_sink_options opt = { .struct_size = sizeof opt, .format = "webp" };
        ck_assert_int_eq(
            glitch_sink_open_callback(ctx, count_bytes, &size, &info, &opt, &sink),
            GLITCH_ELIMIT);
        ck_assert_ptr_nonnull(
            strstr(glitch_ctx_message(ctx), "at most 16383 each way"));
        ck_assert_uint_eq(size, 0);
        glitch_ctx_free(ctx);
    }
}
END_TEST

static int stop_at_third(void *user)
{
    return ++*(int *)user > 3;
}

START_TEST(writing_and_reading_are_cancelled)
{
    int calls = 0;
    glitch_bytes bytes;
    glitch_frames it = { 0 };
    const glitch_frame *f;
    glitch_ctx *ctx = glitch_ctx_new(NULL), *other = glitch_ctx_new(NULL);
    clip c = make_clip(CLIP_NOISE, 64, 64, 1, 1);
    glitch_ctx_set_cancel(ctx, stop_at_third, &calls);
    ck_assert_int_eq(write_memory(ctx, &c, 1, 0, &bytes), GLITCH_ECANCELLED);
    ck_assert(!write_memory(other, &c, 1, 0, &bytes));
    calls = 0;
    glitch_status s = glitch_open_memory(ctx, bytes.data, bytes.size, &it);
    if (!s)
        s = glitch_frames_next(it, &f);
    ck_assert_int_eq(s, GLITCH_ECANCELLED);
    glitch_frames_close(&it);
    glitch_bytes_free(other, &bytes);
    free_clip(&c);
    glitch_ctx_free(other);
    glitch_ctx_free(ctx);
}
END_TEST

/* ---- memory --------------------------------------------------------------- */

static glitch_status there_and_back(glitch_ctx *ctx, const clip *c)
{
    glitch_bytes bytes;
    glitch_frames it = { 0 };
    const glitch_frame *f;
    glitch_status s = write_memory(ctx, c, 0, 0, &bytes);
    if (s)
        return s;
    s = glitch_open_memory(ctx, bytes.data, bytes.size, &it);
    while (!s)
        s = glitch_frames_next(it, &f);
    glitch_frames_close(&it);
    glitch_bytes_free(ctx, &bytes);
    return s;
}

/* Each allocation may be the one that fails. */
START_TEST(memory_may_run_out_anywhere)
{
    clip c = make_clip(CLIP_PATCH, 9, 9, 1 + 2 * (uint32_t)_i, 4);
    glitch_status s = GLITCH_ENOMEM;
    for (long n = 1; s == GLITCH_ENOMEM && n < 200; n++) {
        budget b = { n, 0 };
        glitch_alloc alloc = { meager, &b };
        glitch_ctx *ctx = glitch_ctx_new(&alloc);
        s = there_and_back(ctx, &c);
        if (s == GLITCH_ENOMEM)
            ck_assert_str_eq(glitch_ctx_message(ctx), "out of memory");
        glitch_ctx_free(ctx);
        ck_assert_int_eq(b.live, 0);
        ck_assert(s == GLITCH_ENOMEM || n > 8);
    }
    ck_assert_int_eq(s, GLITCH_END);
    free_clip(&c);
}
END_TEST

/* ---- what is wrong -------------------------------------------------------- */

/* A good file of three frames, then one thing wrong with it. */
typedef enum harm {
    NO_HARM,
    OUTSIDE,
    FAR_OUTSIDE,
    OTHER_SIZE,
    SHORT_ANMF,
    SHORT_ANIM,
    NO_PIXELS,
    BROKEN_PIXELS,
    FEW_PIXELS,
    LONG_CHUNK,
    SHORT_RIFF,
    LONG_RIFF,
    NO_FRAMES,
    STILL_OF_OTHER_SIZE,
    STILL_WITHOUT_PIXELS,
    HARMS
} harm;

static const struct {
    const char *what; /* in the message */
    uint32_t shown;   /* frames, leniently; 0: refused even so */
} harms[HARMS] = {
    [NO_HARM] = { "", 3 },
    [OUTSIDE] = { "not within the picture", 3 },
    [FAR_OUTSIDE] = { "not within the picture", 3 },
    [OTHER_SIZE] = { "a frame that is not as large as it says", 2 },
    [SHORT_ANMF] = { "an ANMF that is too short", 2 },
    [SHORT_ANIM] = { "an ANIM that is too short", 3 },
    [NO_PIXELS] = { "a frame without pixels", 2 },
    [BROKEN_PIXELS] = { "", 2 },
    [FEW_PIXELS] = { "pixels are", 3 },
    [LONG_CHUNK] = { "a part is longer than the whole", 2 },
    [SHORT_RIFF] = { "a part is longer than the whole", 3 },
    [LONG_RIFF] = { "it ends too early", 3 },
    [NO_FRAMES] = { "nothing of the picture is there", 0 },
    [STILL_OF_OTHER_SIZE] = { "it is not as large as it says", 1 },
    [STILL_WITHOUT_PIXELS] = { "nothing of the picture is there", 0 },
};

static void put_harmed_frame(webp *a, part p, const picture *px, harm h)
{
    p.x = h == OUTSIDE ? 4 : h == FAR_OUTSIDE ? 0x1fffffe : p.x;
    p.width += h == OTHER_SIZE ? (uint32_t)-1 : 0;
    size_t start = begin_frame(a, &p);
    size_t pixels = a->size;
    if (h != NO_PIXELS && h != SHORT_ANMF)
        put_pixels(a, px, h == FEW_PIXELS ? 60 : 0);
    if (h == SHORT_ANMF)
        a->size -= 8;
    if (h == BROKEN_PIXELS) /* the version */
        a->data[pixels + 12] |= 0xe0;
    if (h == FEW_PIXELS) {
        a->size -= (a->size - pixels) / 2;
        a->size &= ~(size_t)1;
        write_size(a, pixels + 4, a->size - pixels - 8);
    }
    end_chunk(a, start);
    if (h == LONG_CHUNK)
        write_size(a, start - 4, 0xfffffff0);
}

static void make_harmed_still(webp *a, const picture *p, harm h)
{
    begin_file(a);
    put_vp8x(a, 0, p->width + 1, p->height);
    if (h == STILL_OF_OTHER_SIZE)
        put_pixels(a, p, 0);
    end_file(a);
}

static void make_harmed_animation(webp *a, const picture *px, harm h)
{
    part whole = { 0, 0, px->width, px->height, 100, false, true };
    begin_file(a);
    put_vp8x(a, MOVES, px->width, px->height);
    put_anim(a, 0);
    if (h == SHORT_ANIM)
        end_chunk(a, begin_chunk(a, "ANIM"));
    for (int i = 0; i < 3 && h != NO_FRAMES; i++)
        put_harmed_frame(a, whole, px, i == 1 ? h : NO_HARM);
    end_file(a);
    if (h == SHORT_RIFF)
        write_size(a, 4, a->size - 20);
    if (h == LONG_RIFF)
        write_size(a, 4, a->size + 20);
}

static void make_harmed(webp *a, harm h)
{
    picture p = random_picture(29, 37, 5, true);
    if (h >= STILL_OF_OTHER_SIZE)
        make_harmed_still(a, &p, h);
    else
        make_harmed_animation(a, &p, h);
    free(p.px);
}

typedef struct result {
    glitch_status status;
    uint32_t count, damage;
    char message[512];
} result;

static void on_notice(void *user, glitch_notice kind, const char *line)
{
    result *r = user;
    r->damage += kind == GLITCH_NOTICE_DAMAGE;
    snprintf(r->message, sizeof r->message, "%s", line);
}

static result decode(const webp *a, bool lenient, uint64_t frames, uint64_t pixels)
{
    result r = { 0 };
    glitch_frames it = { 0 };
    const glitch_frame *f;
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_decoding how = { .struct_size = sizeof how, .lenient = lenient };
    glitch_limits limits = {
        .struct_size = sizeof limits, .frames = frames, .pixels = pixels
    };
    ck_assert(!glitch_ctx_set_decoding(ctx, &how));
    ck_assert(!glitch_ctx_set_limits(ctx, &limits));
    glitch_ctx_set_notices(ctx, on_notice, &r);
    r.status = glitch_open_memory(ctx, a->data, a->size, &it);
    while (!r.status && (r.status = glitch_frames_next(it, &f)) == GLITCH_OK)
        r.count++;
    if (r.status < 0)
        snprintf(r.message, sizeof r.message, "%s", glitch_ctx_message(ctx));
    glitch_frames_close(&it);
    glitch_ctx_free(ctx);
    return r;
}

START_TEST(damage_is_refused_or_told)
{
    static webp a;
    bool nothing = harms[_i].shown == 0;
    make_harmed(&a, (harm)_i);
    result strict = decode(&a, false, 0, 0), lenient = decode(&a, true, 0, 0);
    ck_assert_int_eq(strict.status, _i == NO_HARM ? GLITCH_END : GLITCH_EFORMAT);
    ck_assert_msg(strstr(strict.message, harms[_i].what), "%d: %s", _i, strict.message);
    ck_assert_int_eq(lenient.status, nothing ? GLITCH_EFORMAT : GLITCH_END);
    ck_assert_msg(lenient.count == harms[_i].shown, "%d: %u", _i, lenient.count);
    ck_assert_uint_eq(lenient.damage, _i != NO_HARM && !nothing);
    ck_assert_msg(strstr(lenient.message, harms[_i].what), "%s", lenient.message);
}
END_TEST

/* Lossless, lossy, with alpha, animated. */
static void make_sound(webp *a, int kind)
{
    picture p = random_picture(20, 19, 5, kind != 2);
    if (kind == 3) {
        make_harmed(a, NO_HARM);
    } else {
        begin_file(a);
        if (kind == 2)
            put_vp8x(a, HAS_ALPHA, 20, 19);
        put_pixels(a, &p, kind ? 60 : 0);
        end_file(a);
    }
    free(p.px);
}

/* Each file that is a part of a good one: no more frames than that has. */
START_TEST(cut_files_are_refused_or_told)
{
    static webp a;
    make_sound(&a, _i);
    ck_assert_int_eq(decode(&a, false, 0, 0).status, GLITCH_END);
    size_t whole = a.size;
    uint32_t shown = 0;
    for (a.size = 12; a.size < whole; a.size++) {
        result strict = decode(&a, false, 0, 0), lenient = decode(&a, true, 0, 0);
        ck_assert_int_eq(strict.status, GLITCH_EFORMAT);
        ck_assert(lenient.count == 0 ? lenient.status == GLITCH_EFORMAT
                                     : lenient.damage == 1);
        ck_assert_uint_ge(lenient.count, shown);
        shown = lenient.count;
    }
    ck_assert_uint_eq(shown, _i == 3 ? 3 : 1);
}
END_TEST

/* Leniently, too; and no pixel is decoded of what is too large. */
START_TEST(limits_hold)
{
    static webp a;
    make_harmed(&a, NO_HARM);
    for (int lenient = 0; lenient < 2; lenient++) {
        ck_assert_int_eq(decode(&a, lenient, 2, 0).status, GLITCH_ELIMIT);
        ck_assert_int_eq(decode(&a, lenient, 3, 0).status, GLITCH_END);
        ck_assert_int_eq(decode(&a, lenient, 0, 29 * 37 - 1).status, GLITCH_ELIMIT);
        ck_assert_int_eq(decode(&a, lenient, 0, 29 * 37).status, GLITCH_END);
    }
    make_sound(&a, 2);
    ck_assert_int_eq(decode(&a, false, 0, 379).status, GLITCH_ELIMIT);
    ck_assert_int_eq(decode(&a, false, 0, 380).status, GLITCH_END);
    begin_file(&a); /* as large as a VP8X can say */
    put_vp8x(&a, MOVES, 1 << 24, 1 << 24);
    put_harmed_frame(
        &a, (part) { .width = 1 << 24, .height = 1 << 24 }, NULL, NO_PIXELS);
    end_file(&a);
    ck_assert_int_eq(decode(&a, false, 0, 0).status, GLITCH_ELIMIT);
}
END_TEST

void add_webp_tests(Suite *suite)
{
    TCase *c = tcase_create("webp");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, frames_are_drawn_as_specified, 0, 120);
    tcase_add_loop_test(c, still_is_turned_upright, 1, 9);
    tcase_add_loop_test(c, metadata_is_passed_on, 0, 4);
    tcase_add_loop_test(
        c, what_is_written_comes_back, 0, (int)(sizeof sizes / sizeof *sizes));
    tcase_add_test(c, bytes_do_not_depend_on_the_output);
    tcase_add_test(c, delays_and_loops_have_their_limits);
    tcase_add_test(c, what_stays_is_not_written_again);
    tcase_add_test(c, quality_makes_it_lossy);
    tcase_add_test(c, small_is_smaller);
    tcase_add_test(c, sizes_are_limited);
    tcase_add_test(c, writing_and_reading_are_cancelled);
    tcase_add_loop_test(c, memory_may_run_out_anywhere, 0, 2);
    tcase_add_loop_test(c, damage_is_refused_or_told, 0, HARMS);
    tcase_add_loop_test(c, cut_files_are_refused_or_told, 0, 4);
    tcase_add_test(c, limits_hold);
    suite_add_tcase(suite, c);
}
