/*
 * fuzz_round_trip.c - decode, glitch with a random chain, encode, decode again, and
 * compare what must be equal.
 *
 * The input is a PNG, JPEG or GIF, or else raw bytes that become frames (source.h). Its
 * last bytes, where a decoder has no use for them, are the options.
 */
#include "source.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef LIBFUZZER
#include "mutate.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed)
{
    return fuzz_mutate_png(data, size, room, seed);
}
#endif

enum {
    MOST_FRAMES = 4,
    MOST_FILTERS = 3,
    OPTION_BYTES = 16,
    HEADER = 6,
    MOST_PIXELS = 1 << 13 /* encoding is slow */
};

/* ---- options ------------------------------------------------------------- */

typedef struct options {
    const char *filters[MOST_FILTERS]; /* NULL: none */
    uint64_t seed;
    int32_t threads; /* for the second encoding; 0: there is none */
    glitch_sink_options sink;
} options;

static const char *const specs[] = { "scanline-offset", "scanline-offset:edge=blank",
    "scanline-offset:level=9,height=3,bands=6,edge=clamp", "channel-shift",
    "channel-shift:channel=alpha,dx=3,dy=-2", "channel-shift:edge=clamp,level=10",
    "color-split", "color-split:distance=30%,angle=77,edge=wrap", "scanlines",
    "scanlines:every=3,first=1,factor=1.5", "classic:color=1",
    "classic:scan-lines=1,seed=7,over=0" };
enum { SPECS = sizeof specs / sizeof *specs };

/* Half of the bytes mean no filter: a picture as it came is worth trying, too. */
static const char *spec_of(uint8_t byte)
{
    return byte < 128 ? NULL : specs[byte % SPECS];
}

static options read_options(const uint8_t *data, size_t size)
{
    static const double dithers[] = { 0, -1, 0.875, 1 };
    uint8_t b[OPTION_BYTES] = { 0 };
    size_t n = size < OPTION_BYTES ? size : OPTION_BYTES;
    if (n)
        memcpy(b, data + size - n, n);
    options o = { .seed = b[3], .threads = b[4] % 4 };
    for (int i = 0; i < MOST_FILTERS; i++)
        o.filters[i] = spec_of(b[i]);
    o.sink = (glitch_sink_options) { .struct_size = sizeof o.sink,
        .compression = b[5] % 11,
        .quality = b[6] % 101,
        .colors = b[7] < 64 ? 0 : 2 + b[7] % 255,
        .dither = dithers[b[8] % 4],
        .fast = b[9] & 1,
        .threads = 1 };
    if (b[9] & 2)
        o.sink.matte = (PixelTuple) { b[10], b[11], b[12], 255 };
    return o;
}

/* ---- an animation in memory ---------------------------------------------- */

typedef struct movie {
    glitch_info info;
    uint32_t count;
    PixelTuple *frames[MOST_FRAMES]; /* rows without gaps */
    uint32_t delays[MOST_FRAMES];
} movie;

static size_t pixels_of(const movie *m)
{
    return (size_t)m->info.width * m->info.height;
}

static glitch_frame frame_of(const movie *m, uint32_t i)
{
    return (glitch_frame) { .px = m->frames[i],
        .stride = m->info.width,
        .width = m->info.width,
        .height = m->info.height,
        .index = i,
        .delay_ms = m->delays[i] };
}

static void keep(movie *m, const glitch_frame *f)
{
    fuzz_check_frame(f, &m->info, m->count);
    PixelTuple *px = calloc(pixels_of(m), sizeof *px);
    FUZZ_REQUIRE(px != NULL, "no memory");
    for (uint32_t y = 0; y < f->height; y++)
        memcpy(px + (size_t)y * f->width, f->px + y * f->stride, f->width * sizeof *px);
    m->frames[m->count] = px;
    m->delays[m->count++] = f->delay_ms;
}

/* As many as there are, and as are wanted; returns how it ended. */
static glitch_status pull(glitch_frames it, movie *m)
{
    glitch_status s = glitch_frames_info(it, &m->info);
    const glitch_frame *f;
    FUZZ_REQUIRE(s == GLITCH_OK, "there is no info");
    while (m->count < MOST_FRAMES && (s = glitch_frames_next(it, &f)) == GLITCH_OK)
        keep(m, f);
    return s;
}

static void free_movie(movie *m)
{
    for (uint32_t i = 0; i < m->count; i++)
        free(m->frames[i]);
    *m = (movie) { 0 };
}

static void compare_movies(const movie *a, const movie *b)
{
    FUZZ_REQUIRE(a->count == b->count, "%u frames, but %u", a->count, b->count);
    for (uint32_t i = 0; i < a->count; i++) {
        FUZZ_REQUIRE(a->delays[i] == b->delays[i], "delay of frame %u", i);
        FUZZ_REQUIRE(
            memcmp(a->frames[i], b->frames[i], pixels_of(a) * sizeof(PixelTuple)) == 0,
            "frame %u is another", i);
    }
}

/* ---- in ------------------------------------------------------------------ */

/* What is no picture is raw: a few numbers, then bytes for pixels. */
static glitch_frames raw_frames(const uint8_t *data, size_t size)
{
    uint8_t b[HEADER] = { 0 };
    size_t n = size < HEADER ? size : HEADER;
    if (n)
        memcpy(b, data, n);
    return fuzz_frames(&(fuzz_source) { .width = 1U + b[0] % 64,
        .height = 1U + b[1] % 48,
        .count = 1U + b[2] % MOST_FRAMES,
        .kind = b[3] % FUZZ_KINDS,
        .loops = b[4] ? b[4] * 250 : -1,
        .scratch = b[5] & 1,
        .data = data + n,
        .size = size - n });
}

static bool is_picture(const uint8_t *data, size_t size)
{
    return size > 3
        && (data[0] == 0x89 || data[0] == 0xff || memcmp(data, "GIF", 3) == 0);
}

/* At most so many frames, in one iterator. */
static bool open_frames(
    glitch_ctx *ctx, const uint8_t *data, size_t size, glitch_frames *it)
{
    if (!is_picture(data, size))
        *it = raw_frames(data, size);
    else if (glitch_open_memory(ctx, data, size, it) != GLITCH_OK)
        return false;
    return glitch_frames_take(ctx, *it, MOST_FRAMES, it) == GLITCH_OK;
}

/* The frames of an input, glitched; none where it is no picture. */
static movie glitched(const uint8_t *data, size_t size, const options *o, int which)
{
    movie m = { 0 };
    fuzz_context c;
    glitch_frames it = { 0 };
    fuzz_open(&c, which);
    fuzz_limit(&c, MOST_PIXELS);
    glitch_pipeline *p = glitch_pipeline_new(c.ctx, o->seed);
    FUZZ_REQUIRE(p != NULL, "no pipeline");
    for (int i = 0; i < MOST_FILTERS; i++)
        FUZZ_REQUIRE(
            !o->filters[i] || glitch_pipeline_add(p, o->filters[i]) == GLITCH_OK, "%s",
            glitch_ctx_message(c.ctx));
    if (open_frames(c.ctx, data, size, &it)) {
        FUZZ_REQUIRE(glitch_pipeline_apply(p, it, &it) == GLITCH_OK, "%s",
            glitch_ctx_message(c.ctx));
        if (pull(it, &m) < GLITCH_OK)
            fuzz_check_message(glitch_ctx_message(c.ctx));
    }
    glitch_frames_close(&it);
    glitch_pipeline_free(p);
    fuzz_close(&c);
    return m;
}

/* ---- out and in again ---------------------------------------------------- */

/* Frames from..to of a movie as a file. */
static glitch_bytes encode(glitch_ctx *ctx, const movie *m, uint32_t from, uint32_t to,
    const glitch_sink_options *opt)
{
    glitch_sink *sink;
    glitch_bytes bytes;
    glitch_status s = glitch_sink_open_memory(ctx, &bytes, &m->info, opt, &sink);
    FUZZ_REQUIRE(s == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    for (uint32_t i = from; i < to; i++) {
        glitch_frame f = frame_of(m, i);
        FUZZ_REQUIRE(
            glitch_sink_write(sink, &f) == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    }
    FUZZ_REQUIRE(glitch_sink_finish(&sink) == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    return bytes;
}

static movie decode(glitch_ctx *ctx, const glitch_bytes *bytes)
{
    movie m = { 0 };
    glitch_frames it;
    glitch_status s = glitch_open_memory(ctx, bytes->data, bytes->size, &it);
    FUZZ_REQUIRE(s == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    FUZZ_REQUIRE(pull(it, &m) >= GLITCH_OK, "%s", glitch_ctx_message(ctx));
    const glitch_frame *f;
    FUZZ_REQUIRE(glitch_frames_next(it, &f) == GLITCH_END, "more than was written");
    glitch_frames_close(&it);
    return m;
}

/* ---- PNG: every pixel ---------------------------------------------------- */

static void check_png(const movie *m, const options *o)
{
    glitch_sink_options opt = o->sink;
    fuzz_context c;
    opt.format = "png";
    fuzz_open(&c, 0);
    for (uint32_t i = 0; i < m->count; i++) {
        glitch_bytes bytes = encode(c.ctx, m, i, i + 1, &opt);
        movie back = decode(c.ctx, &bytes);
        FUZZ_REQUIRE(back.count == 1 && back.info.width == m->info.width
                && back.info.height == m->info.height,
            "another size");
        FUZZ_REQUIRE(
            memcmp(back.frames[0], m->frames[i], pixels_of(m) * sizeof(PixelTuple))
                == 0,
            "PNG: frame %u is another", i);
        free_movie(&back);
        glitch_bytes_free(c.ctx, &bytes);
    }
    fuzz_close(&c);
}

/* ---- GIF: what it can hold ----------------------------------------------- */

static uint8_t blend(uint8_t color, uint8_t matte, uint8_t alpha)
{
    return (uint8_t)((color * alpha + matte * (255 - alpha) + 127) / 255);
}

/* A pixel as a GIF has it: opaque, or nothing. */
static PixelTuple settle(PixelTuple c, PixelTuple m)
{
    if (m.alpha)
        return (PixelTuple) { blend(c.red, m.red, c.alpha),
            blend(c.green, m.green, c.alpha), blend(c.blue, m.blue, c.alpha), 255 };
    if (c.alpha < 128)
        return (PixelTuple) { 0 };
    c.alpha = 255;
    return c;
}

static uint32_t key_of(PixelTuple c)
{
    return (uint32_t)c.red << 16 | (uint32_t)c.green << 8 | c.blue;
}

/* How many colours there are, as far as 257. */
static int count_colors(const PixelTuple *px, size_t n)
{
    enum { SLOTS = 1024 };
    static const uint32_t FREE = 0xffffffff;
    static uint32_t slots[SLOTS];
    int count = 0;
    memset(slots, 0xff, sizeof slots);
    for (size_t i = 0; i < n && count <= 256; i++) {
        uint32_t key = key_of(px[i]), at = key * 2654435761U >> 22;
        while (px[i].alpha && slots[at] != FREE && slots[at] != key)
            at = (at + 1) % SLOTS;
        if (px[i].alpha && slots[at] == FREE) {
            slots[at] = key;
            count++;
        }
    }
    return count;
}

static bool is_opaque(const PixelTuple *px, size_t n)
{
    uint8_t all = 255;
    for (size_t i = 0; i < n; i++)
        all &= px[i].alpha;
    return all == 255;
}

/*
 * Has a GIF room for every colour of this frame? Of 256, one may be needed for what is
 * transparent, here or in the next frame.
 */
static bool is_exact(const movie *m, uint32_t i, int most)
{
    size_t n = pixels_of(m);
    int count = count_colors(m->frames[i], n);
    if (count > most)
        return false;
    return count < 256
        || (is_opaque(m->frames[i], n)
            && (i + 1 == m->count || is_opaque(m->frames[i + 1], n)));
}

static void compare_frame(
    const PixelTuple *actual, const PixelTuple *expected, size_t n, bool exact)
{
    for (size_t i = 0; i < n; i++) {
        FUZZ_REQUIRE(actual[i].alpha == expected[i].alpha, "alpha %u of pixel %zu",
            actual[i].alpha, i);
        FUZZ_REQUIRE(
            !exact || !expected[i].alpha || key_of(actual[i]) == key_of(expected[i]),
            "pixel %zu is %06x instead of %06x", i, key_of(actual[i]),
            key_of(expected[i]));
    }
}

/* Rounded to hundredths of a second, such that the sum is right. */
static void compare_delays(const movie *actual, const movie *expected)
{
    uint64_t sum = 0, shown = 0;
    for (uint32_t i = 0; expected->count > 1 && i < expected->count; i++) {
        sum += expected->delays[i];
        uint64_t delay = (sum + 5) / 10 - shown;
        shown += delay;
        FUZZ_REQUIRE(actual->delays[i] == (delay > 65535 ? 65535 : delay) * 10,
            "delay of frame %u: %u", i, actual->delays[i]);
    }
}

static void compare_gif(const movie *actual, const movie *expected, const options *o)
{
    int most = o->sink.colors ? o->sink.colors : 256;
    FUZZ_REQUIRE(actual->count == expected->count, "%u frames instead of %u",
        actual->count, expected->count);
    FUZZ_REQUIRE(actual->info.width == expected->info.width
            && actual->info.height == expected->info.height,
        "another size");
    FUZZ_REQUIRE(expected->count == 1 || actual->info.loops == expected->info.loops,
        "loops %d", actual->info.loops);
    for (uint32_t i = 0; i < expected->count; i++)
        compare_frame(actual->frames[i], expected->frames[i], pixels_of(expected),
            is_exact(expected, i, most));
    compare_delays(actual, expected);
}

/* However many threads there are, the bytes are the same. */
static void check_threads(
    glitch_ctx *ctx, const movie *m, glitch_sink_options opt, const glitch_bytes *one)
{
    glitch_bytes bytes = encode(ctx, m, 0, m->count, &opt);
    FUZZ_REQUIRE(
        bytes.size == one->size && memcmp(bytes.data, one->data, one->size) == 0,
        "%d threads make another GIF", opt.threads);
    glitch_bytes_free(ctx, &bytes);
}

static void check_gif(movie *m, const options *o)
{
    glitch_sink_options opt = o->sink;
    fuzz_context c;
    opt.format = "gif";
    fuzz_open(&c, 0);
    glitch_bytes bytes = encode(c.ctx, m, 0, m->count, &opt);
    fuzz_context other; /* whose memory is filled with something else */
    fuzz_open(&other, 1);
    opt.threads = 1 + o->threads;
    check_threads(other.ctx, m, opt, &bytes);
    fuzz_close(&other);
    movie back = decode(c.ctx, &bytes);
    for (uint32_t i = 0; i < m->count; i++)
        for (size_t k = 0; k < pixels_of(m); k++)
            m->frames[i][k] = settle(m->frames[i][k], opt.matte);
    compare_gif(&back, m, o);
    free_movie(&back);
    glitch_bytes_free(c.ctx, &bytes);
    fuzz_close(&c);
}

int FUZZ_TARGET(round_trip)(const uint8_t *data, size_t size)
{
    options o = read_options(data, size);
    movie m = glitched(data, size, &o, 0), again = glitched(data, size, &o, 1);
    compare_movies(&m, &again);
    free_movie(&again);
    if (m.count > 0) {
        check_png(&m, &o);
        check_gif(&m, &o);
    }
    free_movie(&m);
    return 0;
}
