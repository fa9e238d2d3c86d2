/*
 * crt.c - a cathode-ray tube: curved glass, scan lines that bright spots fill, the shadow
 * mask before its phosphors, light that the glass scatters, dark corners, hum, and a
 * picture that rolls.
 *
 * The parts are those of the common shaders for emulators; the curve of the glass is that
 * of T. Lottes' public-domain shader, 2014.
 */
#include "filters/crt_tube.h"
#include <stdbool.h>
#include <string.h>

enum { NONE, GRILLE, SLOT, DOTS };

typedef glitch_crt_params params;

/* ---- the plan ------------------------------------------------------------ */

static double given_or(double value, double otherwise)
{
    return GLITCH_IS_AUTO(value) ? otherwise : value;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

static uint32_t in_ones(double share)
{
    return (uint32_t)(share * CRT_ONE + 0.5);
}

/* How bright place i of n is: (4u(1 - u))^power, u from 0 to 1. */
static double corner(double power, uint32_t i, uint32_t n)
{
    double u = (i + 0.5) / n;
    return power > 0 ? glitch_exp2(power * glitch_log2(4 * u * (1 - u))) : 1;
}

/* Does the shadow mask hide a phosphor, 0 ... 2, in this column? Kinds differ by half. */
static bool hidden(int32_t shadow, uint32_t x, int kind, uint32_t phosphor)
{
    if (shadow == DOTS)
        x += (uint32_t)kind; /* rows of dots lie between those above */
    if (shadow == SLOT && kind && x / 3 % 2)
        return true; /* the bar between two slots */
    return shadow != NONE && x % 3 != phosphor;
}

static void plan_columns(crt_tube *t, const params *q, double gain)
{
    double depth = given_or(q->depth, least(1, 0.1 + q->level / 16));
    double power = given_or(q->vignette, q->level / 20);
    uint32_t automatic = t->width / 960 + 1;
    uint32_t dot = (uint32_t)(given_or(q->dot, automatic) + 0.5);
    t->period = q->shadow == SLOT ? 2 * dot : dot;
    for (uint32_t x = 0; x < t->width; x++) {
        double u = (2.0 * x - (t->width - 1.0)) / t->width;
        double through = corner(power, x, t->width) * gain;
        t->bend[x] = (uint32_t)((1 + t->curvature * u * u) * (1 << 24) + 0.5);
        for (int kind = 0; kind < 2; kind++)
            for (uint32_t c = 0; c < 3; c++)
                t->column[kind][c][x] = (uint16_t)in_ones(
                    hidden(q->shadow, x / dot, kind, c) ? through * (1 - depth)
                                                        : through);
    }
}

/* The hum is a wave that goes down the screen once in an animation. */
static void plan_rows(crt_tube *t, const params *q, double time)
{
    double power = given_or(q->vignette, q->level / 20), sine, cosine;
    double hum = given_or(q->hum, q->level / 40);
    for (uint32_t y = 0; y < t->height; y++) {
        glitch_sincos(360 * ((double)y / t->height - time), &sine, &cosine);
        t->row[y] =
            (uint16_t)in_ones(corner(power, y, t->height) * (1 - hum * (1 - sine) / 2));
    }
}

static void plan_lines(crt_tube *t, const params *q, double scan)
{
    double pitch = given_or(q->pitch, t->height < 600 ? 3 : t->height / 200.0);
    t->pitch = (uint64_t)(4294967296.0 / pitch);
    for (int i = 0; i < CRT_PHASES; i++) {
        double sine, cosine;
        glitch_sincos(360.0 * i / CRT_PHASES, &sine, &cosine);
        t->scan[i] = (uint16_t)in_ones(scan * (1 + cosine) / 2);
    }
}

/* To the nearest value: those of v^2 - v + 1 ... v^2 + v are v. */
static void plan_values(crt_tube *t)
{
    const size_t last = 255 * 256 + 1;
    for (size_t v = 1; v < 256; v++)
        memset(t->value + v * v - v + 1, (int)v, 2 * v);
    memset(t->value + last, 255, CRT_LIGHTS - last);
}

static crt_tube *new_tube(glitch_plan *p, const glitch_frame *shape)
{
    crt_tube *t = glitch_plan_alloc(p, 1, sizeof *t);
    uint32_t *bend = glitch_plan_alloc(p, shape->width, sizeof *bend);
    uint16_t *columns = glitch_plan_alloc(p, shape->width, 6 * sizeof *columns);
    uint16_t *row = glitch_plan_alloc(p, shape->height, sizeof *row);
    if (!t || !bend || !columns || !row)
        return NULL;
    t->width = shape->width;
    t->height = shape->height;
    t->bend = bend;
    for (size_t i = 0; i < 6; i++)
        t->column[i / 3][i % 3] = columns + i * shape->width;
    t->row = row;
    return t;
}

static void plan_roll(crt_tube *t, const params *q)
{
    int64_t h = t->height, gap = h / 16 + 1,
            roll = glitch_length_pixels(q->roll, t->height);
    roll %= h + gap;
    t->roll = (roll < 0 ? roll + h + gap : roll) * 65536;
    t->gap = gap * 65536;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    double scan = given_or(q->scan, least(1, 0.25 + q->level / 12));
    double depth = given_or(q->depth, least(1, 0.1 + q->level / 16));
    crt_tube *t = new_tube(p, shape);
    if (!t)
        return GLITCH_ENOMEM;
    (void)reach; /* the whole frame */
    double left = (1 - 0.4 * scan) * (q->shadow == NONE ? 1 : 1 - depth * 2 / 3);
    t->curvature = given_or(q->curvature, q->level / 50);
    t->bloom = in_ones(given_or(q->bloom, q->level / 5));
    t->edge = (glitch_edge)q->edge;
    plan_columns(t, q, given_or(q->brightness, least(2, 1 / (0.25 + 0.75 * left))));
    plan_rows(t, q, glitch_plan_time(p));
    plan_lines(t, q, scan);
    plan_roll(t, q);
    plan_values(t);
    *out = t;
    return GLITCH_OK;
}

/* ---- the screen ---------------------------------------------------------- */

/* What a row is made from: the pixels seen, where in their scan lines, and the glow. */
typedef struct seen {
    PixelTuple *px;
    uint8_t *phases;
    uint16_t *light[3];
} seen;

/* Some pixels of a row: the values of a colour, and what is let through of their light. */
enum { PIECE = 64 };
typedef struct piece {
    uint16_t value[3][PIECE];
    uint16_t lit[PIECE]; /* of CRT_ONE */
} piece;

static void split(const PixelTuple *px, uint32_t n, piece *out)
{
    for (uint32_t i = 0; i < n; i++) {
        out->value[0][i] = px[i].red;
        out->value[1][i] = px[i].green;
        out->value[2][i] = px[i].blue;
    }
}

/* Bright spots fill their scan lines. */
static void light_lines(
    const crt_tube *t, const uint8_t *phases, uint32_t row, uint32_t n, piece *p)
{
    uint16_t dark[PIECE];
    for (uint32_t i = 0; i < n; i++)
        dark[i] = t->scan[phases[i]];
    for (uint32_t i = 0; i < n; i++) {
        uint16_t luma =
            (uint16_t)(p->value[0][i] + 2 * p->value[1][i] + p->value[2][i]) / 4;
        uint16_t by = (uint16_t)(512 - luma);
        uint16_t lit = (uint16_t)(CRT_ONE - ((uint32_t)dark[i] * by >> 9));
        p->lit[i] = (uint16_t)((uint32_t)lit * row >> CRT_ONE_BITS);
    }
}

/* Values with their glow, through the mask: what light is there, up to that of 255. */
static void light_up(const crt_tube *t, const uint16_t *glow, const uint16_t *column,
    const uint16_t *lit, uint32_t n, uint16_t *restrict value)
{
    const uint16_t most = 255 * 255, bloom = (uint16_t)t->bloom;
    for (uint32_t i = 0; i < n; i++) {
        uint16_t share = (uint16_t)((uint32_t)lit[i] * column[i] >> CRT_ONE_BITS);
        uint32_t light =
            (uint32_t)value[i] * value[i] + ((uint32_t)glow[i] * bloom >> CRT_ONE_BITS);
        /* Their product may have more than 32 bits. */
        uint16_t ones = (uint16_t)(light >> CRT_ONE_BITS), rest = light % CRT_ONE;
        uint32_t sum =
            (uint32_t)ones * share + ((uint32_t)rest * share >> CRT_ONE_BITS);
        value[i] = (uint16_t)(sum < most ? sum : most);
    }
}

static void draw_row(const crt_tube *t, const seen *in, uint32_t y, PixelTuple *out)
{
    uint16_t *const *column = t->column[y / t->period % 2];
    piece p;
    for (uint32_t x = 0, n; x < t->width; x += n) {
        n = t->width - x < PIECE ? t->width - x : PIECE;
        split(in->px + x, n, &p);
        light_lines(t, in->phases + x, t->row[y], n, &p);
        for (int c = 0; c < 3; c++)
            light_up(t, in->light[c] + x, column[c] + x, p.lit, n, p.value[c]);
        for (uint32_t i = 0; i < n; i++)
            out[x + i] = (PixelTuple) { t->value[p.value[0][i]],
                t->value[p.value[1][i]], t->value[p.value[2][i]], in->px[x + i].alpha };
    }
}

/* A copy of a frame, to look at while it is written to. */
static glitch_status copy_of(glitch_plan *p, const glitch_frame *f, glitch_frame *out)
{
    PixelTuple *px = glitch_plan_alloc(p, f->height, f->width * sizeof *px);
    if (!px)
        return GLITCH_ENOMEM;
    *out = *f;
    out->px = px;
    out->stride = f->width;
    for (uint32_t y = 0; y < f->height; y++)
        memcpy(px + y * out->stride, f->px + y * f->stride, f->width * sizeof *px);
    return GLITCH_OK;
}

static glitch_status frame(glitch_plan *p, const void *state, const glitch_frame *io)
{
    const crt_tube *t = state;
    crt_glow glow = { 0 };
    glitch_frame from;
    uint16_t *light = glitch_plan_alloc(p, t->width, 3 * sizeof *light);
    seen in = { .px = glitch_plan_alloc(p, t->width, sizeof *in.px),
        .phases = glitch_plan_alloc(p, t->width, 1) };
    if (!in.px || !in.phases || !light)
        return GLITCH_ENOMEM;
    for (size_t c = 0; c < 3; c++)
        in.light[c] = light + c * t->width;
    glitch_status s = copy_of(p, io, &from);
    if (!s && t->bloom)
        s = crt_glow_of(p, t, &from, &glow);
    for (uint32_t y = 0; !s && y < t->height; y++) {
        if (t->bloom)
            crt_glow_row(&glow, y, t->width, in.light);
        crt_sample_row(t, y, &from, in.px, in.phases);
        draw_row(t, &in, y, io->px + y * io->stride);
        s = glitch_plan_poll(p);
    }
    return s;
}

static const char *const shadows[] = { "none", "grille", "slot", "dots", NULL };

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength of all that is not given; auto: the intensity" },
    { "curvature", GLITCH_REAL, offsetof(params, curvature), "auto", 0, 1, NULL,
        GLITCH_AUTO_FILTER, "how much the glass is curved; auto: a 50th of the level" },
    { "scan", GLITCH_REAL, offsetof(params, scan), "auto", 0, 1, NULL,
        GLITCH_AUTO_FILTER,
        "how dark it is between scan lines; auto: 0.42 for level 2, 0.75 for 6" },
    { "pitch", GLITCH_REAL, offsetof(params, pitch), "auto", 1, 10000, NULL,
        GLITCH_AUTO_FILTER,
        "rows from one scan line to the next; auto: 3, or for 200 lines" },
    { "shadow", GLITCH_CHOICE, offsetof(params, shadow), "grille", 0, 0, shadows,
        GLITCH_AUTO_NONE, "the shadow mask before the phosphors" },
    { "depth", GLITCH_REAL, offsetof(params, depth), "auto", 0, 1, NULL,
        GLITCH_AUTO_FILTER,
        "how dark the shadow mask is; auto: 0.22 for level 2, 0.48 for 6" },
    { "dot", GLITCH_REAL, offsetof(params, dot), "auto", 1, 10000, NULL,
        GLITCH_AUTO_FILTER,
        "width of a phosphor in pixels, rounded; auto: 1, and 1 for each 960 columns" },
    { "bloom", GLITCH_REAL, offsetof(params, bloom), "auto", 0, 4, NULL,
        GLITCH_AUTO_FILTER,
        "how much of bright light is scattered; auto: a fifth of the level" },
    { "vignette", GLITCH_REAL, offsetof(params, vignette), "auto", 0, 4, NULL,
        GLITCH_AUTO_FILTER, "how dark corners are; auto: a 20th of the level" },
    { "hum", GLITCH_REAL, offsetof(params, hum), "auto", 0, 1, NULL, GLITCH_AUTO_FILTER,
        "a dark bar that goes down the screen; auto: a 40th of the level" },
    { "roll", GLITCH_LENGTH, offsetof(params, roll), "0", -1000000, 1000000, NULL,
        GLITCH_AUTO_NONE,
        "how far the picture has rolled up, in pixels or % of the height; with the gap "
        "about 106% are once around" },
    { "brightness", GLITCH_REAL, offsetof(params, brightness), "auto", 0, 4, NULL,
        GLITCH_AUTO_FILTER,
        "what light is multiplied by; auto: most of what lines and mask take" },
    { "edge", GLITCH_EDGE, offsetof(params, edge), "black", 0, 0, NULL,
        GLITCH_AUTO_NONE, "what is beyond the curved edges" },
    { 0 },
};

const glitch_filter gli_crt = {
    .struct_size = sizeof(glitch_filter),
    .name = "crt",
    .summary =
        "the screen of a cathode-ray tube: curved, with scan lines and phosphors",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .frame = frame,
};
