/* effects_push.h - what the tests of effects that push pixels around share. */
#ifndef TEST_EFFECTS_PUSH_H
#define TEST_EFFECTS_PUSH_H
#include "engine.h"

static const uint32_t odd_sizes[][2] = { { 1, 1 }, { 1, 7 }, { 7, 1 }, { 2, 3 },
    { 13, 11 }, { 37, 53 }, { 101, 16 } };
enum { ODD_SIZES = sizeof odd_sizes / sizeof *odd_sizes };

/* The pixel at a place by an edge of this name, from its definition. */
PixelTuple naive_at(const picture *p, int64_t x, int64_t y, const char *edge);
/* Fails where a value differs by more than `most`. */
void assert_near(
    const picture *actual, const picture *expected, int most, const char *what);
/* Every pixel of the picture says where it stands: red and green x, blue and alpha y. */
picture map_of_places(uint32_t width, uint32_t height);
uint32_t place_x(PixelTuple p);
uint32_t place_y(PixelTuple p);

Suite *push_smear_suite(void);
Suite *push_place_suite(void);
Suite *push_flow_suite(void);

#endif
