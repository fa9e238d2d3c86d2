/* check_folders.c - many pictures: folders, lists, templates, shards, faults, signals. */
#include "support.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void make_picture(const char *path, uint32_t width, uint64_t seed)
{
    picture p = smooth_picture(width, width * 2 / 3 + 1, seed);
    write_png(path, &p);
    free(p.px);
}

/* photos/ with pictures and what is none, and a folder in it with two more. */
static void with_folder(void)
{
    enter_folder();
    ck_assert_int_eq(mkdir("photos", 0777), 0);
    ck_assert_int_eq(mkdir("photos/more", 0777), 0);
    ck_assert_int_eq(mkdir("photos/.hidden", 0777), 0);
    make_picture("photos/p1.png", 40, 1);
    make_picture("photos/p2.png", 50, 2);
    make_picture("photos/p10.png", 60, 3);
    make_picture("photos/unnamed", 30, 4);
    make_picture("photos/.dot.png", 30, 5);
    make_picture("photos/.hidden/h.png", 30, 6);
    make_picture("photos/more/a.png", 31, 7);
    make_picture("photos/more/b.png", 32, 8);
    write_file("photos/notes.txt", "buy milk", 8);
}

/* The names of all files below a folder, sorted, one a line. */
static const char *tree(const char *folder)
{
    return run_expect(
        0, "cd %s && find . -type f ! -name '.glitch*' | LC_ALL=C sort", folder)
        ->out;
}

/* ---- what is done -------------------------------------------------------- */

START_TEST(folder_of_pictures)
{
    const outcome *o = run_expect(0, "glitch photos/ -o out/ -i 4 -c --seed 7");
    ck_assert_str_eq(o->out, "");
    ck_assert_ptr_eq(strstr(o->err, "glitch: 4 done, 1 skipped, 0 failed in "), o->err);
    ck_assert_str_eq(tree("out"), "./p1.png\n./p10.png\n./p2.png\n./unnamed.png\n");
    run_expect(0, "glitch photos -r -q -o deep -i 4 -c --seed 7");
    ck_assert_str_eq(tree("deep"),
        "./more/a.png\n./more/b.png\n./p1.png\n./p10.png\n./p2.png\n./unnamed.png\n");
    run_expect(0, "cmp out/p2.png deep/p2.png");
    picture p = read_png("out/p2.png");
    ck_assert_uint_eq(p.width, 50);
    free(p.px);
}
END_TEST

/* Whatever else is done, and however many at a time. */
START_TEST(a_picture_depends_on_its_name_alone)
{
    run_expect(0, "glitch photos -r -q -o all -c --seed 7 -j 1");
    run_expect(0, "glitch photos -r -q -o four -c --seed 7 -j 4 && diff -r all four");
    run_expect(0, "glitch photos/p2.png -q -o one/ -c --seed 7");
    run_expect(0, "cmp one/p2.png all/p2.png && ! cmp -s one/p2.png photos/p2.png");
    run_expect(0,
        "mkdir solo && cp photos/p10.png solo && "
        "glitch solo -q -o solo-out -c --seed 7 && "
        "cmp solo-out/p10.png all/p10.png");
    /* the same picture under two names is glitched in two ways */
    run_expect(0,
        "cp photos/p1.png photos/p3.png && "
        "glitch photos -q -o twins -c --seed 7 && "
        "! cmp -s twins/p1.png twins/p3.png && cmp twins/p1.png all/p1.png");
    run_expect(0,
        "glitch photos -q -o other -c --seed 8 && "
        "! cmp -s other/p1.png all/p1.png");
}
END_TEST

/* What is told of each does it again, alone. */
START_TEST(told_seed_does_it_again)
{
    run_expect(0, "glitch photos -o out -c --json >lines");
    run_expect(0,
        "seed=$(sed -n '/p2.png/s/.*\"seed\":\"\\([0-9]*\\)\".*/\\1/p' lines); "
        "glitch photos/p2.png -c --seed $seed -o again.png && cmp again.png "
        "out/p2.png");
    run_expect(0,
        "glitch photos -q -o 'named/{stem}_{seed}.{ext}' -c --seed 3 && "
        "f=$(ls named/p2_*) && s=${f#*_} && "
        "glitch photos/p2.png -c --seed ${s%%.png} -o named.png && "
        "cmp named.png $f");
}
END_TEST

START_TEST(order_is_natural)
{
    run_expect(0,
        "glitch photos -r -q -j 1 --json -o out | "
        "sed 's/.*input\":\"\\([^\"]*\\)\".*/\\1/' >order");
    unsigned char *order = read_file("order", NULL);
    ck_assert_str_eq((char *)order,
        "photos/more/a.png\nphotos/more/b.png\nphotos/p1.png\nphotos/p2.png\n"
        "photos/p10.png\nphotos/unnamed\n");
    free(order);
}
END_TEST

START_TEST(lists)
{
    run_expect(0, "find photos -name '*[0-9a].png' | glitch --files-from - -q -o out");
    ck_assert_str_eq(tree("out"),
        "./photos/more/a.png\n./photos/p1.png\n"
        "./photos/p10.png\n./photos/p2.png\n");
    run_expect(0,
        "find \"$PWD/photos/more\" ../$(basename \"$PWD\")/photos/p1.png -name "
        "'*.png' -print0 >names && glitch --files-from names -q -o zero");
    run_expect(0,
        "test -f zero/\"$PWD\"/photos/more/b.png && "
        "test -f zero/$(basename \"$PWD\")/photos/p1.png");
    run_expect(0,
        "printf '\\357\\273\\277photos/p1.png\\n' >marked && "
        "glitch --files-from marked -q -o marks");
    ck_assert_str_eq(tree("marks"), "./photos/p1.png\n");
    run_expect(0, "glitch photos/more/a.png photos/p1.png -q -o flat/");
    ck_assert_str_eq(tree("flat"), "./a.png\n./p1.png\n");
    const outcome *o = run_expect(1, "glitch --files-from nowhere -o x");
    ck_assert_str_eq(o->err, "glitch: nowhere: No such file or directory\n");
    o = run_expect(0, "glitch --files-from /dev/null -o x");
    ck_assert_ptr_eq(strstr(o->err, "glitch: 0 done, 0 skipped, 0 failed in "), o->err);
}
END_TEST

/* No name of a list leads out of the output's folder. */
START_TEST(lists_lead_nowhere_else)
{
    run_expect(0,
        "mkdir here && cp photos/p1.png . && cd here && "
        "printf 'x/../../p1.png\\n.././../%%s/p1.png\\n' "
        "\"$(basename \"$(dirname \"$PWD\")\")\" >list && mkdir x && "
        "glitch --files-from list -q -o out && find .. -newer list -name "
        "'p1.png' | grep -v '^../here/out/' >escaped; ! test -s escaped");
    ck_assert_int_eq(count_files("here/out"), 3); /* with the journal */
}
END_TEST

static const struct {
    const char *options, *names;
} templates[] = {
    { "-o 'out/{dir}/{stem}-{index}.{ext}'",
        "./more/a-1.png\n./more/b-2.png\n./p1-3.png\n./p10-5.png\n./p2-4.png\n"
        "./unnamed-6.png\n" },
    { "-o 'out/{index:3}{{x}}-{intensity}.{ext}' -i 2.5",
        "./001{x}-2.5.png\n./002{x}-2.5.png\n./003{x}-2.5.png\n./004{x}-2.5.png\n"
        "./005{x}-2.5.png\n./006{x}-2.5.png\n" },
    { "-o 'out/{stem}/{dir}.{ext}'",
        "./a/more.png\n./b/more.png\n./p1/.png\n./p10/.png\n./p2/.png\n"
        "./unnamed/.png\n" },
    { "-g -f 2 -o out",
        "./more/a.gif\n./more/b.gif\n./p1.gif\n./p10.gif\n./p2.gif\n./unnamed.gif\n" },
    { "--to gif -o out",
        "./more/a.gif\n./more/b.gif\n./p1.gif\n./p10.gif\n./p2.gif\n./unnamed.gif\n" },
    { "-f 2 -o 'out/{stem}%d.png'",
        "./a0.png\n./a1.png\n./b0.png\n./b1.png\n./p10.png\n./p100.png\n./p101.png\n"
        "./p11.png\n./p20.png\n./p21.png\n./unnamed0.png\n./unnamed1.png\n" },
};
enum { TEMPLATES = sizeof templates / sizeof *templates };

START_TEST(names_by_template)
{
    run_expect(0, "glitch photos -r -q %s", templates[_i].options);
    ck_assert_str_eq(
        run_expect(0, "cd out && find . -type f ! -name '.glitch*' | LC_ALL=C sort")
            ->out,
        templates[_i].names);
}
END_TEST

/* A percent sign is nothing special in a name, and is where the user writes it. */
START_TEST(percent_signs)
{
    run_expect(0,
        "cp photos/p1.png '50%%d.png' && mkdir 'in%%s' && "
        "cp photos/p1.png 'in%%s/%%d%%n.png'");
    run_expect(0,
        "glitch '50%%d.png' -q -f 2 -o 'f-{stem}-%%d.png' && "
        "test -f 'f-50%%d-0.png' && test -f 'f-50%%d-1.png'");
    run_expect(0, "glitch 'in%%s' -q -o 'out%%s' && test -f 'out%%s/%%d%%n.png'");
}
END_TEST

START_TEST(without_an_output)
{
    run_expect(0, "glitch photos/ -q && test -f photos-glitched/p2.png");
    run_expect(0,
        "glitch photos/p1.png photos/more/a.png -q && "
        "test -f photos/p1-glitched.png && test -f photos/more/a-glitched.png");
    const outcome *o = run_expect(2, "glitch photos photos/more");
    ck_assert_str_eq(o->err,
        "glitch: -o is missing: the folder where the pictures go, or a template such "
        "as "
        "'out/{dir}/{stem}.{ext}'\n");
}
END_TEST

/* ---- what goes wrong ----------------------------------------------------- */

START_TEST(one_bad_file_stops_nothing)
{
    write_file("photos/bad.png", "no picture", 10);
    run_expect(0,
        "head -c 700 photos/p1.png >photos/cut.png; mkfifo photos/pipe.png; "
        "ln -s nowhere photos/lost.png; ln -s p1.png photos/link.png");
    const outcome *o = run_expect(1, "glitch photos nothere -o out");
    ck_assert_ptr_nonnull(
        strstr(o->err, "glitch: nothere: No such file or directory\n"));
    ck_assert_ptr_nonnull(
        strstr(o->err, "glitch: photos/bad.png: not an image that glitch can read"));
    ck_assert_ptr_nonnull(
        strstr(o->err, "glitch: photos/cut.png: damaged PNG file (it ends too early)"));
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: 5 done, 3 skipped, 3 failed in "));
    ck_assert_str_eq(
        tree("out"), "./link.png\n./p1.png\n./p10.png\n./p2.png\n./unnamed.png\n");
}
END_TEST

START_TEST(nothing_is_written_twice)
{
    run_expect(0, "cp photos/p1.png photos/p1.gif");
    const outcome *o = run_expect(2, "glitch photos -o out --to png");
    ck_assert_str_eq(o->err,
        "glitch: photos/p1.gif and photos/p1.png would both be out/p1.png; a template "
        "such as -o 'out/{stem}-{index}.{ext}' keeps them apart\n");
    ck_assert(!file_exists("out"));
    o = run_expect(2, "rm photos/p1.gif; glitch photos -y -o photos");
    ck_assert_ptr_nonnull(strstr(o->err, ": would be written over, and is an input; "));
    run_expect(2, "glitch photos -y -o 'photos/{dir}/{stem}.png'");
    run_expect(2, "ln -s photos there; glitch photos -y -o there");
    run_expect(0,
        "glitch photos -q -o 'photos/{stem}-new.{ext}' -s --to png -r "
        "&& test -f photos/a-new.png");
}
END_TEST

START_TEST(what_exists_stays)
{
    run_expect(0, "mkdir out && echo old >out/p2.png");
    const outcome *o = run_expect(1, "glitch photos -o out");
    ck_assert_ptr_nonnull(
        strstr(o->err, "glitch: out/p2.png: exists already (-y overwrites it)\n"));
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: 3 done, 1 skipped, 1 failed in "));
    run_expect(0, "test \"$(cat out/p2.png)\" = old");
    run_expect(0, "glitch photos -q -y -o out && test \"$(cat out/p2.png)\" != old");
}
END_TEST

START_TEST(output_within_the_input)
{
    run_expect(0, "glitch photos -r -q -o photos/out --seed 1");
    run_expect(0, "glitch photos -r -q -y -o photos/out --seed 1");
    ck_assert_str_eq(tree("photos/out"),
        "./more/a.png\n./more/b.png\n./p1.png\n./p10.png\n./p2.png\n./unnamed.png\n");
}
END_TEST

START_TEST(strange_names)
{
    run_expect(0,
        "cd photos && cp p1.png \"$(printf 'new\\nline.png')\" && "
        "cp p1.png \"$(printf 'no\\377utf8.png')\" && cp p1.png ' -o x.png' && "
        "cp p1.png '{stem}.png' && cp p1.png '\"q\\.png' && printf x >'bad\n.png'");
    const outcome *o = run_expect(1, "glitch photos -o out --json >lines");
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: 9 done, 1 skipped, 1 failed in "));
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: photos/bad?.png: not an image"));
    run_expect(0,
        "test -f out/\"$(printf 'new\\nline.png')\" && "
        "test -f out/\"$(printf 'no\\377utf8.png')\" && "
        "test -f 'out/ -o x.png' && test -f 'out/{stem}.png'");
    run_expect(0,
        "printf 'photos/new\\nline.png\\0photos/no\\377utf8.png' | "
        "glitch --files-from - -q -o zero && "
        "test -f zero/photos/\"$(printf 'new\\nline.png')\"");
    if (have_tool("python3"))
        run_expect(0,
            "python3 -c '\n"
            "import json, os, urllib.parse\n"
            "names = set(os.listdir(b\"photos\"))\n"
            "for line in open(\"lines\", \"rb\"):\n"
            "    o = json.loads(line.decode(\"utf-8\"))\n"
            "    name = o.get(\"input_bytes\")\n"
            "    name = urllib.parse.unquote_to_bytes(name) if name else "
            "o[\"input\"].encode()\n"
            "    names.remove(os.path.basename(name))\n"
            "    assert (o[\"status\"] == \"failed\") == (\"error\" in o)\n"
            "assert names == {b\"notes.txt\", b\"more\", b\".dot.png\", b\".hidden\"}, "
            "names'");
}
END_TEST

/* As somebody who may not read everything. */
START_TEST(unreadable)
{
    bool root = geteuid() == 0;
    if (root && !have_tool("setpriv"))
        return;
    run_expect(0, "chmod 000 photos/p2.png photos/more && chmod 777 .");
    const outcome *o =
        run("%s glitch photos -r -o out; code=$?; chmod 700 photos/more; "
            "exit $code",
            root ? "setpriv --reuid 65534 --regid 65534 --clear-groups" : "");
    ck_assert_int_eq(o->status, 1);
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: photos/p2.png: Permission denied\n"));
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: photos/more: Permission denied\n"));
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: 3 done, 1 skipped, 2 failed in "));
}
END_TEST

START_TEST(output_cannot_be_written)
{
    write_file("file", "", 0);
    const outcome *o = run_expect(1, "glitch photos -o file/out");
    ck_assert_ptr_nonnull(strstr(o->err, "Not a directory"));
    o = run_expect(1, "glitch photos -o out --json >/dev/full");
    ck_assert_str_eq(o->err, "glitch: standard output: No space left on device\n");
    run_expect(0, "glitch photos -y -o out --json | head -n 1 | grep -q done");
}
END_TEST

/* What fits is there, whole; once there is room, --resume does the rest. */
START_TEST(full_disk)
{
    if (run("unshare -m mount -t tmpfs none /mnt")->status != 0) {
        skip("full_disk", "no file system can be mounted here");
        return;
    }
    run_expect(0, "glitch photos -r -q -o whole --seed 4 && mkdir m");
    const outcome *o = run_expect(0,
        "unshare -m sh -ec 'mount -t tmpfs -o size=24k none m; "
        "glitch photos -r -o m/out --seed 4 2>&1 && exit 1; "
        "find m | grep tmp && exit 2; for f in $(find m -name \"*.png\"); do "
        "cmp $f whole/${f#m/out/}; done; mount -o remount,size=2m m; "
        "glitch photos -r -o m/out --resume; diff -r whole m/out'");
    ck_assert_ptr_nonnull(strstr(o->out, "No space left on device\n"));
}
END_TEST

/* Each of several gets its share, and who needs more is done alone, at the end. */
START_TEST(memory_is_shared)
{
    make_picture("photos/large.png", 1200, 9); /* 3.8 MB */
    run_expect(0,
        "glitch photos -r -q -o all --seed 1 && "
        "glitch photos -r -q -o small --seed 1 --max-memory 6M -j 4 && "
        "diff -r -x '.glitch*' all small");
    const outcome *o =
        run_expect(1, "glitch photos -r -o less --seed 1 --max-memory 3M -j 4");
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: photos/large.png: "));
    ck_assert_ptr_nonnull(strstr(o->err, "max-memory"));
    ck_assert_ptr_nonnull(strstr(o->err, "6 done, 1 skipped, 1 failed in "));
}
END_TEST

/* ---- shards -------------------------------------------------------------- */

START_TEST(shards_are_the_whole)
{
    run_expect(
        0, "mkdir many && for i in $(seq 60); do cp photos/p1.png many/$i.png; done");
    run_expect(0, "glitch many -q -o whole --seed 2");
    for (int k = 1; k <= 4; k++)
        run_expect(0, "glitch many -q -o part%d --seed 2 --shard %d/4", k, k);
    run_expect(0, "ls part1 part2 part3 part4 | grep -c png | grep -x 60");
    run_expect(
        0, "for i in 1 2 3 4; do test $(ls part$i | wc -l) -ge 5 || exit 1; done");
    run_expect(
        0, "mkdir union && cp part*/*.png union && diff -r -x '.glitch*' union whole");
    /* stable: what is added moves nothing */
    run_expect(0,
        "cp photos/p1.png many/0.png && cp photos/p1.png many/30x.png && "
        "glitch many -q -o again --seed 2 --shard 2/4 && "
        "for f in part2/*; do cmp $f again/${f#part2/} || exit 1; done");
}
END_TEST

/* ---- signals ------------------------------------------------------------- */

static pid_t start(const char *const arguments[])
{
    char path[4096];
    snprintf(path, sizeof path, "%s/glitch", build_dir());
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("err", "w", stderr))
            _exit(126);
        execv(path, (char *const *)arguments);
        _exit(127);
    }
    return child;
}

static int end_of(pid_t child)
{
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Until the first outputs are there. */
static void wait_for_files(const char *folder, int count)
{
    for (int i = 0; i < 20000; i++, usleep(1000))
        if (file_exists(folder) && count_files(folder) >= count)
            return;
    ck_abort_msg("no output in %s", folder);
}

static void make_many(int count, uint32_t width)
{
    ck_assert_int_eq(mkdir("many", 0777), 0);
    make_picture("many/1.png", width, 1);
    run_expect(0, "for i in $(seq 2 %d); do ln many/1.png many/$i.png; done", count);
}

static const char *const many[] = { "glitch", "many", "-o", "out", "--seed", "1", "-j",
    "2", NULL };

static void assert_whole_files(const char *folder)
{
    run_expect(0, "for f in %s/*.png; do glitch $f -y -q -o check.png || exit 1; done",
        folder);
    run_expect(1, "find %s -name '*.tmp' | grep .", folder);
}

START_TEST(interrupted_once)
{
    make_many(2000, 300);
    pid_t child = start(many);
    wait_for_files("out", 6);
    kill(child, SIGINT);
    ck_assert_int_eq(end_of(child), 130);
    char *err = (char *)read_file("err", NULL);
    ck_assert_ptr_eq(strstr(err, "glitch: interrupted: "), err);
    ck_assert_ptr_nonnull(strstr(err, " of 2000 done"));
    free(err);
    ck_assert_int_lt(count_files("out"), 2000);
    assert_whole_files("out");
}
END_TEST

/* A pipe that nobody fills: who is asked twice does not wait for it. */
START_TEST(interrupted_twice)
{
    make_many(4000, 300);
    pid_t child = start(many);
    wait_for_files("out", 3);
    kill(child, SIGINT);
    kill(child, SIGINT);
    ck_assert_int_eq(end_of(child), 130);
    run_expect(0, "! pgrep -P %d", (int)child);
}
END_TEST

/* Who is killed takes its children along, and leaves whole files only. */
START_TEST(terminated_and_killed)
{
    static const int numbers[] = { SIGTERM, SIGHUP, SIGKILL };
    make_many(2000, 300);
    for (int i = 0; i < 3; i++) {
        run_expect(0, "rm -rf out");
        pid_t child = start(many);
        wait_for_files("out", 4);
        kill(child, numbers[i]);
        ck_assert_int_eq(end_of(child), 128 + numbers[i]);
        usleep(300000);
        int files = count_files("out");
        usleep(300000);
        ck_assert_int_eq(count_files("out"), files);
        assert_whole_files("out");
    }
}
END_TEST

/* A child that dies is one failure. */
START_TEST(child_that_dies)
{
    make_many(40, 1500);
    pid_t child = start(many);
    wait_for_files("out", 4);
    run_expect(0, "until pkill -KILL -P %d; do :; done", (int)child);
    ck_assert_int_eq(end_of(child), 1);
    char *err = (char *)read_file("err", NULL);
    ck_assert_ptr_nonnull(strstr(err, ": failed with signal 9 (Killed)"));
    ck_assert_ptr_nonnull(strstr(err, " failed in "));
    free(err);
    run_expect(0, "test $(ls out | wc -l) -ge 36");
}
END_TEST

/* ---- going on ------------------------------------------------------------ */

/* A folder with one more thing of each kind that happens to folders. */
static void make_tree(void)
{
    run_expect(0,
        "for i in $(seq 1 30); do cp photos/p$((i %% 2 + 1)).png "
        "photos/more/$i.png; done; cp photos/p1.png \"photos/more/$(printf "
        "'a\\nb').png\"");
}

/* All that are at work have the other end of the pipe, also children without a parent. */
static void wait_for_all(int ends[2])
{
    char none;
    close(ends[1]);
    ck_assert_int_eq(read(ends[0], &none, 1), 0);
    close(ends[0]);
}

/* Killed again and again, the folder ends as if nothing had been. */
START_TEST(killed_fifty_times)
{
    uint64_t state = 11;
    int ends[2];
    make_tree();
    run_expect(0, "glitch photos -r -q -g -f 3 -o whole --seed 1");
    int killed = 0, rounds = 0;
    ck_assert_int_eq(pipe(ends), 0);
    for (; killed < 50; rounds++) {
        static const char *const arguments[] = { "glitch", "photos", "-r", "-q", "-g",
            "-f", "3", "-o", "out", "--seed", "1", "--resume", NULL };
        pid_t child = start(arguments);
        usleep((useconds_t)(test_random(&state) % 40000));
        bool with_workers = killed % 2; /* else they are told, and clean up */
        if (with_workers)
            run("pkill -KILL -P %d", (int)child);
        kill(child, SIGKILL);
        bool was_killed = end_of(child) == 128 + SIGKILL;
        killed += was_killed;
        if (was_killed && !with_workers)
            continue;
        wait_for_all(ends); /* who is told to die still has its lock for a moment */
        ck_assert_int_eq(pipe(ends), 0);
        if (was_killed)
            continue;
        run_expect(0, "diff -r whole out && rm -rf out");
    }
    wait_for_all(ends);
    run_expect(0, "glitch photos -r -q -g -f 3 -o out --seed 1 --resume");
    run_expect(0, "diff -r whole out");
    printf("killed %d times in %d runs\n", killed, rounds);
}
END_TEST

START_TEST(interrupted_and_resumed)
{
    make_many(300, 300);
    run_expect(0, "glitch many -q -o whole --seed 1");
    pid_t child = start(many);
    wait_for_files("out", 20);
    kill(child, SIGINT);
    ck_assert_int_eq(end_of(child), 130);
    run_expect(
        0, "grep -q ' of 300 done; the same command with --resume goes on$' err");
    const outcome *o =
        run_expect(0, "glitch many -o out --resume"); /* the seed is known */
    ck_assert_ptr_nonnull(strstr(o->err, " done before, 0 skipped, 0 failed in "));
    run_expect(0, "diff -r whole out");
    o = run_expect(0, "glitch many -o out --resume --json >lines");
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: 0 done, 300 done before, "));
    run_expect(0, "test $(grep -c '\"status\":\"kept\"' lines) = 300");
}
END_TEST

/* What has changed is done again, and nothing else. */
START_TEST(changes_are_done_again)
{
    static const struct {
        const char *change, *options, *count;
    } steps[] = {
        { "true", "", "0 done, 4 done before" },
        { "touch photos/p2.png", "", "1 done, 3 done before" },
        { "cp photos/p1.png photos/p3.png", "", "1 done, 4 done before" },
        { "rm out/p10.png", "", "1 done, 4 done before" },
        { "echo >>out/p10.png", "", "1 done, 4 done before" },
        { "true", "-i 3", "5 done, 1 skipped" },
        { "true", "-i 3", "0 done, 5 done before" },
        { "true", "-i 3 -c", "5 done, 1 skipped" },
        { "true", "-i 3 -c -j 1 -v --max-memory 1G", "0 done, 5 done before" },
        { "true", "-F none", "5 done, 1 skipped" },
        { "true", "-i 3 -c --seed 2", "5 done, 1 skipped" },
        { "rm photos/p3.png", "-i 3 -c", "0 done, 4 done before" },
    };
    run_expect(0, "glitch photos -q -o out --seed 1");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        run_expect(0, "%s", steps[i].change);
        const outcome *o =
            run_expect(0, "glitch photos -o out --resume %s", steps[i].options);
        ck_assert_msg(strstr(o->err, steps[i].count) != NULL, "%zu: %s", i, o->err);
    }
    run_expect(0,
        "rm out/p3.png; glitch photos -q -o fresh -i 3 -c --seed 2 && "
        "diff -r -x '.glitch*' out fresh");
}
END_TEST

/* The pictures that filters look at are settings, too. */
START_TEST(changed_masks_are_done_again)
{
    static const struct {
        const char *change, *count;
    } steps[] = {
        { "true", "0 done, 4 done before" },
        { "touch -d @1 a,mask.png", "4 done, 1 skipped" },
        { "touch -d @1 map.png", "4 done, 1 skipped" },
        { "touch -d @1 other.png", "0 done, 4 done before" },
        { "cp photos/p2.png a,mask.png", "4 done, 1 skipped" },
    };
    const char *command =
        "glitch photos -o out --seed 1 --resume "
        "-F wave:shape=columns,mask=a,mask.png,mix=1 -F displace:map=map.png,scale=9";
    run_expect(
        0, "for f in a,mask map other; do cp photos/p1.png $f.png; done; %s", command);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        const outcome *o = run_expect(0, "%s && %s", steps[i].change, command);
        ck_assert_msg(strstr(o->err, steps[i].count) != NULL, "%zu: %s", i, o->err);
    }
}
END_TEST

START_TEST(others_files_stay)
{
    run_expect(0, "mkdir out && echo mine >out/p2.png");
    const outcome *o = run_expect(1, "glitch photos -o out --resume --seed 1");
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: out/p2.png: exists already"));
    run_expect(0, "test \"$(cat out/p2.png)\" = mine");
    o = run_expect(1, "rm out/p1.png; glitch photos -o out");
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: 1 done, 1 skipped, 3 failed in "));
    o = run_expect(2, "glitch photos/p1.png --resume");
    ck_assert_str_eq(
        o->err, "glitch: --resume: it needs a folder for the outputs: -o\n");
}
END_TEST

START_TEST(shards_are_resumed)
{
    run_expect(0, "glitch photos -r -q -o whole --seed 2");
    for (int k = 1; k <= 3; k++)
        run_expect(0, "glitch photos -r -q -o out --shard %d/3 --seed 2", k);
    run_expect(0, "rm out/p2.png");
    const outcome *o = run_expect(0, "glitch photos -r -o out --resume");
    ck_assert_ptr_nonnull(strstr(o->err, "glitch: 1 done, 5 done before, "));
    run_expect(0, "rm out/.glitch-journal-* && diff -r whole out");
}
END_TEST

/* Several commands may fill one folder at a time. */
START_TEST(runs_at_a_time)
{
    run_expect(0,
        "glitch photos -q -o out --seed 1 & "
        "glitch photos/more -q -o out --seed 1 & wait");
    run_expect(0,
        "cd photos && for f in p1.png p2.png p10.png unnamed; do "
        "glitch $f -q -o ../out2/ --seed 1 & done; "
        "for f in more/*; do glitch $f -q -o ../out2/ --seed 1 & done; wait");
    run_expect(0, "diff -r -x '.glitch*' out out2 && test -f out/unnamed.png");
}
END_TEST

/* ---- variants ------------------------------------------------------------ */

/* Each of the product, the last axis varying fastest; its label makes it again. */
START_TEST(sweep_of_a_picture)
{
    run_expect(0, "cp photos/p1.png in.png");
    run_expect(0,
        "glitch in.png -q -c --vary intensity=1..9:4 --vary seed=1..2 "
        "--vary filter=scanline-offset,color-split -o sweep");
    ck_assert_int_eq(count_files("sweep"), 12 + 1);
    run_expect(0,
        "n=0; for i in 1 5 9; do for s in 1 2; do for f in scanline-offset "
        "color-split; do n=$((n + 1)); glitch in.png -q -c -i $i --seed $s -F $f "
        "-o one-$n.png && cmp one-$n.png sweep/in-$n.png || exit 1; done; done; "
        "done");
    run_expect(0,
        "glitch in.png -c --vary intensity=1..9:4 --vary seed=1..2 --vary "
        "filter=scanline-offset,color-split --pick 6,9..10 -j 1 --json -o again/ | sed "
        "'s/.*values\":\"\\([^\"]*\\)\".*/\\1/' >labels");
    run_expect(0,
        "test $(ls again | wc -l) = 3 && cmp again/in-9.png sweep/in-9.png && "
        "set -- $(sed -n 2p labels) && glitch in.png -q -c --vary $1 --vary $2 "
        "--vary $3 -o 9.png && cmp 9.png sweep/in-9.png");
}
END_TEST

START_TEST(sweep_of_a_parameter)
{
    run_expect(0,
        "cp photos/p1.png in.png; glitch in.png -q -F color-split -F scanlines "
        "--seed 1 --vary color-split.angle=0..90:45 --vary scanlines.every=2,3 "
        "-o 'out/{values}.{ext}'");
    run_expect(0,
        "glitch in.png -q -F color-split:angle=45 -F scanlines:every=3 --seed 1 "
        "-o one.png && cmp one.png out/color-split.angle=45_scanlines.every=3.png");
    ck_assert_int_eq(count_files("out"), 6 + 1);
}
END_TEST

/* One of 10^15 is there at once. */
START_TEST(huge_sweep)
{
    static const char AXES[] =
        "--vary seed=1..100000000 --vary intensity=0.1..10:0.0001 "
        "--vary color-split.angle=0..100 -F color-split";
    run_expect(0, "cp photos/p1.png in.png");
    run_expect(0, "glitch in.png -q %s --pick 900000000000007 -o x.png", AXES);
    run_expect(0, "glitch in.png -q %s --pick random:5 --seed 3 -o five", AXES);
    ck_assert_int_eq(count_files("five"), 5 + 1);
    const outcome *o = run_expect(2, "glitch in.png %s -o all", AXES);
    ck_assert_ptr_nonnull(
        strstr(o->err, "combinations are more than 1000000; choose "));
    o = run_expect(2, "glitch in.png --vary seed=1..3 --pick 4 -o all");
    ck_assert_ptr_nonnull(strstr(o->err, "from 1 to 3"));
    o = run_expect(2, "glitch in.png --vary seed=1..3 -o x.png");
    ck_assert_ptr_nonnull(strstr(o->err, "3 pictures do not go into one file"));
    o = run_expect(2, "glitch in.png --vary seed=1..3 -o 'all/{stem}.png'");
    ck_assert_ptr_nonnull(strstr(o->err, "two pictures of it would be all/in.png"));
    ck_assert(!file_exists("all"));
}
END_TEST

START_TEST(sweep_of_a_folder)
{
    run_expect(0, "glitch photos -q --vary intensity=2,8 -o out --seed 5");
    ck_assert_int_eq(count_files("out"), 8 + 1);
    run_expect(0,
        "glitch photos -q -i 8 -o eight --seed 5 && "
        "cmp out/p2-2.png eight/p2.png && cmp out/unnamed-2.png eight/unnamed.png");
    run_expect(0,
        "for k in 1 2 3; do glitch photos -q --vary intensity=2,8 -o parts "
        "--seed 5 --shard $k/3 || exit 1; done; diff -r -x '.glitch*' out parts");
    run_expect(0,
        "rm out/p2-1.png; glitch photos --vary intensity=2,8 -o out --resume "
        "2>&1 | grep '1 done, 7 done before'");
}
END_TEST

/* One sheet with everything on it, and nothing else is written unless it is asked for. */
START_TEST(sheets)
{
    run_expect(0, "cp photos/p1.png in.png");
    run_expect(
        0, "glitch in.png -q --vary intensity=1..6 --seed 3 --sheet sheet.png -j 3");
    picture sheet = read_png("sheet.png");
    ck_assert_uint_gt(sheet.width, 6 * 40);
    free(sheet.px);
    run_expect(0,
        "glitch in.png -q --vary intensity=1..6 --seed 3 --sheet one.png -j 1 "
        "&& cmp one.png sheet.png");
    run_expect(0,
        "glitch in.png -q --vary intensity=1..6 --seed 3 --sheet two.png -g -f 2 "
        "-o gifs && test $(ls gifs/*.gif | wc -l) = 6");
    ck_assert_int_eq(count_files("."), 6);
    const outcome *o = run_expect(1, "glitch in.png --vary seed=1,2 --sheet sheet.png");
    ck_assert_str_eq(o->err, "glitch: sheet.png: exists already (-y overwrites it)\n");
    o = run_expect(2, "glitch in.png --vary seed=1,2 --sheet in.png -y");
    ck_assert_str_eq(
        o->err, "glitch: in.png: would be written over, and is an input\n");
    o = run_expect(2, "glitch in.png --vary seed=1..20000 --sheet x.png");
    ck_assert_ptr_nonnull(strstr(o->err, "too many for a contact sheet"));
    o = run_expect(2, "glitch in.png --vary seed=1,2 --sheet x.txt");
    ck_assert_ptr_nonnull(strstr(o->err, "the name tells no format"));
    o = run_expect(2, "glitch in.png --vary seed=1,2 -o 'x{seed}.png' --sheet x2.png");
    ck_assert_ptr_nonnull(strstr(o->err, "--sheet x2.png: one of the pictures has"));
    run_expect(2, "glitch in.png -o x.png --sheet x.png -y");
    write_file("photos/bad.png", "x", 1);
    run_expect(1, "glitch photos --sheet folder.png");
    ck_assert(file_exists("folder.png") && !file_exists("x.png"));
    ck_assert(!file_exists("x1.png"));
}
END_TEST

/* A faulty command is told once, and not of each picture. */
START_TEST(faults_of_the_command)
{
    const outcome *o = run_expect(2, "glitch photos -F color-spilt -o out");
    ck_assert_str_eq(
        o->err, "glitch: no filter 'color-spilt'; did you mean 'color-split'?\n");
    o = run_expect(2, "glitch photos --vary scanlines.every=2,3 -o out");
    ck_assert_ptr_nonnull(strstr(o->err, "scanlines"));
    o = run_expect(2, "glitch photos -g --to png -o out");
    ck_assert_ptr_nonnull(strstr(o->err, "--to png: such a file holds one picture"));
    ck_assert(!file_exists("out"));
}
END_TEST

/* ---- size ---------------------------------------------------------------- */

/* A file system may not give one file so many names. */
static void make_links(int count, int names)
{
    char first[32], path[32];
    ck_assert_int_eq(mkdir("d", 0777), 0);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "d/%d.png", i);
        if (i % names == 0)
            make_picture(strcpy(first, path), 4, 1);
        else
            ck_assert_int_eq(link(first, path), 0);
    }
}

START_TEST(hundred_thousand)
{
    make_links(100000, 30000);
    const outcome *o = run_expect(0, "glitch d -o out --seed 1 --shard 1/500");
    ck_assert_ptr_nonnull(strstr(o->err, " done, 0 skipped, 0 failed in "));
    int files = count_files("out");
    ck_assert_int_gt(files, 120);
    ck_assert_int_lt(files, 300);
    if (!sanitized())
        ck_assert_int_lt(o->peak_kib, 120 * 1024);
}
END_TEST

/* ---- the suite ----------------------------------------------------------- */

int main(void)
{
    Suite *suite = suite_create("folders");
    TCase *done = tcase_create("done"), *wrong = tcase_create("wrong");
    TCase *signals = tcase_create("signals"), *size = tcase_create("size");
    TCase *again = tcase_create("again");
    TCase *variants = tcase_create("variants");
    TCase *cases[] = { done, wrong, signals, again, variants, size };
    for (int i = 0; i < 6; i++) {
        tcase_add_checked_fixture(cases[i], with_folder, leave_folder);
        suite_add_tcase(suite, cases[i]);
    }
    tcase_add_test(done, folder_of_pictures);
    tcase_add_test(done, a_picture_depends_on_its_name_alone);
    tcase_add_test(done, told_seed_does_it_again);
    tcase_add_test(done, order_is_natural);
    tcase_add_test(done, lists);
    tcase_add_test(done, lists_lead_nowhere_else);
    tcase_add_loop_test(done, names_by_template, 0, TEMPLATES);
    tcase_add_test(done, percent_signs);
    tcase_add_test(done, without_an_output);
    tcase_add_test(done, shards_are_the_whole);
    tcase_add_test(wrong, one_bad_file_stops_nothing);
    tcase_add_test(wrong, nothing_is_written_twice);
    tcase_add_test(wrong, what_exists_stays);
    tcase_add_test(wrong, output_within_the_input);
    tcase_add_test(wrong, strange_names);
    tcase_add_test(wrong, unreadable);
    tcase_add_test(wrong, output_cannot_be_written);
    tcase_add_test(wrong, full_disk);
    tcase_add_test(wrong, memory_is_shared);
    tcase_add_test(signals, interrupted_once);
    tcase_add_test(signals, interrupted_twice);
    tcase_add_test(signals, terminated_and_killed);
    tcase_add_test(signals, child_that_dies);
    tcase_add_test(variants, sweep_of_a_picture);
    tcase_add_test(variants, sweep_of_a_parameter);
    tcase_add_test(variants, huge_sweep);
    tcase_add_test(variants, sweep_of_a_folder);
    tcase_add_test(variants, sheets);
    tcase_add_test(wrong, faults_of_the_command);
    tcase_add_test(again, killed_fifty_times);
    tcase_add_test(again, interrupted_and_resumed);
    tcase_add_test(again, changes_are_done_again);
    tcase_add_test(again, others_files_stay);
    tcase_add_test(again, changed_masks_are_done_again);
    tcase_add_test(again, shards_are_resumed);
    tcase_add_test(again, runs_at_a_time);
    tcase_add_test(size, hundred_thousand);
    return run_suites(&suite, 1);
}
