/* sandbox.c - which files an output needs, and when they are no longer needed. */
#include "sandbox.h"
#include "sandbox_calls.h"
#include "sandbox_files.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_NAMES = 1000000 }; /* as many as -f takes */

static void forget(int *set)
{
    if (*set >= 0)
        close(*set);
    *set = -1;
}

/* Valgrind works within this process, and would lose the rights that it needs. */
static bool under_valgrind(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    return preloaded && strstr(preloaded, "vgpreload");
}

void sandbox_init(sandbox *b, bool numbered)
{
    *b = (sandbox)SANDBOX_NONE;
    b->numbered = numbered;
    b->impossible = under_valgrind();
    if (!b->impossible)
        b->wide = files_new();
    if (b->wide >= 0)
        b->narrow = files_new();
}

/* "a/b/" of a/b/c, "./" of c. */
static bool name_folder(const char *path, char *folder)
{
    const char *slash = strrchr(path, '/');
    int length = slash ? (int)(slash + 1 - path) : 0;
    return snprintf(folder, PATH_MAX, "%.*s", length ? length : 2, length ? path : "./")
        < PATH_MAX;
}

/*
 * The writer looks for what runs that were killed have left, makes a temporary file, and
 * gives it its name at the end. Only the last of it comes after sandbox_narrow(), and is
 * allowed first: what could not be removed again is not to be made. Nothing of it is to
 * read a file.
 */
static bool allow_folder(sandbox *b, const char *folder)
{
    unsigned late = b->numbered ? FILES_WRITE | FILES_NAME : FILES_NAME;
    if (strcmp(folder, b->folder) == 0)
        return true;
    snprintf(b->folder, sizeof b->folder, "%s", folder);
    return files_allow(b->narrow, folder, late)
        && files_allow(b->wide, folder, FILES_WRITE | FILES_LIST | FILES_NAME);
}

/* A device or a pipe is written to as it is. */
static bool allow_device(sandbox *b, const char *path)
{
    return files_allow(b->wide, path, FILES_WRITE)
        && (!b->numbered || files_allow(b->narrow, path, FILES_WRITE));
}

bool sandbox_allow(sandbox *b, const char *output)
{
    struct stat st;
    char path[PATH_MAX], folder[PATH_MAX];
    if (b->wide < 0)
        return false;
    bool exists = stat(output, &st) == 0;
    if (exists && !S_ISREG(st.st_mode))
        return S_ISDIR(st.st_mode) || allow_device(b, output);
    const char *target = exists ? realpath(output, path) : output;
    return target && name_folder(target, folder) && allow_folder(b, folder);
}

static bool numbers_folders(const char *pattern)
{
    const char *slash = strrchr(pattern, '/');
    for (const char *p = pattern; slash && p < slash; p++)
        if (*p == '%' && *++p != '%')
            return true;
    return false;
}

/*
 * How many there will be is not known yet. One rule does for all in a folder, but where
 * the folders are numbered each has one, and so has each name of an earlier run that is a
 * link to somewhere else.
 */
void sandbox_allow_pattern(sandbox *b, glitch_ctx *ctx, const char *pattern)
{
    struct stat st;
    char name[PATH_MAX];
    bool more = b->wide >= 0, folders = numbers_folders(pattern);
    for (uint32_t i = 0; more && i < MOST_NAMES; i++)
        more = glitch_pattern_name(ctx, pattern, i, name, sizeof name) == GLITCH_OK
            && sandbox_allow(b, name) && (folders || lstat(name, &st) == 0);
}

void sandbox_enter(sandbox *b)
{
    b->files = files_enforce(b->wide);
    b->calls = !b->impossible && calls_restrict();
    forget(&b->wide);
}

void sandbox_narrow(sandbox *b)
{
    if (b->files)
        files_enforce(b->narrow);
    if (b->calls && !b->numbered)
        calls_restrict_opening();
    forget(&b->narrow);
}

const char *sandbox_name(const sandbox *b)
{
    if (b->files)
        return b->calls ? "Landlock and seccomp" : "Landlock";
    return b->calls     ? "seccomp"
        : b->impossible ? "none (under Valgrind)"
                        : "none (there is neither Landlock nor seccomp here)";
}

void sandbox_close(sandbox *b)
{
    forget(&b->wide);
    forget(&b->narrow);
}
