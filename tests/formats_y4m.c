/*
 * formats_y4m.c - YUV4MPEG2: planes by the formulas of BT.601 and BT.709 in floating point,
 * written and read by hand; and the real ffmpeg on both sides.
 */
#include "formats.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- colours by the book --------------------------------------------------- */

typedef struct book {
    double kr, kb, luma, chroma; /* the spans of both */
    double black;
} book;

static book book_of(int matrix, bool full)
{
    return (book) { matrix == 709 ? 0.2126 : 0.299, matrix == 709 ? 0.0722 : 0.114,
        full ? 255 : 219, full ? 255 : 224, full ? 0 : 16 };
}

/* From a mean of pixels, each 0 to 255. */
static void to_ycc(const book *k, const double rgb[3], double out[3])
{
    double y = k->kr * rgb[0] + (1 - k->kr - k->kb) * rgb[1] + k->kb * rgb[2];
    out[0] = k->black + k->luma * y / 255;
    out[1] = 128 + k->chroma * (rgb[2] - y) / 255 / (2 * (1 - k->kb));
    out[2] = 128 + k->chroma * (rgb[0] - y) / 255 / (2 * (1 - k->kr));
}

static uint8_t to_byte(double v)
{
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : lround(v));
}

static void to_rgb(const book *k, const double ycc[3], uint8_t out[3])
{
    double y = (ycc[0] - k->black) * 255 / k->luma;
    double b = (ycc[1] - 128) * 255 / k->chroma, r = (ycc[2] - 128) * 255 / k->chroma;
    double red = y + 2 * (1 - k->kr) * r, blue = y + 2 * (1 - k->kb) * b;
    out[0] = to_byte(red);
    out[1] = to_byte((y - k->kr * red - k->kb * blue) / (1 - k->kr - k->kb));
    out[2] = to_byte(blue);
}

/* ---- out ------------------------------------------------------------------- */

static const struct {
    const char *options, *name;
    uint32_t across, down;
    int matrix;
} ways[] = { { "", "444", 1, 1, 601 }, { "--chroma 422", "422", 2, 1, 601 },
    { "--chroma 420", "420jpeg", 2, 2, 601 }, { "--matrix 709", "444", 1, 1, 709 },
    { "--chroma 420 --matrix 709", "420jpeg", 2, 2, 709 } };

static const struct {
    uint32_t width, height;
} sizes[] = { { 1, 1 }, { 2, 3 }, { 17, 9 }, { 32, 20 } };

enum { WAYS = sizeof ways / sizeof *ways, SIZES = sizeof sizes / sizeof *sizes };

/* The mean of the pixels that share a colour. */
static void mean_of(const picture *p, uint32_t x, uint32_t y, uint32_t across,
    uint32_t down, double rgb[3])
{
    int n = 0;
    rgb[0] = rgb[1] = rgb[2] = 0;
    for (uint32_t j = y; j < y + down && j < p->height; j++)
        for (uint32_t i = x; i < x + across && i < p->width; i++, n++) {
            PixelTuple c = p->px[(size_t)j * p->width + i];
            rgb[0] += c.red;
            rgb[1] += c.green;
            rgb[2] += c.blue;
        }
    for (int i = 0; i < 3; i++)
        rgb[i] /= n;
}

/* Plane k of a picture against what the book has; returns where it ends. */
static const unsigned char *check_plane(const picture *p, const unsigned char *at,
    int k, uint32_t across, uint32_t down, int matrix)
{
    const book b = book_of(matrix, false);
    for (uint32_t y = 0; y < p->height; y += down)
        for (uint32_t x = 0; x < p->width; x += across, at++) {
            double rgb[3], ycc[3];
            mean_of(p, x, y, across, down, rgb);
            to_ycc(&b, rgb, ycc);
            if (fabs(*at - ycc[k]) > 0.51)
                ck_abort_msg("plane %d at %u,%u: %d, not %g", k, x, y, *at, ycc[k]);
        }
    return at;
}

START_TEST(planes_are_by_the_book)
{
    int way = _i % WAYS, size = _i / WAYS;
    char header[256];
    size_t length;
    picture p =
        random_picture(sizes[size].width, sizes[size].height, (uint64_t)_i, true);
    write_png("in.png", &p);
    run_expect(0, "glitch in.png -F none %s -o out.y4m", ways[way].options);
    unsigned char *y4m = read_file("out.y4m", &length);
    int n = snprintf(header, sizeof header,
        "YUV4MPEG2 W%u H%u F10:1 Ip A1:1 C%s XCOLORRANGE=LIMITED "
        "XGLITCH_MATRIX=BT%d\nFRAME\n",
        p.width, p.height, ways[way].name, ways[way].matrix);
    ck_assert_uint_gt(length, (size_t)n);
    ck_assert_int_eq(memcmp(y4m, header, (size_t)n), 0);
    const unsigned char *at = check_plane(&p, y4m + n, 0, 1, 1, ways[way].matrix);
    for (int k = 1; k < 3; k++)
        at = check_plane(&p, at, k, ways[way].across, ways[way].down, ways[way].matrix);
    ck_assert_uint_eq((size_t)(at - y4m), length);
    free(y4m);
    free(p.px);
}
END_TEST

/* ---- in -------------------------------------------------------------------- */

static const struct {
    const char *fields;
    uint32_t across, down; /* 0: grey */
    bool alpha, full;
    int matrix;
} streams[] = { { "", 2, 2, false, false, 601 },
    { " C420jpeg", 2, 2, false, false, 601 },
    { " C420mpeg2 XYSCSS=420MPEG2", 2, 2, false, false, 601 },
    { " C420paldv", 2, 2, false, false, 601 }, { " C422", 2, 1, false, false, 601 },
    { " C440", 1, 2, false, false, 601 }, { " C411", 4, 1, false, false, 601 },
    { " C410", 4, 4, false, false, 601 }, { " C444", 1, 1, false, false, 601 },
    { " C444alpha", 1, 1, true, false, 601 }, { " Cmono", 0, 0, false, false, 601 },
    { " C444 XCOLORRANGE=FULL", 1, 1, false, true, 601 },
    { " C444 XGLITCH_MATRIX=BT709", 1, 1, false, false, 709 },
    { " Cmono XCOLORRANGE=FULL", 0, 0, false, true, 601 } };

enum { STREAMS = sizeof streams / sizeof *streams, FRAMES = 3, MOST = 1 << 16 };

typedef struct stream {
    unsigned char data[MOST];
    size_t size;
    picture shown[FRAMES];
} stream;

static uint32_t parts(uint32_t size, uint32_t of)
{
    return of ? (size + of - 1) / of : 0;
}

static unsigned char *random_plane(stream *s, size_t size, uint64_t *r)
{
    unsigned char *plane = s->data + s->size;
    ck_assert_uint_le(s->size + size, MOST);
    for (size_t i = 0; i < size; i++)
        plane[i] = (unsigned char)(test_random(r) >> 32);
    s->size += size;
    return plane;
}

static void put_text(stream *s, const char *text)
{
    memcpy(s->data + s->size, text, strlen(text));
    s->size += strlen(text);
}

/* Random planes, and what they show. */
static picture put_frame(
    stream *s, int kind, uint32_t width, uint32_t height, uint64_t *r)
{
    const book b = book_of(streams[kind].matrix, streams[kind].full);
    uint32_t across = streams[kind].across, down = streams[kind].down;
    uint32_t step = parts(width, across);
    size_t luma_size = (size_t)width * height,
           chroma = (size_t)step * parts(height, down);
    picture p = new_picture(width, height);
    put_text(s, "FRAME Ip\n");
    const unsigned char *luma = random_plane(s, luma_size, r),
                        *cb = random_plane(s, chroma, r),
                        *cr = random_plane(s, chroma, r),
                        *alpha =
                            random_plane(s, streams[kind].alpha ? luma_size : 0, r);
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            size_t i = (size_t)y * width + x,
                   c = across ? (y / down) * step + x / across : 0;
            double ycc[3] = { luma[i], across ? cb[c] : 128, across ? cr[c] : 128 };
            uint8_t rgb[3];
            to_rgb(&b, ycc, rgb);
            p.px[i] = (PixelTuple) { rgb[0], rgb[1], rgb[2],
                streams[kind].alpha ? alpha[i] : 255 };
        }
    return p;
}

static void make_stream(stream *s, int kind, uint32_t width, uint32_t height)
{
    char header[128];
    uint64_t r = (uint64_t)kind + 9;
    s->size = 0;
    snprintf(header, sizeof header, "YUV4MPEG2 W%u H%u F30:1 Ip A1:1%s\n", width,
        height, streams[kind].fields);
    put_text(s, header);
    for (int i = 0; i < FRAMES; i++)
        s->shown[i] = put_frame(s, kind, width, height, &r);
}

static void free_stream(stream *s)
{
    for (int i = 0; i < FRAMES; i++)
        free(s->shown[i].px);
}

/* Fixed point may round to the other side. */
static void assert_near(const picture *a, const picture *e)
{
    const uint8_t *x = (const uint8_t *)a->px, *y = (const uint8_t *)e->px;
    ck_assert(a->width == e->width && a->height == e->height);
    for (size_t i = 0; i < (size_t)a->width * a->height * 4; i++)
        if (abs(x[i] - y[i]) > 1)
            ck_abort_msg("byte %zu: %d, not %d", i, x[i], y[i]);
}

START_TEST(streams_are_shown_by_the_book)
{
    static stream s;
    static const uint32_t delays[] = { 33, 34, 33 };
    const glitch_frame *f;
    glitch_frames it;
    glitch_info info;
    int size = _i / STREAMS;
    make_stream(&s, _i % STREAMS, sizes[size].width, sizes[size].height);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    ck_assert(!glitch_open_memory(ctx, s.data, s.size, &it));
    ck_assert(!glitch_frames_info(it, &info));
    ck_assert(info.fps > 29.999 && info.fps < 30.001);
    ck_assert_str_eq(info.format, "y4m");
    ck_assert_uint_eq(info.frames, 0);
    for (int i = 0; i < FRAMES; i++) {
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
        picture p = copy_frame(f);
        assert_near(&p, &s.shown[i]);
        ck_assert_uint_eq(f->delay_ms, delays[i]);
        free(p.px);
    }
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_END);
    glitch_frames_close(&it);
    glitch_ctx_free(ctx);
    free_stream(&s);
}
END_TEST

/* ---- what is wrong --------------------------------------------------------- */

static const struct {
    glitch_status status;
    const char *header, *message;
} headers[] = {
    { GLITCH_EFORMAT, "YUV4MPEG2 H2 F1:1\n", "it has no size" },
    { GLITCH_EFORMAT, "YUV4MPEG2 W0 H2\n", "the field W0" },
    { GLITCH_EFORMAT, "YUV4MPEG2 W-1 H2\n", "the field W-1" },
    { GLITCH_EFORMAT, "YUV4MPEG2 W2x H2\n", "the field W2x" },
    { GLITCH_EFORMAT, "YUV4MPEG2 W2 H2 F30\n", "the field F30" },
    { GLITCH_EFORMAT, "YUV4MPEG2 W2 H2 F:\n", "the field F:" },
    { GLITCH_EFORMAT, "YUV4MPEG2 W2 H2 F1:1:1\n", "the field F1:1:1" },
    { GLITCH_EFORMAT, "YUV4MPEG2 W2 H2 F999999999:1\n", "the field F999999999:1" },
    { GLITCH_EFORMAT, "YUV4MPEG2 W99999999999 H2\n", "the field W99999999999" },
    { GLITCH_ELIMIT, "YUV4MPEG2 W999999999 H999999999\n", "max-pixels" },
    { GLITCH_EFORMAT, "YUV4MPEG2 W2 H2 C420p10\n", "C420p10" },
    { GLITCH_EFORMAT, "YUV4MPEG2 W2 H2 Cmono\n", "it ends too early" },
    { GLITCH_EFORMAT, "YUV4MPEG2 W2 H2 Cmono\nFRAME\n123", "it ends too early" },
    { GLITCH_EFORMAT, "YUV4MPEG2 W2 H2 Cmono\nFRAM\n1234", "no frame begins" },
};

static glitch_status decode(const void *data, size_t size, bool lenient, int *count,
    int *damage, char message[512]);

START_TEST(bad_headers)
{
    char message[512];
    int count, damage;
    const char *h = headers[_i].header;
    glitch_status s = decode(h, strlen(h), false, &count, &damage, message);
    ck_assert_int_eq(s, headers[_i].status);
    ck_assert_msg(strstr(message, headers[_i].message), "%s", message);
    ck_assert_int_eq(count, 0);
    ck_assert_int_eq(decode(h, strlen(h), true, &count, &damage, message), s);
}
END_TEST

static void on_notice(void *user, glitch_notice kind, const char *line)
{
    (void)line;
    *(int *)user += kind == GLITCH_NOTICE_DAMAGE;
}

static glitch_status decode(const void *data, size_t size, bool lenient, int *count,
    int *damage, char message[512])
{
    const glitch_frame *f;
    glitch_frames it = { 0 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_decoding how = { .struct_size = sizeof how, .lenient = lenient };
    *count = *damage = 0;
    ck_assert(!glitch_ctx_set_decoding(ctx, &how));
    glitch_ctx_set_notices(ctx, on_notice, damage);
    glitch_status s = glitch_open_memory(ctx, data, size, &it);
    while (!s && (s = glitch_frames_next(it, &f)) == GLITCH_OK)
        ++*count;
    snprintf(message, 512, "%s", glitch_ctx_message(ctx));
    glitch_frames_close(&it);
    glitch_ctx_free(ctx);
    return s;
}

/* Whole frames are shown; what is left of one is told. */
/* How many frames there are is not known, so nothing is said of any. */
START_TEST(only_the_first_of_a_stream)
{
    const outcome *o = run_expect(0,
        "printf 'YUV4MPEG2 W2 H2 C444\nFRAME\nabcdabcdabcd' >one.y4m; "
        "glitch one.y4m -o one.png");
    ck_assert_ptr_nonnull(
        strstr(o->err, "glitch: one.y4m: only the first frame goes into one.png; "));
}
END_TEST

START_TEST(cut_streams)
{
    static stream s;
    char message[512];
    int count, damage;
    make_stream(&s, 1, 5, 3);
    size_t frame = strlen("FRAME Ip\n") + 15 + 2 * 6, first = s.size - FRAMES * frame;
    for (size_t n = first; n <= s.size; n++) {
        int whole = (int)((n - first) / frame);
        bool between = (n - first) % frame == 0;
        glitch_status status = decode(s.data, n, false, &count, &damage, message);
        ck_assert_int_eq(status, between && whole ? GLITCH_END : GLITCH_EFORMAT);
        ck_assert_int_eq(count, whole);
        status = decode(s.data, n, true, &count, &damage, message);
        ck_assert_int_eq(count, whole);
        if ((n - first) % frame >= strlen("FRAME") && whole)
            ck_assert(status == GLITCH_END && damage == 1);
    }
    free_stream(&s);
}
END_TEST

/* A stream is limited only where that was asked for. */
START_TEST(frames_of_a_stream_are_limited_when_asked)
{
    static stream s;
    make_stream(&s, 10, 2, 2);
    write_file("in.y4m", s.data, s.size);
    run_expect(0, "glitch in.y4m -F none --max-frames 3 -o out.gif");
    const outcome *o =
        run_expect(1, "glitch in.y4m -F none --max-frames 2 -y -o out.gif");
    ck_assert_ptr_nonnull(strstr(o->err, "max-frames"));
    free_stream(&s);
}
END_TEST

/* ---- time ------------------------------------------------------------------ */

static const struct {
    const char *command, *rate;
    size_t frames;
} rates[] = {
    { "glitch in.png -f 5 --fps 29.97 -F none -o out.y4m", " F2997:100 ", 5 },
    { "glitch in.png -f 5 --fps 25 -F none -o out.y4m", " F25:1 ", 5 },
    { "glitch in.png -f 5 -d 40 -F none -o out.y4m", " F25:1 ", 5 },
    { "glitch in.png -f 5 -F none -o out.y4m", " F5:1 ", 5 },
    { "glitch in.y4m -F none -o out.y4m", " F30000:1001 ", 2 },
    { "glitch in.y4m -F none --bounce -o out.y4m", " F30000:1001 ", 2 },
    { "glitch in.y4m -F none -f 1 -o out.y4m", " F30000:1001 ", 1 },
};

static size_t count_frames(const unsigned char *y4m, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i + 6 <= size; i++)
        count += memcmp(y4m + i, "FRAME\n", 6) == 0;
    return count;
}

START_TEST(rates_are_kept)
{
    static const char film[] =
        "YUV4MPEG2 W2 H2 F30000:1001 Cmono\nFRAME\n1234FRAME\n5678";
    size_t size;
    picture p = new_picture(4, 4);
    write_png("in.png", &p);
    write_file("in.y4m", film, sizeof film - 1);
    run_expect(0, "%s", rates[_i].command);
    unsigned char *y4m = read_file("out.y4m", &size);
    *strchr((char *)y4m, '\n') = 0;
    ck_assert_msg(strstr((char *)y4m, rates[_i].rate), "%s", (char *)y4m);
    ck_assert_uint_eq(count_frames(y4m, size), rates[_i].frames);
    free(y4m);
    free(p.px);
}
END_TEST

/* Frames of different length are repeated, or left out, to be in time with the first. */
START_TEST(delays_become_repetitions)
{
    static const uint32_t delays[] = { 50, 100, 20, 20, 160 };
    static const int numbers[] = { 0, 1, 1, 3, 4, 4, 4 };
    size_t size;
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink;
    glitch_info info = { .width = 1, .height = 1, .frames = 5 };
    ck_assert(!glitch_sink_open(ctx, "out.y4m", &info, NULL, &sink));
    for (uint32_t i = 0; i < 5; i++) {
        uint8_t grey = (uint8_t)(50 * i);
        PixelTuple c = { grey, grey, grey, 255 };
        glitch_frame f = { &c, 1, 1, 1, i, delays[i], 0 };
        ck_assert(!glitch_sink_write(sink, &f));
    }
    ck_assert(!glitch_sink_finish(&sink));
    glitch_ctx_free(ctx);
    unsigned char *y4m = read_file("out.y4m", &size);
    const unsigned char *at = (unsigned char *)strchr((char *)y4m, '\n') + 1;
    for (size_t i = 0; i < 7; i++, at += 9) {
        ck_assert_int_eq(memcmp(at, "FRAME\n", 6), 0);
        ck_assert_int_eq(at[6], (int)lround(16 + 219 * numbers[i] * 50 / 255.0));
    }
    ck_assert_uint_eq((size_t)(at - y4m), size);
    free(y4m);
}
END_TEST

/* ---- the real ffmpeg -------------------------------------------------------- */

/* Out and back through ffmpeg, colours are right but for rounding. */
START_TEST(ffmpeg_has_the_same_colours)
{
    if (!have_tool("ffmpeg"))
        return;
    picture p = smooth_picture(64, 48, 4);
    write_png("in.png", &p);
    run_expect(0,
        "glitch in.png -F none --to y4m -o - | ffmpeg -loglevel error -i - -sws_flags "
        "accurate_rnd+full_chroma_int -pix_fmt rgba out.png");
    picture q = read_png("out.png");
    for (size_t i = 0; i < 64 * 48 * 4; i++)
        ck_assert_int_le(abs(((uint8_t *)p.px)[i] - ((uint8_t *)q.px)[i]), 3);
    free(p.px);
    free(q.px);
}
END_TEST

/* What ffmpeg sends is what it shows. */
START_TEST(colours_of_ffmpeg)
{
    static const char *const kinds[] = { "yuv444p", "gray", "yuvj444p" };
    if (!have_tool("ffmpeg"))
        return;
    picture p = smooth_picture(64, 48, 4);
    write_png("in.png", &p);
    run_expect(0,
        "ffmpeg -loglevel error -i in.png -pix_fmt %s -strict -1 -f yuv4mpegpipe - | "
        "glitch - -F none --to apng -o out.png --still 1",
        kinds[_i]);
    run_expect(0,
        "ffmpeg -loglevel error -i in.png -pix_fmt %s -f rawvideo - | ffmpeg "
        "-loglevel error -f rawvideo -s 64x48 -pix_fmt %s -i - -sws_flags "
        "accurate_rnd+full_chroma_int -pix_fmt rgba seen.png",
        kinds[_i], kinds[_i]);
    picture a = read_png("out.png"), b = read_png("seen.png");
    for (size_t i = 0; i < 64 * 48 * 4; i++)
        ck_assert_int_le(abs(((uint8_t *)a.px)[i] - ((uint8_t *)b.px)[i]), 2);
    free(a.px);
    free(b.px);
    free(p.px);
}
END_TEST

/* A film goes through: every frame, its rate, and no more memory than for a few. */
START_TEST(film_through_both_pipes)
{
    if (!have_tool("ffmpeg") || !have_tool("ffprobe"))
        return;
    long peaks[2];
    for (int i = 0; i < 2; i++) {
        run_expect(0,
            "ffmpeg -loglevel error -y -f lavfi -i "
            "testsrc2=size=320x180:rate=30000/1001 -frames:v %d -f yuv4mpegpipe "
            "film.y4m",
            i ? 200 : 10);
        peaks[i] = run_expect(0, "glitch - -i 3 -c --seed 1 -o out.y4m -y < film.y4m")
                       ->peak_kib;
    }
    run_expect(0, "ffmpeg -loglevel error -i out.y4m -c:v ffv1 out.mkv");
    const outcome *o = run_expect(0,
        "ffprobe -v error -count_frames -show_entries "
        "stream=width,height,nb_read_frames,r_frame_rate -of csv=p=0 out.mkv");
    ck_assert_str_eq(o->out, "320,180,30000/1001,200\n");
    if (!sanitized())
        ck_assert_msg(
            peaks[1] < peaks[0] + 1024, "%ld and %ld KiB", peaks[0], peaks[1]);
}
END_TEST

void add_y4m_tests(Suite *suite)
{
    TCase *c = tcase_create("y4m");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, planes_are_by_the_book, 0, (int)WAYS * (int)SIZES);
    tcase_add_loop_test(c, streams_are_shown_by_the_book, 0, (int)STREAMS * (int)SIZES);
    tcase_add_loop_test(c, bad_headers, 0, (int)(sizeof headers / sizeof *headers));
    tcase_add_test(c, only_the_first_of_a_stream);
    tcase_add_test(c, cut_streams);
    tcase_add_test(c, frames_of_a_stream_are_limited_when_asked);
    tcase_add_loop_test(c, rates_are_kept, 0, (int)(sizeof rates / sizeof *rates));
    tcase_add_test(c, delays_become_repetitions);
    tcase_add_test(c, ffmpeg_has_the_same_colours);
    tcase_add_loop_test(c, colours_of_ffmpeg, 0, 3);
    tcase_add_test(c, film_through_both_pipes);
    suite_add_tcase(suite, c);
}
