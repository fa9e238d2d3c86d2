/* still.h - the iterator that decoders of one still picture share. */
#ifndef GLI_STILL_H
#define GLI_STILL_H
#include "base/reader.h"
#include "codec/exif.h"
#include "codec/meta.h"
#include "iter/stream.h"

/* The first member of such a decoder's struct; zero it, then fill it in. */
typedef struct gli_still {
    gli_stream stream;
    gli_reader *in;
    glitch_info info;
    PixelTuple *canvas; /* allocated, and transparent, before decode() is called */
    int orientation;    /* of the canvas, as Exif has it */
    gli_meta meta;      /* gathered before it is opened */
    uint32_t rows;      /* that were decoded */
    bool warned;        /* the caller was */
    char harm[GLI_MESSAGE_SIZE]; /* lenient: what is missing or wrong; "": nothing */
    glitch_status (*decode)(struct gli_still *); /* fill the canvas, count the rows */
    void (*close)(struct gli_still *);           /* free the decoder's own things */
} gli_still;

/* Allocate a decoder's struct, `size` bytes that begin with a gli_still. Takes `in`. */
void *gli_still_new(gli_reader *in, size_t size, const char *format,
    glitch_status (*decode)(gli_still *), void (*close)(gli_still *));
/* Check the size, then hand the decoder out as an iterator. */
glitch_status gli_still_open(gli_still *still, glitch_frames *out);
/* Tell what a codec library warns of; the first warning is enough. */
void gli_still_warn(gli_still *still, const char *text);
/* Have damage told that is put up with, if something of the picture is to be seen. */
void gli_still_harm(gli_still *still, const char *what, const char *text);
void gli_still_free(gli_still *still);

#endif
