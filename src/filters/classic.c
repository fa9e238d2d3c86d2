/*
 * classic.c - the pictures of glitch-this 1.0.3, pixel for pixel, from the same seeds.
 *
 * What that tool does, and this file alone knows:
 * - Its random numbers are CPython's: MT19937, seeded by an array. A whole seed counts
 *   without its sign; another seed counts as the hash of a double.
 * - With a seed, band k is drawn from seed + k, and the colour from the seed again, in
 *   every frame alike. Without one, a single stream runs on through all frames.
 * - A band of offset 0 is not drawn further. One may begin below the last row.
 * - Moving a channel moves all of its rows down, but only row 0 of the input sideways.
 * - A frame is drawn over what the frames before left: bands, channel and scan lines
 *   stay where they are not drawn over. All of them show rows of the input, so it is
 *   enough to remember, for each row and channel, which row it shows and how far it is
 *   rotated; a frame asked for out of turn is reached by drawing from the first again.
 * - The level is rounded to four significant digits after each glitched frame, and may
 *   pass both ends of its range when it is cycled.
 * - Where it fails (a picture under 4 rows, or narrower than an offset) the least
 * height of a band is 1, and rotating goes round as often as it takes.
 */
#include "filters/mt19937.h"
#include <glitch/filters.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
    BLACK = -1,
    CHANNELS = 4,
    FARTHEST = 10000000 /* frames; a user's iterator may number them as it likes */
};

typedef glitch_classic_params params;

/* ---- random numbers, as CPython draws them ------------------------------- */

/* A seed, or none. A whole one is sign and magnitude. */
typedef struct seed {
    bool given, whole, negative;
    uint64_t magnitude;
    double number;
} seed;

typedef struct source {
    mt19937 mt;
    seed seed;
} source;

static void seed_with(mt19937 *mt, uint64_t key)
{
    uint32_t words[2] = { (uint32_t)key, (uint32_t)(key >> 32) };
    mt19937_seed_by_array(mt, words, words[1] ? 2 : 1);
}

/* CPython's hash of a double: its value modulo the prime 2^61 - 1. */
static uint64_t hash_double(double x)
{
    const uint64_t prime = (UINT64_C(1) << 61) - 1;
    int exponent;
    double fraction = frexp(fabs(x), &exponent); /* x = fraction * 2^exponent */
    uint64_t hash = (uint64_t)ldexp(fraction, 53);
    exponent = ((exponent - 53) % 61 + 61) % 61;
    if (exponent) /* times a power of two, modulo the prime, is a rotation */
        hash = (hash << exponent & prime) | hash >> (61 - exponent);
    if (hash == prime)
        hash = 0;
    if (x < 0)
        hash = 0 - hash;
    return hash == UINT64_MAX ? UINT64_MAX - 1 : hash;
}

/* |seed + k| for a whole seed; it may take 65 bits. */
static void seed_whole(mt19937 *mt, const seed *s, uint32_t k)
{
    if (s->negative) {
        seed_with(mt, s->magnitude > k ? s->magnitude - k : k - s->magnitude);
        return;
    }
    uint64_t sum = s->magnitude + k;
    uint32_t words[3] = { (uint32_t)sum, (uint32_t)(sum >> 32), 1 };
    if (sum < k)
        mt19937_seed_by_array(mt, words, 3);
    else
        seed_with(mt, sum);
}

static void reseed(source *r, uint32_t k)
{
    if (r->seed.given && r->seed.whole)
        seed_whole(&r->mt, &r->seed, k);
    else if (r->seed.given)
        seed_with(&r->mt, hash_double(r->seed.number + k));
}

static int64_t below(source *r, uint64_t n)
{
    int bits = 0;
    uint32_t x;
    while (n >> bits)
        bits++;
    do
        x = mt19937_next(&r->mt) >> (32 - bits);
    while (x >= n);
    return x;
}

static int64_t between(source *r, int64_t lo, int64_t hi)
{
    return lo + below(r, (uint64_t)(hi - lo) + 1);
}

/* ---- the level ----------------------------------------------------------- */

/*
 * a + b, added exactly and rounded to four significant decimal digits, ties to even.
 * The sum is high + low without an error (D. E. Knuth, TAOCP 2, 4.2.2, Theorem B), and
 * the comparison with the middle between two candidates is exact by fma().
 */
static double round4_sum(double a, double b)
{
    double high = a + b, rest = high - a;
    double low = (a - (high - rest)) + (b - rest), scale = 1, sign = high < 0 ? -1 : 1;
    high *= sign;
    low *= sign;
    if (high < 1e-15)
        return high * sign; /* as good as 0 for a level */
    while (high * scale < 1000)
        scale *= 10;
    double digits = floor(high * scale);
    double twice = 2 * scale, product = high * twice;
    double above =
        (product - (2 * digits + 1)) + fma(high, twice, -product) + low * twice;
    if (above > 0 || (above == 0 && fmod(digits, 2) != 0))
        digits += 1;
    return sign * digits / scale;
}

static double next_level(double level, double change, bool cycle)
{
    level = round4_sum(level, change);
    if (level < 0.1)
        level = cycle ? round4_sum(10, level) : 0.1;
    if (level > 10)
        level = cycle ? round4_sum(fmod(level, 10), 0) : 10;
    return level;
}

/* ---- what is drawn ------------------------------------------------------- */

/*
 * What a row of one channel shows: a row of the input, rotated to the right, or BLACK.
 */
typedef struct span {
    uint32_t row;
    int32_t offset;
} span;

/* What lasts from frame to frame. */
typedef struct memory {
    bool begun;
    uint32_t next; /* the next glitched frame to be drawn */
    double level;  /* its level */
    source random;
} memory;

typedef struct canvas {
    uint32_t width, height;
    span (*rows)[CHANNELS];
} canvas;

static void show_input(const canvas *c, uint32_t y, int32_t offset)
{
    for (int i = 0; i < CHANNELS; i++)
        c->rows[y][i] = (span) { y, offset };
}

static void show_all(const canvas *c)
{
    for (uint32_t y = 0; y < c->height; y++)
        show_input(c, y, 0);
}

/* An offset within 0 … width - 1 that rotates as far. */
static int32_t rotation(int64_t offset, uint32_t width)
{
    int64_t r = offset % (int64_t)width;
    return (int32_t)(r < 0 ? r + width : r);
}

static void draw_band(const canvas *c, source *r, int64_t farthest)
{
    int64_t offset = between(r, -farthest, farthest), h = c->height;
    if (offset == 0)
        return;
    int64_t y = between(r, 0, h), tallest = h / 4 > 0 ? h / 4 : 1;
    int64_t end = y + between(r, 1, tallest);
    for (end = end < h ? end : h; y < end; y++)
        show_input(c, (uint32_t)y, rotation(offset, c->width));
}

static void draw_color(const canvas *c, source *r, int64_t most, bool alpha)
{
    int64_t channel = between(r, 0, alpha ? 3 : 2);
    int64_t dx = between(r, -most, most), dy = between(r, -most, most), h = c->height;
    for (int64_t y = 0; y < h; y++) {
        int64_t to = ((y + dy) % h + h) % h;
        c->rows[to][channel] =
            (span) { (uint32_t)y, y == 0 ? rotation(dx, c->width) : 0 };
    }
}

static void draw_scan_lines(const canvas *c)
{
    for (uint32_t y = 0; y < c->height; y += 2)
        for (int i = 0; i < 3; i++)
            c->rows[y][i].offset = BLACK;
}

static void draw_frame(const canvas *c, memory *m, const params *q)
{
    double level = m->level;
    int64_t farthest = (int64_t)(level * level / 100 * c->width);
    int64_t bands = (int64_t)(2 * level);
    if (!q->over)
        show_all(c);
    for (int64_t k = 0; k < bands; k++) {
        reseed(&m->random, (uint32_t)k);
        draw_band(c, &m->random, farthest);
    }
    reseed(&m->random, 0);
    if (q->color)
        draw_color(c, &m->random, bands, q->alpha);
    if (q->scan_lines)
        draw_scan_lines(c);
    m->level = next_level(level, q->change, q->cycle);
    m->next++;
}

/* ---- the plan ------------------------------------------------------------ */

/* A seed as it is typed: digits make a whole one, a point or an exponent a double. */
static bool read_seed(const char *text, seed *s)
{
    *s = (seed) { 0 };
    if (!*text)
        return true;
    const char *digits = text + (*text == '-' || *text == '+');
    size_t n = strspn(digits, "0123456789");
    s->given = true;
    if (n == 0 || digits[n]) {
        const char *end = glitch_parse_real(text, &s->number);
        return end && !*end;
    }
    s->whole = true;
    s->negative = *text == '-';
    for (; *digits; digits++) {
        uint64_t digit = (uint64_t)(*digits - '0');
        if (s->magnitude > (UINT64_MAX - digit) / 10)
            return false;
        s->magnitude = s->magnitude * 10 + digit;
    }
    return true;
}

static int check(const void *given, char *fault, size_t size)
{
    const params *q = given;
    seed s;
    bool right = read_seed(q->seed, &s);
    if (!right)
        snprintf(fault, size, "seed=%s is not a number", q->seed);
    return right;
}

static void begin(memory *m, const canvas *c, const params *q, glitch_plan *p)
{
    (void)read_seed(q->seed, &m->random.seed);    /* it was checked */
    seed_with(&m->random.mt, glitch_plan_key(p)); /* of use where no seed is given */
    show_all(c);
    m->level = q->level;
    m->next = 0;
    m->begun = true;
}

/* Does a row have all channels from one row of the input? */
static bool is_plain(const span row[CHANNELS])
{
    for (int i = 1; i < CHANNELS; i++)
        if (row[i].row != row[0].row || row[i].offset != row[0].offset)
            return false;
    return row[0].offset != BLACK;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    canvas *c = glitch_plan_alloc(p, 1, sizeof *c);
    size_t rows = (size_t)shape->height * sizeof *c->rows;
    memory *m = glitch_plan_keep(p, sizeof *m + rows);
    if (!c || !m)
        return GLITCH_ENOMEM;
    *c = (canvas) { shape->width, shape->height, (void *)(m + 1) };
    uint32_t nth = shape->index / (uint32_t)q->step;
    if (nth > FARTHEST)
        return glitch_plan_fail(p, GLITCH_ELIMIT,
            "frame %lu is too far on; each is drawn over all before it",
            (unsigned long)shape->index);
    if (!m->begun || m->next > nth + 1)
        begin(m, c, q, p);
    if (shape->index % (uint32_t)q->step != 0) {
        /* This frame is the plain input; what is remembered waits for the next. */
        c->rows = glitch_plan_alloc(p, shape->height, sizeof *c->rows);
        if (!c->rows)
            return GLITCH_ENOMEM;
        show_all(c);
    } else {
        while (m->next <= nth)
            draw_frame(c, m, q);
        reach->above = reach->below = GLITCH_WHOLE;
    }
    *out = c;
    return GLITCH_OK;
}

/* ---- the rows ------------------------------------------------------------ */

static void rotate_row(
    const PixelTuple *in, uint32_t width, uint32_t offset, PixelTuple *out)
{
    memcpy(out + offset, in, (width - offset) * sizeof *out);
    memcpy(out, in + width - offset, offset * sizeof *out);
}

static void rotate_channel(
    const uint8_t *in, uint32_t width, uint32_t offset, uint8_t *out)
{
    for (uint32_t x = 0; x < width - offset; x++)
        out[(size_t)4 * (x + offset)] = in[(size_t)4 * x];
    for (uint32_t x = 0; x < offset; x++)
        out[(size_t)4 * x] = in[(size_t)4 * (width - offset + x)];
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const canvas *c = given;
    const span *spans = c->rows[y];
    if (is_plain(spans)) {
        const PixelTuple *from =
            glitch_window_row(in, (int32_t)((int64_t)spans->row - y));
        rotate_row(from, c->width, (uint32_t)spans->offset, out);
        return;
    }
    for (int i = 0; i < CHANNELS; i++) {
        uint8_t *to = (uint8_t *)out + i;
        const PixelTuple *from =
            glitch_window_row(in, (int32_t)((int64_t)spans[i].row - y));
        if (spans[i].offset != BLACK)
            rotate_channel(
                (const uint8_t *)from + i, c->width, (uint32_t)spans[i].offset, to);
        else
            for (uint32_t x = 0; x < c->width; x++)
                to[(size_t)4 * x] = 0;
    }
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY, "strength, in the first frame; auto: the intensity" },
    { "seed", GLITCH_TEXT, offsetof(params, seed), "", 0, 0, NULL, GLITCH_AUTO_NONE,
        "a whole or decimal number, which fixes the pattern; empty: random, and "
        "another "
        "in every frame" },
    { "color", GLITCH_BOOL, offsetof(params, color), "no", 0, 0, NULL, GLITCH_AUTO_NONE,
        "move a channel, too" },
    { "scan-lines", GLITCH_BOOL, offsetof(params, scan_lines), "no", 0, 0, NULL,
        GLITCH_AUTO_NONE, "blacken every second row, too" },
    { "alpha", GLITCH_BOOL, offsetof(params, alpha), "yes", 0, 0, NULL,
        GLITCH_AUTO_NONE,
        "alpha is one of the channels that may move, as it was for PNG files alone" },
    { "step", GLITCH_INT, offsetof(params, step), "1", 1, 1000000, NULL,
        GLITCH_AUTO_NONE, "glitch one frame in so many" },
    { "change", GLITCH_REAL, offsetof(params, change), "0", -10, 10, NULL,
        GLITCH_AUTO_NONE, "added to the level after each glitched frame" },
    { "cycle", GLITCH_BOOL, offsetof(params, cycle), "no", 0, 0, NULL, GLITCH_AUTO_NONE,
        "wrap the level round instead of stopping it at 0.1 or 10" },
    { "over", GLITCH_BOOL, offsetof(params, over), "yes", 0, 0, NULL, GLITCH_AUTO_NONE,
        "draw over what the frame before left, as it was for stills alone" },
    { 0 },
};

const glitch_filter gli_classic = {
    .struct_size = sizeof(glitch_filter),
    .name = "classic",
    .summary = "the very pixels of glitch-this, from the same seeds",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
    .check = check,
};
