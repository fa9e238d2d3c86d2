/*
 * streak.c - light trails: bright pixels shine on along a line and fade.
 *
 * The common one-sided decay, light = maximum(pixel, light * decay), as in the streak and
 * star filters of video mixers; that is a long exposure of lamps that move.
 *
 * Along a line each pixel waits for the one before; so many lines go side by side.
 */
#include "filters/lines.h"
#include "filters/word.h"
#include <glitch/filters.h>
#include <stdbool.h>

typedef glitch_streak_params params;

typedef struct state {
    int32_t direction;
    uint16_t threshold; /* of luma, which has 8 bits of fraction */
    uint16_t decay;     /* what is left after a pixel, of 65536 */
    uint32_t chance;    /* of 65536 */
    uint64_t key;
} state;

/* A 32nd of the light is left after `length` pixels. */
static uint16_t decay(const params *q, uint32_t extent)
{
    double length = GLITCH_IS_AUTO(q->length.value)
        ? q->level * 0.06 * extent
        : glitch_length_pixels(q->length, extent);
    return length < 1 ? 0 : (uint16_t)(glitch_exp2(-5 / length) * 65536);
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
    s->threshold = (uint16_t)(q->threshold * 255 * 256);
    s->chance = (uint32_t)(q->chance * 65536 + 0.5);
    s->key = glitch_plan_rand(p);
    *out = s;
    return GLITCH_OK;
}

/* What is known of each line of a band. */
typedef struct lights {
    uint64_t key[GLI_ABREAST];
    uint8_t bright[GLI_ABREAST]; /* is the pixel? */
    uint8_t begins[GLI_ABREAST]; /* and the one before was not? */
    uint8_t shines[GLI_ABREAST];
    uint32_t source[GLI_ABREAST]; /* the pixels that shine, as words; else 0 */
    /* For each byte of a pixel, 0 for alpha: light with 8 bits of fraction, and 4 more. */
    uint16_t light[4 * GLI_ABREAST], rest[4 * GLI_ABREAST];
} lights;

static inline uint16_t luma_of(PixelTuple p)
{
    return (uint16_t)(77 * p.red + 150 * p.green + 29 * p.blue);
}

/* Does a run of bright pixels begin anywhere? */
static bool find_bright(const state *s, const PixelTuple *px, uint32_t n, lights *l)
{
    uint8_t any = 0;
    for (uint32_t k = 0; k < n; k++) {
        uint8_t bright = (luma_of(px[k]) >= s->threshold) & (px[k].alpha != 0);
        l->begins[k] = bright & (l->bright[k] ^ 1);
        l->bright[k] = bright;
        any |= l->begins[k];
    }
    return any;
}

/* Whether a run shines is decided where it begins, at pixel i. */
static void decide(const state *s, uint32_t i, uint32_t n, lights *l)
{
    for (uint32_t k = 0; k < n; k++)
        if (l->begins[k])
            l->shines[k] = (glitch_random_at(l->key[k], i) & 0xffff) < s->chance;
}

static void find_sources(const PixelTuple *px, uint32_t n, lights *l)
{
    uint32_t colors = ~gli_alpha_bits();
    for (uint32_t k = 0; k < n; k++) {
        uint32_t source = l->bright[k] & l->shines[k]; /* 0 or 1 */
        l->source[k] = gli_load(&px[k]) & colors & (0 - source);
    }
}

/* All the light fades, and that of the sources is added; in 16 bits, as more are slow. */
static void shine_on(lights *l, uint32_t n, uint16_t decay)
{
    const uint8_t *source = (const uint8_t *)l->source;
    for (uint32_t j = 0; j < 4 * n; j++) {
        uint32_t product = (uint32_t)l->light[j] * decay;
        uint16_t below = (uint16_t)((uint32_t)l->rest[j] * decay >> 16);
        uint16_t low = (uint16_t)(product + below);
        uint16_t faded = (uint16_t)((product >> 16) + (low < below));
        uint16_t added = (uint16_t)(source[j] << 8);
        l->rest[j] = added > faded ? 0 : low & 0xf000;
        l->light[j] = added > faded ? added : faded;
    }
}

static void draw(const lights *l, uint32_t n, uint8_t *restrict px)
{
    for (uint32_t j = 0; j < 4 * n; j++) {
        uint8_t light = (uint8_t)(l->light[j] >> 8);
        px[j] = px[j] > light ? px[j] : light;
    }
}

static void shine(const void *given, const gli_band *band)
{
    const state *s = given;
    lights l = { .bright = { 0 } };
    for (uint32_t k = 0; k < band->lines; k++)
        l.key[k] = glitch_random_at(s->key, band->number + k);
    for (uint32_t i = 0; i < band->count; i++) {
        PixelTuple *px = band->px + (ptrdiff_t)i * band->step;
        if (find_bright(s, px, band->lines, &l))
            decide(s, i, band->lines, &l);
        find_sources(px, band->lines, &l);
        shine_on(&l, band->lines, s->decay);
        draw(&l, band->lines, (uint8_t *)px);
    }
}

static glitch_status frame(glitch_plan *p, const void *given, const glitch_frame *io)
{
    const state *s = given;
    return gli_each_band(p, io, s->direction, shine, s);
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
