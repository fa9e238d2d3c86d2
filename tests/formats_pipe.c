/* formats_pipe.c - the standard input and output instead of files. */
#include "formats.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void with_picture(void)
{
    enter_folder();
    picture p = smooth_picture(60, 40, 2);
    write_png("in.png", &p);
    free(p.px);
}

static const char *const formats[] = { "png", "apng", "jpeg", "gif", "y4m", "bmp",
    "tga", "ppm", "pam", "rgba", "webp" };

/* Through pipes come the bytes that a file has. */
START_TEST(pipes_are_as_files)
{
    const char *to = formats[_i], *extension = glitch_format_extension(to);
    if (!extension) {
        skip(to, "this build does not write it");
        return;
    }
    run_expect(0, "glitch in.png --seed 3 --to %s -o file.%s", to, extension);
    const outcome *o =
        run_expect(0, "cat in.png | glitch - --seed 3 --to %s -o - | cat > pipe", to);
    ck_assert_str_eq(o->err, "");
    run_expect(0, "cmp pipe file.%s", extension);
    run_expect(0, "glitch - --seed 3 --to %s < in.png > redirected", to);
    run_expect(0, "cmp redirected file.%s", extension);
}
END_TEST

/* Without --to it is the input's, or what an animation needs. */
START_TEST(format_is_the_inputs)
{
    static const char *const commands[][2] = {
        { "glitch in.png -o - --seed 1 | head -c 4", "\x89PNG" },
        { "glitch in.jpg -o - --seed 1 | head -c 3", "\xff\xd8\xff" },
        { "glitch - --seed 1 < in.gif | head -c 4", "GIF8" },
        { "glitch in.png -g -f 3 --seed 1 -o - | head -c 4", "GIF8" },
        { "glitch - -g --seed 1 --to y4m < in.png | head -c 9", "YUV4MPEG2" },
        { "glitch - --seed 1 -F none < in.y4m | head -c 9", "YUV4MPEG2" },
    };
    run_expect(0,
        "glitch in.png -F none -o in.jpg && glitch in.png -g -o in.gif && "
        "glitch in.png -F none -o in.y4m");
    ck_assert_str_eq(run_expect(0, "%s", commands[_i][0])->out, commands[_i][1]);
}
END_TEST

static const struct {
    int status;
    const char *command, *message;
} faults[] = {
    { 1, "glitch - < /dev/null", "standard input: an empty file, not an image" },
    { 1, "head -c 100 in.png | glitch - --seed 1",
        "standard input: damaged PNG file (it ends too early)" },
    { 1, "glitch in.png -o - > /dev/full", "standard output: No space left on device" },
    { 1, "glitch in.png -o - >&-", "standard output: Bad file descriptor" },
    { 1, "glitch - <&-", "standard input: Bad file descriptor" },
    { 2, "glitch - in.png -o x",
        "the input - is one file, which goes with no other, and with no list, folder "
        "or "
        "sweep" },
    { 2, "glitch - --join -o x.gif < in.png",
        "the input - is one file, which goes with no other, and with no list, folder "
        "or "
        "sweep" },
    { 2, "glitch - -o folder/ < in.png",
        "the input - is one file, which goes with no other, and with no list, folder "
        "or "
        "sweep" },
    { 2, "glitch in.png in.png -o -",
        "-o - takes the pictures of one input; for more name a folder" },
    { 2, "glitch . -o -",
        "-o - takes the pictures of one input; for more name a folder" },
    { 2, "glitch in.png --vary seed=1,2 -o -",
        "-o - takes the pictures of one input; for more name a folder" },
    { 2, "glitch - --chain - < in.png",
        "of the input -, --chain - and --files-from - only one can have the standard "
        "input" },
    { 2, "glitch in.png -g --to png -o -",
        "standard output: a png file holds one picture; for an animation give --to "
        "gif, "
        "webp or apng" },
};

START_TEST(faults_of_pipes)
{
    static const char two[] = "YUV4MPEG2 W2 H2 Cmono\nFRAME\n1234FRAME\n5678";
    char expected[512];
    write_file("two.y4m", two, sizeof two - 1);
    const outcome *o = run("%s", faults[_i].command);
    if (!strchr(faults[_i].command, '|') || strncmp(faults[_i].command, "head", 4) == 0)
        ck_assert_int_eq(o->status, faults[_i].status);
    snprintf(expected, sizeof expected, "glitch: %s\n", faults[_i].message);
    ck_assert_str_eq(o->err, expected);
    ck_assert_int_eq(count_files("."), 2);
}
END_TEST

/* Who closes early is told, and nothing hangs. */
START_TEST(reader_that_goes_away)
{
    const outcome *o = run_expect(0,
        "{ glitch in.png -g -f 500 -o - --to rgba; echo $? > status; } | head -c 10 | "
        "wc -c");
    ck_assert_str_eq(o->err, "glitch: standard output: Broken pipe\n");
    ck_assert_int_eq(atoi(o->out), 10);
    run_expect(0, "test $(cat status) = 1");
}
END_TEST

/* Where their number is not known, all waits for the end. */
START_TEST(apng_counts_its_frames)
{
    static const char two[] = "YUV4MPEG2 W2 H2 Cmono\nFRAME\n1234FRAME\n5678";
    write_file("two.y4m", two, sizeof two - 1);
    run_expect(0, "glitch - -F none --no-recipe --to apng -o out.png < two.y4m");
    run_expect(0, "glitch out.png -F none --no-recipe -o - | cmp - out.png");
    run_expect(
        0, "cat two.y4m | glitch - -F none --no-recipe --to apng -o - | cmp - out.png");
}
END_TEST

/* What is said goes to standard error. */
START_TEST(nothing_else_is_printed)
{
    run_expect(0, "glitch in.png --seed 3 -o file.png");
    const outcome *o = run_expect(0, "glitch in.png --seed 3 -v -o - > pipe");
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: standard output: 1 frame in "));
    run_expect(0, "cmp pipe file.png");
    o = run_expect(0, "glitch - --seed 3 -v < in.png > pipe");
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: standard input: png, 60x40 pixels"));
    run_expect(0, "cmp pipe file.png");
    /* Names are names where they have a slash. */
    run_expect(
        0, "cp in.png ./-; glitch ./- --seed 3 -o ./-.png && cmp ./-.png file.png");
}
END_TEST

/* No picture on a terminal, and none from it. */
START_TEST(terminals_are_refused)
{
    static const char *const says[][2] = {
        { "glitch in.png -o -", "the standard output is a terminal" },
        { "glitch - < in.png", "the standard output is a terminal" },
        { "glitch - -o x.png", "the standard input is a terminal" },
    };
    if (!have_tool("script"))
        return;
    const outcome *o = run("script -qec '%s/%s' /dev/null", build_dir(), says[_i][0]);
    ck_assert_int_eq(o->status, 2);
    ck_assert_ptr_nonnull(strstr(o->out, says[_i][1]));
    ck_assert(!file_exists("x.png"));
}
END_TEST

/* The library's way: a descriptor is closed with the sink, also on failure. */
START_TEST(descriptors)
{
    size_t a, b;
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink = NULL;
    PixelTuple px[4] = { { 1, 2, 3, 255 }, { 4, 5, 6, 255 }, { 0 }, { 0 } };
    glitch_frame f = { px, 2, 2, 2, 0, 0, 0 };
    glitch_info info = { .width = 2, .height = 2, .frames = 1, .loops = -1 };
    glitch_sink_options opt = { .struct_size = sizeof opt, .format = "png" };
    int fd = open("fd.png", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ck_assert(!glitch_sink_open_fd(ctx, fd, "my file", &info, &opt, &sink));
    ck_assert(!glitch_sink_write(sink, &f));
    ck_assert(!glitch_sink_finish(&sink));
    ck_assert_int_lt(fcntl(fd, F_GETFD), 0);
    ck_assert(!glitch_sink_open(ctx, "path.png", &info, &opt, &sink));
    ck_assert(!glitch_sink_write(sink, &f));
    ck_assert(!glitch_sink_finish(&sink));
    unsigned char *x = read_file("fd.png", &a), *y = read_file("path.png", &b);
    ck_assert(a == b && memcmp(x, y, a) == 0);
    opt.format = NULL;
    fd = open("fd.png", O_WRONLY);
    ck_assert_int_eq(
        glitch_sink_open_fd(ctx, fd, "x", &info, &opt, &sink), GLITCH_EINVAL);
    ck_assert_int_lt(fcntl(fd, F_GETFD), 0);
    opt.format = "png";
    fd = open("/dev/full", O_WRONLY);
    ck_assert(!glitch_sink_open_fd(ctx, fd, "my file", &info, &opt, &sink));
    glitch_status s = glitch_sink_write(sink, &f);
    ck_assert_int_eq(s ? s : glitch_sink_finish(&sink), GLITCH_EIO);
    ck_assert_ptr_nonnull(strstr(glitch_ctx_message(ctx), "my file: "));
    glitch_sink_abandon(&sink);
    ck_assert_int_lt(fcntl(fd, F_GETFD), 0);
    glitch_ctx_free(ctx);
    free(x);
    free(y);
}
END_TEST

void add_pipe_tests(Suite *suite)
{
    TCase *c = tcase_create("pipes");
    tcase_add_checked_fixture(c, with_picture, leave_folder);
    tcase_add_loop_test(
        c, pipes_are_as_files, 0, (int)(sizeof formats / sizeof *formats));
    tcase_add_loop_test(c, format_is_the_inputs, 0, 6);
    tcase_add_loop_test(c, faults_of_pipes, 0, (int)(sizeof faults / sizeof *faults));
    tcase_add_test(c, reader_that_goes_away);
    tcase_add_test(c, apng_counts_its_frames);
    tcase_add_test(c, nothing_else_is_printed);
    tcase_add_loop_test(c, terminals_are_refused, 0, 3);
    tcase_add_test(c, descriptors);
    suite_add_tcase(suite, c);
}
