/*
 * filters.c - what each filter takes of a frame's time, beside memcpy() of the frame.
 *
 *     filters [SPEC...]
 *
 * Each runs alone, with its defaults at intensity 2 unless SPEC says more, over frames of
 * 1920x1080 pixels that are in memory. Every figure is the median of some frames, and
 * memcpy() is measured between them. Machines are noisy: compare the ratios.
 */
#include <glitch/filter.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The picture is wider than a frame, which moves within it. */
enum { WIDTH = 1920, HEIGHT = 1080, STRIDE = 1984, STEP = 2, WARM = 2, RUNS = 9 };

typedef struct source {
    PixelTuple *px;
    uint32_t next;
    glitch_frame frame;
} source;

/* ---- the picture --------------------------------------------------------- */

/* Slopes, edges and grain, as photographs have them. */
static PixelTuple *draw(void)
{
    PixelTuple *px = malloc((size_t)STRIDE * HEIGHT * sizeof *px);
    uint64_t state = 1;
    for (uint32_t y = 0; px && y < HEIGHT; y++)
        for (uint32_t x = 0; x < STRIDE; x++) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            uint32_t grain = (uint32_t)(state >> 60),
                     house = (x / 90 + y / 130) % 3 * 40;
            px[(size_t)y * STRIDE + x] =
                (PixelTuple) { (uint8_t)(x / 12 + grain), (uint8_t)(y / 8 + grain),
                    (uint8_t)(house + x * y / 16384 % 128 + grain), 255 };
        }
    return px;
}

/* ---- frames -------------------------------------------------------------- */

static glitch_status info(void *self, glitch_info *out)
{
    (void)self;
    *out = (glitch_info) {
        .width = WIDTH, .height = HEIGHT, .frames = WARM + RUNS, .animated = 1
    };
    return GLITCH_OK;
}

/* Each is the one before, moved a little, for what looks at the past. */
static glitch_status next(void *self, const glitch_frame **out)
{
    source *s = self;
    s->frame = (glitch_frame) { s->px + s->next * STEP, STRIDE, WIDTH, HEIGHT, s->next,
        40, 0 };
    s->next++;
    *out = &s->frame;
    return GLITCH_OK;
}

static void close_frames(void *self)
{
    (void)self;
}

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

static double median(double *times)
{
    qsort(times, RUNS, sizeof *times, by_size);
    return times[RUNS / 2];
}

static void copy(const glitch_frame *f, PixelTuple *to)
{
    for (uint32_t y = 0; y < f->height; y++)
        memcpy(to + (size_t)y * WIDTH, f->px + (size_t)y * f->stride,
            f->width * sizeof *to);
}

/* ---- one filter ---------------------------------------------------------- */

static glitch_status measure(
    glitch_frames it, const source *s, PixelTuple *to, double *filter, double *plain)
{
    double filtered[RUNS], copied[RUNS];
    const glitch_frame *f;
    for (int i = 0; i < WARM + RUNS; i++) {
        double begun = now();
        glitch_status status = glitch_frames_next(it, &f);
        double filled = now();
        if (status)
            return status;
        copy(&s->frame, to);
        if (i >= WARM) {
            filtered[i - WARM] = filled - begun;
            copied[i - WARM] = now() - filled;
        }
    }
    *filter = median(filtered);
    *plain = median(copied);
    return GLITCH_OK;
}

static glitch_status bench(
    glitch_ctx *ctx, const char *spec, PixelTuple *px, PixelTuple *to)
{
    static const glitch_frames_tc tc = { info, next, close_frames };
    source s = { .px = px };
    glitch_frames it = { 0 };
    double filter, plain, pixels = (double)WIDTH * HEIGHT;
    glitch_pipeline *p = glitch_pipeline_new(ctx, 1);
    glitch_status status = p ? glitch_pipeline_add(p, spec) : GLITCH_ENOMEM;
    if (!status)
        status = glitch_pipeline_apply(p, (glitch_frames) { &s, &tc }, &it);
    if (!status)
        status = measure(it, &s, to, &filter, &plain);
    if (!status)
        printf("%-24s %8.2f ns/pixel %8.2f x memcpy\n", spec, filter / pixels * 1e9,
            filter / plain);
    else
        fprintf(stderr, "filters: %s\n", glitch_ctx_message(ctx));
    fflush(stdout);
    glitch_frames_close(&it);
    glitch_pipeline_free(p);
    return status;
}

int main(int argc, char *argv[])
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    PixelTuple *px = draw(), *to = calloc((size_t)WIDTH * HEIGHT, sizeof *to);
    const glitch_filter *f;
    bool failed = !ctx || !px || !to;
    for (int i = 1; !failed && i < argc; i++)
        failed = bench(ctx, argv[i], px, to) != GLITCH_OK;
    for (size_t i = 0; !failed && argc < 2 && (f = glitch_filter_at(ctx, i)); i++)
        failed = bench(ctx, f->name, px, to) != GLITCH_OK;
    glitch_ctx_free(ctx);
    free(px);
    free(to);
    return failed;
}
