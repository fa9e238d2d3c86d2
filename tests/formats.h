/* formats.h - what the files of check_formats share. */
#ifndef TEST_FORMATS_H
#define TEST_FORMATS_H
#include "support/support.h"

void add_plain_tests(Suite *suite);
void add_y4m_tests(Suite *suite);
void add_pipe_tests(Suite *suite);

#endif
