/* batch.h - many pictures, each in a process of its own. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H
#include "options.h"

/*
 * Do all that the settings ask for.
 *
 * @param stop asked often: how often the user has asked to stop
 * @return an exit status, after a complaint where it is not EXIT_DONE
 */
int run_batch(const settings *set, int (*stop)(void));

#endif
