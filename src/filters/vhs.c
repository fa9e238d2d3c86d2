/*
 * vhs.c - a worn video cassette: less detail in luma, far less in chroma, which also comes
 * late; lines that waver, a torn band where the head misses the track, dropouts, and the
 * bend at the bottom where the heads are switched.
 *
 * Bandwidths and delays of the tape's speeds are those of J. Campbell's
 * composite-video-simulator, 2014-2018, which others (ntscQT, ntsc-rs) took over. Here all
 * filters are one-pole low-passes in fixed point, which need no memory but their state.
 */
#include <glitch/filters.h>

enum { SP, LP, EP };

enum { ONE_BITS = 12, ONE = 1 << ONE_BITS, STAGES = 2 };

typedef glitch_vhs_params params;

/* Of each speed: MHz, MHz, % of the width. */
static const struct {
    double luma, chroma, delay;
} speeds[] = { { 2.4, 0.32, 0.9 }, { 1.9, 0.30, 1.2 }, { 1.4, 0.28, 1.4 } };

/* What a row meets. */
typedef struct line {
    int32_t by;    /* moved to the right */
    uint32_t snow; /* dropouts, of 65536 to expect */
} line;

typedef struct state {
    int32_t luma, chroma;           /* what a step takes of the difference, of ONE */
    int32_t luma_lead, chroma_lead; /* pixels that they are read ahead */
    int32_t noise;                  /* in 1/256 of a level */
    uint32_t longest;               /* dropout, in pixels */
    uint64_t key;
    line *lines;
} state;

/* ---- the plan ------------------------------------------------------------ */

static double given_or(double value, double otherwise)
{
    return GLITCH_IS_AUTO(value) ? otherwise : value;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

/* A row of the picture takes 53.3 microseconds. */
static int32_t step_of(double mhz, uint32_t width)
{
    const double turns = 2 * 3.14159265358979 * 53.3;
    int32_t step = (int32_t)(ONE / (1 + width / (turns * mhz)) + 0.5);
    return step < 1 ? 1 : step;
}

/* How many pixels the low-passes are late. */
static int32_t lateness(int32_t step)
{
    return STAGES * (ONE - step) / step;
}

static void plan_bands(state *s, const params *q, uint32_t width)
{
    double worse = sqrt(2 / q->level);
    s->luma = step_of(given_or(q->luma, speeds[q->speed].luma * worse), width);
    s->chroma = step_of(given_or(q->chroma, speeds[q->speed].chroma * worse), width);
    double delay = speeds[q->speed].delay / 200 * q->level * width;
    if (!GLITCH_IS_AUTO(q->delay.value))
        delay = glitch_length_pixels(q->delay, width);
    s->luma_lead = lateness(s->luma);
    s->chroma_lead = lateness(s->chroma) - (int32_t)floor(delay + 0.5);
}

/* From -1 to 1, smooth over `period` rows: random at their ends, even in between. */
static double waver(uint64_t key, uint32_t y, uint32_t period)
{
    double t = (double)(y % period) / period;
    double a = (double)(glitch_random_at(key, y / period) >> 40) / (1 << 23) - 1;
    double b = (double)(glitch_random_at(key, y / period + 1) >> 40) / (1 << 23) - 1;
    return a + (b - a) * t * t * (3 - 2 * t);
}

static int32_t share(const glitch_length *length, double otherwise, uint32_t extent)
{
    return GLITCH_IS_AUTO(length->value) ? (int32_t)(otherwise * extent + 0.5)
                                         : glitch_length_pixels(*length, extent);
}

static void plan_wave(
    state *s, const params *q, const glitch_frame *shape, uint64_t key)
{
    double far = share(&q->wave, 0.0015 * q->level, shape->width);
    for (uint32_t y = 0; y < shape->height; y++)
        s->lines[y].by = (int32_t)floor(
            far * (0.8 * waver(key, y, 24) + 0.4 * waver(~key, y, 2)) + 0.5);
}

/* A band that moves down the picture, torn most in its middle. */
static void plan_tracking(
    state *s, const params *q, const glitch_frame *shape, uint64_t key, double from)
{
    double strength = given_or(q->tracking, least(1, q->level / 7));
    double half = shape->height * (0.02 + 0.05 * strength), h = shape->height;
    double middle = fmod(from + shape->index * 0.07, 1) * (h + 2 * half) - half;
    for (uint32_t y = 0; y < shape->height; y++) {
        double off = fabs(y - middle) / half, near = 1 - off * off;
        if (near <= 0 || strength <= 0)
            continue;
        double by = near * (0.4 + 0.6 * waver(key, y, 3)) * (0.25 + 0.75 * strength)
            * shape->width / 10;
        s->lines[y].by += (int32_t)by;
        s->lines[y].snow += (uint32_t)(near * strength * 6 * 65536);
    }
}

static void plan_head(
    state *s, const params *q, const glitch_frame *shape, uint64_t key)
{
    int32_t h = (int32_t)shape->height;
    int32_t rows = share(&q->head, 0.012 + 0.005 * q->level, shape->height);
    for (int32_t y = rows < h ? h - rows : 0; y < h; y++) {
        double t = (double)(y - (h - rows) + 1) / rows;
        double by = t * t * shape->width * (0.12 + 0.02 * waver(key, (uint32_t)y, 1));
        s->lines[y].by += (int32_t)by;
        s->lines[y].snow += (uint32_t)(t * 2 * 65536);
    }
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    line *lines = glitch_plan_alloc(p, shape->height, sizeof *lines);
    if (!s || !lines)
        return GLITCH_ENOMEM;
    (void)reach; /* row y looks at row y only */
    double from = (double)(glitch_plan_key(p) >> 11) / 9007199254740992.0; /* 2^53 */
    uint64_t wave = glitch_plan_rand(p), tracking = glitch_plan_rand(p);
    uint64_t head = glitch_plan_rand(p);
    double snow = given_or(q->snow, least(1, q->level / 20));
    s->key = glitch_plan_rand(p);
    s->lines = lines;
    s->noise = (int32_t)(given_or(q->noise, least(1, q->level / 24)) * 256);
    s->longest = shape->width / 24 + 2;
    plan_bands(s, q, shape->width);
    plan_wave(s, q, shape, wave);
    plan_tracking(s, q, shape, tracking, from);
    plan_head(s, q, shape, head);
    for (uint32_t y = 0; y < shape->height; y++)
        lines[y].snow += (uint32_t)(snow * snow * 8 * 65536);
    *out = s;
    return GLITCH_OK;
}

/* ---- a row --------------------------------------------------------------- */

/*
 * Neighbours, worked on step by step: all steps but the low-passes are loops that the
 * compiler vectorises. Values have 8 bits of fraction.
 */
enum { PIECE = 128 };
typedef struct piece {
    PixelTuple px[PIECE];
    uint16_t noise[PIECE]; /* a byte for brightness, and one for colour */
    int32_t luma[PIECE], blue[PIECE], red[PIECE];
    int32_t edges[PIECE]; /* what luma was after the first of its low-passes */
} piece;

/* What low-passes have come to. */
typedef struct tape {
    int32_t luma[STAGES], blue[STAGES], red[STAGES];
} tape;

static inline uint32_t within(int64_t x, uint32_t width)
{
    return x < 0 ? 0 : x >= width ? width - 1 : (uint32_t)x;
}

/* Pixels from place x on, which may be anywhere; at ends the nearest. */
static const PixelTuple *pixels_at(
    const PixelTuple *src, uint32_t width, int64_t x, uint32_t n, PixelTuple *space)
{
    if (x >= 0 && x + n <= width)
        return src + x;
    for (uint32_t i = 0; i < n; i++)
        space[i] = src[within(x + i, width)];
    return space;
}

static inline uint16_t luma_of(PixelTuple p)
{
    return (uint16_t)(77 * p.red + 150 * p.green + 29 * p.blue);
}

/* Each number is for four pixels; x, and the room in `out`, are multiples of that. */
static void make_noise(uint64_t key, uint32_t x, uint32_t n, uint16_t *out)
{
    for (uint32_t i = 0; i < n; i += 4) {
        uint64_t bits = glitch_random_at(key, (x + i) / 4);
        for (uint32_t k = 0; k < 4; k++)
            out[i + k] = (uint16_t)(bits >> 16 * k);
    }
}

/* From a byte; within 16 bits, as `most` is at most 256. */
static inline int16_t grain(int32_t byte, int32_t most)
{
    return (int16_t)((byte - 128) * most);
}

static void read_luma(const PixelTuple *px, uint32_t n, int32_t noise, piece *p)
{
    for (uint32_t i = 0; i < n; i++)
        p->luma[i] = luma_of(px[i]) + grain(p->noise[i] & 255, noise);
}

static void read_chroma(const PixelTuple *px, uint32_t n, int32_t noise, piece *p)
{
    for (uint32_t i = 0; i < n; i++) {
        uint16_t luma = luma_of(px[i]);
        int16_t tint = grain(p->noise[i] >> 8, noise);
        p->blue[i] = px[i].blue * 256 - luma + tint;
        p->red[i] = px[i].red * 256 - luma - tint;
    }
}

static inline int32_t low_pass(int32_t *at, int32_t value, int32_t step)
{
    for (int i = 0; i < STAGES; i++) {
        at[i] += ((value - at[i]) * step) >> ONE_BITS;
        value = at[i];
    }
    return value;
}

static void record(const state *s, uint32_t n, piece *p, tape *last)
{
    tape at = *last;
    for (uint32_t i = 0; i < n; i++) {
        p->luma[i] = low_pass(at.luma, p->luma[i], s->luma);
        p->edges[i] = at.luma[0];
        p->blue[i] = low_pass(at.blue, p->blue[i], s->chroma);
        p->red[i] = low_pass(at.red, p->red[i], s->chroma);
    }
    *last = at;
}

static inline uint8_t to_byte(int32_t value)
{
    int16_t whole = (int16_t)((value + 128) >> 8);
    whole = whole < 0 ? 0 : whole;
    return (uint8_t)(whole > 255 ? 255 : whole);
}

/* Luma is sharpened a little, as recorders do. */
static void write_pixels(
    const piece *p, const PixelTuple *src, uint32_t n, PixelTuple *restrict out)
{
    uint8_t red[PIECE], green[PIECE], blue[PIECE];
    for (uint32_t i = 0; i < n; i++) {
        int32_t y = p->luma[i] + (p->edges[i] - p->luma[i]) / 2;
        int32_t u = p->blue[i], v = p->red[i];
        red[i] = to_byte(y + v);
        green[i] = to_byte(y - ((131 * v + 49 * u) >> 8));
        blue[i] = to_byte(y + u);
    }
    for (uint32_t i = 0; i < n; i++)
        out[i] = (PixelTuple) { red[i], green[i], blue[i], src[i].alpha };
}

/* Low-passes begin as if all before were like the first pixel. */
static tape begun(PixelTuple first, PixelTuple tinge)
{
    int32_t y = luma_of(first), luma = luma_of(tinge);
    int32_t u = tinge.blue * 256 - luma, v = tinge.red * 256 - luma;
    return (tape) { { y, y }, { u, u }, { v, v } };
}

static void play(
    const state *s, const PixelTuple *src, uint32_t width, uint32_t y, PixelTuple *out)
{
    int64_t luma_at = (int64_t)s->luma_lead - s->lines[y].by;
    int64_t chroma_at = (int64_t)s->chroma_lead - s->lines[y].by;
    uint64_t key = glitch_random_at(s->key, y);
    tape last = begun(src[within(luma_at, width)], src[within(chroma_at, width)]);
    piece p;
    for (uint32_t x = 0, n; x < width; x += n) {
        n = width - x < PIECE ? width - x : PIECE;
        make_noise(key, x, n, p.noise);
        read_luma(pixels_at(src, width, x + luma_at, n, p.px), n, s->noise, &p);
        read_chroma(pixels_at(src, width, x + chroma_at, n, p.px), n, s->noise, &p);
        record(s, n, &p, &last);
        write_pixels(&p, src + x, n, out + x);
    }
}

static inline uint8_t lighter(uint8_t value, uint32_t by)
{
    return (uint8_t)(value + (255 - value) * by / 255);
}

/* A dropout: at once white, then back. */
static void streak(uint64_t random, uint32_t longest, uint32_t width, PixelTuple *out)
{
    uint32_t x = (uint32_t)((random >> 32) * width >> 32);
    uint32_t length = 1 + (uint32_t)(random & 0xffff) * longest / 65536;
    uint32_t light = 96 + (uint32_t)(random >> 16 & 127);
    for (uint32_t i = 0; i < length && x + i < width; i++) {
        uint32_t by = light * (length - i) / length;
        PixelTuple *p = &out[x + i];
        *p = (PixelTuple) { lighter(p->red, by), lighter(p->green, by),
            lighter(p->blue, by), p->alpha };
    }
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    uint32_t width = glitch_window_width(in), snow = s->lines[y].snow;
    uint64_t key = glitch_random_at(~s->key, y);
    play(s, glitch_window_row(in, 0), width, y, out);
    uint32_t count = (snow + (uint32_t)(glitch_random_at(key, 0) & 0xffff)) >> 16;
    for (uint32_t i = 1; i <= count; i++)
        streak(glitch_random_at(key, i), s->longest, width, out);
}

static const char *const speed_names[] = { "sp", "lp", "ep", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "wear of tape and machine, for all that is not given; auto: the intensity" },
    { "speed", GLITCH_CHOICE, offsetof(params, speed), "sp", 0, 0, speed_names,
        GLITCH_AUTO_NONE,
        "of the tape: standard, long or extended play, each worse than the one "
        "before" },
    { "luma", GLITCH_REAL, offsetof(params, luma), "auto", 0.01, 100, NULL,
        GLITCH_AUTO_FILTER,
        "bandwidth of brightness, in MHz; auto: at level 2, and sp, lp or ep, 2.4, 1.9 "
        "or "
        "1.4" },
    { "chroma", GLITCH_REAL, offsetof(params, chroma), "auto", 0.01, 100, NULL,
        GLITCH_AUTO_FILTER,
        "bandwidth of colour, in MHz; auto: at level 2, and sp, lp or ep, 0.32, 0.3 or "
        "0.28" },
    { "delay", GLITCH_LENGTH, offsetof(params, delay), "auto", -1000000, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "how far colour comes late, in pixels or % of the width; auto: at level 2, and "
        "sp, lp or ep, 0.9, 1.2 or 1.4%" },
    { "wave", GLITCH_LENGTH, offsetof(params, wave), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "how far lines waver, in pixels or % of the width; auto: 0.15% for each "
        "level" },
    { "tracking", GLITCH_REAL, offsetof(params, tracking), "auto", 0, 1, NULL,
        GLITCH_AUTO_FILTER,
        "strength of a torn band that moves down; auto: a seventh of the level" },
    { "head", GLITCH_LENGTH, offsetof(params, head), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "rows that are bent at the bottom, in pixels or % of the height; auto: 0.8%, "
        "and "
        "0.5% for each level" },
    { "snow", GLITCH_REAL, offsetof(params, snow), "auto", 0, 1, NULL,
        GLITCH_AUTO_FILTER, "white dropouts; auto: a twentieth of the level" },
    { "noise", GLITCH_REAL, offsetof(params, noise), "auto", 0, 1, NULL,
        GLITCH_AUTO_FILTER,
        "grain of brightness and colour; auto: a 24th of the level" },
    { 0 },
};

const glitch_filter gli_vhs = {
    .struct_size = sizeof(glitch_filter),
    .name = "vhs",
    .summary = "a worn video cassette in a tired recorder",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
