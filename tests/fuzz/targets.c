/* targets.c - every fuzz target by its name. */
#include "fuzz.h"

const fuzz_row fuzz_table[] = {
    { "chain", fuzz_chain },
    { "gif", fuzz_gif },
    { "jpeg", fuzz_jpeg },
    { "options", fuzz_options },
    { "png", fuzz_png },
    { "round_trip", fuzz_round_trip },
    { "webp", fuzz_webp },
    { "y4m", fuzz_y4m },
    { 0 },
};
