/*
 * check_install.c - what `make install` puts where, and the programs of samples/, built
 * against that alone, as a newcomer would.
 *
 * The installation is made once, for all tests, into the folder that they run in.
 */
#include "support.h"
#include <fcntl.h>
#include <glitch/glitch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define WARNINGS "-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"

/* Of what is in the folder: sorted paths of files and links below `dir`. */
#define LIST "(cd %s && find . ! -type d | sort)"

/* make install and the like; one at a time, whoever else may test this build tree. */
static void make(const char *what)
{
    int lock = open(build_dir(), O_RDONLY);
    ck_assert_int_ge(lock, 0);
    ck_assert_int_eq(flock(lock, LOCK_EX), 0);
    run_expect(0,
        "unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES DESTDIR; p=$PWD; "
        "make -C '%s' %s",
        build_dir(), what);
    close(lock);
}

static void install(void)
{
    enter_folder();
    make("install prefix=\"$p/p\"");
    run_expect(0, "cp %s/samples/images/*.png .", source_dir());
}

static bool have_shared(void)
{
    return file_exists("p/lib/libglitch.so");
}

static bool have_static(void)
{
    return file_exists("p/lib/libglitch.a");
}

/* ---- what is installed --------------------------------------------------- */

START_TEST(everything_is_installed)
{
    static const char *const files[] = { "bin/glitch", "include/glitch/glitch.h",
        "include/glitch/filter.h", "include/glitch/filters.h",
        "lib/pkgconfig/glitch.pc", "share/man/man1/glitch.1" };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        run_expect(0, "test -s p/%s", files[i]);
    ck_assert(have_shared() || have_static());
    const outcome *o = run_expect(0, "p/bin/glitch --version");
    ck_assert_ptr_nonnull(strstr(o->out, glitch_version()));
    run_expect(0, "p/bin/glitch flat.png -q -o command.png");
}
END_TEST

START_TEST(headers_are_those_of_the_tree)
{
    run_expect(0, "diff -r %s/include/glitch p/include/glitch", source_dir());
}
END_TEST

START_TEST(pkg_config_knows)
{
    if (!have_tool("pkg-config"))
        return;
    const outcome *o =
        run_expect(0, "PKG_CONFIG_PATH=p/lib/pkgconfig pkg-config --modversion glitch");
    ck_assert_str_eq(strtok((char *)o->out, "\n"), glitch_version());
    /* Nothing but the library itself, where it is shared. */
    o = run_expect(0,
        "PKG_CONFIG_PATH=p/lib/pkgconfig pkg-config "
        "--define-variable=prefix=/x/y --libs glitch");
    ck_assert_str_eq(strtok((char *)o->out, " "), "-L/x/y/lib");
    ck_assert_str_eq(strtok(NULL, " \n"), "-lglitch");
    ck_assert_ptr_null(strtok(NULL, " \n"));
    run_expect(0,
        "test \"$(PKG_CONFIG_PATH=p/lib/pkgconfig pkg-config --define-prefix "
        "--variable=includedir glitch)\" -ef p/include");
}
END_TEST

START_TEST(uninstall_leaves_nothing)
{
    make("install prefix=\"$p/gone\"");
    run_expect(0, LIST " >before; " LIST " | cmp - before", "p", "gone");
    make("uninstall prefix=\"$p/gone\"");
    ck_assert_str_eq(run_expect(0, LIST, "gone")->out, "");
}
END_TEST

/* Packagers: the configured prefix below another folder. */
START_TEST(destdir_has_everything)
{
    if (!have_tool("pkg-config"))
        return;
    make("install DESTDIR=\"$p/d\"");
    char below[4096];
    const outcome *o = run_expect(0,
        "PKG_CONFIG_PATH=p/lib/pkgconfig "
        "pkg-config --variable=prefix glitch");
    snprintf(below, sizeof below, "d/%.*s", (int)strcspn(o->out, "\n"), o->out);
    run_expect(0, LIST " >before; " LIST " | cmp - before", "p", below);
    run_expect(0, "test \"$(find d ! -type d | wc -l)\" -eq \"$(wc -l <before)\"");
    make("uninstall DESTDIR=\"$p/d\"");
    ck_assert_str_eq(run_expect(0, LIST, "d")->out, "");
}
END_TEST

/* ---- the samples --------------------------------------------------------- */

/* A program, its arguments, and the size and frames of each output. */
static const struct sample {
    const char *name, *arguments;
    struct {
        const char *path;
        uint32_t width, height, frames;
    } outputs[2];
} samples[] = {
    { "animation", "badge.png animation.gif", { { "animation.gif", 200, 200, 14 } } },
    { "lazy", "", { { NULL, 0, 0, 0 } } },
    { "memory", "flat.png one.png two.png",
        { { "one.png", 256, 192, 1 }, { "two.png", 256, 192, 1 } } },
    { "own-filter",
        "portrait.png tinted.png scanline-offset:level=5 "
        "tint:colour=green,strength=0.6",
        { { "tinted.png", 320, 400, 1 } } },
    { "own-frames", "plasma.gif", { { "plasma.gif", 160, 120, 24 } } },
    { "picture", "city.png picture.png", { { "picture.png", 640, 420, 1 } } },
    { "raii", "city.png raii.gif", { { "raii.gif", 640, 420, 6 } } },
};
enum { SAMPLES = sizeof samples / sizeof *samples, RAII = SAMPLES - 1 };

static bool can_build(const char *what)
{
    if (!have_tool("pkg-config"))
        return false;
    if (run("echo 'int main() { return 0; }' >t.cpp; ${CXX:-c++} t.cpp -o t.out")
            ->status
        == 0)
        return true;
    if (strcmp(what, "raii") == 0)
        skip("samples/raii.cpp", "no C++ compiler");
    return strcmp(what, "raii") != 0;
}

/* Through pkg-config only; `sed` is applied to what it says. */
static void build(const char *name, const char *options, const char *sed)
{
    bool cpp = strcmp(name, "raii") == 0;
    run_expect(0,
        "%s %s " WARNINGS " %s %s/samples/%s.%s $(PKG_CONFIG_PATH=p/lib/pkgconfig "
        "pkg-config --define-variable=prefix=\"$PWD/p\" %s --cflags --libs glitch | "
        "sed '%s') -o %s",
        cpp ? "${CXX:-c++}" : "${CC:-cc}", cpp ? "-std=c++11" : "-std=c11",
        sanitized() ? "-fsanitize=address,undefined" : "", source_dir(), name,
        cpp ? "cpp" : "c", options, sed, name);
}

static void check_output(
    const char *path, uint32_t width, uint32_t height, uint32_t frames)
{
    glitch_frames it;
    const glitch_frame *frame;
    uint32_t count = 0;
    glitch_status s;
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    ck_assert_ptr_nonnull(ctx);
    ck_assert_msg(
        glitch_open(ctx, path, &it) == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    while ((s = glitch_frames_next(it, &frame)) == GLITCH_OK) {
        ck_assert_uint_eq(frame->width, width);
        ck_assert_uint_eq(frame->height, height);
        count++;
    }
    ck_assert_msg(s == GLITCH_END, "%s", glitch_ctx_message(ctx));
    ck_assert_uint_eq(count, frames);
    glitch_frames_close(&it);
    glitch_ctx_free(ctx);
}

/* The program works, and fails as it should. */
static void check_sample(const struct sample *s)
{
    for (int i = 0; i < 2 && s->outputs[i].path; i++)
        unlink(s->outputs[i].path); /* of the run with the other library */
    const outcome *o =
        run_expect(0, "LD_LIBRARY_PATH=p/lib ./%s %s", s->name, s->arguments);
    ck_assert_str_eq(o->err, "");
    if (strcmp(s->name, "lazy") == 0) {
        ck_assert_ptr_nonnull(strstr(o->out, "nothing pulled: 0 drawn, 0 filtered\n"));
        ck_assert_ptr_nonnull(strstr(o->out, "frame 4 pulled: 39 drawn, 5 filtered\n"));
        ck_assert_ptr_null(strstr(o->out, "frame 5"));
        return;
    }
    ck_assert_str_eq(o->out, "");
    for (int i = 0; i < 2 && s->outputs[i].path; i++)
        check_output(s->outputs[i].path, s->outputs[i].width, s->outputs[i].height,
            s->outputs[i].frames);
    o = run_expect(1, "LD_LIBRARY_PATH=p/lib ./%s", s->name);
    ck_assert_int_eq(strncmp(o->err, "usage: ", 7), 0);
    if (strcmp(s->name, "own-frames") == 0) /* it has no input */
        return;
    o = run_expect(1, "LD_LIBRARY_PATH=p/lib ./%s no-such.png %s", s->name,
        strchr(s->arguments, ' ') + 1);
    ck_assert_int_eq(strncmp(o->err, s->name, strlen(s->name)), 0);
    ck_assert_ptr_nonnull(strstr(o->err, "no-such.png"));
}

START_TEST(samples_with_the_shared_library)
{
    if (!have_shared()) {
        skip("samples with the shared library", "none was built");
        return;
    }
    if (!can_build(samples[_i].name))
        return;
    build(samples[_i].name, "", "");
    ck_assert_ptr_nonnull(strstr(
        run("LD_LIBRARY_PATH=p/lib ldd ./%s", samples[_i].name)->out, "libglitch.so"));
    check_sample(&samples[_i]);
}
END_TEST

START_TEST(samples_with_the_static_library)
{
    if (!have_static()) {
        skip("samples with the static library", "none was built");
        return;
    }
    if (!can_build(samples[_i].name))
        return;
    build(samples[_i].name, "--static", "s|-lglitch|p/lib/libglitch.a|");
    ck_assert_ptr_null(strstr(run("ldd ./%s", samples[_i].name)->out, "libglitch"));
    check_sample(&samples[_i]);
}
END_TEST

START_TEST(both_ways_of_memory_are_the_same)
{
    if (!have_static() || !can_build("memory"))
        return;
    build("memory", "--static", "s|-lglitch|p/lib/libglitch.a|");
    run_expect(0, "./memory portrait.png 1.png 2.png && cmp 1.png 2.png");
}
END_TEST

START_TEST(own_filter_names_its_range)
{
    if (!have_static() || !can_build("own-filter"))
        return;
    build("own-filter", "--static", "s|-lglitch|p/lib/libglitch.a|");
    const outcome *o = run_expect(1, "./own-filter flat.png t.png tint:strength=2");
    ck_assert_ptr_nonnull(strstr(o->err, "'tint'"));
    ck_assert_ptr_nonnull(strstr(o->err, "from 0 to 1"));
    o = run_expect(1, "./own-filter flat.png t.png tint:colour=pink");
    ck_assert_ptr_nonnull(strstr(o->err, "amber"));
    ck_assert(!file_exists("t.png"));
}
END_TEST

/* Swapping the left half's channels must be the only difference. */
static void check_swapped(const char *path, const char *plain)
{
    picture a = read_png(path), b = read_png(plain);
    for (uint32_t y = 0; y < b.height; y++)
        for (uint32_t x = 0; x < b.width / 2; x++) {
            PixelTuple *p = &b.px[y * b.width + x];
            uint8_t red = p->red;
            p->red = p->blue;
            p->blue = red;
        }
    assert_same(&a, &b, path);
    free(a.px);
    free(b.px);
}

START_TEST(python_shares_the_memory)
{
    static const char script[] =
        "PYTHONDONTWRITEBYTECODE=1 LIBGLITCH=p/lib/libglitch.so "
        "python3 %s/samples/python/pixeltuple.py";
    char command[4200];
    if (sanitized() || !have_shared()) {
        skip("samples/python",
            sanitized() ? "a sanitized library cannot be loaded"
                        : "no shared library was built");
        return;
    }
    if (!have_tool("python3"))
        return;
    snprintf(command, sizeof command, script, source_dir());
    const outcome *o = run_expect(0, "%s city.png p1.png scanlines:every=3", command);
    ck_assert_str_eq(o->err, "");
    check_output("p1.png", 640, 420, 1);
    run_expect(0, "glitch city.png -q -F scanlines:every=3 -o p2.png");
    check_swapped("p1.png", "p2.png");
    o = run_expect(1, "%s no-such.png p3.png", command);
    ck_assert_ptr_nonnull(strstr(o->err, "no-such.png"));
    ck_assert(!file_exists("p3.png"));
    if (run("python3 -c 'import numpy'")->status == 0) { /* the other way, too */
        run_expect(0, "mkdir no && echo 'raise ImportError' >no/numpy.py");
        run_expect(0, "PYTHONPATH=no %s city.png p4.png scanlines:every=3", command);
        check_swapped("p4.png", "p2.png");
    }
}
END_TEST

/* Every file of samples/ is named in the folder's README. */
START_TEST(readme_names_every_sample)
{
    const outcome *o = run_expect(0,
        "cd %s/samples && for f in *.c *.cpp python/*.py; do "
        "grep -qF \"$f\" README.md || echo $f; done",
        source_dir());
    ck_assert_str_eq(o->out, "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("install");
    TCase *installed = tcase_create("installed"), *built = tcase_create("samples");
    tcase_add_unchecked_fixture(installed, install, leave_folder);
    tcase_add_unchecked_fixture(built, install, leave_folder);
    tcase_add_test(installed, everything_is_installed);
    tcase_add_test(installed, headers_are_those_of_the_tree);
    tcase_add_test(installed, pkg_config_knows);
    tcase_add_test(installed, uninstall_leaves_nothing);
    tcase_add_test(installed, destdir_has_everything);
    tcase_add_loop_test(built, samples_with_the_shared_library, 0, SAMPLES);
    tcase_add_loop_test(built, samples_with_the_static_library, 0, SAMPLES);
    tcase_add_test(built, both_ways_of_memory_are_the_same);
    tcase_add_test(built, own_filter_names_its_range);
    tcase_add_test(built, python_shares_the_memory);
    tcase_add_test(built, readme_names_every_sample);
    suite_add_tcase(suite, installed);
    suite_add_tcase(suite, built);
    return run_suites(&suite, 1);
}
