/* encode.h - the parts of check_encode. */
#ifndef TEST_ENCODE_H
#define TEST_ENCODE_H
#include "support.h"

void add_jpeg_tests(Suite *suite);

#endif
