/* jpeg_meta.h - what a JPEG's markers have beside the picture. */
#ifndef GLI_JPEG_META_H
#define GLI_JPEG_META_H
#include <glitch/glitch.h>
#include <stdio.h> /* jpeglib.h needs it */

#include <jpeglib.h>

/* What the data of markers begin with, the zero at their end included. */
#define GLI_XMP_MARK "http://ns.adobe.com/xap/1.0/"
#define GLI_ICC_MARK "ICC_PROFILE"

enum { JFIF_RATIO, JFIF_PER_INCH, JFIF_PER_CM }; /* units of the resolution */

/* Before jpeg_start_compress(). `m` may be NULL, also below. */
void gli_jpeg_set_density(j_compress_ptr j, const glitch_metadata *m);
/* After it. */
void gli_jpeg_write_metadata(j_compress_ptr j, const glitch_metadata *m);

#endif
