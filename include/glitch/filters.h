/**
 * @file filters.h
 * The parameter structs of the built-in filters, for glitch_pipeline_add_params(). What
 * the fields mean, their ranges and defaults are in the filters' tables
 * (glitch_filter.params), in `glitch --help-filter NAME` and in glitch-filters(7).
 *
 * Every struct has an initialiser with the defaults, to change what you like:
 *
 *     glitch_scanlines_params p = GLITCH_SCANLINES_INIT;
 *     p.every = 3;
 *
 * GLITCH_REAL_AUTO and GLITCH_INT_AUTO stand for `auto`.
 */
#ifndef GLITCH_FILTERS_H
#define GLITCH_FILTERS_H
#include <glitch/filter.h>
#include <math.h>
#ifdef __cplusplus
extern "C" {
#endif

/** A number given as `auto`: a NaN. */
#define GLITCH_REAL_AUTO ((double)NAN)

/** The parameters of `scanline-offset`. */
typedef struct glitch_scanline_offset_params {
    double level;
    int32_t bands;
    glitch_length height;
    int32_t edge; /**< 0 wrap, 1 clamp, 2 blank */
} glitch_scanline_offset_params;
#define GLITCH_SCANLINE_OFFSET_INIT                                                    \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_INT_AUTO, { GLITCH_REAL_AUTO, 0 }, 0                  \
    }

/** The parameters of `channel-shift`. */
typedef struct glitch_channel_shift_params {
    double level;
    int32_t channel; /**< 0 random, 1 red, 2 green, 3 blue, 4 alpha */
    glitch_length dx, dy;
    int32_t edge; /**< 0 wrap, 1 clamp */
} glitch_channel_shift_params;
#define GLITCH_CHANNEL_SHIFT_INIT                                                      \
    {                                                                                  \
        GLITCH_REAL_AUTO, 0, { GLITCH_REAL_AUTO, 0 }, { GLITCH_REAL_AUTO, 0 }, 0       \
    }

/** The parameters of `color-split`. */
typedef struct glitch_color_split_params {
    double level;
    glitch_length distance;
    double angle;
    int32_t edge; /**< 0 clamp, 1 wrap */
} glitch_color_split_params;
#define GLITCH_COLOR_SPLIT_INIT                                                        \
    {                                                                                  \
        GLITCH_REAL_AUTO, { GLITCH_REAL_AUTO, 0 }, 0, 0                                \
    }

/** The parameters of `scanlines`. */
typedef struct glitch_scanlines_params {
    int32_t every, first;
    double factor;
} glitch_scanlines_params;
#define GLITCH_SCANLINES_INIT                                                          \
    {                                                                                  \
        2, 0, 0                                                                        \
    }

/** The parameters of `classic`. */
typedef struct glitch_classic_params {
    double level;
    const char *seed; /**< a number as text, or "" */
    int32_t color, scan_lines, alpha, step;
    double change;
    int32_t cycle, over;
} glitch_classic_params;
#define GLITCH_CLASSIC_INIT                                                            \
    {                                                                                  \
        GLITCH_REAL_AUTO, "", 0, 0, 1, 1, 0, 0, 1                                      \
    }

/** The parameters of `interlace`. */
typedef struct glitch_interlace_params {
    double level;
    glitch_length distance;
    int32_t weave;
    int32_t field; /**< 0 top, 1 bottom */
    int32_t lines;
    int32_t edge; /**< a glitch_edge */
} glitch_interlace_params;
#define GLITCH_INTERLACE_INIT                                                          \
    {                                                                                  \
        GLITCH_REAL_AUTO, { GLITCH_REAL_AUTO, 0 }, 0, 1, 1, GLITCH_EDGE_CLAMP          \
    }

/** The parameters of `ghost`. */
typedef struct glitch_ghost_params {
    double level, decay;
    int32_t mode; /**< 0 maximum, 1 minimum, 2 mean */
} glitch_ghost_params;
#define GLITCH_GHOST_INIT                                                              \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_REAL_AUTO, 0                                          \
    }

/** The parameters of `feedback`. */
typedef struct glitch_feedback_params {
    double level, amount, zoom, angle;
    glitch_length dx, dy;
    int32_t mode; /**< 0 mean, 1 maximum, 2 difference */
    int32_t edge; /**< a glitch_edge */
} glitch_feedback_params;
#define GLITCH_FEEDBACK_INIT                                                           \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_REAL_AUTO, GLITCH_REAL_AUTO, 0, { 0, 0 }, { 0, 0 },   \
            0, GLITCH_EDGE_MIRROR                                                      \
    }

/** The parameters of `vhs`. */
typedef struct glitch_vhs_params {
    double level;
    int32_t speed; /**< 0 sp, 1 lp, 2 ep */
    double luma, chroma;
    glitch_length delay, wave;
    double tracking;
    glitch_length head;
    double snow, noise;
} glitch_vhs_params;
#define GLITCH_VHS_INIT                                                                \
    {                                                                                  \
        GLITCH_REAL_AUTO, 0, GLITCH_REAL_AUTO, GLITCH_REAL_AUTO,                       \
            { GLITCH_REAL_AUTO, 0 }, { GLITCH_REAL_AUTO, 0 }, GLITCH_REAL_AUTO,        \
            { GLITCH_REAL_AUTO, 0 }, GLITCH_REAL_AUTO, GLITCH_REAL_AUTO                \
    }

/** The parameters of `mosh`. */
typedef struct glitch_mosh_params {
    double level;
    int32_t block;
    double gain;
    glitch_length drift;
    double refresh;
} glitch_mosh_params;
#define GLITCH_MOSH_INIT                                                               \
    {                                                                                  \
        GLITCH_REAL_AUTO, 16, GLITCH_REAL_AUTO, { GLITCH_REAL_AUTO, 0 },               \
            GLITCH_REAL_AUTO                                                           \
    }

/** The parameters of `jpeg-bend`. */
typedef struct glitch_jpeg_bend_params {
    double level;
    int32_t bytes, quality;
    int32_t chroma; /**< 0 half, 1 full */
    int32_t restart;
} glitch_jpeg_bend_params;
#define GLITCH_JPEG_BEND_INIT                                                          \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_INT_AUTO, 75, 0, 0                                    \
    }

/** The parameters of `png-bend`. */
typedef struct glitch_png_bend_params {
    double level;
    int32_t rows;
    int32_t from; /**< 0 none, 1 sub, 2 up, 3 average, 4 paeth, 5 adaptive */
    int32_t to;   /**< 0 none, 1 sub, 2 up, 3 average, 4 paeth, 5 random */
    int32_t alpha;
} glitch_png_bend_params;
#define GLITCH_PNG_BEND_INIT                                                           \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_INT_AUTO, 3, 5, 0                                     \
    }

/** The parameters of `jitter`. */
typedef struct glitch_jitter_params {
    double level;
    glitch_length distance;
    int32_t axis; /**< 0 rows, 1 columns */
    int32_t size;
    int32_t edge; /**< a glitch_edge */
} glitch_jitter_params;
#define GLITCH_JITTER_INIT                                                             \
    {                                                                                  \
        GLITCH_REAL_AUTO, { GLITCH_REAL_AUTO, 0 }, 0, 1, GLITCH_EDGE_CLAMP             \
    }

/** The parameters of `skew`. */
typedef struct glitch_skew_params {
    double level;
    int32_t bands;
    glitch_length height;
    double slope;
    int32_t edge; /**< a glitch_edge */
} glitch_skew_params;
#define GLITCH_SKEW_INIT                                                               \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_INT_AUTO, { GLITCH_REAL_AUTO, 0 }, GLITCH_REAL_AUTO,  \
            GLITCH_EDGE_WRAP                                                           \
    }

/** The parameters of `slice-repeat`. */
typedef struct glitch_slice_repeat_params {
    double level;
    int32_t slices;
    glitch_length height;
    int32_t times;
    glitch_length drift;
    int32_t edge; /**< a glitch_edge */
} glitch_slice_repeat_params;
#define GLITCH_SLICE_REPEAT_INIT                                                       \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_INT_AUTO, { GLITCH_REAL_AUTO, 0 }, GLITCH_INT_AUTO,   \
            { 0, 0 }, GLITCH_EDGE_WRAP                                                 \
    }

/** The parameters of `blocks`. */
typedef struct glitch_blocks_params {
    double level;
    int32_t count;
    glitch_length width, height, distance;
    int32_t edge; /**< a glitch_edge */
} glitch_blocks_params;
#define GLITCH_BLOCKS_INIT                                                             \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_INT_AUTO, { GLITCH_REAL_AUTO, 0 },                    \
            { GLITCH_REAL_AUTO, 0 }, { GLITCH_REAL_AUTO, 0 }, GLITCH_EDGE_WRAP         \
    }

/** The parameters of `stretch`. */
typedef struct glitch_stretch_params {
    double level;
    int32_t count;
    glitch_length width, height;
    int32_t direction; /**< 0 down, 1 right, 2 random */
} glitch_stretch_params;
#define GLITCH_STRETCH_INIT                                                            \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_INT_AUTO, { GLITCH_REAL_AUTO, 0 },                    \
            { GLITCH_REAL_AUTO, 0 }, 2                                                 \
    }

/** The parameters of `shuffle`. */
typedef struct glitch_shuffle_params {
    double level, share;
    glitch_length width, height;
} glitch_shuffle_params;
#define GLITCH_SHUFFLE_INIT                                                            \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_REAL_AUTO, { GLITCH_REAL_AUTO, 0 },                   \
        {                                                                              \
            GLITCH_REAL_AUTO, 0                                                        \
        }                                                                              \
    }

/** The parameters of `mirror`. */
typedef struct glitch_mirror_params {
    int32_t side; /**< 0 left, 1 right, 2 top, 3 bottom */
    glitch_length at;
    int32_t edge; /**< a glitch_edge */
} glitch_mirror_params;
#define GLITCH_MIRROR_INIT                                                             \
    {                                                                                  \
        0, { 50, 1 }, GLITCH_EDGE_MIRROR                                               \
    }

/** The parameters of `kaleidoscope`. */
typedef struct glitch_kaleidoscope_params {
    double level;
    int32_t folds;
    double angle;
    glitch_length x, y;
    double zoom;
    int32_t edge; /**< a glitch_edge */
} glitch_kaleidoscope_params;
#define GLITCH_KALEIDOSCOPE_INIT                                                       \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_INT_AUTO, 0, { 50, 1 }, { 50, 1 }, 1,                 \
            GLITCH_EDGE_MIRROR                                                         \
    }

/** The parameters of `pixelate`. */
typedef struct glitch_pixelate_params {
    double level;
    glitch_length width, height;
} glitch_pixelate_params;
#define GLITCH_PIXELATE_INIT                                                           \
    {                                                                                  \
        GLITCH_REAL_AUTO, { GLITCH_REAL_AUTO, 0 },                                     \
        {                                                                              \
            GLITCH_REAL_AUTO, 0                                                        \
        }                                                                              \
    }

/** The parameters of `posterize`. */
typedef struct glitch_posterize_params {
    double level;
    int32_t levels;
} glitch_posterize_params;
#define GLITCH_POSTERIZE_INIT                                                          \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_INT_AUTO                                              \
    }

/** The parameters of `bitcrush`. */
typedef struct glitch_bitcrush_params {
    double level;
    int32_t operation; /**< 0 drop, 1 flip, 2 shift, 3 rotate, 4 reverse */
    int32_t bits;
} glitch_bitcrush_params;
#define GLITCH_BITCRUSH_INIT                                                           \
    {                                                                                  \
        GLITCH_REAL_AUTO, 0, GLITCH_INT_AUTO                                           \
    }

/** The parameters of `swizzle`. */
typedef struct glitch_swizzle_params {
    double level;
    int32_t order; /**< 0 random, 1 rbg, 2 grb, 3 gbr, 4 brg, 5 bgr */
    int32_t count; /**< -1: the whole picture */
    glitch_length width, height;
} glitch_swizzle_params;
#define GLITCH_SWIZZLE_INIT                                                            \
    {                                                                                  \
        GLITCH_REAL_AUTO, 0, GLITCH_INT_AUTO, { GLITCH_REAL_AUTO, 0 },                 \
        {                                                                              \
            GLITCH_REAL_AUTO, 0                                                        \
        }                                                                              \
    }

/** The parameters of `invert`. */
typedef struct glitch_invert_params {
    double level;
    int32_t count; /**< -1: the whole picture */
    glitch_length width, height;
} glitch_invert_params;
#define GLITCH_INVERT_INIT                                                             \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_INT_AUTO, { GLITCH_REAL_AUTO, 0 },                    \
        {                                                                              \
            GLITCH_REAL_AUTO, 0                                                        \
        }                                                                              \
    }

/** The parameters of `pixel-sort`. */
typedef struct glitch_pixel_sort_params {
    double level;
    int32_t intervals; /**< 0 none, 1 random, 2 threshold, 3 edges, 4 waves */
    int32_t key; /**< 0 lightness, 1 hue, 2 saturation, 3 intensity, 4 minimum, 5 red, 6
                    green, 7 blue */
    double low, high;
    glitch_length length;
    double angle;
    int32_t reverse;
    double skip;
} glitch_pixel_sort_params;
#define GLITCH_PIXEL_SORT_INIT                                                         \
    {                                                                                  \
        GLITCH_REAL_AUTO, 2, 0, 0.25, 0.8, { 50, 0 }, 0, 0, GLITCH_REAL_AUTO           \
    }

/** The parameters of `wave`. */
typedef struct glitch_wave_params {
    double level;
    int32_t shape; /**< 0 rows, 1 columns, 2 radial */
    glitch_length amplitude, wavelength;
    double phase, speed;
    int32_t edge; /**< a glitch_edge */
} glitch_wave_params;
#define GLITCH_WAVE_INIT                                                               \
    {                                                                                  \
        GLITCH_REAL_AUTO, 0, { GLITCH_REAL_AUTO, 0 }, { 25, 1 }, 0, 1,                 \
            GLITCH_EDGE_CLAMP                                                          \
    }

/** The parameters of `noise`. */
typedef struct glitch_noise_params {
    double level;
    int32_t kind; /**< 0 gaussian, 1 uniform, 2 salt-pepper */
    double amount;
    int32_t mono, still;
} glitch_noise_params;
#define GLITCH_NOISE_INIT                                                              \
    {                                                                                  \
        GLITCH_REAL_AUTO, 0, GLITCH_REAL_AUTO, 0, 0                                    \
    }

/** The parameters of `dither`. */
typedef struct glitch_dither_params {
    double level;
    int32_t method; /**< 0 bayer2, 1 bayer4, 2 bayer8, 3 floyd-steinberg, 4 atkinson, 5
                       sierra */
    int32_t levels;
    glitch_colors colors;
    int32_t named; /**< 0 none, 1 mono, 2 gameboy, 3 cga, 4 ega, 5 c64, 6 teletext */
} glitch_dither_params;
#define GLITCH_DITHER_INIT                                                             \
    {                                                                                  \
        GLITCH_REAL_AUTO, 1, GLITCH_INT_AUTO, { NULL, 0 }, 0                           \
    }

/** The parameters of `palette`. */
typedef struct glitch_palette_params {
    double level;
    glitch_colors colors;
    int32_t named; /**< as in glitch_dither_params */
    int32_t count;
} glitch_palette_params;
#define GLITCH_PALETTE_INIT                                                            \
    {                                                                                  \
        GLITCH_REAL_AUTO, { NULL, 0 }, 0, GLITCH_INT_AUTO                              \
    }

/** The parameters of `splice`. */
typedef struct glitch_splice_params {
    double level;
    int32_t operation; /**< 0 and, 1 or, 2 xor, 3 add, 4 subtract */
    glitch_file picture;
    glitch_length dx, dy;
    int32_t edge; /**< a glitch_edge */
} glitch_splice_params;
#define GLITCH_SPLICE_INIT                                                             \
    {                                                                                  \
        GLITCH_REAL_AUTO, 2, { "", NULL }, { GLITCH_REAL_AUTO, 0 },                    \
            { GLITCH_REAL_AUTO, 0 }, GLITCH_EDGE_WRAP                                  \
    }

/** The parameters of `expr`. */
typedef struct glitch_expr_params {
    double level;
    const char *red, *green, *blue, *alpha; /**< "": as it is */
} glitch_expr_params;
#define GLITCH_EXPR_INIT                                                               \
    {                                                                                  \
        GLITCH_REAL_AUTO, "", "", "", ""                                               \
    }

/** The parameters of `crt`. */
typedef struct glitch_crt_params {
    double level, curvature, scan, pitch;
    int32_t shadow; /**< 0 none, 1 grille, 2 slot, 3 dots */
    double depth, dot, bloom, vignette, hum;
    glitch_length roll;
    double brightness;
    int32_t edge; /**< a glitch_edge */
} glitch_crt_params;
#define GLITCH_CRT_INIT                                                                \
    {                                                                                  \
        GLITCH_REAL_AUTO, GLITCH_REAL_AUTO, GLITCH_REAL_AUTO, GLITCH_REAL_AUTO, 1,     \
            GLITCH_REAL_AUTO, GLITCH_REAL_AUTO, GLITCH_REAL_AUTO, GLITCH_REAL_AUTO,    \
            GLITCH_REAL_AUTO, { 0, 0 }, GLITCH_REAL_AUTO, GLITCH_EDGE_BLACK            \
    }

/** The parameters of `aberration`. */
typedef struct glitch_aberration_params {
    double level;
    glitch_length distance;
    int32_t mode; /**< 0 radial, 1 linear */
    double angle;
    glitch_length x, y;
    int32_t edge; /**< a glitch_edge */
} glitch_aberration_params;
#define GLITCH_ABERRATION_INIT                                                         \
    {                                                                                  \
        GLITCH_REAL_AUTO, { GLITCH_REAL_AUTO, 0 }, 0, 0, { 50, 1 }, { 50, 1 },         \
            GLITCH_EDGE_CLAMP                                                          \
    }

/** The parameters of `wind`. */
typedef struct glitch_wind_params {
    double level;
    int32_t direction; /**< 0 right, 1 left, 2 down, 3 up */
    glitch_length length;
    double vary, threshold, chance;
} glitch_wind_params;
#define GLITCH_WIND_INIT                                                               \
    {                                                                                  \
        GLITCH_REAL_AUTO, 0, { GLITCH_REAL_AUTO, 0 }, 1, 0.05, 0.8                     \
    }

/** The parameters of `streak`. */
typedef struct glitch_streak_params {
    double level;
    int32_t direction; /**< 0 right, 1 left, 2 down, 3 up */
    glitch_length length;
    double threshold, chance;
} glitch_streak_params;
#define GLITCH_STREAK_INIT                                                             \
    {                                                                                  \
        GLITCH_REAL_AUTO, 2, { GLITCH_REAL_AUTO, 0 }, 0.5, 0.5                         \
    }

/** The parameters of `melt`. */
typedef struct glitch_melt_params {
    double level;
    glitch_length length;
    int32_t mode; /**< 0 drip, 1 stretch, 2 slide */
    glitch_length width;
    double smooth;
} glitch_melt_params;
#define GLITCH_MELT_INIT                                                               \
    {                                                                                  \
        GLITCH_REAL_AUTO, { GLITCH_REAL_AUTO, 0 }, 0, { 0.3, 1 }, 0.8                  \
    }

/** The parameters of `displace`. */
typedef struct glitch_displace_params {
    double level;
    glitch_file map;
    glitch_length scale;
    int32_t x, y; /**< 0 red, 1 green, 2 blue, 3 alpha, 4 luma */
    int32_t edge; /**< a glitch_edge */
} glitch_displace_params;
#define GLITCH_DISPLACE_INIT                                                           \
    {                                                                                  \
        GLITCH_REAL_AUTO, { "", NULL }, { GLITCH_REAL_AUTO, 0 }, GLITCH_INT_AUTO,      \
            GLITCH_INT_AUTO, GLITCH_EDGE_MIRROR                                        \
    }

#ifdef __cplusplus
}
#endif
#endif
