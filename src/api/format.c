/* format.c - what can be known of a format without opening a picture. */
#include "codec/codec.h"
#include <string.h>

const char *glitch_format_of_bytes(const void *bytes, size_t size)
{
    for (const gli_format *f = gli_formats; f->name; f++)
        if (f->decode && f->probe(bytes, size < GLI_HEAD ? size : GLI_HEAD))
            return f->name;
    return NULL;
}

const char *glitch_format_at(size_t i)
{
    for (const gli_format *f = gli_formats; f->name; f++)
        if (f->encode && i-- == 0)
            return f->name;
    return NULL;
}

int glitch_format_animates(const char *name)
{
    for (const gli_format *f = gli_formats; f->name; f++)
        if (strcmp(f->name, name) == 0)
            return f->animates;
    return 0;
}

const char *glitch_format_extension(const char *name)
{
    for (const gli_format *f = gli_formats; f->name; f++)
        if (f->encode && strcmp(f->name, name) == 0)
            return f->extensions[0];
    return NULL;
}
