/*
 * crt_glow.c - the glass of a tube scatters bright light: highlights of a much smaller
 * picture, blurred by box filters one after the other (the common stand-in for a Gaussian).
 */
#include "filters/crt_tube.h"

enum { CELLS = 128, RADIUS = 2, ROUNDS = 2, ACROSS = 3 };

/* The mean of a few places in a cell, of which what is bright counts most. */
static void shine(const crt_tube *t, const glitch_frame *f, uint32_t size, uint32_t i,
    uint32_t j, uint16_t out[3])
{
    uint32_t sum[3] = { 0 };
    for (uint32_t k = 0; k < ACROSS * ACROSS; k++) {
        uint32_t x = i * size + (2 * (k % ACROSS) + 1) * size / (2 * ACROSS);
        uint32_t y = j * size + (2 * (k / ACROSS) + 1) * size / (2 * ACROSS);
        crt_line line = crt_line_at(t, y < t->height ? y : t->height - 1);
        PixelTuple p = crt_sample(t, &line, f, x < t->width ? x : t->width - 1);
        const uint8_t bytes[3] = { p.red, p.green, p.blue };
        for (int c = 0; c < 3; c++) {
            uint32_t light = (uint32_t)bytes[c] * bytes[c];
            sum[c] += (uint32_t)((uint64_t)light * light / 65025);
        }
    }
    for (int c = 0; c < 3; c++)
        out[c] = (uint16_t)(sum[c] / (ACROSS * ACROSS));
}

/* A line of cells, `step` apart, through a box; beyond its ends there is no light. */
static void blur(
    const uint16_t (*in)[3], uint32_t count, size_t step, uint16_t (*out)[3])
{
    for (int c = 0; c < 3; c++) {
        uint32_t sum = 0;
        for (uint32_t i = 0; i < RADIUS && i < count; i++)
            sum += in[i * step][c];
        for (uint32_t i = 0; i < count; i++) {
            sum += i + RADIUS < count ? in[(i + RADIUS) * step][c] : 0;
            out[i * step][c] = (uint16_t)(sum / (2 * RADIUS + 1));
            sum -= i >= RADIUS ? in[(i - RADIUS) * step][c] : 0;
        }
    }
}

static void blur_all(crt_glow *g, uint16_t (*other)[3])
{
    for (int k = 0; k < ROUNDS; k++) {
        for (size_t j = 0; j < g->height; j++)
            blur((const uint16_t(*)[3])g->cell + j * g->width, g->width, 1,
                other + j * g->width);
        for (uint32_t i = 0; i < g->width; i++)
            blur((const uint16_t(*)[3])other + i, g->height, g->width, g->cell + i);
    }
}

glitch_status crt_glow_of(
    glitch_plan *p, const crt_tube *t, const glitch_frame *f, crt_glow *out)
{
    uint32_t longer = t->width > t->height ? t->width : t->height;
    *out = (crt_glow) { .size = (longer - 1) / CELLS + 1 };
    out->width = (t->width - 1) / out->size + 1;
    out->height = (t->height - 1) / out->size + 1;
    size_t cells = (size_t)out->width * out->height;
    uint16_t(*other)[3] = glitch_plan_alloc(p, cells, sizeof *other);
    out->cell = glitch_plan_alloc(p, cells, sizeof *out->cell);
    if (!other || !out->cell)
        return GLITCH_ENOMEM;
    for (uint32_t j = 0; j < out->height; j++)
        for (uint32_t i = 0; i < out->width; i++)
            shine(t, f, out->size, i, j, out->cell[j * out->width + i]);
    blur_all(out, other);
    return GLITCH_OK;
}

static void slope(int32_t from, int32_t step, uint32_t n, uint16_t *out)
{
    for (uint32_t i = 0; i < n; i++)
        out[i] = (uint16_t)((from + (int32_t)i * step) >> 8);
}

/* A cell's light is that of its first pixel, and blended with the next from there on. */
void crt_glow_row(
    const crt_glow *g, uint32_t y, uint32_t width, uint16_t *const light[3])
{
    int32_t size = (int32_t)g->size, part = (int32_t)(y % g->size) * 256 / size;
    uint32_t j = y / g->size, below = j + 1 < g->height ? j + 1 : j;
    const uint16_t(*above)[3] = (const uint16_t(*)[3])g->cell + (size_t)j * g->width;
    const uint16_t(*under)[3] =
        (const uint16_t(*)[3])g->cell + (size_t)below * g->width;
    for (uint32_t x = 0; x < width; x += g->size) {
        uint32_t i = x / g->size, next = i + 1 < g->width ? i + 1 : i;
        uint32_t count = width - x < g->size ? width - x : g->size;
        for (int c = 0; c < 3; c++) {
            int32_t a = above[i][c] * (256 - part) + under[i][c] * part;
            int32_t b = above[next][c] * (256 - part) + under[next][c] * part;
            slope(a, (b - a) / size, count, light[c] + x);
        }
    }
}
