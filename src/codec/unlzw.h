/*
 * unlzw.h - GIF's codes in, palette indices out: as many at a time as are asked for.
 *
 * The input is hostile: no code leads out of the tables, and each takes time in
 * proportion to the indices that it stands for.
 */
#ifndef GLI_UNLZW_H
#define GLI_UNLZW_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GLI_UNLZW_CODES = 4096 };

typedef enum gli_unlzw_end {
    GLI_UNLZW_GOES_ON,
    GLI_UNLZW_END_CODE, /* the stream says that it ends */
    GLI_UNLZW_NO_MORE,  /* the input ends */
    GLI_UNLZW_BAD_CODE  /* one that no string has */
} gli_unlzw_end;

/* A string is its prefix, one index longer. */
typedef struct gli_unlzw_string {
    uint16_t prefix, length;
    uint8_t first, last;
} gli_unlzw_string;

typedef struct gli_unlzw {
    /* The next piece of the stream, valid until the next call; size 0: there is none. */
    const unsigned char *(*more)(void *user, size_t *size);
    void *user;
    const unsigned char *piece;
    size_t left; /* of the piece */
    uint32_t bits;
    unsigned held, width, index_bits;
    uint32_t next; /* the code that the next new string gets */
    uint32_t last; /* the last code; CODES after a clear code */
    gli_unlzw_end ended;
    gli_unlzw_string strings[GLI_UNLZW_CODES];
    uint8_t rest[GLI_UNLZW_CODES]; /* of a string that was asked for in part */
    size_t rest_begin, rest_end;
} gli_unlzw;

/* `index_bits` is GIF's code size, 1 to 8. Set `more` and `user` before. */
void gli_unlzw_begin(gli_unlzw *z, unsigned index_bits);
/* Up to `count` indices; fewer only where the stream has ended, as z->ended tells. */
size_t gli_unlzw_get(gli_unlzw *z, uint8_t *indices, size_t count);
/* Go on to the end of the stream, whatever the codes stand for: a step for each. */
void gli_unlzw_skip(gli_unlzw *z);

#endif
