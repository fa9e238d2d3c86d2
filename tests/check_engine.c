/* check_engine.c - what the engine does for every filter, and for those who write one. */
#include "engine.h"

int main(void)
{
    Suite *suites[] = { blend_suite(), edge_suite(), memory_suite(), number_suite(),
        past_suite(), text_suite(), time_suite() };
    return run_suites(suites, COUNT(suites));
}
