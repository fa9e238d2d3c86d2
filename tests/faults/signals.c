/* signals.c - signals in the middle of reading and writing, and a limit that is one. */
#include "faults.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIDE = 160, PATIENCE_US = 200000, TICK_US = 500 };

/* in.png, which is of noise, so that its size is that of its pixels. */
static void with_noise(void)
{
    enter_folder();
    picture p = random_picture(SIDE, SIDE, 1, true);
    write_png("in.png", &p);
    free(p.px);
}

/* ---- stopped while it waits ---------------------------------------------- */

/* Before the first byte, and in the middle of the picture. */
START_TEST(interrupted_while_it_reads)
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    int number = numbers[_i % 3];
    size_t size;
    unsigned char *png = read_file("in.png", &size);
    ck_assert_int_eq(mkfifo("in.fifo", 0600), 0);
    write_file("old.png", "old", 3);
    pid_t child = GLITCH("in.fifo", "-y", "-o", "old.png");
    int fd = open("in.fifo", O_WRONLY);
    ck_assert_int_ge(fd, 0);
    if (_i >= 3)
        ck_assert_int_eq(write(fd, png, size / 2), (ssize_t)size / 2);
    usleep(PATIENCE_US);
    ck_assert_int_eq(kill(child, number), 0);
    ck_assert_int_eq(wait_for(child), 128 + number);
    close(fd);
    assert_text("err.txt", "glitch: interrupted\n");
    assert_text("old.png", "old");
    ck_assert_int_eq(count_files("."), 4);
    free(png);
}
END_TEST

/* Before a reader comes, and when it has stopped to read. */
START_TEST(interrupted_while_it_writes)
{
    ck_assert_int_eq(mkfifo("out.png", 0600), 0);
    pid_t child = GLITCH("in.png", "-F", "none", "-y", "-o", "out.png");
    int fd = _i ? open("out.png", O_RDONLY) : -1;
    usleep(PATIENCE_US);
    ck_assert_int_eq(kill(child, SIGINT), 0);
    ck_assert_int_eq(wait_for(child), 128 + SIGINT);
    close(fd);
    assert_text("err.txt", "glitch: interrupted\n");
    ck_assert_int_eq(count_files("."), 3);
}
END_TEST

/* ---- signals that mean nothing ------------------------------------------- */

static void on_alarm(int number)
{
    (void)number;
}

/* One after the other, and each ends the system call that it meets. */
static void begin_ticking(void)
{
    struct sigaction action = { .sa_handler = on_alarm };
    struct itimerval often = { { 0, TICK_US }, { 0, TICK_US } };
    sigemptyset(&action.sa_mask);
    ck_assert_int_eq(sigaction(SIGALRM, &action, NULL), 0);
    ck_assert_int_eq(setitimer(ITIMER_REAL, &often, NULL), 0);
}

static void end_ticking(void)
{
    struct itimerval never = { { 0, 0 }, { 0, 0 } };
    ck_assert_int_eq(setitimer(ITIMER_REAL, &never, NULL), 0);
}

/* Passes a file on as slowly as it takes for a signal to come in between. */
static void feed(const char *from, const char *to)
{
    char buffer[4096];
    int in = open(from, O_RDONLY);
    usleep(10 * TICK_US);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (ssize_t n; (n = read(in, buffer, sizeof buffer)) > 0;) {
        usleep(2 * TICK_US);
        if (write(out, buffer, (size_t)n) != n)
            _exit(1);
    }
    _exit(0);
}

static pid_t start_feeding(const char *from, const char *to)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        feed(from, to);
    return child;
}

static glitch_status copy(glitch_ctx *ctx, const char *from, const char *to)
{
    glitch_frames it = { 0 };
    glitch_sink *sink = NULL;
    const glitch_frame *frame;
    glitch_info info;
    glitch_sink_options opt = { .struct_size = sizeof opt, .overwrite = 1 };
    glitch_status s = glitch_open(ctx, from, &it);
    if (!s)
        s = glitch_frames_info(it, &info);
    if (!s)
        s = glitch_sink_open(ctx, to, &info, &opt, &sink);
    while (!s && (s = glitch_frames_next(it, &frame)) == GLITCH_OK)
        s = glitch_sink_write(sink, frame);
    if (s == GLITCH_END)
        s = glitch_sink_finish(&sink);
    glitch_sink_abandon(&sink);
    glitch_frames_close(&it);
    return s;
}

/* A program's own signals are no fault of the picture's. */
START_TEST(ticks_do_no_harm)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    ck_assert_int_eq(mkfifo("in.fifo", 0600), 0);
    ck_assert_int_eq(mkfifo("out.png", 0600), 0);
    pid_t feeder = start_feeding("in.png", "in.fifo");
    pid_t eater = start_feeding("out.png", "eaten.png");
    begin_ticking();
    glitch_status s = copy(ctx, "in.fifo", "out.png");
    end_ticking();
    ck_assert_msg(s == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    ck_assert_int_eq(wait_for(feeder), 0);
    ck_assert_int_eq(wait_for(eater), 0);
    picture p = read_png("in.png"), q = read_png("eaten.png");
    assert_same(&q, &p, "eaten.png");
    free(p.px);
    free(q.px);
    glitch_ctx_free(ctx);
}
END_TEST

/* ---- a limit of the file's size ------------------------------------------ */

START_TEST(file_size_limit)
{
    static const char *const outputs[] = { "old.png", "old.gif", "f-%d.png" };
    write_file("old.png", "old", 3);
    write_file("old.gif", "old", 3);
    const outcome *o =
        run_expect(1, "ulimit -f 8; glitch in.png %s -y --seed 1 -o '%s'",
            _i ? "-f 3" : "", outputs[_i]);
    ck_assert_ptr_nonnull(strstr(o->err, ": File too large\n"));
    assert_text("old.png", "old");
    assert_text("old.gif", "old");
    ck_assert_int_eq(count_files("."), 3);
}
END_TEST

void add_signal_tests(Suite *suite)
{
    TCase *c = tcase_create("signals");
    tcase_add_checked_fixture(c, with_noise, leave_folder);
    tcase_add_loop_test(c, interrupted_while_it_reads, 0, 6);
    tcase_add_loop_test(c, interrupted_while_it_writes, 0, 2);
    tcase_add_test(c, ticks_do_no_harm);
    tcase_add_loop_test(c, file_size_limit, 0, 3);
    suite_add_tcase(suite, c);
}
