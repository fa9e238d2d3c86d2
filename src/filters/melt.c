/*
 * melt.c - columns run down by different amounts, like wet paint.
 *
 * How far each of them runs is a random walk from column to column, as in the screen melt
 * of Doom (id Software, 1993). There whole columns slide; here they may also be stretched,
 * or run from somewhere within the picture, which draws what is there into a drip.
 */
#include <glitch/filters.h>

enum { DRIP, STRETCH, SLIDE };

typedef glitch_melt_params params;

/* What a column does: from `start` on it is `by` lower, or `scale` / 2^32 of its rows. */
typedef struct drop {
    uint32_t start, by;
    uint64_t scale;
} drop;

typedef struct state {
    drop *drops;
    int32_t mode;
} state;

/* A step of a walk between 0 and 1, reflected there. */
static double walk(glitch_plan *p, double at, double step)
{
    at += (2 * glitch_plan_real(p) - 1) * step;
    at = at < 0 ? -at : at;
    return at > 1 ? 2 - at : at;
}

static double longest(const params *q, uint32_t height)
{
    double most = GLITCH_IS_AUTO(q->length.value)
        ? q->level * 0.08 * height
        : glitch_length_pixels(q->length, height);
    return most > height ? height : most;
}

static void plan_drops(
    glitch_plan *p, const params *q, const glitch_frame *shape, drop *drops)
{
    double far = glitch_plan_real(p), start = glitch_plan_real(p);
    double step = 1 - q->smooth, most = longest(q, shape->height);
    int32_t width = glitch_length_pixels(q->width, shape->width);
    uint32_t each = width < 1 ? 1 : (uint32_t)width;
    uint64_t height = shape->height;
    for (uint32_t x = 0; x < shape->width; x++) {
        if (x % each == 0) {
            far = walk(p, far, step);
            start = walk(p, start, step);
        }
        drops[x].by = (uint32_t)(far * far * most + 0.5);
        drops[x].start = q->mode == DRIP ? (uint32_t)(start * (double)height) : 0;
        drops[x].scale = ((height - drops[x].by) << 32) / height + 1; /* not below it */
    }
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    drop *drops = glitch_plan_alloc(p, shape->width, sizeof *drops);
    if (!s || !drops)
        return GLITCH_ENOMEM;
    plan_drops(p, q, shape, drops);
    reach->above = GLITCH_WHOLE;
    s->drops = drops;
    s->mode = q->mode;
    *out = s;
    return GLITCH_OK;
}

/* Which row runs down to y: above a drip itself, in it where it starts. */
static inline uint32_t run_down(const drop *d, uint32_t y)
{
    if (y < d->start)
        return y;
    return y - d->start < d->by ? d->start : y - d->by;
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    const glitch_frame *f = glitch_window_frame(in);
    const drop *d = s->drops;
    if (s->mode == STRETCH)
        for (uint32_t x = 0; x < f->width; x++)
            out[x] = f->px[(size_t)(y * d[x].scale >> 32) * f->stride + x];
    else
        for (uint32_t x = 0; x < f->width; x++)
            out[x] = f->px[(size_t)run_down(&d[x], y) * f->stride + x];
}

static const char *const modes[] = { "drip", "stretch", "slide", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no length is given; auto: the intensity" },
    { "length", GLITCH_LENGTH, offsetof(params, length), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "how far columns run at most, in pixels or % of the height; auto: 8% for each "
        "level" },
    { "mode", GLITCH_CHOICE, offsetof(params, mode), "drip", 0, 0, modes,
        GLITCH_AUTO_NONE,
        "columns run from a row within the picture, are stretched from the top, or "
        "slide down whole" },
    { "width", GLITCH_LENGTH, offsetof(params, width), "0.3%", 0, 1000000, NULL,
        GLITCH_AUTO_NONE, "of columns that run together, in pixels or % of the width" },
    { "smooth", GLITCH_REAL, offsetof(params, smooth), "0.8", 0, 1, NULL,
        GLITCH_AUTO_NONE,
        "how much neighbours run alike: 0 each as it likes, 1 all the same" },
    { 0 },
};

const glitch_filter gli_melt = {
    .struct_size = sizeof(glitch_filter),
    .name = "melt",
    .summary = "columns run down like wet paint",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
};
