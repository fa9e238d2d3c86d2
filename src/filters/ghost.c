/*
 * ghost.c - what moves leaves a trail that fades: frames before, decayed, under this one.
 *
 * The common leaky integrator of video effects: each output is made of the input and the
 * output before, so that a single frame is kept however long the trail is.
 */
#include <glitch/filters.h>
#include <stdbool.h>

enum { MAXIMUM, MINIMUM, MEAN };

typedef glitch_ghost_params params;

typedef struct state {
    const glitch_frame *past; /* NULL in the first frame */
    uint16_t decay;           /* in 1/256 */
    int32_t mode;
} state;

static double decay(const params *q)
{
    if (!GLITCH_IS_AUTO(q->decay))
        return q->decay;
    double d = 1 - 0.6 / q->level;
    return d < 0 ? 0 : d;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    (void)shape;
    (void)reach; /* row y looks at row y only */
    s->past = glitch_plan_past(p, GLITCH_PAST_OUT, 1);
    s->decay = (uint16_t)(decay(q) * 256 + 0.5);
    s->mode = q->mode;
    *out = s;
    return GLITCH_OK;
}

/* ---- one value ----------------------------------------------------------- */

/*
 * All of them end at the input where that stays: what is left of the past is rounded
 * down. 16 bits are enough, so that the compiler can do many at once.
 */
static inline uint8_t faded(uint8_t value, uint16_t decay)
{
    return (uint8_t)((uint16_t)(value * decay) >> 8);
}

static inline uint8_t brighter(uint8_t now, uint8_t past, uint16_t decay)
{
    uint8_t left = faded(past, decay);
    return now > left ? now : left;
}

static inline uint8_t darker(uint8_t now, uint8_t past, uint16_t decay)
{
    return (uint8_t)~brighter((uint8_t)~now, (uint8_t)~past, decay);
}

static inline uint8_t between(uint8_t now, uint8_t past, uint16_t decay)
{
    uint8_t high = now > past ? now : past, low = now > past ? past : now;
    uint8_t left = faded((uint8_t)(high - low), decay);
    return (uint8_t)(past > now ? now + left : now - left);
}

/* ---- rows ---------------------------------------------------------------- */

/* Loops without a branch, for the compiler to do many values at once. */
static void blend(
    const state *s, const uint8_t *now, const uint8_t *past, size_t n, uint8_t *out)
{
    uint16_t decay = s->decay;
    if (s->mode == MAXIMUM)
        for (size_t i = 0; i < n; i++)
            out[i] = brighter(now[i], past[i], decay);
    else if (s->mode == MINIMUM)
        for (size_t i = 0; i < n; i++)
            out[i] = darker(now[i], past[i], decay);
    else
        for (size_t i = 0; i < n; i++)
            out[i] = between(now[i], past[i], decay);
}

/* Alpha fades like light in all modes, and where only one is to be seen it has the colour. */
static void mend(const state *s, const PixelTuple *now, const PixelTuple *past,
    uint32_t width, PixelTuple *out)
{
    for (uint32_t x = 0; x < width; x++) {
        uint8_t alpha = out[x].alpha;
        if (s->mode == MINIMUM)
            alpha = brighter(now[x].alpha, past[x].alpha, s->decay);
        if (past[x].alpha == 0)
            out[x] = now[x];
        else if (now[x].alpha == 0)
            out[x] = past[x];
        out[x].alpha = alpha;
    }
}

static bool all_opaque(const PixelTuple *a, const PixelTuple *b, uint32_t width)
{
    uint8_t all = 255;
    for (uint32_t x = 0; x < width; x++)
        all &= a[x].alpha & b[x].alpha;
    return all == 255;
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const PixelTuple *now = glitch_window_row(in, 0), *past = now;
    uint32_t width = glitch_window_width(in);
    if (s->past)
        past = s->past->px + y * s->past->stride;
    blend(s, (const uint8_t *)now, (const uint8_t *)past, (size_t)4 * width,
        (uint8_t *)out);
    if (!all_opaque(now, past, width))
        mend(s, now, past, width, out);
}

static const char *const modes[] = { "maximum", "minimum", "mean", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no decay is given; auto: the intensity" },
    { "decay", GLITCH_REAL, offsetof(params, decay), "auto", 0, 1, NULL,
        GLITCH_AUTO_FILTER,
        "what is left of the past after a frame; 1 stays; auto: 0.7 for level 2, 0.9 "
        "for 6" },
    { "mode", GLITCH_CHOICE, offsetof(params, mode), "maximum", 0, 0, modes,
        GLITCH_AUTO_NONE,
        "what is shown of past and present: the brighter, the darker, or a mixture" },
    { 0 },
};

const glitch_filter gli_ghost = {
    .struct_size = sizeof(glitch_filter),
    .name = "ghost",
    .summary = "trails of what moves, which fade from frame to frame",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
    .past = 1,
};
