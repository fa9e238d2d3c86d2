/*
 * make-filter.c - writes sandbox_filter.h: which system calls the command may make in its
 * sandbox, as programs for the kernel. libseccomp makes them, while glitch is built: it
 * does not survive it where memory runs out, and takes most of the time that the sandbox
 * takes at all.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <termios.h>

enum {
    FILTER_PID = 0x7ffffffe
}; /* stands for the process's own number; none is so large */

/*
 * By name, so that every libc on every architecture finds its own: what an architecture
 * does not have is passed over. Paths are Landlock's business; but what Landlock does not
 * know (chmod, chown, truncate, times, attributes) is not here.
 */
static const char *const allowed[] = {
    /* open files */
    "read", "readv", "pread64", "write", "writev", "pwrite64", "lseek", "_llseek",
    "close", "fstat", "fstat64", "fchmod", "fsync", "fdatasync", "flock", "getdents",
    "getdents64",
    /* paths */
    "open", "openat", "stat", "stat64", "lstat", "lstat64", "newfstatat", "fstatat64",
    "statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getcwd",
    "link", "linkat", "unlink", "unlinkat", "rename", "renameat", "renameat2",
    /* memory; mmap and mprotect are below */
    "brk", "munmap", "mremap", "madvise",
    /* threads; clone is below */
    "futex", "futex_time64", "set_robust_list", "set_tid_address", "rseq", "gettid",
    "getpid", "sched_yield", "sched_getaffinity", "exit", "exit_group",
    /* signals */
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaction", "sigprocmask",
    "sigreturn", "sigaltstack", "restart_syscall",
    /* time, and what libc asks the system for */
    "clock_gettime", "clock_gettime64", "gettimeofday", "time", "nanosleep",
    "clock_nanosleep", "clock_nanosleep_time64", "getrandom", "sysinfo",
    /* giving up more */
    "landlock_restrict_self", "seccomp", NULL
};

static const char *const opening[] = { "open", "openat", "openat2", "creat", "fchmod",
    NULL };

/* A call that may be made where an argument, of which `mask` counts, has that value. */
typedef struct partly {
    const char *call;
    unsigned argument;
    scmp_datum_t mask, value;
} partly;

#define ALL UINT64_MAX

#if defined(__s390__) || defined(__CRIS__)
enum { CLONE_FLAGS = 1 };
#else
enum { CLONE_FLAGS = 0 };
#endif

static bool add(scmp_filter_ctx filter, uint32_t action, const char *const *calls)
{
    for (int failed = 0; *calls; calls++) {
        int call = seccomp_syscall_resolve_name(*calls);
        if (call != __NR_SCMP_ERROR)
            failed = seccomp_rule_add(filter, action, call, 0);
        if (failed)
            return false;
    }
    return true;
}

static bool add_partly(scmp_filter_ctx filter, const partly *p)
{
    int call = seccomp_syscall_resolve_name(p->call);
    return call == __NR_SCMP_ERROR
        || seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
               SCMP_CMP(p->argument, SCMP_CMP_MASKED_EQ, p->mask, p->value))
        == 0;
}

/* Where there is mmap2, mmap has its arguments in memory, where no filter sees them. */
static const char *mmap_name(void)
{
    return seccomp_syscall_resolve_name("mmap2") >= 0 ? "mmap2" : "mmap";
}

static bool add_special(scmp_filter_ctx filter)
{
    const scmp_datum_t self = FILTER_PID;
    const partly rules[] = { { mmap_name(), 2, PROT_EXEC, 0 },
        { "mprotect", 2, PROT_EXEC, 0 },
        { "clone", CLONE_FLAGS, CLONE_THREAD, CLONE_THREAD },
        { "kill", 0, ALL, self }, /* to die of a signal */
        { "tkill", 0, ALL, self }, { "tgkill", 0, ALL, self },
        { "ioctl", 1, ALL, TCGETS }, { "ioctl", 1, ALL, TIOCGWINSZ }, /* a terminal? */
        { "prctl", 0, ALL, PR_SET_NO_NEW_PRIVS }, { "prctl", 0, ALL, PR_SET_SECCOMP } };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (!add_partly(filter, &rules[i]))
            return false;
    return true;
}

/* Not those that send signals to whoever is named. */
static bool add_fcntl(scmp_filter_ctx filter)
{
    static const int commands[] = { F_GETFL, F_SETFL, F_GETFD, F_SETFD, F_DUPFD,
        F_DUPFD_CLOEXEC };
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        partly rule = { "fcntl", 1, ALL, (scmp_datum_t)commands[i] };
        bool added = add_partly(filter, &rule);
        rule.call = "fcntl64";
        if (!added || !add_partly(filter, &rule))
            return false;
    }
    return true;
}

/* Its flags are in memory, where no filter sees them; libc takes clone instead. */
static bool refuse_clone3(scmp_filter_ctx filter)
{
    static const char *const clone3[] = { "clone3", NULL };
    return add(filter, SCMP_ACT_ERRNO(ENOSYS), clone3);
}

static bool fill_calls(scmp_filter_ctx filter)
{
    return add(filter, SCMP_ACT_ALLOW, allowed) && add_special(filter)
        && add_fcntl(filter) && refuse_clone3(filter);
}

static bool fill_opening(scmp_filter_ctx filter)
{
    return add(filter, SCMP_ACT_ERRNO(EPERM), opening);
}

/* ---- the header ---------------------------------------------------------- */

static bool print_program(const char *name, scmp_filter_ctx filter)
{
    struct sock_filter step;
    FILE *f = tmpfile();
    if (!f)
        return false;
    if (seccomp_export_bpf(filter, fileno(f)) != 0) {
        fclose(f);
        return false;
    }
    rewind(f);
    printf("static const struct sock_filter %s[] = {\n", name);
    while (fread(&step, sizeof step, 1, f) == 1)
        printf("    { 0x%02x, %u, %u, 0x%08lx },\n", step.code, step.jt, step.jf,
            (unsigned long)step.k);
    printf("};\n");
    return fclose(f) == 0;
}

static bool print_filter(
    const char *name, uint32_t otherwise, bool (*fill)(scmp_filter_ctx))
{
    scmp_filter_ctx filter = seccomp_init(otherwise);
    bool printed = filter && fill(filter) && print_program(name, filter);
    seccomp_release(filter);
    return printed;
}

int main(void)
{
    printf("/* sandbox_filter.h - made by make-filter.c. */\n"
           "#include <linux/filter.h>\n"
           "enum { FILTER_PID = 0x%x };\n",
        FILTER_PID);
    bool made = print_filter("calls_filter", SCMP_ACT_ERRNO(EPERM), fill_calls)
        && print_filter("opening_filter", SCMP_ACT_ALLOW, fill_opening);
    if (!made)
        fprintf(stderr, "make-filter: libseccomp makes no filter\n");
    return made && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
