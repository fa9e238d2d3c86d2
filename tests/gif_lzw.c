/*
 * gif_lzw.c - the compression: what a naive decoder makes of it, and how long it may be.
 */
#include "codec/lzw.h"
#include "gif.h"
#include <stdlib.h>
#include <string.h>

/* ---- the naive decoder --------------------------------------------------- */

enum { CODES = 4096 };

typedef struct unpacker {
    const unsigned char *codes;
    size_t size, bit; /* bits taken so far */
    unsigned width, clear, next;
    unsigned prefix[CODES];
    uint8_t last[CODES];
    unpacked out;
    size_t room;
} unpacker;

static unsigned take_code(unpacker *u)
{
    unsigned code = 0;
    for (unsigned i = 0; i < u->width; i++, u->bit++) {
        REQUIRE(u->bit / 8 < u->size, "the codes end too early");
        code |= (unsigned)(u->codes[u->bit / 8] >> u->bit % 8 & 1) << i;
    }
    return code;
}

static void forget(unpacker *u)
{
    u->width = 1;
    while (1u << (u->width - 1) < u->clear)
        u->width++;
    u->next = u->clear + 2;
}

static uint8_t first_of(const unpacker *u, unsigned code)
{
    while (code >= u->clear)
        code = u->prefix[code];
    return (uint8_t)code;
}

static void emit_index(unpacker *u, uint8_t index)
{
    if (u->out.count == u->room) {
        u->room = u->room * 2 + 64;
        u->out.indices = realloc(u->out.indices, u->room);
        ck_assert_ptr_nonnull(u->out.indices);
    }
    u->out.indices[u->out.count++] = index;
}

static void emit(unpacker *u, unsigned code)
{
    uint8_t text[CODES];
    int n = 0;
    for (; code >= u->clear; code = u->prefix[code])
        text[n++] = u->last[code];
    emit_index(u, (uint8_t)code);
    while (n > 0)
        emit_index(u, text[--n]);
}

/* `before` is the code before this one, in which there is a string now. */
static void learn(unpacker *u, unsigned before, unsigned code)
{
    REQUIRE(code < u->next || (code == u->next && u->next < CODES),
        "code %u where %u would be the next", code, u->next);
    if (u->next == CODES)
        return;
    u->prefix[u->next] = before;
    u->last[u->next] = first_of(u, code < u->next ? code : before);
    u->next++;
    u->width += u->next == 1u << u->width && u->width < 12;
    u->out.was_full |= u->next == CODES;
}

/* Nothing but the zeros that fill up the last byte. */
static void assert_at_end(const unpacker *u)
{
    REQUIRE((u->bit + 7) / 8 == u->size, "%zu bits in %zu bytes", u->bit, u->size);
    REQUIRE(u->bit % 8 == 0 || u->codes[u->size - 1] >> u->bit % 8 == 0,
        "something follows the last code");
}

unpacked unpack(const unsigned char *codes, size_t size, unsigned index_bits)
{
    unpacker *u = calloc(1, sizeof *u);
    ck_assert_ptr_nonnull(u);
    u->codes = codes;
    u->size = size;
    u->clear = 1u << index_bits;
    forget(u);
    unsigned before = u->clear, code;
    REQUIRE(take_code(u) == u->clear, "it does not begin with a clear code");
    while ((code = take_code(u)) != u->clear + 1) {
        if (code == u->clear) {
            u->out.clears++;
            forget(u);
        } else {
            if (before == u->clear)
                REQUIRE(code < u->clear, "code %u after a clear code", code);
            else
                learn(u, before, code);
            emit(u, code);
        }
        before = code;
    }
    assert_at_end(u);
    unpacked out = u->out;
    free(u);
    return out;
}

/* ---- indices ------------------------------------------------------------- */

typedef void index_maker(uint8_t *to, size_t n, unsigned bits, uint64_t *state);

static void random_indices(uint8_t *to, size_t n, unsigned bits, uint64_t *state)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (uint8_t)random_below(state, 1u << bits);
}

static void flat_indices(uint8_t *to, size_t n, unsigned bits, uint64_t *state)
{
    memset(to, (int)random_below(state, 1u << bits), n);
}

static void periodic_indices(uint8_t *to, size_t n, unsigned bits, uint64_t *state)
{
    uint8_t period[300];
    size_t length = 1 + random_below(state, sizeof period);
    random_indices(period, length, bits, state);
    for (size_t i = 0; i < n; i++)
        to[i] = period[i % length];
}

/* Like a photograph's: near the one before, with a jump now and then. */
static void walking_indices(uint8_t *to, size_t n, unsigned bits, uint64_t *state)
{
    uint32_t at = 0, mask = (1u << bits) - 1;
    for (size_t i = 0; i < n; i++) {
        at += random_below(state, 50) ? random_below(state, 3) - 1
                                      : random_below(state, 256);
        to[i] = (uint8_t)(at & mask);
    }
}

/* A walk through some of the indices, others every time. */
static void local_indices(uint8_t *to, size_t n, unsigned bits, uint64_t *state)
{
    uint32_t base = random_below(state, 256), mask = (1u << bits) - 1;
    for (size_t i = 0; i < n; i++) {
        uint32_t step = (uint32_t)(i / 5 % 7) + random_below(state, 2);
        to[i] = (uint8_t)((base + step) & mask);
    }
}

/* What the dictionary has learned is soon of no use any more. */
static void changing_indices(uint8_t *to, size_t n, unsigned bits, uint64_t *state)
{
    static index_maker *const makers[] = { local_indices, walking_indices,
        random_indices, flat_indices, periodic_indices };
    for (size_t at = 0, length, k = 0; at < n; at += length, k++) {
        length = 1 + random_below(state, 20000);
        length = length < n - at ? length : n - at;
        makers[k < 8 ? 0 : random_below(state, 5)](to + at, length, bits, state);
    }
}

/*
 * No string of two that the dictionary knows ever comes again, so that every index
 * takes a code of its own, most of them of 12 bits.
 */
static void incompressible_indices(
    uint8_t *to, size_t n, unsigned bits, uint64_t *state)
{
    static bool known[256][256];
    memset(known, 0, sizeof known);
    for (size_t i = 0; i < n; i++) {
        to[i] = (uint8_t)random_below(state, 1u << bits);
        for (int k = 0; i > 0 && k < 500 && known[to[i - 1]][to[i]]; k++)
            to[i] = (uint8_t)random_below(state, 1u << bits);
        if (i > 0 && i < CODES)
            known[to[i - 1]][to[i]] = true;
    }
}

static index_maker *const makers[] = { random_indices, flat_indices, periodic_indices,
    walking_indices, changing_indices, incompressible_indices };

/* ---- tests --------------------------------------------------------------- */

enum { LONGEST = 200000, CANARY = 64, CANARY_BYTE = 0xa5 };

typedef struct packing {
    gli_lzw *lzw;
    uint8_t *indices;
    unsigned char *codes;
    size_t size;
} packing;

static packing new_packing(void)
{
    packing p = { malloc(sizeof *p.lzw), malloc(LONGEST), NULL, 0 };
    ck_assert(p.lzw && p.indices);
    return p;
}

static void free_packing(packing *p)
{
    free(p->lzw);
    free(p->indices);
    free(p->codes);
}

/* Compress, in pieces of up to `piece`; what is after the room for it stays as it is. */
static void pack(packing *p, size_t n, unsigned bits, uint32_t piece, uint64_t *state)
{
    size_t room = gli_lzw_bound(n);
    free(p->codes);
    p->codes = malloc(room + CANARY);
    ck_assert_ptr_nonnull(p->codes);
    memset(p->codes + room, CANARY_BYTE, CANARY);
    gli_lzw_begin(p->lzw, bits, p->codes);
    gli_lzw_put(p->lzw, NULL, 0);
    for (size_t at = 0, length; at < n; at += length) {
        length = piece ? random_below(state, piece) : n;
        length = length < n - at ? length : n - at;
        gli_lzw_put(p->lzw, p->indices + at, length);
    }
    p->size = gli_lzw_end(p->lzw);
    REQUIRE(p->size <= room, "%zu bytes of %zu for %zu indices", p->size, room, n);
    for (int i = 0; i < CANARY; i++)
        REQUIRE(p->codes[room + (size_t)i] == CANARY_BYTE,
            "written %d bytes after the end, for %zu indices", i + 1, n);
}

static unpacked assert_unpacked(const packing *p, size_t n, unsigned bits)
{
    unpacked u = unpack(p->codes, p->size, bits);
    REQUIRE(u.count == n, "%zu indices instead of %zu", u.count, n);
    REQUIRE(memcmp(u.indices, p->indices, n) == 0, "other indices, of %zu", n);
    free(u.indices);
    return u;
}

static void round_trip(packing *p, index_maker *make, size_t n, unsigned bits)
{
    uint64_t state = n * 8 + bits + 1;
    make(p->indices, n, bits, &state);
    pack(p, n, bits, 0, &state);
    assert_unpacked(p, n, bits);
}

/* Loops over the code sizes 2 to 8. */
START_TEST(short_streams)
{
    packing p = new_packing();
    for (size_t m = 0; m < COUNT(makers); m++)
        for (size_t n = 1; n <= 300; n++)
            round_trip(&p, makers[m], n, (unsigned)_i);
    free_packing(&p);
}
END_TEST

START_TEST(long_streams)
{
    packing p = new_packing();
    uint64_t state = 1;
    for (size_t m = 0; m < COUNT(makers); m++) {
        for (int i = 0; i < 4; i++)
            round_trip(&p, makers[m], 1 + random_below(&state, LONGEST), (unsigned)_i);
        round_trip(&p, makers[m], LONGEST, (unsigned)_i);
    }
    free_packing(&p);
}
END_TEST

/* Where the width of a code grows, and where the dictionary becomes full. */
START_TEST(streams_that_end_anywhere)
{
    packing p = new_packing();
    uint64_t state = 2;
    incompressible_indices(p.indices, LONGEST, 8, &state);
    for (size_t n = 200; n < 4700; n += n < 3700 ? 7 : 1) {
        pack(&p, n, 8, 0, &state);
        assert_unpacked(&p, n, 8);
    }
    free_packing(&p);
}
END_TEST

START_TEST(pieces_do_not_matter)
{
    static const uint32_t pieces[] = { 2, 3, 70, 5000 };
    packing whole = new_packing(), split = new_packing();
    uint64_t state = 3;
    changing_indices(whole.indices, LONGEST, (unsigned)_i, &state);
    memcpy(split.indices, whole.indices, LONGEST);
    pack(&whole, LONGEST, (unsigned)_i, 0, &state);
    for (size_t i = 0; i < COUNT(pieces); i++) {
        pack(&split, LONGEST, (unsigned)_i, pieces[i], &state);
        ck_assert_uint_eq(split.size, whole.size);
        ck_assert_mem_eq(split.codes, whole.codes, whole.size);
    }
    free_packing(&whole);
    free_packing(&split);
}
END_TEST

/* A memory that was used already makes the same stream. */
START_TEST(begun_again)
{
    packing p = new_packing();
    uint64_t state = 4;
    walking_indices(p.indices, LONGEST, 8, &state);
    pack(&p, 5000, 8, 0, &state);
    size_t size = p.size;
    unsigned char *first = malloc(size);
    memcpy(first, p.codes, size);
    pack(&p, LONGEST - 1, 8, 0, &state);
    pack(&p, 5000, 8, 0, &state);
    ck_assert_uint_eq(p.size, size);
    ck_assert_mem_eq(p.codes, first, size);
    free(first);
    free_packing(&p);
}
END_TEST

/* A full dictionary is kept while it serves, and cleared when it does no more. */
START_TEST(dictionary_is_cleared)
{
    packing p = new_packing();
    uint64_t state = 5;
    changing_indices(p.indices, LONGEST, 8, &state);
    pack(&p, LONGEST, 8, 0, &state);
    unpacked u = assert_unpacked(&p, LONGEST, 8);
    ck_assert_int_ge(u.clears, 3);
    flat_indices(p.indices, LONGEST, 8, &state);
    pack(&p, LONGEST, 8, 0, &state);
    ck_assert_int_eq(assert_unpacked(&p, LONGEST, 8).clears, 0);
    ck_assert_uint_lt(p.size, 1200);
    free_packing(&p);
}
END_TEST

START_TEST(bound_is_tight)
{
    packing p = new_packing();
    uint64_t state = 6;
    incompressible_indices(p.indices, LONGEST, 8, &state);
    pack(&p, LONGEST, 8, 0, &state);
    ck_assert_uint_ge(p.size, LONGEST / 100 * 149); /* the worst case is one */
    ck_assert_uint_le(gli_lzw_bound(LONGEST), LONGEST / 100 * 154);
    assert_unpacked(&p, LONGEST, 8);
    free_packing(&p);
}
END_TEST

void add_lzw_tests(Suite *suite)
{
    TCase *c = new_gif_case(suite, "lzw");
    tcase_add_loop_test(c, short_streams, 2, 9);
    tcase_add_loop_test(c, long_streams, 2, 9);
    tcase_add_test(c, streams_that_end_anywhere);
    tcase_add_loop_test(c, pieces_do_not_matter, 2, 9);
    tcase_add_test(c, begun_again);
    tcase_add_test(c, dictionary_is_cleared);
    tcase_add_test(c, bound_is_tight);
}
