/* fuzz_y4m.c - any bytes as YUV4MPEG2. */
#include "decode.h"

int FUZZ_TARGET(y4m)(const uint8_t *data, size_t size)
{
    fuzz_decode("y4m", "YUV4MPEG2 ", data, size);
    return 0;
}
