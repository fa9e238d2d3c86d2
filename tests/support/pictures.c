/* pictures.c - test pictures, their files and their hashes. */
#include "support.h"
#include <png.h>
#include <stdlib.h>
#include <string.h>

picture new_picture(uint32_t width, uint32_t height)
{
    picture p = { width, height, calloc((size_t)width * height, sizeof(PixelTuple)) };
    ck_assert_ptr_nonnull(p.px);
    return p;
}

uint64_t test_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

picture random_picture(uint32_t width, uint32_t height, uint64_t seed, bool opaque)
{
    picture p = new_picture(width, height);
    uint64_t state = seed * 2 + 1;
    for (size_t i = 0; i < (size_t)width * height; i++) {
        uint64_t r = test_random(&state) >> 16;
        p.px[i] = (PixelTuple) { (uint8_t)r, (uint8_t)(r >> 8), (uint8_t)(r >> 16),
            opaque ? 255 : (uint8_t)(r >> 24) };
    }
    return p;
}

picture smooth_picture(uint32_t width, uint32_t height, uint64_t seed)
{
    picture p = new_picture(width, height);
    uint64_t state = seed * 2 + 1;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            uint32_t grain = (uint32_t)(test_random(&state) >> 61);
            uint32_t u = x * 200 / width, v = y * 200 / height;
            uint32_t dx = u > 100 ? u - 100 : 100 - u, dy = v > 90 ? v - 90 : 90 - v;
            uint32_t disc = dx * dx + dy * dy < 2500 ? 40 : 0;
            p.px[(size_t)y * width + x] =
                (PixelTuple) { (uint8_t)(u + disc + grain), (uint8_t)(v + grain),
                    (uint8_t)(200 - (u + v) / 2 + disc / 2 + grain), 255 };
        }
    return p;
}

picture copy_frame(const glitch_frame *frame)
{
    picture p = new_picture(frame->width, frame->height);
    for (uint32_t y = 0; y < p.height; y++)
        memcpy(p.px + (size_t)y * p.width, frame->px + y * frame->stride,
            p.width * sizeof *p.px);
    return p;
}

bool same_pixels(const picture *a, const picture *b)
{
    return a->width == b->width && a->height == b->height
        && memcmp(a->px, b->px, (size_t)a->width * a->height * sizeof *a->px) == 0;
}

void assert_same(const picture *a, const picture *e, const char *what)
{
    ck_assert_msg(a->width == e->width && a->height == e->height,
        "%s: %ux%u instead of %ux%u", what, a->width, a->height, e->width, e->height);
    if (same_pixels(a, e)) /* an assertion costs a system call, and pixels are many */
        return;
    for (uint32_t y = 0; y < a->height; y++)
        for (uint32_t x = 0; x < a->width; x++) {
            PixelTuple p = a->px[(size_t)y * a->width + x];
            PixelTuple q = e->px[(size_t)y * a->width + x];
            ck_assert_msg(memcmp(&p, &q, sizeof p) == 0,
                "%s: pixel %u,%u is %u,%u,%u,%u instead of %u,%u,%u,%u", what, x, y,
                p.red, p.green, p.blue, p.alpha, q.red, q.green, q.blue, q.alpha);
        }
}

static void simple_image(png_image *image, const picture *p)
{
    memset(image, 0, sizeof *image);
    image->version = PNG_IMAGE_VERSION;
    image->format = PNG_FORMAT_RGBA;
    if (p) {
        image->width = p->width;
        image->height = p->height;
    }
}

void write_png(const char *path, const picture *p)
{
    png_image image;
    simple_image(&image, p);
    ck_assert_msg(png_image_write_to_file(&image, path, 0, p->px, 0, NULL), "%s: %s",
        path, image.message);
}

picture read_png(const char *path)
{
    png_image image;
    simple_image(&image, NULL);
    ck_assert_msg(
        png_image_begin_read_from_file(&image, path), "%s: %s", path, image.message);
    image.format = PNG_FORMAT_RGBA;
    picture p = new_picture(image.width, image.height);
    ck_assert_msg(png_image_finish_read(&image, NULL, p.px, 0, NULL), "%s: %s", path,
        image.message);
    return p;
}
