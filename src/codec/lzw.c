/*
 * lzw.c - the compression of GIF.
 *
 * LZW as T. Welch describes it ("A Technique for High-Performance Data Compression",
 * IEEE Computer 17/6, 1984), with GIF's codes of growing width (GIF89a, appendix F). A
 * string is known by its prefix's code and its last index; the two are the key in a hash
 * table with linear probing, which is small beside a processor's second cache. A full
 * dictionary is kept as long as it serves: it is cleared where the pixels that a code
 * stands for become fewer.
 */
#include "codec/lzw.h"
#include "base/cpu.h"
#include <stdbool.h>
#include <string.h>

enum {
    CODE_BITS = 12,
    WINDOW = 64 /* codes */
};

/* At most one code a pixel, and less than one clear code a window. */
size_t gli_lzw_bound(size_t pixels)
{
    return (pixels + pixels / WINDOW + 8) / 2 * 3 + 16;
}

static void clear(gli_lzw *z, gli_lzw_state *s)
{
    gli_lzw_put_clear(s, z->index_bits);
    memset(z->slots, 0, sizeof z->slots);
    memset(z->longest, 1, sizeof z->longest);
}

void gli_lzw_begin(gli_lzw *z, unsigned index_bits, unsigned char *out)
{
    z->index_bits = index_bits;
    z->keys[0] = UINT32_MAX; /* no key is that */
    for (int i = 0; i < 256; i++)
        z->runs[i][1] = (uint16_t)i;
    z->begin = out;
    z->pixels = z->life_begin = z->life_begin_bits = 0;
    z->state = (gli_lzw_state) { .out = out, .width = index_bits + 1 };
    clear(z, &z->state);
}

static uint64_t bits_written(const gli_lzw *z, const gli_lzw_state *s)
{
    return (uint64_t)(s->out - z->begin) * 8 + s->held;
}

/* The dictionary is full, or a window of codes from it is over. */
static void watch(gli_lzw *z, gli_lzw_state *s, uint64_t pixels)
{
    z->window_begin = pixels;
    s->codes = WINDOW;
}

/*
 * A full dictionary is as good as a new one where it does as well, in pixels a bit, as
 * this one did from its beginning, when it had to learn.
 */
static void judge(gli_lzw *z, gli_lzw_state *s, uint64_t pixels)
{
    uint64_t life_bits = bits_written(z, s) - z->life_begin_bits;
    uint64_t life = pixels - z->life_begin, window = pixels - z->window_begin;
    watch(z, s, pixels);
    if (window * life_bits * 100 >= life * WINDOW * CODE_BITS * 90)
        return;
    clear(z, s);
    z->life_begin = pixels;
    z->life_begin_bits = bits_written(z, s);
}

/*
 * Where to look first. Each pixel waits for the code of the one before, which is therefore
 * put to use in one step. Behind the last first place there is room for all codes.
 */
static inline uint32_t first_slot(uint32_t prefix, uint8_t index)
{
    return 2 * prefix + index * (uint32_t)GLI_LZW_SPREAD;
}

/* ---- runs ---------------------------------------------------------------- */

/* A string that is one more of what its prefix is the longest run of, is a run. */
static inline void learn_run(gli_lzw *z, uint32_t code, uint32_t prefix, uint8_t index)
{
    uint8_t *longest = &z->longest[index];
    if (*longest < GLI_LZW_RUN && z->runs[index][*longest] == prefix)
        z->runs[index][++*longest] = (uint16_t)code;
}

/* How often the first index is repeated at the beginning, up to `most`. */
static inline size_t run_length(const uint8_t *indices, size_t most)
{
    size_t n = 1;
    while (n < most && indices[n] == indices[0])
        n++;
    return n;
}

/* A string begins with the longest run that is known. Returns its length. */
static inline size_t begin_run(
    const gli_lzw *z, gli_lzw_state *s, const uint8_t *indices, size_t count)
{
    size_t most = z->longest[indices[0]];
    size_t n = run_length(indices, most < count ? most : count);
    s->prefix = z->runs[indices[0]][n];
    return n;
}

/* Looking for runs takes longer than it saves where strings are short. Runs that were
 * not looked for are only not known. */
static bool has_runs(const gli_lzw *z)
{
    enum { PIXELS_A_BYTE = 5 };
    return z->pixels > PIXELS_A_BYTE * (uint64_t)gli_lzw_size(z);
}

/* ---- strings ------------------------------------------------------------- */

/* Begin a new string: the one in hand has its code, and the longer one gets a code. */
static GLI_INLINE void learn(gli_lzw *z, gli_lzw_state *s, uint32_t slot, uint32_t key,
    uint64_t pixels, bool runs)
{
    gli_lzw_put_code(s, s->prefix);
    if (s->next < GLI_LZW_MOST) {
        z->slots[slot] = (uint16_t)s->next;
        z->keys[s->next] = key;
        if (runs)
            learn_run(z, s->next, key >> 8, (uint8_t)key);
        s->width += s->next == UINT32_C(1) << s->width;
        if (++s->next == GLI_LZW_MOST)
            watch(z, s, pixels);
    } else if (--s->codes == 0) {
        judge(z, s, pixels);
    }
}

static GLI_INLINE size_t begin_string(
    gli_lzw *z, gli_lzw_state *s, const uint8_t *indices, size_t count, bool runs)
{
    if (runs)
        return begin_run(z, s, indices, count);
    s->prefix = indices[0];
    return 1;
}

static GLI_INLINE void put(gli_lzw *z, const uint8_t *indices, size_t count, bool runs)
{
    gli_lzw_state s = z->state;
    size_t i = 0;
    if (count && z->pixels == 0)
        i = begin_string(z, &s, indices, count, runs);
    while (i < count) {
        uint32_t key = s.prefix << 8 | indices[i];
        uint32_t slot = first_slot(s.prefix, indices[i]), code = z->slots[slot];
        while (code && z->keys[code] != key)
            code = z->slots[++slot];
        if (code) {
            s.prefix = code;
            i++;
        } else {
            learn(z, &s, slot, key, z->pixels + i, runs);
            i += begin_string(z, &s, indices + i, count - i, runs);
        }
    }
    z->pixels += count;
    z->state = s;
}

void gli_lzw_put(gli_lzw *z, const uint8_t *indices, size_t count)
{
    if (has_runs(z))
        put(z, indices, count, true);
    else
        put(z, indices, count, false);
}

size_t gli_lzw_size(const gli_lzw *z)
{
    return (size_t)(z->state.out - z->begin);
}

size_t gli_lzw_end(gli_lzw *z)
{
    gli_lzw_state *s = &z->state;
    gli_lzw_put_code(s, s->prefix);
    /* The decoder learns a string of this last code, too. */
    s->width += s->next == UINT32_C(1) << s->width;
    gli_lzw_put_code(s, (UINT32_C(1) << z->index_bits) + 1);
    return (size_t)(s->out - z->begin) + (s->held > 0);
}
