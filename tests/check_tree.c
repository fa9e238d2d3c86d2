/*
 * check_tree.c - promises about the tree itself: the floors, the exports, the headers,
 * the manual, the sample pictures, and the commands that the documents show.
 */
#include "support.h"
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- floors -------------------------------------------------------------- */

#define SAME_FOLDER "same folder"

/* What files of a floor may include of the project, as prefixes. */
static const struct {
    const char *files;
    const char *allowed[8];
} floors[] = {
    { "src/base/*.[ch]", { "<glitch/", "\"base/" } },
    { "src/iter/*.[ch]", { "<glitch/", "\"base/", "\"iter/" } },
    { "src/codec/*.[ch]", { "<glitch/", "\"base/", "\"iter/", "\"codec/" } },
    { "src/filters/*.[ch]",
        { "<glitch/filter.h>", "<glitch/filters.h>", "\"filters/" } },
    { "src/api/*.[ch]",
        { "<glitch/", "\"base/", "\"iter/", "\"codec/codec.h\"", "\"codec/comment.h\"",
            "\"filters/filters.h\"", "\"api/" } },
    { "src/cli/*.[ch]", { "<glitch/", SAME_FOLDER } },
};
enum { FLOORS = sizeof floors / sizeof *floors };

static bool is_allowed(int floor, const char *what)
{
    if (*what == '<' && strncmp(what, "<glitch/", 8) != 0)
        return true; /* of the system, or of a library */
    for (int i = 0; i < 8 && floors[floor].allowed[i]; i++)
        if (strncmp(what, floors[floor].allowed[i], strlen(floors[floor].allowed[i]))
                == 0
            || (strcmp(floors[floor].allowed[i], SAME_FOLDER) == 0
                && what[1 + strcspn(what + 1, "/\"")] == '"'))
            return true;
    return false;
}

static void check_includes(int floor, const char *path)
{
    char *text = (char *)read_file(path, NULL);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        if (strncmp(line, "#include ", 9) == 0)
            ck_assert_msg(is_allowed(floor, line + 9), "%s: %s", path, line);
    free(text);
}

START_TEST(includes_point_down)
{
    glob_t found;
    ck_assert_int_eq(glob(source_path(floors[_i].files), 0, NULL, &found), 0);
    ck_assert_uint_ge(found.gl_pathc, 3);
    for (size_t i = 0; i < found.gl_pathc; i++)
        check_includes(_i, found.gl_pathv[i]);
    globfree(&found);
}
END_TEST

/* ---- the interface ------------------------------------------------------- */

/* Function names after GLITCH_API, one a line, sorted. */
static const char DECLARED[] =
    "cat %s/include/glitch/*.h | tr '\\n' ' ' | "
    "grep -o 'GLITCH_API[^;]*;' | "
    "grep -oE 'glitch_[a-z0-9_]+ ?\\(' | tr -d ' (' | sort -u";

START_TEST(exports_are_what_the_headers_declare)
{
    static char declared[65536];
    char command[8192];
    snprintf(command, sizeof command, DECLARED, source_dir());
    snprintf(declared, sizeof declared, "%s", run_expect(0, "%s", command)->out);
    ck_assert_ptr_nonnull(strstr(declared, "glitch_open\n"));
    ck_assert_str_eq(
        run_expect(0, "cat %s/src/libglitch.sym", source_dir())->out, declared);
    const outcome *o = run("ls %s/.libs/libglitch.so", build_dir());
    if (o->status != 0) {
        skip("exports of libglitch.so", "no shared library was built");
        return;
    }
    o = run_expect(0,
        "nm -D --defined-only %s/.libs/libglitch.so | cut -d' ' -f3 | sort",
        build_dir());
    ck_assert_str_eq(o->out, declared);
}
END_TEST

START_TEST(headers_compile_alone)
{
    static const char *const ways[] = { "${CC:-cc} -std=c99", "${CC:-cc} -std=c11",
        "${CC:-cc} -x c++ -std=c++11" };
    if (_i == 2
        && run("echo 'int x;' | ${CC:-cc} -x c++ -fsyntax-only -")->status != 0) {
        skip("headers as C++", "the compiler has no C++");
        return;
    }
    static const char *const headers[] = { "glitch", "filter", "filters" };
    for (int h = 0; h < 3; h++)
        run_expect(0,
            "echo '#include <glitch/%s.h>' >one.c; %s -pedantic -Wall -Wextra -Werror "
            "-I%s/include -fsyntax-only one.c",
            headers[h], ways[_i], source_dir());
}
END_TEST

/* The library neither prints nor ends the process. */
START_TEST(library_is_silent)
{
    const outcome *o = run("grep -nE '\\<(printf|puts|putchar|perror|exit|abort)\\(|"
                           "stdout|stderr' %s/src/base/*.c %s/src/iter/*.c "
                           "%s/src/codec/*.c %s/src/filters/*.c %s/src/api/*.c",
        source_dir(), source_dir(), source_dir(), source_dir(), source_dir());
    ck_assert_str_eq(o->out, "");
}
END_TEST

START_TEST(command_is_a_program)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/glitch", build_dir());
    unsigned char *head = read_file(path, NULL);
    ck_assert(head[0] != '#');
    free(head);
}
END_TEST

/* ---- the manual ---------------------------------------------------------- */

static char *read_page(const char *name)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/man/%s", build_dir(), name);
    return (char *)read_file(path, NULL);
}

/* A name as roff has it, its dashes escaped. */
static const char *in_roff(const char *name)
{
    static char escaped[256];
    size_t n = 0;
    for (; *name && n < sizeof escaped - 2; name++) {
        if (*name == '-')
            escaped[n++] = '\\';
        escaped[n++] = *name;
    }
    escaped[n] = 0;
    return escaped;
}

START_TEST(manual_has_the_options)
{
    const outcome *o = run_expect(0,
        "glitch --help | grep -oE -- '--[a-z-]+' | sed 's/-/\\\\\\\\-/g' | while read "
        "o; "
        "do grep -qF -- \"${o#??}\" %s/man/glitch.1 || echo \"$o\"; done",
        build_dir());
    ck_assert_str_eq(o->out, "");
}
END_TEST

static void find_params(const char *section, const glitch_filter *f)
{
    const char *next = strstr(section + 1, "\n.S");
    for (const glitch_param *p = f->params; p && p->name; p++) {
        char entry[300];
        snprintf(entry, sizeof entry, "\n.It Cm %s \\(em", in_roff(p->name));
        const char *found = strstr(section, entry);
        ck_assert_msg(found && found < next, "%s: no entry of %s", f->name, p->name);
    }
}

/* glitch.1 and glitch-filters.7 */
START_TEST(manual_has_the_filters)
{
    char *page = read_page(_i ? "glitch-filters.7" : "glitch.1");
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    const glitch_filter *f;
    size_t count = 0;
    for (; (f = glitch_filter_at(ctx, count)); count++) {
        char heading[300], example[300];
        snprintf(heading, sizeof heading, "\n.Ss %s\n", in_roff(f->name));
        const char *section = strstr(page, heading);
        ck_assert_msg(section != NULL, "no section of %s", f->name);
        find_params(section, f);
        snprintf(example, sizeof example, "\n%s: ", in_roff(f->name));
        ck_assert_msg(!_i || strstr(page, example), "no example of %s", f->name);
    }
    ck_assert_uint_ge(count, 5);
    glitch_ctx_free(ctx);
    free(page);
}
END_TEST

START_TEST(manual_has_the_functions)
{
    const outcome *o = run_expect(0,
        "while read f; do grep -qx \"[.]Ss $f\" %s/man/libglitch.3 && "
        "grep -q \"[ *]$f(.*[,;]$\" %s/man/libglitch.3 || echo \"$f\"; done "
        "<%s/src/libglitch.sym",
        build_dir(), build_dir(), source_dir());
    ck_assert_str_eq(o->out, "");
}
END_TEST

/* Types and macros, too, and nothing but those and the functions has a heading. */
START_TEST(manual_has_the_types)
{
    const outcome *o = run_expect(0,
        "cat %s/include/glitch/*.h | tr '\\n' ' ' | grep -oE "
        "'(typedef (struct|enum) [A-Za-z_]+|#define GLITCH_[A-Z_]+)' | "
        "grep -oE '[A-Za-z_]+$' | grep -vE '^GLITCH_(API|MUST_USE|[A-Z]+_H)$' | "
        "while read t; do grep -qw \"$t\" %s/man/libglitch.3 || echo \"$t\"; done; "
        "sed -n 's/^[.]Ss //p' %s/man/libglitch.3 | grep -v ' ' | while read t; do "
        "cat %s/include/glitch/*.h | grep -qw \"$t\" || echo \"$t\"; done",
        source_dir(), build_dir(), build_dir(), source_dir());
    ck_assert_str_eq(o->out, "");
}
END_TEST

/* What is between the marks in the template is what the page shows. */
START_TEST(example_of_the_library_compiles)
{
    run_expect(0,
        "sed -n '/^@CODE@$/,/^@END@$/p' %s/man/libglitch.3.in | grep -v '^@' "
        ">example.c "
        "&& grep -q 'int main' example.c && ${CC:-cc} -std=c99 -pedantic -Wall -Wextra "
        "-Werror -I%s/include -fsyntax-only example.c",
        source_dir(), source_dir());
}
END_TEST

/* That other manuals are not installed here says nothing of these. */
START_TEST(manual_is_well_formed)
{
    static const char *const names[] = { "glitch.1", "glitch-filters.7",
        "libglitch.3" };
    char *page = read_page(names[_i]);
    ck_assert_ptr_null(strstr(page, "\n@")); /* each mark of the template was met */
    for (const char *c = page; *c; c++)
        ck_assert_msg(
            (*c >= ' ' && *c <= '~') || *c == '\n', "%s: byte %d", names[_i], *c);
    free(page);
    if (!have_tool("mandoc"))
        return;
    const outcome *o = run("mandoc -Tlint %s/man/%s 2>&1 | "
                           "grep -vE 'mandoc.db lacks|referenced manual not found'",
        build_dir(), names[_i]);
    ck_assert_str_eq(o->out, "");
}
END_TEST

/* ---- the gallery --------------------------------------------------------- */

static int count_lines(const char *command)
{
    return atoi(run_expect(0, "%s", command)->out);
}

/* Each filter and preset is there, and each picture that the page names. */
START_TEST(gallery_shows_all)
{
    const char *names = sanitized() ? "vhs scanlines mosh" : "";
    run_expect(0,
        "sh %s/samples/gallery/make.sh $(command -v glitch) %s/samples/images out %s",
        source_dir(), source_dir(), names);
    int filters = count_lines("glitch --list-filters | grep -c '^[^ ]'");
    int presets =
        count_lines("XDG_CONFIG_HOME=$PWD glitch --list-presets | grep -c '^[^ ]'");
    int sections = count_lines("grep -c '<section' out/index.html");
    ck_assert_int_ge(presets, 12);
    ck_assert_int_eq(sections, *names ? 4 : filters + presets);
    ck_assert_int_eq(count_lines("grep -c '<img' out/index.html"), 3 * sections);
    ck_assert_int_eq(count_files("out"), 3 * sections + 1);
    run_expect(0,
        "cd out && for f in $(sed -n 's/.*<img src=.\\([^\\\"]*\\).*/\\1/p' "
        "index.html); do "
        "test -s $f || exit 1; done");
}
END_TEST

/* ---- documents that show commands ---------------------------------------- */

static void copy_samples(void)
{
    enter_folder();
    run_expect(0,
        "cp %s/samples/images/*.png . && mkdir -p photos/trip && "
        "cp flat.png badge.png photos && cp portrait.png photos/trip",
        source_dir());
}

/* Each line of a file that begins with `before`, run as a command without it. */
static int run_examples(const char *path, const char *before)
{
    int count = 0;
    size_t skip_bytes = strcspn(before, "g"); /* keep the word glitch itself */
    char *text = (char *)read_file(path, NULL), *rest = text;
    for (char *line; (line = strsep(&rest, "\n"));)
        if (strncmp(line, before, strlen(before)) == 0) {
            run_expect(0, "%s", line + skip_bytes);
            count++;
        }
    free(text);
    return count;
}

START_TEST(examples_of_the_manual)
{
    ck_assert_int_ge(run_examples(source_path("man/glitch.1.in"), ".Dl $ glitch "), 5);
    ck_assert(file_exists("city.gif"));
    ck_assert(file_exists("badge-004.png"));
    ck_assert(file_exists("first.png"));
}
END_TEST

START_TEST(examples_of_the_filters)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/man/glitch-filters.7", build_dir());
    ck_assert_int_ge(run_examples(path, ".Dl $ glitch "), 30);
    ck_assert(file_exists("6.png"));
    ck_assert(file_exists("mirror.png"));
    ck_assert(file_exists("badge-glitched.gif"));
}
END_TEST

START_TEST(examples_of_the_readme)
{
    ck_assert_int_ge(run_examples(source_path("README.md"), "glitch "), 8);
    ck_assert(file_exists("frame-019.png"));
    ck_assert(file_exists("glitched/flat.png"));
    ck_assert(file_exists("half/trip/portrait.png"));
    ck_assert(file_exists("sheet.png"));
    /* The first command, from where it is built. */
    const outcome *o = run_expect(
        0, "grep -m1 '^./bootstrap && build/glitch' %s/README.md", source_dir());
    const char *command = strstr(o->out, "build/glitch") + strlen("build/glitch");
    char arguments[512];
    snprintf(arguments, sizeof arguments, "%.*s", (int)strcspn(command, "\n"), command);
    run_expect(0, "ln -s %s/samples samples; glitch%s", source_dir(), arguments);
    ck_assert(file_exists("out.gif"));
}
END_TEST

/* ---- pictures ------------------------------------------------------------ */

static void compare_png(const char *path, const char *committed)
{
    picture a = read_png(path), b = read_png(committed);
    assert_same(&a, &b, path);
    free(a.px);
    free(b.px);
}

START_TEST(sample_images_are_drawn_by_the_program)
{
    static const char *const names[] = { "city", "badge", "portrait", "flat", "soft",
        "poster", "poster-smooth" };
    if (sanitized()) {
        skip("sample_images_are_drawn_by_the_program", "slow under AddressSanitizer");
        return;
    }
    const char *build = build_dir();
    run_expect(0, "mkdir drawn && %s/samples/images/make-images drawn", build);
    run_expect(0, "%s/samples/images/make-large drawn", build);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char name[64], committed[128];
        snprintf(name, sizeof name, "drawn/%s.png", names[i]);
        snprintf(committed, sizeof committed, "samples/images/%s.png", names[i]);
        compare_png(name, source_path(committed));
    }
}
END_TEST

/* Goldens, too: these pixels are the same on every machine. */
START_TEST(readme_pictures_are_made_by_the_command)
{
    static const char *const names[] = { "city.png", "scanline-offset.png",
        "channel-shift.png", "color-split.png", "scanlines.png", "sheet.png" };
    run_expect(0, "mkdir o && sh %s/samples/readme/make.sh glitch %s/samples o",
        source_dir(), source_dir());
    for (int i = 0; i < 6; i++) {
        char made[64], committed[128];
        snprintf(made, sizeof made, "o/%s", names[i]);
        snprintf(committed, sizeof committed, "samples/readme/%s", names[i]);
        compare_png(made, source_path(committed));
    }
    run_expect(0,
        "glitch o/flat.gif -F none -o 'a%%d.png' && "
        "glitch %s/samples/readme/flat.gif -F none -o 'b%%d.png'",
        source_dir());
    for (int i = 0; i < 12; i++) {
        char a[32], b[32];
        snprintf(a, sizeof a, "a%d.png", i);
        snprintf(b, sizeof b, "b%d.png", i);
        compare_png(a, b);
    }
}
END_TEST

static TCase *new_case(Suite *suite, const char *name, void (*enter)(void))
{
    TCase *c = tcase_create(name);
    tcase_add_checked_fixture(c, enter, leave_folder);
    suite_add_tcase(suite, c);
    return c;
}

int main(void)
{
    Suite *suite = suite_create("tree");
    TCase *code = new_case(suite, "code", enter_folder);
    TCase *documents = new_case(suite, "documents", copy_samples);
    tcase_add_loop_test(code, includes_point_down, 0, FLOORS);
    tcase_add_test(code, exports_are_what_the_headers_declare);
    tcase_add_loop_test(code, headers_compile_alone, 0, 3);
    tcase_add_test(code, library_is_silent);
    tcase_add_test(code, command_is_a_program);
    tcase_add_test(code, manual_has_the_options);
    tcase_add_loop_test(code, manual_has_the_filters, 0, 2);
    tcase_add_test(code, manual_has_the_functions);
    tcase_add_test(code, manual_has_the_types);
    tcase_add_test(code, example_of_the_library_compiles);
    tcase_add_loop_test(code, manual_is_well_formed, 0, 3);
    tcase_add_test(documents, gallery_shows_all);
    tcase_add_test(documents, examples_of_the_manual);
    tcase_add_test(documents, examples_of_the_filters);
    tcase_add_test(documents, examples_of_the_readme);
    tcase_add_test(documents, sample_images_are_drawn_by_the_program);
    tcase_add_test(documents, readme_pictures_are_made_by_the_command);
    return run_suites(&suite, 1);
}
