/* decode.h - what the fuzz targets ask of any decoder. */
#ifndef FUZZ_DECODE_H
#define FUZZ_DECODE_H
#include "fuzz.h"

/*
 * Decode bytes that begin with `magic`; others are passed over, so that each target
 * stays with its format. They are decoded from memory and from a callback that gives a
 * few bytes at a time, strictly and leniently: the way to the bytes makes no difference,
 * and leniency gives no less.
 */
void fuzz_decode(
    const char *format, const char *magic, const uint8_t *data, size_t size);

#endif
