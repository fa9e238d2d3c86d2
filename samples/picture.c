/*
 * picture.c - one picture in, a glitched PNG out.
 *
 *     cc picture.c $(pkg-config --cflags --libs glitch) -o picture
 *     ./picture city.png glitched.png
 */
#include <glitch/glitch.h>
#include <stdio.h>
#include <stdlib.h>

/* Two filters, from left to right, and a seed: the same picture on every machine. */
static glitch_status add_filters(glitch_pipeline *chain)
{
    glitch_status s = glitch_pipeline_add(chain, "scanline-offset:level=5,height=10%");
    return s ? s : glitch_pipeline_add(chain, "color-split:distance=8");
}

/* A PNG holds one picture; of an animation this is the first frame. */
static glitch_status write_first(
    glitch_ctx *ctx, glitch_frames frames, const char *path)
{
    glitch_sink *sink = NULL;
    glitch_info info;
    const glitch_frame *frame;
    glitch_status s = glitch_frames_info(frames, &info);
    if (!s)
        s = glitch_sink_open(ctx, path, &info, NULL, &sink);
    if (!s)
        s = glitch_frames_next(frames, &frame); /* only now is anything decoded */
    if (!s)
        s = glitch_sink_write(sink, frame);
    if (!s)
        s = glitch_sink_finish(&sink); /* the file appears under its name */
    glitch_sink_abandon(&sink);        /* NULL after finish(): then this does nothing */
    return s;
}

static glitch_status glitch_file(glitch_ctx *ctx, const char *in, const char *out)
{
    glitch_frames frames = { 0 }; /* may be closed even if it was never opened */
    glitch_pipeline *chain = glitch_pipeline_new(ctx, 42);
    glitch_status s = chain ? add_filters(chain) : GLITCH_ENOMEM;
    if (!s)
        s = glitch_open(ctx, in, &frames);
    if (!s)
        s = glitch_pipeline_apply(
            chain, frames, &frames); /* takes over what it is given */
    if (!s)
        s = write_first(ctx, frames, out);
    glitch_frames_close(&frames);
    glitch_pipeline_free(chain);
    return s;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: picture IN OUT.png\n");
        return EXIT_FAILURE;
    }
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_status s = ctx ? glitch_file(ctx, argv[1], argv[2]) : GLITCH_ENOMEM;
    if (s) /* without a context there is no message, but every status has a name */
        fprintf(stderr, "picture: %s\n",
            ctx ? glitch_ctx_message(ctx) : glitch_strstatus(s));
    glitch_ctx_free(ctx);
    return s ? EXIT_FAILURE : EXIT_SUCCESS;
}
