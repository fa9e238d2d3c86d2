/*
 * check_classic.c - the pictures of glitch-this, pixel for pixel.
 *
 * tests/classic.tsv has frames that the old tool drew of two pictures made by formula,
 * and more that CPython drew (classic-oracle.py); ../shared/classic has 172 frames of
 * six.
 */
#include "filters/mt19937.h"
#include "support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the generator ------------------------------------------------------- */

/* The first numbers of mt19937ar.out, published with the generator's code. */
START_TEST(mt19937_by_array)
{
    static const uint32_t key[] = { 0x123, 0x234, 0x345, 0x456 };
    static const uint32_t expected[] = { 1067595299, 955945823, 477289528, 4107218783,
        4228976476, 3344332714, 3355579695, 227628506, 810200273, 2591290167 };
    mt19937 mt;
    mt19937_seed_by_array(&mt, key, 4);
    for (int i = 0; i < 10; i++)
        ck_assert_uint_eq(mt19937_next(&mt), expected[i]);
    for (int i = 10; i < 999; i++)
        mt19937_next(&mt);
    ck_assert_uint_eq(mt19937_next(&mt), 3460025646u); /* the last of the 1000 */
}
END_TEST

/* ISO C++, [rand.predef]: the 10000th number of the default seed 5489. */
START_TEST(mt19937_ten_thousandth)
{
    mt19937 mt;
    mt19937_seed(&mt, 5489);
    for (int i = 1; i < 10000; i++)
        mt19937_next(&mt);
    ck_assert_uint_eq(mt19937_next(&mt), 4123659995u);
}
END_TEST

/* ---- the tables ---------------------------------------------------------- */

typedef struct row {
    char name[32], input[32], level[32], seed[64], change[32];
    int color, scan, frames, step, cycle, frame;
    unsigned width, height;
    char hash[65];
} row;

static bool parse_row(const char *line, row *r)
{
    return sscanf(line, "%31s %31s %31s %63s %d %d %d %d %31s %d %d %u %u %64s",
               r->name, r->input, r->level, r->seed, &r->color, &r->scan, &r->frames,
               &r->step, r->change, &r->cycle, &r->frame, &r->width, &r->height,
               r->hash)
        == 14;
}

/* All frames of a case, as the command writes them. */
static void draw_case(const row *r, const char *input)
{
    char animation[128] = "";
    if (r->frames > 1)
        snprintf(animation, sizeof animation, "-g -f %d --step %d --change %s%s",
            r->frames, r->step, r->change, r->cycle ? " --cycle" : "");
    const outcome *o = run_expect(0,
        "glitch %s --classic -i %s --seed %s%s%s %s -y -o "
        "'f-%%03d.png'",
        input, r->level, r->seed, r->color ? " -c" : "", r->scan ? " -s" : "",
        animation);
    ck_assert_str_eq(o->err, "");
}

static void check_frame(const row *r)
{
    char name[32];
    snprintf(name, sizeof name, "f-%03d.png", r->frame);
    picture p = read_png(name);
    ck_assert_uint_eq(p.width, r->width);
    ck_assert_uint_eq(p.height, r->height);
    const char *hash = sha256_pixels(p.px, (size_t)p.width * p.height);
    ck_assert_msg(strcmp(hash, r->hash) == 0,
        "%s: %s, level %s, seed %s, color %d, scan %d, frame %d", r->name, r->input,
        r->level, r->seed, r->color, r->scan, r->frame);
    free(p.px);
}

static int check_table(const char *path, const char *images)
{
    int count = 0;
    char *text = (char *)read_file(path, NULL), *rest = text, last[32] = "";
    for (char *line; (line = strsep(&rest, "\n"));) {
        row r;
        char input[4200];
        if (!parse_row(line, &r)) /* the heading */
            continue;
        snprintf(input, sizeof input, "%s/%s", images, r.input);
        if (strcmp(last, r.name) != 0)
            draw_case(&r, input);
        strcpy(last, r.name);
        check_frame(&r);
        count++;
    }
    free(text);
    return count;
}

static void write_formula(const char *path, uint32_t w, uint32_t h)
{
    picture p = new_picture(w, h);
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++)
            p.px[(size_t)y * w + x] = (PixelTuple) { (uint8_t)(x * 255 / (w - 1)),
                (uint8_t)(y * 255 / (h - 1)), (uint8_t)(7 * x + 13 * y), 255 };
    write_png(path, &p);
    free(p.px);
}

START_TEST(own_table)
{
    write_formula("ramp.png", 256, 128);
    write_formula("odd.png", 101, 37);
    ck_assert_int_ge(check_table(source_path("tests/classic.tsv"), "."), 100);
}
END_TEST

START_TEST(shared_table)
{
    const char *table = shared_path("classic/expected.tsv");
    if (!table || !file_exists(table)) {
        skip("shared_table", "../shared/classic is not here");
        return;
    }
    ck_assert_int_eq(check_table(table, shared_path("classic/images")), 172);
}
END_TEST

/* ---- where the old tool fails -------------------------------------------- */

START_TEST(small_pictures)
{
    static const struct {
        uint32_t w, h;
    } sizes[] = { { 1, 1 }, { 1, 50 }, { 50, 1 }, { 5, 3 }, { 3, 5 } };
    picture p = random_picture(sizes[_i].w, sizes[_i].h, 1, false);
    write_png("noext", &p);
    for (int seed = 0; seed < 5; seed++) {
        run_expect(0, "glitch noext --classic -c -i 9 --seed %d -y -o out.png", seed);
        picture q = read_png("out.png");
        ck_assert_uint_eq(q.width, p.width);
        ck_assert_uint_eq(q.height, p.height);
        free(q.px);
    }
    free(p.px);
}
END_TEST

/* Three rows: bands there are, and each row shows itself, rotated. */
START_TEST(low_picture_is_glitched)
{
    picture p = random_picture(64, 3, 5, true);
    picture q = glitched(&p, "classic:level=6,seed=0", 0);
    ck_assert(!same_pixels(&p, &q));
    for (uint32_t y = 0; y < 3; y++) {
        bool found = false;
        for (uint32_t by = 0; by < 64 && !found; by++) {
            found = true;
            for (uint32_t x = 0; x < 64 && found; x++)
                found = p.px[y * 64 + x].red == q.px[y * 64 + (x + by) % 64].red;
        }
        ck_assert_msg(found, "row %u", y);
    }
    free(p.px);
    free(q.px);
}
END_TEST

/* ---- as one filter among others ------------------------------------------ */

static glitch_frames classic_run(glitch_ctx *ctx, const picture *frames, uint32_t count,
    const char *spec, uint64_t seed)
{
    glitch_frames it;
    glitch_pipeline *p = glitch_pipeline_new(ctx, seed);
    ck_assert_msg(
        glitch_pipeline_add(p, spec) == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    ck_assert_int_eq(
        glitch_pipeline_apply(p, frames_of(frames, count), &it), GLITCH_OK);
    glitch_pipeline_free(p);
    return it;
}

/* A source whose only frame has a given number. */
typedef struct late {
    const picture *p;
    uint32_t index[3];
    int count, next;
    glitch_frame frame;
} late;

static glitch_status late_info(void *self, glitch_info *out)
{
    const late *l = self;
    *out = (glitch_info) { .width = l->p->width,
        .height = l->p->height,
        .frames = (uint32_t)l->count,
        .animated = 1 };
    return GLITCH_OK;
}

static glitch_status late_next(void *self, const glitch_frame **out)
{
    late *l = self;
    if (l->next == l->count)
        return GLITCH_END;
    l->frame = (glitch_frame) { l->p->px, l->p->width, l->p->width, l->p->height,
        l->index[l->next++], 0, 0 };
    *out = &l->frame;
    return GLITCH_OK;
}

static void late_close(void *self)
{
    (void)self;
}

/* Frames out of order, and back again, are those of the whole run; seeded or not. */
START_TEST(any_frame_by_itself)
{
    static const glitch_frames_tc tc = { late_info, late_next, late_close };
    static const char *const specs[] = {
        "classic:level=4,seed=3,color=1,change=0.7,step=2,cycle=1",
        "classic:level=4,color=1,scan-lines=1,change=1,cycle=1"
    };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    picture in = random_picture(31, 23, 1, false), source[8], whole[8];
    const glitch_frame *f;
    for (int i = 0; i < 8; i++)
        source[i] = in;
    glitch_frames it = classic_run(ctx, source, 8, specs[_i], 77);
    for (int i = 0; i < 8; i++) {
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
        whole[i] = copy_frame(f);
    }
    glitch_frames_close(&it);
    late l = { .p = &in, .index = { 6, 2, 7 }, .count = 3 };
    glitch_pipeline *p = glitch_pipeline_new(ctx, 77);
    ck_assert_int_eq(glitch_pipeline_add(p, specs[_i]), GLITCH_OK);
    ck_assert_int_eq(
        glitch_pipeline_apply(p, (glitch_frames) { &l, &tc }, &it), GLITCH_OK);
    glitch_pipeline_free(p);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
        picture one = copy_frame(f);
        assert_same(&one, &whole[l.index[i]], "a frame by itself");
        free(one.px);
    }
    glitch_frames_close(&it);
    for (int i = 0; i < 8; i++)
        free(whole[i].px);
    free(in.px);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(bad_seeds)
{
    static const char *const specs[] = { "classic:seed=x", "classic:seed=1x",
        "classic:seed=-", "classic:seed=1.5.5", "classic:seed=nan" };
    char message[64];
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    ck_assert_int_eq(glitch_pipeline_add(p, specs[_i]), GLITCH_EINVAL);
    snprintf(message, sizeof message, "filter 'classic': %s is not a number",
        strchr(specs[_i], ':') + 1);
    ck_assert_str_eq(glitch_ctx_message(ctx), message);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
}
END_TEST

/* ---- the command --------------------------------------------------------- */

static bool same_png(const char *a, const char *b)
{
    picture p = read_png(a), q = read_png(b);
    bool same = same_pixels(&p, &q);
    free(p.px);
    free(q.px);
    return same;
}

/* With a seed every frame has the same pattern, without one each has its own. */
START_TEST(seeded_and_unseeded)
{
    write_formula("odd.png", 101, 37);
    run_expect(0, "glitch odd.png --classic -i 7 --seed 4 -g -f 2 -o 'a%%d.png'");
    ck_assert(same_png("a0.png", "a1.png"));
    const outcome *o =
        run_expect(0, "glitch odd.png --classic -i 7 -c -g -f 3 -v -o 'b%%d.png'");
    ck_assert(!same_png("b0.png", "b1.png"));
    /* What -v says gives the same again. */
    char again[1024];
    const char *seed = strstr(o->err, "seed ");
    ck_assert_ptr_nonnull(seed);
    snprintf(again, sizeof again, "%.*s", (int)strcspn(seed + 5, "\n"), seed + 5);
    char *chain = strstr(again, " with -F ");
    ck_assert_ptr_nonnull(chain);
    *chain = 0;
    run_expect(0, "glitch odd.png -F '%s' --seed %s -f 3 -o 'c%%d.png'",
        chain + strlen(" with -F "), again);
    ck_assert(same_png("b0.png", "c0.png"));
    ck_assert(same_png("b2.png", "c2.png"));
    run_expect(0, "glitch odd.png --classic -i 7 -g -f 2 --hold -o 'd%%d.png'");
    ck_assert(same_png("d0.png", "d1.png"));
}
END_TEST

/* In an animation that comes in, every frame is glitched by itself, as it was. */
START_TEST(animated_input)
{
    write_formula("odd.png", 101, 37);
    run_expect(0, "glitch odd.png -i 3 -g -f 4 --seed 1 -o in.gif");
    run_expect(0, "glitch in.gif --classic -i 5 --seed 2 -o 'a%%d.png'");
    run_expect(0, "glitch in.gif -F none -o 'b%%d.png'");
    for (int i = 0; i < 4; i++) {
        char a[32], b[32], c[64];
        snprintf(a, sizeof a, "a%d.png", i);
        snprintf(b, sizeof b, "b%d.png", i);
        run_expect(0, "glitch %s --classic -i 5 --seed 2 -y -o c.png", b);
        snprintf(c, sizeof c, "c.png");
        ck_assert_msg(same_png(a, c), "frame %d", i);
    }
}
END_TEST

START_TEST(faults)
{
    static const struct {
        const char *command, *message;
    } cases[] = {
        { "glitch odd.png --seed 1.5",
            "--seed 1.5: a seed is a whole number; with --classic it may be a decimal "
            "one" },
        { "glitch odd.png --classic --seed abc", "--seed abc: a seed is a number" },
        { "glitch odd.png --classic -F scanlines",
            "--classic is a chain of its own; with -F, --preset or --chain give -F "
            "classic" },
    };
    char expected[256];
    const outcome *o = run_expect(2, "%s", cases[_i].command);
    snprintf(expected, sizeof expected, "glitch: %s\n", cases[_i].message);
    ck_assert_str_eq(o->err, expected);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("classic");
    TCase *generator = tcase_create("generator"), *pictures = tcase_create("pictures");
    tcase_add_test(generator, mt19937_by_array);
    tcase_add_test(generator, mt19937_ten_thousandth);
    tcase_add_checked_fixture(pictures, enter_folder, leave_folder);
    tcase_add_test(pictures, own_table);
    tcase_add_test(pictures, shared_table);
    tcase_add_loop_test(pictures, small_pictures, 0, 5);
    tcase_add_test(pictures, low_picture_is_glitched);
    tcase_add_loop_test(pictures, any_frame_by_itself, 0, 2);
    tcase_add_loop_test(pictures, bad_seeds, 0, 5);
    tcase_add_test(pictures, seeded_and_unseeded);
    tcase_add_test(pictures, animated_input);
    tcase_add_loop_test(pictures, faults, 0, 3);
    suite_add_tcase(suite, generator);
    suite_add_tcase(suite, pictures);
    return run_suites(&suite, 1);
}
