/* inputs.c - pictures in the formats that the command reads, by the libraries. */
#include "faults.h"
#include <png.h>
#include <stdio.h> /* jpeglib.h needs it */
#include <string.h>

#include <jpeglib.h>

void write_interlaced_png(const char *path, const picture *p)
{
    FILE *f = fopen(path, "wb");
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    ck_assert(f && info);
    png_init_io(png, f);
    png_set_IHDR(png, info, p->width, p->height, 8, PNG_COLOR_TYPE_RGBA,
        PNG_INTERLACE_ADAM7, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int pass = png_set_interlace_handling(png); pass > 0; pass--)
        for (uint32_t y = 0; y < p->height; y++)
            png_write_row(png, (png_const_bytep)(p->px + (size_t)y * p->width));
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    ck_assert_int_eq(fclose(f), 0);
}

void write_jpeg(const char *path, const picture *p, bool progressive)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors;
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_stdio_dest(&j, f);
    j.image_width = p->width;
    j.image_height = p->height;
    j.input_components = 4;
    j.in_color_space = JCS_EXT_RGBA;
    jpeg_set_defaults(&j);
    if (progressive)
        jpeg_simple_progression(&j);
    jpeg_start_compress(&j, TRUE);
    while (j.next_scanline < p->height) {
        JSAMPROW row = (JSAMPROW)(p->px + (size_t)j.next_scanline * p->width);
        jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    ck_assert_int_eq(fclose(f), 0);
}

/* A header of a profile, which is enough for one. */
static void make_profile(unsigned char profile[132])
{
    memset(profile, 0, 132);
    profile[3] = 132;
    profile[8] = 2;
    memcpy(profile + 12, "mntrRGB XYZ ", 12);
    memcpy(profile + 36, "acsp", 4);
    memcpy(profile + 68, "\0\0\xf6\xd6\0\1\0\0\0\0\xd3\x2d", 12);
}

void write_told(const char *path, const picture *p)
{
    static const char exif[] = "II*\0\x08\0\0\0\0\0\0\0\0";
    unsigned char profile[132];
    make_profile(profile);
    glitch_metadata m = { .profile = profile,
        .profile_size = sizeof profile,
        .exif = exif,
        .exif_size = sizeof exif,
        .xmp = "<x/>",
        .xmp_size = 4,
        .x_density = 3000,
        .y_density = 3000,
        .per_metre = 1 };
    glitch_info info = {
        .width = p->width, .height = p->height, .frames = 1, .metadata = &m
    };
    glitch_frame f = {
        .px = p->px, .stride = p->width, .width = p->width, .height = p->height
    };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink = NULL;
    ck_assert(!glitch_sink_open(ctx, path, &info, NULL, &sink));
    ck_assert(!glitch_sink_write(sink, &f));
    ck_assert(!glitch_sink_finish(&sink));
    glitch_ctx_free(ctx);
}
