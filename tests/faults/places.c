/* places.c - outputs where there is no room or no right to write, and descriptors missing. */
#include "faults.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* in.png is of noise, 27 KiB. */
static void with_noise(void)
{
    enter_folder();
    picture p = random_picture(96, 96, 1, true);
    write_png("in.png", &p);
    free(p.px);
}

/* ---- standard input, output and error that are closed -------------------- */

/* What is opened then must not be taken for them. */
START_TEST(closed_descriptors)
{
    const char *in = _i & 1 ? "<&-" : "", *out = _i & 2 ? ">&-" : "";
    const char *err = _i & 4 ? "2>&-" : "";
    run_expect(0, "glitch in.png --seed 1 -v -o expected.png");
    run_expect(0, "glitch in.png --seed 1 -v -o x.png %s %s %s", in, out, err);
    run_expect(0, "cmp x.png expected.png");
    /* The output's name cannot be told. */
    run_expect(_i & 2 ? 1 : 0, "glitch in.png --seed 1 -y %s %s %s", in, out, err);
    run_expect(0, "cmp in-glitched.png expected.png");
    ck_assert_int_eq(count_files("."), 4);
}
END_TEST

/* A complaint is no part of the output. */
START_TEST(complaint_is_not_written_into_the_output)
{
    run_expect(0, "head -c 30000 in.png >cut.png");
    ck_assert_int_eq(mkfifo("out.gif", 0600), 0);
    run_expect(1,
        "cat out.gif >got & glitch cut.png -F none -y -o out.gif <&- 2>&-; s=$?; wait; "
        "exit $s");
    run_expect(1, "grep -c 'glitch: ' got");
}
END_TEST

/* ---- file systems -------------------------------------------------------- */

/* Commands for a file system of our own, which is gone with the shell that mounts it. */
static bool can_mount(void)
{
    const outcome *o = run("unshare -m mount -t tmpfs none /mnt");
    if (o->status != 0)
        skip("full and read-only file systems", "they cannot be mounted here");
    return o->status == 0;
}

static const char *const outputs[] = { "x.png", "x.gif", "f-%d.png" };

/* `sh` sees $out, which is one of the above, and $frames; the file system is at m. */
static const outcome *run_mounted(const char *options, int output, const char *sh)
{
    return run_expect(0,
        "mkdir m; unshare -m sh -ec 'mount -t tmpfs -o %s none m; out=m/%s frames=%s; "
        "%s'",
        options, outputs[output], output ? "-f9" : "", sh);
}

START_TEST(full_disk)
{
    if (!can_mount())
        return;
    const outcome *o = run_mounted("size=40k", _i,
        "for i in x.png x.gif f-0.png; do echo old >m/$i; done;"
        "head -c 20000 in.png >m/ballast; ls -A m >before;"
        "glitch in.png -y $frames -o $out 2>&1 && exit 1;"
        "ls -A m | diff - before; cat m/x.png m/x.gif m/f-0.png");
    ck_assert_ptr_nonnull(strstr(o->out, ": No space left on device\n"));
    ck_assert_ptr_nonnull(strstr(o->out, "\nold\nold\nold\n"));
}
END_TEST

START_TEST(read_only_file_system)
{
    if (!can_mount())
        return;
    const outcome *o = run_mounted("size=64k", _i,
        "echo old >m/x.png; cp m/x.png m/x.gif; mount -o remount,ro m; ls -A m >before;"
        "glitch in.png -y -o $out 2>&1 && exit 1;"
        "ls -A m | diff - before; cat m/x.gif m/x.png");
    ck_assert_ptr_nonnull(strstr(o->out, ": Read-only file system\n"));
    ck_assert_ptr_nonnull(strstr(o->out, "\nold\nold\n"));
}
END_TEST

/* ---- rights -------------------------------------------------------------- */

/* Root may write anywhere. */
static const char *as_user(void)
{
    if (geteuid() != 0)
        return "";
    if (run("setpriv --reuid 65534 --regid 65534 --clear-groups ./glitch --version")
            ->status
        == 0)
        return "setpriv --reuid 65534 --regid 65534 --clear-groups";
    skip("folders without the right to write", "root cannot become another user");
    return NULL;
}

static const struct {
    const char *prepare, *output, *message;
} places[] = {
    { "chmod 555 d", "d/new.png", "d/new.png: Permission denied" },
    { "chmod 555 d", "d/x.png", "d/x.png: Permission denied" },
    { "chmod 555 d", "d/n-%d.png", "d/n-0.png: Permission denied" },
    { "chmod 666 d", "d/new.png", "d/new.png: Permission denied" },
    { "chmod 444 d/x.png", "d/x.png", "d/x.png: Permission denied" },
    { "chmod 444 d/f-1.png", "d/f-%d.png", "d/f-1.png: Permission denied" },
    { "chmod 555 d; ln -s d/x.png link.png", "link.png",
        "link.png: Permission denied" },
};

START_TEST(no_right_to_write)
{
    char expected[128];
    run_expect(0, "cp %s/glitch .; mkdir d; chmod 777 d .", build_dir());
    const char *user = as_user();
    if (!user)
        return;
    run_expect(
        0, "for i in x f-0 f-1; do echo old >d/$i.png; chmod 666 d/$i.png; done");
    run_expect(0, "%s; cp -a d before", places[_i].prepare);
    const outcome *o = run_expect(1, "%s ./glitch in.png -y %s -o '%s'", user,
        strchr(places[_i].output, '%') ? "-f 3" : "", places[_i].output);
    snprintf(expected, sizeof expected, "glitch: %s\n", places[_i].message);
    ck_assert_str_eq(o->err, expected);
    run_expect(0, "chmod 777 d before; diff -r d before");
}
END_TEST

/* A folder that may be written to but not looked through is none to clean up in. */
START_TEST(no_right_to_look)
{
    run_expect(0, "cp %s/glitch .; mkdir d; chmod 333 d; chmod 777 .", build_dir());
    const char *user = as_user();
    if (user)
        run_expect(0, "%s ./glitch in.png -o d/x.png", user);
}
END_TEST

void add_place_tests(Suite *suite)
{
    TCase *c = tcase_create("places");
    tcase_add_checked_fixture(c, with_noise, leave_folder);
    tcase_add_loop_test(c, closed_descriptors, 0, 8);
    tcase_add_test(c, complaint_is_not_written_into_the_output);
    tcase_add_loop_test(c, full_disk, 0, COUNT(outputs));
    tcase_add_loop_test(c, read_only_file_system, 0, COUNT(outputs));
    tcase_add_loop_test(c, no_right_to_write, 0, COUNT(places));
    tcase_add_test(c, no_right_to_look);
    suite_add_tcase(suite, c);
}
