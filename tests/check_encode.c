#include "support.h"

int main(void)
{
    Suite *suites[] = { suite_create("encode") };
    return run_suites(suites, 1);
}
