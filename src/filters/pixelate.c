/*
 * pixelate.c - cells of one colour, the mean of what was there: a censor's mosaic.
 *
 * The mean counts colours by their alpha, and rounds halves up.
 */
#include <glitch/filters.h>
#include <string.h>

typedef glitch_pixelate_params params;

typedef struct state {
    uint32_t width, height; /* of a cell */
} state;

typedef struct sum {
    uint64_t red, green, blue, alpha; /* colours times alpha */
} sum;

static uint32_t side(glitch_length given, double automatic, uint32_t extent)
{
    int32_t n = GLITCH_IS_AUTO(given.value) ? (int32_t)automatic
                                            : glitch_length_pixels(given, extent);
    return n < 1 ? 1 : (uint32_t)n < extent ? (uint32_t)n : extent;
}

static glitch_status plan(glitch_plan *p, const glitch_frame *shape, const void *given,
    glitch_reach *reach, void **out)
{
    const params *q = given;
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    (void)reach; /* a whole frame */
    s->width = side(q->width, 2 + q->level * shape->width / 150, shape->width);
    s->height = side(q->height, s->width, shape->height);
    *out = s;
    return GLITCH_OK;
}

static void add_row(sum *sums, const PixelTuple *px, uint32_t width, uint32_t cell)
{
    for (uint32_t x = 0; x < width; sums++)
        for (uint32_t end = width - x < cell ? width : x + cell; x < end; x++) {
            sums->red += (uint64_t)px[x].red * px[x].alpha;
            sums->green += (uint64_t)px[x].green * px[x].alpha;
            sums->blue += (uint64_t)px[x].blue * px[x].alpha;
            sums->alpha += px[x].alpha;
        }
}

static uint8_t mean(uint64_t total, uint64_t count)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): a cell has a pixel, at least */
    return (uint8_t)((2 * total + count) / (2 * count));
}

static PixelTuple color(const sum *s, uint64_t count)
{
    if (s->alpha == 0)
        return (PixelTuple) { 0, 0, 0, 0 };
    return (PixelTuple) { mean(s->red, s->alpha), mean(s->green, s->alpha),
        mean(s->blue, s->alpha), mean(s->alpha, count) };
}

/* A row of cells, and its first row of pixels, which the others are like. */
static void fill(
    const sum *sums, uint32_t cell, uint32_t rows, uint32_t width, PixelTuple *px)
{
    for (uint32_t x = 0; x < width; sums++) {
        uint32_t n = width - x < cell ? width - x : cell;
        PixelTuple c = color(sums, (uint64_t)n * rows);
        for (uint32_t end = x + n; x < end; x++)
            px[x] = c;
    }
}

static glitch_status frame(glitch_plan *p, const void *given, const glitch_frame *io)
{
    const state *s = given;
    glitch_status status = GLITCH_OK;
    size_t cells = io->width / s->width + 1;
    sum *sums = glitch_plan_alloc(p, cells, sizeof *sums);
    if (!sums)
        return GLITCH_ENOMEM;
    for (uint32_t y = 0; !status && y < io->height;) {
        uint32_t rows = io->height - y < s->height ? io->height - y : s->height;
        PixelTuple *first = io->px + y * io->stride;
        memset(sums, 0, cells * sizeof *sums);
        for (uint32_t i = 0; i < rows; i++)
            add_row(sums, first + i * io->stride, io->width, s->width);
        fill(sums, s->width, rows, io->width, first);
        for (uint32_t i = 1; i < rows; i++)
            memcpy(first + i * io->stride, first, io->width * sizeof *first);
        y += rows;
        status = glitch_plan_poll(p);
    }
    return status;
}

static const glitch_param table[] = {
    { "level", GLITCH_REAL, offsetof(params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY,
        "strength, where no size is given; auto: the intensity" },
    { "width", GLITCH_LENGTH, offsetof(params, width), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "of a cell, in pixels or % of the width; auto: two pixels, and two thirds of "
        "the level in %" },
    { "height", GLITCH_LENGTH, offsetof(params, height), "auto", 0, 1000000, NULL,
        GLITCH_AUTO_FILTER,
        "of a cell, in pixels or % of the height; auto: as it is wide" },
    { 0 },
};

const glitch_filter gli_pixelate = {
    .struct_size = sizeof(glitch_filter),
    .name = "pixelate",
    .summary = "draw the picture in large cells of one colour",
    .params = table,
    .params_size = sizeof(params),
    .plan = plan,
    .frame = frame,
};
