/* pick.h - which combinations of the axes --pick takes. */
#ifndef CLI_PICK_H
#define CLI_PICK_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_PICKS = 1000 };

/* Numbers between two commas; both ends included, and `last` may be the smaller one. */
typedef struct pick_piece {
    uint64_t first, last;
} pick_piece;

typedef struct pick {
    uint64_t product; /* of the axes: numbers go from 1 to it */
    uint64_t count;   /* how many are picked, each once */
    bool random;
    uint64_t seed;
    pick_piece piece[MOST_PICKS];
    size_t pieces;
} pick;

/*
 * Read what --pick says: 236, 1000..1010, several such with commas between them, or
 * random:12, which draws. Nothing is drawn twice, and random:12 begins with what random:5
 * draws by the same seed.
 *
 * @param text    NULL for all of them, in their order
 * @param product of the axes, 1 to 2^63
 * @return EXIT_DONE, or EXIT_USAGE after a complaint
 */
int pick_parse(pick *p, const char *text, uint64_t product, uint64_t seed);

/* The number, from 1, of the combination that is pick k, from 0 to count - 1. */
uint64_t pick_at(const pick *p, uint64_t k);

#endif
