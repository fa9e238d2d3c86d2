/*
 * streak.c - light trails: bright pixels shine on along a line and fade.
 *
 * The common one-sided decay, light = maximum(pixel, light * decay), as in the streak and
 * star filters of video mixers; that is a long exposure of lamps that move.
 */
#include "filters/lines.h"
#include <glitch/filters.h>
#include <stdbool.h>

enum { FRACTION = 12 }; /* bits of light below one */

typedef glitch_streak_params params;

typedef struct state {
    int32_t threshold, direction; /* of luma, which has 8 bits of fraction */
    uint32_t decay;               /* what is left after a pixel, of 65536 */
    uint32_t chance;              /* of 65536 */
    uint64_t key;
} state;

/* A 32nd of the light is left after `length` pixels. */
static uint32_t decay(const params *q, uint32_t extent)
{
    double length = GLITCH_IS_AUTO(q->length.value)
        ? q->level * 0.06 * extent
        : glitch_length_pixels(q->length, extent);
    return length < 1 ? 0 : (uint32_t)(glitch_exp2(-5 / length) * 65536);
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    (void)reach; /* frame() sees everything */
    s->decay = decay(q, q->direction < GLI_DOWN ? shape->width : shape->height);
    s->direction = q->direction;
    s->threshold = (int32_t)(q->threshold * 255 * 256);
    s->chance = (uint32_t)(q->chance * 65536 + 0.5);
    s->key = glitch_plan_rand(p);
    *out = s;
    return GLITCH_OK;
}

static inline int32_t luma_of(PixelTuple p)
{
    return 77 * p.red + 150 * p.green + 29 * p.blue;
}

/* Of red, green and blue, with FRACTION. */
typedef struct light {
    uint32_t value[3];
} light;

static inline uint32_t brighter(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static void add(light *l, PixelTuple p)
{
    l->value[0] = brighter(l->value[0], (uint32_t)p.red << FRACTION);
    l->value[1] = brighter(l->value[1], (uint32_t)p.green << FRACTION);
    l->value[2] = brighter(l->value[2], (uint32_t)p.blue << FRACTION);
}

static void fade(light *l, uint32_t by)
{
    for (int i = 0; i < 3; i++)
        l->value[i] = (uint32_t)((uint64_t)l->value[i] * by >> 16);
}

static inline PixelTuple lit(PixelTuple p, const light *l)
{
    return (PixelTuple) { (uint8_t)brighter(p.red, l->value[0] >> FRACTION),
        (uint8_t)brighter(p.green, l->value[1] >> FRACTION),
        (uint8_t)brighter(p.blue, l->value[2] >> FRACTION), p.alpha };
}

/* Whether a run of bright pixels shines is decided where it begins. */
static void shine(const void *given, const gli_line *line)
{
    const state *s = given;
    uint64_t key = glitch_random_at(s->key, line->number);
    PixelTuple *at = line->px;
    bool bright = false, shines = false;
    light l = { { 0, 0, 0 } };
    for (uint32_t i = 0; i < line->count; i++, at += line->step) {
        bool before = bright;
        bright = at->alpha && luma_of(*at) >= s->threshold;
        if (bright && !before)
            shines = (glitch_random_at(key, i) & 0xffff) < s->chance;
        fade(&l, s->decay);
        if (bright && shines)
            add(&l, *at);
        *at = lit(*at, &l);
    }
}

static glitch_status frame(glitch_plan *p, const void *given, const glitch_frame *io)
{
    const state *s = given;
    return gli_each_line(p, io, s->direction, shine, s);
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no length is given; auto: the intensity" },
    { "direction", GLITCH_CHOICE, offsetof(params, direction), "down", 0, 0,
        gli_directions, GLITCH_AUTO_NONE, "where light is drawn to" },
    { "length", GLITCH_LENGTH, offsetof(params, length), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "after which a 32nd of the light is left, in pixels or % of the width or "
        "height; auto: 6% for each level" },
    { "threshold", GLITCH_REAL, offsetof(params, threshold), "0.5", 0, 1, NULL,
        GLITCH_AUTO_NONE, "how bright pixels must be to shine, of 1" },
    { "chance", GLITCH_REAL, offsetof(params, chance), "0.5", 0, 1, NULL,
        GLITCH_AUTO_NONE, "how many of them do, those side by side together" },
    { 0 },
};

const glitch_filter gli_streak = {
    .struct_size = sizeof(glitch_filter),
    .name = "streak",
    .summary = "trails of light from what is bright",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .frame = frame,
};
