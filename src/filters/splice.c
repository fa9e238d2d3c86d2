/*
 * splice.c - the bits of another picture, or of another place of this one, combined with
 * the picture's: a frame buffer that two programs write to.
 */
#include <glitch/filters.h>
#include <string.h>

enum { AND, OR, XOR, ADD, SUBTRACT };

typedef glitch_splice_params params;

typedef struct state {
    int32_t operation;
    const glitch_frame *other; /* as large as the frame; NULL: the frame itself */
    int64_t dx, dy;            /* where it is moved to */
    glitch_edge edge;
} state;

static int64_t distance(const params *q, glitch_length given, uint32_t extent)
{
    if (!GLITCH_IS_AUTO(given.value))
        return glitch_length_pixels(given, extent);
    return q->picture.frame ? 0 : 1 + (int64_t)(q->level * extent / 50);
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    if (q->picture.frame) {
        s->other = glitch_plan_scale(p, q->picture.frame, shape->width, shape->height);
        if (!s->other)
            return GLITCH_ENOMEM;
    } else {
        reach->above = GLITCH_WHOLE;
    }
    s->operation = q->operation;
    s->dx = distance(q, q->dx, shape->width);
    s->dy = distance(q, q->dy, shape->height);
    s->edge = (glitch_edge)q->edge;
    *out = s;
    return GLITCH_OK;
}

/* ---- bits ---------------------------------------------------------------- */

/* Loops without a branch, for the compiler to do many values at once. */
static void combine(int32_t operation, const uint8_t *in, size_t n, uint8_t *io)
{
    switch (operation) {
    case AND:
        for (size_t i = 0; i < n; i++)
            io[i] = io[i] & in[i];
        break;
    case OR:
        for (size_t i = 0; i < n; i++)
            io[i] = io[i] | in[i];
        break;
    case XOR:
        for (size_t i = 0; i < n; i++)
            io[i] = io[i] ^ in[i];
        break;
    case ADD:
        for (size_t i = 0; i < n; i++)
            io[i] = (uint8_t)(in[i] + io[i]);
        break;
    default:
        for (size_t i = 0; i < n; i++)
            io[i] = (uint8_t)(in[i] - io[i]);
    }
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const PixelTuple *src = glitch_window_row(in, 0);
    const glitch_frame *other = s->other ? s->other : glitch_window_frame(in);
    uint32_t width = glitch_window_width(in);
    int32_t from = glitch_edge_at(s->edge, (int64_t)y - s->dy, other->height);
    if (from >= 0)
        glitch_row_move(
            other->px + (size_t)from * other->stride, width, s->dx, s->edge, out);
    for (uint32_t x = 0; from < 0 && x < width; x++)
        out[x] = glitch_edge_pixel(s->edge);
    combine(s->operation, (const uint8_t *)src, (size_t)4 * width, (uint8_t *)out);
    for (uint32_t x = 0; x < width; x++)
        out[x].alpha = src[x].alpha;
}

static const char *const operations[] = { "and", "or", "xor", "add", "subtract", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where neither a picture nor a move is given; auto: the intensity" },
    { "operation", GLITCH_CHOICE, offsetof(params, operation), "xor", 0, 0, operations,
        GLITCH_AUTO_NONE,
        "what is done with the two values, bit by bit; add and subtract go round at "
        "256" },
    { "picture", GLITCH_FILE, offsetof(params, picture), "", 0, 0, NULL,
        GLITCH_AUTO_NONE,
        "the other picture, which is made as large as this one; empty: this one" },
    { "dx", GLITCH_LENGTH, offsetof(params, dx), "auto", -1000000, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "how far to the right the other is moved, in pixels or % of the width; auto: 0 "
        "for a picture, else a pixel, and 2% for each level" },
    { "dy", GLITCH_LENGTH, offsetof(params, dy), "auto", -1000000, 1000000, NULL,
        GLITCH_AUTO_FILTER, "the same down, in pixels or % of the height" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "wrap", 0, 0, NULL, GLITCH_AUTO_NONE,
        "what moves in at the sides that the other leaves" },
    { 0 },
};

const glitch_filter gli_splice = {
    .struct_size = sizeof(glitch_filter),
    .name = "splice",
    .summary = "combine the bits with another picture's, or with the picture moved",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
