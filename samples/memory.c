/*
 * memory.c - from memory to memory, in two ways: a file's bytes through iterators, and
 * a buffer of pixels with one call. Same filters, same seed: both PNGs are the same.
 *
 *     cc memory.c $(pkg-config --cflags --libs glitch) -o memory
 *     ./memory city.png one.png two.png
 */
#include <glitch/glitch.h>
#include <stdio.h>
#include <stdlib.h>

#define FILTER "scanline-offset:level=6"
enum { SEED = 42 };

static void *read_all(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    char *data = NULL;
    long end = f && fseek(f, 0, SEEK_END) == 0 ? ftell(f) : 0;
    if (end > 0 && fseek(f, 0, SEEK_SET) == 0)
        data = malloc((size_t)end);
    *size = data ? fread(data, 1, (size_t)end, f) : 0;
    if (f)
        fclose(f);
    return data;
}

static glitch_status write_all(const char *path, const glitch_bytes *bytes)
{
    FILE *f = fopen(path, "wb");
    size_t n = f ? fwrite(bytes->data, 1, bytes->size, f) : 0;
    return f && fclose(f) == 0 && n == bytes->size ? GLITCH_OK : GLITCH_EIO;
}

/* A frame into the bytes of a PNG, and those into a file. */
static glitch_status save(glitch_ctx *ctx, const glitch_frame *frame, const char *path)
{
    glitch_info info = { .width = frame->width, .height = frame->height };
    glitch_sink_options options = { .struct_size = sizeof options, .format = "png" };
    glitch_sink *sink = NULL;
    glitch_bytes bytes = { 0 };
    glitch_status s = glitch_sink_open_memory(ctx, &bytes, &info, &options, &sink);
    if (!s)
        s = glitch_sink_write(sink, frame);
    if (!s)
        s = glitch_sink_finish(&sink); /* only now is there anything in `bytes` */
    if (!s)
        s = write_all(path, &bytes);
    glitch_sink_abandon(&sink);
    glitch_bytes_free(ctx, &bytes); /* made by the library, freed by it */
    return s;
}

/* Pixels from anywhere, with one call; here a copy, as the frame was only lent. */
static glitch_status by_call(
    glitch_ctx *ctx, const glitch_frame *lent, const char *path)
{
    glitch_frame own = *lent;
    own.stride = own.width;
    own.px = malloc(own.stride * own.height * sizeof *own.px);
    glitch_status s = own.px ? GLITCH_OK : GLITCH_ENOMEM;
    if (!s)
        s = glitch_picture(ctx, lent->px, lent->stride, lent->width, lent->height,
            FILTER, SEED, own.px, own.stride);
    if (!s)
        s = save(ctx, &own, path);
    free(own.px);
    return s;
}

/*
 * Open the bytes and pull their first frame, through a pipeline or (chain is NULL) not.
 */
static glitch_status convert(glitch_ctx *ctx, const void *data, size_t size,
    glitch_pipeline *chain, const char *path)
{
    glitch_frames it = { 0 };
    const glitch_frame *frame;
    glitch_status s = glitch_open_memory(ctx, data, size, &it);
    if (!s && chain)
        s = glitch_pipeline_apply(chain, it, &it);
    if (!s)
        s = glitch_frames_next(it, &frame);
    if (!s)
        s = chain ? save(ctx, frame, path) : by_call(ctx, frame, path);
    glitch_frames_close(&it); /* before the bytes that it reads from are freed */
    return s;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: memory IN OUT1.png OUT2.png\n");
        return EXIT_FAILURE;
    }
    size_t size;
    void *data = read_all(argv[1], &size);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *chain = ctx ? glitch_pipeline_new(ctx, SEED) : NULL;
    glitch_status s = chain ? glitch_pipeline_add(chain, FILTER) : GLITCH_ENOMEM;
    if (!s)
        s = data ? convert(ctx, data, size, chain, argv[2]) : GLITCH_EIO;
    if (!s)
        s = convert(ctx, data, size, NULL, argv[3]);
    if (s) /* what went wrong outside of the library has no message, but a name */
        fprintf(stderr, "memory: %s: %s\n", argv[1],
            ctx && *glitch_ctx_message(ctx) ? glitch_ctx_message(ctx)
                                            : glitch_strstatus(s));
    glitch_pipeline_free(chain);
    glitch_ctx_free(ctx);
    free(data);
    return s ? EXIT_FAILURE : EXIT_SUCCESS;
}
