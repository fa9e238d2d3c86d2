/*
 * expr.c - each channel by an arithmetic expression that the user writes.
 *
 * The common per-pixel evaluator of image tools (ImageMagick's -fx, FFmpeg's geq), here
 * compiled once a frame, and run over blocks of a row.
 */
#include "filters/expr_program.h"
#include <glitch/filters.h>
#include <stdio.h>

typedef glitch_expr_params params;

static const char *const channels[EXPR_CHANNELS] = { "red", "green", "blue", "alpha" };

/*
 * What is done where nothing is given: the common texture of x & y, at a place of the seed's,
 * moving over an animation, flips bits.
 */
static const char *const otherwise[EXPR_CHANNELS] = {
    "r^((x*256/w+(t+noise(1,1))*256)&(y*256/h+noise(2,2)*256)&255)*level/3&240",
    "",
    "b^((x*256/w+noise(3,3)*256)&255|(y*256/h+(t+noise(4,4))*256)&255)*level/6&248",
    "",
};

/* False where one of them is wrong, which `fault` tells then. */
static bool compile(expr_program *e, const expr_name *names, const char *const *texts,
    char *fault, size_t size)
{
    for (uint32_t c = 0; c < EXPR_CHANNELS; c++) {
        int n = snprintf(fault, size, "%s: ", channels[c]);
        if (*texts[c]
            && !expr_compile(e, names, c, texts[c], fault + n, size - (size_t)n))
            return false;
    }
    return true;
}

/* No two of the names have the same value, as that would save room for one. */
static int check(const void *given, char *fault, size_t size)
{
    const params *q = given;
    const expr_name names[] = { { "w", 1e-30 }, { "h", 2e-30 }, { "t", 3e-30 },
        { "n", 4e-30 }, { "level", 5e-30 }, { NULL, 0 } };
    const char *const texts[EXPR_CHANNELS] = { q->red, q->green, q->blue, q->alpha };
    expr_program program = { 0 };
    return compile(&program, names, texts, fault, size);
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    const expr_name names[] = { { "w", shape->width }, { "h", shape->height },
        { "t", glitch_plan_time(p) }, { "n", shape->index }, { "level", q->level },
        { NULL, 0 } };
    const char *const texts[EXPR_CHANNELS] = { q->red, q->green, q->blue, q->alpha };
    char fault[128];
    bool any = *q->red || *q->green || *q->blue || *q->alpha;
    expr_program e = { .noise_key = glitch_plan_key(p),
        .rand_key = glitch_plan_rand(p) };
    (void)reach; /* row y looks at row y only */
    if (!compile(&e, names, any ? texts : otherwise, fault, sizeof fault))
        return glitch_plan_fail(p, GLITCH_EINVAL, "%s", fault);
    *out = expr_lower(p, &e, shape->width, shape->height);
    return *out ? GLITCH_OK : GLITCH_ENOMEM;
}

static void row(const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    expr_run(given, glitch_window_row(in, 0), glitch_window_width(in), y, out);
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY, "what expressions call level; auto: the intensity" },
    { "red", GLITCH_TEXT, offsetof(params, red), "", 0, 0, NULL, GLITCH_AUTO_NONE,
        "what red becomes, such as (g+b)/2; without any of the four a pattern" },
    { "green", GLITCH_TEXT, offsetof(params, green), "", 0, 0, NULL, GLITCH_AUTO_NONE,
        "what green becomes; empty: as it is" },
    { "blue", GLITCH_TEXT, offsetof(params, blue), "", 0, 0, NULL, GLITCH_AUTO_NONE,
        "what blue becomes; empty: as it is" },
    { "alpha", GLITCH_TEXT, offsetof(params, alpha), "", 0, 0, NULL, GLITCH_AUTO_NONE,
        "what alpha becomes; empty: as it is" },
    { 0 },
};

const glitch_filter gli_expr = {
    .struct_size = sizeof(glitch_filter),
    .name = "expr",
    .summary = "colours computed from colours, places and chance, by your own formulas",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .row = row,
    .check = check,
    .words = expr_words,
};
