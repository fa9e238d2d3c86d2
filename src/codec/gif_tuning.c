/* gif_tuning.c - what the options of a GIF mean to those who code it. */
#include "codec/gif_tuning.h"
#include <unistd.h>

enum {
    DEFAULT_QUALITY = 75,
    MOST_THREADS = 64,
    PRECISE_FROM = 95,
    USUAL_ERROR = 6,
    MOST_ERROR = 100
};

/* What a few qualities mean; in between it is interpolated. */
typedef struct mark {
    int quality;
    int grain, stick, near, still, adapt, dither;
} mark;

static const mark marks[] = {
    { 1, 40, 1500, 1500, 1500, 100, 0 },
    { 25, 20, 250, 250, 250, 100, 0 },
    { 50, 10, 60, 60, 80, 100, 0 },
    { DEFAULT_QUALITY, 6, 20, 20, 40, 50, 0 },
    { 85, 3, 13, 20, 27, 10, 0 },
    { 90, 2, 10, 20, 20, 0, 26 },
    { 100, 0, 0, 0, 0, 0, 26 },
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
        between(m->dither, m[1].dither, at, of) };
}

gli_gif_tuning gli_gif_tune(const glitch_sink_options *opt)
{
    int quality = opt->quality ? opt->quality : DEFAULT_QUALITY;
    if (opt->fast) /* fewer colours in a row are less to compress */
        quality = quality - quality / 5;
    mark m = mark_of(quality);
    bool dithers = opt->dither > 0;
    int stride = m.grain > 0 || dithers ? 16 : 3;
    return (gli_gif_tuning) { .grain = (uint8_t)(dithers ? 0 : m.grain),
        .stick = (uint32_t)m.stick,
        .near = (uint32_t)m.near,
        .still = (uint32_t)m.still,
        .adapt = (uint32_t)m.adapt,
        .dither = dithers ? (int)(opt->dither * 128 + 0.5) : 0,
        .little_dither = opt->dither == 0 ? m.dither : 0,
        .rounds = opt->fast ? 0 : 2,
        .stride = (uint32_t)(opt->fast ? 48 : stride),
        .precise = quality >= PRECISE_FROM,
        .twice = !opt->fast,
        .own_colors = opt->colors > 0 && opt->colors < 256,
        .colors = opt->colors ? opt->colors : 256 };
}

gli_gif_tuning gli_gif_suit(const gli_gif_tuning *t, bool drawn)
{
    gli_gif_tuning suited = *t;
    if (drawn) {
        suited.grain = 0;
        suited.stick = suited.near = suited.adapt = 0;
        suited.precise = true;
    }
    return suited;
}

void gli_gif_adapt(gli_gif_tuning *t, uint32_t error)
{
    error = error < USUAL_ERROR ? USUAL_ERROR : error > MOST_ERROR ? MOST_ERROR : error;
    uint32_t percent = 100 + (error - USUAL_ERROR) * t->adapt / USUAL_ERROR;
    uint32_t more = (uint32_t)t->little_dither * (error - USUAL_ERROR) / USUAL_ERROR;
    t->stick = t->stick * percent / 100;
    t->near = t->near * percent / 100;
    if (!t->dither) /* by and by, so that no frame looks unlike the one before */
        t->dither = more < (uint32_t)t->little_dither ? (int)more : t->little_dither;
}

int gli_gif_threads(const glitch_sink_options *opt)
{
    long n = opt->threads ? opt->threads : sysconf(_SC_NPROCESSORS_ONLN);
    return (int)(n < 1 ? 1 : n > MOST_THREADS ? MOST_THREADS : n);
}
