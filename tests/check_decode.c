#include "support.h"

int main(void)
{
    Suite *suites[] = { suite_create("decode") };
    return run_suites(suites, 1);
}
