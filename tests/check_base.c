#include "support.h"

int main(void)
{
    Suite *suites[] = { suite_create("base") };
    return run_suites(suites, 1);
}
