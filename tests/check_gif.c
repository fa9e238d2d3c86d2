/*
 * check_gif.c - the GIF encoder from the inside: its parts against naive ones, its
 * threads, its options. What other people's decoders see is check_gif_peers.
 */
#include "gif.h"

int main(void)
{
    Suite *suite = suite_create("gif");
    add_lzw_tests(suite);
    add_near_tests(suite);
    add_color_tests(suite);
    add_cut_tests(suite);
    add_row_tests(suite);
    add_thread_tests(suite);
    add_file_tests(suite);
    add_option_tests(suite);
    add_bounce_tests(suite);
    return run_suites(&suite, 1);
}
