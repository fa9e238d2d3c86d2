/* source.c - frames made of any bytes, for targets that need pictures. */
#include "source.h"
#include <stdlib.h>
#include <string.h>

enum { GAP = 3 /* pixels between two rows, which nobody may touch */ };

static const PixelTuple UNTOUCHED = { 0xde, 0xad, 0xbe, 0xef };

typedef struct source {
    fuzz_source is;
    glitch_frame frame;
    uint32_t next;
} source;

static uint8_t byte(const fuzz_source *s, size_t i)
{
    return s->size ? s->data[i % s->size] : (uint8_t)(i * 37 >> 3);
}

static PixelTuple pixel(const fuzz_source *s, size_t i)
{
    uint8_t b = byte(s, i), x = (uint8_t)(i % s->width), few = b & 15;
    switch (s->kind) {
    case FUZZ_FEW:
        return (PixelTuple) { (uint8_t)(few * 17), (uint8_t)(few * 101), few, 255 };
    case FUZZ_FEW_HOLES:
        return (PixelTuple) { few, (uint8_t)(few * 9), 200, few == 3 ? 0 : 255 };
    case FUZZ_MANY:
        return (PixelTuple) { b, (uint8_t)(b * 3), (uint8_t)(b * 7), 255 };
    case FUZZ_SMOOTH:
        return (PixelTuple) { (uint8_t)(x * 3 + (b & 7)), (uint8_t)(i >> 4),
            (uint8_t)(b & 31), 255 };
    default:
        return (PixelTuple) { byte(s, 4 * i), byte(s, 4 * i + 1), byte(s, 4 * i + 2),
            byte(s, 4 * i + 3) };
    }
}

static PixelTuple *row_of(const source *s, uint32_t y)
{
    return s->frame.px + y * s->frame.stride;
}

static void draw(source *s)
{
    size_t i = (size_t)s->next * s->is.width * s->is.height;
    for (uint32_t y = 0; y < s->is.height; y++) {
        PixelTuple *row = row_of(s, y);
        for (uint32_t x = 0; x < s->is.width; x++)
            row[x] = pixel(&s->is, i++);
        for (uint32_t k = 0; k < GAP; k++)
            row[s->is.width + k] = UNTOUCHED;
    }
}

static void check_gaps(const source *s)
{
    for (uint32_t y = 0; s->next > 0 && y < s->is.height; y++)
        for (uint32_t k = 0; k < GAP; k++)
            FUZZ_REQUIRE(
                memcmp(row_of(s, y) + s->is.width + k, &UNTOUCHED, sizeof UNTOUCHED)
                    == 0,
                "something was written after row %u", y);
}

static glitch_status source_info(void *self, glitch_info *out)
{
    const fuzz_source *s = self;
    *out = (glitch_info) { .width = s->width,
        .height = s->height,
        .frames = s->count,
        .loops = s->loops,
        .animated = s->count > 1 };
    return GLITCH_OK;
}

static glitch_status source_next(void *self, const glitch_frame **out)
{
    source *s = self;
    check_gaps(s);
    if (s->next == s->is.count)
        return GLITCH_END;
    draw(s);
    s->frame.index = s->next++;
    s->frame.delay_ms = 10U * (1U + byte(&s->is, s->next));
    *out = &s->frame;
    return GLITCH_OK;
}

static void source_close(void *self)
{
    source *s = self;
    check_gaps(s);
    free(s->frame.px);
    free(s);
}

glitch_frames fuzz_frames(const fuzz_source *from)
{
    static const glitch_frames_tc tc = { source_info, source_next, source_close };
    source *s = calloc(1, sizeof *s);
    FUZZ_REQUIRE(s != NULL, "no memory");
    s->is = *from;
    s->frame = (glitch_frame) { .width = from->width,
        .height = from->height,
        .stride = from->width + GAP,
        .flags = from->scratch ? GLITCH_FRAME_SCRATCH : 0 };
    s->frame.px = calloc(s->frame.stride * from->height, sizeof *s->frame.px);
    FUZZ_REQUIRE(s->frame.px != NULL, "no memory");
    return (glitch_frames) { s, &tc };
}
