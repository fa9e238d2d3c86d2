/* decode.h - what the files of check_decode share. */
#ifndef TEST_DECODE_H
#define TEST_DECODE_H
#include "support.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* An assertion for inner loops: Check's own makes a system call even when it holds. */
#define REQUIRE(condition, ...) ((condition) ? (void)0 : ck_abort_msg(__VA_ARGS__))
#define REQUIRE_SAME(actual, expected, what)                                           \
    (same_pixels(actual, expected) ? (void)0 : assert_same(actual, expected, what))

/* Where a picture is: in a file, or in memory where data is not NULL. */
typedef struct source {
    const char *path;
    const void *data;
    size_t size;
    bool lenient, no_orient;
} source;

/* All that a decoder gave, up to its end. */
typedef struct decoded {
    glitch_status status; /* GLITCH_END where all was well */
    char message[512];
    glitch_info info; /* zero where it was not even opened */
    uint32_t count;
    picture *frames;
    uint32_t *delays;
    int notices[2];   /* of each kind */
    char notice[512]; /* the last one */
} decoded;

/* Checks on the way what holds for any input: frames in order and of one size, an end
   that is sticky, a failure that has one line to say, which begins with the name. */
decoded decode(glitch_ctx *ctx, source from);
decoded decode_file(const char *path);
decoded decode_alone(source from);
decoded decode_memory(const void *data, size_t size);
void free_decoded(decoded *d);

/* Fails unless both gave the same frames, delays and information. */
void assert_same_decoded(const decoded *actual, const decoded *expected);
/* The only picture of a file; fails the test where there is none, or another one. */
picture decode_still(const char *path);

/* A picture turned as Exif's orientation says, pixel by pixel. */
picture turn_naively(const picture *p, int orientation);

/* A number under n from the tests' own generator. */
uint32_t random_below(uint64_t *state, uint32_t n);

/* ---- files --------------------------------------------------------------- */

/* Bytes put together one after another. */
typedef struct bytes {
    unsigned char *data;
    size_t size, room;
} bytes;

void put(bytes *b, const void *data, size_t size);
void put8(bytes *b, unsigned value);
void put16(bytes *b, unsigned value); /* the low byte first */

/* Small pictures as files, of under 1,000 bytes; which colours they have is no matter.
 */
void write_small_png(const char *path);      /* RGBA */
void write_interlaced_png(const char *path); /* palette, tRNS, other chunks */
void write_small_jpeg(const char *path);     /* progressive 4:2:0 */
void write_cmyk_jpeg(const char *path);      /* YCCK */
void write_small_gif(const char *path);      /* one frame */
void write_animated_gif(const char *path);   /* several */

/* Each adds its tests to the suite. */
void add_png_tests(Suite *suite);
void add_jpeg_tests(Suite *suite);
void add_gif_tests(Suite *suite);
void add_input_tests(Suite *suite);
void add_lenient_tests(Suite *suite);
void add_corpora_tests(Suite *suite);

#endif
