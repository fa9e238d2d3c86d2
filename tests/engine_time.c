/* engine_time.c - parameters that change, when a filter acts, seeds; frames alone. */
#include "engine.h"
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what a filter is given ---------------------------------------------- */

typedef struct probe_params {
    double real, angle;
    int32_t whole;
    glitch_length length;
} probe_params;

static const glitch_param probe_table[] = {
    { "real", GLITCH_REAL, offsetof(probe_params, real), "0", -1000, 1000, NULL,
        GLITCH_AUTO_NONE, "a number" },
    { "angle", GLITCH_ANGLE, offsetof(probe_params, angle), "0", -1000, 1000, NULL,
        GLITCH_AUTO_NONE, "an angle" },
    { "whole", GLITCH_INT, offsetof(probe_params, whole), "0", -1000, 1000, NULL,
        GLITCH_AUTO_NONE, "a whole number" },
    { "length", GLITCH_LENGTH, offsetof(probe_params, length), "0", -1000, 1000, NULL,
        GLITCH_AUTO_NONE, "a length" },
    { 0 },
};

/* By the frame's number. */
static struct {
    probe_params params;
    uint32_t total;
    double time;
    uint64_t rand, key;
    bool planned;
} seen[64];

static glitch_status plan_probe(glitch_plan *p, const glitch_frame *shape,
    const void *params, glitch_reach *reach, void **state)
{
    (void)reach, (void)state;
    seen[shape->index].params = *(const probe_params *)params;
    seen[shape->index].total = glitch_plan_total(p);
    seen[shape->index].time = glitch_plan_time(p);
    seen[shape->index].rand = glitch_plan_rand(p);
    seen[shape->index].key = glitch_plan_key(p);
    seen[shape->index].planned = true;
    double real = glitch_plan_real(p);
    ck_assert(real >= 0 && real < 1);
    return GLITCH_OK;
}

static void row_copy(
    const void *state, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    (void)state, (void)y;
    memcpy(out, glitch_window_row(in, 0), glitch_window_width(in) * sizeof *out);
}

static const glitch_filter probe = { sizeof(glitch_filter), "probe", "a test",
    probe_table, sizeof(probe_params), plan_probe, row_copy, NULL, 0, NULL, NULL };

/* Frames that hold nothing, `count` of them or as many as `info` does not say. */
typedef struct blank {
    PixelTuple px[4];
    glitch_frame frame;
    uint32_t count, next, total;
} blank;

static glitch_status blank_info(void *self, glitch_info *out)
{
    *out = (glitch_info) {
        .width = 2, .height = 2, .frames = ((blank *)self)->total, .animated = 1
    };
    return GLITCH_OK;
}

static glitch_status blank_next(void *self, const glitch_frame **out)
{
    blank *b = self;
    if (b->next == b->count)
        return GLITCH_END;
    b->frame = (glitch_frame) { b->px, 2, 2, 2, b->next++, 0, 0 };
    *out = &b->frame;
    return GLITCH_OK;
}

static void blank_close(void *self)
{
    (void)self;
}

static glitch_schedule schedule = GLITCH_SCHEDULE_INIT;

/* Run `count` frames through a chain, of which the info says that they are `total`. */
static void run_probe(const char *specs, uint32_t count, uint32_t total, uint32_t set)
{
    static const glitch_frames_tc tc = { blank_info, blank_next, blank_close };
    char text[256];
    blank b = { .count = count, .total = total };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 5);
    glitch_frames it;
    const glitch_frame *f;
    memset(seen, 0, sizeof seen);
    ck_assert_int_eq(glitch_ctx_register(ctx, &probe), GLITCH_OK);
    snprintf(text, sizeof text, "%s", specs);
    for (char *s = strtok(text, " "); s; s = strtok(NULL, " "))
        ck_assert_msg(glitch_pipeline_add(p, s) == GLITCH_OK, "%s: %s", s,
            glitch_ctx_message(ctx));
    ck_assert_int_eq(glitch_pipeline_set_schedule(p, &schedule), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_set_frames(p, set), GLITCH_OK);
    ck_assert_int_eq(
        glitch_pipeline_apply(p, (glitch_frames) { &b, &tc }, &it), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_set_frames(p, 1), GLITCH_ESTATE);
    while (glitch_frames_next(it, &f) == GLITCH_OK)
        continue;
    glitch_frames_close(&it);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
}

/* ---- easings ------------------------------------------------------------- */

static long double naive_ease(const char *easing, uint32_t k, uint32_t total)
{
    const long double pi = 3.14159265358979323846L;
    long double t =
        total < 2 ? 0 : (long double)(k < total ? k : total - 1) / (total - 1);
    if (strcmp(easing, "ease-in") == 0)
        return powl(t, 3);
    if (strcmp(easing, "ease-out") == 0)
        return 1 - powl(1 - t, 3);
    if (strcmp(easing, "ease-in-out") == 0)
        return 3 * t * t - 2 * t * t * t;
    if (strcmp(easing, "step") == 0)
        return 2 * t >= 1;
    if (strcmp(easing, "sine") == 0)
        return total < 2 ? 0 : (1 - cosl(2 * pi * (k % total) / total)) / 2;
    return t;
}

static void check_number(double is, long double should, const char *what, uint32_t k)
{
    ck_assert_msg(fabsl(is - should) < 1e-11L, "%s, frame %u: %.17g, not %.17g", what,
        k, is, (double)should);
}

START_TEST(easings)
{
    static const char *const names[] = { "linear", "ease-in", "ease-out", "ease-in-out",
        "step", "sine" };
    static const uint32_t totals[] = { 0, 1, 2, 3, 7, 12 };
    static const double ends[][2] = { { 1, 8 }, { -3.5, 3.25 }, { 9, -9 }, { 4, 4 } };
    const double *e = ends[_i];
    for (size_t n = 0; n < COUNT(names); n++)
        for (size_t t = 0; t < COUNT(totals); t++) {
            char spec[256];
            snprintf(spec, sizeof spec,
                "probe:real=%g..%g@%s,angle=%gdeg..%g@%s,length=%g%%..%g%%@%s,"
                "whole=%g..%g@%s",
                e[0], e[1], names[n], e[0], e[1], names[n], e[0], e[1], names[n],
                floor(e[0]), floor(e[1]), names[n]);
            run_probe(spec, 14, totals[t], 0);
            for (uint32_t k = 0; k < 14; k++) {
                const probe_params *p = &seen[k].params;
                long double x = naive_ease(names[n], k, totals[t]);
                long double v = e[0] + (e[1] - e[0]) * x;
                long double w = floorl(e[0]) + (floorl(e[1]) - floorl(e[0])) * x;
                check_number(p->real, v, spec, k);
                check_number(p->angle, v, spec, k);
                check_number(p->length.value, v, spec, k);
                ck_assert_int_eq(p->length.percent, 1);
                if (fabsl(w - floorl(w) - 0.5L) > 1e-9L) /* a tie may go either way */
                    ck_assert_int_eq(p->whole, (int32_t)floorl(w + 0.5L));
            }
        }
}
END_TEST

/* Both ends are met to the last bit. */
START_TEST(ends_are_exact)
{
    run_probe("probe:real=0.1..0.7,angle=0.3..-0.9@ease-in-out", 5, 5, 0);
    ck_assert(!(seen[0].params.real < 0.1 || seen[0].params.real > 0.1));
    ck_assert(!(seen[4].params.real < 0.7 || seen[4].params.real > 0.7));
    ck_assert(!(seen[0].params.angle < 0.3 || seen[0].params.angle > 0.3));
    ck_assert(!(seen[4].params.angle < -0.9 || seen[4].params.angle > -0.9));
}
END_TEST

START_TEST(without_an_easing_it_is_linear)
{
    run_probe("probe:real=10..20", 3, 3, 0);
    check_number(seen[1].params.real, 15, "linear", 1);
    run_probe("probe:real=-.5...5", 3, 3, 0); /* from -.5 to .5 */
    check_number(seen[0].params.real, -0.5L, "half", 0);
    check_number(seen[1].params.real, 0, "half", 1);
    run_probe("probe:real=1..2,real=7", 3, 3, 0); /* the last one counts */
    check_number(seen[2].params.real, 7, "last", 2);
    run_probe("probe:real=7,real=1..2", 3, 3, 0);
    check_number(seen[2].params.real, 2, "last", 2);
}
END_TEST

/* Times the intensity, which moves, too; and never out of the parameter's range. */
START_TEST(scaled_by_the_intensity)
{
    schedule = (glitch_schedule)GLITCH_SCHEDULE_INIT;
    schedule.intensity = 3;
    schedule.change = 0.5;
    run_probe(_i
            ? "probe:real=-1.5*i,angle=10*i..20*i,length=0.5%*i..0.5%*i,whole=0.25*i"
            : "probe:real=-1.5*i,angle=10..20*i,length=0.5%*i,whole=0.25*i",
        5, 5, 0);
    for (uint32_t k = 0; k < 5; k++) {
        const probe_params *p = &seen[k].params;
        long double i = 3 + k * 0.5L;
        check_number(p->real, -1.5L * i, "real", k);
        check_number(p->angle, (10 + 2.5L * k) * i, "angle", k);
        check_number(p->length.value, 0.5L * i, "length", k);
        ck_assert_int_eq(p->length.percent, 1);
        ck_assert_int_eq(p->whole, (int32_t)floorl(0.25L * i + 0.5L));
    }
    run_probe("probe:real=999*i,angle=-999*i,whole=1..500*i,mix=0.1*i", 3, 3, 0);
    check_number(seen[0].params.real, 1000, "most", 0);
    check_number(seen[0].params.angle, -1000, "least", 0);
    ck_assert_int_eq(seen[0].params.whole, 3);
    ck_assert_int_eq(seen[2].params.whole, 1000);
    run_probe("probe:real=1*i,real=7", 1, 1, 0); /* the last one counts */
    check_number(seen[0].params.real, 7, "last", 0);
    schedule = (glitch_schedule)GLITCH_SCHEDULE_INIT;
}
END_TEST

START_TEST(chance)
{
    int32_t counts[3] = { 0 };
    double least = 9, most = -9;
    for (int round_ = 0; round_ < 40; round_++) {
        char spec[128];
        snprintf(spec, sizeof spec,
            "probe:seed=%d,real=2..-1@random,whole=1..3@random,angle=2..-1@random",
            round_);
        run_probe(spec, 60, 60, 0);
        for (uint32_t k = 0; k < 60; k++) {
            const probe_params *p = &seen[k].params;
            ck_assert(p->real >= -1 && p->real <= 2);
            ck_assert(p->whole >= 1 && p->whole <= 3);
            ck_assert(fabs(p->real - p->angle) > 0); /* each has its own luck */
            counts[p->whole - 1]++;
            least = fmin(least, p->real);
            most = fmax(most, p->real);
        }
    }
    ck_assert(least < -0.98 && most > 1.98);
    for (int i = 0; i < 3; i++) /* 2400 draws: 800 each */
        ck_assert_int_le(abs(counts[i] - 800), 120);
}
END_TEST

/* What is drawn does not change with what else moves, nor with the number of frames. */
START_TEST(chance_is_keyed)
{
    double alone[8];
    run_probe("probe:real=0..1@random", 8, 8, 0);
    uint64_t rand = seen[3].rand;
    for (int k = 0; k < 8; k++)
        alone[k] = seen[k].params.real;
    run_probe("probe:angle=0..5@random,whole=0..9@sine,real=0..1@random", 8, 0, 0);
    for (int k = 0; k < 8; k++)
        check_number(seen[k].params.real, alone[k], "random", (uint32_t)k);
    ck_assert_uint_eq(seen[3].rand, rand);
}
END_TEST

START_TEST(number_of_frames)
{
    run_probe("probe:real=0..1", 5, 5, 0);
    ck_assert_uint_eq(seen[0].total, 5);
    check_number(seen[4].time, 0.8L, "time", 4);
    run_probe("probe:real=0..1", 5, 0, 0);
    ck_assert_uint_eq(seen[0].total, 0);
    check_number(seen[4].time, 0, "time", 4);
    check_number(seen[4].params.real, 0, "unknown", 4);
    run_probe("probe:real=0..1", 5, 9, 3);
    ck_assert_uint_eq(seen[0].total, 3);
    check_number(seen[1].params.real, 0.5L, "set", 1);
    check_number(seen[4].params.real, 1, "beyond the end", 4);
}
END_TEST

/* mix is a number as others are. */
START_TEST(mix_changes)
{
    picture in[3], a[3], e;
    for (int i = 0; i < 3; i++)
        in[i] = random_picture(13, 7, (uint64_t)i + 1, false);
    run_frames(in, 3, "scramble-row:mix=0..1", (way) { 0 }, a);
    static const char *const specs[] = { "scramble-row:mix=0", "scramble-row:mix=0.5",
        "scramble-row" };
    for (int i = 0; i < 3; i++) {
        e = run_one(&in[i], specs[i]);
        assert_same(&a[i], &e, specs[i]);
        free(e.px);
    }
    assert_same(&a[0], &in[0], "mix=0");
    free_pictures(a, 3);
    free_pictures(in, 3);
}
END_TEST

/* ---- when ---------------------------------------------------------------- */

static const struct {
    const char *text, *frames; /* those of 0 to 29 */
} whens[] = {
    { "",
        "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 "
        "29" },
    { "0", "0" },
    { "3", "3" },
    { "0,5..9,20..:3", "0 5 6 7 8 9 20 23 26 29" },
    { "..2", "0 1 2" },
    { "27..", "27 28 29" },
    { "..:10", "0 10 20" },
    { "4..4", "4" },
    { "5..20:7,1", "1 5 12 19" },
    { "29,0..1,1..2", "0 1 2 29" },
    { "100", "" },
    { "4294967295,4294967294..", "" },
};

START_TEST(frames_to_act_on)
{
    char spec[128], got[256] = "";
    snprintf(spec, sizeof spec, "probe:when=%s,mix=1", whens[_i].text);
    run_probe(spec, 30, 30, 0);
    for (int k = 0; k < 30; k++)
        if (seen[k].planned)
            sprintf(got + strlen(got), "%s%d", *got ? " " : "", k);
    ck_assert_str_eq(got, whens[_i].frames);
}
END_TEST

/* A frame that no filter acts on passes as it was lent, without a copy. */
START_TEST(frames_that_pass)
{
    picture in = random_picture(9, 9, 1, false);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    glitch_frames it;
    const glitch_frame *f;
    ck_assert_int_eq(glitch_pipeline_add(p, "scanlines:when=5"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_add(p, "scanlines:mix=0"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(&in, 1), &it), GLITCH_OK);
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
    ck_assert_ptr_eq(f->px, in.px);
    ck_assert_uint_eq(f->flags, 0);
    glitch_frames_close(&it);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    free(in.px);
}
END_TEST

/* ---- seed ---------------------------------------------------------------- */

START_TEST(own_seeds)
{
    run_probe("probe:seed=77", 4, 4, 0);
    uint64_t rand = seen[2].rand, key = seen[2].key;
    run_probe("scanlines scanline-offset probe:seed=77", 4, 4, 0);
    ck_assert(seen[2].rand == rand && seen[2].key == key);
    run_probe("probe:seed=78", 4, 4, 0);
    ck_assert(seen[2].rand != rand && seen[2].key != key);
    run_probe("probe:seed=5", 4, 4, 0); /* the chain's, at the first place */
    rand = seen[2].rand;
    run_probe("probe", 4, 4, 0);
    ck_assert(seen[2].rand == rand);
    run_probe("probe:seed=-1", 4, 4, 0);
    rand = seen[2].rand;
    run_probe("probe:seed=18446744073709551615", 4, 4, 0);
    ck_assert(seen[2].rand == rand);
}
END_TEST

/* ---- any frame can be had alone ------------------------------------------ */

START_TEST(a_frame_alone)
{
    static const char *const specs[] = {
        "scanline-offset:level=1..9@random,mix=0.2..1@sine channel-shift:when=1..:2",
        "color-split:distance=0..20@ease-out,rect=50%x50%+10%+10%,channels=rg "
        "scanlines:seed=4,every=1..5@step",
        "scramble-frame:mix=0..1@ease-in,when=2.. blur:above=0..3@ease-in-out,below=2,"
        "edge=mirror,mask=mask.png"
    };
    picture in[MOST_FRAMES], whole[MOST_FRAMES], alone;
    picture mask = random_picture(5, 3, 5, true);
    write_png("mask.png", &mask);
    for (uint32_t k = 0; k < MOST_FRAMES; k++)
        in[k] = random_picture(37, 29, k + 1, false);
    way w = { .seed = 9, .total = MOST_FRAMES };
    run_frames(in, MOST_FRAMES, specs[_i], w, whole);
    for (uint32_t k = 0; k < MOST_FRAMES; k++) {
        w.start = k;
        run_frames(&in[k], 1, specs[_i], w, &alone);
        assert_same(&alone, &whole[k], specs[_i]);
        free(alone.px);
    }
    free(mask.px);
    free_pictures(whole, MOST_FRAMES);
    free_pictures(in, MOST_FRAMES);
}
END_TEST

Suite *time_suite(void)
{
    Suite *suite = suite_create("time");
    TCase *c = tcase_create("time");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, easings, 0, 4);
    tcase_add_test(c, ends_are_exact);
    tcase_add_test(c, without_an_easing_it_is_linear);
    tcase_add_loop_test(c, scaled_by_the_intensity, 0, 2);
    tcase_add_test(c, chance);
    tcase_add_test(c, chance_is_keyed);
    tcase_add_test(c, number_of_frames);
    tcase_add_test(c, mix_changes);
    tcase_add_loop_test(c, frames_to_act_on, 0, (int)COUNT(whens));
    tcase_add_test(c, frames_that_pass);
    tcase_add_test(c, own_seeds);
    tcase_add_loop_test(c, a_frame_alone, 0, 3);
    return suite;
}
