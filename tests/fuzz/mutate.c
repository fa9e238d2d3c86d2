/* mutate.c - mutations that know what a PNG is. */
#include "mutate.h"
#include <string.h>

enum { SIGNATURE = 8, AROUND = 12 /* length, name and checksum */ };

static uint32_t get32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void set32(uint8_t *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* The checksum of annex D of the PNG specification, four bits at a time. */
static uint32_t crc32_of(const uint8_t *data, size_t size)
{
    uint32_t table[16], crc = 0xffffffff;
    for (uint32_t i = 0; i < 16; i++) {
        table[i] = i;
        for (int k = 0; k < 4; k++)
            table[i] = table[i] & 1 ? table[i] >> 1 ^ 0xedb88320 : table[i] >> 1;
    }
    for (size_t i = 0; i < size; i++) {
        crc ^= data[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

/* The size of the chunk at `at`, all of it; 0 where it does not end within the file. */
static size_t chunk_at(const uint8_t *data, size_t size, size_t at)
{
    if (size < at + AROUND || get32(data + at) > size - at - AROUND)
        return 0;
    return get32(data + at) + AROUND;
}

static void mend(uint8_t *data, size_t size)
{
    for (size_t at = SIGNATURE, n; (n = chunk_at(data, size, at)); at += n)
        set32(data + at + n - 4, crc32_of(data + at + 4, n - 8));
}

static size_t count_chunks(const uint8_t *data, size_t size)
{
    size_t count = 0;
    for (size_t at = SIGNATURE, n; (n = chunk_at(data, size, at)); at += n)
        count++;
    return count;
}

/* Mutate what is in one chunk; what follows moves. */
static size_t mutate_chunk(uint8_t *data, size_t size, size_t room, size_t which)
{
    size_t at = SIGNATURE, n;
    while ((n = chunk_at(data, size, at)) && which-- > 0)
        at += n;
    uint8_t *inside = data + at + 8;
    size_t old = n - AROUND, tail = size - at - n + 4;
    /* The rest stands aside at the far end meanwhile. */
    memmove(data + room - tail, inside + old, tail);
    size_t new = LLVMFuzzerMutate(inside, old, room - tail - at - 8);
    memmove(inside + new, data + room - tail, tail);
    set32(data + at, (uint32_t) new);
    return at + 8 + new + tail;
}

size_t fuzz_mutate_png(uint8_t *data, size_t size, size_t room, unsigned seed)
{
    size_t chunks = size > SIGNATURE && data[0] == 0x89 ? count_chunks(data, size) : 0;
    if (chunks == 0 || seed % 8 == 0)
        return LLVMFuzzerMutate(data, size, room);
    size = seed % 8 < 5 ? mutate_chunk(data, size, room, seed / 8 % chunks)
                        : LLVMFuzzerMutate(data, size, room);
    mend(data, size);
    return size;
}
