/* scanlines.c - every n-th row darker or lighter: the look of a cathode-ray tube. */
#include <glitch/filters.h>
#include <string.h>

typedef glitch_scanlines_params params;

typedef struct state {
    uint32_t every, first;
    uint8_t scaled[256]; /* what becomes of each value */
} state;

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    (void)shape;
    (void)reach; /* row y looks at row y only */
    s->every = (uint32_t)q->every;
    s->first = (uint32_t)q->first;
    for (int v = 0; v < 256; v++) {
        double scaled = v * q->factor + 0.5;
        s->scaled[v] = (uint8_t)(scaled > 255 ? 255 : scaled);
    }
    *out = s;
    return GLITCH_OK;
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const PixelTuple *src = glitch_window_row(in, 0);
    uint32_t width = glitch_window_width(in);
    if (y < s->first || (y - s->first) % s->every != 0) {
        memcpy(out, src, width * sizeof *out);
        return;
    }
    for (uint32_t x = 0; x < width; x++)
        out[x] = (PixelTuple) { s->scaled[src[x].red], s->scaled[src[x].green],
            s->scaled[src[x].blue], src[x].alpha };
}

static const glitch_param table[] = {
    { "every", GLITCH_INT, offsetof(params, every), "2", 1, 1000000, NULL,
        GLITCH_AUTO_NONE, "one row in so many is changed" },
    { "first", GLITCH_INT, offsetof(params, first), "0", 0, 1000000, NULL,
        GLITCH_AUTO_NONE, "the first row that is changed" },
    { "factor", GLITCH_REAL, offsetof(params, factor), "0", 0, 16, NULL,
        GLITCH_AUTO_NONE, "what its colours are multiplied by; 0 is black" },
    { 0 },
};

const glitch_filter gli_scanlines = {
    .struct_size = sizeof(glitch_filter),
    .name = "scanlines",
    .summary = "darken every n-th row, as a cathode-ray tube does",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
