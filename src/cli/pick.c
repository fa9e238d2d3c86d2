/* pick.c - which combinations of the axes --pick takes. */
#include "pick.h"
#include "report.h"
#include <string.h>

/* ---- drawing ------------------------------------------------------------- */

enum { ROUNDS = 8 };

/*
 * The finaliser of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014).
 */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/*
 * A permutation of the numbers of 2 * half bits: whatever mix() does, each round can be
 * taken back (M. Luby, C. Rackoff, "How to construct pseudorandom permutations from
 * pseudorandom functions", SIAM J. Comput. 17, 1988).
 */
static uint64_t permute(uint64_t x, int half, uint64_t seed)
{
    uint64_t mask = (UINT64_C(1) << half) - 1, left = x >> half, right = x & mask;
    for (uint64_t i = 1; i <= ROUNDS; i++) {
        uint64_t key = mix(seed + i * UINT64_C(0x9e3779b97f4a7c15));
        uint64_t next = left ^ (mix(right ^ key) & mask);
        left = right;
        right = next;
    }
    return left << half | right;
}

/*
 * Of 0 ... product - 1, by going on until the permutation comes back to these: cycle
 * walking (J. Black, P. Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002).
 * There are less than four times as many numbers, so that is soon.
 */
static uint64_t draw(const pick *p, uint64_t k)
{
    int half = 1;
    while (half < 32 && (p->product - 1) >> (2 * half) != 0)
        half++;
    do
        k = permute(k, half, p->seed);
    while (k >= p->product);
    return k;
}

/* ---- reading ------------------------------------------------------------- */

/* NULL where there is no number of 64 bits. */
static const char *read_number(const char *s, uint64_t *out)
{
    size_t length = strspn(s, "0123456789");
    *out = 0;
    for (size_t i = 0; i < length; i++) {
        uint64_t digit = (uint64_t)(s[i] - '0');
        if (*out > (UINT64_MAX - digit) / 10)
            return NULL;
        *out = *out * 10 + digit;
    }
    return length > 0 ? s + length : NULL;
}

static int not_a_pick(const char *text)
{
    return complain(EXIT_USAGE,
        "--pick %s: a number, a range such as 3..7, several of these with commas "
        "between them, or random:12 is wanted",
        text);
}

static int check_number(const pick *p, uint64_t number)
{
    if (number >= 1 && number <= p->product)
        return EXIT_DONE;
    return complain(EXIT_USAGE,
        "--pick %llu is out of range; the combinations go from 1 to %llu",
        (unsigned long long)number, (unsigned long long)p->product);
}

static uint64_t lower(const pick_piece *p)
{
    return p->first < p->last ? p->first : p->last;
}

static uint64_t upper(const pick_piece *p)
{
    return p->first < p->last ? p->last : p->first;
}

static uint64_t size_of(const pick_piece *p)
{
    return upper(p) - lower(p) + 1;
}

/* Two outputs would have one name. */
static int check_once(const pick *p, const pick_piece *added)
{
    for (size_t i = 0; i < p->pieces; i++) {
        uint64_t from = lower(&p->piece[i]), to = upper(&p->piece[i]);
        if (lower(added) <= to && upper(added) >= from)
            return complain(EXIT_USAGE, "--pick: %llu is there twice",
                (unsigned long long)(lower(added) > from ? lower(added) : from));
    }
    return EXIT_DONE;
}

static int add(pick *p, pick_piece added)
{
    if (p->pieces == MOST_PICKS)
        return complain(EXIT_USAGE,
            "--pick: more than %d numbers and ranges; do the rest in another run",
            MOST_PICKS);
    int status = check_number(p, added.first);
    if (!status)
        status = check_number(p, added.last);
    if (!status)
        status = check_once(p, &added);
    if (!status) {
        p->piece[p->pieces++] = added;
        p->count += size_of(&added);
    }
    return status;
}

static int read_pieces(pick *p, const char *text)
{
    const char *s = text;
    int status = EXIT_DONE;
    for (bool more = true; !status && more; s++) {
        pick_piece piece;
        s = read_number(s, &piece.first);
        piece.last = piece.first;
        if (s && strncmp(s, "..", 2) == 0)
            s = read_number(s + 2, &piece.last);
        if (!s || (*s && *s != ','))
            return not_a_pick(text);
        more = *s == ',';
        status = add(p, piece);
    }
    return status;
}

static int read_random(pick *p, const char *text, const char *number)
{
    const char *end = read_number(number, &p->count);
    if (!end || *end)
        return not_a_pick(text);
    if (p->count == 0)
        return complain(EXIT_USAGE, "--pick %s: at least one has to be drawn", text);
    if (p->count > p->product)
        return complain(EXIT_USAGE, "--pick %s: there %s only %llu combination%s", text,
            p->product == 1 ? "is" : "are", (unsigned long long)p->product,
            p->product == 1 ? "" : "s");
    p->random = true;
    return EXIT_DONE;
}

int pick_parse(pick *p, const char *text, uint64_t product, uint64_t seed)
{
    static const char random[] = "random:";
    *p = (pick) { .product = product, .seed = seed };
    if (!text)
        return add(p, (pick_piece) { 1, product });
    if (strncmp(text, random, strlen(random)) == 0)
        return read_random(p, text, text + strlen(random));
    return read_pieces(p, text);
}

/* ---- going through them -------------------------------------------------- */

uint64_t pick_at(const pick *p, uint64_t k)
{
    if (p->random)
        return draw(p, k) + 1;
    const pick_piece *piece = p->piece;
    for (; k >= size_of(piece); piece++)
        k -= size_of(piece);
    return piece->first < piece->last ? piece->first + k : piece->first - k;
}
