/* effects_dots.c - noise, dither, palettes and splice, against naive ones. */
#include "effects_picture.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint8_t clamped(double value)
{
    return (uint8_t)fmin(255, fmax(0, value));
}

/* ---- noise --------------------------------------------------------------- */

static struct {
    int kind; /* 0 gaussian, 1 uniform, 2 salt-pepper */
    double amount;
    bool mono;
    uint64_t key, rows;
} grain;

/* Number n of a sequence. */
static uint64_t number_at(uint64_t key, uint64_t n)
{
    uint64_t state = key + n * UINT64_C(0x9e3779b97f4a7c15);
    return draw_bits(&state);
}

static uint8_t grained(uint8_t value, uint64_t bits)
{
    if (grain.kind == 2 && (bits & 0xfffff) < floor(grain.amount * 1048576))
        return bits & 0x100000 ? 255 : 0;
    if (grain.kind == 2)
        return value;
    /* Whole numbers around 0, and how much one of them makes, in 2^-32. */
    long double sum = bits % 128 + bits / 128 % 128 + bits / 16384 % 128;
    long double unit =
        grain.kind == 1 ? 2.0L * (bits % 2097152) - 2097151 : 2 * sum - 381;
    double range = grain.kind == 1 ? 2097151 : 256;
    long double scale = floor(grain.amount * 255 / range * 4294967296.0);
    return clamped(value + (double)floorl(unit * scale / 4294967296.0L + 0.5L));
}

static PixelTuple noisy(const picture *in, int64_t x, int64_t y)
{
    PixelTuple c = pixel_of(in, x, y);
    uint64_t begin = number_at(grain.rows, (uint64_t)y) % 65536;
    uint64_t bits = number_at(grain.key, (begin + (uint64_t)x) % 65536);
    int shift = grain.mono ? 0 : 21;
    return (PixelTuple) { grained(c.red, bits), grained(c.green, bits >> shift),
        grained(c.blue, bits >> 2 * shift), c.alpha };
}

START_TEST(noise)
{
    static const char *const kinds[] = { "gaussian", "uniform", "salt-pepper" };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 11, false);
    for (grain.kind = 0; grain.kind < 3; grain.kind++)
        for (int mono = 0; mono < 2; mono++)
            for (int eighths = 0; eighths <= 8; eighths++) {
                char spec[128];
                uint64_t random = random_of(7);
                grain.amount = eighths / 8.0;
                grain.mono = mono;
                grain.key = draw_bits(&random);
                grain.rows = number_at(grain.key, 65536);
                snprintf(spec, sizeof spec, "noise:kind=%s,amount=%g,mono=%d",
                    kinds[grain.kind], grain.amount, mono);
                compare_pixels(&in, spec, 7, noisy);
            }
    free(in.px);
}
END_TEST

/* Mean and deviation of a channel that had one value. */
static void measure(const picture *p, double *mean, double *deviation)
{
    double sum = 0, squares = 0, n = p->width * p->height;
    for (uint32_t i = 0; i < p->width * p->height; i++)
        sum += p->px[i].green;
    *mean = sum / n;
    for (uint32_t i = 0; i < p->width * p->height; i++)
        squares += pow(p->px[i].green - *mean, 2);
    *deviation = sqrt(squares / n);
}

START_TEST(noise_is_distributed)
{
    static const struct {
        const char *spec;
        double deviation;
    } cases[] = { { "noise:amount=0.2", 0.1 * 255 },
        { "noise:kind=uniform,amount=0.3", 0.3 * 255 / 1.7320508 },
        { "noise:kind=salt-pepper,amount=0.2", 0.4472136 * 127.5 } };
    picture in = new_picture(300, 300);
    for (uint32_t i = 0; i < 300 * 300; i++)
        in.px[i] = (PixelTuple) { 128, 128, 128, 255 };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double mean, deviation;
        picture a = glitched(&in, cases[i].spec, i);
        measure(&a, &mean, &deviation);
        ck_assert_double_le(fabs(mean - 128), 1);
        ck_assert_double_le(fabs(deviation / cases[i].deviation - 1), 0.03);
        free(a.px);
    }
    free(in.px);
}
END_TEST

START_TEST(noise_stands_still)
{
    picture in[2] = { random_picture(40, 30, 1, true),
        random_picture(40, 30, 1, true) };
    picture a[2], b[2];
    run_frames(in, 2, "noise:still=yes", (way) { 0 }, a);
    run_frames(in, 2, "noise", (way) { 0 }, b);
    assert_same(&a[1], &a[0], "still");
    ck_assert(!same_pixels(&b[1], &b[0]));
    free_pictures(a, 2);
    free_pictures(b, 2);
    free_pictures(in, 2);
}
END_TEST

/* ---- colours to choose from ---------------------------------------------- */

static const PixelTuple game[] = { { 15, 56, 15, 255 }, { 48, 98, 48, 255 },
    { 139, 172, 15, 255 }, { 155, 188, 15, 255 } };

/* NULL: `levels` of each channel. */
static struct {
    const PixelTuple *colors;
    int count, levels;
} wanted;

static double step_of(double value)
{
    double last = wanted.levels - 1;
    return floor(floor(value * last / 255 + 0.5) * 255 / last + 0.5);
}

/* To the middle of the value's cell of 64 x 64 x 64. */
static double middle(double value)
{
    return floor(value / 4) * 4 + 2;
}

static PixelTuple nearest(double r, double g, double b)
{
    if (!wanted.colors)
        return (PixelTuple) { (uint8_t)step_of(r), (uint8_t)step_of(g),
            (uint8_t)step_of(b), 255 };
    int best = 0;
    double least = INFINITY;
    for (int i = 0; i < wanted.count; i++) {
        PixelTuple c = wanted.colors[i];
        double d = 2 * pow(c.red - middle(r), 2) + 4 * pow(c.green - middle(g), 2)
            + 3 * pow(c.blue - middle(b), 2);
        if (d < least) {
            least = d;
            best = i;
        }
    }
    return wanted.colors[best];
}

static PixelTuple nearest_pixel(const picture *in, int64_t x, int64_t y)
{
    PixelTuple c = pixel_of(in, x, y), out = nearest(c.red, c.green, c.blue);
    out.alpha = c.alpha;
    return out;
}

START_TEST(palette)
{
    static const PixelTuple given[] = { { 255, 136, 0, 255 }, { 0, 136, 255, 255 },
        { 1, 2, 3, 255 } };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 12, false);
    wanted.colors = given;
    wanted.count = 3;
    compare_pixels(&in, "palette:colors=f80,0088ff,010203", 0, nearest_pixel);
    wanted.colors = game;
    wanted.count = 4;
    compare_pixels(&in, "palette:named=gameboy", 0, nearest_pixel);
    compare_pixels(&in, "palette:count=3,named=gameboy", 0, nearest_pixel);
    free(in.px);
}
END_TEST

/* How far pictures are apart, on average. */
static double distance(const picture *a, const picture *b)
{
    double sum = 0;
    for (uint32_t i = 0; i < a->width * a->height; i++)
        sum += pow(a->px[i].red - b->px[i].red, 2)
            + pow(a->px[i].green - b->px[i].green, 2)
            + pow(a->px[i].blue - b->px[i].blue, 2);
    return sqrt(sum / (a->width * a->height));
}

static int count_colors(const picture *p)
{
    int count = 0;
    for (uint32_t i = 0; i < p->width * p->height; i++) {
        uint32_t k = 0;
        while (k < i && memcmp(&p->px[k], &p->px[i], 3) != 0)
            k++;
        count += k == i;
    }
    return count;
}

/* The picture's own are better for it than an old machine's, and the more, the better. */
START_TEST(palette_of_the_picture)
{
    picture in = smooth_picture(71, 53, 4);
    picture old = glitched(&in, "palette:named=ega", 0);
    double before = INFINITY;
    for (int count = 1; count <= 64; count *= 2) {
        char spec[64];
        snprintf(spec, sizeof spec, "palette:count=%d", count);
        picture a = glitched(&in, spec, 0);
        ck_assert_int_le(count_colors(&a), count);
        ck_assert_double_lt(distance(&a, &in), before);
        before = distance(&a, &in);
        if (count == 16)
            ck_assert_double_lt(before, 0.5 * distance(&old, &in));
        free(a.px);
    }
    ck_assert_double_lt(before, 14);
    free(old.px);
    free(in.px);
}
END_TEST

/* Where there are few, far apart, they are found as they are. */
START_TEST(palette_of_few_colors)
{
    static const PixelTuple few[] = { { 10, 200, 30, 255 }, { 250, 0, 130, 255 },
        { 0, 0, 0, 255 }, { 90, 90, 255, 255 }, { 255, 255, 255, 255 } };
    picture in = new_picture(50, 20);
    uint64_t r = 1;
    for (uint32_t i = 0; i < 1000; i++)
        in.px[i] = few[i < 5 ? i : below(&r, 3)];
    picture a = glitched(&in, "palette:count=5", 0);
    assert_same(&a, &in, "five colours");
    picture b = glitched(&in, "palette:count=256", 0);
    assert_same(&b, &in, "and no more");
    free(a.px);
    free(b.px);
    free(in.px);
}
END_TEST

/* One colour is the mean of what is seen, also of more pixels than small numbers count. */
START_TEST(palette_of_many_pixels)
{
    const uint32_t pixels = 500 * 400;
    picture in = new_picture(500, 400);
    uint64_t r = 1, sum[3] = { 0 }, count = 0;
    for (uint32_t i = 0; i < pixels; i++) {
        PixelTuple *c = &in.px[i];
        *c = (PixelTuple) { (uint8_t)(255 - below(&r, 2)), 7,
            (uint8_t)(128 + below(&r, 8)), (uint8_t)(below(&r, 3) ? 1 : 0) };
        sum[0] += c->alpha * c->red;
        sum[1] += c->alpha * c->green;
        sum[2] += c->alpha * c->blue;
        count += c->alpha;
    }
    picture a = glitched(&in, "palette:count=1", 0);
    for (uint32_t i = 0; i < pixels; i++) {
        PixelTuple c = a.px[i];
        ck_assert_uint_eq(c.red, (2 * sum[0] + count) / (2 * count));
        ck_assert_uint_eq(c.green, (2 * sum[1] + count) / (2 * count));
        ck_assert_uint_eq(c.blue, (2 * sum[2] + count) / (2 * count));
        ck_assert_uint_eq(c.alpha, in.px[i].alpha);
    }
    free(a.px);
    free(in.px);
}
END_TEST

/* What is known of the colours of one frame does not count for those of another. */
START_TEST(palette_of_each_frame)
{
    static const char *const specs[] = { "palette:count=5", "palette:named=c64",
        "dither:named=ega", "dither:named=cga,method=atkinson" };
    for (size_t i = 0; i < COUNT(specs); i++) {
        picture in[3], a[3];
        for (uint64_t k = 0; k < 3; k++)
            in[k] = k < 2 ? smooth_picture(31, 17, 5 + k) : copy_picture(&in[0]);
        run_frames(in, 3, specs[i], (way) { 0 }, a);
        for (int k = 0; k < 3; k++) {
            picture alone = glitched(&in[k], specs[i], 0);
            assert_same(&a[k], &alone, specs[i]);
            free(alone.px);
        }
        free_pictures(in, 3);
        free_pictures(a, 3);
    }
}
END_TEST

/* ---- ordered dither ------------------------------------------------------ */

static int side;

/* By the definition: four times the half-sized one, and 0 2 / 3 1. */
static int naive_bayer(int n, int64_t x, int64_t y)
{
    static const int quarters[2][2] = { { 0, 2 }, { 3, 1 } };
    if (n == 1)
        return 0;
    int half = n / 2;
    return 4 * naive_bayer(half, x % half, y % half)
        + quarters[y / half % 2][x / half % 2];
}

static PixelTuple ordered(const picture *in, int64_t x, int64_t y)
{
    PixelTuple c = pixel_of(in, x, y);
    double cells = side * side, space = floor(255.0 / (wanted.levels - 1));
    if (wanted.colors)
        space = 29; /* 42, 42, 16 and 16 from one of the four to its nearest */
    double by = trunc(
        (2 * naive_bayer(side, x % side, y % side) + 1 - cells) * space / (2 * cells));
    PixelTuple out =
        nearest(clamped(c.red + by), clamped(c.green + by), clamped(c.blue + by));
    out.alpha = c.alpha;
    return out;
}

START_TEST(dither_in_order)
{
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 13, false);
    for (side = 2; side <= 8; side *= 2) {
        char spec[64];
        wanted.colors = NULL;
        for (wanted.levels = 2; wanted.levels < 60; wanted.levels += 7) {
            snprintf(spec, sizeof spec, "dither:method=bayer%d,levels=%d", side,
                wanted.levels);
            compare_pixels(&in, spec, 0, ordered);
        }
        wanted.colors = game;
        wanted.count = 4;
        snprintf(spec, sizeof spec, "dither:method=bayer%d,named=gameboy", side);
        compare_pixels(&in, spec, 0, ordered);
    }
    free(in.px);
}
END_TEST

/* ---- error diffusion ----------------------------------------------------- */

typedef struct share {
    int dx, dy;
    double of; /* of the error */
} share;

static const share floyd[] = { { 1, 0, 7 / 16.0 }, { -1, 1, 3 / 16.0 },
    { 0, 1, 5 / 16.0 }, { 1, 1, 1 / 16.0 }, { 0 } };
static const share atkinson[] = { { 1, 0, 1 / 8.0 }, { 2, 0, 1 / 8.0 },
    { -1, 1, 1 / 8.0 }, { 0, 1, 1 / 8.0 }, { 1, 1, 1 / 8.0 }, { 0, 2, 1 / 8.0 },
    { 0 } };
static const share sierra[] = { { 1, 0, 5 / 32.0 }, { 2, 0, 3 / 32.0 },
    { -2, 1, 2 / 32.0 }, { -1, 1, 4 / 32.0 }, { 0, 1, 5 / 32.0 }, { 1, 1, 4 / 32.0 },
    { 2, 1, 2 / 32.0 }, { -1, 2, 2 / 32.0 }, { 0, 2, 3 / 32.0 }, { 1, 2, 2 / 32.0 },
    { 0 } };

/* All errors of the picture at once. */
static picture diffused(const picture *in, const share *shares)
{
    int w = (int)in->width, h = (int)in->height;
    picture out = new_picture(in->width, in->height);
    double(*error)[3] = calloc((size_t)(w * h), sizeof *error);
    for (int i = 0; i < w * h; i++) {
        const double v[3] = { clamped(in->px[i].red + floor(error[i][0] + 0.5)),
            clamped(in->px[i].green + floor(error[i][1] + 0.5)),
            clamped(in->px[i].blue + floor(error[i][2] + 0.5)) };
        PixelTuple c = out.px[i] = nearest(v[0], v[1], v[2]);
        const double e[3] = { v[0] - c.red, v[1] - c.green, v[2] - c.blue };
        out.px[i].alpha = in->px[i].alpha;
        for (const share *s = shares; s->of > 0; s++) {
            int x = i % w + s->dx, y = i / w + s->dy;
            for (int k = 0; k < 3 && x >= 0 && x < w && y < h; k++)
                error[y * w + x][k] += e[k] * s->of;
        }
    }
    free(error);
    return out;
}

START_TEST(dither_by_diffusion)
{
    static const char *const methods[] = { "floyd-steinberg", "atkinson", "sierra" };
    static const share *const shares[] = { floyd, atkinson, sierra };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 14, false);
    for (int m = 0; m < 3; m++)
        for (wanted.levels = 1; wanted.levels < 60; wanted.levels += 6) {
            char spec[64];
            bool named = wanted.levels == 1;
            wanted.colors = named ? game : NULL;
            wanted.count = 4;
            snprintf(spec, sizeof spec,
                named ? "dither:method=%s,named=gameboy" : "dither:method=%s,levels=%d",
                methods[m], wanted.levels);
            picture e = diffused(&in, shares[m]), a = glitched(&in, spec, 0);
            assert_same(&a, &e, spec);
            free(e.px);
            free(a.px);
        }
    free(in.px);
}
END_TEST

/* Seen from afar it is as bright as before. */
START_TEST(dither_keeps_the_brightness)
{
    static const char *const specs[] = { "dither:levels=2,method=bayer8",
        "dither:levels=2,method=floyd-steinberg", "dither:levels=2,method=sierra" };
    picture in = new_picture(128, 128);
    for (int v = 20; v < 240; v += 40)
        for (size_t i = 0; i < COUNT(specs); i++) {
            double mean, deviation;
            for (uint32_t k = 0; k < 128 * 128; k++)
                in.px[k] = (PixelTuple) { (uint8_t)v, (uint8_t)v, (uint8_t)v, 255 };
            picture a = glitched(&in, specs[i], 0);
            measure(&a, &mean, &deviation);
            ck_assert_msg(fabs(mean - v) < 3, "%s: %d becomes %g", specs[i], v, mean);
            free(a.px);
        }
    free(in.px);
}
END_TEST

/* ---- splice -------------------------------------------------------------- */

static struct {
    int operation, dx, dy;
    const char *edge;
    const picture *other; /* NULL: the picture itself */
} splicing;

static uint8_t combined(uint8_t a, uint8_t b)
{
    const int all[] = { a & b, a | b, a ^ b, a + b, a - b };
    return (uint8_t)(all[splicing.operation] & 255);
}

static PixelTuple spliced(const picture *in, int64_t x, int64_t y)
{
    PixelTuple a = pixel_of(in, x, y);
    PixelTuple b = naive_at(splicing.other ? splicing.other : in, x - splicing.dx,
        y - splicing.dy, splicing.edge);
    return (PixelTuple) { combined(a.red, b.red), combined(a.green, b.green),
        combined(a.blue, b.blue), a.alpha };
}

START_TEST(splice)
{
    static const char *const operations[] = { "and", "or", "xor", "add", "subtract" };
    static const char *const edges[] = { "wrap", "clamp", "mirror", "transparent",
        "black" };
    picture in = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 15, false);
    picture other = random_picture(odd_sizes[_i][0], odd_sizes[_i][1], 16, true);
    write_png("other.png", &other);
    for (splicing.operation = 0; splicing.operation < 5; splicing.operation++)
        for (int i = 0; i < 20; i++) {
            char spec[160];
            splicing.edge = edges[i % 5];
            splicing.dx = i * 7 - 60;
            splicing.dy = 20 - i * 3;
            splicing.other = i % 3 ? &other : NULL;
            snprintf(spec, sizeof spec, "splice:operation=%s,dx=%d,dy=%d,edge=%s%s",
                operations[splicing.operation], splicing.dx, splicing.dy, splicing.edge,
                splicing.other ? ",picture=other.png" : "");
            compare_pixels(&in, spec, 0, spliced);
        }
    free(other.px);
    free(in.px);
}
END_TEST

Suite *dots_suite(void)
{
    Suite *suite = suite_create("dots");
    TCase *c = tcase_create("dots");
    suite_add_tcase(suite, c);
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, noise, 0, ODD_SIZES);
    tcase_add_test(c, noise_is_distributed);
    tcase_add_test(c, noise_stands_still);
    tcase_add_loop_test(c, palette, 0, ODD_SIZES);
    tcase_add_test(c, palette_of_the_picture);
    tcase_add_test(c, palette_of_few_colors);
    tcase_add_test(c, palette_of_many_pixels);
    tcase_add_test(c, palette_of_each_frame);
    tcase_add_loop_test(c, dither_in_order, 0, ODD_SIZES);
    tcase_add_loop_test(c, dither_by_diffusion, 0, ODD_SIZES);
    tcase_add_test(c, dither_keeps_the_brightness);
    tcase_add_loop_test(c, splice, 0, ODD_SIZES);
    return suite;
}
