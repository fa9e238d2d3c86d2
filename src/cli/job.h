/* job.h - one picture in, one picture or animation out. */
#ifndef CLI_JOB_H
#define CLI_JOB_H
#include "options.h"
#include <glitch/glitch.h>

/* One picture, and what is to become of it. */
typedef struct task {
    const settings *set;
    const char *input;
    char *const *inputs; /* where several are joined: all of them, else NULL */
    size_t input_count;
    const char *output; /* NULL: beside the input, named after what that holds */
    bool numbered;      /* the output is a pattern for numbered pictures */
    bool replace;       /* an older output */
    bool silent;        /* no line of progress */
    uint64_t seed;
    const char *seed_text; /* as the user gave it, or NULL */
    uint64_t memory;       /* how much it may take; 0: as much as one context may */
    int threads;           /* 0: one a processor */
    /* Gets frames, glitched, from the first to one that it returns false for; or NULL. */
    bool (*show)(void *user, const glitch_frame *frame);
    void *user;
    bool shown_only; /* nothing is written, and no more frames made than are shown */
} task;

/* What came of it beside the exit status. */
typedef struct job_result {
    glitch_status status;   /* of the library, where that was what failed */
    uint32_t width, height; /* of the input; 0: it could not be read */
    uint32_t frames;        /* of the output */
    int32_t loops;          /* the same, as glitch_info has it */
} job_result;

/*
 * Do it.
 *
 * @param stop asked often; non-zero gives up
 * @return an exit status, after a complaint where it is not EXIT_DONE
 */
int run_job(const task *t, int (*stop)(void), job_result *result);

/* The one picture that the settings are about. */
task single_task(const settings *set);

#endif
