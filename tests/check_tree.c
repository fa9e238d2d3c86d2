#include "support.h"

int main(void)
{
    Suite *suites[] = { suite_create("tree") };
    return run_suites(suites, 1);
}
