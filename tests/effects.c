/* effects.c - what the tests of effects share. */
#include "effects.h"
#include <stdlib.h>
#include <string.h>

void random_run(const uint32_t *size, uint64_t seed, bool opaque, picture *out)
{
    for (uint32_t k = 0; k < RUN; k++)
        out[k] = random_picture(size[0], size[1], seed * RUN + k, opaque);
}

void check_frames_alone(const char *spec)
{
    static const uint32_t size[2] = { 67, 41 };
    picture in[RUN], a[RUN], one;
    random_run(size, 3, true, in);
    run_frames(in, RUN, spec, (way) { .seed = 5 }, a);
    for (uint32_t k = 0; k < RUN; k++) {
        run_frames(
            &in[k], 1, spec, (way) { .seed = 5, .start = k, .total = RUN }, &one);
        assert_same(&one, &a[k], spec);
        free_pictures(&one, 1);
    }
    free_pictures(a, RUN);
    free_pictures(in, RUN);
}

void check_ends(const char *const *specs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (int n = 0; n < ODD_SIZES; n++)
            for (int opaque = 0; opaque < 2; opaque++) {
                picture in[RUN], a[RUN], b[RUN];
                random_run(odd_sizes[n], i, opaque, in);
                run_frames(in, RUN, specs[i], (way) { .seed = i }, a);
                run_frames(in, RUN, specs[i], (way) { .seed = i, .scratch = true }, b);
                for (int k = 0; k < RUN; k++)
                    assert_same(&b[k], &a[k], specs[i]);
                free_pictures(a, RUN);
                free_pictures(b, RUN);
                free_pictures(in, RUN);
            }
}

/* ---- what is drawn ------------------------------------------------------- */

/* SplitMix64, as published. */
uint64_t draw_bits(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z ^= z >> 30;
    z *= UINT64_C(0xbf58476d1ce4e5b9);
    z ^= z >> 27;
    z *= UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint64_t random_of(uint64_t seed)
{
    uint64_t key = draw_bits(&seed);
    key = draw_bits(&key);
    return draw_bits(&key);
}

/* Even odds: what does not belong to a whole run of 0 … n-1 is drawn again. */
int32_t draw(uint64_t *state, int32_t lo, int32_t hi)
{
    uint64_t n = (uint64_t)((int64_t)hi - lo) + 1, x, first_of_run;
    do {
        x = draw_bits(state);
        first_of_run = x - x % n;
    } while (first_of_run > UINT64_MAX - (n - 1));
    return (int32_t)(lo + (int64_t)(x % n));
}

double draw_real(uint64_t *state)
{
    return (double)(draw_bits(state) >> 11) / 9007199254740992.0;
}

/* ---- filters that are written twice -------------------------------------- */

PixelTuple pixel_of(const picture *p, int64_t x, int64_t y)
{
    return p->px[y * p->width + x];
}

int64_t naive_edge(const char *edge, int64_t at, int64_t size)
{
    if (at >= 0 && at < size)
        return at;
    if (strcmp(edge, "clamp") == 0)
        return at < 0 ? 0 : size - 1;
    if (strcmp(edge, "wrap") == 0)
        return ((at % size) + size) % size;
    if (strcmp(edge, "mirror") == 0) {
        int64_t twice = ((at % (2 * size)) + 2 * size) % (2 * size);
        return twice < size ? twice : 2 * size - 1 - twice;
    }
    return -1;
}

PixelTuple naive_at(const picture *p, int64_t x, int64_t y, const char *edge)
{
    int64_t column = naive_edge(edge, x, p->width),
            row = naive_edge(edge, y, p->height);
    if (column < 0 || row < 0)
        return (PixelTuple) { 0, 0, 0, strcmp(edge, "black") == 0 ? 255 : 0 };
    return pixel_of(p, column, row);
}

void compare_pixels(
    const picture *in, const char *spec, uint64_t seed, naive_pixel_of naive)
{
    picture e = new_picture(in->width, in->height), a = glitched(in, spec, seed);
    for (uint32_t y = 0; y < e.height; y++)
        for (uint32_t x = 0; x < e.width; x++)
            e.px[y * e.width + x] = naive(in, x, y);
    assert_same(&a, &e, spec);
    free(a.px);
    free(e.px);
}

/* ---- the same on every machine ------------------------------------------- */

static void check_hash(const golden *g, uint32_t width, uint32_t height)
{
    picture in[3], a[3];
    for (uint64_t k = 0; k < 3; k++)
        in[k] = smooth_picture(width, height, k + 1);
    run_frames(in, 3, g->spec, (way) { .seed = 20240607 }, a);
    const char *hash = sha256_pixels(a[2].px, width * height);
    ck_assert_msg(
        strcmp(hash, g->hash) == 0, "%s: %s instead of %s", g->spec, hash, g->hash);
    free_pictures(in, 3);
    free_pictures(a, 3);
}

void check_golden(const golden *g)
{
    check_hash(g, 173, 91);
}

void check_wide(const golden *g)
{
    check_hash(g, 701, 83);
}

void check_initialiser(const char *name, const void *params)
{
    picture in[RUN], a[RUN];
    const uint32_t size[2] = { 64, 48 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 4);
    glitch_frames it;
    const glitch_frame *f;
    random_run(size, 6, true, in);
    run_frames(in, RUN, name, (way) { .seed = 4 }, a);
    ck_assert_int_eq(
        glitch_pipeline_add_params(p, glitch_filter_find(ctx, name), params),
        GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(in, RUN), &it), GLITCH_OK);
    for (int k = 0; k < RUN; k++) {
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
        picture is = copy_frame(f);
        assert_same(&is, &a[k], name);
        free_pictures(&is, 1);
    }
    glitch_frames_close(&it);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    free_pictures(in, RUN);
    free_pictures(a, RUN);
}
