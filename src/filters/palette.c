/* palette.c - each pixel as the nearest colour of a palette: given, named, or its own. */
#include "filters/palettes.h"
#include <glitch/filters.h>

typedef glitch_palette_params params;

typedef struct state {
    glitch_colors colors; /* none: the picture's own */
    uint32_t count;       /* of those */
} state;

/* 12 at level 2, 4 at level 10. */
static uint32_t count_of(const params *q)
{
    return q->count == GLITCH_INT_AUTO ? 2 + (uint32_t)(20 / q->level)
                                       : (uint32_t)q->count;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    (void)shape;
    (void)reach; /* a whole frame */
    s->colors = gli_palette_choose(q->colors, q->named);
    s->count = count_of(q);
    *out = s;
    return GLITCH_OK;
}

static glitch_status frame(glitch_plan *p, const void *given, const glitch_frame *io)
{
    const state *s = given;
    glitch_status status = GLITCH_OK;
    gli_palette *colors = s->colors.count ? gli_palette_new(p, s->colors)
                                          : gli_palette_of(p, io, s->count);
    if (!colors)
        return GLITCH_ENOMEM;
    for (uint32_t y = 0; !status && y < io->height; y++) {
        gli_palette_map(colors, io->px + y * io->stride, io->width);
        status = glitch_plan_poll(p);
    }
    return status;
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no count is given; auto: the intensity" },
    { "colors", GLITCH_COLORS, offsetof(params, colors), "", 0, 0, NULL,
        GLITCH_AUTO_NONE, "the palette" },
    { "named", GLITCH_CHOICE, offsetof(params, named), "none", 0, 0, gli_palette_names,
        GLITCH_AUTO_NONE, "or one of these" },
    { "count", GLITCH_INT, offsetof(params, count), "auto", 1, GLI_MOST_COLORS, NULL,
        GLITCH_AUTO_FILTER,
        "or so many colours of the picture's own; auto: 12 at level 2, 4 at 10" },
    { 0 },
};

const glitch_filter gli_palette_filter = {
    .struct_size = sizeof(glitch_filter),
    .name = "palette",
    .summary =
        "draw in few colours: given ones, an old machine's, or the picture's own",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .frame = frame,
};
