/*
 * quantize.c - from true colour to a palette of at most 256.
 *
 * The palette is Wu's: boxes of colours are cut in two where that lowers the squared
 * error most (X. Wu, "Efficient statistical computations for optimal color
 * quantization", Graphics Gems II, 1991). The grid has five bits a channel, but sums
 * are kept of the exact colours. All sums are integers and every division is one of
 * IEEE 754, so that the palette is the same on every machine.
 */
#include "codec/quantize.h"
#include <string.h>

enum {
    SIDE = 33, /* 32 cells a channel, and a plane of zeros in front */
    CELLS = SIDE * SIDE * SIDE,
    MAP_BITS = 6,
    MAP_SIZE = 1 << (3 * MAP_BITS),
    EXACT_SLOTS = 1024,
    UNSEEN = 0
};

/* Sums over the colours of a cell; after cumulate(), over all cells up to it. */
typedef struct moment {
    int64_t count, red, green, blue, square;
} moment;

/* Cells from + 1 to to, on each axis. */
typedef struct box {
    int from[3], to[3];
    double error;
} box;

struct gli_quantizer {
    glitch_ctx *ctx;
    moment cells[CELLS];
    gli_palette palette;
    int distinct;                /* colours added; 257: more than can be kept */
    uint32_t exact[EXACT_SLOTS]; /* hash set of them: colour + 1, or UNSEEN */
    uint8_t exact_index[EXACT_SLOTS];
    bool is_exact;              /* the palette has every colour that was added */
    uint16_t nearest[MAP_SIZE]; /* palette index + 1, or UNSEEN */
    int32_t red[256], green[256], blue[256]; /* the palette, as the search wants it */
};

gli_quantizer *gli_quantizer_new(glitch_ctx *ctx)
{
    gli_quantizer *q = gli_alloc(ctx, 1, sizeof *q);
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
    memset(q->cells, 0, sizeof q->cells);
    memset(q->exact, 0, sizeof q->exact);
    q->distinct = 0;
}

/* ---- few colours: kept exactly ------------------------------------------- */

static uint32_t pack(PixelTuple c)
{
    return (uint32_t)c.red << 16 | (uint32_t)c.green << 8 | c.blue;
}

/* The slot that holds the colour, or the empty one where it belongs. */
static uint32_t find_slot(const gli_quantizer *q, uint32_t rgb)
{
    uint32_t slot = (rgb * UINT32_C(2654435761)) >> 22;
    while (q->exact[slot] != UNSEEN && q->exact[slot] != rgb + 1)
        slot = (slot + 1) % EXACT_SLOTS;
    return slot;
}

static void add_exact(gli_quantizer *q, PixelTuple color)
{
    uint32_t rgb = pack(color), slot = find_slot(q, rgb);
    if (q->exact[slot] != UNSEEN)
        return;
    if (q->distinct < 256) {
        color.alpha = 255;
        q->exact[slot] = rgb + 1;
        q->exact_index[slot] = (uint8_t)q->distinct;
        q->palette.colors[q->distinct] = color;
    }
    q->distinct++;
}

int gli_quantizer_distinct(const gli_quantizer *q)
{
    return q->distinct;
}

/* ---- many colours: Wu's cuts --------------------------------------------- */

static moment plus(moment a, moment b)
{
    return (moment) { a.count + b.count, a.red + b.red, a.green + b.green,
        a.blue + b.blue, a.square + b.square };
}

static moment minus(moment a, moment b)
{
    return (moment) { a.count - b.count, a.red - b.red, a.green - b.green,
        a.blue - b.blue, a.square - b.square };
}

static int cell_at(int red, int green, int blue)
{
    return (red * SIDE + green) * SIDE + blue;
}

void gli_quantizer_add(gli_quantizer *q, PixelTuple c)
{
    if (q->distinct <= 256)
        add_exact(q, c);
    moment *m =
        &q->cells[cell_at((c.red >> 3) + 1, (c.green >> 3) + 1, (c.blue >> 3) + 1)];
    m->count++;
    m->red += c.red;
    m->green += c.green;
    m->blue += c.blue;
    m->square += c.red * c.red + c.green * c.green + c.blue * c.blue;
}

/* A running sum along each axis in turn makes every cell the sum of all up to it. */
static void cumulate(gli_quantizer *q)
{
    static const int strides[] = { 1, SIDE, SIDE * SIDE };
    for (int axis = 0; axis < 3; axis++)
        for (int r = 1; r < SIDE; r++)
            for (int g = 1; g < SIDE; g++)
                for (int b = 1; b < SIDE; b++) {
                    int i = cell_at(r, g, b);
                    q->cells[i] = plus(q->cells[i], q->cells[i - strides[axis]]);
                }
}

/* The sums over one face of a box, seen along `axis`, up to position `at`. */
static moment face(const gli_quantizer *q, const box *b, int axis, int at)
{
    int u = (axis + 1) % 3, v = (axis + 2) % 3, p[3];
    moment corner[2][2];
    p[axis] = at;
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++) {
            p[u] = i ? b->to[u] : b->from[u];
            p[v] = j ? b->to[v] : b->from[v];
            corner[i][j] = q->cells[cell_at(p[0], p[1], p[2])];
        }
    return minus(plus(corner[1][1], corner[0][0]), plus(corner[1][0], corner[0][1]));
}

static moment volume(const gli_quantizer *q, const box *b)
{
    return minus(face(q, b, 0, b->to[0]), face(q, b, 0, b->from[0]));
}

/* What one mean colour explains of the squares. */
static double explained(const moment *m)
{
    double r = (double)m->red, g = (double)m->green, b = (double)m->blue;
    return (r * r + g * g + b * b) / (double)m->count;
}

static void measure(const gli_quantizer *q, box *b)
{
    moment m = volume(q, b);
    b->error = m.count ? (double)m.square - explained(&m) : 0;
}

/* Cut a box where its halves explain most. False where it is a single cell. */
static bool cut(const gli_quantizer *q, box *low, box *high)
{
    moment whole = volume(q, low);
    double best = -1;
    int best_axis = 0, best_at = 0;
    for (int axis = 0; axis < 3; axis++) {
        moment base = face(q, low, axis, low->from[axis]);
        for (int at = low->from[axis] + 1; at < low->to[axis]; at++) {
            moment a = minus(face(q, low, axis, at), base), b = minus(whole, a);
            if (a.count == 0 || b.count == 0)
                continue;
            double value = explained(&a) + explained(&b);
            if (value > best)
                best = value, best_axis = axis, best_at = at;
        }
    }
    if (best < 0)
        return false;
    *high = *low;
    low->to[best_axis] = high->from[best_axis] = best_at;
    measure(q, low);
    measure(q, high);
    return true;
}

static int worst(const box *boxes, int count)
{
    int w = 0;
    for (int i = 1; i < count; i++)
        if (boxes[i].error > boxes[w].error)
            w = i;
    return w;
}

static PixelTuple mean(const moment *m)
{
    int64_t half = m->count / 2;
    return (PixelTuple) { (uint8_t)((m->red + half) / m->count),
        (uint8_t)((m->green + half) / m->count), (uint8_t)((m->blue + half) / m->count),
        255 };
}

static void cut_palette(gli_quantizer *q, int max)
{
    box boxes[256] = { { { 0, 0, 0 }, { SIDE - 1, SIDE - 1, SIDE - 1 }, 0 } };
    int count = 1;
    cumulate(q);
    measure(q, &boxes[0]);
    while (count < max) {
        box *b = &boxes[worst(boxes, count)];
        if (b->error <= 0)
            break;
        if (cut(q, b, &boxes[count]))
            count++;
        else
            b->error = 0;
    }
    for (int i = 0; i < count; i++) {
        moment m = volume(q, &boxes[i]);
        q->palette.colors[i] = mean(&m);
    }
    q->palette.count = count;
}

/* ---- the palette, and the way back --------------------------------------- */

static void prepare_search(gli_quantizer *q)
{
    memset(q->nearest, 0, sizeof q->nearest);
    for (int i = 0; i < q->palette.count; i++) {
        q->red[i] = q->palette.colors[i].red;
        q->green[i] = q->palette.colors[i].green;
        q->blue[i] = q->palette.colors[i].blue;
    }
}

const gli_palette *gli_quantizer_palette(gli_quantizer *q, int max)
{
    q->is_exact = q->distinct <= max;
    if (q->is_exact)
        q->palette.count = q->distinct;
    else
        cut_palette(q, max);
    prepare_search(q);
    return &q->palette;
}

/* Distance and index in one number, so that the loop is a plain minimum. */
static int32_t search(const gli_quantizer *q, int red, int green, int blue)
{
    int32_t best = INT32_MAX;
    for (int i = 0; i < q->palette.count; i++) {
        int32_t r = q->red[i] - red, g = q->green[i] - green, b = q->blue[i] - blue;
        int32_t d = (r * r + g * g + b * b) << 8 | i;
        best = d < best ? d : best;
    }
    return best & 255;
}

uint8_t gli_quantizer_index(gli_quantizer *q, PixelTuple c)
{
    if (q->is_exact) {
        uint32_t slot = find_slot(q, pack(c));
        if (q->exact[slot] != UNSEEN)
            return q->exact_index[slot];
    }
    enum { DROP = 8 - MAP_BITS, HALF = 1 << (DROP - 1) };
    int r = c.red >> DROP, g = c.green >> DROP, b = c.blue >> DROP;
    uint16_t *known = &q->nearest[(r << MAP_BITS | g) << MAP_BITS | b];
    if (*known == UNSEEN)
        *known = (uint16_t)(1
            + search(q, r << DROP | HALF, g << DROP | HALF, b << DROP | HALF));
    return (uint8_t)(*known - 1);
}
