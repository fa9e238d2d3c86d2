/* mt19937.c - the Mersenne Twister with 32 bits; see the header for the source. */
#include "filters/mt19937.h"

enum { N = 624, M = 397 };

void mt19937_seed(mt19937 *mt, uint32_t seed)
{
    uint32_t *s = mt->state;
    s[0] = seed;
    for (uint32_t i = 1; i < N; i++)
        s[i] = UINT32_C(1812433253) * (s[i - 1] ^ s[i - 1] >> 30) + i;
    mt->next = N;
}

void mt19937_seed_by_array(mt19937 *mt, const uint32_t *key, size_t count)
{
    uint32_t *s = mt->state;
    uint32_t i = 1;
    size_t j = 0;
    mt19937_seed(mt, 19650218);
    for (size_t k = count > N ? count : N; k > 0; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * UINT32_C(1664525)) + key[j]
            + (uint32_t)j;
        j = (j + 1) % count;
        if (++i == N) {
            s[0] = s[N - 1];
            i = 1;
        }
    }
    for (int k = N - 1; k > 0; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * UINT32_C(1566083941)) - i;
        if (++i == N) {
            s[0] = s[N - 1];
            i = 1;
        }
    }
    s[0] = UINT32_C(0x80000000);
}

static void refill(mt19937 *mt)
{
    uint32_t *s = mt->state;
    for (int i = 0; i < N; i++) {
        uint32_t y = (s[i] & UINT32_C(0x80000000)) | (s[(i + 1) % N] & INT32_MAX);
        s[i] = s[(i + M) % N] ^ y >> 1 ^ (y & 1 ? UINT32_C(0x9908b0df) : 0);
    }
    mt->next = 0;
}

uint32_t mt19937_next(mt19937 *mt)
{
    if (mt->next == N)
        refill(mt);
    uint32_t y = mt->state[mt->next++];
    y ^= y >> 11;
    y ^= y << 7 & UINT32_C(0x9d2c5680);
    y ^= y << 15 & UINT32_C(0xefc60000);
    return y ^ y >> 18;
}
