/*
 * preload.c - makes the n-th call of some kind fail, in any program that it is loaded into
 * with LD_PRELOAD; so libpng, libjpeg and giflib see it, too.
 *
 *     GLITCH_FAULT="KIND N ERROR MORE"    what is to fail
 *     GLITCH_FAULT_COUNT=FILE             a gli_fault_count, shared with the test
 *
 * KIND is one of the words below, N counts from 1, ERROR is an errno or 0 for a transfer of
 * one byte, and MORE is 1 where all calls after the n-th are to fail, too. Reading, writing
 * and closing count from descriptor 3 on: what a program says about a fault has to arrive.
 * Calls that the C library makes of itself are not seen, but for those of malloc().
 */
#define _GNU_SOURCE
#include "count.h"
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* glibc's own, under the names that it keeps for such use. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static struct {
    char kind[16];
    long n;
    int error, more;
    gli_fault_count *count; /* NULL: nothing fails */
} plan;

__attribute__((constructor)) static void begin(void)
{
    const char *text = getenv("GLITCH_FAULT"), *path = getenv("GLITCH_FAULT_COUNT");
    if (!text || !path
        || sscanf(text, "%15s %ld %d %d", plan.kind, &plan.n, &plan.error, &plan.more)
            != 4)
        return;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    void *p = fd < 0
        ? MAP_FAILED
        : mmap(NULL, sizeof *plan.count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd >= 0)
        close(fd);
    if (p != MAP_FAILED)
        plan.count = p;
}

/* Does this call fail? Then errno says why. */
static bool fails(const char *kind)
{
    if (!plan.count || strcmp(kind, plan.kind) != 0)
        return false;
    long n = __atomic_add_fetch(&plan.count->calls, 1, __ATOMIC_RELAXED);
    if (n < plan.n || (n > plan.n && !plan.more))
        return false;
    __atomic_add_fetch(&plan.count->injected, 1, __ATOMIC_RELAXED);
    errno = plan.error;
    return true;
}

/* The function that stands behind ours. ISO C has no way from void * to a function. */
#define REAL(name)                                                                     \
    static __typeof__(name) *real;                                                     \
    if (!real)                                                                         \
    *(void **)(void *)&real = dlsym(RTLD_NEXT, #name)

/* ---- memory -------------------------------------------------------------- */

void *malloc(size_t size)
{
    return fails("alloc") ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails("alloc") ? NULL : __libc_calloc(count, size);
}

void *realloc(void *p, size_t size)
{
    return fails("alloc") ? NULL : __libc_realloc(p, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails("alloc") ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *p = fails("alloc") ? NULL : __libc_memalign(alignment, size);
    if (p)
        *out = p;
    return p ? 0 : ENOMEM;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
    void *(*start)(void *), void *user)
{
    REAL(pthread_create);
    return fails("thread") ? plan.error : real(thread, attributes, start, user);
}

/* ---- transfers ----------------------------------------------------------- */

ssize_t read(int fd, void *buffer, size_t size)
{
    REAL(read);
    if (fd < 3 || !fails("read"))
        return real(fd, buffer, size);
    return plan.error ? -1 : real(fd, buffer, size > 0);
}

ssize_t write(int fd, const void *buffer, size_t size)
{
    REAL(write);
    if (fd < 3 || !fails("write"))
        return real(fd, buffer, size);
    return plan.error ? -1 : real(fd, buffer, size > 0);
}

/* ---- descriptors --------------------------------------------------------- */

#define MODE_OF(flags, mode)                                                           \
    va_list args;                                                                      \
    va_start(args, flags);                                                             \
    mode_t mode = (flags)&O_CREAT ? va_arg(args, mode_t) : 0;                          \
    va_end(args)

int open(const char *path, int flags, ...)
{
    REAL(open);
    MODE_OF(flags, mode);
    return fails("open") ? -1 : real(path, flags, mode);
}

int openat(int dir, const char *path, int flags, ...)
{
    REAL(openat);
    MODE_OF(flags, mode);
    return fails("open") ? -1 : real(dir, path, flags, mode);
}

/* Closed it is in any case, as Linux has it. */
int close(int fd)
{
    REAL(close);
    bool failed = fd >= 3 && fails("close");
    int result = real(fd);
    if (!failed)
        return result;
    errno = plan.error;
    return -1;
}

/* Every command's argument passes as a long, which is how the system takes it, too. */
int fcntl(int fd, int command, ...)
{
    REAL(fcntl);
    va_list args;
    va_start(args, command);
    long argument = va_arg(args, long);
    va_end(args);
    return command == F_DUPFD_CLOEXEC && fails("dup") ? -1
                                                      : real(fd, command, argument);
}

off_t lseek(int fd, off_t at, int from)
{
    REAL(lseek);
    return fails("seek") ? -1 : real(fd, at, from);
}

int fsync(int fd)
{
    REAL(fsync);
    return fails("sync") ? -1 : real(fd);
}

int flock(int fd, int what)
{
    REAL(flock);
    return fails("lock") ? -1 : real(fd, what);
}

int fchmod(int fd, mode_t mode)
{
    REAL(fchmod);
    return fails("chmod") ? -1 : real(fd, mode);
}

/* ---- names --------------------------------------------------------------- */

int stat(const char *path, struct stat *st)
{
    REAL(stat);
    return fails("stat") ? -1 : real(path, st);
}

int lstat(const char *path, struct stat *st)
{
    REAL(lstat);
    return fails("stat") ? -1 : real(path, st);
}

int fstat(int fd, struct stat *st)
{
    REAL(fstat);
    return fails("stat") ? -1 : real(fd, st);
}

char *realpath(const char *path, char *out)
{
    REAL(realpath);
    return fails("stat") ? NULL : real(path, out);
}

int access(const char *path, int mode)
{
    REAL(access);
    return fails("stat") ? -1 : real(path, mode);
}

int rename(const char *from, const char *to)
{
    REAL(rename);
    return fails("rename") ? -1 : real(from, to);
}

int link(const char *from, const char *to)
{
    REAL(link);
    return fails("link") ? -1 : real(from, to);
}

int unlink(const char *path)
{
    REAL(unlink);
    return fails("unlink") ? -1 : real(path);
}

int unlinkat(int dir, const char *path, int flags)
{
    REAL(unlinkat);
    return fails("unlink") ? -1 : real(dir, path, flags);
}

DIR *opendir(const char *path)
{
    REAL(opendir);
    return fails("dir") ? NULL : real(path);
}

struct dirent *readdir(DIR *dir)
{
    REAL(readdir);
    return fails("dir") ? NULL : real(dir);
}
