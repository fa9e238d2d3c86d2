/* animated_pairs.c - an animation from each format into each other, its timing kept. */
#include "animated.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const formats[] = { "gif", "apng", "y4m",
#ifdef HAVE_WEBP
    "webp"
#endif
};

enum { FORMATS = sizeof formats / sizeof *formats, FRAMES = 4 };

/* The first is the rate of a video, of which the others are whole multiples. */
static const uint32_t delays[FRAMES] = { 50, 100, 50, 200 };

static bool is_written(const char *format)
{
    const char *name;
    for (size_t i = 0; (name = glitch_format_at(i)) != NULL; i++)
        if (strcmp(name, format) == 0)
            return true;
    return false;
}

/* Few colours, none of which is far inside the cube, so that each format has them. */
static clip four_frames(void)
{
    clip c = { .count = FRAMES, .loops = 3 };
    for (uint32_t i = 0; i < FRAMES; i++) {
        c.frames[i] = new_picture(24, 16);
        c.delays[i] = delays[i];
        for (uint32_t k = 0; k < 24 * 16; k++)
            c.frames[i].px[k] = (PixelTuple) { (uint8_t)(k % 24 / 6 * 80),
                (uint8_t)(k / 24 / 4 * 80), (uint8_t)(i * 80), 255 };
    }
    return c;
}

/* Video has colours of its own, which are off by a little. */
static bool are_near(const picture *a, const picture *b)
{
    const uint8_t *x = (const uint8_t *)a->px, *y = (const uint8_t *)b->px;
    for (size_t i = 0; i < (size_t)a->width * a->height * 4; i++)
        if (abs(x[i] - y[i]) > 5)
            return false;
    return true;
}

/* Of frames that are the same one after the other the first, shown for as long as all. */
static void merge_repeated(clip *c)
{
    uint32_t kept = 0;
    for (uint32_t i = 1; i < c->count; i++)
        if (are_near(&c->frames[kept], &c->frames[i])) {
            c->delays[kept] += c->delays[i];
            free(c->frames[i].px);
        } else {
            c->frames[++kept] = c->frames[i];
            c->delays[kept] = c->delays[i];
        }
    c->count = kept + 1;
}

static void check_clip(clip *back, const clip *expected, const char *what)
{
    merge_repeated(back);
    ck_assert_msg(back->count == FRAMES, "%s: %u frames", what, back->count);
    for (uint32_t i = 0; i < FRAMES; i++) {
        ck_assert_msg(
            are_near(&back->frames[i], &expected->frames[i]), "%s: frame %u", what, i);
        ck_assert_msg(back->delays[i] == expected->delays[i], "%s: frame %u for %u ms",
            what, i, back->delays[i]);
    }
}

START_TEST(any_animation_into_any_other)
{
    const char *from = formats[_i / FORMATS], *to = formats[_i % FORMATS];
    char in[16], out[16], what[40];
    snprintf(in, sizeof in, "in.%s", from);
    snprintf(out, sizeof out, "out.%s", to);
    snprintf(what, sizeof what, "%s into %s", from, to);
    if (!is_written(from) || !is_written(to)) {
        skip(what, "this build does not write one of them");
        return;
    }
    clip c = four_frames();
    write_clip(&c, in, NULL);
    run_expect(0, "glitch %s -F none -o %s", in, out);
    clip back = read_clip(out);
    int loops = back.loops;
    check_clip(&back, &c, what);
    if (strcmp(from, "y4m") != 0 && strcmp(to, "y4m") != 0)
        ck_assert_int_eq(loops, 3);
    free_clip(&back);
    /* The first two frames, and one of them alone. */
    run_expect(0, "glitch %s -F none -f 2 -y -o %s", in, out);
    back = read_clip(out);
    merge_repeated(&back);
    ck_assert(back.count >= 1 && back.count <= 2);
    ck_assert(are_near(&back.frames[0], &c.frames[0]));
    free_clip(&back);
    run_expect(0, "glitch %s -F none --still 2 -y -o %s", in, out);
    back = read_clip(out);
    ck_assert_uint_eq(back.count, 1);
    free_clip(&back);
    free_clip(&c);
}
END_TEST

void add_pair_tests(Suite *suite)
{
    TCase *c = tcase_create("pairs");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, any_animation_into_any_other, 0, FORMATS * FORMATS);
    suite_add_tcase(suite, c);
}
