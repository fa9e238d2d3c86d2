/* gif_rows.c - from a row of true colour to a row of palette indices. */
#include "codec/gif_rows.h"
#include "base/cpu.h"
#include "codec/gif_dither.h"
#include "codec/gif_smooth.h"
#include "codec/gif_stick.h"
#include <string.h>

enum {
    STILL_RUN = 32 /* fewer still pixels in a row are not worth an index of their own */
};

static bool init_work(gli_row_work *w, glitch_ctx *ctx, uint32_t width)
{
    w->index = gli_alloc(ctx, width, sizeof *w->index);
    w->plain = gli_alloc(ctx, width, sizeof *w->plain);
    w->stays = gli_alloc(ctx, width, sizeof *w->stays);
    w->own = gli_alloc(ctx, width, sizeof *w->own);
    w->far = gli_alloc(ctx, width, sizeof *w->far);
    return w->index && w->plain && w->stays && w->own && w->far;
}

static void free_work(gli_row_work *w, glitch_ctx *ctx)
{
    gli_free(ctx, w->index);
    gli_free(ctx, w->plain);
    gli_free(ctx, w->stays);
    gli_free(ctx, w->own);
    gli_free(ctx, w->far);
}

bool gli_row_coder_init(gli_row_coder *r, glitch_ctx *ctx, uint32_t width)
{
    r->width = width;
    r->aim = gli_alloc(ctx, width, sizeof *r->aim);
    r->cells = gli_alloc(ctx, width, sizeof *r->cells);
    r->error = gli_alloc(ctx, GLI_DITHER_ERRORS(width), sizeof *r->error);
    bool made = r->aim && r->cells && r->error;
    for (int i = 0; i < GLI_ROWS_AT_ONCE; i++)
        made = init_work(&r->work[i], ctx, width) && made;
    return made;
}

void gli_row_coder_free(gli_row_coder *r, glitch_ctx *ctx)
{
    for (int i = 0; i < GLI_ROWS_AT_ONCE; i++)
        free_work(&r->work[i], ctx);
    gli_free(ctx, r->aim);
    gli_free(ctx, r->cells);
    gli_free(ctx, r->error);
}

void gli_row_coder_begin(gli_row_coder *r)
{
    memset(r->error, 0, GLI_DITHER_ERRORS(r->width) * sizeof *r->error);
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
    return (w & GLI_ALPHA_MASK) != 0;
}

/* What is to be unchanged; where there was no frame before, the screen. */
static GLI_INLINE const PixelTuple *row_before(const gli_gif_row *row)
{
    return row->before ? row->before : row->shown;
}

/* Where nothing has changed. No two of the arrays overlap, here and below. */
static GLI_INLINE void mark_unchanged(uint8_t *restrict stays, const gli_gif_row *row)
{
    const PixelTuple *restrict now = row->now, *restrict shown = row->shown;
    const PixelTuple *restrict before = row_before(row);
    size_t width = row->width;
    for (size_t x = 0; x < width; x++) {
        uint32_t same = gli_word(now[x]) == gli_word(before[x]);
        stays[x] = (uint8_t)(same & is_opaque(gli_word(shown[x])));
    }
}

/* Where nothing has changed, or what the screen shows is near enough. */
static GLI_INLINE void mark_near(gli_row_work *w, const gli_gif_row *row, int32_t still)
{
    uint8_t *restrict stays = w->stays;
    const int32_t *restrict far = w->far;
    const PixelTuple *restrict now = row->now, *restrict shown = row->shown;
    const PixelTuple *restrict before = row_before(row);
    size_t width = row->width;
    for (size_t x = 0; x < width; x++) {
        uint32_t own = gli_word(now[x]), screen = gli_word(shown[x]);
        uint32_t same = own == gli_word(before[x]);
        uint32_t near = gli_word_distance(own, screen) <= far[x] + still;
        stays[x] = (uint8_t)((same | near) & is_opaque(screen));
    }
}

/* What is transparent must stay. */
static GLI_INLINE void mark_clear(uint8_t *restrict stays, const gli_gif_row *row)
{
    for (size_t x = 0; !row->opaque && x < row->width; x++)
        stays[x] |= row->now[x].alpha >> 7 ^ 1;
}

/* ---- exact colours ------------------------------------------------------- */

/* The index of every pixel of a row without transparent ones. */
static void find_all(gli_row_work *w, gli_quantizer *q, const gli_gif_row *row)
{
    const PixelTuple *restrict now = row->now;
    uint8_t *restrict plain = w->plain;
    size_t width = row->width;
    for (size_t x = 0; x < width; x++)
        plain[x] = gli_quantizer_index(q, now[x]);
    memcpy(row->shown, now, row->width * sizeof *now);
}

/* The index of each pixel that needs one: of all that there are, if all are known. */
static void find_some(
    gli_row_work *w, gli_quantizer *q, const gli_gif_row *row, bool knows_all)
{
    for (size_t x = 0; x < row->width; x++) {
        if (!row->now[x].alpha || (!knows_all && w->stays[x]))
            continue;
        w->plain[x] = gli_quantizer_index(q, row->now[x]);
        row->shown[x] = row->now[x];
    }
}

static GLI_INLINE void mark_exactly(
    gli_row_coder *r, gli_row_work *w, const gli_gif_row *row, int transparent)
{
    memset(w->stays, 0, row->width);
    if (transparent >= 0)
        mark_unchanged(w->stays, row);
    if (r->knows_all)
        drop_short_runs(w->stays, row->width);
}

/* What stays is transparent. */
static GLI_INLINE void leave_out(
    gli_row_work *w, const gli_gif_row *row, int transparent)
{
    const uint8_t *restrict stays = w->stays, *restrict plain = w->plain;
    uint8_t *restrict index = w->index;
    uint8_t left = (uint8_t)transparent;
    size_t width = row->width;
    for (size_t x = 0; x < width; x++) {
        uint8_t mask = (uint8_t)-stays[x]; /* of all bits, where 1 */
        index[x] = (uint8_t)((plain[x] & ~mask) | (left & mask));
    }
}

static GLI_INLINE void code_exactly(gli_row_coder *r, gli_row_work *w, gli_quantizer *q,
    const gli_gif_row *row, int transparent)
{
    mark_exactly(r, w, row, transparent);
    if (r->knows_all && row->opaque)
        find_all(w, q, row);
    else
        find_some(w, q, row, r->knows_all);
    for (size_t x = 0; !row->opaque && x < row->width; x++)
        w->plain[x] = row->now[x].alpha ? w->plain[x] : (uint8_t)transparent;
    leave_out(w, row, transparent);
}

/* ---- near colours -------------------------------------------------------- */

/* The colour nearest to each pixel, or to what it is without its grain. */
static GLI_INLINE void find_colors(gli_quantizer *q, const PixelTuple *restrict aim,
    uint32_t *restrict cells, uint32_t *restrict own, size_t width)
{
    for (size_t x = 0; x < width; x++)
        cells[x] = gli_cell(gli_word(aim[x]));
    for (size_t x = 0; x < width; x++) {
        own[x] = q->nearest[cells[x]];
        if (!gli_is_known(own[x]))
            own[x] = gli_quantizer_search(q, gli_word(aim[x]));
    }
}

/* The same where only the nearest will do. */
static void find_precisely(
    gli_quantizer *q, const PixelTuple *aim, uint32_t *own, size_t width)
{
    for (size_t x = 0; x < width; x++)
        own[x] = gli_quantizer_nearest(q, gli_word(aim[x]));
}

static GLI_INLINE void find_distances(gli_row_work *w, const gli_gif_row *row)
{
    const PixelTuple *restrict now = row->now;
    const uint32_t *restrict own = w->own;
    int32_t *restrict far = w->far;
    size_t width = row->width;
    for (size_t x = 0; x < width; x++)
        far[x] = gli_word_distance(gli_word(now[x]), own[x]);
}

static GLI_INLINE void find_still(
    gli_row_work *w, const gli_gif_tuning *t, const gli_gif_row *row, int transparent)
{
    if (transparent < 0 || t->own_colors)
        memset(w->stays, 0, row->width);
    else if (t->dither)
        mark_unchanged(w->stays, row);
    else
        mark_near(w, row, (int32_t)t->still);
    if (transparent < 0)
        return;
    drop_short_runs(w->stays, row->width);
    mark_clear(w->stays, row);
}

/* A pixel that stays is one of the colour that the screen shows. */
static GLI_INLINE void keep_still(
    gli_row_work *w, const gli_gif_row *row, int transparent)
{
    const uint8_t *restrict stays = w->stays;
    const PixelTuple *restrict shown = row->shown;
    uint32_t *restrict own = w->own;
    size_t width = row->width;
    for (size_t x = 0; x < width; x++) {
        uint32_t still = gli_with_alpha(gli_word(shown[x]), (uint8_t)transparent);
        own[x] = stays[x] ? still : own[x];
    }
}

/* How far the colour on the left may be to be kept to: not there, and not behind it. */
static GLI_INLINE void find_limits(
    gli_row_work *w, const gli_gif_tuning *t, size_t width)
{
    const uint8_t *restrict stays = w->stays;
    int32_t *restrict far = w->far;
    int32_t stick = (int32_t)t->stick, least = (int32_t)t->near;
    for (size_t x = 1; x < width; x++) {
        int32_t limit = far[x] + stick > least ? far[x] + stick : least;
        far[x] = stays[x] | stays[x - 1] ? -1 : limit;
    }
    far[0] = -1;
}

/* Whoever keeps to a colour shows it. */
static GLI_INLINE void show(gli_row_work *w, const gli_gif_row *row)
{
    const uint8_t *restrict stays = w->stays;
    const uint32_t *restrict own = w->own;
    PixelTuple *restrict shown = row->shown;
    uint8_t *restrict index = w->index;
    size_t width = row->width;
    for (size_t x = 0; x < width; x++)
        index[x] = (uint8_t)(own[x] >> GLI_ALPHA_AT);
    for (size_t x = 0; x < width; x++) {
        uint32_t color = own[x] | GLI_ALPHA_MASK;
        shown[x] = gli_pixel(stays[x] ? gli_word(shown[x]) : color);
    }
}

static GLI_INLINE void find_near_colors(gli_row_coder *r, gli_row_work *w,
    gli_quantizer *q, uint8_t grain, const gli_gif_row *row)
{
    const PixelTuple *aim = grain ? r->aim : row->now;
    if (grain && r->portable)
        gli_smooth_row_portable(row, grain, r->aim);
    else if (grain)
        gli_smooth_row(row, grain, r->aim);
    if (q->precision == GLI_NEAREST)
        find_precisely(q, aim, w->own, row->width);
    else
        find_colors(q, aim, r->cells, w->own, row->width);
    find_distances(w, row);
}

static void stick(gli_row_coder *r, const gli_gif_row *rows, int count)
{
    gli_sticky sticky[GLI_ROWS_AT_ONCE] = { 0 };
    for (int i = 0; i < count; i++)
        sticky[i] = (gli_sticky) { rows[i].now, r->work[i].far, r->work[i].own };
    if (r->portable)
        gli_stick_portable(sticky, count, rows[0].width);
    else
        gli_stick(sticky, count, rows[0].width);
}

static void dither(gli_row_coder *r, gli_quantizer *q, const gli_gif_tuning *t,
    const gli_gif_row *rows, int count)
{
    gli_dithered dithered[GLI_ROWS_AT_ONCE] = { 0 };
    for (int i = 0; i < count; i++)
        dithered[i] = (gli_dithered) { rows[i].now, r->work[i].stays, r->work[i].own };
    if (r->portable)
        gli_dither_rows_portable(
            q, t->dither, dithered, count, rows[0].width, r->error);
    else
        gli_dither_rows(q, t->dither, dithered, count, rows[0].width, r->error);
}

static GLI_INLINE void code_nearly(gli_row_coder *r, gli_quantizer *q,
    const gli_gif_tuning *t, const gli_gif_row *rows, int count, int transparent)
{
    bool sticks = !t->dither && (t->stick || t->near);
    for (int i = 0; i < count; i++) {
        gli_row_work *w = &r->work[i];
        if (!t->dither)
            find_near_colors(r, w, q, t->grain, &rows[i]);
        find_still(w, t, &rows[i], transparent);
        keep_still(w, &rows[i], transparent);
        if (sticks)
            find_limits(w, t, rows[i].width);
    }
    if (t->dither)
        dither(r, q, t, rows, count);
    else if (sticks)
        stick(r, rows, count);
    for (int i = 0; i < count; i++)
        show(&r->work[i], &rows[i]);
}

/* What those who search for strings want to know. */
static GLI_INLINE void look_around(gli_row_coder *r, gli_row_work *w, gli_quantizer *q,
    const gli_gif_tuning *t, const gli_gif_row *row, int transparent)
{
    find_near_colors(r, w, q, 0, row);
    memset(w->stays, 0, row->width);
    if (transparent < 0)
        return;
    if (!t->own_colors)
        mark_near(w, row, (int32_t)t->still);
    mark_clear(w->stays, row);
}

static GLI_INLINE void code_rows(gli_row_coder *r, gli_quantizer *q,
    const gli_gif_tuning *t, const gli_gif_row *rows, int count, int transparent)
{
    if (!q->exact && !t->search)
        code_nearly(r, q, t, rows, count, transparent);
    for (int i = 0; !q->exact && t->search && i < count; i++)
        look_around(r, &r->work[i], q, t, &rows[i], transparent);
    for (int i = 0; q->exact && i < count; i++)
        code_exactly(r, &r->work[i], q, &rows[i], transparent);
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

void gli_code_rows(gli_row_coder *r, gli_quantizer *q, const gli_gif_tuning *t,
    const gli_gif_row *rows, int count, int transparent)
{
#if defined(GLI_AVX2)
    if (!r->portable && gli_has_avx2())
        code_rows_avx2(r, q, t, rows, count, transparent);
    else
#endif
        code_rows_portable(r, q, t, rows, count, transparent);
}
