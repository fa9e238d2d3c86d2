/* formats.c - the table of picture formats. A new format is one line here. */
#include "codec/codec.h"
#include "codec/y4m.h"
#include <string.h>

static bool begins(const unsigned char *head, size_t size, const char *magic, size_t n)
{
    return size >= n && memcmp(head, magic, n) == 0;
}

static bool probe_png(const unsigned char *head, size_t size)
{
    return begins(head, size, "\x89PNG\r\n\x1a\n", 8);
}

static bool probe_jpeg(const unsigned char *head, size_t size)
{
    return begins(head, size, "\xff\xd8\xff", 3);
}

static bool probe_gif(const unsigned char *head, size_t size)
{
    return begins(head, size, "GIF87a", 6) || begins(head, size, "GIF89a", 6);
}

static bool probe_y4m(const unsigned char *head, size_t size)
{
    return begins(head, size, GLI_Y4M_MAGIC " ", strlen(GLI_Y4M_MAGIC " "));
}

static bool probe_webp(const unsigned char *head, size_t size)
{
    return begins(head, size, "RIFF", 4) && size >= 12
        && memcmp(head + 8, "WEBP", 4) == 0;
}

static const char *const png_names[] = { "png", NULL };
static const char *const apng_names[] = { "apng", "png", NULL };
static const char *const jpeg_names[] = { "jpg", "jpeg", NULL };
static const char *const gif_names[] = { "gif", NULL };
static const char *const y4m_names[] = { "y4m", NULL };
static const char *const bmp_names[] = { "bmp", NULL };
static const char *const tga_names[] = { "tga", NULL };
static const char *const ppm_names[] = { "ppm", NULL };
static const char *const pam_names[] = { "pam", NULL };
static const char *const rgba_names[] = { "rgba", NULL };
static const char *const webp_names[] = { "webp", NULL };

const gli_format gli_formats[] = {
    { "png", png_names, false, probe_png, gli_png_decode, gli_png_encode, true },
    { "apng", apng_names, true, NULL, NULL, gli_apng_encode,
        true }, /* read as PNG is */
    { "jpeg", jpeg_names, false, probe_jpeg, gli_jpeg_decode, gli_jpeg_encode, true },
    { "gif", gif_names, true, probe_gif, gli_gif_decode, gli_gif_encode, false },
    { "webp", webp_names, true, probe_webp, gli_webp_decode, gli_webp_encode, true },
    { "y4m", y4m_names, true, probe_y4m, gli_y4m_decode, gli_y4m_encode, false },
    { "bmp", bmp_names, false, NULL, NULL, gli_bmp_encode, false },
    { "tga", tga_names, false, NULL, NULL, gli_tga_encode, false },
    { "ppm", ppm_names, false, NULL, NULL, gli_ppm_encode, false },
    { "pam", pam_names, false, NULL, NULL, gli_pam_encode, false },
    { "rgba", rgba_names, true, NULL, NULL, gli_rgba_encode,
        false }, /* frame after frame */
    { 0 },
};
