/* leftovers.c - temporary files whose writer was killed before it could remove them. */
#include "base/leftovers.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TOKEN = 8, TAIL = 6 }; /* hexadecimal digits; characters of `.0.tmp` */

static bool is_there(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink > 0;
}

bool gli_claim(int fd)
{
    int locked;
    do
        locked = flock(fd, LOCK_EX); /* who looks for leftovers has it for a moment */
    while (locked != 0 && errno == EINTR);
    return is_there(fd);
}

static bool is_regular(int dir, const char *name)
{
    struct stat st;
    return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
}

/* The file, locked; or -1 where its writer lives, or that cannot be told. */
static int take_dead(int dir, const char *name)
{
    if (!is_regular(dir, name))
        return -1;
    int fd = openat(dir, name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && is_there(fd))
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* ---- names --------------------------------------------------------------- */

static bool ends_with(const char *name, const char *tail)
{
    size_t n = strlen(name), t = strlen(tail);
    return n >= t && strcmp(name + n - t, tail) == 0;
}

/* Is it a file of index 0 of another run for the output that `own` belongs to? */
static bool is_first(const char *name, const char *own)
{
    size_t size = strlen(own), named = size - TAIL - TOKEN;
    return strlen(name) == size && strncmp(name, own, named) == 0
        && (ends_with(name, ".0.tmp") || ends_with(name, ".0.old"))
        && strspn(name + named, "0123456789abcdef") >= TOKEN && strcmp(name, own) != 0;
}

/* Is it another file of the run that has this one, of index 0? */
static bool is_of_run(const char *name, const char *first)
{
    char token[TOKEN + 3];
    snprintf(
        token, sizeof token, ".%.*s.", TOKEN, first + strlen(first) - TAIL - TOKEN);
    if (name[0] != '.' || (!ends_with(name, ".tmp") && !ends_with(name, ".old")))
        return false;
    size_t size = strlen(name) - strlen(".tmp"), digits = 0;
    while (digits < size && strchr("0123456789", name[size - digits - 1]))
        digits++;
    size_t index = size - digits, before = TOKEN + 2;
    return strcmp(name, first) != 0 && digits > 0 && index > before + 1
        && (name[index] != '0' || digits == 1)
        && strncmp(name + index - before, token, before) == 0;
}

/* ---- folders ------------------------------------------------------------- */

/* False where some may have stayed. */
static bool remove_run(const char *folder, const char *first)
{
    DIR *dir = opendir(folder);
    bool removed = true;
    if (!dir)
        return false;
    errno = 0;
    for (struct dirent *e; (e = readdir(dir)); errno = 0)
        if (is_of_run(e->d_name, first) && is_regular(dirfd(dir), e->d_name))
            removed = unlinkat(dirfd(dir), e->d_name, 0) == 0 && removed;
    removed = errno == 0 && removed;
    closedir(dir);
    return removed;
}

/* The lock is held meanwhile, and the file of index 0 is the last to go. */
static void remove_dead(const char *folder, int dir, const char *first)
{
    int fd = take_dead(dir, first);
    if (fd < 0)
        return;
    if (remove_run(folder, first))
        unlinkat(dir, first, 0);
    close(fd);
}

void gli_remove_leftovers(const char *temp)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(temp, '/'), *own = slash ? slash + 1 : temp;
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(own - temp) : 1,
        slash ? temp : ".");
    DIR *dir = opendir(folder);
    if (!dir)
        return;
    for (struct dirent *e; (e = readdir(dir));)
        if (is_first(e->d_name, own))
            remove_dead(folder, dirfd(dir), e->d_name);
    closedir(dir);
}
