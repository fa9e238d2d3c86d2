/*
 * bench.c - where the time goes: each stage of PNG to PNG and of PNG to GIF by itself.
 *
 *     bench PICTURE.png [FRAMES]
 *
 * Every figure is the median of several runs in this process. Machines are noisy:
 * compare ratios within one run, not figures of two.
 */
#include "base/writer.h"
#include "codec/codec.h"
#include "codec/lzw.h"
#include "codec/quantize.h"
#include <gif_lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 7 };

typedef struct bench {
    glitch_ctx *ctx;
    const char *path;
    uint32_t frames;
    glitch_frame picture; /* as decoded; the pixels are a copy */
    glitch_frame glitched;
    unsigned char *bytes; /* of the encoded picture */
    size_t size;
    gli_quantizer *quantizer;
    unsigned char *indices; /* of one frame */
    gli_lzw *lzw;
    unsigned char *codes;
    uint64_t sum;
} bench;

/* One run of a stage; returns how many pixels went through. */
typedef uint64_t stage(bench *b);

static void must(bench *b, glitch_status status)
{
    if (status == GLITCH_OK)
        return;
    fprintf(stderr, "bench: %s\n", glitch_ctx_message(b->ctx));
    exit(1);
}

static void *must_have(void *p)
{
    if (!p) {
        fputs("bench: out of memory\n", stderr);
        exit(1);
    }
    return p;
}

static uint64_t pixels(const bench *b)
{
    return (uint64_t)b->picture.width * b->picture.height;
}

/* ---- the stages ---------------------------------------------------------- */

static uint64_t decode(bench *b)
{
    glitch_frames it;
    const glitch_frame *f;
    must(b, glitch_open(b->ctx, b->path, &it));
    must(b, glitch_frames_next(it, &f));
    glitch_frames_close(&it);
    return pixels(b);
}

typedef struct memory_source {
    bench *b;
    uint32_t done;
    glitch_frame frame;
} memory_source;

static glitch_status memory_info(void *self, glitch_info *out)
{
    const bench *b = ((memory_source *)self)->b;
    *out = (glitch_info) { .width = b->picture.width,
        .height = b->picture.height,
        .frames = b->frames,
        .animated = 1 };
    return GLITCH_OK;
}

static glitch_status memory_next(void *self, const glitch_frame **out)
{
    memory_source *m = self;
    if (m->done == m->b->frames)
        return GLITCH_END;
    m->frame = m->b->picture;
    m->frame.index = m->done++;
    *out = &m->frame;
    return GLITCH_OK;
}

static void memory_close(void *self)
{
    free(self);
}

static glitch_frames open_picture(bench *b)
{
    static const glitch_frames_tc tc = { memory_info, memory_next, memory_close };
    memory_source *m = must_have(calloc(1, sizeof *m));
    m->b = b;
    return (glitch_frames) { m, &tc };
}

static glitch_frames open_glitched(bench *b)
{
    glitch_pipeline *p = must_have(glitch_pipeline_new(b->ctx, 1));
    glitch_schedule schedule = GLITCH_SCHEDULE_INIT;
    glitch_frames it;
    schedule.intensity = 5;
    must(b, glitch_pipeline_set_schedule(p, &schedule));
    must(b, glitch_pipeline_add(p, "scanline-offset"));
    must(b, glitch_pipeline_add(p, "channel-shift"));
    must(b, glitch_pipeline_apply(p, open_picture(b), &it));
    glitch_pipeline_free(p);
    return it;
}

static uint64_t filter(bench *b)
{
    const glitch_frame *f;
    uint64_t n = 0;
    glitch_frames it = open_glitched(b);
    while (glitch_frames_next(it, &f) == GLITCH_OK)
        n += pixels(b);
    glitch_frames_close(&it);
    return n;
}

static int append(void *user, const void *data, size_t size)
{
    return fwrite(data, 1, size, user) != size;
}

/* Encode to memory: what is left of the time is the codec's. */
static void encode(bench *b, const char *format, glitch_frames it)
{
    const gli_format *f = gli_formats;
    while (strcmp(f->name, format) != 0)
        f++;
    gli_writer w = { .ctx = b->ctx, .name = "memory", .fn = append };
    gli_encoder e;
    glitch_info info;
    glitch_sink_options opt = { .struct_size = sizeof opt };
    const glitch_frame *frame;
    free(b->bytes);
    FILE *memory = w.user = must_have(open_memstream((char **)&b->bytes, &b->size));
    must(b, glitch_frames_info(it, &info));
    must(b, f->encode(&w, &info, &opt, &e));
    while (glitch_frames_next(it, &frame) == GLITCH_OK)
        must(b, e.tc->write(e.self, frame));
    must(b, e.tc->finish(e.self));
    e.tc->close(e.self);
    must(b, gli_writer_close(&w));
    fclose(memory);
}

static uint64_t compress_png(bench *b)
{
    bench one = *b;
    one.frames = 1;
    one.picture = b->glitched;
    glitch_frames it = open_picture(&one);
    encode(&one, "png", it);
    glitch_frames_close(&it);
    b->bytes = one.bytes;
    b->size = one.size;
    return pixels(b);
}

static uint64_t quantise(bench *b)
{
    const glitch_frame *f = &b->glitched;
    gli_quantizer_reset(b->quantizer);
    for (uint64_t i = 0; i < pixels(b); i += 3)
        gli_quantizer_sample(b->quantizer, f->px[i]);
    gli_quantizer_make(b->quantizer, 255, &(gli_thrift) { 0 }, 3, GLI_MUCH_ALIKE);
    for (uint64_t i = 0; i < pixels(b); i++)
        b->indices[i] = gli_quantizer_index(b->quantizer, f->px[i]);
    return pixels(b);
}

/* What a photograph's indices are at their worst: nothing is smoothed. */
static uint64_t compress_lzw(bench *b)
{
    uint32_t w = b->picture.width, h = b->picture.height;
    gli_lzw_begin(b->lzw, 8, b->codes);
    for (uint32_t y = 0; y < h; y++)
        gli_lzw_put(b->lzw, b->indices + (size_t)y * w, w);
    b->sum += gli_lzw_end(b->lzw);
    return pixels(b);
}

static int discard(GifFileType *gif, const GifByteType *data, int size)
{
    *(uint64_t *)gif->UserData += (uint64_t)size + data[0] * 0u;
    return size;
}

/* The same by giflib. */
static uint64_t compress_giflib(bench *b)
{
    uint64_t written = 0;
    int code, w = (int)b->picture.width, h = (int)b->picture.height;
    GifFileType *gif = must_have(EGifOpen(&written, discard, &code));
    ColorMapObject *map = must_have(GifMakeMapObject(256, NULL));
    EGifPutScreenDesc(gif, w, h, 8, 0, map);
    EGifPutImageDesc(gif, 0, 0, w, h, false, NULL);
    for (int y = 0; y < h; y++)
        if (EGifPutLine(gif, b->indices + (size_t)y * (size_t)w, w) == GIF_ERROR)
            exit(1);
    EGifCloseFile(gif, &code);
    GifFreeMapObject(map);
    return pixels(b);
}

static uint64_t whole_gif(bench *b)
{
    glitch_frames it = open_glitched(b);
    encode(b, "gif", it);
    glitch_frames_close(&it);
    return pixels(b) * b->frames;
}

/* The bytes in hand, through a file that gets its name at the end. */
static uint64_t write_out(bench *b)
{
    gli_output o = { .path = "bench.tmp", .overwrite = true, .lock = -1 };
    gli_writer w;
    must(b, gli_writer_open(b->ctx, &o, &w));
    gli_write(&w, b->bytes, b->size);
    must(b, gli_writer_close(&w));
    must(b, gli_output_place(b->ctx, &o));
    gli_output_release(&o);
    remove("bench.tmp");
    return pixels(b);
}

/* ---- laziness: what it costs --------------------------------------------- */

/*
 * Four row filters over a large picture: fused in one pipeline; one after the other
 * over whole frames; and written by hand as loops over a row. All three give the same
 * pixels.
 */
static const char *const FOUR[] = { "channel-shift:channel=red,dx=7,dy=0",
    "color-split:distance=6,angle=0,edge=wrap", "scanlines:every=3,factor=0.5",
    "channel-shift:channel=green,dx=-5,dy=0" };

static glitch_frames apply_some(bench *b, glitch_frames it, int from, int to)
{
    glitch_pipeline *p = must_have(glitch_pipeline_new(b->ctx, 1));
    for (int i = from; i < to; i++)
        must(b, glitch_pipeline_add(p, FOUR[i]));
    must(b, glitch_pipeline_apply(p, it, &it));
    glitch_pipeline_free(p);
    return it;
}

static uint64_t pull_all(bench *b, glitch_frames it)
{
    const glitch_frame *f;
    uint64_t n = 0;
    while (glitch_frames_next(it, &f) == GLITCH_OK) {
        n += pixels(b);
        b->sum += f->px[b->picture.width / 2].red; /* so that nothing is left out */
    }
    glitch_frames_close(&it);
    return n;
}

static uint64_t fused(bench *b)
{
    return pull_all(b, apply_some(b, open_picture(b), 0, 4));
}

/* The same, each filter with `settings` that hold for any. */
static uint64_t fused_with(bench *b, const char *settings)
{
    glitch_frames it;
    glitch_pipeline *p = must_have(glitch_pipeline_new(b->ctx, 1));
    for (int i = 0; i < 4; i++) {
        must(b, glitch_pipeline_add(p, FOUR[i]));
        must(b, glitch_pipeline_set(p, settings));
    }
    must(b, glitch_pipeline_apply(p, open_picture(b), &it));
    glitch_pipeline_free(p);
    return pull_all(b, it);
}

static uint64_t fused_mix(bench *b)
{
    return fused_with(b, "mix=0.5");
}

static uint64_t fused_channels(bench *b)
{
    return fused_with(b, "channels=rg");
}

static uint64_t fused_rect(bench *b)
{
    return fused_with(b, "rect=50%x50%+25%+25%");
}

static uint64_t fused_mask(bench *b)
{
    char settings[4096];
    snprintf(settings, sizeof settings, "mask=%s", b->path);
    return fused_with(b, settings);
}

static uint64_t eager(bench *b)
{
    glitch_frames it = open_picture(b);
    for (int i = 0; i < 4; i++)
        it = apply_some(b, it, i, i + 1);
    return pull_all(b, it);
}

static void shift(
    PixelTuple *to, const PixelTuple *from, size_t channel, uint32_t width, uint32_t by)
{
    uint8_t *out = (uint8_t *)to + channel;
    const uint8_t *in = (const uint8_t *)from + channel;
    for (uint32_t x = 0; x < width - by; x++)
        out[(size_t)4 * (x + by)] = in[(size_t)4 * x];
    for (uint32_t x = 0; x < by; x++)
        out[(size_t)4 * x] = in[(size_t)4 * (width - by + x)];
}

static void by_hand_row(
    const PixelTuple *in, PixelTuple *a, PixelTuple *out, uint32_t width, uint32_t y)
{
    size_t bytes = width * sizeof *in;
    memcpy(a, in, bytes);
    shift(a, in, 0, width, 7);
    memcpy(out, a, bytes);
    shift(out, a, 0, width, 3);
    shift(out, a, 2, width, width - 3);
    for (uint32_t x = 0; y % 3 == 0 && x < width; x++)
        out[x] = (PixelTuple) { (uint8_t)((out[x].red + 1) / 2),
            (uint8_t)((out[x].green + 1) / 2), (uint8_t)((out[x].blue + 1) / 2),
            out[x].alpha };
    memcpy(a, out, bytes);
    shift(out, a, 1, width, width - 5);
}

/* Into one buffer for all frames, as the pipeline does. */
static uint64_t by_hand(bench *b)
{
    const glitch_frame *f = &b->picture;
    PixelTuple *row = must_have(malloc(f->width * sizeof *row));
    PixelTuple *out = must_have(malloc(f->width * sizeof *out * f->height));
    for (uint32_t i = 0; i < b->frames; i++) {
        for (uint32_t y = 0; y < f->height; y++)
            by_hand_row(
                f->px + y * f->stride, row, out + (size_t)y * f->width, f->width, y);
        b->sum += out[f->width / 2].red;
    }
    free(out);
    free(row);
    return pixels(b) * b->frames;
}

static bool same_by_hand(bench *b)
{
    glitch_frames it = apply_some(b, open_picture(b), 0, 4);
    const glitch_frame *f;
    bool same = true;
    PixelTuple *row = must_have(malloc(b->picture.width * sizeof *row));
    PixelTuple *out = must_have(malloc(b->picture.width * sizeof *out));
    must(b, glitch_frames_next(it, &f));
    for (uint32_t y = 0; y < f->height; y++) {
        by_hand_row(b->picture.px + y * b->picture.stride, row, out, f->width, y);
        same = same && !memcmp(out, f->px + y * f->stride, f->width * sizeof *out);
    }
    glitch_frames_close(&it);
    free(row);
    free(out);
    return same;
}

static void make_large(bench *b)
{
    enum { WIDTH = 4000, HEIGHT = 3000 };
    PixelTuple *px = must_have(malloc(sizeof *px * WIDTH * HEIGHT));
    for (uint32_t i = 0; i < WIDTH * HEIGHT; i++)
        px[i] = (PixelTuple) { (uint8_t)(i * 7), (uint8_t)(i >> 8), (uint8_t)(i >> 4),
            255 };
    b->picture = (glitch_frame) { px, WIDTH, WIDTH, HEIGHT, 0, 100, 0 };
}

/* ---- measuring ----------------------------------------------------------- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double measure(bench *b, const char *name, stage *run)
{
    double seconds[RUNS];
    uint64_t n = run(b); /* once to warm up */
    for (int i = 0; i < RUNS; i++) {
        double begun = now();
        run(b);
        seconds[i] = now() - begun;
    }
    qsort(seconds, RUNS, sizeof *seconds, by_size);
    double s = seconds[RUNS / 2];
    printf("  %-30s %9.2f ms %9.1f Mpixel/s %7.2f ns/pixel\n", name, s * 1e3,
        (double)n / s / 1e6, s * 1e9 / (double)n);
    return s;
}

/* Returns an exit status: the three must agree. */
static int measure_laziness(bench *b)
{
    b->frames = 4;
    free(b->picture.px);
    make_large(b);
    printf("\nFour row filters over 4000x3000, %u frames\n", b->frames);
    if (!same_by_hand(b)) {
        fputs("bench: fused and by hand are not the same\n", stderr);
        return 1;
    }
    double lazy = measure(b, "fused", fused);
    double whole = measure(b, "one after the other", eager);
    double loops = measure(b, "by hand", by_hand);
    printf("  fused takes %.2f of one after the other, %.2f of by hand\n", lazy / whole,
        lazy / loops);
    measure(b, "fused, each with mix=0.5", fused_mix);
    measure(b, "fused, each with channels=rg", fused_channels);
    measure(b, "fused, each in a quarter", fused_rect);
    measure(b, "fused, each with a mask", fused_mask);
    return 0;
}

static glitch_frame keep(const glitch_frame *f)
{
    size_t n = (size_t)f->width * f->height;
    PixelTuple *px = must_have(malloc(n * sizeof *px));
    for (uint32_t y = 0; y < f->height; y++)
        memcpy(px + (size_t)y * f->width, f->px + y * f->stride, f->width * sizeof *px);
    return (glitch_frame) { px, f->width, f->width, f->height, 0, 100, 0 };
}

static void prepare(bench *b)
{
    glitch_frames it;
    const glitch_frame *f;
    must(b, glitch_open(b->ctx, b->path, &it));
    must(b, glitch_frames_next(it, &f));
    b->picture = keep(f);
    glitch_frames_close(&it);
    it = open_glitched(b);
    must(b, glitch_frames_next(it, &f));
    b->glitched = keep(f);
    glitch_frames_close(&it);
    b->quantizer = must_have(gli_quantizer_new(b->ctx));
    b->indices = must_have(malloc(pixels(b)));
    b->lzw = must_have(malloc(sizeof *b->lzw));
    b->codes = must_have(malloc(gli_lzw_bound(pixels(b))));
}

int main(int argc, char *argv[])
{
    bench b = { .ctx = glitch_ctx_new(NULL), .frames = 20 };
    if (argc < 2) {
        fputs("usage: bench PICTURE.png [FRAMES]\n", stderr);
        return 2;
    }
    b.path = argv[1];
    if (argc > 2)
        b.frames = (uint32_t)strtoul(argv[2], NULL, 10);
    must_have(b.ctx);
    prepare(&b);
    uint32_t frames = b.frames;
    printf("%s: %ux%u, medians of %d runs\n\nPNG to PNG, one picture\n", b.path,
        b.picture.width, b.picture.height, RUNS);
    b.frames = 1;
    measure(&b, "decode", decode);
    measure(&b, "filter (two, fused)", filter);
    measure(&b, "compress (deflate)", compress_png);
    printf("  %zu bytes\n", b.size);
    measure(&b, "write", write_out);
    printf("\nPNG to GIF, %u frames\n", frames);
    measure(&b, "decode, once", decode);
    b.frames = frames;
    measure(&b, "filter (two, fused), all", filter);
    measure(&b, "quantise, one whole frame", quantise);
    double own = measure(&b, "compress (LZW), one frame", compress_lzw);
    double giflib = measure(&b, "the same by giflib", compress_giflib);
    printf("  LZW: %.0f million pixels a second, %.2f times giflib's\n",
        (double)pixels(&b) / own / 1e6, giflib / own);
    measure(&b, "filter to GIF in memory, all", whole_gif);
    printf("  %zu bytes\n", b.size);
    measure(&b, "write", write_out);
    int status = measure_laziness(&b);
    gli_quantizer_free(b.quantizer);
    free(b.picture.px);
    free(b.glitched.px);
    free(b.indices);
    free(b.lzw);
    free(b.codes);
    free(b.bytes);
    glitch_ctx_free(b.ctx);
    return status;
}
