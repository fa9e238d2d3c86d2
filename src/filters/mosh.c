/*
 * mosh.c - datamoshing: the picture before, dragged along by the motion of this one, as in
 * a video that has lost its key frames.
 *
 * Block motion is found by the three-step search of T. Koga et al., Motion-compensated
 * interframe coding for video conferencing, 1981, here with four steps. What is found moves
 * the blocks of the last output, and not of the last input: the colours stay behind.
 */
#include <glitch/filters.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_STEP = 8, /* the search reaches 8 + 4 + 2 + 1 pixels */
    FIRST = 4       /* so many times as far blocks drift in the first frame */
};

typedef glitch_mosh_params params;

typedef struct state {
    const glitch_frame *in, *out; /* of the frame before; NULL in the first */
    int32_t block;
    double gain;
    int32_t drift;
    uint32_t refresh; /* blocks of 65536 that are shown anew */
    uint64_t key, drift_key;
} state;

typedef struct vector {
    int32_t x, y;
} vector;

static double given_or(double value, double otherwise)
{
    return GLITCH_IS_AUTO(value) ? otherwise : value;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    (void)reach;
    s->in = glitch_plan_past(p, GLITCH_PAST_IN, 1);
    s->out = glitch_plan_past(p, GLITCH_PAST_OUT, 1);
    s->block = q->block;
    s->gain = given_or(q->gain, 0.5 + q->level / 4);
    s->drift = GLITCH_IS_AUTO(q->drift.value)
        ? (int32_t)(q->level * shape->width / 200 + 0.5)
        : glitch_length_pixels(q->drift, shape->width);
    if (!s->out) /* a still has nothing else */
        s->drift = s->drift < INT32_MAX / FIRST ? s->drift * FIRST : INT32_MAX;
    s->refresh = (uint32_t)(given_or(q->refresh, 0.1 / q->level) * 65536 + 0.5);
    s->drift_key = glitch_plan_key(p);
    s->key = glitch_plan_rand(p);
    *out = s;
    return GLITCH_OK;
}

/* ---- motion -------------------------------------------------------------- */

/* A rectangle of the picture. */
typedef struct block {
    int32_t x, y, width, height;
} block;

static int32_t within(int32_t value, int32_t low, int32_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* So much that the block, moved by it, is within the picture. */
static vector limited(const glitch_frame *f, const block *b, vector v)
{
    return (vector) { within(v.x, -b->x, (int32_t)f->width - b->width - b->x),
        within(v.y, -b->y, (int32_t)f->height - b->height - b->y) };
}

static const PixelTuple *pixel(const glitch_frame *f, int32_t x, int32_t y)
{
    return f->px + (size_t)y * f->stride + (size_t)x;
}

/* In this form it is one instruction for many bytes. */
static inline uint64_t difference_of_bytes(const uint8_t *a, const uint8_t *b, size_t n)
{
    int32_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += abs(a[i] - b[i]);
    return (uint64_t)sum;
}

/* With a number that is known, which blocks of 16 pixels have, there is not even a loop. */
static uint64_t difference_of_row(const uint8_t *a, const uint8_t *b, size_t n)
{
    enum { KNOWN = 64 };
    uint64_t sum = 0;
    for (; n >= KNOWN; n -= KNOWN, a += KNOWN, b += KNOWN)
        sum += difference_of_bytes(a, b, KNOWN);
    return n ? sum + difference_of_bytes(a, b, n) : sum;
}

/* Every second row is enough to tell, and less where it is `most` already. */
static uint64_t difference(const glitch_frame *now, const glitch_frame *before,
    const block *b, vector v, uint64_t most)
{
    const PixelTuple *here = pixel(now, b->x, b->y);
    const PixelTuple *there = pixel(before, b->x + v.x, b->y + v.y);
    size_t n = (size_t)b->width * sizeof *here;
    uint64_t sum = 0;
    for (size_t y = 0; y < (size_t)b->height && sum < most; y += 2)
        sum += difference_of_row((const uint8_t *)(here + y * now->stride),
            (const uint8_t *)(there + y * before->stride), n);
    return sum;
}

/* Of the places around v the one that is most alike; v itself where none is more. */
static void improve(const glitch_frame *now, const glitch_frame *before, const block *b,
    int32_t step, vector *v, uint64_t *least)
{
    vector centre = *v;
    for (int32_t dy = -step; dy <= step && *least; dy += step)
        for (int32_t dx = -step; dx <= step && *least; dx += step) {
            vector w = limited(now, b, (vector) { centre.x + dx, centre.y + dy });
            if (w.x == centre.x && w.y == centre.y)
                continue; /* it is known */
            uint64_t d = difference(now, before, b, w, *least);
            if (d < *least) {
                *least = d;
                *v = w;
            }
        }
}

/* Where the block was in the frame before. */
static vector find(const glitch_frame *now, const glitch_frame *before, const block *b)
{
    vector v = { 0, 0 };
    uint64_t least = difference(now, before, b, v, UINT64_MAX);
    for (int32_t step = FIRST_STEP; step; step /= 2)
        improve(now, before, b, step, &v, &least);
    return v;
}

/* ---- what is dragged ----------------------------------------------------- */

/* From -1 to 1. */
static double chance(uint64_t random)
{
    return (double)(random >> 40) / (1 << 23) - 1;
}

/*
 * A current of its own, for what does not move: the same in all frames, so that it adds up;
 * alike in blocks that are neighbours, four by four.
 */
static vector current(const state *s, uint32_t column, uint32_t line)
{
    uint64_t wide = (uint64_t)(line / 4) << 32 | column / 4;
    uint64_t narrow = (uint64_t)line << 32 | column;
    uint64_t a = glitch_random_at(s->drift_key, wide);
    uint64_t b = glitch_random_at(~s->drift_key, narrow);
    double x = 0.7 * chance(a) + 0.3 * chance(b);
    double y = 0.7 * chance(a << 24) + 0.3 * chance(b << 24);
    return (vector) { (int32_t)floor(x * s->drift + 0.5),
        (int32_t)floor(y * s->drift * 0.5 + 0.5) };
}

static vector drag(const state *s, const glitch_frame *now, const block *b)
{
    uint32_t column = (uint32_t)(b->x / s->block), line = (uint32_t)(b->y / s->block);
    vector v = { 0, 0 }, drift = current(s, column, line);
    if (s->in)
        v = find(now, s->in, b);
    v.x = (int32_t)floor(v.x * s->gain + 0.5) + drift.x;
    v.y = (int32_t)floor(v.y * s->gain + 0.5) + drift.y;
    return limited(now, b, v);
}

static bool is_shown_anew(const state *s, const block *b)
{
    uint64_t place = (uint64_t)b->y << 32 | (uint64_t)b->x;
    return (glitch_random_at(s->key, place) & 0xffff) < s->refresh;
}

static void move_block(
    const glitch_frame *from, vector v, const block *b, const glitch_frame *to)
{
    for (int32_t y = 0; y < b->height; y++)
        memcpy(to->px + (size_t)(b->y + y) * to->stride + b->x,
            pixel(from, b->x + v.x, b->y + y + v.y), (size_t)b->width * sizeof *to->px);
}

static block block_at(const state *s, const glitch_frame *f, int32_t x, int32_t y)
{
    int32_t right = (int32_t)f->width - x, below = (int32_t)f->height - y;
    return (block) { x, y, right < s->block ? right : s->block,
        below < s->block ? below : s->block };
}

/* What is dragged in the first frame: the picture itself. */
static glitch_status copy(glitch_plan *p, const glitch_frame *f, glitch_frame *out)
{
    *out = *f;
    out->stride = f->width;
    out->px = glitch_plan_alloc(p, f->height, f->width * sizeof *out->px);
    for (uint32_t y = 0; out->px && y < f->height; y++)
        memcpy(out->px + y * out->stride, f->px + y * f->stride,
            f->width * sizeof *out->px);
    return out->px ? GLITCH_OK : GLITCH_ENOMEM;
}

static glitch_status frame(glitch_plan *p, const void *given, const glitch_frame *io)
{
    const state *s = given;
    glitch_frame past;
    glitch_status status = GLITCH_OK;
    if (s->out)
        past = *s->out;
    else
        status = copy(p, io, &past);
    for (int32_t y = 0; !status && y < (int32_t)io->height; y += s->block) {
        status = glitch_plan_poll(p);
        for (int32_t x = 0; !status && x < (int32_t)io->width; x += s->block) {
            block b = block_at(s, io, x, y);
            if (!is_shown_anew(s, &b))
                move_block(&past, drag(s, io, &b), &b, io);
        }
    }
    return status;
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, for all that is not given; auto: the intensity" },
    { "block", GLITCH_INT, offsetof(params, block), "16", 4, 1024, NULL,
        GLITCH_AUTO_NONE, "how many pixels wide and high a block is" },
    { "gain", GLITCH_REAL, offsetof(params, gain), "auto", -100, 100, NULL,
        GLITCH_AUTO_FILTER,
        "how much of the motion that is found is made; auto: 1 at level 2, 2 at 6" },
    { "drift", GLITCH_LENGTH, offsetof(params, drift), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "how far blocks go in each frame by themselves, in pixels or % of the width; "
        "auto: 0.5% for each level; in the first frame four times as far" },
    { "refresh", GLITCH_REAL, offsetof(params, refresh), "auto", 0, 1, NULL,
        GLITCH_AUTO_FILTER,
        "share of the blocks that show the input again; auto: 0.05 at level 2" },
    { 0 },
};

const glitch_filter gli_mosh = {
    .struct_size = sizeof(glitch_filter),
    .name = "mosh",
    .summary = "datamoshing: motion drags the picture before along, block by block",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .frame = frame,
    .past = 1,
};
