/*
 * own-filter.c - a filter of one's own, `tint`, beside the built-in ones.
 *
 *     cc own-filter.c $(pkg-config --cflags --libs glitch) -o own-filter
 *     ./own-filter city.png out.png scanline-offset:level=5
 * tint:colour=green,strength=0.6
 */
#include <glitch/filter.h>
#include <stdio.h>
#include <stdlib.h>

/* What the parser fills in, by the table below. */
typedef struct tint_params {
    double strength;
    int32_t colour;
} tint_params;

static const char *const colours[] = { "amber", "green", "ice", NULL };

static const glitch_param tint_table[] = {
    { "strength", GLITCH_REAL, offsetof(tint_params, strength), "0.5", 0, 1, NULL,
        GLITCH_AUTO_NONE, "how much of the colour, from none to nothing else" },
    { "colour", GLITCH_CHOICE, offsetof(tint_params, colour), "amber", 0, 0, colours,
        GLITCH_AUTO_NONE, "what light shines through the picture" },
    { 0 },
};

/* Once a frame: decide everything, so that row() has nothing left but to compute. */
static glitch_status tint_plan(glitch_plan *p, const glitch_frame *shape,
    const void *given, glitch_reach *reach, void **state)
{
    static const int light[][3] = { { 255, 176, 32 }, { 64, 255, 96 },
        { 96, 176, 255 } };
    const tint_params *q = given;
    int32_t *gain = glitch_plan_alloc(p, 3, sizeof *gain); /* the engine frees it */
    if (!gain)
        return GLITCH_ENOMEM;
    for (int c = 0; c < 3; c++) /* in 1/256: integers give the same bits everywhere */
        gain[c] = (int32_t)(256 - q->strength * (255 - light[q->colour][c]));
    (void)shape;
    (void)reach; /* left at zero: row y looks at row y only */
    *state = gain;
    return GLITCH_OK;
}

static void tint_row(
    const void *state, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const int32_t *gain = state;
    const PixelTuple *src = glitch_window_row(in, 0);
    (void)y;
    for (uint32_t x = 0; x < glitch_window_width(in); x++)
        out[x] = (PixelTuple) { (uint8_t)(src[x].red * gain[0] >> 8),
            (uint8_t)(src[x].green * gain[1] >> 8),
            (uint8_t)(src[x].blue * gain[2] >> 8), src[x].alpha };
}

static const glitch_filter tint = {
    /* must outlive every context that knows it */
    .struct_size = sizeof(glitch_filter),
    .name = "tint",
    .summary = "colour the light that the picture is seen in",
    .params = tint_table,
    .params_size = sizeof(tint_params),
    .plan = tint_plan,
    .row = tint_row,
};

static glitch_status make(glitch_ctx *ctx, glitch_pipeline *chain, char **args)
{
    glitch_frames frames = { 0 };
    glitch_sink *sink = NULL;
    glitch_info info;
    const glitch_frame *frame;
    glitch_status s = glitch_ctx_register(ctx, &tint);
    for (int i = 3; !s && args[i];
         i++) /* tint:strength=2 fails with the range it has */
        s = glitch_pipeline_add(chain, args[i]);
    if (!s)
        s = glitch_open(ctx, args[1], &frames);
    if (!s)
        s = glitch_pipeline_apply(chain, frames, &frames);
    if (!s)
        s = glitch_frames_info(frames, &info);
    if (!s)
        s = glitch_sink_open(ctx, args[2], &info, NULL, &sink);
    if (!s)
        s = glitch_frames_next(frames, &frame);
    if (!s)
        s = glitch_sink_write(sink, frame);
    if (!s)
        s = glitch_sink_finish(&sink);
    glitch_sink_abandon(&sink);
    glitch_frames_close(&frames);
    return s;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: own-filter IN OUT.png FILTER...\n");
        return EXIT_FAILURE;
    }
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *chain = ctx ? glitch_pipeline_new(ctx, 1) : NULL;
    glitch_status s = chain ? make(ctx, chain, argv) : GLITCH_ENOMEM;
    if (s)
        fprintf(stderr, "own-filter: %s\n",
            ctx ? glitch_ctx_message(ctx) : glitch_strstatus(s));
    glitch_pipeline_free(chain);
    glitch_ctx_free(ctx);
    return s ? EXIT_FAILURE : EXIT_SUCCESS;
}
