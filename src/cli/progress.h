/* progress.h - a line on the terminal for work that takes more than a second. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

typedef struct progress {
    bool wanted, shown;
    uint32_t done, total; /* frames; total 0: not known */
    struct timespec begun, last;
} progress;

/* Only a terminal sees it, and only where `wanted`. */
void progress_begin(progress *p, bool wanted);
/* Call it often. */
void progress_tick(progress *p);
/* Take the line away: until the next tick, or for good. */
void progress_clear(progress *p);
void progress_end(progress *p);
/* Seconds since the beginning. */
double progress_seconds(const progress *p);

#endif
