/*
 * gif_dither.c - rows whose colours are right on average.
 *
 * Error diffusion by R. Floyd and L. Steinberg ("An adaptive algorithm for spatial
 * greyscale", Proc. SID 17/2, 1976): of what a pixel is wrong by, 7/16 go to the next one
 * and 3/16, 5/16 and 1/16 to those below. As every pixel waits for the one before, two
 * rows are done together, the lower two pixels behind: then neither waits so long.
 */
#include "codec/gif_dither.h"
#include "codec/color4.h"

enum {
    LAG = 2,
    STRENGTH_BITS = 7,
    LEVEL_BITS = 4 /* errors are in 1/16 of a level */
};

/* A row on its way. Errors are four numbers a pixel; the first is left of the row. */
typedef struct lane {
    const PixelTuple *restrict now;
    PixelTuple *restrict shown;
    const uint8_t *restrict stays;
    uint8_t *restrict index;
    const int16_t *restrict above; /* errors that come in */
    int16_t *restrict below;       /* errors that go out */
    gli_color4 right;              /* for the next pixel */
} lane;

static lane begin_lane(const gli_gif_row *row, gli_row_work *w, int16_t *below)
{
    return (lane) { row->now, row->shown, w->stays, w->index, w->error, below,
        gli_c4_set(0) };
}

static inline void spread(lane *l, size_t x, gli_color4 e)
{
    int16_t *below = l->below + 4 * x; /* of the pixel below and to the left */
    gli_color4 e3 = gli_c4_add(gli_c4_add(e, e), e);
    gli_color4 e5 = gli_c4_add(e3, gli_c4_add(e, e));
    l->right = gli_c4_add(e5, gli_c4_add(e, e));
    gli_c4_store(below, gli_c4_add(gli_c4_load(below), e3));
    gli_c4_store(below + 4, gli_c4_add(gli_c4_load(below + 4), e5));
    gli_c4_store(below + 8, e); /* the first to come here */
}

static inline void step(
    lane *l, gli_quantizer *q, size_t x, gli_color4 strength, int transparent)
{
    const int16_t half_level = 1 << (LEVEL_BITS - 1), half = 1 << (STRENGTH_BITS - 1);
    if (l->stays[x]) {
        l->index[x] = (uint8_t)transparent;
        spread(l, x, gli_c4_set(0));
        return;
    }
    gli_color4 e = gli_c4_add(gli_c4_load(l->above + 4 * (x + 1)), l->right);
    e = gli_c4_shift(gli_c4_add(e, gli_c4_set(half_level)), LEVEL_BITS);
    PixelTuple wanted = gli_c4_pixel(gli_c4_add(gli_c4_of(l->now[x]), e));
    PixelTuple color = gli_pixel(gli_quantizer_nearest(q, gli_word(wanted)));
    l->index[x] = color.alpha;
    color.alpha = 255;
    gli_color4 wrong =
        gli_c4_mul(gli_c4_sub(gli_c4_of(wanted), gli_c4_of(color)), strength);
    spread(l, x, gli_c4_shift(gli_c4_add(wrong, gli_c4_set(half)), STRENGTH_BITS));
    l->shown[x] = color;
}

/* The two pixels that the first step adds to. */
static void begin_below(int16_t *below)
{
    gli_c4_store(below, gli_c4_set(0));
    gli_c4_store(below + 4, gli_c4_set(0));
}

/* Step those of the lanes whose turn it is: each is LAG pixels behind the one above. */
static void step_some(lane *lanes, int count, gli_quantizer *q, size_t x, size_t width,
    gli_color4 strength, int transparent)
{
    for (int i = 0; i < count; i++) {
        size_t behind = (size_t)i * LAG;
        if (x == behind)
            begin_below(lanes[i].below);
        if (x >= behind && x < width + behind)
            step(&lanes[i], q, x - behind, strength, transparent);
    }
}

/* The errors of the last row go to where the first one has read its own. */
static void begin_lanes(
    lane *lanes, gli_row_coder *r, const gli_gif_row *rows, int count)
{
    for (int i = 0; i < count; i++) {
        int next = i + 1 < count ? i + 1 : count == 1;
        lanes[i] = begin_lane(&rows[i], &r->work[i], r->work[next].error);
    }
}

void gli_dither_rows(gli_row_coder *r, gli_quantizer *q, int strength,
    const gli_gif_row *rows, int count, int transparent)
{
    lane l[GLI_ROWS_AT_ONCE];
    const size_t lag = LAG, lead = lag * (GLI_ROWS_AT_ONCE - 1);
    size_t width = rows[0].width, x = 0;
    gli_color4 s = gli_c4_set((int16_t)strength);
    begin_lanes(l, r, rows, count);
    if (count == GLI_ROWS_AT_ONCE && width > lead) {
        for (; x <= lead; x++)
            step_some(l, count, q, x, width, s, transparent);
        for (; x < width; x++) {
            step(&l[0], q, x, s, transparent);
            step(&l[1], q, x - lag, s, transparent);
            step(&l[2], q, x - 2 * lag, s, transparent);
            step(&l[3], q, x - 3 * lag, s, transparent);
        }
    }
    for (; x < width + lead; x++)
        step_some(l, count, q, x, width, s, transparent);
    if (count == 1) { /* it has left its errors to the next one */
        int16_t *error = r->work[0].error;
        r->work[0].error = r->work[1].error;
        r->work[1].error = error;
    }
}
