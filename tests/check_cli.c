#include "support.h"

int main(void)
{
    Suite *suites[] = { suite_create("cli") };
    return run_suites(suites, 1);
}
