/* progress.h - a line on the terminal for work that takes more than a second. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

typedef struct progress {
    bool wanted, shown;
    int columns;          /* of the terminal */
    uint32_t done, total; /* frames; total 0: not known */
    struct timespec begun, last;
} progress;

/* Only a terminal sees it, and only where `wanted`. */
void progress_begin(progress *p, bool wanted);
/* Call it often. */
void progress_tick(progress *p);
/* Is it time to show something? Then progress_show() does. */
bool progress_due(progress *p);
/* A line of your own, which is cut where the terminal ends. */
void progress_show(progress *p, const char *line);
/* Take the line away: until the next tick, or for good. */
void progress_clear(progress *p);
void progress_end(progress *p);
/* Seconds since the beginning. */
double progress_seconds(const progress *p);

#endif
