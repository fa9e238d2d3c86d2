/* resize.c - frames at another size, by stb_image_resize. */
#include "resize.h"
#include <stdlib.h>
#include <string.h>

#define STB_IMAGE_RESIZE_IMPLEMENTATION
#define STB_IMAGE_RESIZE_STATIC
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#endif
#include <stb/stb_image_resize.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

typedef struct resize {
    glitch_frames src;
    PixelTuple *px;
    uint32_t width, height;
    glitch_frame frame;
    glitch_status status; /* of the last next() */
} resize;

/* ---- sizes --------------------------------------------------------------- */

static uint32_t whole(double size)
{
    return size < 1 ? 1 : size > 2147483647.0 ? 2147483647 : (uint32_t)(size + 0.5);
}

void resized(const resizing *to, uint32_t *width, uint32_t *height)
{
    double scale = to->scale > 0 ? to->scale : 1;
    if (to->width > 0 && *width * scale > to->width)
        scale = (double)to->width / *width;
    if (to->height > 0 && *height * scale > to->height)
        scale = (double)to->height / *height;
    *width = whole(*width * scale);
    *height = whole(*height * scale);
}

/*
 * The library counts bytes in an int: of a row in floating point, and of all rows that one
 * row of the result is made of.
 */
static bool is_countable(
    uint32_t from_width, uint32_t from_height, uint32_t width, uint32_t height)
{
    const uint32_t most = 1 << 24;
    uint64_t rows = 4 * ((uint64_t)from_height / height + 2);
    return from_width <= most && from_height <= most && width <= most && height <= most
        && rows * width * 4 * sizeof(float) <= INT32_MAX;
}

static bool draw(const glitch_frame *from, PixelTuple *to, uint32_t width,
    uint32_t height, size_t stride)
{
    enum { ALPHA = 3 };
    return is_countable(from->width, from->height, width, height)
        && stbir_resize_uint8_generic((const unsigned char *)from->px, (int)from->width,
            (int)from->height, (int)(from->stride * sizeof *from->px),
            (unsigned char *)to, (int)width, (int)height, (int)(stride * sizeof *to),
            sizeof *to, ALPHA, 0, STBIR_EDGE_CLAMP, STBIR_FILTER_DEFAULT,
            STBIR_COLORSPACE_SRGB, NULL);
}

bool resize_picture(const glitch_frame *from, PixelTuple *to, uint32_t width,
    uint32_t height, size_t stride)
{
    if (from->width != width || from->height != height)
        return draw(from, to, width, height, stride);
    for (uint32_t y = 0; y < height; y++)
        memcpy(to + y * stride, from->px + y * from->stride, width * sizeof *to);
    return true;
}

/* ---- frames -------------------------------------------------------------- */

static glitch_status resize_info(void *self, glitch_info *out)
{
    const resize *r = self;
    glitch_status s = glitch_frames_info(r->src, out);
    out->width = r->width;
    out->height = r->height;
    return s;
}

static glitch_status resize_next(void *self, const glitch_frame **out)
{
    resize *r = self;
    const glitch_frame *f;
    if (!r->status)
        r->status = glitch_frames_next(r->src, &f);
    if (!r->status && !resize_picture(f, r->px, r->width, r->height, r->width))
        r->status = GLITCH_ENOMEM;
    if (r->status)
        return r->status;
    r->frame = *f;
    r->frame.px = r->px;
    r->frame.stride = r->width;
    r->frame.width = r->width;
    r->frame.height = r->height;
    r->frame.flags = GLITCH_FRAME_SCRATCH;
    *out = &r->frame;
    return GLITCH_OK;
}

static void resize_close(void *self)
{
    resize *r = self;
    glitch_frames_close(&r->src);
    free(r->px);
    free(r);
}

glitch_status resize_frames(
    glitch_frames src, uint32_t width, uint32_t height, glitch_frames *out)
{
    static const glitch_frames_tc tc = { resize_info, resize_next, resize_close };
    glitch_info info;
    *out = src;
    glitch_status s = glitch_frames_info(src, &info);
    if (!s && info.width == width && info.height == height)
        return GLITCH_OK;
    if (!s && !is_countable(info.width, info.height, width, height))
        s = GLITCH_ELIMIT;
    resize *r = s ? NULL : malloc(sizeof *r);
    PixelTuple *px = r ? calloc((size_t)width * height, sizeof *px) : NULL;
    if (!px) {
        free(r);
        glitch_frames_close(out);
        return s ? s : GLITCH_ENOMEM;
    }
    *r = (resize) { .src = src, .px = px, .width = width, .height = height };
    *out = (glitch_frames) { r, &tc };
    return GLITCH_OK;
}
