/*
 * random.h - keyed random numbers: the same on every machine, in any order of frames.
 */
#ifndef GLI_RANDOM_H
#define GLI_RANDOM_H
#include <stdint.h>

/*
 * SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014). Any 64-bit state is a good one.
 */
typedef struct gli_random {
    uint64_t state;
} gli_random;

/*
 * The generator of one filter in one frame; GLI_EVERY_FRAME is a key for all of them.
 */
#define GLI_EVERY_FRAME UINT64_MAX
gli_random gli_random_keyed(uint64_t seed, uint64_t stage, uint64_t frame);
uint64_t gli_random_next(gli_random *r);
/* A number under n, each equally likely; n > 0. */
uint64_t gli_random_below(gli_random *r, uint64_t n);

#endif
