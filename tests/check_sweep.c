/*
 * check_sweep.c - the axes of --vary, their combinations, what --pick takes of them: the
 * parts of the command, looked at from the inside.
 */
#include "sweep.h"

int main(void)
{
    Suite *suite = suite_create("sweep");
    add_range_tests(suite);
    add_axis_tests(suite);
    add_label_tests(suite);
    add_pick_tests(suite);
    add_fault_tests(suite);
    return run_suites(&suite, 1);
}
