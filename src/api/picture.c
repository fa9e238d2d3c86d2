/* picture.c - one picture in memory, glitched without iterators. */
#include "base/context.h"
#include <string.h>

/* The picture as an iterator of one frame, which may be written over. */
typedef struct source {
    glitch_frame frame;
    bool lent;
} source;

static glitch_status source_info(void *self, glitch_info *out)
{
    const source *s = self;
    *out = (glitch_info) {
        .width = s->frame.width, .height = s->frame.height, .frames = 1, .loops = -1
    };
    return GLITCH_OK;
}

static glitch_status source_next(void *self, const glitch_frame **out)
{
    source *s = self;
    if (s->lent)
        return GLITCH_END;
    s->lent = true;
    *out = &s->frame;
    return GLITCH_OK;
}

static void source_close(void *self)
{
    (void)self; /* it lies on the caller's stack */
}

static void copy_rows(const PixelTuple *in, size_t in_stride, PixelTuple *out,
    size_t out_stride, uint32_t width, uint32_t height)
{
    for (uint32_t y = 0; in != out && y < height; y++)
        memcpy(out + y * out_stride, in + y * in_stride, width * sizeof *out);
}

static glitch_status add_all(glitch_ctx *ctx, glitch_pipeline *p, const char *specs)
{
    char *words = gli_strdup(ctx, specs), *rest = words;
    glitch_status s = words ? GLITCH_OK : GLITCH_ENOMEM;
    while (!s && *(rest += strspn(rest, " "))) {
        char *spec = rest;
        rest += strcspn(rest, " ");
        if (*rest)
            *rest++ = 0;
        s = glitch_pipeline_add(p, spec);
    }
    gli_free(ctx, words);
    return s;
}

/* Pull the one frame; wherever it lies, it ends up where the source's is. */
static glitch_status run(glitch_pipeline *p, source *src)
{
    static const glitch_frames_tc tc = { source_info, source_next, source_close };
    glitch_frames it;
    const glitch_frame *f;
    glitch_status s = glitch_pipeline_apply(p, (glitch_frames) { src, &tc }, &it);
    if (!s)
        s = glitch_frames_next(it, &f);
    if (!s)
        copy_rows(
            f->px, f->stride, src->frame.px, src->frame.stride, f->width, f->height);
    glitch_frames_close(&it);
    return s;
}

glitch_status glitch_picture(glitch_ctx *ctx, const PixelTuple *in, size_t in_stride,
    uint32_t width, uint32_t height, const char *spec, uint64_t seed, PixelTuple *out,
    size_t out_stride)
{
    if (!in || !out || !width || !height || in_stride < width || out_stride < width
        || (in == out && in_stride != out_stride))
        return gli_fail(ctx, GLITCH_EINVAL,
            "a picture without pixels, or a stride under its width");
    glitch_pipeline *p = glitch_pipeline_new(ctx, seed);
    if (!p)
        return GLITCH_ENOMEM;
    source src = { .frame = { .px = out,
                       .stride = out_stride,
                       .width = width,
                       .height = height,
                       .flags = GLITCH_FRAME_SCRATCH } };
    glitch_status s = add_all(ctx, p, spec);
    if (!s)
        copy_rows(in, in_stride, out, out_stride, width, height);
    if (!s)
        s = run(p, &src);
    glitch_pipeline_free(p);
    return s;
}
