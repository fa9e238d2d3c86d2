/*
 * animation.c - a still picture into a GIF that glitches more and more, and back.
 *
 *     cc animation.c $(pkg-config --cflags --libs glitch) -o animation
 *     ./animation city.png city.gif
 */
#include <glitch/glitch.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * From a light flicker to a heavy one: level=auto, the default, follows the schedule.
 */
static glitch_status set_up(glitch_pipeline *chain)
{
    glitch_schedule schedule = GLITCH_SCHEDULE_INIT;
    schedule.intensity = 1;
    schedule.change = 0.7; /* after each frame */
    glitch_status s = glitch_pipeline_set_schedule(chain, &schedule);
    if (!s)
        s = glitch_pipeline_add(chain, "scanline-offset");
    return s ? s : glitch_pipeline_add(chain, "channel-shift");
}

/*
 * Each adaptor takes over what it is built upon, even where it fails, so that one
 * variable is enough: it always holds what is left to close.
 */
static glitch_status animate(glitch_ctx *ctx, glitch_pipeline *chain, glitch_frames *it)
{
    glitch_status s = glitch_frames_repeat(ctx, *it, 8, 0, it); /* decoded once */
    if (!s)
        s = glitch_frames_retime(ctx, *it, 1000.0 / 12, it); /* 12 in a second */
    if (!s)
        s = glitch_pipeline_apply(chain, *it, it);
    return s ? s : glitch_frames_bounce(ctx, *it, it); /* frames 0 … 7, then 6 … 1 */
}

static glitch_status write_gif(glitch_ctx *ctx, glitch_frames frames, const char *path)
{
    glitch_sink_options options = {
        .struct_size = sizeof options, .format = "gif", .overwrite = 1
    };
    glitch_sink *sink = NULL;
    glitch_info info;
    const glitch_frame *frame;
    glitch_status s = glitch_frames_info(frames, &info);
    info.loops = 0; /* for ever; the still picture's info says: once */
    if (!s)
        s = glitch_sink_open(ctx, path, &info, &options, &sink);
    while (!s && !(s = glitch_frames_next(frames, &frame)))
        s = glitch_sink_write(sink, frame);
    if (s == GLITCH_END) /* no failure */
        s = glitch_sink_finish(&sink);
    glitch_sink_abandon(&sink); /* after any failure no half of a GIF is left */
    return s;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: animation IN OUT.gif\n");
        return EXIT_FAILURE;
    }
    glitch_frames frames = { 0 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *chain = ctx ? glitch_pipeline_new(ctx, 7) : NULL;
    glitch_status s = chain ? set_up(chain) : GLITCH_ENOMEM;
    if (!s)
        s = glitch_open(ctx, argv[1], &frames);
    if (!s)
        s = animate(ctx, chain, &frames);
    if (!s)
        s = write_gif(ctx, frames, argv[2]);
    if (s)
        fprintf(stderr, "animation: %s\n",
            ctx ? glitch_ctx_message(ctx) : glitch_strstatus(s));
    glitch_frames_close(&frames);
    glitch_pipeline_free(chain);
    glitch_ctx_free(ctx);
    return s ? EXIT_FAILURE : EXIT_SUCCESS;
}
