/* sandbox_calls.c - which system calls this process may make, by seccomp. */
#include "sandbox_calls.h"
#include "sandbox_files.h"

/*
 * The sanitizers' runtimes make calls of their own, which differ between compilers, and at
 * the end start a process that traces this one: their builds have no filter of calls.
 */
#if defined(HAVE_SECCOMP) && !defined(SANDBOX_SANITIZED)
#include "sandbox_filter.h" /* by make-filter.c, which has the lists */
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static bool enforce(const struct sock_filter *program, size_t count)
{
    /* The kernel takes a copy, and does not write to it. */
    struct sock_fprog p = { (unsigned short)count, (struct sock_filter *)program };
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &p, 0, 0) == 0;
}

bool calls_restrict(void)
{
    enum { COUNT = sizeof calls_filter / sizeof *calls_filter };
    struct sock_filter program[COUNT];
    memcpy(program, calls_filter, sizeof program);
    for (size_t i = 0; i < COUNT; i++)
        if (program[i].k == FILTER_PID)
            program[i].k = (unsigned)getpid();
    return enforce(program, COUNT);
}

bool calls_restrict_opening(void)
{
    return enforce(opening_filter, sizeof opening_filter / sizeof *opening_filter);
}

#else

bool calls_restrict(void)
{
    return false;
}

bool calls_restrict_opening(void)
{
    return false;
}

#endif
