/* print_chain.h - the chain of a command line as a file for --chain. */
#ifndef CLI_PRINT_CHAIN_H
#define CLI_PRINT_CHAIN_H
#include "options.h"

/*
 * Load it, check it as a run would, and print it on standard output.
 *
 * @return EXIT_DONE, or another status after a complaint
 */
int print_chain(settings *s);

#endif
