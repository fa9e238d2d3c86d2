/*
 * lzw_near.h - GIF's compression where colours need only be near: of the strings that
 * the dictionary has, the one that is worth most, counting what it is wrong by.
 *
 * It takes some thirty to a hundred times as long as lzw.h, and chooses the palette index of each pixel.
 */
#ifndef GLI_LZW_NEAR_H
#define GLI_LZW_NEAR_H
#include "codec/histogram.h"
#include "codec/lzw.h"

enum {
    GLI_NEAR_COLORS = 8,    /* of a cell, that a string may begin with */
    GLI_NEAR_STRINGS = 8,   /* from a place, that are thought about */
    GLI_NEAR_LENGTH = 900,  /* of the longest string that is looked for, */
    GLI_NEAR_AHEAD = 32,    /* and of the longest one of the two after it */
    GLI_NEAR_PLACES = 1024, /* no fewer than those three have ends */
    GLI_NEAR_FAR = 2000,    /* squared distance beyond which no colour is taken */
    GLI_NEAR_CLEAR = -1     /* the screen's colour must stay */
};

/* A pixel that is to be coded. */
typedef struct gli_near_pixel {
    uint32_t color; /* what it should be, as a word */
    int32_t least;  /* how far the nearest colour of the palette is, about, or
                       GLI_NEAR_CLEAR */
    int32_t shown;  /* how far what the screen shows is, or -1: it may not stay */
} gli_near_pixel;

/* How to search. */
typedef struct gli_near_search {
    uint32_t worth; /* of a squared level, in 1/65536 of a bit */
    bool thorough;  /* for some hundredths less, in three times the time */
} gli_near_search;

/* Strings of indices: each is a shorter one and one index more. */
typedef struct gli_near_trie {
    uint16_t first[GLI_LZW_CODES];   /* of those that are longer by one; 0: none */
    uint16_t sibling[GLI_LZW_CODES]; /* the next of them */
    uint16_t parent[GLI_LZW_CODES];
    uint8_t index[GLI_LZW_CODES]; /* its last one */
} gli_near_trie;

/* A string that may be next; what it gains is in 1/65536 of a bit. */
typedef struct gli_near_string {
    int64_t gain;
    int32_t error;
    uint32_t length;
    uint16_t code;
    uint8_t first;
} gli_near_string;

/* The best strings from some place on. */
typedef struct gli_near_view {
    size_t place; /* counted from 1; 0: nowhere */
    gli_near_string strings[GLI_NEAR_STRINGS];
    int count, least; /* which of them gains least, where there is no room for more */
    int64_t gain;     /* of the best one */
    bool has_best;
    gli_near_string best; /* with the gain of the one after it, too */
} gli_near_view;

/* What codes, and how wrong they were, cost: bits, and pixels for them. */
typedef struct gli_near_cost {
    uint64_t cost, pixels;
} gli_near_cost;

/* Where the stream can go on from another time. */
typedef struct gli_near_mark {
    gli_lzw_state state;
    size_t done;
} gli_near_mark;

typedef struct gli_lzw_near {
    gli_near_pixel *pixels;    /* room for those of a frame, and how many there are */
    uint8_t *indices;          /* chosen for the first `done` of them, */
    size_t count, done, known; /* of which so many will not change */
    /* of the frame */
    uint32_t width, column; /* of a row; where the next pixel is in it */
    uint32_t *spent,
        *around;          /* room for a row: what its pixels have cost, and what those
                                 around them in the row above have */
    uint32_t colors[256]; /* as words */
    int color_count, transparent;
    gli_near_search search;
    int most_strings; /* from a place, that are thought about; GLI_NEAR_STRINGS at most */
    int64_t slack;    /* what a string may gain less than the best, */
    int32_t levels;   /* and the same in squared levels */
    unsigned index_bits;
    uint8_t near[GLI_CELLS][GLI_NEAR_COLORS]; /* the colours nearest to a cell, */
    uint8_t near_count[GLI_CELLS];            /* and how many; 0: not looked for yet */
    /* of the stream */
    gli_near_trie trie;
    gli_near_view views[GLI_NEAR_PLACES]; /* each where its place says */
    gli_lzw_state state;
    unsigned char *begin;
    int next; /* index that the next string begins with, or -1: any */
    gli_near_mark
        window;          /* where that begins, over which a full dictionary is judged */
    gli_near_cost usual; /* of late, by 1/256 of a pixel, */
    int64_t of_late;     /* and of one of them, */
    gli_near_cost life;  /* since the dictionary was cleared, */
    gli_near_cost lately; /* and since the window began */
} gli_lzw_near;

/*
 * Begin a frame. `pixels`, `indices`, `spent` and `around` are the caller's, who has set
 * `width`; `out` is as in gli_lzw_begin().
 */
void gli_lzw_near_begin(gli_lzw_near *z, const PixelTuple *palette, int colors,
    int transparent, unsigned index_bits, gli_near_search search, unsigned char *out);
/* z->count pixels are there. Code those of which enough others are known; all, at the end. */
void gli_lzw_near_put(gli_lzw_near *z, bool end);
/* Everything is coded. Returns the size in bytes. */
size_t gli_lzw_near_end(gli_lzw_near *z);

#endif
