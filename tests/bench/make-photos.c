/*
 * make-photos.c - photographs of one to two megapixels, to measure folders on
 *
 *     make-photos PICTURE OUTDIR COUNT png|jpg
 *
 * writes COUNT parts of the picture, each enlarged, with the grain of a camera, and of
 * another size; the same on every machine.
 */
#include <glitch/glitch.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct picture {
    uint32_t width, height;
    PixelTuple *px;
} picture;

static uint64_t state = 1;

/* xorshift64* (S. Vigna, "An experimental exploration of Marsaglia's xorshift
 * generators, scrambled", 2016) */
static uint32_t draw(uint32_t below)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)((state * 2685821657736338717u) >> 32) % below;
}

static _Noreturn void die(glitch_ctx *ctx)
{
    fprintf(stderr, "make-photos: %s\n", glitch_ctx_message(ctx));
    exit(EXIT_FAILURE);
}

static picture load(glitch_ctx *ctx, const char *path)
{
    glitch_frames it;
    const glitch_frame *f;
    if (glitch_open(ctx, path, &it) != GLITCH_OK
        || glitch_frames_next(it, &f) != GLITCH_OK)
        die(ctx);
    picture p = { f->width, f->height,
        malloc((size_t)f->width * f->height * sizeof(PixelTuple)) };
    for (uint32_t y = 0; p.px && y < f->height; y++)
        memcpy(p.px + (size_t)y * p.width, f->px + y * f->stride,
            p.width * sizeof(PixelTuple));
    glitch_frames_close(&it);
    if (!p.px)
        die(ctx);
    return p;
}

static uint8_t grain(uint32_t value, int noise)
{
    int v = (int)value + noise;
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* Between four pixels, in 1/256 of their distance. */
static PixelTuple between(const picture *p, uint32_t x, uint32_t y)
{
    const PixelTuple *a = p->px + (size_t)(y >> 8) * p->width + (x >> 8),
                     *b = a + p->width;
    uint32_t u = x & 255, v = y & 255;
    int noise = (int)draw(7) - 3;
#define MIX(c)                                                                         \
    grain((a[0].c * (256 - u) * (256 - v) + a[1].c * u * (256 - v)                     \
              + b[0].c * (256 - u) * v + b[1].c * u * v)                               \
            >> 16,                                                                     \
        noise)
    return (PixelTuple) { MIX(red), MIX(green), MIX(blue), 255 };
#undef MIX
}

static picture part_of(const picture *p)
{
    uint32_t width = 1200 + draw(400), height = 900 + draw(300), step = 120 + draw(12);
    uint32_t room_x = (p->width - 2) * 256 - width * step;
    uint32_t room_y = (p->height - 2) * 256 - height * step;
    uint32_t left = draw(room_x), top = draw(room_y);
    picture out = { width, height,
        malloc((size_t)width * height * sizeof(PixelTuple)) };
    for (uint32_t y = 0; out.px && y < height; y++)
        for (uint32_t x = 0; x < width; x++)
            out.px[(size_t)y * width + x] = between(p, left + x * step, top + y * step);
    return out;
}

static void save(glitch_ctx *ctx, const char *path, const picture *p)
{
    glitch_sink *sink;
    const glitch_info info = { .width = p->width, .height = p->height, .frames = 1 };
    const glitch_frame f = {
        .px = p->px, .stride = p->width, .width = p->width, .height = p->height
    };
    if (!p->px || glitch_sink_open(ctx, path, &info, NULL, &sink) != GLITCH_OK
        || glitch_sink_write(sink, &f) != GLITCH_OK
        || glitch_sink_finish(&sink) != GLITCH_OK)
        die(ctx);
}

int main(int argc, char *argv[])
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    if (argc != 5 || !ctx) {
        fprintf(stderr, "usage: make-photos PICTURE OUTDIR COUNT png|jpg\n");
        return EXIT_FAILURE;
    }
    picture p = load(ctx, argv[1]);
    for (long i = 0; i < strtol(argv[3], NULL, 10); i++) {
        char path[4096];
        picture out = part_of(&p);
        snprintf(path, sizeof path, "%s/photo-%ld.%s", argv[2], i, argv[4]);
        save(ctx, path, &out);
        free(out.px);
    }
    free(p.px);
    glitch_ctx_free(ctx);
    return EXIT_SUCCESS;
}
