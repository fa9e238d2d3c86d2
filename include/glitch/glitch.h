/**
 * @file glitch.h
 * Decode a picture, glitch it, encode it.
 *
 *     file -open-> frames -adaptors-> frames -pipeline-> frames -sink-> file
 *
 * Everything between the two files is an iterator that is pulled: nothing is decoded
 * or computed before somebody asks for a frame, and memory does not grow with the
 * number of frames. A still picture is an animation of one frame.
 *
 * Rules that hold everywhere:
 * - A call that can fail returns a glitch_status; glitch_ctx_message() then holds one
 *   line, without the program's name and without a full stop, that says what is wrong,
 *   in which file, and what would do.
 * - Sizes are in pixels or, where it says so, in bytes; times are in milliseconds;
 *   row 0 is the top row.
 * - A context, and whatever is made from it, belongs to one thread at a time.
 *   Different contexts may be used at the same time. There are no mutable globals.
 * - The library never prints, never exits, never aborts and never touches signals. Threads
 *   of its own, which only the GIF encoder has, block all signals, and never call your
 *   functions.
 */
#ifndef GLITCH_GLITCH_H
#define GLITCH_GLITCH_H
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__) && __GNUC__ >= 4
#define GLITCH_API      __attribute__((visibility("default")))
#define GLITCH_MUST_USE __attribute__((warn_unused_result))
#else
#define GLITCH_API
#define GLITCH_MUST_USE
#endif
#ifdef __cplusplus
extern "C" {
#endif

/** One straight-alpha sRGB pixel, in memory order. */
typedef struct PixelTuple {
    uint8_t red, green, blue, alpha;
} PixelTuple;

/** Outcome of every fallible call: 0 done, > 0 iterator exhausted, < 0 failed. */
typedef enum glitch_status {
    GLITCH_END = 1,           /**< no more frames; not an error */
    GLITCH_OK = 0,            /**< done */
    GLITCH_ENOMEM = -1,       /**< out of memory */
    GLITCH_EINVAL = -2,       /**< a bad argument, parameter or filter text */
    GLITCH_EIO = -3,          /**< the system could not read or write */
    GLITCH_EFORMAT = -4,      /**< not a picture, or a damaged one */
    GLITCH_EUNSUPPORTED = -5, /**< a valid wish that this build cannot fulfil */
    GLITCH_ELIMIT = -6,       /**< exceeds glitch_limits or what the format can hold */
    GLITCH_ESTATE = -7,       /**< calls in the wrong order */
    GLITCH_EEXIST = -8,       /**< the output exists and may not be overwritten */
    GLITCH_ECANCELLED = -9,   /**< the callback of glitch_ctx_set_cancel() said stop */
    GLITCH_EUSER = -10        /**< a callback of yours failed */
} glitch_status;

typedef struct glitch_ctx glitch_ctx; /**< messages, memory, limits, filters */
typedef struct glitch_pipeline glitch_pipeline; /**< a chain of filters */
typedef struct glitch_sink glitch_sink;         /**< an output being written */
typedef struct glitch_filter glitch_filter;     /**< see <glitch/filter.h> */

/** @return the version of the library, such as "0.1.0"; static */
GLITCH_API const char *glitch_version(void);

/** @return a few words that name a status, for logs; static, never NULL */
GLITCH_API const char *glitch_strstatus(glitch_status status);

/**
 * How far a mistyped word is from a name that may have been meant. For front ends that
 * want to say "did you mean": offer the name with the smallest distance.
 *
 * @return the number of letters to insert, delete, replace or swap with a neighbour
 * (the restricted Damerau-Levenshtein distance) to make of `word` the name, or one more
 * than to make one of its parts between dashes, capitals being the same as small letters; SIZE_MAX where that is so much that
 * nobody could have meant it. The first 63 bytes count.
 */
GLITCH_API size_t glitch_name_distance(const char *word, const char *name);

/* ---- context ------------------------------------------------------------- */

/** The caller's memory functions. */
typedef struct glitch_alloc {
    /** Like realloc(); size 0 frees and returns NULL; p may be NULL. */
    void *(*realloc_fn)(void *user, void *p, size_t size);
    void *user; /**< passed to realloc_fn */
} glitch_alloc;

/**
 * What a picture may ask of this process. What its header tells is checked before anything
 * is allocated; whatever would be over a limit fails with a message that names it.
 */
typedef struct glitch_limits {
    size_t struct_size; /**< sizeof(glitch_limits) */
    uint64_t pixels;    /**< max-pixels: width x height of one frame; default 2^28 */
    uint64_t frames;    /**< max-frames: of an input; default 100,000, and of a
                             Y4M stream, which pays for each of its frames, none */
    uint64_t memory;    /**< max-memory: bytes that all of the context's things take
                             together; default 2^32 */
} glitch_limits;

/** How inputs are decoded. */
typedef struct glitch_decoding {
    size_t struct_size; /**< sizeof(glitch_decoding) */
    int32_t lenient; /**< 1: of a damaged or truncated picture give what there is, and
                             tell it as a notice, as a browser would; 0: fail */
    int32_t
        no_orient;  /**< 1: leave a photograph as it is stored; 0: turn it upright, as
                             the orientation in its Exif data has it */
    int32_t matrix; /**< Y4M: 601 or 709, the ITU-R recommendation that its colours are
                             of; 0: as the stream says, else 601 */
    int32_t
        keep_metadata; /**< 1: Exif and XMP data, too; 0: only what says how the pixels
                             are to be shown: profile, gamma, resolution */
} glitch_decoding;

/** What a notice is about. */
typedef enum glitch_notice {
    GLITCH_NOTICE_BENIGN = 0, /**< off the letter of a format, as every decoder puts up
                                   with it */
    GLITCH_NOTICE_DAMAGE = 1  /**< lenient: part of the picture is missing or wrong */
} glitch_notice;

/**
 * Make a context: the allocator, the limits, the known filters, the last message.
 *
 * @param alloc copied; NULL for malloc and friends. libjpeg and giflib use malloc for
 *              their own small needs whatever is given here.
 * @return NULL when there is no memory
 */
GLITCH_API GLITCH_MUST_USE glitch_ctx *glitch_ctx_new(const glitch_alloc *alloc);

/** Free a context; close everything made from it first. NULL is fine. */
GLITCH_API void glitch_ctx_free(glitch_ctx *ctx);

/**
 * The message of the last failure on this context, "" where there was none.
 * Valid until the next call that can fail; closing, abandoning and freeing leave it, but
 * for glitch_ctx_free().
 */
GLITCH_API const char *glitch_ctx_message(const glitch_ctx *ctx);

/** Set the limits for what is opened from now on. Copied. A zero field: the default. */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_ctx_set_limits(
    glitch_ctx *ctx, const glitch_limits *limits);

/**
 * Say how what is opened from now on is decoded. Copied.
 *
 * @return GLITCH_EINVAL where struct_size is not set
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_ctx_set_decoding(
    glitch_ctx *ctx, const glitch_decoding *decoding);

/**
 * Have `tell` told what is worth knowing of an input, but is no failure.
 *
 * @param tell gets one line without the program's name and without a full stop, valid
 *             during the call; it may not call the library. NULL to stop telling
 */
GLITCH_API void glitch_ctx_set_notices(glitch_ctx *ctx,
    void (*tell)(void *user, glitch_notice kind, const char *line), void *user);

/**
 * Ask `stop` now and then (about once a row of pixels) whether to give up.
 * Where it returns non-zero the work under way fails with GLITCH_ECANCELLED.
 *
 * @param stop NULL to stop asking
 */
GLITCH_API void glitch_ctx_set_cancel(
    glitch_ctx *ctx, int (*stop)(void *user), void *user);

/**
 * Have `report` told how far a pipeline has come: after each row that it has computed,
 * `done` of the `total` rows of frame number `frame`. Filters that need a whole frame
 * begin to count anew. It may not call the library.
 *
 * @param report NULL to stop telling
 */
GLITCH_API void glitch_ctx_set_progress(glitch_ctx *ctx,
    void (*report)(void *user, uint32_t frame, uint32_t done, uint32_t total),
    void *user);

/* ---- filters, as listed -------------------------------------------------- */

/**
 * Make a filter of yours known to this context, with the same standing as a built-in
 * one. The descriptor is checked, then kept by reference: it must outlive the context.
 *
 * @return GLITCH_EINVAL when the descriptor is incomplete or its name is taken
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_ctx_register(
    glitch_ctx *ctx, const glitch_filter *filter);

/**
 * @param ctx NULL for the built-in ones alone
 * @return filter number i, the built-in ones first; NULL past the last
 */
GLITCH_API const glitch_filter *glitch_filter_at(const glitch_ctx *ctx, size_t i);

/**
 * @param ctx NULL for the built-in ones alone
 * @return the filter of that name, or NULL
 */
GLITCH_API const glitch_filter *glitch_filter_find(
    const glitch_ctx *ctx, const char *name);

/* ---- frames -------------------------------------------------------------- */

/**
 * What a file has beside its pixels. Sinks pass on what their format has room for: PNG and
 * APNG all of it, JPEG all but gamma and primaries, WebP profile, Exif and XMP data.
 */
typedef struct glitch_metadata {
    const void *profile; /**< an ICC profile for RGB; NULL: none */
    const void *exif;    /**< a TIFF structure, as in PNG's eXIf; NULL: none */
    const void *xmp;     /**< an XMP packet; NULL: none */
    size_t profile_size, exif_size, xmp_size; /**< bytes */
    double gamma; /**< as PNG's gAMA has it, such as 0.45455; 0: not said */
    double white_x, white_y, red_x, red_y, green_x, green_y, blue_x,
        blue_y;   /**< CIE 1931, as in PNG's cHRM; white_x 0: not said */
    int32_t srgb; /**< the colours are sRGB: 1 + PNG's rendering intent; 0: not said */
    uint32_t x_density, y_density; /**< pixels per metre, or their ratio; 0: not said */
    int32_t per_metre;             /**< 0: only the ratio is known */
} glitch_metadata;

/** What is known of a picture or animation. */
typedef struct glitch_info {
    uint32_t width, height; /**< of every frame, > 0 */
    uint32_t frames;        /**< 0: not known before the end */
    int32_t loops;          /**< repeats as a GIF has it: 0 for ever, -1 plays once */
    int32_t animated;       /**< 0: one still picture; 1: several frames are possible */
    const char *format; /**< "png", "apng", "jpeg", "gif", "webp", … or NULL; static */
    double fps;         /**< frames per second, where that is the same for all; 0:
                                 each has its delay */
    const glitch_metadata *metadata; /**< NULL: none; valid until the frames that it
                                          comes from are closed, and read by a sink
                                          as long as it is open */
} glitch_info;

enum {
    /**
     * The producer will not look at these pixels again: until the iterator's next frame
     * is pulled, the borrower may write over them. Saves a copy of the picture.
     */
    GLITCH_FRAME_SCRATCH = 1
};

/**
 * A borrowed picture: valid until the iterator's next glitch_frames_next(), or close.
 */
typedef struct glitch_frame {
    PixelTuple *px;         /**< row y starts at px + y * stride; read only unless
                                 flags has GLITCH_FRAME_SCRATCH */
    size_t stride;          /**< in pixels, >= width */
    uint32_t width, height; /**< > 0, as the iterator's info has them */
    uint32_t index;         /**< from 0 */
    uint32_t delay_ms;      /**< how long it is shown; 0 where that has no meaning */
    uint32_t flags;         /**< GLITCH_FRAME_… */
} glitch_frame;

/**
 * The actions of a frame iterator. Implement them to feed pictures of your own.
 *
 * After next() returned anything but GLITCH_OK it must keep returning that. The frame
 * that it lends stays valid until the next next(). close() may come at any time, once.
 */
typedef struct glitch_frames_tc {
    glitch_status (*info)(void *self, glitch_info *out);
    glitch_status (*next)(void *self, const glitch_frame **out);
    void (*close)(void *self);
} glitch_frames_tc;

/** A frame iterator: a value of yours and its actions. Passed by value. */
typedef struct glitch_frames {
    void *self;
    const glitch_frames_tc *tc;
} glitch_frames;

/**
 * Open a PNG, JPEG, GIF, WebP or YUV4MPEG2 file; which one it is, is told by its first
 * bytes.
 * Reads the header only; pixels are decoded when the first frame is pulled.
 *
 * @param[out] out to be closed by you; untouched on failure
 * @return GLITCH_EIO, GLITCH_EFORMAT, GLITCH_ELIMIT, GLITCH_ENOMEM
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_open(
    glitch_ctx *ctx, const char *path, glitch_frames *out);

/**
 * Like glitch_open(), from a file that is open for reading.
 *
 * @param fd   taken over: closed with the iterator, or on failure
 * @param name for messages; copied
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_open_fd(
    glitch_ctx *ctx, int fd, const char *name, glitch_frames *out);

/**
 * Like glitch_open(), from memory.
 *
 * @param data borrowed until the iterator is closed
 * @param size in bytes
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_open_memory(
    glitch_ctx *ctx, const void *data, size_t size, glitch_frames *out);

/**
 * Read up to `size` bytes.
 *
 * @return how many, at least one; 0 at the end; more than `size` (SIZE_MAX, say) where
 *         reading failed
 */
typedef size_t glitch_read_fn(void *user, void *buffer, size_t size);

/**
 * Like glitch_open(), from a callback, which is called until the iterator is closed. A
 * GIF is looked through before its first frame, so its bytes are read at once and kept,
 * 256 MiB at most.
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_open_callback(
    glitch_ctx *ctx, glitch_read_fn *read, void *user, glitch_frames *out);

/**
 * What is known now; `frames` and `loops` may become known later.
 *
 * @return GLITCH_ESTATE, without a message, for an iterator that is closed
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_frames_info(
    glitch_frames it, glitch_info *out);

/**
 * Pull the next frame.
 *
 * The frame is borrowed: it stays valid until the next glitch_frames_next() on `it`, or
 * until glitch_frames_close(). Copy it to keep it: to read it later is an error that
 * nobody detects. Once this has returned anything but
 * GLITCH_OK it keeps returning that same status.
 *
 * @param[out] out the frame; untouched unless GLITCH_OK is returned
 * @return GLITCH_OK, GLITCH_END after the last frame, GLITCH_ESTATE (without a message)
 *         for an iterator that is closed, or a negative status explained by
 *         glitch_ctx_message()
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_frames_next(
    glitch_frames it, const glitch_frame **out);

/**
 * Close an iterator and all that it was built over; sets *it to zero. May be repeated.
 */
GLITCH_API void glitch_frames_close(glitch_frames *it);

/* ---- adaptors ------------------------------------------------------------ */

/*
 * The adaptors take `src` over: they close it when they are closed, and also when they
 * fail to be made; then *out is set to zero, so that it may be closed like any other.
 * They are lazy, they number their frames from 0, and but for glitch_frames_reverse()
 * and glitch_frames_bounce() they hold at most one frame of their own.
 */

/**
 * The first frame of `src`, `count` times, each shown for `delay_ms`. The picture is
 * decoded once.
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_frames_repeat(glitch_ctx *ctx,
    glitch_frames src, uint32_t count, uint32_t delay_ms, glitch_frames *out);

/** The first `count` frames of `src`, or as many as there are. */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_frames_take(
    glitch_ctx *ctx, glitch_frames src, uint32_t count, glitch_frames *out);

/**
 * Every frame shown for `delay_ms`, which need not be whole: each frame's delay is
 * rounded such that the sum over all frames never drifts from the exact one.
 *
 * @param delay_ms over 0, at most 655,350
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_frames_retime(
    glitch_ctx *ctx, glitch_frames src, double delay_ms, glitch_frames *out);

/** All but the first `count` frames of `src`. */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_frames_skip(
    glitch_ctx *ctx, glitch_frames src, uint32_t count, glitch_frames *out);

/** Frames 0, n, 2n … of `src`, each shown n times as long; n >= 1. */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_frames_step(
    glitch_ctx *ctx, glitch_frames src, uint32_t n, glitch_frames *out);

/**
 * The frames of `first`, then those of `second`. Both are taken over. A frame of
 * another size than the one before it fails with GLITCH_EINVAL.
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_frames_chain(
    glitch_ctx *ctx, glitch_frames first, glitch_frames second, glitch_frames *out);

/** `src` backwards. All frames are pulled and held in memory when the first is asked
 * for. */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_frames_reverse(
    glitch_ctx *ctx, glitch_frames src, glitch_frames *out);

/**
 * `src`, then back to its beginning; the first and the last frame are shown once.
 * Frames are held in memory as they are pulled.
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_frames_bounce(
    glitch_ctx *ctx, glitch_frames src, glitch_frames *out);

/**
 * Change a frame in place: its pixels, and its delay.
 *
 * @param frame its pixels may be written to; its size may not change
 * @return 0, or anything else to fail with GLITCH_EUSER
 */
typedef int glitch_map_fn(void *user, glitch_frame *frame);

/** Every frame of `src` as `fn` leaves it. */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_frames_map(glitch_ctx *ctx,
    glitch_frames src, glitch_map_fn *fn, void *user, glitch_frames *out);

/**
 * Two animations blended, frame by frame, as long as the shorter one lasts; delays are
 * those of `first`. Both are taken over. Colours are weighed by their alpha.
 *
 * @param weight of `second`, 0 to 1
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_frames_zip(glitch_ctx *ctx,
    glitch_frames first, glitch_frames second, double weight, glitch_frames *out);

/* ---- pipeline ------------------------------------------------------------ */

/** How a chain of filters acts over the frames of an animation. */
typedef struct glitch_schedule {
    size_t struct_size; /**< sizeof(glitch_schedule) */
    double intensity;   /**< 0.1 to 10: what a filter's `level=auto` stands for */
    double change;      /**< added to it after each glitched frame, -10 to 10 */
    uint32_t step;      /**< glitch frames 0, step, 2 step …; the others pass as they
                             are; >= 1 */
    int32_t cycle;      /**< 0: the intensity stops at 0.1 and 10; 1: it wraps round */
    int32_t hold;       /**< 1: the same random pattern in every frame */
} glitch_schedule;

#define GLITCH_SCHEDULE_INIT                                                           \
    {                                                                                  \
        sizeof(glitch_schedule), 2.0, 0.0, 1, 0, 0                                     \
    }

/**
 * Make an empty pipeline: it passes every frame as it is.
 *
 * @param seed every random choice is a function of it, the filter's place in the
 *             chain and the frame's number, so that any frame can be had alone
 * @return NULL when there is no memory
 */
GLITCH_API GLITCH_MUST_USE glitch_pipeline *glitch_pipeline_new(
    glitch_ctx *ctx, uint64_t seed);

/**
 * Append a filter, as text: `name` or `name:key=value,key=value…`. Beside its own
 * parameters every filter takes those of glitch_common_params(), and any number may change
 * over an animation: `from..to@easing`, with linear (which goes without saying), ease-in,
 * ease-out, ease-in-out, step, sine or random. Where the number of frames is not known
 * before the end, it stays `from`, but for random. A number that ends in `*i`, as in
 * `2.5*i` or `1..3*i@sine`, is multiplied by the schedule's intensity, and kept in range.
 *
 * Text may name files to be read, such as `mask=FILE`: know where yours comes from. They
 * are opened here, so that the right to open files can be given up afterwards, and decoded
 * when the first frame is pulled, within the context's limits.
 *
 * @return GLITCH_EINVAL with a message that names what would be valid; then the
 *         pipeline is as it was. GLITCH_ESTATE while an iterator of it is open,
 *         GLITCH_ELIMIT for the 257th filter, GLITCH_EIO for a file.
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_pipeline_add(
    glitch_pipeline *p, const char *spec);

/**
 * Set parameters of the filter that was added last, as text: `key=value,key=value…`. This
 * is how one that was added as a struct or a function gets its `mix` and its `mask`.
 *
 * @return what glitch_pipeline_add() returns; GLITCH_ESTATE, too, where there is no filter.
 *         After a failure set again what was faulty, or free the pipeline
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_pipeline_set(
    glitch_pipeline *p, const char *settings);

/**
 * Append a filter with its parameters as a struct, such as one of <glitch/filters.h>.
 *
 * @param filter from glitch_filter_find() or glitch_filter_at()
 * @param params copied, texts included; NULL for the defaults
 * @return what glitch_pipeline_add() returns; GLITCH_EINVAL names the parameter that is out of
 * range
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_pipeline_add_params(
    glitch_pipeline *p, const glitch_filter *filter, const void *params);

/**
 * Change a row of pixels in place. Called for the rows of each glitched frame, in any
 * order, and for a few twice where a later filter wraps: what it does must depend on its
 * arguments alone.
 *
 * @param row   `width` pixels
 * @param y     which row of the frame
 */
typedef void glitch_row_fn(void *user, PixelTuple *row, uint32_t width, uint32_t y);

/**
 * Append a function of yours as a filter: the shortest way to one that looks at each
 * pixel by itself. `user` is passed on and must live as long as the pipeline.
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_pipeline_add_row_function(
    glitch_pipeline *p, glitch_row_fn *fn, void *user);

/** Set the schedule (copied). GLITCH_EINVAL when a value is out of its range. */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_pipeline_set_schedule(
    glitch_pipeline *p, const glitch_schedule *schedule);

/**
 * Say over how many frames parameters such as `level=1..8` change, where that is not the
 * number that the source's info has: because its frames' numbers go there and back, say.
 *
 * @param frames 0: as many as the info has
 * @return GLITCH_ESTATE while an iterator of the pipeline is open
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_pipeline_set_frames(
    glitch_pipeline *p, uint32_t frames);

/**
 * Run `src` through the pipeline, lazily: one frame is computed when it is pulled.
 *
 * Memory: a few rows per filter, plus one frame where `src` does not lend its frames
 * as GLITCH_FRAME_SCRATCH, plus at most one more where filters look at whole frames, plus
 * what filters are given or want to keep: pictures, masks, frames of the past.
 * Each row of each filter is computed once, apart from a few at the seam where a
 * filter in the middle of a chain wraps from the bottom row to the top.
 *
 * @param src taken over, also on failure
 * @param[out] out keeps the pipeline alive: glitch_pipeline_free() may come first;
 *             zero on failure
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_pipeline_apply(
    glitch_pipeline *p, glitch_frames src, glitch_frames *out);

/** Give up a pipeline. NULL is fine. */
GLITCH_API void glitch_pipeline_free(glitch_pipeline *p);

/**
 * Glitch one picture in memory, without iterators.
 *
 * @param in        RGBA, row y at in + y * in_stride; not changed
 * @param spec      filters as in glitch_pipeline_add(), separated by blanks; "": none
 * @param out       may be `in`, with the same stride; else the two may not overlap;
 * after a failure it may hold anything
 * @param in_stride, out_stride in pixels, >= width
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_picture(glitch_ctx *ctx,
    const PixelTuple *in, size_t in_stride, uint32_t width, uint32_t height,
    const char *spec, uint64_t seed, PixelTuple *out, size_t out_stride);

/* ---- sinks --------------------------------------------------------------- */

/** How to write. Zero every field that you do not set. */
typedef struct glitch_sink_options {
    size_t struct_size;  /**< sizeof(glitch_sink_options) */
    const char *format;  /**< "png", "apng", "jpeg", "gif", "webp", "y4m", "bmp", "tga",
                              "ppm", "pam" or "rgba"; NULL: by the path's extension */
    int32_t overwrite;   /**< 1: an existing output is replaced once all is written */
    int32_t sequence;    /**< 1: the path is a pattern, one still picture per frame */
    int32_t compression; /**< PNG, APNG: 1 to 10: zlib's levels 0 to 9; 0: quick */
    int32_t quality;     /**< GIF, JPEG, WebP: 1 (small) to 100 (best); 0 for the
                              default, which is 75 for GIF and 90 for JPEG. A WebP is
                              lossless with 0, and lossy with any other */
    int32_t colors;      /**< GIF: at most so many in a frame, 2 to 256; 0: 256 */
    double dither;       /**< GIF: how much of a colour's error Floyd and Steinberg's
                              diffusion passes on, to 1; 0.875 is good; -1: none; 0: as
                              the quality has it, which from 90 on is a little for
                              photographs that 256 colours are too few for */
    int32_t fast;        /**< 1: in less time, where that costs some quality of a GIF or
                              lossy WebP, or some bytes of a JPEG or lossless WebP */
    int32_t threads;     /**< GIF: how many code frames, 1 to 64; 0: one a processor.
                              The file is the same */
    int32_t chroma;   /**< JPEG, Y4M: 444, each pixel has its own colour; 422, two share
                              one; 420, four do; 0: 444 */
    int32_t matrix;   /**< Y4M: 601 or 709, as in glitch_decoding; 0: 601, which
                              programs take it for where they are not told */
    PixelTuple matte; /**< with alpha: what is not opaque is blended with it in a GIF
                              and in formats without alpha; without, alpha under 128 is
                              transparent in a GIF, and 128 opaque, and the others are
                              blended with white */
    const char *comment; /**< NULL, or a text for the file to carry, of at most 65,533
                              bytes; it must last as long as the sink. A WebP has no
                              place for it */
    int32_t small;       /**< 1: as few bytes of a GIF or a WebP as `quality` can be had
                              for, in many times the time. Of a GIF, not with a `dither`
                              above 0, nor where its colours are exact. Not with `fast` */
} glitch_sink_options;

/**
 * Read the text that a PNG, JPEG or GIF file carries before its picture: what
 * glitch_sink_options.comment has put there, or another program.
 *
 * @param[out] out the text, which may be of any bytes but 0; cut off where it does not fit
 * @param size     of `out`, over 0
 * @return GLITCH_OK; GLITCH_END where there is none, and `out` is empty; GLITCH_EFORMAT
 *         for another file, GLITCH_EIO
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_read_comment(
    glitch_ctx *ctx, const char *path, char *out, size_t size);

/** @return the name of the format that `path` has the extension of, or NULL; static */
GLITCH_API const char *glitch_format_of(const char *path);

/**
 * @param bytes the first of a file; 16 are enough, with fewer it may not be known
 * @return the name of the format that they begin a picture of, or NULL; static
 */
GLITCH_API const char *glitch_format_of_bytes(const void *bytes, size_t size);

/**
 * @param name of a format, such as "jpeg"
 * @return the usual extension of its files, such as "jpg"; NULL where there is no such
 *         format, or it cannot be written; static
 */
GLITCH_API const char *glitch_format_extension(const char *name);

/** @return the name of format number i that can be written; NULL past the last */
GLITCH_API const char *glitch_format_at(size_t i);

/**
 * @param name of a format, such as "gif"
 * @return 1 where a file of it can hold an animation, 0 where it holds one picture, or
 *         there is no such format
 */
GLITCH_API int glitch_format_animates(const char *name);

/**
 * Check a pattern for numbered pictures: exactly one %d, with an optional width such
 * as %03d or %3d; %% stands for a percent sign.
 *
 * @return GLITCH_OK, or GLITCH_EINVAL with a message
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_pattern_check(
    glitch_ctx *ctx, const char *pattern);

/**
 * Write the name of picture number `index` into `name`.
 *
 * @param pattern one that glitch_pattern_check() accepts
 * @param size    of `name`, in bytes
 * @return GLITCH_EINVAL when the pattern is not valid or the name does not fit
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_pattern_name(
    glitch_ctx *ctx, const char *pattern, uint32_t index, char *name, size_t size);

/**
 * Begin an output. It is written beside its place, under a name that starts with a
 * dot, and gets its own name only in glitch_sink_finish(): before that, and after any
 * failure, whatever stood there is untouched. A symbolic link is followed; a device or
 * a pipe is written to directly. Numbered pictures count from 0, and get their names one
 * after the other in glitch_sink_finish(): should the system fail in the middle of that,
 * those placed are taken back, and older ones that they replaced are there again (where the
 * file system has hard links). What a process that was killed has left beside the same
 * output is removed here; what one that lives is writing is left alone.
 *
 * @param info  what the frames will be: width, height; loops for an animated format
 * @param opt   NULL: by the extension, no overwriting
 * @param[out] out to be finished or abandoned by you
 * @return GLITCH_EEXIST, GLITCH_EIO, GLITCH_EUNSUPPORTED (no such format),
 *         GLITCH_ELIMIT (too large for it), GLITCH_ENOMEM
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_sink_open(glitch_ctx *ctx,
    const char *path, const glitch_info *info, const glitch_sink_options *opt,
    glitch_sink **out);

/**
 * Take `size` bytes of the output.
 *
 * @return 0 where all of it was taken, anything else where writing failed
 */
typedef int glitch_write_fn(void *user, const void *data, size_t size);

/**
 * Begin an output that goes to a callback, in pieces of any size, as it is made: what
 * was passed before a failure cannot be taken back. opt->format must say which format;
 * opt->overwrite is not looked at, and opt->sequence must be 0.
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_sink_open_callback(glitch_ctx *ctx,
    glitch_write_fn *write, void *user, const glitch_info *info,
    const glitch_sink_options *opt, glitch_sink **out);

/**
 * Begin an output to a descriptor, such as that of a pipe, which is closed with the sink,
 * or at once where this fails. The rest is as with glitch_sink_open_callback().
 *
 * @param name for messages
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_sink_open_fd(glitch_ctx *ctx, int fd,
    const char *name, const glitch_info *info, const glitch_sink_options *opt,
    glitch_sink **out);

/** Bytes made by the library; freed by glitch_bytes_free(). */
typedef struct glitch_bytes {
    void *data;
    size_t size;
} glitch_bytes;

/**
 * Begin an output to memory. The rest is as with glitch_sink_open_callback().
 *
 * @param[out] bytes set by glitch_sink_finish() where that succeeds; zero before
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_sink_open_memory(glitch_ctx *ctx,
    glitch_bytes *bytes, const glitch_info *info, const glitch_sink_options *opt,
    glitch_sink **out);

/** Free bytes and set them to zero. May be repeated. */
GLITCH_API void glitch_bytes_free(glitch_ctx *ctx, glitch_bytes *bytes);

/**
 * Add a frame; its pixels are not looked at after the call. A frame of another size than
 * the sink's, without pixels, or with a stride under its width is a GLITCH_EINVAL. A format that holds one
 * picture takes one frame. After a failure only glitch_sink_abandon() is left to do.
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_sink_write(
    glitch_sink *sink, const glitch_frame *frame);

/**
 * Write what remains and put the output in its place. Frees the sink and sets it to
 * NULL, on failure too; then nothing is left behind. An output without any frame is a
 * GLITCH_ESTATE.
 */
GLITCH_API GLITCH_MUST_USE glitch_status glitch_sink_finish(glitch_sink **sink);

/** Throw away what was written. Frees the sink and sets it to NULL; NULL is fine. */
GLITCH_API void glitch_sink_abandon(glitch_sink **sink);

#ifdef __cplusplus
}
#endif
#endif
