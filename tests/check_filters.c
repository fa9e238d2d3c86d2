#include "support.h"

int main(void)
{
    Suite *suites[] = { suite_create("filters") };
    return run_suites(suites, 1);
}
