/* support.c - running test suites, folders, files and paths. */
#include "support.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int run_suites(Suite *const *suites, int count)
{
    SRunner *runner = srunner_create(suites[0]);
    for (int i = 1; i < count; i++)
        srunner_add_suite(runner, suites[i]);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* ---- folders ------------------------------------------------------------- */

static char folder[32];

void enter_folder(void)
{
    strcpy(folder, "/tmp/glitch-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
}

void leave_folder(void)
{
    char command[128];
    snprintf(command, sizeof command, "chmod -R u+rwX %s; rm -rf %s", folder, folder);
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(system(command), 0);
}

static const char *directory(const char *variable)
{
    const char *path = getenv(variable);
    return path && access(path, R_OK) == 0 ? path : NULL;
}

const char *source_dir(void)
{
    const char *path = directory("GLITCH_SOURCE");
    ck_assert_msg(path != NULL, "GLITCH_SOURCE is not set; run make check");
    return path;
}

const char *build_dir(void)
{
    const char *path = directory("GLITCH_BUILD");
    ck_assert_msg(path != NULL, "GLITCH_BUILD is not set; run make check");
    return path;
}

const char *shared_dir(void)
{
    return directory("GLITCH_SHARED");
}

static const char *join(const char *dir, const char *below)
{
    static char paths[8][4096];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", dir, below);
    return path;
}

const char *source_path(const char *below)
{
    return join(source_dir(), below);
}

const char *shared_path(const char *below)
{
    return shared_dir() ? join(shared_dir(), below) : NULL;
}

/* ---- what is not here ---------------------------------------------------- */

void skip(const char *what, const char *why)
{
    printf("skipped: %s: %s\n", what, why);
    fflush(stdout);
}

bool have_tool(const char *name)
{
    char command[256];
    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", name);
    if (system(command) == 0)
        return true;
    skip(name, "not installed");
    return false;
}

bool sanitized(void)
{
#if defined(__SANITIZE_ADDRESS__)
    return true;
#else
    return getenv("UNDER_VALGRIND") != NULL;
#endif
}

void *meager(void *user, void *p, size_t size)
{
    budget *b = user;
    if (size == 0) {
        b->live -= p != NULL;
        free(p);
        return NULL;
    }
    if (b->left-- <= 0)
        return NULL;
    b->live += p == NULL;
    return realloc(p, size);
}

/* ---- files --------------------------------------------------------------- */

bool file_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

int count_files(const char *path)
{
    int count = 0;
    DIR *dir = opendir(path);
    ck_assert_ptr_nonnull(dir);
    for (struct dirent *e; (e = readdir(dir));)
        count += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(dir);
    return count;
}

void write_file(const char *path, const void *data, size_t size)
{
    FILE *f = fopen(path, "wb");
    ck_assert_msg(f != NULL, "%s: %s", path, strerror(errno));
    ck_assert_uint_eq(fwrite(data, 1, size, f), size);
    ck_assert_int_eq(fclose(f), 0);
}

unsigned char *read_file(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    ck_assert_msg(f != NULL, "%s: %s", path, strerror(errno));
    fseek(f, 0, SEEK_END);
    size_t n = (size_t)ftell(f);
    rewind(f);
    unsigned char *data = calloc(n + 1, 1); /* text ends with a zero */
    ck_assert_ptr_nonnull(data);
    ck_assert_uint_eq(fread(data, 1, n, f), n);
    fclose(f);
    if (size)
        *size = n;
    return data;
}
