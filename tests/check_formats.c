/* check_formats.c - plain pictures, video and pipes; the tests are in formats_*.c. */
#include "formats.h"

int main(void)
{
    Suite *suite = suite_create("formats");
    add_plain_tests(suite);
    add_y4m_tests(suite);
    add_pipe_tests(suite);
    return run_suites(&suite, 1);
}
