/* gif_code.c - one frame of a GIF: its palette, its indices, its compressed codes. */
#include "codec/gif_code.h"
#include "codec/drawn.h"
#include "codec/gif_smooth.h"
#include "codec/gif_tuning.h"
#include <string.h>

enum { ROWS_AT_ONCE = 16 }; /* between two looks at the frame before */

/* ---- memory -------------------------------------------------------------- */

bool gli_gif_coder_init(gli_gif_coder *c, glitch_ctx *ctx, const gli_gif_scene *s)
{
    c->quantizer = gli_quantizer_new(ctx);
    for (int i = 0; i < GLI_VERSIONS; i++)
        c->lzw[i] = gli_alloc(ctx, 1, sizeof *c->lzw[i]);
    size_t pixels = (size_t)s->width * s->height;
    c->codes = gli_alloc(ctx, gli_lzw_bound(pixels), 1);
    if (s->tuning.search && !(c->near = gli_gif_near_new(ctx, s->width, s->height)))
        return false;
    return gli_row_coder_init(&c->rows, ctx, s->width) && c->quantizer
        && c->lzw[GLI_LEAVING] && c->lzw[GLI_PLAIN] && c->codes;
}

uint64_t gli_gif_coder_size(const gli_gif_scene *scene)
{
    uint64_t pixel_of_a_row = sizeof(gli_row_work) * GLI_ROWS_AT_ONCE;
    uint64_t search =
        scene->tuning.search ? gli_gif_near_size(scene->width, scene->height) : 0;
    return search + sizeof(gli_quantizer) + GLI_VERSIONS * sizeof(gli_lzw)
        + gli_lzw_bound((size_t)scene->width * scene->height)
        + scene->width * pixel_of_a_row;
}

void gli_gif_coder_free(gli_gif_coder *c, glitch_ctx *ctx)
{
    gli_quantizer_free(c->quantizer);
    for (int i = 0; i < GLI_VERSIONS; i++)
        gli_free(ctx, c->lzw[i]);
    gli_free(ctx, c->codes);
    gli_gif_near_free(c->near, ctx);
    gli_row_coder_free(&c->rows, ctx);
}

/* ---- what changes -------------------------------------------------------- */

gli_rect gli_rect_join(gli_rect a, gli_rect b)
{
    if (!a.width || !b.width)
        return a.width ? a : b;
    uint32_t right = a.x + a.width, bottom = a.y + a.height;
    gli_rect r = { a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y, 0, 0 };
    right = b.x + b.width > right ? b.x + b.width : right;
    bottom = b.y + b.height > bottom ? b.y + b.height : bottom;
    r.width = right - r.x;
    r.height = bottom - r.y;
    return r;
}

static const PixelTuple *row_of(
    const gli_gif_scene *s, const gli_gif_frame *f, uint32_t y)
{
    return f->px + (size_t)y * s->width;
}

static bool is_wiped(const gli_gif_frame *before, uint32_t y)
{
    const gli_rect *a = &before->area;
    return before->cleared.width && y >= a->y && y < a->y + a->height;
}

/*
 * Is every colour of a frame in its palette? There is one index more for what stays as
 * it is, unless all 256 are taken; but a frame that is to be cleared must have one, or
 * viewers clear it to some colour.
 */
static bool is_exact(const gli_gif_scene *s, const gli_gif_frame *f)
{
    if (!f->few || f->colors.count > s->tuning.colors)
        return false;
    return f->colors.count < 256 || (f->opaque && !f->cleared.width);
}

/*
 * The row in the frame before, whose unchanged pixels stay: not where they were wiped
 * out, and not where this frame is to be exact and that one was not.
 */
static const PixelTuple *row_before(
    const gli_gif_scene *s, const gli_gif_frame *f, uint32_t y)
{
    const gli_gif_frame *before = f->before;
    if (!before || is_wiped(before, y) || (is_exact(s, f) && !is_exact(s, before)))
        return NULL;
    if (s->tuning.own_colors && !is_exact(s, f))
        return NULL;
    return row_of(s, before, y);
}

static bool same(PixelTuple a, PixelTuple b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

/* Where a row has changed, from the first such pixel to the last. */
static gli_rect changed_row(const gli_gif_scene *s, const gli_gif_frame *f, uint32_t y)
{
    const PixelTuple *now = row_of(s, f, y), *before = row_before(s, f, y);
    uint32_t from = 0, to = s->width;
    if (!before)
        return (gli_rect) { 0, y, s->width, 1 };
    if (memcmp(now, before, s->width * sizeof *now) == 0)
        return (gli_rect) { 0 };
    while (same(now[from], before[from]))
        from++;
    while (same(now[to - 1], before[to - 1]))
        to--;
    return (gli_rect) { from, y, to - from, 1 };
}

void gli_gif_find_area(const gli_gif_scene *s, gli_gif_frame *f)
{
    gli_rect area = f->cleared;
    for (uint32_t y = 0; y < s->height; y++)
        area = gli_rect_join(area, changed_row(s, f, y));
    f->area = area.width ? area : (gli_rect) { 0, 0, 1, 1 };
}

/* ---- the palette --------------------------------------------------------- */

static gli_gif_row view(gli_gif_scene *s, const gli_gif_frame *f, uint32_t y)
{
    const PixelTuple *now = row_of(s, f, y);
    return (gli_gif_row) { .now = now,
        .below = y + 1 < s->height ? now + s->width : now,
        .before = row_before(s, f, y),
        .shown = s->screen + (size_t)y * s->width,
        .width = s->width,
        .opaque = f->opaque };
}

static inline bool is_new(const gli_gif_row *row, uint32_t x)
{
    return row->now[x].alpha && !(row->before && same(row->now[x], row->before[x]));
}

/* Collect the new colours; false where there are more than 256. */
static bool collect(gli_gif_scene *s, const gli_gif_frame *f, gli_quantizer *q)
{
    const gli_rect *a = &f->area;
    for (uint32_t y = a->y; y < a->y + a->height; y++) {
        gli_gif_row row = view(s, f, y);
        for (uint32_t x = a->x; x < a->x + a->width; x++)
            if (is_new(&row, x) && !gli_quantizer_add(q, row.now[x]))
                return false;
    }
    return true;
}

/* At most GLI_MOST_SAMPLES, but all of few. */
static uint32_t sampling_stride(const gli_gif_tuning *t, const gli_gif_frame *f)
{
    enum { FEW = 1 << 16 };
    uint64_t pixels = (uint64_t)f->area.width * f->area.height;
    uint64_t least = pixels / GLI_MOST_SAMPLES + 1;
    uint64_t stride = pixels <= FEW ? 1 : t->stride;
    return (uint32_t)(stride < least ? least : stride);
}

static inline void add_sample(
    gli_quantizer *q, const gli_gif_tuning *t, const gli_gif_row *row, uint32_t x)
{
    PixelTuple c = t->grain ? gli_smooth_pixel(row, x, t->grain) : row->now[x];
    if (t->cell_bits > GLI_CELL_BITS)
        gli_quantizer_sample_fine(q, c, t->cell_bits);
    else
        gli_quantizer_sample(q, c);
}

/* Every so manieth new pixel, on lines that slant: no pattern is overlooked. */
static uint64_t sample(
    gli_gif_scene *s, const gli_gif_frame *f, gli_quantizer *q, const gli_gif_tuning *t)
{
    const gli_rect *a = &f->area;
    uint32_t stride = sampling_stride(t, f);
    uint64_t count = 0;
    for (uint32_t y = a->y; y < a->y + a->height; y++) {
        gli_gif_row row = view(s, f, y);
        for (uint32_t x = a->x + y % stride; x < a->x + a->width; x += stride) {
            if (!is_new(&row, x))
                continue;
            add_sample(q, t, &row, x);
            count++;
        }
    }
    return count;
}

/* Few pixels, far apart, may all lie between the lines: then those that were collected
 * have to do. */
static void sample_some(
    gli_gif_scene *s, const gli_gif_frame *f, gli_quantizer *q, const gli_gif_tuning *t)
{
    if (sample(s, f, q, t) > 0)
        return;
    for (int i = 0; i < q->set.count && i < GLI_SET_MOST; i++)
        gli_quantizer_sample(q, q->set.colors[i]);
}

static int most_colors(const gli_gif_tuning *t)
{
    return t->colors < 255 ? t->colors : 255; /* and one that is transparent */
}

/* The colours to be written, exactly where they are few enough. */
static void choose_palette(gli_gif_coder *c, gli_gif_scene *s, gli_gif_frame *f)
{
    gli_quantizer *q = c->quantizer;
    c->rows.knows_all = is_exact(s, f);
    f->see_through = true;
    if (c->rows.knows_all) {
        q->set = f->number == 0 && s->common.count > 0 ? s->common : f->colors;
        gli_quantizer_keep(q);
        f->see_through = q->palette.count < 256;
    } else if (collect(s, f, q) && q->set.count <= most_colors(&s->tuning)) {
        gli_quantizer_keep(q);
    } else {
        /* what is drawn is not to be smoothed */
        c->tuning = gli_gif_suit(&s->tuning, gli_is_drawn(f->px, s->width, &f->area));
        sample_some(s, f, q, &c->tuning);
        if (gli_gif_refine(&c->tuning, gli_histogram_cells(&q->histogram))) {
            gli_histogram_clear(&q->histogram);
            sample_some(s, f, q, &c->tuning);
        }
        const gli_gif_tuning *t = &c->tuning;
        gli_quantizer_make(q, most_colors(t), &t->thrift, t->rounds, t->precision);
        gli_gif_adapt(&c->tuning, q->error);
    }
    if (f->number == 0 && f->opaque && !f->animated)
        f->see_through = false;
}

/* Does the first frame's palette do as well? Then the quantiser has it. */
static bool share_palette(
    const gli_gif_scene *s, const gli_gif_frame *f, gli_quantizer *q)
{
    enum { PERCENT = 2 }; /* that it may be worse */
    if (!f->see_through || !s->first.see_through)
        return false;
    return q->exact ? gli_quantizer_take_set(q, &s->colors)
                    : gli_quantizer_take(q, &s->first.palette, PERCENT);
}

static void set_indices(gli_gif_frame *f, const gli_quantizer *q)
{
    int indices = q->palette.count + f->see_through;
    f->palette = q->palette;
    f->transparent = f->see_through ? q->palette.count : -1;
    f->index_bits = 2;
    while (1 << f->index_bits < indices)
        f->index_bits++;
}

/* The first frame tells the others what they may share. */
static void set_shared(gli_gif_scene *s, const gli_gif_frame *f, const gli_quantizer *q)
{
    s->first = *f;
    gli_color_set_clear(&s->colors);
    if (q->exact)
        s->colors = q->set;
}

static bool make_palette(
    gli_gif_coder *c, gli_gif_scene *s, const gli_gif_order *order, gli_gif_frame *f)
{
    gli_quantizer *q = c->quantizer;
    gli_quantizer_reset(q);
    choose_palette(c, s, f);
    if (f->number > 0 && !order->wait(order->self, 0, 0))
        return false;
    f->shared = f->number > 0 && share_palette(s, f, q);
    set_indices(f, q);
    if (f->shared) {
        f->transparent = s->first.transparent;
        f->index_bits = s->first.index_bits;
    }
    if (f->number == 0)
        set_shared(s, f, q);
    return order->leave(order->self, f->number, 0);
}

/* ---- the frame ----------------------------------------------------------- */

static gli_gif_row crop(gli_gif_row row, const gli_rect *a)
{
    row.now += a->x;
    row.below += a->x;
    row.before = row.before ? row.before + a->x : NULL;
    row.shown += a->x;
    row.width = a->width;
    return row;
}

static void begin_versions(
    gli_gif_coder *c, const gli_gif_scene *s, const gli_gif_frame *f)
{
    unsigned char *codes[] = { f->codes, c->codes };
    c->runs[GLI_LEAVING] = true;
    c->runs[GLI_PLAIN] =
        s->tuning.twice && c->rows.knows_all && f->number > 0 && f->transparent >= 0;
    for (int i = 0; i < GLI_VERSIONS; i++)
        if (c->runs[i])
            gli_lzw_begin(c->lzw[i], f->index_bits, codes[i]);
}

static void put_row(gli_gif_coder *c, const gli_row_work *w, uint32_t width)
{
    const uint8_t *indices[] = { w->index, w->plain };
    for (int i = 0; i < GLI_VERSIONS; i++)
        if (c->runs[i])
            gli_lzw_put(c->lzw[i], indices[i], width);
}

/* Give up the version that has fallen far behind. */
static void judge_versions(gli_gif_coder *c)
{
    enum { A_LITTLE = 512, PART = 64 };
    if (!c->runs[GLI_LEAVING] || !c->runs[GLI_PLAIN])
        return;
    size_t leaving = gli_lzw_size(c->lzw[GLI_LEAVING]);
    size_t plain = gli_lzw_size(c->lzw[GLI_PLAIN]);
    c->runs[GLI_LEAVING] = leaving <= plain + plain / PART + A_LITTLE;
    c->runs[GLI_PLAIN] = plain <= leaving + leaving / PART + A_LITTLE;
}

/* The smaller version's codes become the frame's. */
static void end_versions(gli_gif_coder *c, gli_gif_frame *f)
{
    size_t size[GLI_VERSIONS] = { SIZE_MAX, SIZE_MAX };
    for (int i = 0; i < GLI_VERSIONS; i++)
        if (c->runs[i])
            size[i] = gli_lzw_end(c->lzw[i]);
    f->size = size[GLI_LEAVING];
    if (size[GLI_PLAIN] < f->size) {
        unsigned char *codes = f->codes;
        f->codes = c->codes;
        c->codes = codes;
        f->size = size[GLI_PLAIN];
    }
}

/* The part of the area's rows from `y` to `end`, as many as go at once. */
static int view_some(gli_gif_scene *s, const gli_gif_frame *f, uint32_t y, uint32_t end,
    gli_gif_row *rows)
{
    int count = 0;
    for (; count < GLI_ROWS_AT_ONCE && y < end; count++)
        rows[count] = crop(view(s, f, y++), &f->area);
    return count;
}

/* A row is on the screen: as the next frame finds it. */
static void leave_row(const gli_gif_frame *f, PixelTuple *shown)
{
    if (f->cleared.width)
        memset(shown, 0, f->area.width * sizeof *shown);
}

/* What of the rows from `y` to `end` is in the area. */
static void code_rows(
    gli_gif_coder *c, gli_gif_scene *s, gli_gif_frame *f, uint32_t y, uint32_t end)
{
    gli_gif_row rows[GLI_ROWS_AT_ONCE] = { 0 };
    for (int count; (count = view_some(s, f, y, end, rows)) > 0; y += (uint32_t)count) {
        gli_code_rows(&c->rows, c->quantizer, &c->tuning, rows, count, f->transparent);
        for (int i = 0; i < count; i++) {
            put_row(c, &c->rows.work[i], f->area.width);
            leave_row(f, rows[i].shown);
        }
        judge_versions(c);
    }
}

static bool searches(const gli_gif_coder *c)
{
    return c->near && !c->quantizer->exact;
}

/* The same by near colours; returns how many rows of the frame are known. */
static uint32_t search_rows(
    gli_gif_coder *c, gli_gif_scene *s, gli_gif_frame *f, uint32_t y, uint32_t end)
{
    const gli_rect *a = &f->area;
    gli_gif_row rows[GLI_ROWS_AT_ONCE] = { 0 };
    for (int count; (count = view_some(s, f, y, end, rows)) > 0; y += (uint32_t)count) {
        gli_code_rows(&c->rows, c->quantizer, &c->tuning, rows, count, f->transparent);
        for (int i = 0; i < count; i++)
            gli_gif_near_add(c->near, &rows[i], &c->rows.work[i]);
    }
    gli_lzw_near_put(&c->near->lzw, end == a->y + a->height);
    for (PixelTuple *shown;; leave_row(f, shown)) {
        uint32_t next = a->y + c->near->shown;
        shown = s->screen + (size_t)next * s->width + a->x;
        if (!gli_gif_near_show(c->near, shown))
            return next;
    }
}

/* The rows from `y` to `end`; returns how many of the frame the next one may look at. */
static uint32_t code_part(
    gli_gif_coder *c, gli_gif_scene *s, gli_gif_frame *f, uint32_t y, uint32_t end)
{
    uint32_t top = f->area.y, bottom = top + f->area.height;
    uint32_t from = y > top ? y : top, to = end < bottom ? end : bottom;
    if (from >= to)
        return end;
    if (!searches(c)) {
        code_rows(c, s, f, from, to);
        return end;
    }
    uint32_t known = search_rows(c, s, f, from, to);
    return known == bottom ? end : known;
}

static void begin_codes(gli_gif_coder *c, const gli_gif_scene *s, gli_gif_frame *f)
{
    gli_near_search search = { c->tuning.search, c->tuning.thorough };
    if (searches(c))
        gli_gif_near_begin(c->near, f->area.width, &c->quantizer->palette,
            f->transparent, f->index_bits, search, f->codes);
    else
        begin_versions(c, s, f);
    gli_row_coder_begin(&c->rows);
}

static void end_codes(gli_gif_coder *c, gli_gif_frame *f)
{
    if (!searches(c)) {
        end_versions(c, f);
        return;
    }
    f->size = gli_lzw_near_end(&c->near->lzw);
    if (f->number > 0 && !f->shared)
        gli_gif_near_refit(c->near, &f->palette);
}

bool gli_gif_code(
    gli_gif_coder *c, gli_gif_scene *s, const gli_gif_order *order, gli_gif_frame *f)
{
    if (!make_palette(c, s, order, f))
        return false;
    begin_codes(c, s, f);
    for (uint32_t y = 0, end; y < s->height; y = end) {
        end = s->height - y < ROWS_AT_ONCE ? s->height : y + ROWS_AT_ONCE;
        if (f->number > 0 && !order->wait(order->self, f->number - 1, end))
            return false;
        if (!order->leave(order->self, f->number, code_part(c, s, f, y, end)))
            return false;
    }
    end_codes(c, f);
    return true;
}
