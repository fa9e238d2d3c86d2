/*
 * support.h - what the test programs share.
 *
 * A test program has a list of suites and hands it to run_suites(). Every test runs in
 * a process of its own, in an empty folder of its own.
 */
#ifndef TEST_SUPPORT_H
#define TEST_SUPPORT_H
#include <check.h>
#include <glitch/filter.h>
#include <stdbool.h>
#include <stdint.h>

/* The main() of a test program: 0 where all passed. */
int run_suites(Suite *const *suites, int count);

/* A fixture: enter an empty folder that is removed at the end. */
void enter_folder(void);
void leave_folder(void);

/* Say that something cannot be tested here; .ci/run counts these lines. */
void skip(const char *what, const char *why);
/* Is a program installed? Says so (as a skip) where it is not. */
bool have_tool(const char *name);

/* Absolute paths: of the source tree, of the build tree, of ../shared or NULL. */
const char *source_dir(void);
const char *build_dir(void);
const char *shared_dir(void);
/* A path below one of them, in a static buffer that lasts for eight calls. */
const char *source_path(const char *below);
const char *shared_path(const char *below);

/* ---- pictures ------------------------------------------------------------ */

typedef struct picture {
    uint32_t width, height;
    PixelTuple *px; /* rows without gaps; freed with free() */
} picture;

picture new_picture(uint32_t width, uint32_t height); /* all zero */
/* Pixels from a fixed generator: every byte random, alpha 255 where `opaque`. */
picture random_picture(uint32_t width, uint32_t height, uint64_t seed, bool opaque);
/* A smooth, photograph-like picture, opaque. */
picture smooth_picture(uint32_t width, uint32_t height, uint64_t seed);
picture copy_frame(const glitch_frame *frame);
bool same_pixels(const picture *a, const picture *b);
/* Fails the test, naming the first pixel that differs. */
void assert_same(const picture *actual, const picture *expected, const char *what);
/* A hash, as 64 hexadecimal digits, in a static buffer; the second of the RGBA rows. */
const char *sha256_bytes(const void *bytes, size_t size);
const char *sha256_pixels(const PixelTuple *px, size_t count);

/* The test's own generator (xorshift64*), nothing of the library's. */
uint64_t test_random(uint64_t *state);

/* Write with libpng itself, RGBA of 8 bits. */
void write_png(const char *path, const picture *p);
/* Read with libpng's simplified interface. */
picture read_png(const char *path);

/* ---- iterators ----------------------------------------------------------- */

/* Frames from pictures of one size, borrowed; each shown for 100 ms. */
glitch_frames frames_of(const picture *pictures, uint32_t count);
/* Pull the only frame, check that it is the last, close. */
picture pull_only(glitch_frames *it);
/* Run `spec` (filters separated by blanks; "" is none) over a picture. */
picture glitched(const picture *in, const char *spec, uint64_t seed);

/* ---- commands ------------------------------------------------------------ */

typedef struct outcome {
    int status;      /* of exit, or 128 + the signal */
    char out[65536]; /* what it printed, cut off there */
    char err[16384];
    long peak_kib; /* of memory */
} outcome;

/*
 * Run a shell command; `glitch` in it is the built program. Lasts until the next call.
 */
const outcome *run(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Run and fail the test unless the status is this. */
const outcome *run_expect(int status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

bool file_exists(const char *path);
/* How many files a folder has, hidden ones counted. */
int count_files(const char *path);
void write_file(const char *path, const void *data, size_t size);
/* All of a file; *size may be NULL. Freed with free(). */
unsigned char *read_file(const char *path, size_t *size);

/* ---- memory -------------------------------------------------------------- */

/* A glitch_alloc of { meager, &budget }: so many allocations work, and no more. */
typedef struct budget {
    long left;
    long live; /* not yet freed */
} budget;

void *meager(void *user, void *p, size_t size);

/* Built with AddressSanitizer, or run by valgrind: memory cannot be measured. */
bool sanitized(void);

#endif
