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
    uint32_t mask; /* of the channel, within a pixel's four bytes */
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

static int32_t distance(glitch_length given, int32_t drawn, uint32_t extent)
{
    return GLITCH_IS_AUTO(given.value) ? drawn : glitch_length_pixels(given, extent);
}

static uint32_t mask_of(int32_t channel)
{
    PixelTuple pixel = { channel == RED ? 255 : 0, channel == GREEN ? 255 : 0,
        channel == BLUE ? 255 : 0, channel == ALPHA ? 255 : 0 };
    uint32_t mask;
    memcpy(&mask, &pixel, sizeof mask);
    return mask;
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
    s->mask = mask_of(q->channel == RANDOM ? channel : q->channel);
    s->dx = limit(distance(q->dx, dx, shape->width), shape->width, q->edge);
    s->dy = limit(distance(q->dy, dy, shape->height), shape->height, q->edge);
    reach->above = s->dy > 0 ? (uint32_t)s->dy : 0;
    reach->below = s->dy < 0 ? (uint32_t)-s->dy : 0;
    reach->edge = q->edge == WRAP ? GLITCH_EDGE_WRAP : GLITCH_EDGE_CLAMP;
    *out = s;
    return GLITCH_OK;
}

/* One channel of each of n pixels, as a mask has it; a step of 0 repeats the first. */
static void merge(PixelTuple *restrict out, const PixelTuple *restrict in, uint32_t n,
    size_t step, uint32_t mask)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t here, there;
        memcpy(&here, &out[i], sizeof here);
        memcpy(&there, &in[step * i], sizeof there);
        here ^= (here ^ there) & mask;
        memcpy(&out[i], &here, sizeof here);
    }
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    uint32_t width = glitch_window_width(in), moved = (uint32_t)abs(s->dx);
    uint32_t kept = width - moved; /* pixels that do not cross an end of the row */
    const PixelTuple *from = glitch_window_row(in, -s->dy);
    size_t step = s->edge == WRAP;
    (void)y;
    memcpy(out, glitch_window_row(in, 0), width * sizeof *out);
    if (s->dx >= 0) {
        merge(out + moved, from, kept, 1, s->mask);
        merge(out, step ? from + kept : from, moved, step, s->mask);
    } else {
        merge(out, from + moved, kept, 1, s->mask);
        merge(out + kept, step ? from : from + width - 1, moved, step, s->mask);
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
    { "dx", GLITCH_LENGTH, offsetof(params, dx), "auto", -1000000, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "how far to the right, in pixels or % of the width; auto: random" },
    { "dy", GLITCH_LENGTH, offsetof(params, dy), "auto", -1000000, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "how far down, in pixels or % of the height; auto: random" },
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
