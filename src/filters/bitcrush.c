/*
 * bitcrush.c - the bits of each value treated wrong: dropped, flipped, moved or reversed,
 * as where samples are read in a format that they do not have.
 */
#include "filters/tables.h"
#include <glitch/filters.h>

enum { DROP, FLIP, SHIFT, ROTATE, REVERSE };

typedef glitch_bitcrush_params params;

/* Those that are left are spread over the whole range, so that white stays white. */
static uint8_t drop(uint32_t value, uint32_t bits)
{
    uint32_t kept = 8 - bits, top = (1U << kept) - 1;
    return (uint8_t)(((value >> bits) * 255 + top / 2) / top);
}

static uint8_t reverse(uint32_t value)
{
    uint32_t out = 0;
    for (int i = 0; i < 8; i++)
        out |= (value >> i & 1) << (7 - i);
    return (uint8_t)out;
}

static uint8_t crush(int32_t operation, uint32_t value, uint32_t bits)
{
    switch (operation) {
    case DROP:
        return drop(value, bits);
    case FLIP:
        return (uint8_t)(value ^ 1U << bits);
    case SHIFT:
        return (uint8_t)(value << bits);
    case ROTATE:
        return (uint8_t)(value << bits | value >> (8 - bits));
    default:
        return reverse(value);
    }
}

/* 4 at level 2, up to 7; what is moved or flipped shows more of each. */
static uint32_t bits_of(const params *q)
{
    if (q->bits != GLITCH_INT_AUTO)
        return (uint32_t)q->bits;
    uint32_t weak = q->operation == DROP ? 3 : 0;
    uint32_t bits = weak + (uint32_t)(1 + q->level / 2);
    return bits > 7 ? 7 : bits;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    gli_tables *t = glitch_plan_alloc(p, 1, sizeof *t);
    if (!t)
        return GLITCH_ENOMEM;
    (void)shape;
    (void)reach; /* row y looks at row y only */
    for (uint32_t v = 0; v < 256; v++)
        t->red[v] = t->green[v] = t->blue[v] = crush(q->operation, v, bits_of(q));
    *out = t;
    return GLITCH_OK;
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    (void)y;
    gli_tables_apply(given, glitch_window_row(in, 0), glitch_window_width(in), out);
}

static const char *const operations[] = { "drop", "flip", "shift", "rotate", "reverse",
    NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no bits are given; auto: the intensity" },
    { "operation", GLITCH_CHOICE, offsetof(params, operation), "drop", 0, 0, operations,
        GLITCH_AUTO_NONE,
        "drop the lowest bits, flip one, shift or rotate all to the left, or reverse "
        "their order" },
    { "bits", GLITCH_INT, offsetof(params, bits), "auto", 0, 7, NULL,
        GLITCH_AUTO_FILTER,
        "how many are dropped, or by how many it shifts or rotates; the number of the "
        "one that is flipped, 0 being the lowest; auto: half the level and 4, or 1 "
        "where they are not dropped" },
    { 0 },
};

const glitch_filter gli_bitcrush = {
    .struct_size = sizeof(glitch_filter),
    .name = "bitcrush",
    .summary = "drop, flip, shift, rotate or reverse the bits of each value",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
