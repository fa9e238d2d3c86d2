/**
 * @file filter.h
 * For authors of filters. The built-in ones include nothing else of the project.
 *
 * A filter is one const descriptor: a name, a table of typed parameters, and callbacks.
 * For every frame the engine calls plan() once, then row() for each row, or frame()
 * once:
 * - plan() decides everything: it draws the random numbers, builds tables, and says
 *   which rows of its input row() will look at. It may fail, with a message.
 * - row() computes one output row from those input rows. It is pure: it cannot fail,
 *   allocates nothing and writes to nothing but `out`. Rows are asked for in any order,
 *   and only those that the user wants to be changed.
 * - frame() rewrites a whole frame in place, for what cannot be done row by row.
 *
 * Runs of row filters are pulled through the processor's cache together, so a filter
 * that asks for few rows is worth a little effort.
 *
 * What users want of every filter the engine does around it: `mix`, `rect`, `mask`,
 * `channels`, `seed` and `when` (see glitch_common_params()), and numbers that change
 * over an animation, such as `level=1..8@ease-in`. A filter neither knows nor sees them:
 * plan() gets the numbers of its frame. A parameter of the filter's own that has one of
 * these names takes its place.
 *
 * A frame looks the same whether or not those before it were made: it depends on the
 * parameters, the seed, and its number. The exception are filters that say that they
 * look at past frames (glitch_filter.past).
 */
#ifndef GLITCH_FILTER_H
#define GLITCH_FILTER_H
#include <glitch/glitch.h>
#ifdef __cplusplus
extern "C" {
#endif

/** A length, in pixels or in percent of the frame's width or height. */
typedef struct glitch_length {
    double value;
    int32_t percent; /**< 0: value is in pixels; 1: in percent */
} glitch_length;

/** Some colours. */
typedef struct glitch_colors {
    const PixelTuple *color; /**< `count` of them; NULL where there is none */
    uint32_t count;          /**< to 256 */
} glitch_colors;

/** A second picture. */
typedef struct glitch_file {
    const char *path;          /**< never NULL; "" for none */
    const glitch_frame *frame; /**< the picture, or the first of an animation; NULL for
                                    none. The engine sets it, whatever was there */
} glitch_file;

/** The type of a parameter, and of its field in the filter's parameter struct. */
typedef enum glitch_type {
    GLITCH_BOOL =
        1,         /**< int32_t 0 or 1; typed as 0, 1, no, yes, off, on, false, true */
    GLITCH_INT,    /**< int32_t */
    GLITCH_REAL,   /**< double */
    GLITCH_CHOICE, /**< int32_t, index into `choices` */
    GLITCH_LENGTH, /**< glitch_length; typed as 12, 12px or 3.5% */
    GLITCH_TEXT,   /**< const char *, never NULL; lives as long as the pipeline. It may
                        have commas: it ends where `,name=` follows, but not `,name==` */
    GLITCH_ANGLE,  /**< double, in degrees; typed as 45 or 45deg */
    GLITCH_COLOR,  /**< PixelTuple; typed as rgb, rrggbb or rrggbbaa, in hexadecimal */
    GLITCH_COLORS, /**< glitch_colors; typed as colours with commas between them */
    GLITCH_EDGE,   /**< int32_t, a glitch_edge; typed as its name */
    GLITCH_FILE    /**< glitch_file; typed as the path of a picture */
} glitch_type;

/** What the word `auto` means for a parameter. */
typedef enum glitch_auto {
    GLITCH_AUTO_NONE = 0,  /**< the word is not accepted */
    GLITCH_AUTO_INTENSITY, /**< GLITCH_REAL: the pipeline's intensity in this frame */
    GLITCH_AUTO_FILTER     /**< plan() decides: see GLITCH_INT_AUTO, GLITCH_IS_AUTO */
} glitch_auto;

/** A row of a filter's parameter table; the parser, the help and the manual read it. */
typedef struct glitch_param {
    const char *name; /**< lower case, words joined by '-' */
    glitch_type type; /**< of the value, and of the field */
    size_t offset;    /**< of the field in the filter's parameter struct */
    const char *def;  /**< the default, as the user would type it */
    double min, max;  /**< of INT, REAL, ANGLE, LENGTH (a percentage counts as such) */
    const char *const *choices; /**< GLITCH_CHOICE: ends with NULL */
    glitch_auto automatic;      /**< what the word auto means */
    const char *help; /**< lower case, no full stop; "; auto: ..." with auto */
} glitch_param;

/** The field of a GLITCH_INT, CHOICE or EDGE that was given as `auto`. */
#define GLITCH_INT_AUTO INT32_MIN

/** The field of a GLITCH_REAL or ANGLE, or value of a LENGTH, given as `auto`: a NaN. */
#define GLITCH_IS_AUTO(real) ((real) != (real))

/** As reach.above or reach.below: any row of the input, in any order. */
#define GLITCH_WHOLE UINT32_MAX

/** What stands beyond the edges of a picture, where a filter that moves pixels looks. */
typedef enum glitch_edge {
    GLITCH_EDGE_CLAMP = 0,   /**< `clamp`: the nearest pixel */
    GLITCH_EDGE_WRAP,        /**< `wrap`: as if the picture were repeated endlessly */
    GLITCH_EDGE_MIRROR,      /**< `mirror`: and every second one reversed */
    GLITCH_EDGE_TRANSPARENT, /**< `transparent`: nothing, red, green and blue 0 */
    GLITCH_EDGE_BLACK        /**< `black`: opaque black */
} glitch_edge;

/** The input rows that row() will look at; all zero: for row y just row y. */
typedef struct glitch_reach {
    uint32_t above, below; /**< rows above and below y, or GLITCH_WHOLE */
    glitch_edge edge;      /**< for rows outside of the frame */
} glitch_reach;

typedef struct glitch_plan glitch_plan;     /**< one filter, one frame */
typedef struct glitch_window glitch_window; /**< the input rows you asked for */

/** A word that the text of a parameter may have, such as a function of a formula. */
typedef struct glitch_word {
    const char *kind; /**< of several, such as functions; those of one stand together */
    const char *word; /**< as it is written, such as min(u,v) */
    const char *help; /**< what it means; lower case, no full stop */
} glitch_word;

struct glitch_filter {
    size_t struct_size;         /**< sizeof(glitch_filter) */
    const char *name;           /**< lower case, words joined by '-' */
    const char *summary;        /**< one line, lower case, no full stop */
    const glitch_param *params; /**< ends with a zeroed entry; NULL: none */
    size_t params_size;         /**< of the parameter struct, in bytes; 0: none */

    /**
     * Decide everything for one frame.
     *
     * @param shape  width, height, index and delay of the frame; px is NULL
     * @param params the parameter struct, every value within its range; it lasts as long
     *               as `state`, into which it may be put
     * @param reach  all zero at entry
     * @param state  for row() or frame(); take its memory from glitch_plan_alloc()
     * @return GLITCH_OK, or what glitch_plan_fail() or a NULL of glitch_plan_alloc()
     *         (then GLITCH_ENOMEM) says
     */
    glitch_status (*plan)(glitch_plan *p, const glitch_frame *shape, const void *params,
        glitch_reach *reach, void **state);

    /** Write output row y, all `glitch_window_width()` pixels of it. */
    void (*row)(
        const void *state, const glitch_window *in, uint32_t y, PixelTuple *out);

    /**
     * Instead of row: rewrite the frame in place.
     *
     * @param p for glitch_plan_alloc(), glitch_plan_poll() and glitch_plan_fail()
     * @return as plan()
     */
    glitch_status (*frame)(glitch_plan *p, const void *state, const glitch_frame *io);

    int32_t past; /**< 1: plan() may call glitch_plan_past() */

    /**
     * Or NULL: look at parameters as soon as they are set, where they can be wrong in a way
     * that the table does not tell, as a formula can. Numbers may change afterwards.
     *
     * @param[out] fault what is wrong, in one line of at most `size` bytes
     * @return 1 where they are right, else 0
     */
    int (*check)(const void *params, char *fault, size_t size);

    /** For help and manual; ends with a zeroed entry. NULL: none */
    const glitch_word *words;
};

/* ---- in plan() and frame() ----------------------------------------------- */

/**
 * Zeroed memory for count things of `size` bytes, freed by the engine after the frame.
 *
 * @return NULL when there is none; the context's message is set then
 */
GLITCH_API GLITCH_MUST_USE void *glitch_plan_alloc(
    glitch_plan *p, size_t count, size_t size);

/**
 * Memory that lasts from frame to frame, for what a filter remembers: zeroed when it is
 * first asked for, then the same again for this filter in this run of the pipeline,
 * freed at its end. Frames may come in any order: what a frame looks like must not
 * depend on which were asked for before, only on its number.
 *
 * @param size in bytes; the same in every frame
 * @return NULL when there is none; the context's message is set then
 */
GLITCH_API GLITCH_MUST_USE void *glitch_plan_keep(glitch_plan *p, size_t size);

/** @return 64 random bits, a function of seed and place in the chain: in every frame
 * the same */
GLITCH_API uint64_t glitch_plan_key(const glitch_plan *p);

/** @return 64 random bits, a function of seed, place in the chain, frame and call */
GLITCH_API uint64_t glitch_plan_rand(glitch_plan *p);

/**
 * @return a random integer from lo to hi, both included, each equally likely; lo <= hi
 */
GLITCH_API int32_t glitch_plan_range(glitch_plan *p, int32_t lo, int32_t hi);

/** @return a random number from 0 to 1, but not 1 itself */
GLITCH_API double glitch_plan_real(glitch_plan *p);

/** @return how many frames the animation has; 1 for a still; 0 where it is not known */
GLITCH_API uint32_t glitch_plan_total(const glitch_plan *p);

/**
 * @return how much of the animation is over, from 0 in the first frame to just under 1
 * in the last, as a loop wants it; 0 where the number of frames is not known
 */
GLITCH_API double glitch_plan_time(const glitch_plan *p);

/** Which frames of the past. */
typedef enum glitch_past {
    GLITCH_PAST_IN = 0, /**< what this filter was given */
    GLITCH_PAST_OUT     /**< what this filter made of it, with `mix` and the like */
} glitch_past;

/**
 * A frame of the past, for filters with `past` set. To ask is to say that it is needed:
 * ask for the same in every frame, and the engine keeps as many from the first time on.
 * It counts frames as they come out of the pipeline, also those in which the filter is
 * told not to act, but not those that `--step` leaves out.
 *
 * @param ago 1 for the frame before this one
 * @return the picture, valid until this frame is done; NULL where there is none
 */
GLITCH_API const glitch_frame *glitch_plan_past(
    glitch_plan *p, glitch_past which, uint32_t ago);

/**
 * A picture at another size, such as a glitch_file's frame at the frame's. It is made
 * once in a run of the pipeline. Each pixel is the mean of the area that it covers, or
 * blended of its neighbours where the picture grows; colours count by their alpha.
 *
 * @param picture must last as long as the pipeline; glitch_file.frame does
 * @return the picture itself where it has that size; NULL when there is no memory, or
 *         width or height is 0
 */
GLITCH_API const glitch_frame *glitch_plan_scale(
    glitch_plan *p, const glitch_frame *picture, uint32_t width, uint32_t height);

/**
 * To be asked about once a row in a frame() that takes its time.
 *
 * @return GLITCH_ECANCELLED, to be returned, where the user wants no more; else GLITCH_OK
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_plan_poll(glitch_plan *p);

/** Set the context's message, after the filter's name, and return `status`. */
GLITCH_API glitch_status glitch_plan_fail(
    glitch_plan *p, glitch_status status, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

/* ---- in row() ------------------------------------------------------------ */

/**
 * @return input row y + dy for the y that row() was called with; dy within the reach. For
 * rows outside of the frame it is what reach.edge says.
 */
GLITCH_API const PixelTuple *glitch_window_row(const glitch_window *in, int32_t dy);

/** @return the width of every row, in pixels */
GLITCH_API uint32_t glitch_window_width(const glitch_window *in);

/** @return the height of the frame, in rows */
GLITCH_API uint32_t glitch_window_height(const glitch_window *in);

/**
 * The whole input, for filters with GLITCH_WHOLE as reach.above or reach.below: for what
 * moves columns, turns or bends. Go through it as row by row as you can.
 *
 * @return NULL for other filters
 */
GLITCH_API const glitch_frame *glitch_window_frame(const glitch_window *in);

/* ---- moving pixels ------------------------------------------------------- */

/**
 * @return which of `size` pixels stands at a place outside of 0 … size - 1; -1 where the
 * edge has none of them there
 */
GLITCH_API int32_t glitch_edge_outside(glitch_edge edge, int64_t at, uint32_t size);

/**
 * @return which of `size` pixels of a row or column stands at place `at`, which may be
 * any; -1 where the edge has none of them there, but glitch_edge_pixel()
 */
static inline int32_t glitch_edge_at(glitch_edge edge, int64_t at, uint32_t size)
{
    return at >= 0 && at < (int64_t)size ? (int32_t)at
                                         : glitch_edge_outside(edge, at, size);
}

/** @return what stands beyond the edge where no pixel of the picture does */
GLITCH_API PixelTuple glitch_edge_pixel(glitch_edge edge);

/** @return the pixel at a place that may be outside of the picture */
static inline PixelTuple glitch_pixel_at(
    const glitch_frame *f, int64_t x, int64_t y, glitch_edge edge)
{
    int32_t column = glitch_edge_at(edge, x, f->width);
    int32_t row = glitch_edge_at(edge, y, f->height);
    return column < 0 || row < 0 ? glitch_edge_pixel(edge)
                                 : f->px[(size_t)row * f->stride + (size_t)column];
}

/**
 * @param x, y in 1/65536 of a pixel, at most 2^46 either way; whole numbers are the middle of a pixel
 * @return the pixel at a place between four, blended of them; colours count by their alpha
 */
GLITCH_API PixelTuple glitch_pixel_between(
    const glitch_frame *f, int64_t x, int64_t y, glitch_edge edge);

/**
 * Write a row that is moved sideways, at about the speed of memcpy().
 *
 * @param by  pixels to the right; may be any
 * @param out `width` pixels, not those of `in`
 */
GLITCH_API void glitch_row_move(const PixelTuple *in, uint32_t width, int64_t by,
    glitch_edge edge, PixelTuple *out);

/**
 * Write a picture with rows for columns, so that columns can be worked on like rows; do it
 * again to get back.
 *
 * @param in  `width` x `height` pixels, row y at in + y * in_stride
 * @param out `height` x `width` pixels, which may not overlap
 */
GLITCH_API void glitch_transpose(const PixelTuple *in, size_t in_stride, uint32_t width,
    uint32_t height, PixelTuple *out, size_t out_stride);

/* ---- random numbers in row() --------------------------------------------- */

/**
 * Random numbers by place, for row(), which cannot draw any: take the key from
 * glitch_plan_rand(), or glitch_plan_key() for what stays from frame to frame.
 *
 * @return 64 random bits, number n of a sequence (SplitMix64) of its own for each key
 */
static inline uint64_t glitch_random_at(uint64_t key, uint64_t n)
{
    uint64_t z = key + (n + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* ---- numbers ------------------------------------------------------------- */

/*
 * These have the same bits on every machine, which libm's do not. Of libm itself floor(),
 * ceil(), fabs(), fmod(), ldexp(), frexp() and sqrt() are exact everywhere.
 */

/**
 * @return the length in whole pixels, `extent` being 100%; halves away from zero, and of a
 * percentage other than 0 at least one pixel, such that small pictures see something of it,
 * too; 0 for `auto`
 */
GLITCH_API int32_t glitch_length_pixels(glitch_length length, uint32_t extent);

/**
 * Read a decimal number such as -12, 3.5 or 1e-3, to the nearest double, with a point
 * in every locale.
 *
 * @param[out] out untouched where there is no number
 * @return where the number ends; NULL where there is none, where it is too large for a
 *         double, or longer than 99 bytes
 */
GLITCH_API const char *glitch_parse_real(const char *text, double *out);

/**
 * Read a colour: rgb, rrggbb or rrggbbaa in hexadecimal, with or without a # before it.
 *
 * @param[out] out untouched where there is none
 * @return where its digits end; NULL where there is none
 */
GLITCH_API const char *glitch_parse_color(const char *text, PixelTuple *out);

/**
 * Sine and cosine of an angle in degrees, with the same bits on every machine (libm's
 * differ): exact reduction to 0…45°, then the Taylor polynomials; the error is under
 * 1e-15. Multiples of 90° are exact. What is not finite counts as 0.
 */
GLITCH_API void glitch_sincos(double degrees, double *sine, double *cosine);

/** @return 2^x, with an error under 1e-15 of it; 0 or infinity where no double holds it */
GLITCH_API double glitch_exp2(double x);

/**
 * @return the logarithm of x to base 2, with an error under 1e-15 of it, or 1e-15; minus
 * infinity for 0, NaN under 0. x^y is glitch_exp2(y * glitch_log2(x)).
 */
GLITCH_API double glitch_log2(double x);

/** @return the angle of the point (x, y), in degrees, over -180 to 180; 0 for (0, 0) */
GLITCH_API double glitch_atan2(double y, double x);

/* ---- tables of parameters ------------------------------------------------ */

/**
 * What every filter can be given beside its own parameters, as a table, for help texts;
 * glitch_pipeline_add() and glitch_pipeline_set() take them. Ends with a zeroed entry.
 */
GLITCH_API const glitch_param *glitch_common_params(void);

/** @return the words of a GLITCH_CHOICE or GLITCH_EDGE, ending with NULL; else NULL */
GLITCH_API const char *const *glitch_param_choices(const glitch_param *param);

#ifdef __cplusplus
}
#endif
#endif
