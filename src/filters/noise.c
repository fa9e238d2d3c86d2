/*
 * noise.c - grain: gaussian, uniform, or salt and pepper.
 *
 * A table of random values is drawn for each frame, and each row begins at a random place
 * of it, so that a row takes a few additions and no random numbers. A gaussian value is the
 * sum of three uniform ones (of Irwin and Hall's distribution), which no eye can tell.
 */
#include <glitch/filters.h>
#include <stdbool.h>
#include <string.h>

enum { GAUSSIAN, UNIFORM, SALT_PEPPER };
enum { TABLE = 1 << 16 }; /* pixels */

typedef glitch_noise_params params;

/* What is added to a pixel's values. */
typedef struct grain {
    int16_t red, green, blue, alpha;
} grain;

/* What is left of a pixel's bits, and what is put into them. */
typedef struct speck {
    uint32_t kept, put;
} speck;

typedef struct state {
    grain *grains; /* NULL with salt and pepper */
    speck *specks;
    uint64_t key; /* of where rows begin */
} state;

/* ---- the plan ------------------------------------------------------------ */

static double amount_of(const params *q)
{
    if (!GLITCH_IS_AUTO(q->amount))
        return q->amount;
    double share = q->kind == SALT_PEPPER ? q->level / 100 : q->level / 25;
    return share > 1 ? 1 : share;
}

/*
 * Three numbers of 7 bits, whose sum has a standard deviation of 64, or one of 21: whole
 * numbers around 0, of which `scale` makes what is added, times 2^32.
 */
static inline int16_t draw(int32_t kind, uint64_t bits, int64_t scale)
{
    int64_t unit = kind == UNIFORM
        ? 2 * (int64_t)(bits & 0x1fffff) - 0x1fffff
        : 2 * (int64_t)((bits & 127) + (bits >> 7 & 127) + (bits >> 14 & 127)) - 381;
    return (int16_t)((unit * scale + (INT64_C(1) << 31)) >> 32);
}

/* A standard deviation of half the amount; or, of uniform values, all of it at the ends. */
static int64_t scale_of(const params *q)
{
    double range = q->kind == UNIFORM ? 0x1fffff : 256;
    return (int64_t)(amount_of(q) * 255 / range * 4294967296.0);
}

static glitch_status draw_grains(
    glitch_plan *p, state *s, const params *q, uint64_t key)
{
    int64_t scale = scale_of(q);
    s->grains = glitch_plan_alloc(p, TABLE, sizeof *s->grains);
    if (!s->grains)
        return GLITCH_ENOMEM;
    for (uint32_t i = 0; i < TABLE; i++) {
        uint64_t bits = glitch_random_at(key, i);
        grain *g = &s->grains[i];
        g->red = g->green = g->blue = draw(q->kind, bits, scale);
        if (!q->mono) {
            g->green = draw(q->kind, bits >> 21, scale);
            g->blue = draw(q->kind, bits >> 42, scale);
        }
    }
    return GLITCH_OK;
}

/* Each value by itself, or all three at once, is 0 or 255 with a chance of `amount`. */
static speck draw_speck(bool mono, uint64_t bits, uint32_t threshold)
{
    uint8_t kept[4] = { 255, 255, 255, 255 }, put[4] = { 0 };
    speck out;
    for (int c = 0; c < 3; c++, bits >>= mono ? 0 : 21)
        if ((bits & 0xfffff) < threshold) {
            kept[c] = 0;
            put[c] = bits >> 20 & 1 ? 255 : 0;
        }
    memcpy(&out.kept, kept, sizeof kept);
    memcpy(&out.put, put, sizeof put);
    return out;
}

static glitch_status draw_specks(
    glitch_plan *p, state *s, const params *q, uint64_t key)
{
    uint32_t threshold = (uint32_t)(amount_of(q) * (1 << 20));
    s->specks = glitch_plan_alloc(p, TABLE, sizeof *s->specks);
    if (!s->specks)
        return GLITCH_ENOMEM;
    for (uint32_t i = 0; i < TABLE; i++)
        s->specks[i] = draw_speck(q->mono, glitch_random_at(key, i), threshold);
    return GLITCH_OK;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    (void)shape;
    (void)reach; /* row y looks at row y only */
    uint64_t key = q->still ? glitch_plan_key(p) : glitch_plan_rand(p);
    s->key = glitch_random_at(key, TABLE);
    *out = s;
    return q->kind == SALT_PEPPER ? draw_specks(p, s, q, key)
                                  : draw_grains(p, s, q, key);
}

/* ---- rows ---------------------------------------------------------------- */

/* On 16 bits, of which the compiler does many at once; alpha's grain is 0. */
static void add(const PixelTuple *in, const grain *g, uint32_t n, PixelTuple *out)
{
    const uint8_t *from = (const uint8_t *)in;
    const int16_t *by = (const int16_t *)g;
    uint8_t *to = (uint8_t *)out;
    for (size_t i = 0; i < (size_t)4 * n; i++) {
        int16_t value = (int16_t)(from[i] + by[i]);
        value = value < 0 ? 0 : value;
        to[i] = (uint8_t)(value > 255 ? 255 : value);
    }
}

static void put(const PixelTuple *in, const speck *s, uint32_t n, PixelTuple *out)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, &in[i], sizeof bits);
        bits = (bits & s[i].kept) | s[i].put;
        memcpy(&out[i], &bits, sizeof bits);
    }
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const PixelTuple *src = glitch_window_row(in, 0);
    uint32_t width = glitch_window_width(in), n;
    uint32_t at = (uint32_t)(glitch_random_at(s->key, y) % TABLE);
    for (uint32_t x = 0; x < width; x += n, at = 0) {
        n = width - x < TABLE - at ? width - x : TABLE - at;
        if (s->grains)
            add(src + x, s->grains + at, n, out + x);
        else
            put(src + x, s->specks + at, n, out + x);
    }
}

static const char *const kinds[] = { "gaussian", "uniform", "salt-pepper", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no amount is given; auto: the intensity" },
    { "kind", GLITCH_CHOICE, offsetof(params, kind), "gaussian", 0, 0, kinds,
        GLITCH_AUTO_NONE,
        "how it is distributed; salt-pepper: single values become 0 or 255" },
    { "amount", GLITCH_REAL, offsetof(params, amount), "auto", 0, 1, NULL,
        GLITCH_AUTO_FILTER,
        "how far values go, 1 being all the range, and for gaussian two standard "
        "deviations; for salt-pepper the share of them that change; auto: a 25th of "
        "the "
        "level, or for salt-pepper 1% for each level" },
    { "mono", GLITCH_BOOL, offsetof(params, mono), "no", 0, 0, NULL, GLITCH_AUTO_NONE,
        "grey grain, instead of another in each colour" },
    { "still", GLITCH_BOOL, offsetof(params, still), "no", 0, 0, NULL, GLITCH_AUTO_NONE,
        "the same in all frames" },
    { 0 },
};

const glitch_filter gli_noise = {
    .struct_size = sizeof(glitch_filter),
    .name = "noise",
    .summary = "add grain, or salt and pepper",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
