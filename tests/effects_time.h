/* effects_time.h - what the tests of effects over time, and of bent files, share. */
#ifndef TEST_EFFECTS_TIME_H
#define TEST_EFFECTS_TIME_H
#include "effects.h"

Suite *bend_suite(void);
Suite *mosh_suite(void);
Suite *past_effects_suite(void);
Suite *vhs_suite(void);

#endif
