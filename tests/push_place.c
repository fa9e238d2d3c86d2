/* push_place.c - displace against a naive one. */
#include "effects_push.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const edges[] = { "clamp", "wrap", "mirror", "transparent",
    "black" };

/* ---- displace ------------------------------------------------------------ */

static int channel_of(PixelTuple p, int channel)
{
    const int values[] = { p.red, p.green, p.blue, p.alpha,
        (77 * p.red + 150 * p.green + 29 * p.blue) / 256 };
    return values[channel];
}

static void compare_displaced(const picture *in, const picture *map, int cx, int cy,
    double scale, const char *edge, const char *spec)
{
    picture e = new_picture(in->width, in->height), a = run_one(in, spec);
    for (uint32_t i = 0; i < in->width * in->height; i++) {
        double dx = scale * (channel_of(map->px[i], cx) / 255.0 - 0.5);
        double dy = scale * (channel_of(map->px[i], cy) / 255.0 - 0.5);
        e.px[i] = naive_at(in, (int64_t)(i % in->width) + (int64_t)floor(dx + 0.5),
            (int64_t)(i / in->width) + (int64_t)floor(dy + 0.5), edge);
    }
    assert_same(&a, &e, spec);
    free_pictures(&a, 1);
    free_pictures(&e, 1);
}

START_TEST(displace)
{
    static const char *const channels[] = { "red", "green", "blue", "alpha", "luma" };
    static const int scales[] = { 0, 3, -8, 300 };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 2, false);
    picture map = random_picture(in.width, in.height, 9, false);
    write_png("map.png", &map);
    for (size_t e = 0; e < COUNT(edges); e++)
        for (size_t k = 0; k < COUNT(scales); k++) {
            char spec[128];
            int cx = (int)(e + k) % 5, cy = (int)(e + 2 * k + 1) % 5;
            snprintf(
                spec, sizeof spec, "displace:scale=%d,edge=%s", scales[k], edges[e]);
            compare_displaced(&in, &in, 4, 4, scales[k], edges[e], spec);
            strcat(spec, ",map=map.png");
            compare_displaced(&in, &map, 0, 1, scales[k], edges[e], spec);
            snprintf(spec, sizeof spec,
                "displace:scale=%d,edge=%s,map=map.png,x=%s,y=%s", scales[k], edges[e],
                channels[cx], channels[cy]);
            compare_displaced(&in, &map, cx, cy, scales[k], edges[e], spec);
        }
    free_pictures(&in, 1);
    free_pictures(&map, 1);
}
END_TEST

Suite *push_place_suite(void)
{
    Suite *suite = suite_create("place");
    TCase *c = tcase_create("place");
    suite_add_tcase(suite, c);
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, displace, 0, ODD_SIZES);
    return suite;
}
