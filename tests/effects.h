/*
 * effects.h - what the tests of effects share: runs of frames, filters that are written
 * twice, pictures that may never change.
 */
#ifndef TEST_EFFECTS_H
#define TEST_EFFECTS_H
#include "engine.h"

/* Odd ones. */
static const uint32_t odd_sizes[][2] = { { 1, 1 }, { 1, 7 }, { 7, 1 }, { 2, 3 },
    { 13, 11 }, { 37, 53 }, { 101, 16 } };
enum { ODD_SIZES = sizeof odd_sizes / sizeof *odd_sizes, RUN = 5 };

/* RUN random pictures, to be freed. */
void random_run(const uint32_t *size, uint64_t seed, bool opaque, picture *out);
/* In the middle of a run frame k is what it is where the run begins with it. */
void check_frames_alone(const char *spec);
/* With parameters at their ends, on all sizes; for the sanitizers, and that alpha stays. */
void check_ends(const char *const *specs, size_t count);

/* ---- what is drawn ------------------------------------------------------- */

/* Where the random numbers of the first filter begin, in the first frame. */
uint64_t random_of(uint64_t seed);
/* As glitch_plan_range() and glitch_plan_real() have it, written anew. */
int32_t draw(uint64_t *state, int32_t lo, int32_t hi);
double draw_real(uint64_t *state);
uint64_t draw_bits(uint64_t *state);

/* ---- filters that are written twice -------------------------------------- */

/* A pixel of the output, from all of the input. */
typedef PixelTuple (*naive_pixel_of)(const picture *in, int64_t x, int64_t y);

PixelTuple pixel_of(const picture *p, int64_t x, int64_t y);
/* Which one stands at a place that may be outside, of an edge's name; -1: none. */
int64_t naive_edge(const char *edge, int64_t at, int64_t size);
/* The pixel at a place that may be outside. */
PixelTuple naive_at(const picture *p, int64_t x, int64_t y, const char *edge);
/* Fail where the filter makes another picture, of an input that `seed` makes. */
void compare_pixels(
    const picture *in, const char *spec, uint64_t seed, naive_pixel_of naive);

/* ---- the same on every machine ------------------------------------------- */

/* The hash of the last of three frames, when the test was written. */
typedef struct golden {
    const char *spec, *hash;
} golden;

void check_golden(const golden *g);
/* The same for what works on rows in pieces, of which a wide picture has several. */
void check_wide(const golden *g);
/* A parameter struct's initialiser is what the table says. */
void check_initialiser(const char *name, const void *params);

#endif
