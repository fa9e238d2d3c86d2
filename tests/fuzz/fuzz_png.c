/* fuzz_png.c - any bytes as a PNG; its mutations keep the checksums right, mostly. */
#include "decode.h"

#ifdef LIBFUZZER
#include "mutate.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed)
{
    return fuzz_mutate_png(data, size, room, seed);
}
#endif

int FUZZ_TARGET(png)(const uint8_t *data, size_t size)
{
    fuzz_decode("png", "\x89PNG", data, size);
    return 0;
}
