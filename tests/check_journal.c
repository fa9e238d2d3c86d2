/* check_journal.c - what a journal knows after anything that can happen to its file. */
#include "escape.h"
#include "journal.h"
#include "processors.h"
#include "report.h"
#include "support.h"
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENTRIES = 12 };

static const char *const names[ENTRIES] = { "a.png", "b c.png", "d\ne.png",
    "\xff\x80.png", "%41.png", "dir/f.png", "dir/g\t.png", "-h.png", "*.png", "i",
    "\x7f", "j%d.png" };

static journal *open_in(const char *folder, const char *boot)
{
    journal *j;
    ck_assert_int_eq(journal_open(folder, 0, 0, boot, true, &j), EXIT_DONE);
    return j;
}

static journal_entry entry(int i)
{
    return (journal_entry) { names[i], names[(i + 1) % ENTRIES], (uint64_t)i * 977, 5,
        UINT64_MAX - (uint64_t)i, (uint64_t)i };
}

/* The output itself: of so many bytes. */
static void make_output(int i)
{
    char path[64];
    ck_assert(mkdir("o/dir", 0777) == 0 || file_exists("o/dir"));
    snprintf(path, sizeof path, "o/%s", names[i]);
    write_file(path, "0123456789abcdef", (size_t)i);
}

static void do_one(journal *j, int i)
{
    const journal_entry e = entry(i);
    ck_assert(journal_begin(j, e.output));
    make_output(i);
    ck_assert(journal_done(j, &e));
}

static bool knows(journal *j, int i)
{
    const journal_entry e = entry(i);
    return journal_knows(j, &e);
}

static void do_all(const char *boot, bool complete)
{
    journal *j = open_in("o/", boot);
    for (int i = 0; i < ENTRIES; i++)
        do_one(j, i);
    ck_assert(journal_close(j, complete));
}

/* ---- what is known ------------------------------------------------------- */

START_TEST(known_is_what_was_done)
{
    for (int complete = 0; complete < 2; complete++) {
        do_all("x", complete);
        journal *j = open_in("o/", "x");
        for (int i = 0; i < ENTRIES; i++) {
            journal_entry e = entry(i);
            ck_assert(journal_owns(j, e.output));
            ck_assert_msg(journal_knows(j, &e), "%d", i);
            e.size++;
            ck_assert(!journal_knows(j, &e));
            e = entry(i);
            e.changed--;
            ck_assert(!journal_knows(j, &e));
            e = entry(i);
            e.settings++;
            ck_assert(!journal_knows(j, &e));
            e = entry(i);
            e.input = "other";
            ck_assert(!journal_knows(j, &e));
        }
        ck_assert(!journal_owns(j, "k.png"));
        journal_close(j, true);
    }
}
END_TEST

START_TEST(output_must_be_there)
{
    do_all("x", true);
    journal *j = open_in("o/", "x");
    ck_assert_int_eq(unlink("o/a.png"), 0);
    write_file("o/dir/f.png", "other size", 10);
    ck_assert(!knows(j, 0) && !knows(j, 5) && knows(j, 6));
    journal_close(j, false);
}
END_TEST

/* Begun again, it may be half of something else: neither the old nor the new is known. */
START_TEST(begun_is_not_done)
{
    do_all("x", false);
    journal *j = open_in("o/", "x");
    ck_assert(journal_begin(j, names[3]) && journal_begin(j, "new.png"));
    ck_assert(!knows(j, 3) && knows(j, 4));
    journal_close(j, false);
    j = open_in("o/", "x");
    ck_assert(!knows(j, 3) && knows(j, 4));
    ck_assert(journal_owns(j, names[3]) && journal_owns(j, "new.png"));
    journal_close(j, false);
}
END_TEST

START_TEST(seed_of_the_last_run)
{
    char seed[128];
    ck_assert(!journal_find_seed("o/", seed, sizeof seed));
    ck_assert(!file_exists("o"));
    journal *j = open_in("o/", NULL);
    ck_assert(journal_set_seed(j, "17"));
    ck_assert(journal_close(j, false));
    j = open_in("o/", NULL);
    ck_assert(journal_set_seed(j, "-0.5 x"));
    ck_assert(journal_close(j, true));
    ck_assert(journal_find_seed("o/", seed, sizeof seed));
    ck_assert_str_eq(seed, "-0.5 x");
}
END_TEST

/* ---- damage -------------------------------------------------------------- */

/* As many lines of a kind as there are whole ones in the first bytes; a last one may lack
 * its newline. */
static int count_lines(const char *text, size_t size, const char *kind)
{
    int count = 0;
    for (const char *at = text, *end; (end = strchr(at, '\n')) && end <= text + size;
         at = end + 1)
        count += strncmp(at, kind, strlen(kind)) == 0;
    return count;
}

/* Cut anywhere: what stands in whole lines is known, nothing else is, and it goes on. */
START_TEST(torn_anywhere)
{
    size_t size;
    do_all("x", false);
    char *text = (char *)read_file("o/.glitch-journal", &size);
    for (size_t cut = 0; cut <= size; cut++) {
        write_file("o/.glitch-journal", text, cut);
        int whole = count_lines(text, cut, "done ");
        int begun = count_lines(text, cut, "begin ");
        for (int round = 0; round < 1 + (cut % 13 == 0); round++) {
            journal *j = open_in("o/", "x");
            for (int i = 0; i < ENTRIES; i++) {
                bool done = i < whole || (round == 1 && i == ENTRIES - 1);
                ck_assert_msg(knows(j, i) == done, "cut at %zu: %d", cut, i);
                ck_assert(journal_owns(j, names[i])
                    == (i < begun || (round == 1 && i == ENTRIES - 1)));
            }
            if (round == 0 && cut % 13 == 0)
                do_one(j, ENTRIES - 1);
            journal_close(j, false);
        }
    }
    free(text);
}
END_TEST

/* Whatever is changed: nothing is known that was not done so. */
START_TEST(damaged_anywhere)
{
    size_t size;
    uint64_t state = 99;
    do_all("x", false);
    char *text = (char *)read_file("o/.glitch-journal", &size), *copy = malloc(size);
    for (int round = 0; round < 3000; round++) {
        memcpy(copy, text, size);
        for (int k = 0; k < 1 + round % 3; k++)
            copy[test_random(&state) % size] = (char)test_random(&state);
        write_file("o/.glitch-journal", copy, size);
        journal *j = open_in("o/", "x");
        int known = 0;
        for (int i = 0; i < ENTRIES; i++) {
            known += knows(j, i);
            journal_entry e = entry(i);
            e.settings ^= (uint64_t)1 << round % 64;
            ck_assert(!journal_knows(j, &e));
        }
        if (round % 3 == 0)
            ck_assert_int_ge(known, ENTRIES - 2); /* a newline joins two lines */
        journal_close(j, false);
    }
    free(text);
    free(copy);
}
END_TEST

START_TEST(no_journal_at_all)
{
    uint64_t state = 7;
    char noise[40000];
    ck_assert_int_eq(mkdir("o", 0777), 0);
    for (int kind = 0; kind < 4; kind++) {
        for (size_t i = 0; i < sizeof noise; i++)
            noise[i] = kind == 0 ? (char)test_random(&state)
                : kind == 1      ? 'x'
                : kind == 2      ? '\n'
                                 : 0;
        write_file("o/.glitch-journal", noise, sizeof noise);
        journal *j = open_in("o/", "x");
        ck_assert(!knows(j, 0) && !journal_owns(j, names[0]));
        do_one(j, 0);
        journal_close(j, false);
        j = open_in("o/", "x");
        ck_assert(knows(j, 0));
        journal_close(j, false);
    }
}
END_TEST

/* What is no file of ours is left alone. */
START_TEST(no_file)
{
    journal *j;
    ck_assert_int_eq(mkdir("o", 0777), 0);
    write_file("victim", "", 0);
    ck_assert_int_eq(symlink("../victim", "o/.glitch-journal"), 0);
    ck_assert_int_eq(journal_open("o/", 0, 0, NULL, false, &j), EXIT_FAILED);
    journal_close(j, false);
    run_expect(
        0, "test ! -s victim && rm o/.glitch-journal && mkfifo o/.glitch-journal");
    ck_assert_int_eq(journal_open("o/", 0, 0, NULL, false, &j), EXIT_FAILED);
    journal_close(j, false);
    run_expect(0, "rm o/.glitch-journal && mkdir o/.glitch-journal");
    ck_assert_int_eq(journal_open("o/", 0, 0, NULL, false, &j), EXIT_FAILED);
    journal_close(j, false);
    write_file("file", "", 0);
    ck_assert_int_eq(journal_open("file/o/", 0, 0, NULL, false, &j), EXIT_FAILED);
    journal_close(j, false);
}
END_TEST

/* ---- power cuts ---------------------------------------------------------- */

/* In another boot only what was on the disk for sure counts. */
START_TEST(another_boot)
{
    journal *j = open_in("o/", "first");
    do_one(j, 0);
    ck_assert(journal_sync(j, true));
    do_one(j, 1);
    run_expect(0, "cp o/.glitch-journal saved"); /* here the power is cut */
    journal_close(j, false);
    static const char *const boots[] = { "first", "second", NULL };
    for (int i = 0; i < 3; i++) {
        run_expect(0, "cp saved o/.glitch-journal");
        j = open_in("o/", boots[i]);
        ck_assert(knows(j, 0));
        ck_assert(knows(j, 1) == (i == 0));
        ck_assert(journal_owns(j, names[1]));
        journal_close(j, false);
        j = open_in("o/", boots[i]); /* it was on the disk when that was closed, but is
                                        not believed for it */
        ck_assert(knows(j, 0));
        ck_assert(knows(j, 1) == (i == 0));
        journal_close(j, false);
    }
}
END_TEST

/* ---- several ------------------------------------------------------------- */

START_TEST(one_at_a_time)
{
    journal *first = open_in("o/", "x"), *second;
    ck_assert_int_eq(journal_open("o/", 0, 0, "x", false, &second), JOURNAL_BUSY);
    journal_close(second, false);
    ck_assert_int_eq(journal_open("o/", 2, 3, "x", false, &second), EXIT_DONE);
    do_one(first, 0);
    do_one(second, 1);
    journal_close(second, true);
    journal_close(first, true);
    /* another way to cut the work in parts knows what all have done */
    journal *j;
    ck_assert_int_eq(journal_open("o/", 1, 2, "x", false, &j), EXIT_DONE);
    ck_assert(knows(j, 0) && knows(j, 1) && !knows(j, 2));
    journal_close(j, true);
    j = open_in("o/", "x");
    ck_assert(knows(j, 0) && knows(j, 1));
    journal_close(j, true);
}
END_TEST

/* However it came about, a complete journal is the same. */
START_TEST(complete_tells_no_order)
{
    char expected[65];
    do_all("x", true);
    size_t size;
    unsigned char *text = read_file("o/.glitch-journal", &size);
    snprintf(expected, sizeof expected, "%s", sha256_bytes(text, size));
    free(text);
    uint64_t state = 5;
    for (int round = 0; round < 40; round++) {
        run_expect(0, "rm -rf o");
        bool done[ENTRIES] = { false };
        for (int left = ENTRIES; left > 0;) {
            journal *j = open_in("o/", round % 2 ? "x" : NULL);
            for (int k = (int)(test_random(&state) % 6); k > 0 && left > 0; k--) {
                int i = (int)(test_random(&state) % ENTRIES);
                do_one(j, i);
                left -= !done[i];
                done[i] = true;
            }
            journal_close(j, false);
        }
        journal *j = open_in("o/", round % 2 ? "x" : NULL);
        for (int i = 0; i < ENTRIES; i++)
            ck_assert(knows(j, i));
        ck_assert(journal_close(j, true));
        text = read_file("o/.glitch-journal", &size);
        ck_assert_str_eq(sha256_bytes(text, size), expected);
        free(text);
        ck_assert_int_eq(count_files("o"), 11 + 1); /* a folder is one of them */
    }
}
END_TEST

/* ---- limits -------------------------------------------------------------- */

/* Check itself writes a file for each assertion: there is none while the limit is set. */
START_TEST(disk_is_full)
{
    enum { MOST = 20 };
    signal(SIGXFSZ, SIG_IGN);
    journal *j = open_in("o/", "x");
    do_one(j, 1);
    struct rlimit limit = { 400, RLIM_INFINITY };
    const journal_entry e = entry(2);
    int limited = setrlimit(RLIMIT_FSIZE, &limit), written = 0;
    while (written < MOST && journal_done(j, &e))
        written++;
    bool closed = journal_close(j, true);
    limit.rlim_cur = RLIM_INFINITY;
    int unlimited = setrlimit(RLIMIT_FSIZE, &limit);
    ck_assert(limited == 0 && unlimited == 0);
    ck_assert_int_lt(written, MOST);
    ck_assert(!closed);
    j = open_in("o/", "x");
    ck_assert(knows(j, 1));
    journal_close(j, false);
}
END_TEST

START_TEST(hundred_thousand_entries)
{
    enum { MANY = 100000 };
    char name[64];
    journal *j = open_in("o/", "x");
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "folder-%d/picture-%d.png", i % 100, i);
        const journal_entry e = { name, name, 1, 2, 3, 4 };
        ck_assert(journal_begin(j, name) && journal_done(j, &e));
    }
    journal_close(j, false);
    j = open_in("o/", "x");
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "folder-%d/picture-%d.png", i % 100, i);
        ck_assert(journal_owns(j, name));
    }
    ck_assert(journal_close(j, true)); /* none of the outputs is there */
    j = open_in("o/", "x");
    ck_assert(!journal_owns(j, name));
    journal_close(j, true);
}
END_TEST

START_TEST(escapes)
{
    char text[3 * 300], copy[300];
    uint64_t state = 3;
    for (int round = 0; round < 2000; round++) {
        size_t n = (size_t)(test_random(&state) % 290);
        for (size_t i = 0; i < n; i++)
            copy[i] = (char)(1 + test_random(&state) % 255);
        copy[n] = 0;
        escape(copy, text);
        ck_assert_ptr_null(strpbrk(text, " \n\t\r"));
        ck_assert(unescape(text));
        ck_assert_str_eq(text, copy);
    }
    static const char *const wrong[] = { "%", "%4", "%41", "%00", "a b", "%4g", "%0A" };
    for (int i = 0; i < 7; i++)
        ck_assert(!unescape(strcpy(text, wrong[i])));
}
END_TEST

/* ---- containers ---------------------------------------------------------- */

static double quota(const char *groups, const char *setup)
{
    run_expect(
        0, "rm -rf cg groups; mkdir cg; printf '%s' >groups; cd cg; %s", groups, setup);
    return container_quota("groups", "cg");
}

START_TEST(quota_of_a_container)
{
    static const struct {
        double expected;
        const char *groups, *setup;
    } cases[] = { { 0, "0::/\\n", "true" }, { 0, "", "echo 1 1 >cpu.max" },
        { 1.5, "0::/\\n", "echo 150000 100000 >cpu.max" },
        { 0, "0::/\\n", "echo max 100000 >cpu.max" },
        { 2, "0::/a/b\\n",
            "mkdir -p a/b; echo max 1000 >a/b/cpu.max; echo 2000 1000 >a/cpu.max" },
        { 0.5, "0::/a/b\\n",
            "mkdir -p a/b; echo 500 1000 >a/b/cpu.max; echo 2000 1000 >a/cpu.max" },
        { 3, "4:memory:/x\\n3:cpu,cpuacct:/x\\n0::/\\n",
            "mkdir -p cpu,cpuacct/x; cd cpu,cpuacct/x; echo 300000 >cpu.cfs_quota_us; "
            "echo 100000 >cpu.cfs_period_us" },
        { 0, "3:cpu:/x\\n",
            "mkdir -p cpu/x; cd cpu/x; echo -1 >cpu.cfs_quota_us; "
            "echo 100000 >cpu.cfs_period_us" },
        { 0, "5:cpuset:/x\\n", "mkdir -p cpuset/x; echo 1 1 >cpuset/x/cpu.max" },
        { 0, "nonsense\\n::::\\n0:\\n", "echo 0 0 >cpu.max" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(
            fabs(quota(cases[i].groups, cases[i].setup) - cases[i].expected) < 1e-9,
            "%zu", i);
    ck_assert(container_quota("nowhere", "cg") <= 0);
    ck_assert_int_ge(count_processors(), 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("journal");
    TCase *c = tcase_create("journal");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    suite_add_tcase(suite, c);
    tcase_add_test(c, known_is_what_was_done);
    tcase_add_test(c, output_must_be_there);
    tcase_add_test(c, begun_is_not_done);
    tcase_add_test(c, seed_of_the_last_run);
    tcase_add_test(c, torn_anywhere);
    tcase_add_test(c, damaged_anywhere);
    tcase_add_test(c, no_journal_at_all);
    tcase_add_test(c, no_file);
    tcase_add_test(c, another_boot);
    tcase_add_test(c, one_at_a_time);
    tcase_add_test(c, complete_tells_no_order);
    tcase_add_test(c, disk_is_full);
    tcase_add_test(c, hundred_thousand_entries);
    tcase_add_test(c, escapes);
    tcase_add_test(c, quota_of_a_container);
    return run_suites(&suite, 1);
}
