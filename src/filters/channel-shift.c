/*
 * channel-shift.c - one colour channel moved against the others.
 *
 * The random channel and how far it goes are those of glitch-this, the tool that this
 * project succeeds; unlike there, all rows move sideways.
 */
#include <glitch/filters.h>
#include <stdlib.h>
#include <string.h>

enum { RANDOM, RED, GREEN, BLUE, ALPHA };
enum { WRAP, CLAMP };

typedef glitch_channel_shift_params params;

typedef struct state {
    int32_t dx, dy;
    int32_t byte; /* of the channel, within a pixel */
    int32_t edge;
} state;

/* A move as far as it makes a difference: within -size … size. */
static int32_t limit(int32_t by, uint32_t size, int32_t edge)
{
    int32_t n = (int32_t)size;
    if (edge == WRAP)
        return by % n;
    return by < -n ? -n : by > n ? n : by;
}

/*
 * Everything is drawn, used or not: to fix one parameter leaves the others' luck alone.
 */
static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    int32_t most = (int32_t)(2.0 * q->level);
    int32_t channel = glitch_plan_range(p, RED, BLUE);
    int32_t dx = glitch_plan_range(p, -most, most);
    int32_t dy = glitch_plan_range(p, -most, most);
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    s->edge = q->edge;
    s->byte = (q->channel == RANDOM ? channel : q->channel) - RED;
    s->dx = limit(q->dx == GLITCH_INT_AUTO ? dx : q->dx, shape->width, q->edge);
    s->dy = limit(q->dy == GLITCH_INT_AUTO ? dy : q->dy, shape->height, q->edge);
    reach->above = s->dy > 0 ? (uint32_t)s->dy : 0;
    reach->below = s->dy < 0 ? (uint32_t)-s->dy : 0;
    reach->edge = q->edge == WRAP ? GLITCH_EDGE_WRAP : GLITCH_EDGE_CLAMP;
    *out = s;
    return GLITCH_OK;
}

/* One byte of each of n pixels; a step of 0 repeats the first. */
static void merge(uint8_t *out, const uint8_t *in, uint32_t n, size_t step)
{
    for (uint32_t i = 0; i < n; i++)
        out[(size_t)4 * i] = in[step * i];
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    uint32_t width = glitch_window_width(in), moved = (uint32_t)abs(s->dx);
    memcpy(out, glitch_window_row(in, 0), width * sizeof *out);
    const uint8_t *from = (const uint8_t *)glitch_window_row(in, -s->dy) + s->byte;
    uint8_t *to = (uint8_t *)out + s->byte;
    uint32_t kept = width - moved; /* pixels that do not cross an end of the row */
    size_t skip = (size_t)4 * moved, end = (size_t)4 * kept;
    (void)y;
    if (s->dx >= 0) {
        merge(to + skip, from, kept, 4);
        merge(to, s->edge == WRAP ? from + end : from, moved, s->edge == WRAP ? 4 : 0);
    } else {
        const uint8_t *last = from + (size_t)4 * (width - 1);
        merge(to, from + skip, kept, 4);
        merge(to + end, s->edge == WRAP ? from : last, moved, s->edge == WRAP ? 4 : 0);
    }
}

static const char *const channels[] = { "random", "red", "green", "blue", "alpha",
    NULL };
static const char *const edges[] = { "wrap", "clamp", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength: the move is within twice the level, in pixels; auto: the "
        "intensity" },
    { "channel", GLITCH_CHOICE, offsetof(params, channel), "random", 0, 0, channels,
        GLITCH_AUTO_NONE, "the channel that moves; random: red, green or blue" },
    { "dx", GLITCH_INT, offsetof(params, dx), "auto", -1000000, 1000000, NULL,
        GLITCH_AUTO_FILTER, "pixels to the right; auto: random" },
    { "dy", GLITCH_INT, offsetof(params, dy), "auto", -1000000, 1000000, NULL,
        GLITCH_AUTO_FILTER, "pixels down; auto: random" },
    { "edge", GLITCH_CHOICE, offsetof(params, edge), "wrap", 0, 0, edges,
        GLITCH_AUTO_NONE, "what moves in at the side that the channel leaves" },
    { 0 },
};

const glitch_filter gli_channel_shift = {
    .struct_size = sizeof(glitch_filter),
    .name = "channel-shift",
    .summary = "move one colour channel against the others",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
