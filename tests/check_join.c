/* check_join.c - several pictures, or numbered ones, as one animation. */
#include "support/support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { PICTURES = 5 };

/* f-3.png to f-7.png, small ones of few colours, which a GIF has exactly. */
static void with_pictures(void)
{
    enter_folder();
    for (int k = 0; k < PICTURES; k++) {
        char name[16];
        picture p = new_picture(40, 30);
        for (int i = 0; i < 40 * 30; i++)
            p.px[i] = (PixelTuple) { (uint8_t)(k * 50), (uint8_t)(i % 40 / 10 * 60),
                (uint8_t)(i / 400 * 90), 255 };
        snprintf(name, sizeof name, "f-%d.png", k + 3);
        write_png(name, &p);
        free(p.px);
    }
}

static void assert_frames(const char *file, const char *const *names, int count)
{
    run_expect(0, "rm -f out-*.png; glitch %s -F none -o out-%%d.png", file);
    run_expect(0, "test $(ls out-*.png | wc -l) -eq %d", count);
    for (int k = 0; k < count; k++) {
        char name[32];
        snprintf(name, sizeof name, "out-%d.png", k);
        picture a = read_png(name), e = read_png(names[k]);
        assert_same(&a, &e, names[k]);
        free(a.px);
        free(e.px);
    }
}

static const char *const in_order[] = { "f-3.png", "f-4.png", "f-5.png", "f-6.png",
    "f-7.png" };

START_TEST(numbered_pictures)
{
    run_expect(0, "glitch f-%%d.png -F none -o a.gif");
    assert_frames("a.gif", in_order, PICTURES);
    const outcome *o =
        run_expect(0, "rm f-5.png; glitch f-%%d.png -F none -y -o a.gif");
    ck_assert_str_eq(o->err,
        "glitch: f-%d.png: the animation ends before f-5.png, which is missing, though "
        "there is f-6.png\n");
    assert_frames("a.gif", in_order, 2);
    o = run_expect(0, "glitch f-%%d.png -q -F none -y -o a.gif");
    ck_assert_str_eq(o->err, "");
    o = run_expect(1, "glitch g-%%d.png -o b.gif");
    ck_assert_str_eq(
        o->err, "glitch: g-%d.png: there is no such file, nor a numbered one\n");
    /* A file of that very name is one picture. */
    run_expect(0, "cp f-3.png f-%%d.png; glitch f-%%d.png -F none -o one.png");
    run_expect(1, "glitch %%.png -o b.gif");
}
END_TEST

START_TEST(in_the_order_given)
{
    static const char *const order[] = { "f-7.png", "f-3.png", "f-7.png", "f-5.png" };
    run_expect(0, "glitch --join f-7.png f-3.png f-7.png f-5.png -F none -o a.gif");
    assert_frames("a.gif", order, 4);
}
END_TEST

/* Animations among them have all of their frames, and their delays. */
START_TEST(animations_too)
{
    static const char *const order[] = { "f-6.png", "f-3.png", "f-4.png", "f-7.png" };
    run_expect(0, "glitch --join f-3.png f-4.png -F none --delay 70 -o two.gif");
    run_expect(0, "glitch --join f-6.png two.gif f-7.png -F none -o a.gif");
    assert_frames("a.gif", order, 4);
    if (have_tool("identify")) {
        const outcome *o = run_expect(0, "identify -format '%%T ' a.gif");
        ck_assert_str_eq(o->out, "20 7 7 20 ");
    }
}
END_TEST

/* Each frame is what the picture is at its place of an animation. */
START_TEST(filters_know_the_frames)
{
    run_expect(0,
        "glitch f-%%d.png -F channel-shift:channel=red,dy=0,dx=0..8 -o a.gif;"
        "glitch a.gif -F none -o a-%%d.png");
    for (int k = 0; k < PICTURES; k++) {
        char name[16];
        run_expect(0,
            "glitch f-%d.png -F channel-shift:channel=red,dy=0,dx=%d -y -o e.png",
            k + 3, 2 * k);
        snprintf(name, sizeof name, "a-%d.png", k);
        picture a = read_png(name), e = read_png("e.png");
        assert_same(&a, &e, name);
        free(a.px);
        free(e.px);
    }
}
END_TEST

START_TEST(what_cannot_be_joined)
{
    static const struct {
        int status;
        const char *command, *message;
    } cases[] = {
        { 2, "glitch --join f-3.png f-4.png", "--join needs -o" },
        { 2, "glitch --join f-3.png f-4.png --vary seed=1,2 -o x/",
            "--join makes one" },
        { 2, "glitch --join -r f-3.png -o x.gif", "--join makes one" },
        { 1, "glitch --join f-3.png none.png -o x.gif", "none.png: No such file" },
        { 1, "glitch --join f-3.png . -o x.gif", ".: Is a directory" },
        { 1, "glitch --join f-3.png big.png -o x.gif",
            "big.png: 80x60 pixels, but f-3.png has 40x30" },
        { 1, "glitch --join f-3.png text -o x.gif", "text: not an image" },
        { 1, "cat f-4.png | glitch --join f-3.png /dev/stdin -o x.gif",
            "/dev/stdin: " },
    };
    write_file("text", "no picture, by any means", 24);
    run_expect(0, "glitch f-3.png --scale 200%% -F none -o big.png");
    for (size_t i = 0; i < COUNT(cases); i++) {
        const outcome *o = run_expect(cases[i].status, "%s", cases[i].command);
        ck_assert_msg(strstr(o->err, cases[i].message) != NULL, "%s", o->err);
        ck_assert_ptr_eq(strchr(o->err, '\n'), o->err + strlen(o->err) - 1);
        ck_assert(!file_exists("x.gif"));
    }
}
END_TEST

/* A picture that is damaged behind its header is told by its name; nothing is left. */
START_TEST(a_damaged_one)
{
    run_expect(0, "head -c 90 f-5.png >cut.png");
    const outcome *o = run_expect(1, "glitch --join f-3.png cut.png f-4.png -o x.gif");
    ck_assert_ptr_nonnull(strstr(o->err, "cut.png: damaged PNG file"));
    ck_assert(!file_exists("x.gif"));
    run_expect(0, "glitch --join f-3.png f-4.png -q -F none -o only.png");
}
END_TEST

/* More than may be open are told, and many are no more memory. */
START_TEST(very_many)
{
    run_expect(0, "for i in $(seq 10 309); do cp f-3.png g-$i.png; done");
    const outcome *o =
        run_expect(0, "exec %s/glitch g-%%d.png -F none -o a.gif", build_dir());
    if (!sanitized())
        ck_assert_int_lt(o->peak_kib, 48 * 1024);
    run_expect(
        0, "glitch a.gif -F none -o h-%%d.png; test $(ls h-*.png | wc -l) -eq 300");
    o = run_expect(1, "ulimit -n 100; glitch g-%%d.png -F none -o b.gif");
    ck_assert_ptr_nonnull(strstr(o->err, "more files than may be open at a time"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("join");
    TCase *c = tcase_create("join");
    suite_add_tcase(suite, c);
    tcase_add_checked_fixture(c, with_pictures, leave_folder);
    tcase_add_test(c, numbered_pictures);
    tcase_add_test(c, in_the_order_given);
    tcase_add_test(c, animations_too);
    tcase_add_test(c, filters_know_the_frames);
    tcase_add_test(c, what_cannot_be_joined);
    tcase_add_test(c, a_damaged_one);
    tcase_add_test(c, very_many);
    return run_suites(&suite, 1);
}
