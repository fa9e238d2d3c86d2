/* animated.h - what the files of check_animated share. */
#ifndef TEST_ANIMATED_H
#define TEST_ANIMATED_H
#include "support.h"

enum { MOST_FRAMES = 16 };

/* Frames as they are shown. */
typedef struct clip {
    uint32_t count;
    int32_t loops;
    picture frames[MOST_FRAMES];
    uint32_t delays[MOST_FRAMES];
} clip;

/* How clips are to change from frame to frame. */
typedef enum clip_kind {
    CLIP_NOISE,  /* every pixel, of any alpha */
    CLIP_PATCH,  /* a rectangle, opaque */
    CLIP_HOLES,  /* a rectangle that may become transparent */
    CLIP_SPARSE, /* a pixel here and there, opaque */
    CLIP_STILL,  /* not at all */
    CLIP_KINDS
} clip_kind;

/* The same for the same arguments; delays of all sizes, 0 among them. */
clip make_clip(
    clip_kind kind, uint32_t width, uint32_t height, uint32_t count, uint64_t seed);
void free_clip(clip *c);

/* Written by the library; fails the test where that does. */
void write_clip(const clip *c, const char *path, const char *format);
/* Read by the library. */
clip read_clip(const char *path);
/* What is fully transparent has no colour. */
void forget_hidden(clip *c);
/* Delays may differ by `slack` milliseconds. */
void assert_same_clip(const clip *actual, const clip *expected, uint32_t slack);

/* A Python that has Pillow, or NULL, which is said (as a skip). */
const char *pillow(void);

void add_apng_tests(Suite *suite);
void add_apng_peer_tests(Suite *suite);
void add_pair_tests(Suite *suite);
void add_webp_tests(Suite *suite);
void add_webp_peer_tests(Suite *suite);

#endif
