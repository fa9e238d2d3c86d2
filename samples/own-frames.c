/*
 * own-frames.c - frames of one's own: a plasma, glitched now and then, as a GIF.
 *
 *     cc own-frames.c $(pkg-config --cflags --libs glitch) -o own-frames
 *     ./own-frames plasma.gif
 */
#include <glitch/filter.h> /* glitch_sincos() */
#include <stdio.h>
#include <stdlib.h>

enum { WIDTH = 160, HEIGHT = 120, FRAMES = 24 };

typedef struct plasma {
    PixelTuple px[WIDTH * HEIGHT];
    glitch_frame frame; /* what is lent */
    uint32_t done;
} plasma;

/* A sine with the same bits on every machine, as a byte. */
static int wave(double degrees)
{
    double sine, cosine;
    glitch_sincos(degrees, &sine, &cosine);
    return (int)(127.5 + 127.4 * sine);
}

static void draw(plasma *p, double turn)
{
    for (int y = 0; y < HEIGHT; y++) {
        int row = wave(4 * y - turn);
        for (int x = 0; x < WIDTH; x++) {
            int v = (wave(3 * x + turn) + row + wave(2 * (x + y) + turn)) / 3;
            p->px[y * WIDTH + x] =
                (PixelTuple) { (uint8_t)v, (uint8_t)(v / 3), (uint8_t)(255 - v), 255 };
        }
    }
}

static glitch_status plasma_info(void *self, glitch_info *out)
{
    (void)self;
    *out = (glitch_info) {
        .width = WIDTH, .height = HEIGHT, .frames = FRAMES, .animated = 1
    };
    return GLITCH_OK;
}

/* One frame is drawn when it is asked for, into the same memory as the one before. */
static glitch_status plasma_next(void *self, const glitch_frame **out)
{
    plasma *p = self;
    if (p->done == FRAMES)
        return GLITCH_END; /* and again, should anybody ask again */
    draw(p, 360.0 * p->done / FRAMES);
    p->frame = (glitch_frame) { p->px, WIDTH, WIDTH, HEIGHT, p->done++, 60,
        GLITCH_FRAME_SCRATCH }; /* filters may work in place: it is drawn anew anyway */
    *out = &p->frame;
    return GLITCH_OK;
}

static void plasma_close(void *self)
{
    free(self);
}

/* The whole: plasma, filters, GIF. */
static glitch_status make(glitch_ctx *ctx, glitch_pipeline *chain, const char *path)
{
    static const glitch_frames_tc actions = { plasma_info, plasma_next, plasma_close };
    glitch_frames it = { calloc(1, sizeof(plasma)), &actions };
    if (!it.self)
        return GLITCH_ENOMEM;
    const glitch_frame *frame;
    glitch_info info;
    glitch_sink *sink = NULL;
    glitch_status s =
        glitch_pipeline_apply(chain, it, &it); /* closes the plasma, too */
    if (!s)
        s = glitch_frames_info(it, &info);
    if (!s)
        s = glitch_sink_open(ctx, path, &info, NULL, &sink);
    while (!s && !(s = glitch_frames_next(it, &frame)))
        s = glitch_sink_write(sink, frame);
    if (s == GLITCH_END)
        s = glitch_sink_finish(&sink);
    glitch_sink_abandon(&sink);
    glitch_frames_close(&it);
    return s;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: own-frames OUT.gif\n");
        return EXIT_FAILURE;
    }
    glitch_schedule schedule = GLITCH_SCHEDULE_INIT;
    schedule.step = 4; /* three of four frames pass as they are */
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *chain = ctx ? glitch_pipeline_new(ctx, 3) : NULL;
    glitch_status s =
        chain ? glitch_pipeline_set_schedule(chain, &schedule) : GLITCH_ENOMEM;
    if (!s)
        s = glitch_pipeline_add(chain, "scanline-offset:level=4");
    if (!s)
        s = make(ctx, chain, argv[1]);
    if (s)
        fprintf(stderr, "own-frames: %s\n",
            ctx ? glitch_ctx_message(ctx) : glitch_strstatus(s));
    glitch_pipeline_free(chain);
    glitch_ctx_free(ctx);
    return s ? EXIT_FAILURE : EXIT_SUCCESS;
}
