/* check_chain.c - chains as files, presets, and a command line shown as a chain. */
#include "support/support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void write_text(const char *path, const char *text)
{
    write_file(path, text, strlen(text));
}

/* Without comments: what is in a file for --chain. */
static void assert_filters(const char *printed, const char *filters)
{
    const char *line = strchr(printed, '\n');
    ck_assert(printed[0] == '#' && line != NULL);
    ck_assert_str_eq(line + 1, filters);
}

static void with_picture(void)
{
    enter_folder();
    picture p = smooth_picture(97, 61, 1);
    write_png("in.png", &p);
    free(p.px);
}

/* ---- files --------------------------------------------------------------- */

static const struct {
    const char *text, *filters;
} files[] = {
    { "scanlines\n", "scanlines\n" },
    { "scanlines", "scanlines\n" },
    { "scanlines\nchannel-shift:dx=3,dy=4\n", "scanlines\nchannel-shift:dx=3,dy=4\n" },
    { "# title\n\n  scanlines\t\n\t\n#vhs\n", "scanlines\n" },
    { "scanlines # every second row\n", "scanlines\n" },
    { "color-split:distance=3%\t# far\n", "color-split:distance=3%\n" },
    { "scanlines\r\nvhs\r\n", "scanlines\nvhs\n" },
    { "", "" },
    { "# nothing", "" },
    { "none\n", "" },
    { "scanlines\nscanlines\nnone\n", "scanlines\nscanlines\n" },
    { "scanlines:when=1,3..9:2,mix=0.5*i\n", "scanlines:when=1,3..9:2,mix=0.5*i\n" },
    { "\xEF\xBB\xBFscanlines\nvhs\n", "scanlines\nvhs\n" },
    { "\xEF\xBB\xBF# title\nscanlines\n", "scanlines\n" },
    { "\xEF\xBB\xBF", "" },
    { "  'scanlines'  # in quotes\n'vhs'", "scanlines\nvhs\n" },
    { "'scanlines'':every''=3'\r\n", "scanlines:every=3\n" },
};

START_TEST(lines_of_a_file)
{
    write_text("a.chain", files[_i].text);
    assert_filters(
        run_expect(0, "glitch --chain a.chain --print-chain")->out, files[_i].filters);
    assert_filters(run_expect(0, "glitch --print-chain --chain - <a.chain")->out,
        files[_i].filters);
}
END_TEST

static const struct {
    const char *text;
    int status;
    const char *message;
} bad_files[] = {
    { "scanlines\n\nwvae\n", 2, "glitch: a.chain:3: no filter 'wvae'" },
    { "scanlines:hight=3", 2,
        "glitch: a.chain:1: filter 'scanlines': no parameter 'hight'" },
    { "scanlines vhs", 2, "glitch: a.chain:1: no filter 'scanlines vhs'" },
    { "# x\nscanlines:mask=none.png", 1, "glitch: a.chain:2: " },
    { "-F scanlines", 2, "glitch: a.chain:1: no filter '-F scanlines'" },
    { "vhs\nclassic:seed=nan", 2,
        "glitch: a.chain:2: filter 'classic': seed=nan is not a number" },
    { "none:level=2", 2, "glitch: a.chain:1: no filter 'none'; alone, the word" },
    { "scanlines\n\xEF\xBB\xBFvhs", 2, "glitch: a.chain:2: no filter '" },
    { "'scanlines", 2, "glitch: a.chain:1: a filter in quotes ends with '" },
    { "vhs\n'scanlines' vhs", 2, "glitch: a.chain:2: a filter in quotes ends" },
    { "''\\''scanlines'", 2, "glitch: a.chain:1: no filter ''scanlines'" },
};

START_TEST(faults_are_told_by_file_and_line)
{
    write_text("a.chain", bad_files[_i].text);
    const outcome *o =
        run_expect(bad_files[_i].status, "glitch in.png --chain a.chain -o out.png");
    ck_assert_msg(
        strncmp(o->err, bad_files[_i].message, strlen(bad_files[_i].message)) == 0,
        "%s", o->err);
    ck_assert_ptr_eq(strchr(o->err, '\n'), o->err + strlen(o->err) - 1);
    ck_assert(!file_exists("out.png"));
}
END_TEST

START_TEST(what_is_no_chain_file)
{
    const outcome *o = run_expect(1, "glitch in.png --chain in.png -o out.png");
    ck_assert_str_eq(
        o->err, "glitch: in.png: not a text file; a chain has one filter a line\n");
    o = run_expect(1, "glitch in.png --chain /dev/zero -o out.png");
    ck_assert_str_eq(
        o->err, "glitch: /dev/zero: over 1 MiB; that is no chain of filters\n");
    o = run_expect(1, "glitch in.png --chain missing -o out.png");
    ck_assert_str_eq(o->err, "glitch: missing: No such file or directory\n");
    o = run_expect(1, "glitch in.png --chain . -o out.png");
    ck_assert_str_eq(o->err, "glitch: .: Is a directory\n");
    o = run_expect(2, "glitch in.png --chain - --files-from - -o out/");
    ck_assert_ptr_nonnull(strstr(o->err, "only one can have the standard input"));
    run_expect(2, "glitch in.png --chain - --chain - -o out.png </dev/null");
}
END_TEST

START_TEST(a_chain_has_an_end)
{
    char text[300 * sizeof "scanlines\n"] = "";
    for (int i = 0; i < 257; i++)
        strcat(text, "scanlines\n");
    write_text("a.chain", text);
    const outcome *o = run_expect(2, "glitch in.png --chain a.chain --print-chain");
    ck_assert_str_eq(o->err, "glitch: a.chain: a chain holds at most 256 filters\n");
    write_text("a.chain", text + sizeof "scanlines\n" - 1);
    run_expect(0, "glitch in.png --chain a.chain --print-chain");
    run_expect(2, "glitch in.png -F vhs --chain a.chain --print-chain");
}
END_TEST

/* Any bytes: one line at most, and never a signal. */
START_TEST(hostile_bytes)
{
    static const char words[] = "scanlines:mix=0.5\nvhs #,*i..@%'\\";
    uint64_t state = 1 + (uint64_t)_i;
    for (int round = 0; round < 20; round++) {
        char text[200];
        size_t size = (size_t)(test_random(&state) % sizeof text);
        for (size_t i = 0; i < size; i++) {
            uint64_t x = test_random(&state) >> 20;
            text[i] = x % 8 ? words[x / 8 % (sizeof words - 1)] : (char)(x / 8);
        }
        write_file("a.chain", text, size);
        const outcome *o = run("glitch --chain a.chain --print-chain");
        ck_assert_msg(o->status <= 2, "status %d", o->status);
        const char *end = strchr(o->err, '\n');
        ck_assert(o->status == 0 ? !*o->err : end && !end[1]);
    }
}
END_TEST

/* ---- --print-chain ------------------------------------------------------- */

/* Options, and what --chain makes of what they print. */
static const char *const lines[] = { "", "-c", "-s -c", "-F none", "-F vhs",
    "-F scanlines:every=3 -F color-split:angle=45,mix=0.3*i -c",
    "-F 'scanlines:when=0,2..4,channels=rg'", "--preset vhs -s",
    "-F channel-shift:dx=7 --chain other.chain -F scanlines", "--classic -c -s",
    "--classic --change 0.5" };

START_TEST(the_chain_that_is_printed_makes_the_same)
{
    const char *options = lines[_i];
    write_text("other.chain", "color-split # red and blue\nvhs\n");
    run_expect(0, "glitch in.png %s -i 3 --seed 5 --print-chain >a.chain", options);
    run_expect(0, "glitch in.png %s -i 3 --seed 5 -o a.png", options);
    run_expect(0, "glitch in.png --chain a.chain -i 3 --seed 5 -o b.png");
    picture a = read_png("a.png"), b = read_png("b.png");
    assert_same(&b, &a, options);
    run_expect(0, "glitch --chain a.chain --print-chain >b.chain");
    run_expect(0, "grep -v '^#' a.chain >a; grep -v '^#' b.chain >b; cmp a b");
    free(a.px);
    free(b.px);
}
END_TEST

/* Names that are hard to write, and what their line is. */
static const struct {
    const char *name, *line;
} masks[] = { { "a#b", "scanlines:mask=a#b" }, { "a #b", "'scanlines:mask=a #b'" },
    { " a", "scanlines:mask= a" }, { "a ", "'scanlines:mask=a '" },
    { "a\t#", "'scanlines:mask=a\t#'" }, { "a\r", "'scanlines:mask=a\r'" },
    { "it's", "scanlines:mask=it's" }, { "it's #", "'scanlines:mask=it'\\''s #'" },
    { "\\' ", "'scanlines:mask=\\'\\'' '" },
    { "\"$x\" #", "'scanlines:mask=\"$x\" #'" } };

START_TEST(names_that_are_hard_to_write)
{
    char line[64];
    size_t size;
    unsigned char *png = read_file("in.png", &size);
    write_file(masks[_i].name, png, size);
    free(png);
    write_text("name", masks[_i].name);
    snprintf(line, sizeof line, "%s\n", masks[_i].line);
    const char *spec = "scanlines:mask=$(cat name)";
    assert_filters(
        run_expect(0, "glitch -F \"%s\" --print-chain >a.chain; cat a.chain", spec)
            ->out,
        line);
    assert_filters(run_expect(0, "glitch --chain a.chain --print-chain")->out, line);
    run_expect(0, "glitch in.png --seed 1 -F \"%s\" -o a.png", spec);
    run_expect(0, "glitch in.png --seed 1 --chain a.chain -o b.png; cmp a.png b.png");
}
END_TEST

/* What a run refuses. */
static const struct {
    const char *options;
    int status;
    const char *message;
} bad_lines[] = {
    { "-F vhs,level=2", 2, "no filter 'vhs,level=2'" },
    { "-F scanlines -F expr:red=foo", 2, "filter 'expr': red: at character 1" },
    { "-F scanlines:mask=none.png", 1, "none.png: No such file or directory" },
    { "-F ' scanlines'", 2, "no filter ' scanlines'" },
    { "-F ''", 2, "no filter ''" },
    { "-F '#x'", 2, "no filter '#x'" },
};

START_TEST(what_cannot_run_is_not_printed)
{
    const int status = bad_lines[_i].status;
    char told[1024];
    const outcome *o = run_expect(status, "glitch %s in.png", bad_lines[_i].options);
    snprintf(told, sizeof told, "%s", o->err);
    o = run_expect(status, "glitch %s --print-chain", bad_lines[_i].options);
    ck_assert_str_eq(o->out, "");
    ck_assert_str_eq(o->err, told);
    ck_assert_ptr_nonnull(strstr(o->err, bad_lines[_i].message));
}
END_TEST

START_TEST(one_chain_is_printed)
{
    const outcome *o = run_expect(2, "glitch -F \"vhs:mask=a\nb\" --print-chain");
    ck_assert_str_eq(o->out, "");
    o = run_expect(2, "glitch --vary preset=vhs,neon --print-chain");
    ck_assert_str_eq(o->out, "");
    ck_assert_str_eq(o->err,
        "glitch: --print-chain prints one chain, and --vary makes "
        "several; leave one out\n");
    o = run_expect(0, "glitch -F nothing --print-chain --help");
    ck_assert_int_eq(strncmp(o->out, "Usage: ", 7), 0);
    o = run_expect(0, "glitch --print-chain --help-filter vhs");
    ck_assert_int_eq(strncmp(o->out, "vhs: ", 5), 0);
}
END_TEST

/* ---- presets ------------------------------------------------------------- */

START_TEST(a_preset_of_ones_own)
{
    run_expect(0, "mkdir -p cfg/glitch/presets home/.config/glitch/presets");
    write_text("cfg/glitch/presets/mine.chain", "# rows, and rows\nscanlines\nvhs\n");
    write_text("cfg/glitch/presets/vhs.chain", "scanlines:every=7\n");
    write_text("home/.config/glitch/presets/other.chain", "color-split\n");
    const char *mine = "XDG_CONFIG_HOME=$PWD/cfg HOME=$PWD/home";
    assert_filters(run_expect(0, "%s glitch --preset mine --print-chain", mine)->out,
        "scanlines\nvhs\n");
    assert_filters(run_expect(0, "%s glitch --preset vhs --print-chain", mine)->out,
        "scanlines:every=7\n");
    write_text("cfg/glitch/presets/red.chain", "# \033[31mred\nvhs\n");
    const outcome *o = run_expect(0, "%s glitch --list-presets", mine);
    ck_assert_ptr_nonnull(strstr(o->out, "?[31mred"));
    ck_assert_ptr_nonnull(
        strstr(o->out, "\nmine                rows, and rows (your own)\n"));
    ck_assert_ptr_null(strstr(o->out, "\nother "));
    ck_assert_ptr_nonnull(strstr(
        o->out, "\nvhs                 (your own, instead of the one built in)"));
    ck_assert_ptr_null(strstr(o->out, "\nvhs                 a tape"));
    /* Without it, or where it is no absolute path, it is ~/.config. */
    const char *home[] = { "env -u XDG_CONFIG_HOME HOME=$PWD/home",
        "XDG_CONFIG_HOME= HOME=$PWD/home", "XDG_CONFIG_HOME=cfg HOME=$PWD/home" };
    for (size_t i = 0; i < COUNT(home); i++)
        assert_filters(
            run_expect(0, "%s glitch --preset other --print-chain", home[i])->out,
            "color-split\n");
    run_expect(2, "env -u XDG_CONFIG_HOME -u HOME glitch --preset other in.png");
    run_expect(0, "env -u XDG_CONFIG_HOME -u HOME glitch --list-presets");
}
END_TEST

/* What is listed can be used. */
START_TEST(presets_that_are_no_files)
{
    run_expect(0,
        "mkdir -p glitch/presets/dir.chain glitch/presets/neon.chain && "
        "cd glitch/presets && ln -s nowhere gone.chain && mkfifo pipe.chain && "
        "printf '\\357\\273\\277# marked\\nvhs\\n' >a.chain && ln -s a.chain b.chain");
    run_expect(0, "XDG_CONFIG_HOME=$PWD glitch --list-presets >own");
    run_expect(0, "XDG_CONFIG_HOME=/nowhere glitch --list-presets >plain");
    const outcome *o = run("diff plain own");
    ck_assert_str_eq(o->out + strcspn(o->out, ">"),
        "> a                   marked (your own)\n"
        "> b                   marked (your own)\n");
    o = run_expect(1, "XDG_CONFIG_HOME=$PWD glitch in.png --preset dir");
    ck_assert_ptr_nonnull(strstr(o->err, "dir.chain: Is a directory"));
}
END_TEST

START_TEST(what_is_no_preset)
{
    const outcome *o = run_expect(2, "HOME=$PWD glitch in.png --preset vsh");
    ck_assert_str_eq(o->err, "glitch: no preset 'vsh'; did you mean 'vhs'?\n");
    o = run_expect(2, "glitch in.png --preset ../a");
    ck_assert_ptr_nonnull(strstr(o->err, "--chain takes a file"));
    run_expect(2, "glitch in.png --preset .");
    run_expect(2, "glitch in.png --preset ''");
    o = run_expect(2, "glitch in.png --preset vhs --classic");
    ck_assert_ptr_nonnull(strstr(o->err, "--classic"));
}
END_TEST

/* The n-th name of --list-presets; false after the last. */
static bool preset_name(int n, char name[64])
{
    const char *line = run_expect(0, "HOME=/ glitch --list-presets")->out;
    while (n-- && line)
        line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL;
    return line && sscanf(line, "%63s", name) == 1;
}

static double difference(const picture *a, const picture *b)
{
    double sum = 0;
    for (size_t i = 0; i < (size_t)a->width * a->height; i++)
        sum += abs(a->px[i].red - b->px[i].red) + abs(a->px[i].green - b->px[i].green)
            + abs(a->px[i].blue - b->px[i].blue);
    return sum / (3.0 * a->width * a->height);
}

/* The third frame, in which there is a past. */
static picture third_frame(const char *name, const char *intensity)
{
    run_expect(0,
        "rm -f f?.png; glitch in.png --preset %s -i %s --seed 3 -f 3 -o f%%d.png", name,
        intensity);
    return read_png("f2.png");
}

/* One dial: each preset changes the picture, and the more the further it is turned. */
START_TEST(presets_obey_the_intensity)
{
    char name[64];
    picture in = smooth_picture(240, 160, 7), p[3];
    write_png("in.png", &in);
    for (int n = 0; preset_name(n, name); n++) {
        static const char *const intensities[] = { "0.5", "2", "8" };
        for (int i = 0; i < 3; i++)
            p[i] = third_frame(name, intensities[i]);
        double little = difference(&p[0], &in), much = difference(&p[2], &in);
        ck_assert_msg(little > 0, "%s does nothing", name);
        ck_assert_msg(much >= little, "%s: %g, then %g", name, little, much);
        ck_assert_msg(difference(&p[2], &p[0]) > 2, "%s has no dial", name);
        for (int i = 0; i < 3; i++)
            free(p[i].px);
    }
    free(in.px);
}
END_TEST

/* Also where a share of the width is less than a pixel. */
START_TEST(presets_of_small_pictures)
{
    static const uint32_t sizes[][2] = { { 32, 32 }, { 101, 37 } };
    const uint32_t *size = sizes[_i];
    char name[64];
    picture in = smooth_picture(size[0], size[1], 7);
    write_png("in.png", &in);
    for (int n = 0; preset_name(n, name); n++) {
        run_expect(0, "glitch in.png --preset %s --seed 3 -y -o out.png", name);
        picture out = read_png("out.png");
        ck_assert_msg(difference(&out, &in) > 0, "%s does nothing", name);
        free(out.px);
    }
    free(in.px);
}
END_TEST

static double mean_difference(
    const picture *in, const char *name, const char *intensity)
{
    double sum = 0;
    for (int seed = 1; seed <= 6; seed++) {
        run_expect(0, "glitch in.png --preset %s -i %s --seed %d -y -o out.png", name,
            intensity, seed);
        picture p = read_png("out.png");
        sum += difference(&p, in);
        free(p.px);
    }
    return sum / 6;
}

/* Over a few seeds; each step of the dial tells, also where the preset counts things. */
START_TEST(each_step_of_the_dial_tells)
{
    static const char *const names[] = { "broken-lcd", "corrupted-jpeg",
        "corrupted-png" };
    static const char *const intensities[] = { "0.1", "0.5", "1", "2", "5", "10" };
    picture in = smooth_picture(240, 160, 7);
    double before = 0;
    write_png("in.png", &in);
    for (size_t i = 0; i < COUNT(intensities); i++) {
        double now = mean_difference(&in, names[_i], intensities[i]);
        ck_assert_msg(now > before, "%s: %g, then %g at %s", names[_i], before, now,
            intensities[i]);
        before = now;
    }
    free(in.px);
}
END_TEST

START_TEST(there_are_twelve_presets)
{
    char name[64];
    int count = 0;
    while (preset_name(count, name))
        count++;
    ck_assert_int_ge(count, 12);
}
END_TEST

/* Each combination has the chain of its own preset. */
START_TEST(presets_vary)
{
    write_text("a.chain", "scanlines\n");
    run_expect(0, "glitch in.png --vary preset=vhs,print --vary seed=1..2 -o out/");
    ck_assert_int_eq(count_files("out"), 4 + 1); /* and the journal */
    run_expect(0, "glitch in.png --preset print --seed 2 -o b.png");
    picture a = read_png("out/in-4.png"), b = read_png("b.png");
    assert_same(&a, &b, "--vary preset=print");
    run_expect(
        0, "glitch in.png --vary chain=a.chain --vary scanlines.every=2,3 -o c/");
    ck_assert_int_eq(count_files("c"), 2 + 1);
    const outcome *o = run_expect(2, "glitch in.png --vary preset=vhs,no -o d/");
    ck_assert_ptr_nonnull(strstr(o->err, "no preset 'no'"));
    run_expect(2, "glitch in.png --vary preset=vhs --vary filter=vhs -o d/");
    run_expect(2, "glitch in.png --vary chain=- -o d/ <a.chain");
    free(a.px);
    free(b.px);
}
END_TEST

/* A file of another content is another setting. */
START_TEST(a_folder_is_resumed_by_what_is_in_the_file)
{
    write_text("a.chain", "scanlines\n");
    run_expect(0, "mkdir in; cp in.png in/; glitch in --chain a.chain --seed 1 -o out");
    const outcome *o =
        run_expect(0, "glitch in --chain a.chain --seed 1 -o out --resume");
    ck_assert_ptr_nonnull(strstr(o->err, "1 done before"));
    write_text("b.chain", "# the same\nscanlines\n");
    o = run_expect(0, "glitch in --chain b.chain --seed 1 -o out --resume");
    ck_assert_ptr_nonnull(strstr(o->err, "1 done before"));
    write_text("a.chain", "scanlines:every=3\n");
    o = run_expect(0, "glitch in --chain a.chain --seed 1 -o out --resume");
    ck_assert_ptr_null(strstr(o->err, "done before"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("chain");
    TCase *c = tcase_create("files");
    tcase_add_checked_fixture(c, with_picture, leave_folder);
    tcase_add_loop_test(c, lines_of_a_file, 0, COUNT(files));
    tcase_add_loop_test(c, faults_are_told_by_file_and_line, 0, COUNT(bad_files));
    tcase_add_test(c, what_is_no_chain_file);
    tcase_add_test(c, a_chain_has_an_end);
    tcase_add_loop_test(c, hostile_bytes, 0, 4);
    tcase_add_loop_test(c, the_chain_that_is_printed_makes_the_same, 0, COUNT(lines));
    tcase_add_loop_test(c, names_that_are_hard_to_write, 0, COUNT(masks));
    tcase_add_loop_test(c, what_cannot_run_is_not_printed, 0, COUNT(bad_lines));
    tcase_add_test(c, one_chain_is_printed);
    suite_add_tcase(suite, c);
    c = tcase_create("presets");
    tcase_add_checked_fixture(c, with_picture, leave_folder);
    tcase_add_test(c, a_preset_of_ones_own);
    tcase_add_test(c, presets_that_are_no_files);
    tcase_add_test(c, what_is_no_preset);
    tcase_add_test(c, presets_obey_the_intensity);
    tcase_add_loop_test(c, presets_of_small_pictures, 0, 2);
    tcase_add_loop_test(c, each_step_of_the_dial_tells, 0, 3);
    tcase_add_test(c, there_are_twelve_presets);
    tcase_add_test(c, presets_vary);
    tcase_add_test(c, a_folder_is_resumed_by_what_is_in_the_file);
    suite_add_tcase(suite, c);
    return run_suites(&suite, 1);
}
