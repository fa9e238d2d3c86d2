/*
 * gif_rows.c - rows of indices, against a naive coder that takes one pixel at a time and
 * does what gif_rows.h and gif_dither.h say.
 */
#include "codec/gif_rows.h"
#include "codec/gif_dither.h"
#include "codec/gif_smooth.h"
#include "gif.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* gif_portable.c */
void gli_dither_rows_plain(gli_quantizer *q, int strength, const gli_dithered *rows,
    int count, uint32_t width, int16_t *error);
PixelTuple gli_smooth_pixel_portable(const gli_gif_row *row, uint32_t x, uint8_t grain);

/* ---- a frame to code ----------------------------------------------------- */

typedef struct frame {
    uint32_t width, height;
    picture now, before, shown;
    bool has_before, opaque;
    uint8_t *index, *plain;
} frame;

static bool same_color(PixelTuple a, PixelTuple b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static PixelTuple *at(const picture *p, uint32_t x, uint32_t y)
{
    return p->px + (size_t)y * p->width + x;
}

/*
 * Runs of any length are as before; of the others some are shown as they are to be, or
 * nearly so, and some are not shown at all.
 */
static void vary(frame *f, uint64_t *state)
{
    uint32_t left = 0, kind = 0;
    for (size_t i = 0; i < (size_t)f->width * f->height; i++) {
        if (left-- == 0) {
            left = random_below(state, random_below(state, 3) ? 12 : 300);
            kind = random_below(state, 6);
        }
        PixelTuple *now = &f->now.px[i], *before = &f->before.px[i];
        PixelTuple *shown = &f->shown.px[i];
        if (!f->opaque && kind == 5)
            *now = (PixelTuple) { 0 };
        *before = kind < 2 ? *now : (PixelTuple) { 9, 9, 9, 255 };
        if (kind == 3)
            *shown = *now;
        if (kind == 4)
            shown->red = (uint8_t)(now->red ^ random_below(state, 8));
        if (kind == 1 && !f->opaque)
            *shown = (PixelTuple) { 0 };
    }
}

static frame new_frame(uint32_t width, uint32_t height, uint64_t seed)
{
    uint64_t state = seed * 2 + 1;
    frame f = { .width = width,
        .height = height,
        .now = photo_picture(width, height, seed),
        .before = new_picture(width, height),
        .shown = photo_picture(width, height, seed + 1),
        .has_before = seed % 3 > 0,
        .opaque = seed % 2 > 0,
        .index = calloc(width, height),
        .plain = calloc(width, height) };
    ck_assert(f.index && f.plain);
    vary(&f, &state);
    return f;
}

static frame copy_of(const frame *from)
{
    size_t pixels = (size_t)from->width * from->height;
    frame f = *from;
    f.index = calloc(pixels, 1);
    f.plain = calloc(pixels, 1);
    f.shown = new_picture(f.width, f.height);
    memcpy(f.shown.px, from->shown.px, pixels * sizeof *f.shown.px);
    f.now = new_picture(f.width, f.height);
    memcpy(f.now.px, from->now.px, pixels * sizeof *f.now.px);
    f.before = new_picture(f.width, f.height);
    memcpy(f.before.px, from->before.px, pixels * sizeof *f.before.px);
    return f;
}

static void free_frame(frame *f)
{
    free(f->now.px);
    free(f->before.px);
    free(f->shown.px);
    free(f->index);
    free(f->plain);
}

static gli_gif_row row_at(frame *f, uint32_t y)
{
    uint32_t below = y + 1 < f->height ? y + 1 : y;
    return (gli_gif_row) { .now = at(&f->now, 0, y),
        .below = at(&f->now, 0, below),
        .before = f->has_before ? at(&f->before, 0, y) : NULL,
        .shown = at(&f->shown, 0, y),
        .width = f->width,
        .opaque = f->opaque };
}

static void assert_same_frames(const frame *a, const frame *b, const char *what)
{
    for (uint32_t y = 0; y < a->height; y++)
        for (uint32_t x = 0; x < a->width; x++) {
            size_t i = (size_t)y * a->width + x;
            REQUIRE(a->index[i] == b->index[i] && a->plain[i] == b->plain[i],
                "%s: %ux%u, pixel %u,%u has index %d (%d) instead of %d (%d)", what,
                a->width, a->height, x, y, a->index[i], a->plain[i], b->index[i],
                b->plain[i]);
        }
    assert_same(&a->shown, &b->shown, what);
}

/* ---- what codes it ------------------------------------------------------- */

typedef struct tools {
    glitch_ctx *ctx;
    gli_quantizer *quantizer;
    gli_row_coder rows;
} tools;

/* With a palette of `colors` for a photograph. */
static tools new_tools(uint32_t width, int colors)
{
    tools t = { .ctx = glitch_ctx_new(NULL) };
    picture p = photo_picture(100, 60, 1);
    t.quantizer = gli_quantizer_new(t.ctx);
    ck_assert(t.quantizer && gli_row_coder_init(&t.rows, t.ctx, width));
    for (size_t i = 0; i < 100 * 60; i++)
        gli_quantizer_sample(t.quantizer, p.px[i]);
    gli_quantizer_make(t.quantizer, colors, &(gli_thrift) { 0 }, 2,
        colors % 2 ? GLI_MUCH_ALIKE : GLI_NEAREST);
    free(p.px);
    return t;
}

static void free_tools(tools *t)
{
    gli_quantizer_free(t->quantizer);
    gli_row_coder_free(&t->rows, t->ctx);
    glitch_ctx_free(t->ctx);
}

/* One or two rows at a time, in any order of ones and twos. */
static void code(
    tools *t, frame *f, const gli_gif_tuning *tuning, int transparent, uint64_t *state)
{
    gli_row_coder_begin(&t->rows);
    for (uint32_t y = 0; y < f->height;) {
        gli_gif_row rows[GLI_ROWS_AT_ONCE];
        int count = 1 + (int)random_below(state, GLI_ROWS_AT_ONCE), n = 0;
        for (; n < count && y + (uint32_t)n < f->height; n++)
            rows[n] = row_at(f, y + (uint32_t)n);
        gli_code_rows(&t->rows, t->quantizer, tuning, rows, n, transparent);
        for (int i = 0; i < n; i++, y++) {
            size_t from = (size_t)y * f->width;
            memcpy(f->index + from, t->rows.work[i].index, f->width);
            if (t->quantizer->exact && t->rows.knows_all)
                memcpy(f->plain + from, t->rows.work[i].plain, f->width);
        }
    }
}

/* ---- the same, naively --------------------------------------------------- */

static int naive_channel(int own, const int *others, int count, int grain)
{
    int sum = 0;
    for (int i = 0; i < count; i++) {
        int v = others[i];
        v = v < own - grain ? own - grain : v;
        sum += v > own + grain ? own + grain : v;
    }
    return (sum + count / 2) / count;
}

/* The mean of 4 by 2 pixels, each held to within `grain` of the one in question. */
static PixelTuple naive_smooth(const frame *f, uint32_t x, uint32_t y, int grain)
{
    PixelTuple own = *at(&f->now, x, y);
    int red[8], green[8], blue[8], n = 0;
    if (x < 1 || x + 2 >= f->width)
        return own;
    for (uint32_t v = y; v < y + 2; v++)
        for (uint32_t u = x - 1; u < x + 3; u++) {
            PixelTuple c = *at(&f->now, u, v < f->height ? v : y);
            if (!c.alpha)
                return own;
            red[n] = c.red;
            green[n] = c.green;
            blue[n++] = c.blue;
        }
    return (PixelTuple) { (uint8_t)naive_channel(own.red, red, n, grain),
        (uint8_t)naive_channel(own.green, green, n, grain),
        (uint8_t)naive_channel(own.blue, blue, n, grain), 255 };
}

static uint32_t distance(PixelTuple a, PixelTuple b)
{
    int red = a.red - b.red, green = a.green - b.green, blue = a.blue - b.blue;
    return (uint32_t)(red * red + green * green + blue * blue);
}

static PixelTuple naive_own(
    tools *t, const frame *f, const gli_gif_tuning *tuning, uint32_t x, uint32_t y)
{
    PixelTuple aim = *at(&f->now, x, y);
    if (tuning->grain)
        aim = naive_smooth(f, x, y, tuning->grain);
    return t->quantizer->palette.colors[gli_quantizer_index(t->quantizer, aim)];
}

/* Could what the screen shows stay? */
static bool naive_still(
    tools *t, const frame *f, const gli_gif_tuning *tuning, uint32_t x, uint32_t y)
{
    PixelTuple now = *at(&f->now, x, y), shown = *at(&f->shown, x, y);
    if (!shown.alpha)
        return false;
    if (same_color(now, f->has_before ? *at(&f->before, x, y) : shown))
        return true;
    if (tuning->dither)
        return false;
    return distance(now, shown)
        <= distance(now, naive_own(t, f, tuning, x, y)) + tuning->still;
}

static void naive_drop(bool *stays, uint32_t width, uint32_t least)
{
    for (uint32_t x = 0, end; x < width; x = end + 1) {
        for (end = x; end < width && stays[end]; end++)
            ;
        for (uint32_t i = x; i < end && end - x < least; i++)
            stays[i] = false;
    }
}

/* Does it, being one of `least` in a row at least? Transparent pixels do in any case. */
static void naive_stays(tools *t, const frame *f, const gli_gif_tuning *tuning,
    uint32_t y, uint32_t least, bool *stays)
{
    for (uint32_t x = 0; x < f->width; x++)
        stays[x] = naive_still(t, f, tuning, x, y);
    naive_drop(stays, f->width, least);
    for (uint32_t x = 0; x < f->width; x++)
        stays[x] |= !at(&f->now, x, y)->alpha;
}

static void naive_pixel(
    tools *t, frame *f, const gli_gif_tuning *tuning, uint32_t x, uint32_t y, int *last)
{
    const PixelTuple *palette = t->quantizer->palette.colors;
    PixelTuple now = *at(&f->now, x, y), aim = now;
    if (tuning->grain)
        aim = naive_smooth(f, x, y, tuning->grain);
    int own = gli_quantizer_index(t->quantizer, aim);
    uint32_t limit = distance(now, palette[own]) + tuning->stick;
    limit = limit > tuning->near ? limit : tuning->near;
    bool sticks = tuning->stick || tuning->near;
    if (!sticks || *last < 0 || distance(now, palette[*last]) > limit)
        *last = own;
    f->index[(size_t)y * f->width + x] = (uint8_t)*last;
    *at(&f->shown, x, y) = palette[*last];
}

static void naive_rows(
    tools *t, frame *f, const gli_gif_tuning *tuning, int transparent, uint32_t least)
{
    bool *stays = calloc(f->width, sizeof *stays);
    ck_assert_ptr_nonnull(stays);
    for (uint32_t y = 0; y < f->height; y++) {
        int last = -1;
        if (transparent >= 0)
            naive_stays(t, f, tuning, y, least, stays);
        for (uint32_t x = 0; x < f->width; x++)
            if (stays[x]) {
                f->index[(size_t)y * f->width + x] = (uint8_t)transparent;
                last = -1;
            } else {
                naive_pixel(t, f, tuning, x, y, &last);
            }
    }
    free(stays);
}

/* ---- smoothing ----------------------------------------------------------- */

/* One pixel and all of a row, each with and without wider instructions. */
static void check_smooth_row(frame *f, uint32_t y, uint8_t grain)
{
    gli_gif_row row = row_at(f, y);
    PixelTuple *all = malloc(f->width * sizeof *all);
    PixelTuple *portable = malloc(f->width * sizeof *all);
    gli_smooth_row(&row, grain, all);
    gli_smooth_row_portable(&row, grain, portable);
    for (uint32_t x = 0; x < f->width; x++) {
        PixelTuple naive = naive_smooth(f, x, y, grain);
        PixelTuple one = gli_smooth_pixel(&row, x, grain);
        PixelTuple other = gli_smooth_pixel_portable(&row, x, grain);
        REQUIRE(same_color(one, naive) && same_color(other, naive)
                && same_color(all[x], naive) && same_color(portable[x], naive),
            "%u,%u of width %u, grain %d: %d, %d, %d, %d", x, y, f->width, grain,
            one.red, other.red, all[x].red, portable[x].red);
    }
    free(all);
    free(portable);
}

START_TEST(smooth_pixels)
{
    static const uint8_t grains[] = { 0, 1, 3, 6, 16, 17, 18, 40, 127, 255 };
    for (uint32_t width = 1; width < 70; width += width < 8 ? 1 : 13)
        for (size_t g = 0; g < COUNT(grains); g++)
            for (uint64_t seed = 0; seed < 4; seed++) {
                frame f = new_frame(width, 5, seed);
                for (uint32_t y = 0; y < f.height; y++)
                    check_smooth_row(&f, y, grains[g]);
                free_frame(&f);
            }
}
END_TEST

/* ---- what stays, and what sticks ----------------------------------------- */

enum { WIDE = 1200, NONE = 255 };

/* Is a run of so many unchanged pixels left as it is? */
static bool run_stays(tools *t, uint32_t length, uint32_t from)
{
    gli_gif_tuning tuning = { .rounds = 1, .stride = 1, .colors = 255 };
    uint64_t state = 1;
    frame f = new_frame(WIDE, 1, 1);
    f.has_before = true;
    for (uint32_t x = 0; x < WIDE; x++) {
        bool still = x >= from && x - from < length;
        f.shown.px[x] = (PixelTuple) { (uint8_t)~f.now.px[x].red, 1, 2, 255 };
        f.before.px[x] = still ? f.now.px[x] : (PixelTuple) { 1, 2, 3, 255 };
    }
    code(t, &f, &tuning, NONE, &state);
    bool stays = f.index[from] == NONE;
    for (uint32_t x = 0; x < WIDE; x++)
        REQUIRE((f.index[x] == NONE) == (stays && x >= from && x - from < length),
            "a run of %u from %u: pixel %u", length, from, x);
    free_frame(&f);
    return stays;
}

/* The shortest run that stays is up to the coder, but should be a sensible length. */
static uint32_t shortest_run(void)
{
    tools t = new_tools(WIDE, 50);
    uint32_t least = 1;
    while (least < 1000 && !run_stays(&t, least, 10))
        least++;
    free_tools(&t);
    ck_assert_uint_le(least, 256);
    return least;
}

/* … and the same everywhere in a row. */
START_TEST(short_runs_do_not_stay)
{
    tools t = new_tools(WIDE, 50);
    uint32_t least = shortest_run();
    for (uint32_t length = 1; length <= 2 * least + 2; length++)
        for (int place = 0; place < 3; place++) {
            uint32_t from = place == 0 ? 0 : place == 1 ? 333 : WIDE - length;
            ck_assert_int_eq(run_stays(&t, length, from), length >= least);
        }
    free_tools(&t);
}
END_TEST

static const gli_gif_tuning tunings[] = {
    { .grain = 0, .stick = 0, .near = 0, .still = 0 },
    { .grain = 6, .stick = 20, .near = 20, .still = 40 },
    { .grain = 2, .stick = 10, .near = 20, .still = 5 },
    { .grain = 20, .stick = 250, .near = 100, .still = 250 },
    { .grain = 0, .stick = 0, .near = 300, .still = 0 },
    { .grain = 40, .stick = 1500, .near = 1500, .still = 1500 },
    { .grain = 127, .stick = 3, .near = 0, .still = 200000 },
};

static const uint32_t widths[] = { 1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 32, 33, 63, 64, 67,
    130, 401 };

/* Loops over the tunings. */
START_TEST(rows_are_coded_as_described)
{
    uint32_t least = shortest_run();
    uint64_t state = 3;
    for (size_t i = 0; i < COUNT(widths); i++)
        for (uint64_t seed = 0; seed < 12; seed++) {
            tools t = new_tools(widths[i], seed % 4 ? 60 : 3);
            frame f = new_frame(widths[i], 1 + random_below(&state, 7), seed);
            frame naive = copy_of(&f);
            int transparent = f.opaque && seed % 4 == 3 ? -1 : 60;
            t.rows.portable = seed % 5 < 2;
            code(&t, &f, &tunings[_i], transparent, &state);
            naive_rows(&t, &naive, &tunings[_i], transparent, least);
            assert_same_frames(&f, &naive, "rows");
            free_frame(&f);
            free_frame(&naive);
            free_tools(&t);
        }
}
END_TEST

/* ---- exact colours ------------------------------------------------------- */

static uint8_t naive_index(const gli_quantizer *q, PixelTuple c)
{
    int i = 0;
    while (i < q->palette.count && !same_color(q->palette.colors[i], c))
        i++;
    REQUIRE(i < q->palette.count, "a colour that is not in the palette");
    return (uint8_t)i;
}

/*
 * Where the palette has all colours, a run that is too short to stay is written again;
 * else it cannot be.
 */
static void naive_exact_row(tools *t, frame *f, uint32_t y, int none, uint32_t least)
{
    bool *stays = calloc(f->width, sizeof *stays), all = t->rows.knows_all;
    for (uint32_t x = 0; none >= 0 && x < f->width; x++) {
        PixelTuple shown = *at(&f->shown, x, y);
        stays[x] = shown.alpha
            && same_color(
                *at(&f->now, x, y), f->has_before ? *at(&f->before, x, y) : shown);
    }
    if (all)
        naive_drop(stays, f->width, least);
    for (uint32_t x = 0; x < f->width; x++) {
        size_t i = (size_t)y * f->width + x;
        PixelTuple now = f->now.px[i];
        uint8_t index = (uint8_t)none;
        if (now.alpha && (all || !stays[x])) {
            index = naive_index(t->quantizer, now);
            f->shown.px[i] = now;
        }
        f->plain[i] = all ? index : 0;
        f->index[i] = stays[x] ? (uint8_t)none : index;
    }
    free(stays);
}

/* All colours of the frame, or those that have changed. */
static void keep_colors(tools *t, const frame *f)
{
    gli_quantizer_reset(t->quantizer);
    for (size_t i = 0; i < (size_t)f->width * f->height; i++) {
        PixelTuple now = f->now.px[i];
        bool stays = f->has_before && same_color(now, f->before.px[i]);
        if (now.alpha && (t->rows.knows_all || !stays || !f->shown.px[i].alpha))
            ck_assert(gli_quantizer_add(t->quantizer, now));
    }
    gli_quantizer_keep(t->quantizer);
}

START_TEST(few_colors_are_coded_exactly)
{
    static const gli_gif_tuning tuning = { .grain = 6, .stick = 20, .still = 40 };
    uint64_t state = (uint64_t)_i + 1;
    uint32_t least = shortest_run();
    tools t = new_tools(283, 60);
    frame f = new_frame(283, 20, (uint64_t)_i);
    for (size_t i = 0; i < 283 * 20; i++) {
        PixelTuple *c = &f.now.px[i];
        if (c->alpha)
            *c = (PixelTuple) { c->red & 0xe0, c->green & 0xc0, c->blue & 0xc0, 255 };
        if (i / 70 % 3 == 0)
            f.before.px[i] = *c;
    }
    t.rows.knows_all = _i % 4 > 1;
    keep_colors(&t, &f);
    frame naive = copy_of(&f);
    int none = f.opaque && _i % 3 == 0 ? -1 : t.quantizer->palette.count;
    code(&t, &f, &tuning, none, &state);
    for (uint32_t y = 0; y < 20; y++)
        naive_exact_row(&t, &naive, y, none, least);
    assert_same_frames(&f, &naive, "exact");
    free_frame(&f);
    free_frame(&naive);
    free_tools(&t);
}
END_TEST

/* ---- dithering ----------------------------------------------------------- */

/* Errors in 1/16 of a level; rounded down, as >> does. */
static int shifted(int v, int bits)
{
    int unit = 1 << bits;
    return v >= 0 ? v / unit : -((-v + unit - 1) / unit);
}

static uint8_t to_level(int v)
{
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* A frame's errors, one pixel wider on both sides and one row higher. */
typedef struct errors {
    int (*e)[3];
    size_t stride;
} errors;

static int *error_at(const errors *s, uint32_t x, uint32_t y, int dx, int dy)
{
    return s->e[((size_t)y + (size_t)dy) * s->stride + (size_t)((int)x + 1 + dx)];
}

static void naive_dither_pixel(
    gli_quantizer *q, frame *f, const errors *s, uint32_t x, uint32_t y, int strength)
{
    int *e = error_at(s, x, y, 0, 0);
    PixelTuple now = *at(&f->now, x, y);
    PixelTuple wanted = { to_level(now.red + shifted(e[0] + 8, 4)),
        to_level(now.green + shifted(e[1] + 8, 4)),
        to_level(now.blue + shifted(e[2] + 8, 4)), 255 };
    uint8_t index = gli_quantizer_index(q, wanted);
    PixelTuple color = q->palette.colors[index];
    int wrong[3] = { wanted.red - color.red, wanted.green - color.green,
        wanted.blue - color.blue };
    for (int k = 0; k < 3; k++) {
        int pass = shifted(wrong[k] * strength + 64, 7);
        error_at(s, x, y, 1, 0)[k] += 7 * pass;
        error_at(s, x, y, -1, 1)[k] += 3 * pass;
        error_at(s, x, y, 0, 1)[k] += 5 * pass;
        error_at(s, x, y, 1, 1)[k] += pass;
    }
    f->index[(size_t)y * f->width + x] = index;
    *at(&f->shown, x, y) = color;
}

static void naive_dither(
    gli_quantizer *q, frame *f, const uint8_t *stays, int strength, int transparent)
{
    errors s = { NULL, f->width + 2 };
    s.e = calloc(s.stride * (f->height + 1), sizeof *s.e);
    ck_assert_ptr_nonnull(s.e);
    for (uint32_t y = 0; y < f->height; y++)
        for (uint32_t x = 0; x < f->width; x++) {
            size_t i = (size_t)y * f->width + x;
            if (stays[i])
                f->index[i] = (uint8_t)transparent;
            else
                naive_dither_pixel(q, f, &s, x, y, strength);
        }
    free(s.e);
}

typedef void dither_rows(gli_quantizer *q, int strength, const gli_dithered *rows,
    int count, uint32_t width, int16_t *error);

/* What is given to row `y` is its indices, and is shown. */
static void take_given(frame *f, uint32_t y, const uint8_t *stays, const uint32_t *own)
{
    for (uint32_t x = 0; x < f->width; x++) {
        PixelTuple given = gli_pixel(own[x]);
        f->index[(size_t)y * f->width + x] = stays[x] ? 200 : given.alpha;
        given.alpha = 255;
        if (!stays[x])
            *at(&f->shown, x, y) = given;
    }
}

static void dither(tools *t, frame *f, const uint8_t *stays, int strength,
    dither_rows *rows_function, uint64_t grouping)
{
    gli_row_coder_begin(&t->rows);
    for (uint32_t y = 0; y < f->height;) {
        gli_dithered rows[GLI_ROWS_AT_ONCE];
        int count = 1 + (int)random_below(&grouping, GLI_ROWS_AT_ONCE), n = 0;
        for (; n < count && y + (uint32_t)n < f->height; n++)
            rows[n] = (gli_dithered) { at(&f->now, 0, y + (uint32_t)n),
                stays + (size_t)(y + (uint32_t)n) * f->width, t->rows.work[n].own };
        rows_function(t->quantizer, strength, rows, n, f->width, t->rows.error);
        for (int i = 0; i < n; i++, y++)
            take_given(f, y, rows[i].stays, rows[i].own);
    }
}

/* The same index, and the same on the screen, from all four. */
static void compare_dithers(
    tools *t, const frame *f, const uint8_t *stays, int strength, uint64_t grouping)
{
    dither_rows *all[] = { gli_dither_rows, gli_dither_rows_portable,
        gli_dither_rows_plain };
    static const char *const names[] = { "dithering", "portable dithering",
        "plain dithering" };
    frame naive = copy_of(f);
    naive_dither(t->quantizer, &naive, stays, strength, 200);
    for (size_t i = 0; i < COUNT(all); i++) {
        frame other = copy_of(f);
        dither(t, &other, stays, strength, all[i], grouping * (2 * i + 1));
        assert_same_frames(&other, &naive, names[i]);
        free_frame(&other);
    }
    free_frame(&naive);
}

/* Loops over the widths. */
START_TEST(dithering)
{
    static const int strengths[] = { 0, 1, 50, 112, 127, 128 };
    uint64_t state = (uint64_t)_i + 1;
    uint32_t w = widths[_i];
    tools t = new_tools(w, 17);
    for (uint32_t h = 1; h < 12; h++)
        for (size_t i = 0; i < COUNT(strengths); i++) {
            frame f = new_frame(w, h, h * 7 + i);
            uint8_t *stays = calloc(w, h);
            for (size_t k = 0; i % 3 && k < (size_t)w * h; k++)
                stays[k] = random_below(&state, 4) == 0;
            for (size_t k = 0; i == 5 && k < (size_t)w * h; k++)
                f.now.px[k] = (PixelTuple) { k % 2 ? 255 : 0, 255, 0, 255 };
            compare_dithers(&t, &f, stays, strengths[i], test_random(&state));
            free_frame(&f);
            free(stays);
        }
    free_tools(&t);
}
END_TEST

/* The way there: what has changed is dithered, and what has not stays. */
START_TEST(dithering_of_what_changes)
{
    gli_gif_tuning tuning = { .still = 40, .dither = 112 };
    uint32_t least = shortest_run();
    uint64_t state = (uint64_t)_i + 1;
    tools t = new_tools(401, 30);
    frame f = new_frame(401, 6, (uint64_t)_i), naive = copy_of(&f);
    uint8_t *stays = calloc(401, 6);
    bool row[401];
    for (uint32_t y = 0; y < 6; y++) {
        naive_stays(&t, &f, &tuning, y, least, row);
        for (uint32_t x = 0; x < 401; x++)
            stays[y * 401 + x] = row[x];
    }
    code(&t, &f, &tuning, 200, &state);
    naive_dither(t.quantizer, &naive, stays, 112, 200);
    assert_same_frames(&f, &naive, "dithering");
    free(stays);
    free_frame(&f);
    free_frame(&naive);
    free_tools(&t);
}
END_TEST

void add_row_tests(Suite *suite)
{
    TCase *c = new_gif_case(suite, "rows");
    tcase_add_test(c, smooth_pixels);
    tcase_add_test(c, short_runs_do_not_stay);
    tcase_add_loop_test(c, rows_are_coded_as_described, 0, COUNT(tunings));
    tcase_add_loop_test(c, few_colors_are_coded_exactly, 0, 24);
    tcase_add_loop_test(c, dithering, 0, COUNT(widths));
    tcase_add_loop_test(c, dithering_of_what_changes, 0, 6);
}
