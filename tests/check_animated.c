/* check_animated.c - animations in and out, but GIF; the tests are in animated_*.c. */
#include "animated.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- clips ---------------------------------------------------------------- */

static uint32_t below(uint64_t *state, uint32_t n)
{
    return (uint32_t)(test_random(state) >> 32) % n;
}

static PixelTuple random_pixel(uint64_t *r, bool opaque)
{
    uint64_t v = test_random(r);
    return (PixelTuple) { (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24),
        opaque ? 255 : (uint8_t)(v >> 32) };
}

static void change_rectangle(picture *p, uint64_t *r, bool holes)
{
    uint32_t x0 = below(r, p->width), x1 = x0 + 1 + below(r, p->width - x0);
    uint32_t y0 = below(r, p->height), y1 = y0 + 1 + below(r, p->height - y0);
    for (uint32_t y = y0; y < y1; y++)
        for (uint32_t x = x0; x < x1; x++) {
            PixelTuple *c = &p->px[(size_t)y * p->width + x];
            *c = random_pixel(r, true);
            if (holes && below(r, 3) == 0)
                c->alpha = 0;
        }
}

static void change(picture *p, clip_kind kind, uint64_t *r)
{
    size_t count = (size_t)p->width * p->height;
    for (size_t i = 0; i < count && (kind == CLIP_NOISE || kind == CLIP_SPARSE); i++)
        if (kind == CLIP_NOISE || below(r, 40) == 0)
            p->px[i] = random_pixel(r, kind == CLIP_SPARSE);
    if (kind == CLIP_PATCH || kind == CLIP_HOLES)
        change_rectangle(p, r, kind == CLIP_HOLES);
}

static picture copy_picture(const picture *p)
{
    picture copy = new_picture(p->width, p->height);
    memcpy(copy.px, p->px, (size_t)p->width * p->height * sizeof *p->px);
    return copy;
}

clip make_clip(
    clip_kind kind, uint32_t width, uint32_t height, uint32_t count, uint64_t seed)
{
    static const uint32_t delays[] = { 100, 0, 17, 40, 1000, 3 };
    static const int32_t loops[] = { 0, -1, 5 };
    uint64_t r = seed * 977 + 1 + (uint64_t)kind;
    clip c = { .count = count, .loops = loops[seed % 3] };
    picture now = random_picture(width, height, seed + 1, kind != CLIP_NOISE);
    for (uint32_t i = 0; i < count; i++) {
        c.frames[i] = copy_picture(&now);
        c.delays[i] = delays[(seed + i) % 6];
        change(&now, kind, &r);
    }
    free(now.px);
    return c;
}

void free_clip(clip *c)
{
    for (uint32_t i = 0; i < c->count; i++)
        free(c->frames[i].px);
    *c = (clip) { 0 };
}

void forget_hidden(clip *c)
{
    for (uint32_t i = 0; i < c->count; i++)
        for (size_t k = 0; k < (size_t)c->frames[i].width * c->frames[i].height; k++)
            if (c->frames[i].px[k].alpha == 0)
                c->frames[i].px[k] = (PixelTuple) { 0 };
}

void assert_same_clip(const clip *actual, const clip *expected, uint32_t slack)
{
    ck_assert_uint_eq(actual->count, expected->count);
    if (expected->count > 1)
        ck_assert_int_eq(actual->loops, expected->loops);
    for (uint32_t i = 0; i < expected->count; i++) {
        char what[32];
        snprintf(what, sizeof what, "frame %u", i);
        assert_same(&actual->frames[i], &expected->frames[i], what);
        long off = labs((long)actual->delays[i] - (long)expected->delays[i]);
        ck_assert_msg(off <= (long)slack, "%s: a delay of %u", what, actual->delays[i]);
    }
}

/* ---- files ---------------------------------------------------------------- */

void write_clip(const clip *c, const char *path, const char *format)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink = NULL;
    glitch_info info = { .width = c->frames[0].width,
        .height = c->frames[0].height,
        .frames = c->count,
        .loops = c->loops };
    glitch_sink_options opt = {
        .struct_size = sizeof opt, .format = format, .overwrite = 1
    };
    glitch_status s = glitch_sink_open(ctx, path, &info, &opt, &sink);
    for (uint32_t i = 0; !s && i < c->count; i++) {
        const picture *p = &c->frames[i];
        glitch_frame f = { .px = p->px,
            .stride = p->width,
            .width = p->width,
            .height = p->height,
            .index = i,
            .delay_ms = c->delays[i] };
        s = glitch_sink_write(sink, &f);
    }
    if (!s)
        s = glitch_sink_finish(&sink);
    ck_assert_msg(!s, "%s", glitch_ctx_message(ctx));
    glitch_ctx_free(ctx);
}

clip read_clip(const char *path)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_frames it = { 0 };
    glitch_info info = { 0 };
    const glitch_frame *f;
    clip c = { 0 };
    glitch_status s = glitch_open(ctx, path, &it);
    if (!s)
        s = glitch_frames_info(it, &info);
    c.loops = info.loops;
    while (!s && (s = glitch_frames_next(it, &f)) == GLITCH_OK) {
        ck_assert_uint_lt(c.count, MOST_FRAMES);
        c.delays[c.count] = f->delay_ms;
        c.frames[c.count++] = copy_frame(f);
    }
    ck_assert_msg(s == GLITCH_END, "%s", glitch_ctx_message(ctx));
    ck_assert(info.frames == c.count || info.frames == 0);
    glitch_frames_close(&it);
    glitch_ctx_free(ctx);
    return c;
}

/* Debian's Python, whichever else there is. */
const char *pillow(void)
{
    static const char *const pythons[] = { "/usr/bin/python3", "python3" };
    for (int i = 0; i < 2; i++)
        if (run("%s -c 'import PIL'", pythons[i])->status == 0)
            return pythons[i];
    skip("pillow", "there is no python3-pil");
    return NULL;
}

#ifndef HAVE_WEBP
void add_webp_tests(Suite *suite)
{
    (void)suite;
    skip("WebP", "glitch is built without libwebp");
}

/* What is refused, and why, both ways. */
START_TEST(webp_is_refused)
{
    const char *why = "this build of glitch has no WebP; it needs libwebp\n";
    picture p = random_picture(3, 2, 1, true);
    write_png("in.png", &p);
    write_file("in.webp", "RIFF\x04\0\0\0WEBP", 12);
    ck_assert_ptr_nonnull(strstr(run_expect(1, "glitch in.webp")->err, why));
    ck_assert_ptr_nonnull(strstr(run_expect(2, "glitch in.png --to webp")->err, why));
    ck_assert_ptr_nonnull(strstr(run_expect(2, "glitch in.png -o a.webp")->err, why));
    ck_assert_int_eq(count_files("."), 2);
    free(p.px);
}
END_TEST

void add_webp_peer_tests(Suite *suite)
{
    TCase *c = tcase_create("webp");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_test(c, webp_is_refused);
    suite_add_tcase(suite, c);
}
#endif

int main(void)
{
    Suite *suite = suite_create("animated");
    add_apng_tests(suite);
    add_apng_peer_tests(suite);
    add_pair_tests(suite);
    add_webp_tests(suite);
    add_webp_peer_tests(suite);
    return run_suites(&suite, 1);
}
