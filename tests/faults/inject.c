/*
 * inject.c - every allocation, every system call fails in turn, in the command as it is, the
 * libraries that it uses included.
 *
 * A job is run with the n-th call of a kind failing, for n = 1, 2, … until there is no n-th
 * call. Each time the command says what is wrong in one line, exits with 1, and leaves the
 * old output as it was and nothing else; or it can do without that call, and the output is
 * the same, byte by byte, as without the fault.
 */
#include "count.h"
#include "faults.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- what fails ---------------------------------------------------------- */

enum { SHORT = 0, ONCE = 0, FROM_THEN_ON = 1 };

typedef struct fault {
    const char *kind;
    int error, more;
    enum {
        ALWAYS,
        THOROUGHLY, /* in `make faults` */
        SINGLE /* not of numbered pictures: two faults are one too many for these */
    } when;
} fault;

static const fault faults[] = { { "alloc", ENOMEM, ONCE, ALWAYS },
    { "alloc", ENOMEM, FROM_THEN_ON, THOROUGHLY }, { "thread", EAGAIN, ONCE, ALWAYS },
    { "thread", EAGAIN, FROM_THEN_ON, ALWAYS }, { "read", SHORT, ONCE, ALWAYS },
    { "read", SHORT, FROM_THEN_ON, THOROUGHLY }, { "read", EINTR, ONCE, ALWAYS },
    { "read", EIO, ONCE, ALWAYS }, { "read", EIO, FROM_THEN_ON, ALWAYS },
    { "write", SHORT, ONCE, ALWAYS }, { "write", SHORT, FROM_THEN_ON, THOROUGHLY },
    { "write", EINTR, ONCE, ALWAYS }, { "write", EIO, ONCE, ALWAYS },
    { "write", EIO, FROM_THEN_ON, ALWAYS }, { "write", ENOSPC, ONCE, ALWAYS },
    { "write", ENOSPC, FROM_THEN_ON, ALWAYS }, { "open", EACCES, ONCE, ALWAYS },
    { "open", EINTR, ONCE, ALWAYS }, { "open", EMFILE, FROM_THEN_ON, ALWAYS },
    { "close", EIO, ONCE, ALWAYS }, { "close", EINTR, ONCE, ALWAYS },
    { "close", EDQUOT, FROM_THEN_ON, ALWAYS }, { "dup", EMFILE, ONCE, ALWAYS },
    { "seek", EIO, ONCE, ALWAYS }, { "sync", EIO, ONCE, ALWAYS },
    { "sync", EINTR, ONCE, ALWAYS }, { "sync", EINVAL, FROM_THEN_ON, ALWAYS },
    { "lock", ENOLCK, FROM_THEN_ON, ALWAYS }, { "lock", EINTR, ONCE, ALWAYS },
    { "chmod", EPERM, ONCE, ALWAYS }, { "stat", EIO, ONCE, ALWAYS },
    { "stat", EIO, FROM_THEN_ON, SINGLE }, { "rename", EIO, ONCE, ALWAYS },
    { "rename", EXDEV, FROM_THEN_ON, SINGLE }, { "link", EIO, ONCE, ALWAYS },
    { "link", EPERM, FROM_THEN_ON, ALWAYS }, { "unlink", EIO, ONCE, ALWAYS },
    { "dir", EIO, ONCE, ALWAYS }, { "dir", EMFILE, FROM_THEN_ON, ALWAYS } };

/* ---- the jobs ------------------------------------------------------------ */

typedef struct job {
    const char *in, *output, *frames, *jobs;
} job;

static const job jobs[] = { { "in.png", "x.png", NULL, "1" },
    { "interlaced.png", "x.png", NULL, "1" }, { "baseline.jpg", "x.png", NULL, "1" },
    { "progressive.jpg", "x.png", NULL, "1" }, { "in.gif", "x.png", NULL, "1" },
    { "in.png", "x.jpg", NULL, "1" }, { "in.gif", "x.jpg", NULL, "1" },
    { "in.png", "x.gif", "3", "1" }, { "interlaced.png", "x.gif", "3", "2" },
    { "baseline.jpg", "x.gif", "3", "1" }, { "progressive.jpg", "x.gif", "3", "2" },
    { "in.gif", "x.gif", NULL, "2" }, { "in.png", "f-%d.png", "3", "1" },
    { "interlaced.png", "f-%d.png", "3", "1" },
    { "baseline.jpg", "f-%d.png", "3", "1" },
    { "progressive.jpg", "f-%d.png", "3", "1" }, { "in.gif", "f-%d.png", NULL, "2" },
    { "told.png", "x.png", NULL, "1" }, { "told.jpg", "x.jpg", NULL, "1" },
    { "in.apng", "x.apng", NULL, "1" }, { "in.y4m", "x.y4m", NULL, "1" },
    { "in.gif", "x.tga", NULL, "1" }, { "in.gif", "x.webp", NULL, "1" } };

/* With an older output in the way of the new one, and -y; or none. */
enum { FRESH, OVER_OLD, WAYS };

static const char *const outputs[] = { "x.png", "x.jpg", "x.gif", "x.apng", "x.y4m",
    "x.tga", "x.webp", "f-0.png", "f-1.png", "f-2.png" };

static bool is_output_of(const job *j, const char *name)
{
    return strcmp(j->output, name) == 0 || (j->output[0] == 'f' && name[0] == 'f');
}

static pid_t start(const job *j, const char *folder, int way)
{
    const char *arguments[MOST_ARGUMENTS + 1] = { j->in, "-q", "-c", "--seed", "1",
        "--jobs", j->jobs, "--keep-metadata" };
    char path[64];
    int n = 8;
    snprintf(path, sizeof path, "-o%s/%s", folder, j->output);
    arguments[n++] = path;
    if (way == OVER_OLD)
        arguments[n++] = "-y";
    if (j->frames) {
        arguments[n++] = "-f";
        arguments[n++] = j->frames;
    }
    return start_glitch(arguments);
}

/* ---- the loaded library -------------------------------------------------- */

static gli_fault_count *count; /* of the command that ran last */

static const char *library(void)
{
    static char path[4200];
    snprintf(path, sizeof path, "%s/tests/faults/preload.so", build_dir());
    return path;
}

static void map_count(void)
{
    write_file("count", "", 0);
    ck_assert_int_eq(truncate("count", sizeof *count), 0);
    int fd = open("count", O_RDWR);
    count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    ck_assert(count != MAP_FAILED);
    close(fd);
}

static void set_fault(const fault *f, long n)
{
    char text[64];
    snprintf(text, sizeof text, "%s %ld %d %d", f->kind, n, f->error, f->more);
    setenv("GLITCH_FAULT", text, 1);
    setenv("GLITCH_FAULT_COUNT", "count", 1);
    setenv("LD_PRELOAD", library(), 1);
    *count = (gli_fault_count) { 0, 0 };
}

static int run_with(const fault *f, long n, const job *j, int way)
{
    set_fault(f, n);
    pid_t child = start(j, "out", way);
    unsetenv("LD_PRELOAD");
    return wait_for(child);
}

/* Is the first allocation's failure seen? No test runs yet, so nothing is asserted. */
bool can_inject(void)
{
    static const char probe[] =
        "count=$(mktemp) && head -c 16 /dev/zero >$count && "
        "GLITCH_FAULT='alloc 1 12 0' GLITCH_FAULT_COUNT=$count "
        "LD_PRELOAD=$GLITCH_BUILD/tests/faults/preload.so "
        "$GLITCH_BUILD/glitch --version 2>&1 | grep -q '^glitch: out of memory$'; "
        "found=$?; rm -f $count; exit $found";
    if (system(probe) == 0)
        return true;
    skip("injected faults", "no library that replaces malloc() can be loaded first");
    return false;
}

/* ---- one fault ----------------------------------------------------------- */

/* Without a shell, which would take longer than the job. */
static void remove_output(void)
{
    DIR *dir = opendir("out");
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (e->d_name[0] != '.' || strlen(e->d_name) > 2)
            ck_assert_int_eq(unlinkat(dirfd(dir), e->d_name, 0), 0);
    if (dir)
        closedir(dir);
    rmdir("out");
}

static void reset_output(int way)
{
    remove_output();
    ck_assert_int_eq(mkdir("out", 0777), 0);
    for (size_t i = 0; way == OVER_OLD && i < COUNT(outputs); i++) {
        char path[64];
        snprintf(path, sizeof path, "out/%s", outputs[i]);
        write_file(path, "old", 3);
    }
}

/* Fails unless the folder is as it was, or the job's outputs are as they should be. */
static void assert_output(const job *j, int way, bool done, const char *what)
{
    int files = 0;
    for (size_t i = 0; i < COUNT(outputs); i++) {
        char path[64], good[64];
        snprintf(path, sizeof path, "out/%s", outputs[i]);
        snprintf(good, sizeof good, "good/%s", outputs[i]);
        bool made = done && is_output_of(j, outputs[i]);
        if (made)
            ck_assert_msg(same_files(path, good), "%s: %s differs", what, path);
        else if (way == OVER_OLD)
            ck_assert_msg(same_files(path, "old"), "%s: %s is not old", what, path);
        files += made || way == OVER_OLD;
    }
    ck_assert_msg(count_files("out") == files, "%s: %d files instead of %d", what,
        count_files("out"), files);
}

static void assert_complaint(int status, const char *what)
{
    char *err = (char *)read_file("err.txt", NULL), *end = strchr(err, '\n');
    bool one_line = strncmp(err, "glitch: ", 8) == 0 && end && !end[1];
    ck_assert_msg(
        status == 0 ? !*err : status == 1 && one_line, "%s: %d: %s", what, status, err);
    free(err);
}

/* Returns whether there was an n-th call. */
static bool inject(const fault *f, long n, const job *j, int way)
{
    char what[256];
    snprintf(what, sizeof what, "%s to %s over %s, %s %ld: %s%s", j->in, j->output,
        way == OVER_OLD ? "old" : "nothing", f->kind, n,
        f->error ? strerror(f->error) : "short", f->more ? " and so on" : "");
    reset_output(way);
    int status = run_with(f, n, j, way);
    assert_complaint(status, what);
    assert_output(j, way, status == 0, what);
    bool injected = count->injected > 0;
    ck_assert_msg(injected || status == 0, "%s: failed by itself", what);
    if (injected)
        add_to_tally(f->kind, f->error ? strerror(f->error) : "short", status != 0);
    return injected;
}

/* ---- all of them --------------------------------------------------------- */

static void write_inputs(void)
{
    picture p = smooth_picture(40, 30, 1);
    write_png("in.png", &p);
    write_interlaced_png("interlaced.png", &p);
    write_jpeg("baseline.jpg", &p, false);
    write_jpeg("progressive.jpg", &p, true);
    write_file("old", "old", 3);
    write_told("told.png", &p);
    write_told("told.jpg", &p);
    run_expect(0, "glitch in.png -c -f 3 --seed 1 -o in.gif");
    run_expect(
        0, "glitch in.gif -F none -o in.apng && glitch in.gif -F none -o in.y4m");
    free(p.px);
}

static bool is_due(const fault *f, const job *j)
{
    return f->when == SINGLE ? j->output[0] == 'x'
                             : f->when == ALWAYS || getenv("GLITCH_FAULTS");
}

static bool is_written(const char *path)
{
    const char *name, *format = glitch_format_of(path);
    for (size_t i = 0; (name = glitch_format_at(i)) != NULL; i++)
        if (strcmp(name, format) == 0)
            return true;
    return false;
}

START_TEST(every_call_fails)
{
    const job *j = &jobs[_i / WAYS];
    int way = _i % WAYS;
    if (!is_written(j->output)) {
        skip(j->output, "this build has no such format");
        return;
    }
    map_count();
    write_inputs();
    ck_assert_int_eq(mkdir("good", 0777), 0);
    ck_assert_int_eq(wait_for(start(j, "good", way)), 0);
    for (size_t i = 0; i < COUNT(faults); i++)
        if (is_due(&faults[i], j))
            for (long n = 1; inject(&faults[i], n, j, way); n++)
                ck_assert_int_lt(n, 5000);
}
END_TEST

void add_injection_tests(Suite *suite)
{
    TCase *c = tcase_create("injected");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_set_timeout(c, 3600);
    tcase_add_loop_test(c, every_call_fails, 0, COUNT(jobs) * WAYS);
    suite_add_tcase(suite, c);
}
