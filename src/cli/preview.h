/* preview.h - show in the terminal what would be made. */
#ifndef CLI_PREVIEW_H
#define CLI_PREVIEW_H
#include "options.h"

/*
 * Show it, tell the command that makes it, and make it where -o says so.
 *
 * @param stop asked often: has the user asked to stop?
 * @return an exit status, after a complaint where it is not EXIT_DONE
 */
int run_preview(const settings *set, int (*stop)(void));

#endif
