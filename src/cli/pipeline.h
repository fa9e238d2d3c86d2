/* pipeline.h - the pipeline that the settings ask for. */
#ifndef CLI_PIPELINE_H
#define CLI_PIPELINE_H
#include "chain.h"
#include "job.h"

/*
 * Build it.
 *
 * @param in           of the input; looked at for --classic alone
 * @param[out] classic the filter of --classic, as text
 * @param[out] out     to be freed, also on failure
 */
glitch_status pipeline_of(glitch_ctx *ctx, const task *t, const glitch_info *in,
    char classic[LONGEST_CLASSIC + 1], glitch_pipeline **out);

#endif
