/* engine_past.c - filters that look at frames of the past. */
#include "engine.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What echo does, with all frames at hand. */
static picture naive_echo(const picture *now, const picture *in, const picture *out)
{
    picture p = new_picture(now->width, now->height);
    for (uint32_t y = 0; y < p.height; y++)
        for (uint32_t x = 0; x < p.width; x++) {
            size_t i = (size_t)y * p.width + x;
            p.px[i] = scramble(now->px[i], x, y);
            if (in) {
                p.px[i].red = (uint8_t)(p.px[i].red + 3 * in->px[i].red);
                p.px[i].alpha = (uint8_t)(p.px[i].alpha ^ (3 * in->px[i].alpha));
            }
            if (out) {
                p.px[i].red = (uint8_t)(p.px[i].red + 5 * out->px[i].red);
                p.px[i].alpha = (uint8_t)(p.px[i].alpha ^ (5 * out->px[i].alpha));
            }
        }
    return p;
}

typedef picture (*blend_fn)(const picture *in, const picture *out, uint32_t frame);

static picture keep_all(const picture *in, const picture *out, uint32_t frame)
{
    (void)in, (void)frame;
    return copy_picture(out);
}

static picture even_frames(const picture *in, const picture *out, uint32_t frame)
{
    return copy_picture(frame % 2 ? in : out);
}

static picture no_red(const picture *in, const picture *out, uint32_t frame)
{
    picture p = copy_picture(out);
    (void)frame;
    for (uint32_t i = 0; i < p.width * p.height; i++)
        p.px[i].red = in->px[i].red;
    return p;
}

static const struct {
    const char *settings;
    blend_fn blend;
} cases[] = { { "", keep_all }, { ",when=..:2", even_frames },
    { ",channels=gba", no_red } };

static void check_echo(const char *kind, int in_ago, int out_ago, int which,
    const picture *in, bool scratch)
{
    char spec[128];
    picture out[MOST_FRAMES], a[MOST_FRAMES];
    snprintf(spec, sizeof spec,
        "blur:above=1,below=1,edge=wrap %s:in=%d,out=%d%s blur:below=1", kind, in_ago,
        out_ago, cases[which].settings);
    picture given[MOST_FRAMES], end[MOST_FRAMES];
    way w = { .scratch = scratch };
    run_frames(in, MOST_FRAMES, "blur:above=1,below=1,edge=wrap", w, given);
    for (int k = 0; k < MOST_FRAMES; k++) {
        picture e =
            naive_echo(&given[k], in_ago && k >= in_ago ? &given[k - in_ago] : NULL,
                out_ago && k >= out_ago ? &out[k - out_ago] : NULL);
        out[k] = cases[which].blend(&given[k], &e, (uint32_t)k);
        free(e.px);
    }
    run_frames(out, MOST_FRAMES, "blur:below=1", w, end);
    run_frames(in, MOST_FRAMES, spec, w, a);
    for (int k = 0; k < MOST_FRAMES; k++)
        assert_same(&a[k], &end[k], spec);
    free_pictures(given, MOST_FRAMES);
    free_pictures(end, MOST_FRAMES);
    free_pictures(out, MOST_FRAMES);
    free_pictures(a, MOST_FRAMES);
}

START_TEST(echoes)
{
    static const int agos[][2] = { { 0, 0 }, { 1, 0 }, { 0, 1 }, { 1, 1 }, { 3, 2 },
        { 2, 5 }, { 100, 100 } };
    static const uint32_t sizes[][2] = { { 13, 11 }, { 1, 1 }, { 1, 9 }, { 9, 1 } };
    picture in[MOST_FRAMES];
    for (uint32_t k = 0; k < MOST_FRAMES; k++)
        in[k] = random_picture(sizes[_i][0], sizes[_i][1], k + 1, false);
    for (size_t i = 0; i < COUNT(agos); i++)
        for (int which = 0; which < (int)COUNT(cases); which++)
            for (int scratch = 0; scratch < 2; scratch++) {
                check_echo("echo-row", agos[i][0], agos[i][1], which, in, scratch);
                check_echo("echo-frame", agos[i][0], agos[i][1], which, in, scratch);
            }
    free_pictures(in, MOST_FRAMES);
}
END_TEST

/* Each filter, and each run, has a past of its own. */
START_TEST(two_of_them)
{
    picture in[4], once[4], twice[4], both[4];
    for (uint32_t k = 0; k < 4; k++)
        in[k] = random_picture(7, 5, k + 1, false);
    run_frames(in, 4, "echo-row:in=2", (way) { 0 }, once);
    run_frames(once, 4, "echo-frame:out=2", (way) { 0 }, twice);
    run_frames(in, 4, "echo-row:in=2 echo-frame:out=2", (way) { 0 }, both);
    for (int k = 0; k < 4; k++)
        assert_same(&both[k], &twice[k], "two with a past");
    free_pictures(in, 4);
    free_pictures(once, 4);
    free_pictures(twice, 4);
    free_pictures(both, 4);
}
END_TEST

/* How far back it looks may change. */
START_TEST(farther_and_farther)
{
    picture in[8], a[8];
    for (uint32_t k = 0; k < 8; k++)
        in[k] = random_picture(7, 5, k + 1, false);
    run_frames(in, 8, "echo-row:in=1..8,out=0", (way) { 0 }, a);
    for (int k = 0; k < 8; k++) { /* frame k asks for k + 1 ago, and never has it */
        picture e = naive_echo(&in[k], NULL, NULL);
        assert_same(&a[k], &e, "farther");
        free(e.px);
    }
    free_pictures(a, 8);
    run_frames(in, 8, "echo-row:in=1..4@step,out=0", (way) { 0 }, a);
    for (int k = 0; k < 8; k++) {
        int ago = k < 4 ? 1 : 4;
        /* In frame 4 four are wanted for the first time, and one was kept till then. */
        bool has = k < 4 ? k >= 1 : k >= 7;
        picture e = naive_echo(&in[k], has ? &in[k - ago] : NULL, NULL);
        if (k != 5 && k != 6)
            assert_same(&a[k], &e, "step");
        free(e.px);
    }
    free_pictures(a, 8);
    free_pictures(in, 8);
}
END_TEST

Suite *past_suite(void)
{
    Suite *suite = suite_create("past");
    TCase *c = tcase_create("past");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, echoes, 0, 4);
    tcase_add_test(c, two_of_them);
    tcase_add_test(c, farther_and_farther);
    return suite;
}
