/*
 * random.c - keyed random numbers: the same on every machine, in any order of frames.
 */
#include "base/random.h"

#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)

/*
 * The finaliser of SplitMix64: a bijection that spreads every bit over all the others.
 */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Mixing between the parts keeps (1, 2, 3) and (3, 2, 1) apart. */
gli_random gli_random_keyed(uint64_t seed, uint64_t stage, uint64_t frame)
{
    uint64_t key = mix(seed + GOLDEN);
    key = mix((key ^ stage) + GOLDEN);
    key = mix((key ^ frame) + GOLDEN);
    return (gli_random) { key };
}

uint64_t gli_random_next(gli_random *r)
{
    return mix(r->state += GOLDEN);
}

/* Draws that fall into the incomplete last copy of 0 … n-1 are drawn again. */
uint64_t gli_random_below(gli_random *r, uint64_t n)
{
    uint64_t rejected = (UINT64_MAX % n + 1) % n;
    uint64_t x;
    do
        x = gli_random_next(r);
    while (x > UINT64_MAX - rejected);
    return x % n;
}
