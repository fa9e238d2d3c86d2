/* seeds.h - seeds: drawn, and one of its own for each picture of many. */
#ifndef CLI_SEEDS_H
#define CLI_SEEDS_H
#include <stdint.h>

/* A seed for who gave none; short enough to be typed again. */
uint64_t draw_seed(void);

/*
 * The seed of the picture of that name: whatever else is done with it, in which order and
 * where, it is the same. From 1 to 2^32 - 1, short enough to be typed again.
 *
 * The name is hashed with 64-bit FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), and mixed
 * with the base seed by the last step of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood,
 * "Fast splittable pseudorandom number generators", OOPSLA 2014).
 */
uint64_t seed_of(uint64_t base, const char *name);
/* The name's hash alone. */
uint64_t hash_name(const char *name);
/* In which of `shards` parts, from 0, the work of that name is. */
uint32_t shard_of(const char *name, uint64_t combination, uint32_t shards);

#endif
