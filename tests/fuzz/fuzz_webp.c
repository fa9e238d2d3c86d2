/* fuzz_webp.c - any bytes as a WebP. */
#include "decode.h"

int FUZZ_TARGET(webp)(const uint8_t *data, size_t size)
{
    fuzz_decode("webp", "RIFF", data, size);
    return 0;
}
