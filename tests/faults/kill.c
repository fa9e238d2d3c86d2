/*
 * kill.c - kill -9 in the middle of writing: what stands under the output's name is the old
 * file or the new one, and the next run removes what else is left; but never what a run that
 * lives is writing.
 */
#include "base/leftovers.h"
#include "base/writer.h"
#include "faults.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* in.png is small, but there are many frames of it. */
static void with_smooth_picture(void)
{
    enter_folder();
    picture p = smooth_picture(96, 64, 4);
    write_png("in.png", &p);
    free(p.px);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void wait_seconds(double seconds)
{
    double end = now() + seconds;
    for (double left; (left = end - now()) > 0;)
        usleep((useconds_t)(left * 1e6) + 1);
}

/* ---- kill -9 ------------------------------------------------------------- */

/* What is written, and how many files that makes. */
typedef struct target {
    const char *output, *frames;
    int files;
} target;

static const target targets[] = { { "x.gif", "40", 1 }, { "x.png", NULL, 1 },
    { "f-%d.png", "60", 60 } };

static pid_t start(const target *t, const char *folder, const char *seed)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, t->output);
    return t->frames
        ? GLITCH("in.png", "-c", "-y", "--seed", seed, "-f", t->frames, "-o", path)
        : GLITCH("in.png", "-c", "-y", "--seed", seed, "-o", path);
}

static void make(const target *t, const char *folder, const char *seed)
{
    mkdir(folder, 0777);
    ck_assert_int_eq(wait_for(start(t, folder, seed)), 0);
    ck_assert_int_eq(count_files(folder), t->files);
}

/* Each file of out/ is the one of old/ or of new/. */
static void assert_old_or_new(const target *t)
{
    for (int i = 0; i < t->files; i++) {
        char name[32], out[64], old[64], new[64];
        snprintf(name, sizeof name, "%s", t->output);
        if (t->files > 1)
            snprintf(name, sizeof name, "f-%d.png", i);
        snprintf(out, sizeof out, "out/%s", name);
        snprintf(old, sizeof old, "old/%s", name);
        snprintf(new, sizeof new, "new/%s", name);
        ck_assert_msg(same_files(out, old) || same_files(out, new), "%s", out);
    }
}

/* Returns whether it was killed before it had cleaned up. */
static bool kill_after(const target *t, double seconds)
{
    run_expect(0, "rm -rf out; cp -r old out");
    pid_t child = start(t, "out", "2");
    wait_seconds(seconds);
    kill(child, SIGKILL);
    int status = wait_for(child);
    ck_assert(status == 0 || status == 128 + SIGKILL);
    assert_old_or_new(t);
    bool left = count_files("out") > t->files;
    ck_assert_int_eq(wait_for(start(t, "out", "2")), 0);
    run_expect(0, "diff -r out new");
    return left;
}

START_TEST(killed_at_any_time)
{
    enum { KILLS = 50 };
    const target *t = &targets[_i];
    int left = 0;
    make(t, "old", "1");
    make(t, "new", "2");
    double begun = now();
    make(t, "new", "2");
    double lasts = now() - begun;
    for (int i = 0; i < KILLS; i++)
        left += kill_after(t, lasts * i / KILLS);
    printf("kill -9: %d times while %s was written, %d left temporary files\n", KILLS,
        t->output, left);
    fflush(stdout);
    ck_assert(left > 0 || !t->frames); /* one picture is soon written */
}
END_TEST

/* ---- what is a leftover -------------------------------------------------- */

/* Of runs in the slots 0, 1 and 3; the second has written more in the same folder. */
static const struct {
    const char *output;
    uint32_t slot;
    const char *tail;
} leftovers[] = { { "x.png", 0, "0.tmp" }, { "x.png", 1, "0.tmp" },
    { "f-7.png", 1, "7.tmp" }, { "f-10.png", 1, "10.tmp" }, { "f-3.png", 1, "3.old" },
    { "x.png", 3, "0.old" } };

/* As a run for x.png in that slot names it. */
static const char *temporary(const char *output, uint32_t slot, const char *tail)
{
    static char name[64];
    snprintf(name, sizeof name, ".%s.%08lx.%s", output,
        (unsigned long)gli_output_token("x.png", slot), tail);
    return name;
}

static const char *leftover(size_t i)
{
    return temporary(leftovers[i].output, leftovers[i].slot, leftovers[i].tail);
}

static const char *const others[] = { "x.png.0123abcd.0.tmp", ".x.png.0123ABCD.0.tmp",
    ".x.png.0123abc.0.tmp", ".x.png.0123abcde.0.tmp", ".x.png.0123abcd.00.tmp",
    ".x.png.0123abcd.0.tmp~", ".x.png.0123abcd.0", ".x.png.0123abcd..tmp",
    ".x.png0123abcd.0.tmp", ".x.gif.0123abce.0.tmp", ".y.x.png.0123abce.0.tmp",
    ".f-7.png.0123abce.7.tmp", ".f-7.png.ffffffff.07.tmp", ".f-7.png.ffffffff.-7.tmp",
    ".f-7.png.xffffffff.7.tmp", "f-7.png.ffffffff.7.tmp", "..ffffffff.7.tmp",
    ".ffffffff.7.tmp", ".f-7.png.ffffffff.7", "notes.txt" };

START_TEST(nothing_else_is_removed)
{
    struct stat st;
    for (size_t i = 0; i < COUNT(leftovers); i++)
        write_file(leftover(i), "1", 1);
    for (size_t i = 0; i < COUNT(others); i++)
        write_file(others[i], "1", 1);
    /* Ours by name, but not by kind. */
    ck_assert_int_eq(mkdir(temporary("x.png", 2, "0.tmp"), 0777), 0);
    ck_assert_int_eq(mkfifo(".x.png.00000002.0.tmp", 0777), 0);
    ck_assert_int_eq(symlink("notes.txt", ".x.png.00000003.0.tmp"), 0);
    ck_assert_int_eq(mkdir(".x.png.ffffffff.8.tmp", 0777), 0);
    ck_assert_int_eq(symlink("notes.txt", ".x.png.ffffffff.9.tmp"), 0);
    int before = count_files(".");
    ck_assert_int_eq(wait_for(GLITCH("in.png", "-o", "x.png")), 0);
    for (size_t i = 0; i < COUNT(leftovers); i++)
        ck_assert_msg(!file_exists(leftover(i)), "%s is still there", leftover(i));
    for (size_t i = 0; i < COUNT(others); i++)
        ck_assert_msg(file_exists(others[i]), "%s was removed", others[i]);
    ck_assert_int_eq(stat("x.png", &st), 0);
    ck_assert_int_eq(count_files("."), before + 2 - (int)COUNT(leftovers));
}
END_TEST

/* A name that is shortened, in another folder, by a link to it. */
START_TEST(leftovers_are_beside_the_file)
{
    char name[256];
    snprintf(name, sizeof name, "d/%0200d.png", 0);
    ck_assert_int_eq(mkdir("d", 0777), 0);
    run_expect(0, "cp in.png %s; ln -s %s link.png", name, name);
    char temp[256];
    snprintf(temp, sizeof temp, "d/.%0180d.%08lx.0.tmp", 0,
        (unsigned long)gli_output_token(name, 0));
    snprintf(name, sizeof name, "%s", temp);
    write_file(name, "1", 1);
    ck_assert_int_eq(wait_for(GLITCH("in.png", "-y", "-o", "link.png")), 0);
    ck_assert(!file_exists(name));
    ck_assert_int_eq(count_files("d"), 1);
}
END_TEST

START_TEST(a_lock_says_that_a_run_lives)
{
    char living[2][64];
    for (int i = 0; i < 2; i++)
        snprintf(living[i], sizeof living[i], ".f-%d.png.%08lx.%d.tmp", i,
            (unsigned long)gli_output_token("f-0.png", 0), i);
    for (size_t i = 0; i < COUNT(living); i++)
        write_file(living[i], "1", 1);
    int fd = open(living[0], O_RDONLY);
    ck_assert_int_eq(flock(fd, LOCK_EX), 0);
    ck_assert_int_eq(wait_for(GLITCH("in.png", "-f", "3", "-o", "f-%d.png")), 0);
    ck_assert(file_exists(living[0]) && file_exists(living[1]));
    close(fd);
    ck_assert_int_eq(wait_for(GLITCH("in.png", "-f", "3", "-y", "-o", "f-%d.png")), 0);
    ck_assert(!file_exists(living[0]) && !file_exists(living[1]));
}
END_TEST

/* ---- several at once ----------------------------------------------------- */

static void (*before_lock)(void); /* what happens between open() and the next flock() */

/* The library's, as this program has it linked in. */
int flock(int fd, int operation)
{
    void (*meanwhile)(void) = before_lock;
    before_lock = NULL;
    if (meanwhile)
        meanwhile();
    return (int)syscall(SYS_flock, fd, operation);
}

static void end_one_run_and_begin_another(void)
{
    ck_assert_int_eq(rename(".x.png.0.tmp", "x.png"), 0);
    write_file(".x.png.0.tmp", "2", 1);
}

START_TEST(a_name_that_another_run_has_by_now_is_left)
{
    write_file(".x.png.0.tmp", "1", 1);
    before_lock = end_one_run_and_begin_another;
    ck_assert(!gli_remove_dead(".x.png.0.tmp"));
    ck_assert(!before_lock);
    ck_assert(file_exists(".x.png.0.tmp") && file_exists("x.png"));
    ck_assert(gli_remove_dead(".x.png.0.tmp"));
    ck_assert(!file_exists(".x.png.0.tmp") && file_exists("x.png"));
}
END_TEST

/* They look for leftovers while the others are at all stages of their work. */
START_TEST(living_runs_lose_nothing)
{
    enum { ROUNDS = 6, RUNS = 6 };
    const target *t = &targets[_i];
    pid_t runs[RUNS];
    make(t, "old", "1");
    make(t, "new", "2");
    mkdir("out", 0777);
    double begun = now();
    make(t, "new", "2");
    double lasts = now() - begun;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < RUNS; i++) {
            runs[i] = start(t, "out", i % 2 ? "1" : "2");
            wait_seconds(lasts * round / ROUNDS);
        }
        for (int i = 0; i < RUNS; i++)
            ck_assert_int_eq(wait_for(runs[i]), 0);
        assert_old_or_new(t);
        ck_assert_int_eq(count_files("out"), t->files);
    }
}
END_TEST

void add_kill_tests(Suite *suite)
{
    TCase *c = tcase_create("kill");
    tcase_add_checked_fixture(c, with_smooth_picture, leave_folder);
    tcase_add_loop_test(c, killed_at_any_time, 0, COUNT(targets));
    tcase_add_test(c, nothing_else_is_removed);
    tcase_add_test(c, leftovers_are_beside_the_file);
    tcase_add_test(c, a_lock_says_that_a_run_lives);
    tcase_add_test(c, a_name_that_another_run_has_by_now_is_left);
    tcase_add_loop_test(c, living_runs_lose_nothing, 0, COUNT(targets));
    suite_add_tcase(suite, c);
}
