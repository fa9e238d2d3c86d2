/* edge.c - pixels that are moved, and what stands beyond the edge of a picture. */
#include <glitch/filter.h>
#include <string.h>

int32_t glitch_edge_outside(glitch_edge edge, int64_t at, uint32_t size)
{
    int64_t n = size;
    switch (edge) {
    case GLITCH_EDGE_CLAMP:
        return at < 0 ? 0 : (int32_t)(n - 1);
    case GLITCH_EDGE_WRAP:
        at %= n; /* NOLINT(clang-analyzer-core.DivideZero): a frame has pixels */
        return (int32_t)(at < 0 ? at + n : at);
    case GLITCH_EDGE_MIRROR:
        at %= 2 * n; /* NOLINT(clang-analyzer-core.DivideZero): as above */
        at = at < 0 ? at + 2 * n : at;
        return (int32_t)(at < n ? at : 2 * n - 1 - at);
    case GLITCH_EDGE_TRANSPARENT:
    case GLITCH_EDGE_BLACK:
        break;
    }
    return -1;
}

PixelTuple glitch_edge_pixel(glitch_edge edge)
{
    return (PixelTuple) { 0, 0, 0, edge == GLITCH_EDGE_BLACK ? 255 : 0 };
}

/* ---- rows ---------------------------------------------------------------- */

/* What stands at places from … to - 1, of which none is in the row. */
static void fill(const PixelTuple *in, uint32_t width, int64_t from, int64_t to,
    glitch_edge edge, PixelTuple *out)
{
    for (int64_t at = from; at < to; at++) {
        int32_t x = glitch_edge_outside(edge, at, width);
        *out++ = x < 0 ? glitch_edge_pixel(edge) : in[x];
    }
}

static void wrap(const PixelTuple *in, uint32_t width, int64_t by, PixelTuple *out)
{
    uint32_t right = (uint32_t)glitch_edge_at(GLITCH_EDGE_WRAP, by, width);
    memcpy(out + right, in, (width - right) * sizeof *out);
    memcpy(out, in + width - right, right * sizeof *out);
}

void glitch_row_move(
    const PixelTuple *in, uint32_t width, int64_t by, glitch_edge edge, PixelTuple *out)
{
    int64_t n = width, period = 2 * n;
    if (edge == GLITCH_EDGE_WRAP) {
        wrap(in, width, by, out);
        return;
    }
    if (edge == GLITCH_EDGE_MIRROR)
        by %= period;          /* NOLINT(clang-analyzer-core.DivideZero): as above */
    if (by <= -n || by >= n) { /* as far as makes a difference */
        by = by < -period ? -period : by > period ? period : by;
        fill(in, width, -by, n - by, edge, out);
        return;
    }
    uint32_t right = by > 0 ? (uint32_t)by : 0, left = by < 0 ? (uint32_t)-by : 0;
    fill(in, width, -(int64_t)right, 0, edge, out);
    memcpy(out + right, in + left, (width - right - left) * sizeof *out);
    fill(in, width, n, n + left, edge, out + (width - left));
}

/* ---- pictures ------------------------------------------------------------ */

/* In squares, so that the rows of both pictures stay in the cache. */
void glitch_transpose(const PixelTuple *in, size_t in_stride, uint32_t width,
    uint32_t height, PixelTuple *out, size_t out_stride)
{
    enum { SIDE = 16 };
    for (size_t top = 0; top < height; top += SIDE)
        for (uint32_t x = 0; x < width; x++)
            for (size_t y = top; y < height && y < top + SIDE; y++)
                out[x * out_stride + y] = in[y * in_stride + x];
}

/* Weights in 1/65536 sum up to 2^32, and to 2^40 with their alpha. */
static PixelTuple blend4(const PixelTuple *p, const uint64_t *weight)
{
    uint64_t sum = 0, red = 0, green = 0, blue = 0;
    for (int i = 0; i < 4; i++) {
        uint64_t w = weight[i] * p[i].alpha;
        sum += w;
        red += w * p[i].red;
        green += w * p[i].green;
        blue += w * p[i].blue;
    }
    if (sum == 0)
        return (PixelTuple) { 0, 0, 0, 0 };
    uint64_t half = sum / 2;
    return (PixelTuple) { (uint8_t)((red + half) / sum),
        (uint8_t)((green + half) / sum), (uint8_t)((blue + half) / sum),
        (uint8_t)((sum + (UINT64_C(1) << 31)) >> 32) };
}

PixelTuple glitch_pixel_between(
    const glitch_frame *f, int64_t x, int64_t y, glitch_edge edge)
{
    uint64_t right = (uint64_t)x & 65535, down = (uint64_t)y & 65535;
    int64_t left = (x - (int64_t)right) / 65536, top = (y - (int64_t)down) / 65536;
    PixelTuple p[4] = { glitch_pixel_at(f, left, top, edge),
        glitch_pixel_at(f, left + 1, top, edge),
        glitch_pixel_at(f, left, top + 1, edge),
        glitch_pixel_at(f, left + 1, top + 1, edge) };
    uint64_t weight[4] = { (65536 - right) * (65536 - down), right * (65536 - down),
        (65536 - right) * down, right * down };
    return blend4(p, weight);
}
