/* sandbox_files.c - which files this process may touch, by Linux's Landlock. */
#include "sandbox_files.h"

#if defined(HAVE_LINUX_LANDLOCK_H)
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * What a set of rules is about, as kernels have it since ABI 6: the headers may be older
 * than the kernel. An older kernel takes it all the same where the rest is zero.
 */
typedef struct subjects {
    uint64_t files, ports, scopes;
} subjects;

static subjects known_to(long abi)
{
    int kinds = abi >= 5 ? 16 : abi >= 3 ? 15 : abi == 2 ? 14 : 13;
    return (subjects) { .files = (UINT64_C(1) << kinds) - 1,
        .ports = abi >= 4 ? 3 : 0,    /* to bind and to connect TCP sockets */
        .scopes = abi >= 6 ? 3 : 0 }; /* other processes' abstract sockets, signals */
}

int files_new(void)
{
    long abi =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return -1;
    subjects all = known_to(abi);
    return (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
}

static uint64_t rights(unsigned what)
{
    uint64_t r = 0;
    if (what & FILES_READ)
        r |= LANDLOCK_ACCESS_FS_READ_FILE;
    if (what & FILES_WRITE)
        r |= LANDLOCK_ACCESS_FS_WRITE_FILE;
    if (what & FILES_LIST)
        r |= LANDLOCK_ACCESS_FS_READ_DIR;
    if (what & FILES_NAME)
        r |= LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE;
    return r;
}

bool files_allow(int set, const char *path, unsigned what)
{
    struct landlock_path_beneath_attr rule = { .allowed_access = rights(what),
        .parent_fd = open(path, O_PATH | O_CLOEXEC) };
    if (rule.parent_fd < 0)
        return false;
    long failed =
        syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    /* A pipe that has no name (/dev/stdout is one) is beyond rules, and allowed. */
    bool done = !failed || errno == EBADFD;
    close(rule.parent_fd);
    return done;
}

/* At its end LeakSanitizer looks at this process from outside, through /proc. */
static void allow_sanitizers(int set)
{
#if defined(SANDBOX_SANITIZED)
    files_allow(set, "/proc", FILES_READ | FILES_LIST);
#else
    (void)set;
#endif
}

bool files_enforce(int set)
{
    if (set < 0)
        return false;
    allow_sanitizers(set);
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && syscall(SYS_landlock_restrict_self, set, 0) == 0;
}

#else

int files_new(void)
{
    return -1;
}

bool files_allow(int set, const char *path, unsigned what)
{
    (void)set, (void)path, (void)what;
    return false;
}

bool files_enforce(int set)
{
    (void)set;
    return false;
}

#endif
