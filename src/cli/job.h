/* job.h - one picture in, one picture or animation out. */
#ifndef CLI_JOB_H
#define CLI_JOB_H
#include "options.h"
#include <glitch/glitch.h>

/*
 * Do what the settings say.
 *
 * @param stop asked often; non-zero gives up
 * @return an exit status, after a complaint where it is not EXIT_DONE
 */
int run_job(glitch_ctx *ctx, const settings *set, int (*stop)(void));

#endif
