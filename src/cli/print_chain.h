/* print_chain.h - the chain of a command line as a file for --chain. */
#ifndef CLI_PRINT_CHAIN_H
#define CLI_PRINT_CHAIN_H
#include "options.h"

/*
 * Print it on standard output.
 *
 * @return EXIT_DONE, or EXIT_USAGE after a complaint about what is no line of such a file
 */
int print_chain(const settings *s);

#endif
