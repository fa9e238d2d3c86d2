/* encode.h - the parts of check_encode. */
#ifndef TEST_ENCODE_H
#define TEST_ENCODE_H
#include "support.h"

/* Write frames of one size, each shown for 100 ms. */
glitch_status save_frames(glitch_ctx *ctx, const char *path, const picture *frames,
    uint32_t count, const glitch_sink_options *opt);
/* The same, which has to work, over what is there. */
void save_ok(const char *path, const picture *frames, uint32_t count);

void add_png_tests(Suite *suite);
void add_jpeg_tests(Suite *suite);

#endif
