/* fuzz_gif.c - any bytes as a GIF. */
#include "decode.h"

int FUZZ_TARGET(gif)(const uint8_t *data, size_t size)
{
    fuzz_decode("gif", "GIF8", data, size);
    return 0;
}
