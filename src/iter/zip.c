/* zip.c - two animations of one size, blended frame by frame. */
#include "iter/adaptor.h"

typedef struct zip {
    gli_adaptor base; /* the first */
    glitch_frames second;
    uint32_t weight; /* of the second, in 1/65536 */
    PixelTuple *px;
    uint32_t width, height;
} zip;

static glitch_status zip_info(void *self, glitch_info *out)
{
    const zip *z = self;
    glitch_info second;
    glitch_status s = glitch_frames_info(z->base.src, out);
    if (!s)
        s = glitch_frames_info(z->second, &second);
    if (!s && (!out->frames || !second.frames))
        out->frames = 0;
    else if (!s && second.frames < out->frames)
        out->frames = second.frames;
    return s;
}

/* Colours count as much as their alpha lets through; integers, so that it is exact. */
static PixelTuple blend(PixelTuple a, PixelTuple b, uint32_t weight)
{
    uint64_t wa = (uint64_t)(65536 - weight) * a.alpha, wb = (uint64_t)weight * b.alpha;
    uint64_t sum = wa + wb, half = sum / 2;
    if (sum == 0)
        return (PixelTuple) { 0, 0, 0, 0 };
    return (PixelTuple) { (uint8_t)((a.red * wa + b.red * wb + half) / sum),
        (uint8_t)((a.green * wa + b.green * wb + half) / sum),
        (uint8_t)((a.blue * wa + b.blue * wb + half) / sum),
        (uint8_t)((sum + 32768) >> 16) };
}

static void blend_frames(const zip *z, const glitch_frame *a, const glitch_frame *b)
{
    for (uint32_t y = 0; y < a->height; y++) {
        const PixelTuple *p = a->px + y * a->stride, *q = b->px + y * b->stride;
        PixelTuple *out = z->px + (size_t)y * a->width;
        for (uint32_t x = 0; x < a->width; x++)
            out[x] = blend(p[x], q[x], z->weight);
    }
}

static glitch_status prepare(zip *z, const glitch_frame *a, const glitch_frame *b)
{
    glitch_ctx *ctx = z->base.stream.ctx;
    if (a->width != b->width || a->height != b->height
        || (z->px && (a->width != z->width || a->height != z->height)))
        return gli_fail(ctx, GLITCH_EINVAL, "frames of two sizes cannot be blended");
    if (!z->px)
        z->px = gli_alloc(ctx, a->width, (size_t)a->height * sizeof *z->px);
    z->width = a->width;
    z->height = a->height;
    return z->px ? GLITCH_OK : GLITCH_ENOMEM;
}

static glitch_status zip_pull(void *self)
{
    zip *z = self;
    const glitch_frame *a, *b;
    glitch_status s = glitch_frames_next(z->base.src, &a);
    if (!s)
        s = glitch_frames_next(z->second, &b);
    if (!s)
        s = prepare(z, a, b);
    if (s)
        return s;
    blend_frames(z, a, b);
    z->base.stream.frame = *a;
    z->base.stream.frame.px = z->px;
    z->base.stream.frame.stride = z->width;
    z->base.stream.frame.flags = GLITCH_FRAME_SCRATCH;
    return GLITCH_OK;
}

static glitch_status zip_next(void *self, const glitch_frame **out)
{
    return gli_stream_next(self, zip_pull, out);
}

static void zip_close(void *self)
{
    zip *z = self;
    glitch_frames_close(&z->second);
    gli_free(z->base.stream.ctx, z->px);
    gli_adaptor_close(z);
}

glitch_status glitch_frames_zip(glitch_ctx *ctx, glitch_frames first,
    glitch_frames second, double weight, glitch_frames *out)
{
    static const glitch_frames_tc tc = { zip_info, zip_next, zip_close };
    zip *z = NULL;
    glitch_status s = GLITCH_ENOMEM;
    if (weight >= 0 && weight <= 1) {
        z = gli_adaptor_new(ctx, first, sizeof *z, &tc, out);
    } else {
        gli_adaptor_refuse(first, out);
        s = gli_fail(ctx, GLITCH_EINVAL, "a weight of %g is not within 0 to 1", weight);
    }
    if (!z) {
        glitch_frames_close(&second);
        return s;
    }
    z->second = second;
    z->weight = (uint32_t)(weight * 65536 + 0.5);
    return GLITCH_OK;
}
