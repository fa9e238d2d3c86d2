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
 *   allocates nothing and writes to nothing but `out`. Rows are asked for in any order.
 * - frame() rewrites a whole frame in place, for what cannot be done row by row.
 *
 * Runs of row filters are pulled through the processor's cache together, so a filter
 * that asks for few rows is worth a little effort.
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

/** The type of a parameter, and of its field in the filter's parameter struct. */
typedef enum glitch_type {
    GLITCH_BOOL =
        1,         /**< int32_t 0 or 1; typed as 0, 1, no, yes, off, on, false, true */
    GLITCH_INT,    /**< int32_t */
    GLITCH_REAL,   /**< double */
    GLITCH_CHOICE, /**< int32_t, index into `choices` */
    GLITCH_LENGTH, /**< glitch_length; typed as 12, 12px or 3.5% */
    GLITCH_TEXT    /**< const char *, never NULL; lives as long as the pipeline */
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
    double min, max;  /**< of INT, REAL and LENGTH (a percentage counts as such) */
    const char *const *choices; /**< GLITCH_CHOICE: ends with NULL */
    glitch_auto automatic;      /**< what the word auto means */
    const char *help; /**< lower case, no full stop; "; auto: ..." with auto */
} glitch_param;

/** The field of a GLITCH_INT that was given as `auto`. */
#define GLITCH_INT_AUTO INT32_MIN

/** The field of a GLITCH_REAL, or value of a GLITCH_LENGTH, given as `auto`: a NaN. */
#define GLITCH_IS_AUTO(real) ((real) != (real))

/** As reach.above or reach.below: any row of the input, in any order. */
#define GLITCH_WHOLE UINT32_MAX

/** Which row stands in for one above the top or below the bottom. */
typedef enum glitch_edge {
    GLITCH_EDGE_CLAMP = 0, /**< the nearest row */
    GLITCH_EDGE_WRAP       /**< as if the frame were repeated endlessly */
} glitch_edge;

/** The input rows that row() will look at; all zero: for row y just row y. */
typedef struct glitch_reach {
    uint32_t above, below; /**< rows above and below y, or GLITCH_WHOLE */
    glitch_edge edge;      /**< for rows outside of the frame */
} glitch_reach;

typedef struct glitch_plan glitch_plan;     /**< one filter, one frame */
typedef struct glitch_window glitch_window; /**< the input rows you asked for */

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
     * @param params the parameter struct, every value within its range
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

    /** Instead of row: rewrite the frame in place. */
    void (*frame)(const void *state, const glitch_frame *io);
};

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

/** Set the context's message, after the filter's name, and return `status`. */
GLITCH_API glitch_status glitch_plan_fail(
    glitch_plan *p, glitch_status status, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

/**
 * @return input row y + dy for the y that row() was called with; dy within the reach
 */
GLITCH_API const PixelTuple *glitch_window_row(const glitch_window *in, int32_t dy);

/** @return the width of every row, in pixels */
GLITCH_API uint32_t glitch_window_width(const glitch_window *in);

/** @return the height of the frame, in rows */
GLITCH_API uint32_t glitch_window_height(const glitch_window *in);

/** @return the length in whole pixels, `extent` being 100%; halves away from zero; 0
 * for `auto` */
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
 * Sine and cosine of an angle in degrees, with the same bits on every machine (libm's
 * differ): exact reduction to 0…45°, then the Taylor polynomials; the error is under
 * 1e-15. Multiples of 90° are exact. What is not finite counts as 0.
 */
GLITCH_API void glitch_sincos(double degrees, double *sine, double *cosine);

#ifdef __cplusplus
}
#endif
#endif
