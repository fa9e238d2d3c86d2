#include "support.h"

int main(void)
{
    Suite *suites[] = { suite_create("pipeline") };
    return run_suites(suites, 1);
}
