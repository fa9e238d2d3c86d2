/* check_recipe.c - what a file carries of how it was made, and the way back. */
#include "cli/words.h"
#include "support/support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void with_picture(void)
{
    enter_folder();
    picture p = smooth_picture(90, 60, 1);
    write_png("in.png", &p);
    free(p.px);
}

/* ---- there and back ------------------------------------------------------ */

static const char *const options[] = { "-o out.png", "-i 5 -c -s --seed 42 -o out.png",
    "-g -f 4 -o out.gif", "-g -f 4 --bounce --fps 12.5 -l 3 --quality 60 -o out.gif",
    "--preset vhs -i 3.3 -o out.jpg", "-F none --scale 50% --max-size 40x -o out.png",
    "-F scanlines:every=3 -F 'expr:red=max(g,b),blue=b^3' -o out.png",
    "-F \"expr:red=r>g?b:7\" -o out.png", "--matte ff8800 --dither fs -o out.gif",
    "--png-level 9 -o out.png",
    "-g -f 3 --hold --change 0.3 --step 2 --cycle -o out.gif",
    "--classic --seed 3.5 -i 4 -c -o out.png", "--classic --seed 7 -g -f 3 -o out.gif",
    "--colors 17 --small --dither none -g -f 2 -o out.gif", "--seed -9 -o out.png",
    "-F scanlines -F \"splice:picture=it's.png\" -o out.png" };

/* The command that is printed makes the same file, byte for byte. */
START_TEST(the_command_makes_it_again)
{
    run_expect(0, "cp in.png \"it's.png\"; glitch in.png %s", options[_i]);
    run_expect(0, "glitch --recipe out.* >command && cp out.* first && rm out.*");
    run_expect(0, "sed 's/INPUT/in.png/' command >again.sh && sh again.sh");
    run_expect(0, "cmp first out.*");
}
END_TEST

/* Each file of a folder has its own seed in it. */
START_TEST(files_of_a_folder)
{
    run_expect(0, "mkdir in; cp in.png in/a.png; cp in.png in/b.png");
    run_expect(0, "glitch in -o out -c");
    run_expect(0, "glitch --recipe out/b.png | sed 's/INPUT/in.png/; s/out.b/b/' | sh");
    run_expect(0, "cmp b.png out/b.png; ! cmp -s out/a.png out/b.png");
}
END_TEST

/* Of an animation as numbered pictures each makes all of them again. */
START_TEST(numbered_pictures)
{
    static const char *const names[] = { "n%d.png", "f-%03d.jpg", "100%%-%02d.png",
        "%d.png" };
    const char *begin = _i % 2 ? "glitch moves.gif -c" : "glitch in.png -g -f 3";
    run_expect(0, "glitch in.png -g -f 3 --seed 1 -o moves.gif; mkdir first");
    run_expect(0, "%s -o 'first/%s' && ls first >all", begin, names[_i]);
    run_expect(0, "glitch --recipe \"first/$(tail -n 1 all)\" >command && cat command");
    run_expect(0, "sed 's/INPUT/%s/; s/first/again/' command >again.sh; mkdir again",
        _i % 2 ? "moves.gif" : "in.png");
    run_expect(0, "sh again.sh && diff -r first again");
}
END_TEST

START_TEST(joined_pictures)
{
    run_expect(0, "glitch in.png -c -o a.png; glitch --join in.png a.png -s -o j.gif");
    const outcome *o = run_expect(0, "glitch --recipe j.gif | tee command");
    ck_assert_ptr_eq(strstr(o->out, "glitch INPUT... --join "), o->out);
    run_expect(0, "sed 's/INPUT.../in.png a.png/; s/j.gif/k.gif/' command | sh");
    run_expect(0, "cmp j.gif k.gif");
}
END_TEST

START_TEST(numbers_are_short)
{
    const outcome *o = run_expect(0,
        "glitch in.png -g -f 2 -i 0.1 --change 0.3 --dither fs:0.4 --scale 12.34%% "
        "-o x.gif && glitch --recipe x.gif");
    ck_assert_ptr_nonnull(strstr(o->out, "--change 0.3 "));
    ck_assert_ptr_nonnull(strstr(o->out, "--dither fs:0.4 "));
    ck_assert_ptr_nonnull(strstr(o->out, "--scale 12.34% "));
    ck_assert_ptr_nonnull(strstr(o->out, "--intensity 0.1 "));
}
END_TEST

START_TEST(without_a_recipe)
{
    run_expect(0, "glitch in.png --no-recipe -o none.png");
    const outcome *o = run_expect(1, "glitch --recipe none.png");
    ck_assert_str_eq(o->err, "glitch: none.png: there is no recipe of glitch in it\n");
    ck_assert_str_eq(o->out, "");
    run_expect(1, "glitch --recipe missing.png");
    run_expect(1, "glitch --recipe /dev/null");
    run_expect(2, "glitch --recipe none.png in.png");
    o = run_expect(2, "glitch --recipe");
    write_file("text", "glitch 0.1.0: -i 5", 18);
    run_expect(1, "glitch --recipe text");
}
END_TEST

/* ---- comments of others -------------------------------------------------- */

static const char *const hostile[] = { "glitch 0.1.0: -i 5; rm -rf x", "glitch",
    "glitch:", "glitch 1: `id`", "glitch 1: $(id)", "glitch 1: -i 5 | sh",
    "glitch 1: -i 5\nid", "glitch 1: -i \033[2J", "glitch 1: --no-such-option",
    "glitch 1: -o /etc/passwd", "glitch 1: -y", "glitch 1: another.png",
    "glitch 1: -i 99", "glitch 1: 'open", "glitch 1: --help", "glitch 1: --recipe x",
    "glitch 1: --files-from x", "glitch 1: --sheet x", "glitch 1: \"-i\" 5",
    "Made with something else", "glitch 1: -i 5 #", "glitch 1: -i ~",
    "glitch 1: -i 5 &", "glitch 1: *" };

static void write_comment(const char *path, const char *comment)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink;
    glitch_info info = { .width = 5, .height = 5, .frames = 1, .loops = -1 };
    glitch_sink_options opt = {
        .struct_size = sizeof opt, .overwrite = 1, .comment = comment
    };
    picture p = random_picture(5, 5, 1, true);
    glitch_frame f = { p.px, 5, 5, 5, 0, 0, 0 };
    ck_assert_int_eq(glitch_sink_open(ctx, path, &info, &opt, &sink), GLITCH_OK);
    ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_OK);
    ck_assert_int_eq(glitch_sink_finish(&sink), GLITCH_OK);
    glitch_ctx_free(ctx);
    free(p.px);
}

/* Only what is a command line of this program is shown, and nothing a shell would run. */
START_TEST(hostile_comments)
{
    write_comment("x.png", hostile[_i]);
    const outcome *o = run_expect(1, "glitch --recipe x.png");
    ck_assert_str_eq(o->out, "");
    ck_assert_str_eq(o->err, "glitch: x.png: there is no recipe of glitch in it\n");
}
END_TEST

/* ---- the library --------------------------------------------------------- */

static const char *const names[] = { "x.png", "x.jpg", "x.gif" };

static void assert_comment(const char *path, const char *expected)
{
    static char text[70000];
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_status s = glitch_read_comment(ctx, path, text, sizeof text);
    ck_assert_int_eq(s, *expected ? GLITCH_OK : GLITCH_END);
    ck_assert_str_eq(text, expected);
    s = glitch_read_comment(ctx, path, text, 4);
    ck_assert_uint_eq(strlen(text), strlen(expected) < 3 ? strlen(expected) : 3);
    glitch_ctx_free(ctx);
}

START_TEST(comments_of_any_length)
{
    static char text[65533 + 1];
    static const size_t sizes[] = { 1, 2, 254, 255, 256, 511, 4000, 65533 };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        memset(text, 0, sizeof text);
        for (size_t k = 0; k < sizes[i]; k++)
            text[k] = (char)('a' + k % 26);
        write_comment(names[_i], text);
        assert_comment(names[_i], text);
    }
    write_comment(names[_i], NULL);
    assert_comment(names[_i], "");
}
END_TEST

/* Other programs find it, too. */
START_TEST(others_read_it)
{
    if (!have_tool("identify"))
        return;
    write_comment(names[_i], "made by hand");
    const outcome *o = run_expect(0, "identify -format '%%[comment]' %s", names[_i]);
    if (strstr(names[_i], "png")) /* which calls it by its key */
        o = run_expect(
            0, "identify -verbose %s | grep -i 'comment: made by hand'", names[_i]);
    ck_assert_ptr_nonnull(strstr(o->out, "made by hand"));
}
END_TEST

START_TEST(too_long_a_comment)
{
    static char text[65533 + 2];
    memset(text, 'a', sizeof text - 1);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink;
    glitch_info info = { .width = 5, .height = 5, .frames = 1, .loops = -1 };
    glitch_sink_options opt = { .struct_size = sizeof opt, .comment = text };
    ck_assert_int_eq(
        glitch_sink_open(ctx, names[_i], &info, &opt, &sink), GLITCH_ELIMIT);
    ck_assert_int_eq(count_files("."), 1);
    glitch_ctx_free(ctx);
}
END_TEST

/* A file that ends, or is changed, anywhere. */
START_TEST(damaged_files)
{
    write_comment(names[_i], "a comment that is some bytes long");
    char text[64];
    size_t size;
    uint64_t r = 1;
    unsigned char *bytes = read_file(names[_i], &size);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    for (size_t n = 0; n < size; n++) {
        unsigned char was = bytes[n];
        write_file("cut", bytes, n);
        ck_assert_int_le(
            glitch_read_comment(ctx, "cut", text, sizeof text), GLITCH_END);
        bytes[n] = (unsigned char)test_random(&r);
        write_file("changed", bytes, size);
        ck_assert_int_le(
            glitch_read_comment(ctx, "changed", text, sizeof text), GLITCH_END);
        bytes[n] = was;
    }
    glitch_ctx_free(ctx);
    free(bytes);
}
END_TEST

/* ---- words --------------------------------------------------------------- */

/* A shell and words_split() read them as they were. */
START_TEST(words_there_and_back)
{
    static const char letters[] = "ab-=,*'\"\\ $`|&;()<>#~!?[]{}:/%@";
    uint64_t r = (uint64_t)_i + 1;
    for (int round = 0; round < 40; round++) {
        char words[4][12], *back[8], line[512];
        FILE *f = fmemopen(line, sizeof line, "w");
        for (int i = 0; i < 4; i++) {
            int n = (int)(test_random(&r) % 11);
            for (int k = 0; k < n; k++)
                words[i][k] = letters[test_random(&r) % (sizeof letters - 1)];
            words[i][n] = 0;
            fputs(i ? " " : "", f);
            word_write(f, words[i]);
        }
        fclose(f);
        const outcome *o = run_expect(0, "printf '<%%s>' %s", line);
        char expected[128];
        snprintf(expected, sizeof expected, "<%s><%s><%s><%s>", words[0], words[1],
            words[2], words[3]);
        ck_assert_str_eq(o->out, expected);
        ck_assert_int_eq(words_split(line, back, 8), 4);
        for (int i = 0; i < 4; i++)
            ck_assert_str_eq(back[i], words[i]);
    }
}
END_TEST

static Suite *recipe_suite(void)
{
    Suite *suite = suite_create("recipe");
    TCase *c = tcase_create("recipe");
    suite_add_tcase(suite, c);
    tcase_add_checked_fixture(c, with_picture, leave_folder);
    tcase_add_loop_test(c, the_command_makes_it_again, 0, COUNT(options));
    tcase_add_test(c, files_of_a_folder);
    tcase_add_loop_test(c, numbered_pictures, 0, 4);
    tcase_add_test(c, joined_pictures);
    tcase_add_test(c, numbers_are_short);
    tcase_add_test(c, without_a_recipe);
    tcase_add_loop_test(c, hostile_comments, 0, COUNT(hostile));
    tcase_add_loop_test(c, comments_of_any_length, 0, COUNT(names));
    tcase_add_loop_test(c, others_read_it, 0, COUNT(names));
    tcase_add_loop_test(c, too_long_a_comment, 0, COUNT(names));
    tcase_add_loop_test(c, damaged_files, 0, COUNT(names));
    tcase_add_loop_test(c, words_there_and_back, 0, 3);
    return suite;
}

int main(void)
{
    Suite *suite = recipe_suite();
    return run_suites(&suite, 1);
}
