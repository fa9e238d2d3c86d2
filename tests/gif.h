/* gif.h - what the files of check_gif and check_gif_peers share. */
#ifndef TEST_GIF_H
#define TEST_GIF_H
#include "support.h"
#include <gif_lib.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* An assertion for inner loops: Check's own makes a system call even when it holds. */
#define REQUIRE(condition, ...) ((condition) ? (void)0 : ck_abort_msg(__VA_ARGS__))

/* A number under n from the tests' own generator. */
uint32_t random_below(uint64_t *state, uint32_t n);

/* ---- pictures that move -------------------------------------------------- */

typedef struct clip {
    picture *frames;
    uint32_t count;
} clip;

/* Frames of all zeros. */
clip new_clip(uint32_t width, uint32_t height, uint32_t count);
void free_clip(clip *c);

/* Like a photograph: shades, edges, textures and grain, opaque. */
picture photo_picture(uint32_t width, uint32_t height, uint64_t seed);
/* Random blocks of few colours; some are transparent where `transparency`. */
picture block_picture(uint32_t width, uint32_t height, uint32_t colors,
    bool transparency, uint64_t *state);
/* Photographs whose rows are torn sideways, differently in every frame. */
clip torn_clip(uint32_t width, uint32_t height, uint32_t count);
/* Discs with smooth edges that move over a slope, in thousands of colours. */
clip drawn_clip(uint32_t width, uint32_t height, uint32_t count);

/* What an encoder of GIF has to deal with, one after the other. */
typedef struct clip_kind {
    const char *name;
    clip (*make)(void);
} clip_kind;

extern const clip_kind clip_kinds[];
extern const int clip_kind_count;

/* What a GIF can show of a picture: alpha is all or nothing. */
picture as_gif_shows(const picture *p);
/* How many colours its opaque pixels have. */
uint32_t count_colors(const picture *p);
bool is_opaque(const picture *p);
/* In dB, of what is opaque in both. */
double psnr(const picture *a, const picture *b);
double psnr_of_clips(const clip *a, const clip *b);

/* False, and says so, where the program is built such that memory cannot be measured. */
bool can_measure_memory(const char *test);

/* ---- files --------------------------------------------------------------- */

typedef struct file {
    unsigned char *data;
    size_t size;
} file;

/* Options of a GIF; at least one field is to be given. */
#define OPTIONS(...)                                                                   \
    (&(glitch_sink_options) {                                                          \
        .struct_size = sizeof(glitch_sink_options), .format = "gif", __VA_ARGS__ })

/* Encode into memory, each frame for 100 ms, for ever; fails the test on failure. */
file encode(const clip *c, const glitch_sink_options *opt);
void free_file(file *f);
void save_file(const char *path, const file *f);
file load_file(const char *path);
void assert_same_files(const file *a, const file *b, const char *what);

/* A GIF as giflib reads it, and what it shows: composited here, naively. */
typedef struct seen {
    GifFileType *gif;
    clip shown;
} seen;

seen look_at(const file *f);
void close_seen(seen *s);
GraphicsControlBlock control_of(const seen *s, int i);

/* Fails unless every frame is shown as well as can be asked for: few colours exactly. */
void assert_shown_well(const clip *shown, const clip *wanted, const char *what);
void assert_same_clips(const clip *actual, const clip *expected, const char *what);

/* ---- the compression ----------------------------------------------------- */

/* What came out of a stream of codes. */
typedef struct unpacked {
    uint8_t *indices; /* freed with free() */
    size_t count;
    int clears;
    bool was_full; /* the dictionary, once */
} unpacked;

/* A naive decoder, independent of all others; any fault of the stream fails the test. */
unpacked unpack(const unsigned char *codes, size_t size, unsigned index_bits);

/* ---- the parts of check_gif ---------------------------------------------- */

/* A case of tests that run in an empty folder each. */
TCase *new_gif_case(Suite *suite, const char *name);

/* Each adds its tests to the suite. */
void add_lzw_tests(Suite *suite);
void add_near_tests(Suite *suite);
void add_color_tests(Suite *suite);
void add_cut_tests(Suite *suite);
void add_row_tests(Suite *suite);
void add_thread_tests(Suite *suite);
void add_file_tests(Suite *suite);
void add_option_tests(Suite *suite);
void add_bounce_tests(Suite *suite);

#endif
