/* effects_time.h - what the tests of effects over time, and of bent files, share. */
#ifndef TEST_EFFECTS_TIME_H
#define TEST_EFFECTS_TIME_H
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

Suite *bend_suite(void);
Suite *mosh_suite(void);
Suite *past_effects_suite(void);
Suite *vhs_suite(void);

#endif
