/* effects_screen.h - the suites of formulas and of imitated screens. */
#ifndef TEST_EFFECTS_SCREEN_H
#define TEST_EFFECTS_SCREEN_H
#include "effects.h"

Suite *crt_suite(void);
Suite *expr_suite(void);

#endif
