/* options.h - the command line: one table for the parser, the help and the manual. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H
#include "texts.h"
#include <glitch/glitch.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MOST_FILTERS = 256, /* of a chain */
    MOST_AXES = 32,     /* --vary */
    LONGEST_SEED = 99,  /* digits */
    DEFAULT_FRAMES = 23,
    DEFAULT_DELAY_MS = 200,
    LOOP_UNSET = -2,
    LEVEL_UNSET = -1
};

/* What -F calls the chain without any filter. */
#define EMPTY_CHAIN "none"

/* What the chain is made of, in the order of the command line. */
typedef enum source_kind {
    SOURCE_FILTER, /* -F: a filter as text */
    SOURCE_FILE,   /* --chain: a file's name */
    SOURCE_PRESET  /* --preset: a name */
} source_kind;

typedef struct source {
    source_kind kind;
    const char *text;
} source;

/* How large pictures become: a scale, then bounds; 0 where there is none. */
typedef struct resizing {
    double scale;
    uint32_t width, height;
} resizing;

/* What to do, as the command line has it. */
typedef struct settings {
    char *const *inputs;
    size_t input_count;
    const char *output; /* NULL: not given */
    bool recursive, join;
    const char *files_from, *to; /* NULL: not given */
    resizing size;
    int32_t still; /* 0: not given */
    double intensity;
    bool gif;
    int32_t frames; /* 0: not given */
    bool color, scan_lines;
    double delay_ms, fps;  /* 0: not given */
    int32_t loop;          /* LOOP_UNSET: not given */
    const char *seed_text; /* NULL: not given */
    uint64_t seed;
    bool seed_is_whole;
    bool classic;
    bool hold, cycle;
    int32_t step;
    double change;
    source sources[MOST_FILTERS];
    size_t source_count;
    const char *filters[MOST_FILTERS]; /* of the sources, by chain_load() */
    size_t filter_count;
    texts *texts;                  /* what was loaded */
    int32_t png_level;             /* LEVEL_UNSET: not given */
    int32_t quality, colors, jobs; /* 0: not given */
    int32_t chroma, matrix;        /* 0: not given */
    double dither;                 /* 0: not given */
    bool fast, small;
    PixelTuple matte; /* without alpha: not given */
    bool bounce;
    bool lenient, no_orient, keep_metadata;
    uint64_t max_pixels, max_frames, max_memory; /* 0: not given */
    uint32_t shard, shards;                      /* 0 of 0: not given */
    bool resume, json, preview;
    const char *axes[MOST_AXES];
    size_t axis_count;
    const char *pick, *sheet; /* NULL: not given */
    bool force, quiet, verbose, no_sandbox, no_recipe;
    bool help, version, list_filters, list_presets, print_chain;
    const char *help_filter, *recipe;
} settings;

typedef enum option_kind {
    OPTION_FLAG,   /* bool */
    OPTION_REAL,   /* double */
    OPTION_INT,    /* int32_t */
    OPTION_CHOICE, /* int32_t: one of those that `value` has between | */
    OPTION_SIZE,   /* uint64_t */
    OPTION_TEXT,   /* const char * */
    OPTION_COLOR,  /* PixelTuple */
    OPTION_DITHER, /* double */
    OPTION_FILTER,
    OPTION_CHAIN,
    OPTION_SCALE,
    OPTION_BOUNDS,
    OPTION_PRESET,
    OPTION_SEED,
    OPTION_FORMAT, /* const char * */
    OPTION_SHARD,
    OPTION_AXIS
} option_kind;

typedef struct option_row {
    char letter; /* 0: none */
    const char *name;
    const char *value; /* how help calls it; NULL: takes none */
    option_kind kind;
    size_t offset; /* in settings */
    double min, max;
    const char *help; /* lower case, no full stop */
} option_row;

/* Ends with a row without a name. */
extern const option_row option_table[];

/* What holds without any option. */
settings default_settings(void);

/*
 * Returns EXIT_DONE, or EXIT_USAGE after a complaint. The inputs are moved to the beginning
 * of `argv`.
 */
int parse_options(int argc, char *argv[], settings *out);

/*
 * Set one option as the command line does. Some settings borrow `value`.
 *
 * @param name a long name of the table, without dashes
 * @return EXIT_DONE, or EXIT_USAGE after a complaint
 */
int set_named_option(const char *name, const char *value, settings *out);

/* Is nothing to be done, but to be told? */
bool shows_only(const settings *s);

/* Complain of options that contradict each other; parse_options() has done so. */
int check_together(const settings *s);

#endif
