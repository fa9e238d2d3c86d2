/* lines.c - a frame as lines to the right, left, down or up; by turning strips. */
#include "filters/lines.h"
#include <stdbool.h>

enum { STRIP = 32 }; /* rows or columns that are turned at once, to stay in the cache */

const char *const gli_directions[] = { "right", "left", "down", "up", NULL };

/* ---- one by one ---------------------------------------------------------- */

static void work_line(PixelTuple *px, uint32_t count, uint32_t number, bool back,
    gli_line_work *work, const void *state)
{
    gli_line line = { back ? px + count - 1 : px, back ? -1 : 1, count, number };
    work(state, &line);
}

static glitch_status each_row(glitch_plan *p, const glitch_frame *io, bool back,
    gli_line_work *work, const void *state)
{
    for (uint32_t y = 0; y < io->height; y++) {
        if (glitch_plan_poll(p))
            return GLITCH_ECANCELLED;
        work_line(io->px + y * io->stride, io->width, y, back, work, state);
    }
    return GLITCH_OK;
}

static glitch_status each_column(glitch_plan *p, const glitch_frame *io, bool back,
    gli_line_work *work, const void *state)
{
    PixelTuple *strip = glitch_plan_alloc(p, (size_t)STRIP * io->height, sizeof *strip);
    if (!strip)
        return GLITCH_ENOMEM;
    for (uint32_t x = 0; x < io->width; x += STRIP) {
        uint32_t count = io->width - x < STRIP ? io->width - x : STRIP;
        if (glitch_plan_poll(p))
            return GLITCH_ECANCELLED;
        glitch_transpose(io->px + x, io->stride, count, io->height, strip, io->height);
        for (uint32_t i = 0; i < count; i++)
            work_line(
                strip + (size_t)i * io->height, io->height, x + i, back, work, state);
        glitch_transpose(strip, io->height, io->height, count, io->px + x, io->stride);
    }
    return GLITCH_OK;
}

glitch_status gli_each_line(glitch_plan *p, const glitch_frame *io, int32_t direction,
    gli_line_work *work, const void *state)
{
    bool back = direction == GLI_LEFT || direction == GLI_UP;
    return direction == GLI_RIGHT || direction == GLI_LEFT
        ? each_row(p, io, back, work, state)
        : each_column(p, io, back, work, state);
}

/* ---- many side by side --------------------------------------------------- */

static void work_band(PixelTuple *px, size_t stride, gli_band band, bool back,
    gli_band_work *work, const void *state)
{
    band.px = back ? px + (band.count - 1) * stride : px;
    band.step = back ? -(ptrdiff_t)stride : (ptrdiff_t)stride;
    work(state, &band);
}

static glitch_status band_rows(glitch_plan *p, const glitch_frame *io, bool back,
    gli_band_work *work, const void *state)
{
    PixelTuple *strip = glitch_plan_alloc(p, (size_t)STRIP * io->width, sizeof *strip);
    if (!strip)
        return GLITCH_ENOMEM;
    for (uint32_t y = 0, n; y < io->height; y += n) {
        PixelTuple *px = io->px + y * io->stride;
        n = io->height - y < STRIP ? io->height - y : STRIP;
        if (glitch_plan_poll(p))
            return GLITCH_ECANCELLED;
        glitch_transpose(px, io->stride, io->width, n, strip, n);
        gli_band band = { .count = io->width, .lines = n, .number = y };
        work_band(strip, n, band, back, work, state);
        glitch_transpose(strip, n, n, io->width, px, io->stride);
    }
    return GLITCH_OK;
}

static glitch_status band_columns(glitch_plan *p, const glitch_frame *io, bool back,
    gli_band_work *work, const void *state)
{
    for (uint32_t x = 0, n; x < io->width; x += n) {
        n = io->width - x < GLI_ABREAST ? io->width - x : GLI_ABREAST;
        if (glitch_plan_poll(p))
            return GLITCH_ECANCELLED;
        gli_band band = { .count = io->height, .lines = n, .number = x };
        work_band(io->px + x, io->stride, band, back, work, state);
    }
    return GLITCH_OK;
}

glitch_status gli_each_band(glitch_plan *p, const glitch_frame *io, int32_t direction,
    gli_band_work *work, const void *state)
{
    bool back = direction == GLI_LEFT || direction == GLI_UP;
    return direction == GLI_RIGHT || direction == GLI_LEFT
        ? band_rows(p, io, back, work, state)
        : band_columns(p, io, back, work, state);
}
