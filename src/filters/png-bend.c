/*
 * png-bend.c - rows of a PNG that are decoded by the wrong filter.
 *
 * A PNG holds each row as differences to its neighbours, by one of five filters (RFC 2083,
 * section 6). Where a row's filter type is replaced by another, without the row being
 * filtered anew, what comes out is wrong, and so is all that is decoded from it: Ucnv's
 * "The art of PNG glitch", 2015, calls this a graft.
 */
#include <glitch/filters.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { NONE, SUB, UP, AVERAGE, PAETH, TYPES, ADAPTIVE = TYPES, RANDOM = TYPES };

enum { PIXEL = sizeof(PixelTuple) };

typedef glitch_png_bend_params params;

typedef struct state {
    int32_t from;
    bool alpha;
    uint8_t *grafts; /* of each row: 0, or 1 + how many types it is moved on */
    int32_t to;
} state;

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    uint8_t *grafts = glitch_plan_alloc(p, shape->height, 1);
    if (!s || !grafts)
        return GLITCH_ENOMEM;
    (void)reach;
    double rows = q->level * q->level;
    if (q->rows != GLITCH_INT_AUTO)
        rows = q->rows;
    for (int32_t i = 0; i < (int32_t)(rows < 1 && q->rows ? 1 : rows); i++) {
        int32_t y = glitch_plan_range(p, 0, (int32_t)shape->height - 1);
        grafts[y] = (uint8_t)(1 + glitch_plan_range(p, 1, TYPES - 1));
    }
    *s = (state) { q->from, q->alpha, grafts, q->to };
    *out = s;
    return GLITCH_OK;
}

/* ---- the filters --------------------------------------------------------- */

static inline uint8_t paeth(int32_t left, int32_t above, int32_t corner)
{
    int32_t p = left + above - corner;
    int32_t a = abs(p - left), b = abs(p - above), c = abs(p - corner);
    bool is_left = (a <= b) & (a <= c); /* without a jump */
    int32_t other = b <= c ? above : corner;
    return (uint8_t)(is_left ? left : other);
}

/* What a byte is thought to be; the first pixel of a row has zeros to its left. */
static inline uint8_t predicted(
    int32_t type, uint8_t left, uint8_t above, uint8_t corner)
{
    switch (type) {
    case SUB:
        return left;
    case UP:
        return above;
    case AVERAGE:
        return (uint8_t)((left + above) / 2);
    case PAETH:
        return paeth(left, above, corner);
    default:
        return 0;
    }
}

static inline uint8_t left_of(const uint8_t *row, size_t i)
{
    return i < PIXEL ? 0 : row[i - PIXEL];
}

/* The rows have `n` bytes. */
static inline void filter_as(
    int32_t type, const uint8_t *row, const uint8_t *above, size_t n, uint8_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(row[i]
            - predicted(type, left_of(row, i), above[i], left_of(above, i)));
}

static inline uint8_t undone(
    int32_t type, uint8_t byte, uint8_t left, uint8_t above, uint8_t corner)
{
    return (uint8_t)(byte + predicted(type, left, above, corner));
}

/* Each pixel waits for the one before it, which so is no detour through memory. */
static inline void unfilter_as(int32_t type, const PixelTuple *in,
    const PixelTuple *above, size_t n, PixelTuple *restrict row)
{
    PixelTuple l = { 0 }, c = { 0 };
    for (size_t i = 0; i < n; i++) {
        PixelTuple p = in[i], a = above[i];
        l = (PixelTuple) { undone(type, p.red, l.red, a.red, c.red),
            undone(type, p.green, l.green, a.green, c.green),
            undone(type, p.blue, l.blue, a.blue, c.blue),
            undone(type, p.alpha, l.alpha, a.alpha, c.alpha) };
        c = a;
        row[i] = l;
    }
}

/* Written out, so that each type has a loop of its own without a choice in it. */
static void filter(
    int32_t type, const uint8_t *row, const uint8_t *above, size_t n, uint8_t *out)
{
    if (type == NONE)
        filter_as(NONE, row, above, n, out);
    else if (type == SUB)
        filter_as(SUB, row, above, n, out);
    else if (type == UP)
        filter_as(UP, row, above, n, out);
    else if (type == AVERAGE)
        filter_as(AVERAGE, row, above, n, out);
    else
        filter_as(PAETH, row, above, n, out);
}

static void add_up(
    const uint8_t *in, const uint8_t *above, size_t n, uint8_t *restrict row)
{
    for (size_t i = 0; i < n; i++)
        row[i] = (uint8_t)(in[i] + above[i]);
}

static void unfilter(
    int32_t type, const uint8_t *bytes, const uint8_t *top, size_t n, uint8_t *out)
{
    const PixelTuple *in = (const PixelTuple *)bytes, *above = (const PixelTuple *)top;
    PixelTuple *row = (PixelTuple *)out;
    if (type == NONE)
        memcpy(out, bytes, n);
    else if (type == UP)
        add_up(bytes, top, n, out);
    else if (type == SUB)
        unfilter_as(SUB, in, above, n / PIXEL, row);
    else if (type == AVERAGE)
        unfilter_as(AVERAGE, in, above, n / PIXEL, row);
    else
        unfilter_as(PAETH, in, above, n / PIXEL, row);
}

/* ---- rows ---------------------------------------------------------------- */

/* Rows of bytes: as they were, above that, filtered, decoded above. */
typedef struct rows {
    uint8_t *row, *above, *filtered, *decoded;
    size_t n;
} rows;

static uint64_t size_of(const uint8_t *filtered, size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (uint32_t)(filtered[i] < 128 ? filtered[i] : 256 - filtered[i]);
    return sum;
}

/* Filter the row. By RFC 2083's 9.6 the best type is that with the smallest differences. */
static int32_t encode(const state *s, const rows *r)
{
    uint64_t least = UINT64_MAX;
    int32_t best = s->from;
    for (int32_t type = 0; s->from == ADAPTIVE && type < TYPES; type++) {
        filter(type, r->row, r->above, r->n, r->filtered);
        uint64_t size = size_of(r->filtered, r->n);
        if (size < least) {
            least = size;
            best = type;
        }
    }
    filter(best, r->row, r->above, r->n, r->filtered);
    return best;
}

static int32_t grafted(const state *s, int32_t type, uint8_t graft)
{
    if (graft == 0)
        return type;
    return s->to == RANDOM ? (type + graft - 1) % TYPES : s->to;
}

static void keep_alpha(const uint8_t *from, size_t n, uint8_t *restrict to)
{
    for (size_t i = 3; i < n; i += PIXEL)
        to[i] = from[i];
}

static void bend_row(const state *s, rows *r, uint8_t graft, uint8_t *out)
{
    memcpy(r->row, out, r->n);
    unfilter(grafted(s, encode(s, r), graft), r->filtered, r->decoded, r->n, out);
    memcpy(r->decoded, out, r->n);
    if (!s->alpha)
        keep_alpha(r->row, r->n, out);
    uint8_t *above = r->above;
    r->above = r->row;
    r->row = above;
}

static bool allocate(glitch_plan *p, uint32_t width, rows *r)
{
    r->n = (size_t)PIXEL * width;
    r->row = glitch_plan_alloc(p, width, PIXEL);
    r->above = glitch_plan_alloc(p, width, PIXEL);
    r->filtered = glitch_plan_alloc(p, width, PIXEL);
    r->decoded = glitch_plan_alloc(p, width, PIXEL);
    return r->row && r->above && r->filtered && r->decoded;
}

/* Above the first graft all is well, and nothing is to be done. */
static glitch_status frame(glitch_plan *p, const void *given, const glitch_frame *io)
{
    const state *s = given;
    rows r;
    uint32_t y = 0;
    glitch_status status = GLITCH_OK;
    if (!allocate(p, io->width, &r))
        return GLITCH_ENOMEM;
    while (y < io->height && s->grafts[y] == 0)
        y++;
    if (y > 0 && y < io->height) {
        memcpy(r.above, io->px + (size_t)(y - 1) * io->stride, r.n);
        memcpy(r.decoded, r.above, r.n);
    }
    for (; !status && y < io->height; y++) {
        bend_row(s, &r, s->grafts[y], (uint8_t *)(io->px + (size_t)y * io->stride));
        status = glitch_plan_poll(p);
    }
    return status;
}

static const char *const encodings[] = { "none", "sub", "up", "average", "paeth",
    "adaptive", NULL };
static const char *const decodings[] = { "none", "sub", "up", "average", "paeth",
    "random", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no rows are given; auto: the intensity" },
    { "rows", GLITCH_INT, offsetof(params, rows), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "how many rows get another filter type; auto: the level's square" },
    { "from", GLITCH_CHOICE, offsetof(params, from), "average", 0, 0, encodings,
        GLITCH_AUTO_NONE,
        "the type that all rows are filtered with; adaptive: what suits each best" },
    { "to", GLITCH_CHOICE, offsetof(params, to), "random", 0, 0, decodings,
        GLITCH_AUTO_NONE, "the type that is grafted; random: another than the row's" },
    { "alpha", GLITCH_BOOL, offsetof(params, alpha), "no", 0, 0, NULL, GLITCH_AUTO_NONE,
        "spoil alpha, too" },
    { 0 },
};

const glitch_filter gli_png_bend = {
    .struct_size = sizeof(glitch_filter),
    .name = "png-bend",
    .summary = "decode rows of a PNG with the wrong filter type",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .frame = frame,
};
