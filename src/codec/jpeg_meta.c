/* jpeg_meta.c - what a JPEG's markers have beside the picture, on its way out. */
#include "codec/jpeg_meta.h"
#include "codec/exif.h"

enum { MARKER_MOST = 65533 }; /* bytes */

/* JFIF has 16 bits for each. */
void gli_jpeg_set_density(j_compress_ptr j, const glitch_metadata *m)
{
    if (!m || !m->x_density)
        return;
    const double inch = 0.0254;
    double scale = m->per_metre ? inch : 1, x = m->x_density * scale + 0.5,
           y = m->y_density * scale + 0.5;
    if (x < 1 || y < 1 || x > UINT16_MAX || y > UINT16_MAX)
        return;
    j->density_unit = m->per_metre ? JFIF_PER_INCH : JFIF_RATIO;
    j->X_density = (UINT16)x;
    j->Y_density = (UINT16)y;
}

/* What is larger than one marker does not fit, but for a profile, which takes several. */
static void write_app1(
    j_compress_ptr j, const char *mark, size_t length, const void *data, size_t size)
{
    if (!data || size > MARKER_MOST - length)
        return;
    jpeg_write_m_header(j, JPEG_APP0 + 1, (unsigned)(length + size));
    for (size_t i = 0; i < length; i++)
        jpeg_write_m_byte(j, mark[i]);
    for (size_t i = 0; i < size; i++)
        jpeg_write_m_byte(j, ((const unsigned char *)data)[i]);
}

static void write_profile(j_compress_ptr j, const unsigned char *data, size_t size)
{
    enum { PART = MARKER_MOST - sizeof GLI_ICC_MARK - 2, MOST_PARTS = 255 };
    size_t parts = (size + PART - 1) / PART;
    if (parts > MOST_PARTS)
        return;
    for (size_t i = 0; i < parts; i++) {
        size_t n = i + 1 < parts ? PART : size - i * PART;
        jpeg_write_m_header(j, JPEG_APP0 + 2, (unsigned)(sizeof GLI_ICC_MARK + 2 + n));
        for (size_t k = 0; k < sizeof GLI_ICC_MARK; k++)
            jpeg_write_m_byte(j, GLI_ICC_MARK[k]);
        jpeg_write_m_byte(j, (int)i + 1);
        jpeg_write_m_byte(j, (int)parts);
        for (size_t k = 0; k < n; k++)
            jpeg_write_m_byte(j, data[i * PART + k]);
    }
}

void gli_jpeg_write_metadata(j_compress_ptr j, const glitch_metadata *m)
{
    if (!m)
        return;
    write_app1(j, GLI_EXIF_MARK, GLI_EXIF_MARK_SIZE, m->exif, m->exif_size);
    write_app1(j, GLI_XMP_MARK, sizeof GLI_XMP_MARK, m->xmp, m->xmp_size);
    if (m->profile)
        write_profile(j, m->profile, m->profile_size);
}
