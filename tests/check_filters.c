/*
 * check_filters.c - the built-in filters against naive ones.
 *
 * Here each filter is written a second time, from its description: pixel by pixel, with
 * modulo arithmetic and random numbers of its own, and nothing of the library's code.
 */
#include "support.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const uint32_t sizes[][2] = { { 1, 1 }, { 1, 7 }, { 7, 1 }, { 2, 3 }, { 13, 11 },
    { 101, 37 }, { 64, 64 } };

static const char *const levels[] = { "0.1", "0.4", "0.5", "1", "2", "3.3", "5", "7.5",
    "9.9", "10" };

/* ---- random numbers ------------------------------------------------------ */

/* SplitMix64, as published. */
static uint64_t split_mix(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z ^= z >> 30;
    z *= UINT64_C(0xbf58476d1ce4e5b9);
    z ^= z >> 27;
    z *= UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* The parts of the key enter one after the other, with one draw after each. */
static uint64_t keyed(uint64_t seed, uint32_t stage, uint32_t frame)
{
    uint64_t key = split_mix(&seed);
    key ^= stage;
    key = split_mix(&key);
    key ^= frame;
    return split_mix(&key);
}

/* Even odds: what does not belong to a whole run of 0 … n-1 is drawn again. */
static int32_t draw(uint64_t *state, int32_t lo, int32_t hi)
{
    uint64_t n = (uint64_t)((int64_t)hi - lo) + 1, x, first_of_run;
    do {
        x = split_mix(state);
        first_of_run = x - x % n;
    } while (first_of_run > UINT64_MAX - (n - 1));
    return (int32_t)(lo + (int64_t)(x % n));
}

/* ---- naive filters ------------------------------------------------------- */

typedef enum edge { WRAP, CLAMP, BLANK } edge;

static const char *const edge_names[] = { "wrap", "clamp", "blank" };

/* What a filter is asked for, as text and as values; "" and NaN stand for auto. */
typedef struct wish {
    double level;
    edge edge;
    double amount; /* bands, channel-shift's dx, distance, every */
    double second; /* height, dy, angle, first */
    bool percent;  /* of the length among them */
    int channel;   /* 0: random; then red, green, blue, alpha */
    double factor;
} wish;

static int64_t place(int64_t x, uint32_t size, edge e)
{
    int64_t n = size;
    if (e == WRAP)
        return (x % n + n) % n;
    return x < 0 ? 0 : x >= n ? n - 1 : x;
}

static PixelTuple pixel(const picture *p, int64_t x, int64_t y, edge e)
{
    return p->px[place(y, p->height, e) * p->width + place(x, p->width, e)];
}

static double length(double value, bool percent, uint32_t extent)
{
    double pixels =
        round(percent ? value * extent / 100 : value); /* halves away from 0 */
    return percent && fabs(pixels) < 1 ? copysign(value != 0, value) : pixels;
}

/* The offset of each row; the caller frees it. */
static int64_t *band_offsets(const picture *in, const wish *w, uint64_t random)
{
    int64_t *offset = calloc(in->height, sizeof *offset);
    int32_t h = (int32_t)in->height, bands = (int32_t)floor(2 * w->level);
    /* The order of these operations is a part of the result. */
    int32_t most = (int32_t)floor(w->level * w->level / 100 * in->width);
    double tallest =
        isnan(w->second) ? h / 4 : length(w->second, w->percent, in->height);
    tallest = fmax(1, fmin(tallest, h));
    for (int32_t i = 0; i < (isnan(w->amount) ? bands : (int32_t)w->amount); i++) {
        int32_t by = draw(&random, -most, most);
        int32_t top = draw(&random, 0, h - 1);
        int32_t rows = draw(&random, 1, (int32_t)tallest);
        for (int32_t y = 0; y < h; y++)
            if (y >= top && y - top < rows)
                offset[y] = by;
    }
    return offset;
}

static picture naive_offset(const picture *in, const wish *w, uint64_t random)
{
    picture out = new_picture(in->width, in->height);
    int64_t *offset = band_offsets(in, w, random);
    for (uint32_t y = 0; y < in->height; y++)
        for (uint32_t x = 0; x < in->width; x++) {
            int64_t from = (int64_t)x - offset[y];
            PixelTuple *to = &out.px[y * in->width + x];
            *to = pixel(in, from, y, w->edge);
            if (w->edge == BLANK && (from < 0 || from >= in->width))
                *to = (PixelTuple) { 0, 0, 0, pixel(in, x, y, CLAMP).alpha };
        }
    free(offset);
    return out;
}

static picture naive_shift(const picture *in, const wish *w, uint64_t random)
{
    picture out = new_picture(in->width, in->height);
    int32_t most = (int32_t)floor(2 * w->level);
    int channel = draw(&random, 1, 3);
    int32_t dx = draw(&random, -most, most), dy = draw(&random, -most, most);
    channel = w->channel ? w->channel : channel;
    dx = isnan(w->amount) ? dx : (int32_t)w->amount;
    dy = isnan(w->second) ? dy : (int32_t)w->second;
    for (uint32_t y = 0; y < in->height; y++)
        for (uint32_t x = 0; x < in->width; x++) {
            PixelTuple from = pixel(in, (int64_t)x - dx, (int64_t)y - dy, w->edge);
            PixelTuple to = pixel(in, x, y, CLAMP);
            to.red = channel == 1 ? from.red : to.red;
            to.green = channel == 2 ? from.green : to.green;
            to.blue = channel == 3 ? from.blue : to.blue;
            to.alpha = channel == 4 ? from.alpha : to.alpha;
            out.px[y * in->width + x] = to;
        }
    return out;
}

/* Half of a whole distance; of an odd one the larger half is red's. */
static int64_t reds_half(double distance)
{
    double d = round(distance);
    return (int64_t)(d < 0 ? -ceil(-d / 2) : ceil(d / 2));
}

static int64_t blues_half(double distance)
{
    return reds_half(distance) - (int64_t)round(distance);
}

static picture naive_split(const picture *in, const wish *w, uint64_t random)
{
    picture out = new_picture(in->width, in->height);
    const long double pi = 3.14159265358979323846L;
    long double angle = fmodl(w->second, 360) * pi / 180;
    double far = isnan(w->amount) ? fmax(1, w->level / 200 * in->width)
                                  : length(w->amount, w->percent, in->width);
    double right = (double)(far * cosl(angle)), down = (double)(far * sinl(angle));
    (void)random;
    for (int64_t y = 0; y < in->height; y++)
        for (int64_t x = 0; x < in->width; x++) {
            PixelTuple to = pixel(in, x, y, CLAMP);
            to.red = pixel(in, x - reds_half(right), y - reds_half(down), w->edge).red;
            to.blue =
                pixel(in, x - blues_half(right), y - blues_half(down), w->edge).blue;
            out.px[y * in->width + x] = to;
        }
    return out;
}

static uint8_t times(uint8_t value, double factor)
{
    return (uint8_t)fmin(255, round(value * factor));
}

static picture naive_scanlines(const picture *in, const wish *w, uint64_t random)
{
    picture out = new_picture(in->width, in->height);
    int64_t every = (int64_t)w->amount, first = (int64_t)w->second;
    (void)random;
    for (int64_t y = 0; y < in->height; y++)
        for (int64_t x = 0; x < in->width; x++) {
            PixelTuple p = pixel(in, x, y, CLAMP);
            bool hit = y >= first && (y - first) % every == 0;
            out.px[y * in->width + x] = hit ? (PixelTuple) { times(p.red, w->factor),
                times(p.green, w->factor), times(p.blue, w->factor), p.alpha }
                                            : p;
        }
    return out;
}

/* ---- from texts to wishes ------------------------------------------------ */

static double number(const char *text)
{
    return strcmp(text, "auto") == 0 ? (double)NAN : strtod(text, NULL);
}

static bool is_percent(const char *text)
{
    return strchr(text, '%') != NULL;
}

static const char *spec_of(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Text in one of a few static buffers. */
static const char *spec_of(const char *format, ...)
{
    static char texts[4][256];
    static unsigned next;
    char *text = texts[next++ % 4];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof texts[0], format, args);
    va_end(args);
    return text;
}

typedef picture (*naive_filter)(const picture *in, const wish *w, uint64_t random);

/* A random input that depends on `seed` alone, through both. */
static void compare(const uint32_t *size, const char *spec, naive_filter naive,
    const wish *w, uint64_t seed)
{
    picture in = random_picture(size[0], size[1], seed, seed % 2);
    picture e = naive(&in, w, keyed(seed, 0, 0));
    picture a = glitched(&in, spec, seed);
    if (!same_pixels(&a, &e))
        assert_same(&a, &e, spec_of("%s, seed %lu", spec, (unsigned long)seed));
    free(in.px);
    free(e.px);
    free(a.px);
}

/* ---- each filter is what it is said to be -------------------------------- */

START_TEST(scanline_offset)
{
    static const char *const bands[] = { "auto", "0", "1", "7", "100" };
    static const char *const heights[] = { "auto", "0", "1", "3px", "5%", "50.5%",
        "100%", "1000000", "1000000%" };
    const uint32_t *size = sizes[_i];
    uint64_t seed = (uint64_t)_i << 40;
    for (size_t l = 0; l < COUNT(levels); l++)
        for (size_t b = 0; b < COUNT(bands); b++)
            for (size_t h = 0; h < COUNT(heights); h++)
                for (edge e = WRAP; e <= BLANK; e++) {
                    wish w = { .level = number(levels[l]),
                        .edge = e,
                        .amount = number(bands[b]),
                        .second = number(heights[h]),
                        .percent = is_percent(heights[h]) };
                    compare(size,
                        spec_of("scanline-offset:level=%s,bands=%s,height=%s,edge=%s",
                            levels[l], bands[b], heights[h], edge_names[e]),
                        naive_offset, &w, seed++);
                }
}
END_TEST

START_TEST(very_many_bands)
{
    wish w = { .level = 10, .amount = 10000, .second = (double)NAN };
    for (uint64_t seed = 0; seed < 4; seed++)
        compare(
            sizes[_i], "scanline-offset:level=10,bands=10000", naive_offset, &w, seed);
}
END_TEST

/* By every distance: bands of the full height leave one offset for all rows. */
START_TEST(bands_of_any_offset)
{
    const uint32_t *size = sizes[_i];
    for (edge e = WRAP; e <= BLANK; e++)
        for (uint64_t seed = 0; seed < 300; seed++) {
            wish w = {
                .level = 10, .edge = e, .amount = 4, .second = 100, .percent = 1
            };
            compare(size,
                spec_of("scanline-offset:level=10,bands=4,height=100%%,edge=%s",
                    edge_names[e]),
                naive_offset, &w, seed);
        }
}
END_TEST

static const char *const moves[] = { "auto", "0", "1", "-1", "2", "-3", "12", "-13",
    "36", "37", "-38", "101", "-101", "1000", "-999983", "1000000", "-1000000" };
static const char *const channels[] = { "random", "red", "green", "blue", "alpha" };

START_TEST(channel_shift)
{
    const uint32_t *size = sizes[_i];
    uint64_t seed = (uint64_t)_i << 40;
    for (size_t x = 0; x < COUNT(moves); x++)
        for (size_t y = 0; y < COUNT(moves); y++)
            for (int c = 0; c < 5; c++)
                for (edge e = WRAP; e <= CLAMP; e++) {
                    const char *level = levels[seed % COUNT(levels)];
                    wish w = { .level = number(level),
                        .edge = e,
                        .amount = number(moves[x]),
                        .second = number(moves[y]),
                        .channel = c };
                    compare(size,
                        spec_of("channel-shift:level=%s,channel=%s,dx=%s,dy=%s,edge=%s",
                            level, channels[c], moves[x], moves[y], edge_names[e]),
                        naive_shift, &w, seed++);
                }
}
END_TEST

/* A length may be a share of the picture. */
START_TEST(channel_shift_by_share)
{
    picture in = random_picture(101, 37, 5, false);
    picture a = glitched(&in, "channel-shift:channel=red,dx=10.4%,dy=-50%", 0);
    picture e = glitched(&in, "channel-shift:channel=red,dx=11px,dy=-19", 0);
    assert_same(&a, &e, "in %");
    free(a.px);
    free(e.px);
    free(in.px);
}
END_TEST

START_TEST(channel_shift_by_chance)
{
    for (uint64_t seed = 0; seed < 300; seed++) {
        const char *level = levels[seed % COUNT(levels)];
        wish w = { .level = number(level),
            .edge = seed / 7 % 2 ? CLAMP : WRAP,
            .amount = (double)NAN,
            .second = (double)NAN };
        compare(sizes[_i],
            spec_of("channel-shift:level=%s,edge=%s", level, edge_names[w.edge]),
            naive_shift, &w, seed);
    }
}
END_TEST

/* No 30° or 60°: there an odd distance is a tie, and the long double's last bit
 * decides. */
static const char *const angles[] = { "0", "90", "180", "-90", "45", "-135", "30.5",
    "77.7", "-123.456", "359.9", "3600", "-3600", "3555.5", "0.001" };
static const char *const distances[] = { "auto", "0", "1", "-1", "2", "3px", "-7", "13",
    "-26", "101", "-203", "5.5%", "-50%", "100%", "250%", "-1000%", "1000000",
    "-1000000", "999999", "1000000%", "-1000000%" };

START_TEST(color_split)
{
    const uint32_t *size = sizes[_i];
    uint64_t seed = (uint64_t)_i << 40;
    for (size_t a = 0; a < COUNT(angles); a++)
        for (size_t d = 0; d < COUNT(distances); d++)
            for (edge e = WRAP; e <= CLAMP; e++) {
                const char *level = levels[seed % COUNT(levels)];
                wish w = { .level = number(level),
                    .edge = e,
                    .amount = number(distances[d]),
                    .second = number(angles[a]),
                    .percent = is_percent(distances[d]) };
                compare(size,
                    spec_of("color-split:level=%s,distance=%s,angle=%s,edge=%s", level,
                        distances[d], angles[a], edge_names[e]),
                    naive_split, &w, seed++);
            }
}
END_TEST

START_TEST(color_split_by_level)
{
    uint64_t seed = 0;
    for (size_t a = 0; a < COUNT(angles); a++)
        for (size_t l = 0; l < COUNT(levels); l++)
            for (edge e = WRAP; e <= CLAMP; e++) {
                wish w = { .level = number(levels[l]),
                    .edge = e,
                    .amount = (double)NAN,
                    .second = number(angles[a]) };
                compare(sizes[_i],
                    spec_of("color-split:level=%s,angle=%s,edge=%s", levels[l],
                        angles[a], edge_names[e]),
                    naive_split, &w, seed++);
            }
}
END_TEST

START_TEST(scanlines)
{
    static const char *const everies[] = { "1", "2", "3", "10", "64", "1000000" };
    static const char *const firsts[] = { "0", "1", "2", "5", "36", "63", "1000000" };
    static const char *const factors[] = { "0", "0.001", "0.25", "0.5", "0.999", "1",
        "1.5", "2", "15.99", "16" };
    uint64_t seed = (uint64_t)_i << 40;
    for (size_t n = 0; n < COUNT(everies); n++)
        for (size_t f = 0; f < COUNT(firsts); f++)
            for (size_t m = 0; m < COUNT(factors); m++) {
                wish w = { .amount = number(everies[n]),
                    .second = number(firsts[f]),
                    .factor = number(factors[m]) };
                compare(sizes[_i],
                    spec_of("scanlines:every=%s,first=%s,factor=%s", everies[n],
                        firsts[f], factors[m]),
                    naive_scanlines, &w, seed++);
            }
}
END_TEST

/* What the help says that a parameter is where it is not given. */
START_TEST(defaults)
{
    static const char *const pairs[][2] = {
        { "scanline-offset", "scanline-offset:level=2,bands=4,height=25%,edge=wrap" },
        { "channel-shift",
            "channel-shift:level=2,channel=random,dx=auto,dy=auto,edge=wrap" },
        { "color-split", "color-split:level=2,distance=1%,angle=0,edge=clamp" },
        { "scanlines", "scanlines:every=2,first=0,factor=0" },
    };
    picture in = random_picture(200, 64, 5, false);
    for (size_t i = 0; i < COUNT(pairs); i++) {
        picture a = glitched(&in, pairs[i][0], 9);
        picture e = glitched(&in, pairs[i][1], 9);
        assert_same(&a, &e, pairs[i][0]);
        ck_assert(!same_pixels(&a, &in));
        free(a.px);
        free(e.px);
    }
    free(in.px);
}
END_TEST

/* ---- chains and frames --------------------------------------------------- */

enum { FRAMES = 5 };

/* A filter of each kind, chosen by `r`; its spec is put behind those in `specs`. */
static picture random_step(
    const picture *in, char *specs, uint64_t *r, uint64_t seed, uint32_t stage)
{
    static const naive_filter naive[] = { naive_offset, naive_shift, naive_split,
        naive_scanlines };
    unsigned kind = (unsigned)(test_random(r) >> 33) % 4;
    const char *level = levels[(test_random(r) >> 33) % COUNT(levels)];
    wish w = { .level = number(level),
        .edge = (test_random(r) >> 33) % 2 ? CLAMP : WRAP,
        .amount = (double)NAN,
        .second = (double)NAN };
    char *end = specs + strlen(specs);
    const char *e = edge_names[w.edge];
    switch (kind) {
    case 0:
        sprintf(end, " scanline-offset:level=%s,edge=%s", level, e);
        break;
    case 1:
        sprintf(end, " channel-shift:level=%s,edge=%s", level, e);
        break;
    case 2:
        w.second = 100.25;
        sprintf(end, " color-split:level=%s,edge=%s,angle=100.25", level, e);
        break;
    default:
        w.amount = 3, w.second = 1, w.factor = 1.25;
        sprintf(end, " scanlines:every=3,first=1,factor=1.25");
    }
    return naive[kind](in, &w, keyed(seed, stage, 0));
}

START_TEST(chains)
{
    uint64_t r = (uint64_t)_i + 1;
    for (uint64_t seed = 0; seed < 150; seed++) {
        char specs[1024] = "";
        const uint32_t *size = sizes[(test_random(&r) >> 33) % COUNT(sizes)];
        picture in = random_picture(size[0], size[1], seed, seed % 2);
        picture e = random_picture(size[0], size[1], seed, seed % 2);
        uint32_t length = (uint32_t)(test_random(&r) >> 33) % 6;
        for (uint32_t i = 0; i < length; i++) {
            picture next = random_step(&e, specs, &r, seed, i);
            free(e.px);
            e = next;
        }
        picture a = glitched(&in, specs, seed);
        assert_same(&a, &e, specs);
        free(in.px);
        free(a.px);
        free(e.px);
    }
}
END_TEST

/* FRAMES times the same picture through a filter, to be freed. */
static void run_frames(
    const picture *in, const char *spec, uint64_t seed, bool hold, picture *out)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, seed);
    glitch_schedule schedule = GLITCH_SCHEDULE_INIT;
    glitch_frames it;
    const glitch_frame *frame;
    picture same[FRAMES];
    for (int i = 0; i < FRAMES; i++)
        same[i] = *in;
    schedule.intensity = 4;
    schedule.hold = hold;
    ck_assert_int_eq(glitch_pipeline_set_schedule(p, &schedule), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_add(p, "scanlines:factor=1"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_add(p, spec), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(same, FRAMES), &it), GLITCH_OK);
    for (int i = 0; i < FRAMES; i++) {
        ck_assert_int_eq(glitch_frames_next(it, &frame), GLITCH_OK);
        out[i] = copy_frame(frame);
    }
    glitch_frames_close(&it);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
}

static const struct {
    const char *spec;
    naive_filter naive;
} by_chance[] = { { "scanline-offset", naive_offset },
    { "channel-shift", naive_shift } };

/* The key of the random numbers: seed, place in the chain, number of the frame. */
START_TEST(frames_have_their_own_luck)
{
    picture in = random_picture(64, 64, 3, true), out[FRAMES], held[FRAMES];
    wish w = { .level = 4, .amount = (double)NAN, .second = (double)NAN };
    bool equal = true;
    run_frames(&in, by_chance[_i].spec, 77, false, out);
    run_frames(&in, by_chance[_i].spec, 77, true, held);
    for (uint32_t i = 0; i < FRAMES; i++) {
        picture e = by_chance[_i].naive(&in, &w, keyed(77, 1, i));
        assert_same(&out[i], &e, "a frame");
        assert_same(&held[i], &out[0], "a frame with the pattern held");
        equal = equal && same_pixels(&out[i], &out[0]);
        free(e.px);
    }
    ck_assert(!equal);
    for (uint32_t i = 0; i < FRAMES; i++) {
        free(out[i].px);
        free(held[i].px);
    }
    free(in.px);
}
END_TEST

START_TEST(seeds)
{
    picture in = random_picture(101, 37, 4, true);
    int different = 0;
    for (uint64_t seed = 0; seed < 50; seed++) {
        picture a = glitched(&in, by_chance[_i].spec, seed);
        picture again = glitched(&in, by_chance[_i].spec, seed);
        picture other = glitched(&in, by_chance[_i].spec, ~seed);
        assert_same(&again, &a, "the same seed");
        different += !same_pixels(&other, &a);
        free(a.px);
        free(again.px);
        free(other.px);
    }
    ck_assert_int_gt(different, 40);
    free(in.px);
}
END_TEST

/* To fix one parameter leaves what chance decides about the others as it was. */
START_TEST(fixing_one_parameter)
{
    picture in = random_picture(64, 64, 8, true);
    for (uint64_t seed = 0; seed < 50; seed++) {
        uint64_t random = keyed(seed, 0, 0);
        int channel = draw(&random, 1, 3);
        int32_t dx = draw(&random, -4, 4), dy = draw(&random, -4, 4);
        picture free_run = glitched(&in, "channel-shift", seed);
        const char *fixed[] = { spec_of("channel-shift:dx=%d", (int)dx),
            spec_of("channel-shift:dy=%d", (int)dy),
            spec_of("channel-shift:channel=%s", channels[channel]) };
        for (size_t i = 0; i < COUNT(fixed); i++) {
            picture a = glitched(&in, fixed[i], seed);
            assert_same(&a, &free_run, fixed[i]);
            free(a.px);
        }
        free(free_run.px);
    }
    free(in.px);
}
END_TEST

/* ---- the same on every machine ------------------------------------------- */

/* Hashes of what came out when these tests were written. */
static const struct {
    const char *spec, *hash;
} golden[] = {
    { "scanline-offset",
        "47ebd7dd892c7906b087c191eb28b18821b372aee550402189590d5e616c3348" },
    { "scanline-offset:level=7.3,edge=blank",
        "df117450548a73c6eebb66b79609fab21c086ccda66ee2de8764945c3fc753b6" },
    { "scanline-offset:bands=20,height=3,edge=clamp",
        "363f7c641d2eae3ef9b1e6c3c14a3c1d11f3fd8bec72d79e3282f511f16b23a6" },
    { "channel-shift",
        "77b2da3988ef46a6edd4c6afd9d387cd7c7eb6348d5b24ae26355abc6dd9623d" },
    { "channel-shift:level=10,channel=alpha,edge=clamp",
        "c199d0b0eaf1cb0bbe11a7e4d456deee02f3576a8f540956f20e4b60e55351be" },
    { "color-split:level=9.7,angle=30",
        "8c3df08fe8248b9966410f303259bb4edfd1ea27094204763425224a7d90c8bd" },
    { "color-split:distance=15,angle=-60,edge=wrap",
        "69cfe3989242ca23095161def3a993f386a3220c9be6a86942cb79a7bfec9788" },
    { "color-split:distance=7.77%,angle=1234.5",
        "ff9d2c9acec68d4dff15ea4c146e489b994a3d4faefa3fa9cd3636cb3d3c8b75" },
    { "scanlines:every=3,first=1,factor=0.7",
        "604df6a424b349d0c76e0654967ceb6b22b3783c3fdbe8fcd49b1a7232acbc3a" },
    { "scanline-offset:level=5 channel-shift:level=5 color-split:angle=45 scanlines",
        "b1711cdde5166133176b745b31f74600553f394db861bdc83028d35cb8bd5e18" },
};

START_TEST(golden_pictures)
{
    picture in = random_picture(173, 91, 20240607, false);
    picture a = glitched(&in, golden[_i].spec, UINT64_C(0x123456789abcdef));
    const char *hash = sha256_pixels(a.px, (size_t)a.width * a.height);
    ck_assert_msg(strcmp(hash, golden[_i].hash) == 0, "%s: %s instead of %s",
        golden[_i].spec, hash, golden[_i].hash);
    free(in.px);
    free(a.px);
}
END_TEST

int main(void)
{
    const int all_sizes = (int)COUNT(sizes);
    Suite *suite = suite_create("filters");
    TCase *each = tcase_create("each"), *together = tcase_create("together");
    suite_add_tcase(suite, each);
    suite_add_tcase(suite, together);
    tcase_add_loop_test(each, scanline_offset, 0, all_sizes);
    tcase_add_loop_test(each, very_many_bands, 0, all_sizes);
    tcase_add_loop_test(each, bands_of_any_offset, 0, all_sizes);
    tcase_add_loop_test(each, channel_shift, 0, all_sizes);
    tcase_add_loop_test(each, channel_shift_by_chance, 0, all_sizes);
    tcase_add_test(each, channel_shift_by_share);
    tcase_add_loop_test(each, color_split, 0, all_sizes);
    tcase_add_loop_test(each, color_split_by_level, 0, all_sizes);
    tcase_add_loop_test(each, scanlines, 0, all_sizes);
    tcase_add_test(each, defaults);
    tcase_add_loop_test(together, chains, 0, 8);
    tcase_add_loop_test(together, frames_have_their_own_luck, 0, 2);
    tcase_add_loop_test(together, seeds, 0, 2);
    tcase_add_test(together, fixing_one_parameter);
    tcase_add_loop_test(together, golden_pictures, 0, (int)COUNT(golden));
    return run_suites(&suite, 1);
}
