/* seeds.c - seeds: drawn, and one of its own for each picture of many. */
#include "seeds.h"
#include <stdio.h>
#include <time.h>
#include <unistd.h>

uint64_t draw_seed(void)
{
    uint32_t seed = 0;
    FILE *f = fopen("/dev/urandom", "rb");
    if (f) {
        setvbuf(f, NULL, _IONBF, 0);
        if (fread(&seed, sizeof seed, 1, f) != 1)
            seed = 0;
        fclose(f);
    }
    return seed ? seed : (uint64_t)time(NULL) ^ (uint64_t)getpid() << 16;
}

uint64_t hash_name(const char *name)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 0x100000001b3;
    return hash;
}

static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

uint64_t seed_of(uint64_t base, const char *name)
{
    return mix(hash_name(name) ^ mix(base)) % UINT32_MAX + 1;
}

uint32_t shard_of(const char *name, uint64_t combination, uint32_t shards)
{
    return (uint32_t)(mix(hash_name(name) ^ mix(combination)) % shards);
}
