/*
 * mt19937.h - the Mersenne Twister with 32 bits: M. Matsumoto and T. Nishimura,
 * "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number
 * generator", ACM TOMACS 8(1), 1998; seeding by array as in their revision of 2002.
 *
 * Only for what must reproduce the numbers of others; everything else is keyed.
 */
#ifndef GLITCH_MT19937_H
#define GLITCH_MT19937_H
#include <stddef.h>
#include <stdint.h>

typedef struct mt19937 {
    uint32_t state[624];
    uint32_t next; /* of state, 624: all are used up */
} mt19937;

void mt19937_seed(mt19937 *mt, uint32_t seed);
/* count > 0 */
void mt19937_seed_by_array(mt19937 *mt, const uint32_t *key, size_t count);
uint32_t mt19937_next(mt19937 *mt);

#endif
