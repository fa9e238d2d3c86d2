/* check_effects_push.c - effects that smear pixels, or move them by a map. */
#include "effects_push.h"
#include <glitch/filters.h>
#include <stdlib.h>
#include <string.h>

static int64_t wrapped(int64_t at, int64_t size)
{
    return ((at % size) + size) % size;
}

PixelTuple naive_at(const picture *p, int64_t x, int64_t y, const char *edge)
{
    int64_t at[2] = { x, y }, size[2] = { p->width, p->height };
    for (int i = 0; i < 2; i++) {
        if (at[i] >= 0 && at[i] < size[i])
            continue;
        if (edge[0] == 't' || edge[0] == 'b')
            return (PixelTuple) { 0, 0, 0, edge[0] == 'b' ? 255 : 0 };
        if (edge[0] == 'c')
            at[i] = at[i] < 0 ? 0 : size[i] - 1;
        if (edge[0] == 'w')
            at[i] = wrapped(at[i], size[i]);
        if (edge[0] == 'm') {
            at[i] = wrapped(at[i], 2 * size[i]);
            at[i] = at[i] < size[i] ? at[i] : 2 * size[i] - 1 - at[i];
        }
    }
    return p->px[at[1] * size[0] + at[0]];
}

void assert_near(
    const picture *actual, const picture *expected, int most, const char *what)
{
    const uint8_t *a = (const uint8_t *)actual->px, *e = (const uint8_t *)expected->px;
    ck_assert(actual->width == expected->width && actual->height == expected->height);
    for (size_t i = 0; i < (size_t)4 * actual->width * actual->height; i++)
        ck_assert_msg(abs(a[i] - e[i]) <= most,
            "%s: value %zu of (%zu, %zu): %d, not %d", what, i % 4,
            i / 4 % actual->width, i / 4 / actual->width, a[i], e[i]);
}

picture map_of_places(uint32_t width, uint32_t height)
{
    picture p = new_picture(width, height);
    for (uint32_t i = 0; i < width * height; i++) {
        uint32_t x = i % width, y = i / width;
        p.px[i] = (PixelTuple) { (uint8_t)x, (uint8_t)(x >> 8), (uint8_t)y,
            (uint8_t)(y >> 8) };
    }
    return p;
}

uint32_t place_x(PixelTuple p)
{
    return p.red + 256u * p.green;
}

uint32_t place_y(PixelTuple p)
{
    return p.blue + 256u * p.alpha;
}

/* ---- for each of them ---------------------------------------------------- */

/* The parameters at both ends of their ranges; for the sanitizers, and lent frames. */
static const char *const ends[] = {
    "aberration:level=0.1,mode=linear,angle=-3600,x=-1000000,y=1000000%",
    "aberration:distance=1000000%,edge=wrap,x=1000000%,y=-1000000%",
    "aberration:distance=-1000000,mode=linear,angle=3600,edge=mirror",
    "wind:level=10,length=1000000%,threshold=0,chance=1,vary=0",
    "wind:length=0,direction=up,vary=1,threshold=0",
    "streak:level=10,threshold=0,chance=1,length=1000000%",
    "streak:length=0,threshold=1,direction=up",
    "melt:level=10,width=1000000%,smooth=0",
    "melt:length=1000000%,width=0,smooth=1,mode=stretch",
    "melt:length=1000000%,width=0,smooth=0,mode=slide",
    "displace:scale=1000000%",
    "displace:scale=-1000000,edge=wrap,x=alpha,y=blue",
};

START_TEST(ends_of_ranges)
{
    for (int n = 0; n < ODD_SIZES; n++) {
        picture in = random_picture(odd_sizes[n][0], odd_sizes[n][1], 2, n % 2);
        picture a = run_one(&in, ends[_i]); /* in both ways of lending */
        free_pictures(&a, 1);
        free_pictures(&in, 1);
    }
}
END_TEST

/* Frame k by itself is frame k of the run, and frames differ only where they should. */
static const char *const names[] = { "aberration", "wind", "streak", "melt",
    "displace" };

START_TEST(frames_alone)
{
    enum { RUN = 3 };
    picture in[RUN], a[RUN], one;
    for (uint32_t k = 0; k < RUN; k++)
        in[k] = smooth_picture(67, 41, k + 1);
    run_frames(in, RUN, names[_i], (way) { .seed = 5 }, a);
    for (uint32_t k = 0; k < RUN; k++) {
        way alone = { .seed = 5, .start = k, .total = RUN };
        run_frames(&in[k], 1, names[_i], alone, &one);
        assert_same(&one, &a[k], names[_i]);
        free_pictures(&one, 1);
    }
    free_pictures(a, RUN);
    free_pictures(in, RUN);
}
END_TEST

/* Hashes of pictures that were looked at. */
static const struct {
    const char *spec, *hash;
} golden[] = {
    { "aberration",
        "afc7564af972f5f5c4fcd12e43e10d99289ba87348330b531b0f2593dd641947" },
    { "aberration:mode=linear,angle=30,level=6",
        "c7b238262e446d4de867aa73ca585d2e299b507fc0bc24c8f0bc5e405b160a13" },
    { "wind", "7a6c24f30fd5df3a3917a405e2d9050da922b25ec0690812f6ca35f631b65acc" },
    { "wind:direction=up,level=6",
        "69388eacd02ce6d15df450252e8cb0fc3232dd55eae7b0d2fa7afdc73aa6fc00" },
    { "streak", "97b43759fa65f971082fcc89b4974a247ce24536e258d4a440c5c5589f12b57f" },
    { "streak:level=6,direction=left,threshold=0.3",
        "076654d08e3e99943a597633834d27777e91ab3e5c187ed3d51b2cabe9f99384" },
    { "melt", "5cfbae1947d39d0dab0956252674a8d47f266caeb65248d8f81026aa4d4c83ee" },
    { "melt:mode=stretch,level=6",
        "a10fd8120bd2a9c42212e5908c93023c1bbeae3edf148b0c3d6ee552291d4854" },
    { "displace", "791914397010370c1a4782d9987d26fd1114ebaec8ff63965ded6d58e4041175" },
    { "displace:level=6,edge=wrap,x=red,y=green",
        "3c4f1d84c1395da6b28a73071425235856089296109746816057fbdb741e99b6" },
};

START_TEST(golden_pictures)
{
    picture in = smooth_picture(173, 91, 1);
    picture a = glitched(&in, golden[_i].spec, 20240607);
    const char *hash = sha256_pixels(a.px, 173 * 91);
    ck_assert_msg(strcmp(hash, golden[_i].hash) == 0, "%s: %s instead of %s",
        golden[_i].spec, hash, golden[_i].hash);
    free_pictures(&in, 1);
    free_pictures(&a, 1);
}
END_TEST

/* Lines are worked on in pieces, of which a wide picture has several. */
static const struct {
    const char *spec, *hash;
} wide[] = {
    { "aberration",
        "3faddf5e488ed876a1c9e1cc8351a03043afa0eae18dd278c003c903609ab59a" },
    { "aberration:mode=linear,distance=-900,edge=mirror",
        "281bd5cba9d36b091dcfee272430ae6f3145d0020dc25651712279be7a677024" },
    { "wind", "e1ed08cdf0aa70b6e79bdc37e184ddecdc75099750493a49dc90c1f46524f3ea" },
    { "wind:direction=left,threshold=0.01,chance=1",
        "5873792b45d91deecb9854743dfaaf47856ff8f792b849f77d99c51828b8a9fd" },
    { "streak", "cf1db261ffe23fba0b93db3929d6d130c9a0b56f453a16bb099d67cef22a71a9" },
    { "streak:direction=up,threshold=0.3",
        "b4836bc6c1c86927b7aaaa4e9f70c933684181e851983f83b1e42ff50f7f92e9" },
    { "streak:direction=right,threshold=0.3",
        "568a05c7b4fbf87685e07f299a49dd760ca30f0d870637034aa3efc39fe30f62" },
    { "displace", "33aa87768403e9d44461e2e78c338c464f90ecce4954769189c39f12f878a8d4" },
};

START_TEST(wide_pictures)
{
    picture in = smooth_picture(701, 83, 2);
    picture a = glitched(&in, wide[_i].spec, 20240607);
    const char *hash = sha256_pixels(a.px, 701 * 83);
    ck_assert_msg(strcmp(hash, wide[_i].hash) == 0, "%s: %s instead of %s",
        wide[_i].spec, hash, wide[_i].hash);
    free_pictures(&in, 1);
    free_pictures(&a, 1);
}
END_TEST

/* ---- the initialisers ---------------------------------------------------- */

static const union {
    glitch_aberration_params aberration;
    glitch_wind_params wind;
    glitch_streak_params streak;
    glitch_melt_params melt;
    glitch_displace_params displace;
} defaults[] = {
    { .aberration = GLITCH_ABERRATION_INIT },
    { .wind = GLITCH_WIND_INIT },
    { .streak = GLITCH_STREAK_INIT },
    { .melt = GLITCH_MELT_INIT },
    { .displace = GLITCH_DISPLACE_INIT },
};

/* They are what the tables say. */
START_TEST(initialisers)
{
    picture in = smooth_picture(64, 48, 6), a = run_one(&in, names[_i]);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
    glitch_frames it;
    ck_assert_int_eq(glitch_pipeline_add_params(
                         p, glitch_filter_find(ctx, names[_i]), &defaults[_i]),
        GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(&in, 1), &it), GLITCH_OK);
    picture is = pull_only(&it);
    assert_same(&is, &a, names[_i]);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    free_pictures(&in, 1);
    free_pictures(&a, 1);
    free_pictures(&is, 1);
}
END_TEST

static Suite *every_suite(void)
{
    Suite *suite = suite_create("every");
    TCase *c = tcase_create("every");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, ends_of_ranges, 0, (int)COUNT(ends));
    tcase_add_loop_test(c, frames_alone, 0, (int)COUNT(names));
    tcase_add_loop_test(c, golden_pictures, 0, (int)COUNT(golden));
    tcase_add_loop_test(c, wide_pictures, 0, (int)COUNT(wide));
    tcase_add_loop_test(c, initialisers, 0, (int)COUNT(names));
    return suite;
}

int main(void)
{
    Suite *suites[] = { every_suite(), push_smear_suite(), push_flow_suite(),
        push_place_suite() };
    return run_suites(suites, COUNT(suites));
}
