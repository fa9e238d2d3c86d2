/* fuzz_jpeg.c - any bytes as a JPEG. */
#include "decode.h"

int FUZZ_TARGET(jpeg)(const uint8_t *data, size_t size)
{
    fuzz_decode("jpeg", "\xff\xd8", data, size);
    return 0;
}
