/* check_faults.c - what is left where the system fails, stops us, or is in the way. */
#include "faults/faults.h"

int main(void)
{
    Suite *suite = suite_create("faults");
    add_place_tests(suite);
    add_signal_tests(suite);
    add_kill_tests(suite);
    if (can_inject())
        add_injection_tests(suite);
    begin_tally();
    int status = run_suites(&suite, 1);
    print_tally();
    return status;
}
