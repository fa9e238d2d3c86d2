/*
 * engine.h - what the tests of the engine's services share: a context with filters of
 * their own, and frames run through it.
 */
#ifndef TEST_ENGINE_H
#define TEST_ENGINE_H
#include "support.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { MOST_FRAMES = 12 };

/* Numbers of the test's own generator. */
static inline uint32_t below(uint64_t *r, uint32_t n)
{
    return (uint32_t)(test_random(r) >> 32) % n;
}

/* How frames are run; zero is the ordinary way. */
typedef struct way {
    uint32_t start; /* number of the first frame */
    uint32_t total; /* that the source says it has; 0: `count` */
    bool unknown;   /* it says that it does not know */
    bool scratch;   /* it lends its frames to be written to */
    bool hold;
    uint64_t seed;
} way;

/*
 * `count` pictures of one size through filters separated by blanks, those of the test's
 * own known, too; out[] is to be freed.
 */
void run_frames(
    const picture *in, uint32_t count, const char *specs, way w, picture *out);
/* One picture, in both ways that a source may lend it. */
picture run_one(const picture *in, const char *specs);
void free_pictures(picture *pictures, uint32_t count);
picture copy_picture(const picture *p);
/* Make the test's own filters known. */
glitch_status register_test_filters(glitch_ctx *ctx);

/*
 * The test's own filters: each makes of a pixel what scramble() does, and differs in how.
 * `scramble-row` by row, `scramble-frame` in place, `scramble-whole` by row from the whole
 * input; `blur` adds up rows around; `echo-row` and `echo-frame` look into the past.
 */
PixelTuple scramble(PixelTuple p, uint32_t x, uint32_t y);

Suite *blend_suite(void);
Suite *edge_suite(void);
Suite *memory_suite(void);
Suite *number_suite(void);
Suite *past_suite(void);
Suite *text_suite(void);
Suite *time_suite(void);

#endif
