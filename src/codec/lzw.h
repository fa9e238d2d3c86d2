/*
 * lzw.h - the compression of GIF: palette indices in, a stream of codes out.
 *
 * The memory is the caller's, all of it, so that a worker thread can compress without
 * asking anybody for more.
 */
#ifndef GLI_LZW_H
#define GLI_LZW_H
#include <stddef.h>
#include <stdint.h>

enum {
    GLI_LZW_CODES = 4096,
    GLI_LZW_MOST =
        GLI_LZW_CODES - 1, /* in use; one less: so no code ever has 13 bits */
    GLI_LZW_SPREAD = 257,  /* slots from an index to the next one */
    GLI_LZW_SLOTS = 3 * GLI_LZW_CODES + 256 * GLI_LZW_SPREAD,
    GLI_LZW_RUN = 64 /* runs of one index that are found at once */
};

/* What changes with every code; worked on in a copy, which the compiler can keep in
 * registers. */
typedef struct gli_lzw_state {
    unsigned char *out;
    uint64_t bits;   /* not yet written */
    unsigned held;   /* how many */
    unsigned width;  /* of a code now */
    uint32_t next;   /* the code that the next new string gets */
    uint32_t prefix; /* code of the string matched so far */
    uint32_t codes;  /* left of the window over which the full dictionary is watched */
} gli_lzw_state;

/* Eight bytes at once, of which only whole ones stay: no branch for the processor to
 * guess. */
static inline void gli_lzw_put_code(gli_lzw_state *s, uint32_t code)
{
    s->bits |= (uint64_t)code << s->held;
    s->held += s->width;
    for (int i = 0; i < 8; i++)
        s->out[i] = (unsigned char)(s->bits >> (8 * i));
    unsigned whole = s->held / 8;
    s->out += whole;
    s->bits >>= 8 * whole;
    s->held %= 8;
}

/* The dictionary begins anew; what of it is outside of the state is the caller's. */
static inline void gli_lzw_put_clear(gli_lzw_state *s, unsigned index_bits)
{
    gli_lzw_put_code(s, UINT32_C(1) << index_bits);
    s->width = index_bits + 1;
    s->next = (UINT32_C(1) << index_bits) + 2;
}

typedef struct gli_lzw {
    uint16_t slots[GLI_LZW_SLOTS];       /* hash table of codes; 0: none */
    uint32_t keys[GLI_LZW_CODES];        /* what each stands for: prefix << 8 | index */
    uint8_t run[GLI_LZW_CODES];          /* of how many equal indices it is, or 0 */
    uint8_t longest[256];                /* run of each index that has a code, */
    uint16_t runs[256][GLI_LZW_RUN + 1]; /* and the codes of all up to that */
    gli_lzw_state state;
    unsigned char *begin;
    unsigned index_bits;
    uint64_t pixels;          /* taken in */
    uint64_t window_begin;    /* in pixels, as the next */
    uint64_t life_begin;      /* of the dictionary */
    uint64_t life_begin_bits; /* the same in bits */
} gli_lzw;

/* The most bytes that the codes of so many pixels take. */
size_t gli_lzw_bound(size_t pixels);

/*
 * Begin a stream. `index_bits` is GIF's code size, 2 to 8: all indices are under
 * 1 << index_bits. `out` has room for gli_lzw_bound() bytes.
 */
void gli_lzw_begin(gli_lzw *z, unsigned index_bits, unsigned char *out);
/* Some more indices. */
void gli_lzw_put(gli_lzw *z, const uint8_t *indices, size_t count);
/* How many bytes there are so far, but for a few. */
size_t gli_lzw_size(const gli_lzw *z);
/* End the stream; at least one index was put. Returns its size in bytes. */
size_t gli_lzw_end(gli_lzw *z);

#endif
