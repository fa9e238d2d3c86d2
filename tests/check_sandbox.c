/*
 * check_sandbox.c - what a decoder that was taken over can do in the command: nothing;
 * and that nobody else notices.
 */
#include "support.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif
/* after <stdio.h> */
#include <jpeglib.h>

/* ---- the hostile decoder ------------------------------------------------- */

enum { NONE = 0, FILES = 1, CALLS = 2, BOTH = 3 };

/*
 * What hostile.c tries, and which of Landlock (FILES) and seccomp (CALLS) must refuse it:
 * while the header is read; with one output, which is open, while pixels are read; and
 * the same while numbered pictures are made, which goes on opening files.
 */
static const struct {
    const char *what;
    int header, pixels, numbered;
} attempts[] = {
    { "read /etc/passwd", FILES, BOTH, FILES },
    { "list /", FILES, BOTH, FILES },
    { "read beside the input", FILES, BOTH, FILES },
    { "list beside the input", FILES, BOTH, FILES },
    { "write beside the input", FILES, BOTH, FILES },
    { "make beside the input", FILES, BOTH, FILES },
    { "rename beside the input", FILES, FILES, FILES },
    { "take to the output", FILES, FILES, FILES },
    { "write own memory", FILES, BOTH, FILES },
    { "open the input again", FILES, BOTH, FILES },
    { "cut a file", CALLS, CALLS, CALLS },
    { "change a mode", CALLS, CALLS, CALLS },
    { "change an owner", CALLS, CALLS, CALLS },
    { "change times", CALLS, CALLS, CALLS },
    { "make a folder", BOTH, BOTH, BOTH },
    { "make a symlink", BOTH, BOTH, BOTH },
    { "read beside the output", FILES, BOTH, FILES },
    { "list beside the output", NONE, BOTH, FILES },
    { "write beside the output", NONE, BOTH, NONE },
    { "TCP", CALLS, CALLS, CALLS },
    { "UDP", CALLS, CALLS, CALLS },
    { "a Unix socket", CALLS, CALLS, CALLS },
    { "a pair of sockets", CALLS, CALLS, CALLS },
    { "signal the parent", CALLS, CALLS, CALLS },
    { "signal by a file", CALLS, CALLS, CALLS },
    { "map code", CALLS, CALLS, CALLS },
    { "turn into code", CALLS, CALLS, CALLS },
    { "a file in memory", CALLS, CALLS, CALLS },
    { "start a process", CALLS, CALLS, CALLS },
    { "run a program", BOTH, BOTH, BOTH },
    { "be traced", CALLS, CALLS, CALLS },
};
enum { ATTEMPTS = sizeof attempts / sizeof *attempts };

static void write_jpeg(const char *path)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors;
    JSAMPLE grey[40] = { 1, 2, 3 };
    JSAMPROW row = grey;
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_stdio_dest(&j, f);
    j.image_width = j.image_height = 40;
    j.input_components = 1;
    j.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&j);
    jpeg_start_compress(&j, TRUE);
    while (j.next_scanline < j.image_height)
        jpeg_write_scanlines(&j, &row, 1);
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    fclose(f);
}

/* in/png, in/jpeg, in/gif and a secret; out/ with an old file. */
static void with_pictures(void)
{
    enter_folder();
    run_expect(
        0, "mkdir in out && echo secret >in/secret.txt && echo old >out/old.txt");
    picture p = smooth_picture(40, 30, 1);
    write_png("in/png", &p);
    free(p.px);
    write_jpeg("in/jpeg");
    run_expect(0, "glitch in/png -g -f 3 -o in/gif.gif && mv in/gif.gif in/gif");
}

/* The command with the hostile decoder in it; a sanitizer's runtime comes second then. */
static const outcome *run_hostile(const char *format, const char *arguments)
{
    return run_expect(0,
        "cp in/%s in/pic && ASAN_OPTIONS=verify_asan_link_order=0 "
        "LD_PRELOAD=./hostile.so "
        "glitch in/pic -v --seed 1 %s",
        format, arguments);
}

/* What the command says is in force. */
static int in_force(const char *said)
{
    const char *line = strstr(said, "sandbox: ");
    ck_assert_ptr_nonnull(line);
    size_t length = strcspn(line, "\n");
    ck_assert_uint_lt(length, 80);
    char name[80];
    snprintf(name, sizeof name, "%.*s", (int)length, line);
    int force =
        (strstr(name, "Landlock") ? FILES : 0) | (strstr(name, "seccomp") ? CALLS : 0);
    return strstr(name, "none") ? NONE : force;
}

static void must_be(
    const char *said, const char *phase, const char *what, const char *answer)
{
    char line[128];
    snprintf(line, sizeof line, "hostile: %s: %s: %s\n", phase, what, answer);
    ck_assert_msg(strstr(said, line) != NULL, "no line %s in:\n%s", line, said);
}

static void check_refused(const char *said, bool numbered)
{
    int force = in_force(said);
    for (int i = 0; i < ATTEMPTS; i++) {
        if (force & attempts[i].header)
            must_be(said, "header", attempts[i].what, "no");
        if (force & (numbered ? attempts[i].numbered : attempts[i].pixels))
            must_be(said, "pixels", attempts[i].what, "no");
    }
}

static const char *const formats[] = { "png", "jpeg", "gif" };
static const struct {
    const char *options, *made;
    bool numbered;
} outputs[] = { { "-o out/a.png", "out/a.png", false },
    { "-g -o out/a.gif", "out/a.gif", false },
    { "-g -f 3 -o out/a%d.png", "out/a2.png", true } };

START_TEST(hostile_decoders_are_refused)
{
    const char *format = formats[_i / 3], *made = outputs[_i % 3].made;
    char arguments[128];
    snprintf(arguments, sizeof arguments, "%s --jobs 2", outputs[_i % 3].options);
    run_expect(0,
        "${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -shared -fPIC "
        "-o hostile.so %s/tests/sandbox/hostile.c -ldl",
        source_dir());
    const outcome *o = run_hostile(format, arguments);
    check_refused(o->err, outputs[_i % 3].numbered);
    /* All of it is possible otherwise, or this test would show nothing. */
    run_expect(0, "mkdir first && mv out/a* first");
    strcat(arguments, " --no-sandbox");
    o = run_hostile(format, arguments);
    for (int i = 0; i < ATTEMPTS; i++) {
        must_be(o->err, "header", attempts[i].what, "yes");
        must_be(o->err, "pixels", attempts[i].what, "yes");
    }
    /* The job is done all the same. */
    ck_assert(file_exists(made));
    run_expect(0, "rm out/old.txt && diff -r out first");
}
END_TEST

START_TEST(verbose_tells)
{
    const outcome *o = run_expect(0, "glitch in/png -v -o a.png");
    if (!(in_force(o->err) & FILES)) /* then the test above has not shown much */
        skip("files in the sandbox", "the command has no Landlock here");
    if (!(in_force(o->err) & CALLS))
        skip("calls in the sandbox", "the command has no seccomp here");
    ck_assert_ptr_eq(strstr(o->err, "glitch: sandbox: "), o->err);
    o = run_expect(0, "glitch in/png -v --no-sandbox -o b.png");
    ck_assert_ptr_eq(strstr(o->err, "glitch: sandbox: none (--no-sandbox)\n"), o->err);
}
END_TEST

/* ---- nobody else notices ------------------------------------------------- */

/*
 * Each is run in two folders, with $S empty and with --no-sandbox, and must leave the same
 * files, say the same, and end with this status. There is a folder `else` beside them, and
 * d0, d1, of which the second is a link to `else`.
 */
static const struct {
    int status;
    const char *command;
} commands[] = {
    { 0, "glitch $S in.png --seed 1 -c -o x.png" },
    { 0, "glitch $S in.png --seed 1 -c -o x.jpg" },
    { 0, "glitch $S in.png --seed 1 -c -g -f 5 -o x.gif" },
    { 0, "glitch $S in.png --seed 1 -c -g -f 5 -o 'x%d.png'" },
    { 0, "glitch $S in.png --seed 1 --classic -g -f 3 -o x.gif" },
    { 0, "glitch $S in.png --seed 1 -o \"$PWD/d0/x.png\"" },
    { 0, "glitch $S in.png --seed 1 && glitch $S d0/in.gif --seed 1" },
    { 0, "cd d0 && glitch $S ../in.png --seed 1 -o ../d1/x.png" },
    { 0, "glitch $S d0/in.gif --bounce --seed 1 -o x.gif" },
    { 0, "echo old >x.png; glitch $S in.png --seed 1 -y -o x.png" },
    { 0, "glitch $S in.png --seed 1 -y -o in.png" },
    { 0,
        "echo old >else/x.png; ln -s else/x.png; glitch $S in.png --seed 1 -y -o x.png "
        "&& test -L x.png" },
    { 0,
        "echo old >else/x.png; ln -s else/x.png in-glitched.png; glitch $S in.png "
        "--seed 1 -y && test -L in-glitched.png" },
    { 0, "glitch $S in.png --seed 1 -g -f 2 -o 'd%d/x.png' && test -f else/x.png" },
    { 0,
        "echo old >x0.png; echo old >else/y.png; ln -s else/y.png x1.png; "
        "glitch $S in.png --seed 1 -y -g -f 3 -o 'x%d.png' && test -L x1.png" },
    { 0,
        "ln -s /dev/stdout x.png; glitch $S in.png --seed 1 -y -o x.png | cat >y.png" },
    { 0, "ln -s /dev/stdout x.png; glitch $S in.png --seed 1 -y -o x.png >y.png" },
    { 0, "ln -s /dev/null x.png; glitch $S in.png --seed 1 -y -o x.png" },
    { 0, "ln -s /dev/null x0.png; glitch $S in.png --seed 1 -y -g -f 2 -o 'x%d.png'" },
    { 0,
        "mkfifo p.png; (cat p.png >y.png) & glitch $S in.png --seed 1 -y -o p.png; "
        "wait; "
        "rm p.png" },
    { 0, "mkfifo p; (cat in.png >p) & glitch $S p --seed 1 -o x.png; rm p" },
    { 0, "glitch $S /dev/stdin --seed 1 -o x.png <in.png" },
    { 1, "ln -s /dev/full x.png; glitch $S in.png -y -o x.png" },
    { 1, "glitch $S in.png -o missing/x.png" },
    { 1, "glitch $S in.png -o in.png/x.png" },
    { 0, "mkdir d.png; glitch $S -q in.png --seed 1 -o d.png" },
    { 1, "glitch $S in.png -g -f 3 -o 'd%d/x.png'" },
    { 1, "glitch $S in.png -o /proc/x.png" },
    { 1, "glitch $S in.png -o /sys/x.png" },
    { 0, "ln -s nowhere x.png; ! glitch $S in.png -o x.png && rm x.png" },
    { 1, "echo old >x.png; glitch $S in.png -o x.png" },
    { 1, "glitch $S missing.png -o x.png" },
    { 0,
        "glitch $S -q d0 --seed 1 -o new/folder && test -f new/folder/in.gif && "
        "rm new/folder/.glitch*" },
    { 0,
        "glitch $S -q . -r --seed 1 -o d1/x && test -f else/x/d0/in.gif && "
        "rm else/x/.glitch*" },
    { 1, "head -c 900 in.png >cut.png; glitch $S cut.png -o x.png" },
};
enum { COMMANDS = sizeof commands / sizeof *commands };

/* The same as the superuser, who may write there, and as anybody, who may not. */
static const char READ_ONLY[] = "chmod 500 d0; glitch $S in.png --seed 1 -o d0/x.png; "
                                "code=$?; chmod 700 d0; exit $code";

static const outcome *run_in(
    const char *folder, const char *option, const char *command)
{
    run_expect(0,
        "mkdir %s && cd %s && mkdir d0 else && ln -s else d1 && cp ../in/png in.png && "
        "cp ../in/gif d0/in.gif",
        folder, folder);
    return run("S=%s; cd %s && { %s\n}", option, folder, command);
}

static int run_both(const char *command)
{
    static outcome with;
    with = *run_in("with", "", command);
    const outcome *o = run_in("without", "--no-sandbox", command);
    ck_assert_msg(with.status == o->status, "%s: %d, and %d without: %s", command,
        with.status, o->status, with.err);
    ck_assert_str_eq(with.err, o->err);
    ck_assert_str_eq(with.out, o->out);
    run_expect(0, "diff -r with without");
    return with.status;
}

START_TEST(outcomes_are_the_same)
{
    ck_assert_int_eq(run_both(commands[_i].command), commands[_i].status);
}
END_TEST

START_TEST(read_only_folders)
{
    run_both(READ_ONLY);
}
END_TEST

/* To open a pipe that nobody writes to waits, until a signal comes. */
START_TEST(signal_while_opening)
{
    const outcome *o = run("mkfifo p; %s/glitch p -o x.png & sleep 0.5; kill -TERM $!; "
                           "wait $!; exit $?",
        build_dir());
    ck_assert_int_eq(o->status, 128 + SIGTERM);
    ck_assert_ptr_eq(strstr(o->err, "glitch: interrupted\n"), o->err);
}
END_TEST

/* ---- the library --------------------------------------------------------- */

/* After a job of the library's the host can do all that it could do before. */
START_TEST(library_restricts_nothing)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_frames frames;
    glitch_info info;
    glitch_sink *sink;
    const glitch_frame *frame;
    ck_assert_int_eq(glitch_open(ctx, "in/gif", &frames), GLITCH_OK);
    ck_assert_int_eq(glitch_frames_info(frames, &info), GLITCH_OK);
    ck_assert_int_eq(glitch_sink_open(ctx, "a.gif", &info, NULL, &sink), GLITCH_OK);
    while (glitch_frames_next(frames, &frame) == GLITCH_OK)
        ck_assert_int_eq(glitch_sink_write(sink, frame), GLITCH_OK);
    ck_assert_int_eq(glitch_sink_finish(&sink), GLITCH_OK);
    int file = open("in/secret.txt", O_RDWR),
        new = open("new", O_WRONLY | O_CREAT, 0600);
    int internet = socket(AF_INET, SOCK_STREAM, 0),
        local = socket(AF_UNIX, SOCK_STREAM, 0);
    ck_assert(file >= 0 && new >= 0 && internet >= 0 && local >= 0);
#if defined(PR_GET_NO_NEW_PRIVS)
    ck_assert_int_eq(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 0);
#endif
    run_expect(0, "true");
    glitch_frames_close(&frames);
    glitch_ctx_free(ctx);
}
END_TEST

/* Nor could it: the words stand in the command alone. */
START_TEST(library_knows_no_sandbox)
{
    run_expect(1,
        "cd %s && grep -rniE 'seccomp|landlock|prctl' include src --include='*.[ch]' "
        "| grep -v '^src/cli/'",
        source_dir());
}
END_TEST

/* ---- the suite ----------------------------------------------------------- */

static TCase *new_case(Suite *suite, const char *name)
{
    TCase *c = tcase_create(name);
    tcase_add_checked_fixture(c, with_pictures, leave_folder);
    suite_add_tcase(suite, c);
    return c;
}

int main(void)
{
    Suite *suite = suite_create("sandbox");
    TCase *inside = new_case(suite, "inside"), *outside = new_case(suite, "outside");
    TCase *library = new_case(suite, "library");
#if defined(__linux__)
    tcase_add_loop_test(inside, hostile_decoders_are_refused, 0, 9);
#else
    skip("hostile_decoders_are_refused", "not Linux");
#endif
    tcase_add_test(inside, verbose_tells);
    tcase_add_loop_test(outside, outcomes_are_the_same, 0, COMMANDS);
    tcase_add_test(outside, read_only_folders);
    tcase_add_test(outside, signal_while_opening);
    tcase_add_test(library, library_restricts_nothing);
    tcase_add_test(library, library_knows_no_sandbox);
    return run_suites(&suite, 1);
}
