/* effects_picture.h - the tests of effects on one picture. */
#ifndef TEST_EFFECTS_PICTURE_H
#define TEST_EFFECTS_PICTURE_H
#include "effects.h"

Suite *bending_suite(void);
Suite *colors_suite(void);
Suite *dots_suite(void);
Suite *moves_suite(void);
Suite *sort_suite(void);

#endif
