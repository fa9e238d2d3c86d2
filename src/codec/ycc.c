/* ycc.c - the numbers of BT.601 and BT.709. */
#include "codec/ycc.h"

static int32_t fixed(double v)
{
    return (int32_t)(v * 65536 + (v < 0 ? -0.5 : 0.5));
}

/* The green's share is what is left, such that grey has no colour. */
static void set_difference(int32_t out[4], int own, int other, double own_share,
    double other_share, double scale)
{
    out[own] = fixed(scale / 2);
    out[other] = fixed(-other_share * scale / (2 * (1 - own_share)));
    out[1] = -out[own] - out[other];
    out[3] = (128 << 16) + 32768;
}

gli_ycc gli_ycc_of(int matrix, bool full)
{
    const double kr = matrix == 709 ? 0.2126 : 0.299,
                 kb = matrix == 709 ? 0.0722 : 0.114, kg = 1 - kr - kb;
    const double luma = full ? 1 : 219.0 / 255, chroma = full ? 1 : 224.0 / 255;
    gli_ycc c = { .black = full ? 0 : 16 };
    c.y[0] = fixed(kr * luma);
    c.y[2] = fixed(kb * luma);
    c.y[1] = fixed(luma) - c.y[0] - c.y[2];
    c.y[3] = (c.black << 16) + 32768;
    set_difference(c.cb, 2, 0, kb, kr, chroma);
    set_difference(c.cr, 0, 2, kr, kb, chroma);
    c.luma = fixed(1 / luma);
    c.red = fixed(2 * (1 - kr) / chroma);
    c.blue = fixed(2 * (1 - kb) / chroma);
    c.green[0] = fixed(-2 * (1 - kb) * kb / kg / chroma);
    c.green[1] = fixed(-2 * (1 - kr) * kr / kg / chroma);
    return c;
}
