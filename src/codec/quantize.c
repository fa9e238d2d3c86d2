/* quantize.c - from true colour to a palette of at most 256, and the way back. */
#include "codec/quantize.h"
#include "base/cpu.h"
#include <string.h>

gli_quantizer *gli_quantizer_new(glitch_ctx *ctx)
{
    gli_quantizer *q = gli_zalloc(ctx, 1, sizeof *q);
    if (q) {
        q->ctx = ctx;
        gli_quantizer_reset(q);
    }
    return q;
}

void gli_quantizer_free(gli_quantizer *q)
{
    if (q)
        gli_free(q->ctx, q);
}

void gli_quantizer_reset(gli_quantizer *q)
{
    gli_color_set_clear(&q->set);
    gli_histogram_clear(&q->histogram);
}

/* What the map holds of a cell that has several colours of the palette: no colour. */
static inline uint32_t crowded(void)
{
    return GLI_ALPHA_MASK;
}

/* What is nearest to the points is known; the rest is searched for when it is asked. */
static void prepare_map(gli_quantizer *q)
{
    const gli_points *p = &q->points;
    memset(q->nearest, 0xff, sizeof q->nearest);
    for (size_t i = 0; i < p->count; i++)
        q->nearest[gli_cell(gli_word(p->color[i]))] =
            gli_quantizer_color(q, p->nearest[i]);
}

/* Each colour of the palette has its cell to itself, or the cell is crowded. */
static void tell_apart(gli_quantizer *q)
{
    for (int i = 0; i < q->palette.count; i++)
        q->nearest[gli_cell(gli_word(q->palette.colors[i]))] = UINT32_MAX;
    for (int i = 0; i < q->palette.count; i++) {
        uint32_t c = gli_quantizer_color(q, (uint8_t)i);
        uint32_t *cell = &q->nearest[gli_cell(c)];
        *cell = *cell == UINT32_MAX ? c : crowded();
    }
}

static void prepare_search(gli_quantizer *q)
{
    gli_colors_set(&q->colors, q->palette.colors, q->palette.count);
    if (q->precision != GLI_NEAREST)
        prepare_map(q);
    if (q->precision == GLI_TOLD_APART)
        tell_apart(q);
    if (q->precision == GLI_MUCH_ALIKE)
        return;
    memset(q->answers, 0, sizeof q->answers);
    memset(q->candidates, 0, sizeof q->candidates);
    q->pooled = 1; /* 0 stands for: not yet known */
}

void gli_quantizer_keep(gli_quantizer *q)
{
    q->exact = true;
    memset(q->answers, 0, sizeof q->answers);
    q->palette.count = q->set.count;
    memcpy(q->palette.colors, q->set.colors, sizeof q->palette.colors);
}

void gli_quantizer_make(gli_quantizer *q, int max, const gli_thrift *thrift, int rounds,
    gli_precision precision)
{
    q->precision = precision;
    q->exact = false;
    gli_histogram_points(&q->histogram, &q->points);
    q->palette.count = gli_cut_boxes(&q->points, max, thrift, q->palette.colors);
    gli_kmeans(&q->points, q->palette.colors, q->palette.count, rounds);
    gli_points_assign(&q->points, q->palette.colors, q->palette.count);
    q->error_sum = gli_points_error(&q->points, q->palette.colors);
    q->error = (uint32_t)(q->error_sum / gli_points_weight(&q->points));
    prepare_search(q);
}

bool gli_quantizer_take(gli_quantizer *q, const gli_palette *other, int percent)
{
    gli_points_assign(&q->points, other->colors, other->count);
    uint64_t theirs = gli_points_error(&q->points, other->colors);
    if (theirs * 100 > q->error_sum * (uint64_t)(100 + percent))
        return false;
    q->palette = *other;
    prepare_search(q);
    return true;
}

bool gli_quantizer_take_set(gli_quantizer *q, const gli_color_set *other)
{
    if (!gli_color_set_has_all(other, &q->set))
        return false;
    q->set = *other;
    gli_quantizer_keep(q);
    return true;
}

/* Of the cell's middle, so that it does not depend on which of its colours is asked for
 * first. */
uint32_t gli_quantizer_search(gli_quantizer *q, uint32_t c)
{
    PixelTuple color = gli_pixel(gli_cell_middle(c));
    uint8_t index;
    if (q->nearest[gli_cell(c)] == crowded())
        return gli_quantizer_recall(q, c | GLI_ALPHA_MASK);
    gli_nearest(&q->colors, &color, 1, &index);
    return q->nearest[gli_cell(c)] = gli_quantizer_color(q, index);
}

/* ---- the nearest of a few candidates ------------------------------------- */

/* How far each colour is from the nearest and from the furthest point of a cell. */
typedef struct spans {
    uint32_t least[256], most[256];
} spans;

/* The same for one channel, of a cell that begins at `low`. */
static GLI_INLINE void add_span(uint32_t *least, uint32_t *most, int at, int low)
{
    enum { LAST = (1 << (8 - GLI_CELL_BITS)) - 1 };
    int twice = 2 * (at - low) - LAST; /* from the middle of the cell */
    twice = twice < 0 ? -twice : twice;
    int out = twice > LAST ? twice - LAST : 0;
    *least += (uint32_t)(out / 2 * (out / 2));
    *most += (uint32_t)((twice + LAST) / 2 * ((twice + LAST) / 2));
}

static GLI_INLINE void find_spans(
    const PixelTuple *restrict colors, int count, uint32_t low, spans *restrict s)
{
    int red = low >> GLI_RED_AT & 255, green = low >> GLI_GREEN_AT & 255,
        blue = low >> GLI_BLUE_AT & 255;
    for (int i = 0; i < count; i++) {
        uint32_t c = gli_word(colors[i]), least = 0, most = 0;
        add_span(&least, &most, c >> GLI_RED_AT & 255, red);
        add_span(&least, &most, c >> GLI_GREEN_AT & 255, green);
        add_span(&least, &most, c >> GLI_BLUE_AT & 255, blue);
        s->least[i] = least;
        s->most[i] = most;
    }
}

static void find_spans_portable(const gli_palette *p, uint32_t low, spans *s)
{
    find_spans(p->colors, p->count, low, s);
}

#if defined(GLI_AVX2)
GLI_AVX2 static void find_spans_avx2(const gli_palette *p, uint32_t low, spans *s)
{
    find_spans(p->colors, p->count, low, s);
}
#endif

/* Of the cell that a colour is in. */
static void find_spans_of(const gli_palette *p, PixelTuple c, spans *s)
{
    enum { LOW = (1 << (8 - GLI_CELL_BITS)) - 1 };
    uint32_t low = gli_word((PixelTuple) { (uint8_t)(c.red & ~LOW),
        (uint8_t)(c.green & ~LOW), (uint8_t)(c.blue & ~LOW), 255 });
#if defined(GLI_AVX2)
    if (gli_has_avx2()) {
        find_spans_avx2(p, low, s);
        return;
    }
#endif
    find_spans_portable(p, low, s);
}

/*
 * A colour may be nearest to a point of the cell only if its own nearest point of it is
 * no further than every colour's furthest. Returns 0 where the pool is exhausted.
 */
static uint32_t list_candidates(gli_quantizer *q, PixelTuple c)
{
    spans s;
    uint32_t bound = UINT32_MAX, begin = q->pooled, end = begin + 1;
    if (begin + 1 + 256 > GLI_POOL_SIZE)
        return 0;
    find_spans_of(&q->palette, c, &s);
    for (int i = 0; i < q->palette.count; i++)
        bound = s.most[i] < bound ? s.most[i] : bound;
    for (int i = 0; i < q->palette.count; i++) {
        q->pool[end] = (uint8_t)i; /* nothing to foresee for the processor */
        end += s.least[i] <= bound;
    }
    q->pool[begin] = (uint8_t)(end - begin - 2); /* 1 to 256 of them */
    q->pooled = end;
    return q->candidates[gli_cell(gli_word(c))] = begin;
}

static uint8_t search_precisely(gli_quantizer *q, PixelTuple c)
{
    uint32_t list = q->candidates[gli_cell(gli_word(c))];
    uint8_t best = 0;
    if (!list && !(list = list_candidates(q, c))) {
        gli_nearest(&q->colors, &c, 1, &best);
        return best;
    }
    const uint8_t *candidate = &q->pool[list + 1];
    uint32_t least = UINT32_MAX;
    for (int i = 0; i <= q->pool[list]; i++) {
        uint32_t d = gli_color_distance(c, q->palette.colors[candidate[i]]);
        best = d < least ? candidate[i] : best;
        least = d < least ? d : least;
    }
    return best;
}

uint8_t gli_quantizer_precisely(gli_quantizer *q, PixelTuple c)
{
    return q->exact ? gli_color_set_index(&q->set, c) : search_precisely(q, c);
}
