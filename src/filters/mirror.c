/* mirror.c - one side of the picture over the other, as in a mirror that stands on it. */
#include <glitch/filters.h>
#include <stdbool.h>
#include <string.h>

enum { LEFT, RIGHT, TOP, BOTTOM };

typedef glitch_mirror_params params;

typedef struct state {
    int32_t side;
    int64_t at; /* the first column or row beyond the mirror */
    glitch_edge edge;
} state;

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    bool rows = q->side == TOP || q->side == BOTTOM;
    uint32_t extent = rows ? shape->height : shape->width;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    s->side = q->side;
    s->at = glitch_length_pixels(q->at, extent);
    s->edge = (glitch_edge)q->edge;
    reach->above = rows ? GLITCH_WHOLE : 0;
    *out = s;
    return GLITCH_OK;
}

/* The other side of the mirror. */
static int64_t reflected(const state *s, int64_t at)
{
    return 2 * s->at - 1 - at;
}

static void fill(const state *s, const PixelTuple *in, uint32_t width, int64_t from,
    int64_t to, PixelTuple *out)
{
    for (int64_t x = from; x < to; x++) {
        int32_t at = glitch_edge_at(s->edge, reflected(s, x), width);
        out[x] = at < 0 ? glitch_edge_pixel(s->edge) : in[at];
    }
}

static int64_t within(int64_t x, uint32_t width)
{
    return x < 0 ? 0 : x > width ? width : x;
}

/* What stays, what is reflected, and what is beyond the reflection. */
static void flip_row(
    const state *s, const PixelTuple *in, uint32_t width, PixelTuple *out)
{
    int64_t at = within(s->at, width);
    int64_t end =
        within(reflected(s, s->side == LEFT ? -1 : (int64_t)width - 1), width);
    int64_t kept = s->side == LEFT ? 0 : at, from = s->side == LEFT ? at : end;
    int64_t to = s->side == LEFT ? end : at;
    memcpy(out + kept, in + kept,
        (size_t)(s->side == LEFT ? at : width - at) * sizeof *out);
    for (int64_t x = from; x < to; x++)
        out[x] = in[reflected(s, x)];
    fill(s, in, width, s->side == LEFT ? end : 0, s->side == LEFT ? width : end, out);
}

static void flip_rows(
    const state *s, const glitch_frame *f, uint32_t y, PixelTuple *out)
{
    bool kept = s->side == TOP ? y < s->at : y >= s->at;
    int32_t from =
        kept ? (int32_t)y : glitch_edge_at(s->edge, reflected(s, y), f->height);
    if (from >= 0)
        memcpy(out, f->px + (size_t)from * f->stride, f->width * sizeof *out);
    for (uint32_t x = 0; from < 0 && x < f->width; x++)
        out[x] = glitch_edge_pixel(s->edge);
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    if (s->side == LEFT || s->side == RIGHT)
        flip_row(s, glitch_window_row(in, 0), glitch_window_width(in), out);
    else
        flip_rows(s, glitch_window_frame(in), y, out);
}

static const char *const sides[] = { "left", "right", "top", "bottom", NULL };

static const glitch_param table[] = {
    { "side", GLITCH_CHOICE, offsetof(params, side), "left", 0, 0, sides,
        GLITCH_AUTO_NONE, "which side stays, and is shown on the other, too" },
    { "at", GLITCH_LENGTH, offsetof(params, at), "50%", -1000000, 1000000, NULL,
        GLITCH_AUTO_NONE,
        "where the mirror stands, in pixels or % from the left or the top" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "mirror", 0, 0, NULL,
        GLITCH_AUTO_NONE, "what the mirror shows where the side that stays ends" },
    { 0 },
};

const glitch_filter gli_mirror = {
    .struct_size = sizeof(glitch_filter),
    .name = "mirror",
    .summary = "show one side of the picture on the other, too",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
