/* blend.c - which of a filter's output is used: mix, rect, mask and channels. */
#include "iter/blend.h"
#include <string.h>

/* The weight of mix times that of the mask. */
#define FULL (UINT32_C(255) * GLI_FULL_WEIGHT)

bool gli_blend_is_plain(const gli_blend *b, uint32_t width, uint32_t height)
{
    return b->weight == GLI_FULL_WEIGHT && b->channels == GLI_ALL_CHANNELS && !b->mask
        && b->left == 0 && b->top == 0 && b->right == width && b->bottom == height;
}

bool gli_blend_needs(const gli_blend *b, uint32_t y)
{
    return b->weight && b->left < b->right && y >= b->top && y < b->bottom;
}

/* ---- channels ------------------------------------------------------------ */

/* In memory order, so that whole pixels can be masked. */
static uint32_t bits_of(uint32_t channels)
{
    unsigned char bytes[4];
    uint32_t bits;
    for (int i = 0; i < 4; i++)
        bytes[i] = channels >> i & 1 ? 255 : 0;
    memcpy(&bits, bytes, sizeof bits);
    return bits;
}

static void keep_channels(
    uint32_t channels, const PixelTuple *in, uint32_t n, PixelTuple *out)
{
    uint32_t changes = bits_of(channels);
    for (uint32_t x = 0; x < n; x++) {
        uint32_t a, b;
        memcpy(&a, &in[x], sizeof a);
        memcpy(&b, &out[x], sizeof b);
        b = (a & ~changes) | (b & changes);
        memcpy(&out[x], &b, sizeof b);
    }
}

/* ---- colours ------------------------------------------------------------- */

/*
 * Exactly rounded, halves up. Colours count as much as their alpha lets through; where
 * both are invisible there is still a way from one to the other.
 */
static PixelTuple blend(PixelTuple a, PixelTuple b, uint32_t weight)
{
    uint64_t wa = (uint64_t)(FULL - weight) * a.alpha, wb = (uint64_t)weight * b.alpha;
    uint64_t sum = wa + wb;
    uint8_t alpha = (uint8_t)((sum + FULL / 2) / FULL);
    if (sum == 0) {
        wa = FULL - weight;
        wb = weight;
        sum = FULL;
    }
    uint64_t half = sum / 2;
    return (PixelTuple) { (uint8_t)((a.red * wa + b.red * wb + half) / sum),
        (uint8_t)((a.green * wa + b.green * wb + half) / sum),
        (uint8_t)((a.blue * wa + b.blue * wb + half) / sum), alpha };
}

/* The ends are exact whatever the alpha. */
static void blend_each(const PixelTuple *in, const unsigned char *mask, uint32_t weight,
    uint32_t n, PixelTuple *out)
{
    for (uint32_t x = 0; x < n; x++) {
        uint32_t w = weight * (mask ? mask[x] : 255);
        if (w == 0)
            out[x] = in[x];
        else if (w < FULL)
            out[x] = blend(in[x], out[x], w);
    }
}

static bool same_alpha(const PixelTuple *a, const PixelTuple *b, uint32_t n)
{
    uint8_t differs = 0;
    for (uint32_t x = 0; x < n; x++)
        differs |= a[x].alpha ^ b[x].alpha;
    return differs == 0;
}

/*
 * Where alpha stays as it is, bytes are blended as if there were none: a + (b - a) * w,
 * rounded, in 16 bits, of which a processor does many at once. A weight of a half and more
 * is one whole less the rest.
 */
static void blend_bytes(
    const unsigned char *in, uint32_t weight, uint32_t n, unsigned char *out)
{
    const int16_t w = (int16_t)((int32_t)weight - (weight < 32768 ? 0 : 65536));
    const int16_t whole = weight < 32768 ? 0 : -1;
    for (uint32_t i = 0; i < n; i++) {
        int16_t d = (int16_t)(out[i] - in[i]);
        int32_t product = d * w;
        int16_t high = (int16_t)(product >> 16), half = (int16_t)(product >> 15 & 1);
        out[i] = (unsigned char)(in[i] + high + half + (d & whole));
    }
}

/* The same with a weight in 1/255 for each byte; x / 255, rounded, is (y + y/256) / 256. */
static void blend_by_mask(const unsigned char *in, const unsigned char *weight,
    uint32_t n, unsigned char *out)
{
    for (uint32_t i = 0; i < n; i++) {
        uint16_t y = (uint16_t)(in[i] * (255 - weight[i]) + out[i] * weight[i] + 128);
        out[i] = (unsigned char)((uint16_t)(y + (y >> 8)) >> 8);
    }
}

/* And with both. 255 * FULL and a half of it fit into 32 bits. */
static void blend_by_both(const unsigned char *in, const unsigned char *mask,
    uint32_t weight, uint32_t n, unsigned char *out)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t w = weight * mask[i];
        uint32_t sum = in[i] * (FULL - w) + out[i] * w + FULL / 2;
        out[i] = (unsigned char)((sum >> 16) * 0x8081 >> 23); /* / 255, to 65535 */
    }
}

/* A piece at a time, whose mask is made one of bytes. */
static void blend_masked(const unsigned char *in, const unsigned char *mask,
    uint32_t weight, uint32_t pixels, unsigned char *out)
{
    enum { PIECE = 64 };
    unsigned char bytes[4 * PIECE];
    for (uint32_t n; pixels > 0; pixels -= n) {
        n = pixels < PIECE ? pixels : PIECE;
        for (uint32_t i = 0; i < 4 * n; i++)
            bytes[i] = mask[i / 4];
        if (weight == GLI_FULL_WEIGHT)
            blend_by_mask(in, bytes, 4 * n, out);
        else
            blend_by_both(in, bytes, weight, 4 * n, out);
        mask += n;
        in += sizeof(PixelTuple) * n;
        out += sizeof(PixelTuple) * n;
    }
}

static void mix(const PixelTuple *in, const unsigned char *mask, uint32_t weight,
    uint32_t n, PixelTuple *out)
{
    const unsigned char *from = (const unsigned char *)in;
    unsigned char *to = (unsigned char *)out;
    if (!mask && weight == GLI_FULL_WEIGHT)
        return;
    if (n > UINT32_MAX / 4 || !same_alpha(in, out, n))
        blend_each(in, mask, weight, n, out);
    else if (mask)
        blend_masked(from, mask, weight, n, to);
    else
        blend_bytes(from, weight, 4 * n, to);
}

void gli_blend_row(const gli_blend *b, uint32_t y, const PixelTuple *in, uint32_t width,
    PixelTuple *out)
{
    if (!gli_blend_needs(b, y)) {
        memcpy(out, in, width * sizeof *out);
        return;
    }
    uint32_t n = b->right - b->left;
    memcpy(out, in, b->left * sizeof *out);
    memcpy(out + b->right, in + b->right, (width - b->right) * sizeof *out);
    if (b->channels != GLI_ALL_CHANNELS)
        keep_channels(b->channels, in + b->left, n, out + b->left);
    mix(in + b->left, b->mask ? b->mask + (size_t)y * b->width + b->left : NULL,
        b->weight, n, out + b->left);
}
