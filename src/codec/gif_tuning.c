/* gif_tuning.c - what the options of a GIF mean to those who code it. */
#include "codec/gif_tuning.h"
#include "codec/lzw_near.h"
#include <unistd.h>

enum {
    DEFAULT_QUALITY = 75,
    FEW_COLORS = 127, /* and a transparent one: seven bits each */
    MOST_THREADS = 64,
    PRECISE_FROM = 95,
    USUAL_ERROR = 6,
    MOST_ERROR = 40
};

/* What a few qualities mean; in between it is interpolated. */
typedef struct mark {
    int quality;
    int grain, stick, near, still, adapt, dither;
    int worth, spare, most; /* in what is drawn, see gli_thrift */
    int search;             /* what looks about as good as by all the others */
} mark;

static const mark marks[] = {
    { 1, 40, 1500, 1500, 1500, 100, 0, 4000, 1000, 1500, 30 },
    { 25, 20, 250, 250, 250, 100, 0, 800, 160, 90, 250 },
    { 50, 10, 60, 60, 80, 100, 0, 200, 70, 46, 983 },
    { DEFAULT_QUALITY, 6, 20, 20, 40, 50, 0, 40, 40, 28, 5000 },
    { 85, 3, 13, 20, 27, 10, 0, 12, 10, 16, 12000 },
    { 89, 2, 10, 20, 20, 0, 0, 3, 3, 6, 18000 },
    { 90, 2, 10, 20, 20, 0, 26, 0, 0, 0, 20000 },
    { 100, 0, 0, 0, 0, 0, 26, 0, 0, 0, 65536 },
};

static int between(int low, int high, int at, int of)
{
    return low + (high - low) * at / of;
}

static mark mark_of(int quality)
{
    const mark *m = marks;
    while (quality > m[1].quality)
        m++;
    int at = quality - m->quality, of = m[1].quality - m->quality;
    return (mark) { quality, between(m->grain, m[1].grain, at, of),
        between(m->stick, m[1].stick, at, of), between(m->near, m[1].near, at, of),
        between(m->still, m[1].still, at, of), between(m->adapt, m[1].adapt, at, of),
        between(m->dither, m[1].dither, at, of), between(m->worth, m[1].worth, at, of),
        between(m->spare, m[1].spare, at, of), between(m->most, m[1].most, at, of),
        between(m->search, m[1].search, at, of) };
}

/* Dots of few colours are seen, and who says how many there are to be gets them. */
static gli_thrift thrift_of(const glitch_sink_options *opt, const mark *m)
{
    bool none = opt->dither > 0 || opt->colors > 0;
    return none
        ? (gli_thrift) { 0 }
        : (gli_thrift) { (uint32_t)m->worth, (uint32_t)m->spare, (uint32_t)m->most };
}

/* Whoever looks for strings of near colours decides himself what is near, and has time. */
static void search(gli_gif_tuning *t, const mark *m)
{
    t->search = (uint32_t)m->search;
    t->little_dither = 0;
    t->rounds = 8;
    t->stride = 3;
    t->still = GLI_NEAR_FAR;
    if (m->quality < DEFAULT_QUALITY) {
        t->thrift = (gli_thrift) { 0 };
        t->drawn_colors = FEW_COLORS;
    }
}

gli_gif_tuning gli_gif_tune(const glitch_sink_options *opt)
{
    bool dithers = opt->dither > 0;
    int quality = opt->quality ? opt->quality : DEFAULT_QUALITY;
    if (opt->fast) /* fewer colours in a row are less to compress */
        quality = quality - quality / 5;
    mark m = mark_of(quality);
    int stride = m.grain > 0 || dithers ? 16 : 3;
    int colors = opt->colors ? opt->colors : 256;
    gli_gif_tuning t = { .grain = (uint8_t)(dithers ? 0 : m.grain),
        .stick = (uint32_t)m.stick,
        .near = (uint32_t)m.near,
        .still = (uint32_t)m.still,
        .adapt = (uint32_t)m.adapt,
        .dither = dithers ? (int)(opt->dither * 128 + 0.5) : 0,
        .little_dither = opt->dither == 0 ? m.dither : 0,
        .rounds = opt->fast ? 0 : 2,
        .stride = (uint32_t)stride,
        .precision = quality >= PRECISE_FROM ? GLI_NEAREST : GLI_MUCH_ALIKE,
        .twice = !opt->fast,
        .cell_bits = GLI_CELL_BITS,
        .thrift = thrift_of(opt, &m),
        .own_colors = opt->colors > 0 && opt->colors < 256,
        .colors = colors,
        .drawn_colors = colors };
    if (opt->small && !opt->fast && !dithers)
        search(&t, &m);
    return t;
}

gli_gif_tuning gli_gif_suit(const gli_gif_tuning *t, bool drawn)
{
    gli_gif_tuning suited = *t;
    if (!drawn) {
        suited.thrift = (gli_thrift) { 0 };
        return suited;
    }
    suited.colors = t->drawn_colors < t->colors ? t->drawn_colors : t->colors;
    suited.thorough = true;
    suited.cell_bits = 8; /* flat colours are to be exact */
    suited.grain = 0;
    suited.stick = suited.near = suited.adapt = 0;
    if (!t->search)
        suited.still = t->still / 4; /* on even colours, remains of others are seen */
    suited.little_dither = 0; /* dots are seen on even colours, and gain little */
    suited.precision = t->dither ? GLI_TOLD_APART : GLI_NEAREST;
    return suited;
}

bool gli_gif_refine(gli_gif_tuning *t, int cells)
{
    enum { SOME = 512, FEW = 64, VERY_FEW = 8 }; /* each eighth makes it a bit more */
    if (t->cell_bits > GLI_CELL_BITS || cells >= SOME)
        return false;
    t->cell_bits += cells < VERY_FEW ? 3 : cells < FEW ? 2 : 1;
    t->precision = t->dither ? GLI_TOLD_APART : GLI_NEAREST;
    return true;
}

void gli_gif_adapt(gli_gif_tuning *t, uint32_t error)
{
    error = error < USUAL_ERROR ? USUAL_ERROR : error > MOST_ERROR ? MOST_ERROR : error;
    uint32_t percent = 100 + (error - USUAL_ERROR) * t->adapt / USUAL_ERROR;
    uint32_t more = (uint32_t)t->little_dither * (error - USUAL_ERROR) / USUAL_ERROR;
    t->stick = t->stick * percent / 100;
    t->near = t->near * percent / 100;
    t->search = t->search * 200 / (100 + percent); /* by half of that */
    if (!t->dither) /* by and by, so that no frame looks unlike the one before */
        t->dither = more < (uint32_t)t->little_dither ? (int)more : t->little_dither;
}

int gli_gif_threads(const glitch_sink_options *opt)
{
    long n = opt->threads ? opt->threads : sysconf(_SC_NPROCESSORS_ONLN);
    return (int)(n < 1 ? 1 : n > MOST_THREADS ? MOST_THREADS : n);
}
