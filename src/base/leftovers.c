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

/* Since it was opened, its writer may have renamed it, and another have made a new one. */
static bool is_still(const char *path, int fd)
{
    struct stat opened, named;
    return fstat(fd, &opened) == 0 && lstat(path, &named) == 0 && S_ISREG(named.st_mode)
        && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

bool gli_claim(int fd)
{
    int locked;
    do
        locked = flock(fd, LOCK_EX); /* who looks for leftovers has it for a moment */
    while (locked != 0 && errno == EINTR);
    struct stat st;
    return fstat(fd, &st) != 0 || st.st_nlink > 0;
}

/* The file, locked; or -1 where its writer lives, or that cannot be told. */
static int take_dead(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return -1;
    int fd = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && is_still(path, fd))
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

static bool is_regular(int dir, const char *name)
{
    struct stat st;
    return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
}

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
bool gli_remove_dead(const char *first)
{
    struct stat st;
    char folder[PATH_MAX];
    if (lstat(first, &st) != 0)
        return true;
    int fd = take_dead(first);
    if (fd < 0)
        return false;
    const char *slash = strrchr(first, '/'), *name = slash ? slash + 1 : first;
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(name - first) : 1,
        slash ? first : ".");
    bool removed = remove_run(folder, name) && unlink(first) == 0;
    close(fd);
    return removed;
}
