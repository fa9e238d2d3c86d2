/*
 * check_regress.c - files that once broke a promise, and those made to break one, through
 * the fuzz targets of tests/fuzz. Any compiler can do that: libFuzzer is not needed.
 */
#include "fuzz.h"
#include "support.h"
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEAST_SEEDS = 4,      /* a folder with fewer is not what it should be */
    CORPUS_BYTES = 12000, /* larger files of the corpora are passed over */
    CORPUS_FILES = 250    /* of each folder, at most */
};

/* The name comes first: a crash could not be told from it afterwards. */
static void replay(const fuzz_row *target, const char *path)
{
    size_t size;
    unsigned char *data = read_file(path, &size);
    unsigned char *exact = malloc(size ? size : 1);
    ck_assert_ptr_nonnull(exact);
    memcpy(exact, data, size);
    free(data);
    printf("%s: %s\n", target->name, path);
    fflush(stdout);
    target->run(exact, size);
    free(exact);
}

static const fuzz_row *target_of(const char *name)
{
    const fuzz_row *r = fuzz_table;
    while (r->name && strcmp(r->name, name) != 0)
        r++;
    ck_assert_msg(r->name != NULL, "no target %s", name);
    return r;
}

/* ---- our own ------------------------------------------------------------- */

/* One test for each target. */
START_TEST(regress)
{
    const fuzz_row *target = &fuzz_table[_i];
    char below[128];
    glob_t found;
    snprintf(below, sizeof below, "tests/regress/%s/*", target->name);
    ck_assert_int_eq(glob(source_path(below), 0, NULL, &found), 0);
    ck_assert_uint_ge(found.gl_pathc, LEAST_SEEDS);
    for (size_t i = 0; i < found.gl_pathc; i++)
        replay(target, found.gl_pathv[i]);
    globfree(&found);
}
END_TEST

/* ---- of other people ----------------------------------------------------- */

static const struct {
    const char *target, *files;
} corpora[] = {
    { "png", "corpora/png-valid/*" },
    { "png", "corpora/png-corrupt/*" },
    { "png", "corpora/apng/*" },
    { "jpeg", "corpora/jpeg-valid/*" },
    { "jpeg", "corpora/jpeg-corrupt/*" },
    { "gif", "corpora/gif-valid/*" },
    { "gif", "corpora/gif-corrupt/*" },
    { "round_trip", "corpora/gif-valid/*" },
};
enum { CORPORA = sizeof corpora / sizeof *corpora };

static bool is_small(const char *path)
{
    FILE *f = fopen(path, "rb");
    ck_assert_ptr_nonnull(f);
    fseek(f, 0, SEEK_END);
    bool small = ftell(f) <= CORPUS_BYTES;
    fclose(f);
    return small;
}

/* Small ones, from the whole folder: every so manieth where there are many. */
START_TEST(corpus)
{
    const char *pattern = shared_path(corpora[_i].files);
    glob_t found;
    if (!pattern || glob(pattern, 0, NULL, &found) != 0) {
        skip(corpora[_i].files, "it is not in ../shared");
        return;
    }
    size_t step = found.gl_pathc / CORPUS_FILES + 1;
    for (size_t i = 0; i < found.gl_pathc; i += step)
        if (is_small(found.gl_pathv[i]))
            replay(target_of(corpora[_i].target), found.gl_pathv[i]);
    globfree(&found);
}
END_TEST

static int count_targets(void)
{
    int count = 0;
    while (fuzz_table[count].name)
        count++;
    return count;
}

int main(void)
{
    Suite *suite = suite_create("regress");
    TCase *c = tcase_create("regress");
    tcase_add_loop_test(c, regress, 0, count_targets());
    tcase_add_loop_test(c, corpus, 0, CORPORA);
    suite_add_tcase(suite, c);
    return run_suites(&suite, 1);
}
