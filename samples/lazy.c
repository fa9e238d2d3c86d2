/*
 * lazy.c - nothing is computed that is not asked for.
 *
 * A source of 1000 frames counts those that it draws, and a filter those that it sees.
 * Of the source, frames 10, 17, 24, 31 and 38 are wanted: it has to draw 39, as it can
 * only be pulled one by one; the filter sees 5. The other 961 are never computed by
 * anyone.
 *
 *     cc lazy.c $(pkg-config --cflags --libs glitch) -o lazy && ./lazy
 */
#include <glitch/glitch.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIZE = 64, FRAMES = 1000 };

typedef struct source {
    PixelTuple px[SIZE * SIZE];
    glitch_frame frame;
    uint32_t drawn;
} source;

static glitch_status source_info(void *self, glitch_info *out)
{
    (void)self;
    *out = (glitch_info) {
        .width = SIZE, .height = SIZE, .frames = FRAMES, .animated = 1
    };
    return GLITCH_OK;
}

static glitch_status source_next(void *self, const glitch_frame **out)
{
    source *s = self;
    if (s->drawn == FRAMES)
        return GLITCH_END;
    for (uint32_t i = 0; i < SIZE * SIZE; i++)
        s->px[i] =
            (PixelTuple) { (uint8_t)(i + s->drawn * 5), (uint8_t)(i >> 4), 96, 255 };
    s->frame = (glitch_frame) { s->px, SIZE, SIZE, SIZE, s->drawn++, 20, 0 };
    *out = &s->frame;
    return GLITCH_OK;
}

static void source_close(void *self)
{
    (void)self; /* it lies on the stack of main(), who reads its counter at the end */
}

/* The shortest filter: a function that is called for every row. */
static void count_frames(void *user, PixelTuple *row, uint32_t width, uint32_t y)
{
    (void)row;
    (void)width;
    if (y == 0)
        ++*(int *)user;
}

static glitch_status build(glitch_ctx *ctx, glitch_pipeline *chain, glitch_frames *it)
{
    glitch_status s = glitch_frames_skip(ctx, *it, 10, it);
    if (!s)
        s = glitch_frames_step(ctx, *it, 7, it);
    if (!s)
        s = glitch_pipeline_apply(chain, *it, it);
    return s ? s : glitch_frames_take(ctx, *it, 5, it);
}

int main(void)
{
    static const glitch_frames_tc actions = { source_info, source_next, source_close };
    static source src;
    const glitch_frame *frame;
    int filtered = 0;
    glitch_frames it = { &src, &actions };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *chain = ctx ? glitch_pipeline_new(ctx, 1) : NULL;
    glitch_status s =
        chain ? glitch_pipeline_add(chain, "channel-shift") : GLITCH_ENOMEM;
    if (!s)
        s = glitch_pipeline_add_row_function(chain, count_frames, &filtered);
    if (!s)
        s = build(ctx, chain, &it);
    printf("nothing pulled: %u drawn, %d filtered\n", (unsigned)src.drawn, filtered);
    while (!s && !(s = glitch_frames_next(it, &frame)))
        printf("frame %u pulled: %u drawn, %d filtered\n", (unsigned)frame->index,
            (unsigned)src.drawn, filtered);
    if (s != GLITCH_END)
        fprintf(
            stderr, "lazy: %s\n", ctx ? glitch_ctx_message(ctx) : glitch_strstatus(s));
    glitch_frames_close(&it);
    glitch_pipeline_free(chain);
    glitch_ctx_free(ctx);
    return s == GLITCH_END ? EXIT_SUCCESS : EXIT_FAILURE;
}
