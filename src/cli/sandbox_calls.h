/* sandbox_calls.h - which system calls this process may make, by seccomp. */
#ifndef CLI_SANDBOX_CALLS_H
#define CLI_SANDBOX_CALLS_H
#include <stdbool.h>

/*
 * From now on only what decoding, filters, encoding and files need is possible; anything
 * else fails with EPERM. False where this is not to be had.
 */
bool calls_restrict(void);
/* From now on nothing can be opened, either. */
bool calls_restrict_opening(void);

#endif
