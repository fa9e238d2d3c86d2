/* gif_rows.c - from a row of true colour to a row of palette indices. */
#include "codec/gif_rows.h"
#include "base/cpu.h"
#include "codec/distance.h"
#include "codec/gif_dither.h"
#include <string.h>

enum {
    STILL_RUN = 32 /* fewer still pixels in a row are not worth an index of their own */
};

static inline uint32_t word(PixelTuple c)
{
    uint32_t w;
    memcpy(&w, &c, sizeof w);
    return w;
}

static bool init_work(gli_row_work *w, glitch_ctx *ctx, uint32_t width)
{
    w->index = gli_alloc(ctx, width, sizeof *w->index);
    w->plain = gli_alloc(ctx, width, sizeof *w->plain);
    w->stays = gli_alloc(ctx, width, sizeof *w->stays);
    w->own = gli_alloc(ctx, width, sizeof *w->own);
    w->far = gli_alloc(ctx, width, sizeof *w->far);
    w->error = gli_alloc(ctx, (size_t)width + 2, 4 * sizeof *w->error);
    return w->index && w->plain && w->stays && w->own && w->far && w->error;
}

static void free_work(gli_row_work *w, glitch_ctx *ctx)
{
    gli_free(ctx, w->index);
    gli_free(ctx, w->plain);
    gli_free(ctx, w->stays);
    gli_free(ctx, w->own);
    gli_free(ctx, w->far);
    gli_free(ctx, w->error);
}

bool gli_row_coder_init(gli_row_coder *r, glitch_ctx *ctx, uint32_t width)
{
    r->width = width;
    r->aim = gli_alloc(ctx, width, sizeof *r->aim);
    r->shown = gli_alloc(ctx, width, sizeof *r->shown);
    bool made = r->aim && r->shown;
    for (int i = 0; i < GLI_ROWS_AT_ONCE; i++)
        made = init_work(&r->work[i], ctx, width) && made;
    return made;
}

void gli_row_coder_free(gli_row_coder *r, glitch_ctx *ctx)
{
    for (int i = 0; i < GLI_ROWS_AT_ONCE; i++)
        free_work(&r->work[i], ctx);
    gli_free(ctx, r->aim);
    gli_free(ctx, r->shown);
}

void gli_row_coder_begin(gli_row_coder *r)
{
    memset(r->work[0].error, 0, ((size_t)r->width + 2) * 4 * sizeof *r->work[0].error);
}

/* ---- the mean of a neighbourhood ----------------------------------------- */

static GLI_INLINE uint8_t clamp(uint8_t v, uint8_t low, uint8_t high)
{
    v = v > low ? v : low;
    return v < high ? v : high;
}

/*
 * The mean of one channel of 4 by 2 pixels, from the one to the left on. Each counts as
 * no further than `grain` from the pixel itself: what is grain is averaged away, and
 * what is an edge stays one. (Clamping what is far off is winsorizing, which makes a
 * mean robust; compare J. Lee's sigma filter, "Digital image smoothing and the sigma
 * filter", Computer Vision, Graphics, and Image Processing 24/2, 1983.)
 */
static GLI_INLINE uint8_t smooth(const uint8_t *a, const uint8_t *b, uint8_t grain)
{
    enum { LEFT = -4, NEXT = 4, OVER = 8 };
    uint8_t low = (uint8_t)(a[0] > grain ? a[0] - grain : 0);
    uint8_t high = (uint8_t)(a[0] < 255 - grain ? a[0] + grain : 255);
    int upper = clamp(a[LEFT], low, high) + a[0] + clamp(a[NEXT], low, high)
        + clamp(a[OVER], low, high);
    int lower = clamp(b[LEFT], low, high) + clamp(b[0], low, high)
        + clamp(b[NEXT], low, high) + clamp(b[OVER], low, high);
    return (uint8_t)((upper + lower + 4) / 8);
}

static bool all_opaque(const PixelTuple *a, const PixelTuple *b)
{
    return a[-1].alpha & a[0].alpha & a[1].alpha & a[2].alpha & b[-1].alpha & b[0].alpha
        & b[1].alpha & b[2].alpha;
}

PixelTuple gli_smooth_pixel(const gli_gif_row *row, uint32_t x, uint8_t grain)
{
    const PixelTuple *a = row->now + x, *b = row->below + x;
    if (x < 1 || x + 2 >= row->width || !(row->opaque || all_opaque(a, b)))
        return *a;
    return (PixelTuple) { smooth(&a->red, &b->red, grain),
        smooth(&a->green, &b->green, grain), smooth(&a->blue, &b->blue, grain), 255 };
}

static GLI_INLINE void smooth_row(
    const gli_gif_row *row, uint8_t grain, PixelTuple *out)
{
    const uint8_t *restrict a = &row->now->red, *restrict b = &row->below->red;
    uint8_t *restrict mean = &out->red;
    size_t bytes = row->width * sizeof *out, last = bytes > 8 ? bytes - 8 : 4;
    if (!row->opaque) {
        for (uint32_t x = 0; x < row->width; x++)
            out[x] = gli_smooth_pixel(row, x, grain);
        return;
    }
    for (size_t i = 4; i < last; i++)
        mean[i] = smooth(a + i, b + i, grain);
    memcpy(mean, a, bytes < 4 ? bytes : 4);
    memcpy(mean + last, a + last, bytes - last);
}

/* ---- what stays ---------------------------------------------------------- */

/*
 * Drop runs of fewer than STILL_RUN. Steps of doubling length find where the long runs
 * begin, and draw them again from their ends; each looks at two places only, so that the
 * compiler has many done at once.
 */
static GLI_INLINE void drop_short_runs(uint8_t *stays, size_t width)
{
    enum { MOVE = STILL_RUN - 1 };
    if (width < STILL_RUN) {
        memset(stays, 0, width);
        return;
    }
    for (size_t step = 1; step < STILL_RUN; step *= 2)
        for (size_t x = 0; x + step < width; x++)
            stays[x] &= stays[x + step];
    memmove(stays + MOVE, stays, width - MOVE);
    memset(stays, 0, MOVE);
    for (size_t step = 1; step < STILL_RUN; step *= 2)
        for (size_t x = 0; x + step < width; x++)
            stays[x] |= stays[x + step];
}

/* Of a word with a pixel whose alpha is all or nothing. */
static inline uint32_t is_opaque(uint32_t w)
{
    return (w & word((PixelTuple) { 0, 0, 0, 255 })) != 0;
}

/* Where nothing has changed. No two of the arrays overlap, here and below. */
static GLI_INLINE void mark_unchanged(uint8_t *restrict stays, const gli_gif_row *row)
{
    const PixelTuple *restrict now = row->now, *restrict shown = row->shown;
    const PixelTuple *restrict before = row->before ? row->before : shown;
    size_t width = row->width;
    for (size_t x = 0; x < width; x++) {
        uint32_t same = word(now[x]) == word(before[x]);
        stays[x] = (uint8_t)(same & is_opaque(word(shown[x])));
    }
}

/* Where what the screen shows is near enough, too. */
static GLI_INLINE void mark_near(
    gli_row_coder *r, gli_row_work *w, const gli_gif_row *row, uint32_t still)
{
    uint8_t *restrict stays = w->stays;
    const uint32_t *restrict far = w->far, *restrict far_shown = r->shown;
    const PixelTuple *restrict shown = row->shown;
    size_t width = row->width;
    gli_distances(row->now, row->shown, r->shown, width);
    for (size_t x = 0; x < width; x++) {
        uint32_t near = far_shown[x] <= far[x] + still;
        stays[x] = (uint8_t)(stays[x] | (near & is_opaque(word(shown[x]))));
    }
}

/* What is transparent must stay. */
static GLI_INLINE void mark_clear(uint8_t *restrict stays, const gli_gif_row *row)
{
    for (size_t x = 0; !row->opaque && x < row->width; x++)
        stays[x] |= row->now[x].alpha >> 7 ^ 1;
}

/* ---- exact colours ------------------------------------------------------- */

/* The index of each pixel that needs one: of all that there are, if all are known. */
static void find_exactly(
    gli_row_work *w, gli_quantizer *q, const gli_gif_row *row, bool knows_all)
{
    PixelTuple last = { 0 };
    uint8_t index = 0;
    for (size_t x = 0; x < row->width; x++) {
        PixelTuple now = row->now[x];
        if (!now.alpha || (!knows_all && w->stays[x]))
            continue;
        if (word(now) != word(last))
            index = gli_quantizer_index(q, now);
        last = now;
        w->plain[x] = index;
        row->shown[x] = now;
    }
}

static void code_exactly(gli_row_coder *r, gli_row_work *w, gli_quantizer *q,
    const gli_gif_row *row, int transparent)
{
    memset(w->stays, 0, row->width);
    if (transparent >= 0)
        mark_unchanged(w->stays, row);
    if (r->knows_all)
        drop_short_runs(w->stays, row->width);
    find_exactly(w, q, row, r->knows_all);
    uint8_t *restrict index = w->index, *restrict plain = w->plain;
    const uint8_t *restrict stays = w->stays;
    for (size_t x = 0; !row->opaque && x < row->width; x++)
        plain[x] = row->now[x].alpha ? plain[x] : (uint8_t)transparent;
    for (size_t x = 0; x < row->width; x++)
        index[x] = stays[x] ? (uint8_t)transparent : plain[x];
}

/* ---- near colours -------------------------------------------------------- */

/* The colour nearest to each pixel, or to what it is without its grain. */
static GLI_INLINE void find_colors(
    gli_row_work *w, gli_quantizer *q, const PixelTuple *aim, const gli_gif_row *row)
{
    PixelTuple *restrict own = w->own;
    uint8_t *restrict index = w->index;
    for (size_t x = 0; x < row->width; x++) {
        index[x] = gli_quantizer_nearest(q, aim[x]);
        own[x] = q->palette.colors[index[x]];
    }
    gli_distances(row->now, own, w->far, row->width);
}

static GLI_INLINE void find_still(gli_row_coder *r, gli_row_work *w,
    const gli_gif_tuning *t, const gli_gif_row *row, int transparent)
{
    if (transparent < 0) {
        memset(w->stays, 0, row->width);
        return;
    }
    memset(w->stays, 0, row->width);
    if (!t->own_colors) {
        mark_unchanged(w->stays, row);
        if (!t->dither)
            mark_near(r, w, row, t->still);
        drop_short_runs(w->stays, row->width);
    }
    mark_clear(w->stays, row);
}

/* A colour that is kept to, from left to right. */
typedef struct run {
    const PixelTuple *restrict now, *restrict own;
    const uint32_t *restrict far;
    const uint8_t *restrict stays;
    uint8_t *restrict indices;
    PixelTuple *restrict shown;
    int red, green, blue, index;
} run;

enum { NO_COLOR = 1 << 12 }; /* so far away that it is never near enough */

static run begin_run(const gli_row_work *w, const gli_gif_row *row)
{
    return (run) { row->now, w->own, w->far, w->stays, w->index, row->shown, NO_COLOR,
        NO_COLOR, NO_COLOR, 0 };
}

/*
 * Keep to the colour on the left as long as it is near enough. Whether it is, no
 * processor foresees: so nothing branches on it.
 */
static GLI_INLINE void step(run *s, size_t x, const gli_gif_tuning *t, int transparent)
{
    if (s->stays[x]) {
        s->indices[x] = (uint8_t)transparent;
        s->red = NO_COLOR;
        return;
    }
    PixelTuple now = s->now[x], own = s->own[x];
    int dr = now.red - s->red, dg = now.green - s->green, db = now.blue - s->blue;
    int limit = (int)(s->far[x] + t->stick), least = (int)t->near;
    int moves = -(dr * dr + dg * dg + db * db > (limit > least ? limit : least));
    s->red ^= (s->red ^ own.red) & moves;
    s->green ^= (s->green ^ own.green) & moves;
    s->blue ^= (s->blue ^ own.blue) & moves;
    s->index ^= (s->index ^ s->indices[x]) & moves;
    s->indices[x] = (uint8_t)s->index;
    s->shown[x] =
        (PixelTuple) { (uint8_t)s->red, (uint8_t)s->green, (uint8_t)s->blue, 255 };
}

/* A pixel of one row does not wait for the one of the other. */
static GLI_INLINE void stick(gli_row_coder *r, const gli_gif_tuning *t,
    const gli_gif_row *rows, int count, int transparent)
{
    const gli_gif_tuning tuning = *t;
    for (int i = 0; i < count; i += 2) {
        run a = begin_run(&r->work[i], &rows[i]);
        if (i + 1 == count) {
            for (size_t x = 0; x < rows[0].width; x++)
                step(&a, x, &tuning, transparent);
            return;
        }
        run b = begin_run(&r->work[i + 1], &rows[i + 1]);
        for (size_t x = 0; x < rows[0].width; x++) {
            step(&a, x, &tuning, transparent);
            step(&b, x, &tuning, transparent);
        }
    }
}

static GLI_INLINE void prepare(gli_row_coder *r, gli_row_work *w, gli_quantizer *q,
    const gli_gif_tuning *t, const gli_gif_row *row, int transparent)
{
    if (!t->dither && t->grain)
        smooth_row(row, t->grain, r->aim);
    if (!t->dither)
        find_colors(w, q, t->grain ? r->aim : row->now, row);
    find_still(r, w, t, row, transparent);
}

static GLI_INLINE void code_rows(gli_row_coder *r, gli_quantizer *q,
    const gli_gif_tuning *t, const gli_gif_row *rows, int count, int transparent)
{
    for (int i = 0; i < count; i++)
        prepare(r, &r->work[i], q, t, &rows[i], transparent);
    if (!t->dither)
        stick(r, t, rows, count, transparent);
}

static void code_rows_portable(gli_row_coder *r, gli_quantizer *q,
    const gli_gif_tuning *t, const gli_gif_row *rows, int count, int transparent)
{
    code_rows(r, q, t, rows, count, transparent);
}

#if defined(GLI_AVX2)
GLI_AVX2 static void code_rows_avx2(gli_row_coder *r, gli_quantizer *q,
    const gli_gif_tuning *t, const gli_gif_row *rows, int count, int transparent)
{
    code_rows(r, q, t, rows, count, transparent);
}
#endif

static void code_nearly(gli_row_coder *r, gli_quantizer *q, const gli_gif_tuning *t,
    const gli_gif_row *rows, int count, int transparent)
{
#if defined(GLI_AVX2)
    if (!r->portable && gli_has_avx2())
        code_rows_avx2(r, q, t, rows, count, transparent);
    else
#endif
        code_rows_portable(r, q, t, rows, count, transparent);
    if (t->dither)
        gli_dither_rows(r, q, t->dither, rows, count, transparent);
}

void gli_code_rows(gli_row_coder *r, gli_quantizer *q, const gli_gif_tuning *t,
    const gli_gif_row *rows, int count, int transparent)
{
    if (!q->exact)
        code_nearly(r, q, t, rows, count, transparent);
    for (int i = 0; q->exact && i < count; i++)
        code_exactly(r, &r->work[i], q, &rows[i], transparent);
}
