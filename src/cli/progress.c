/* progress.c - a line on the terminal for work that takes more than a second. */
#include "progress.h"
#include <stdio.h>
#include <unistd.h>

#define PATIENCE 1.0 /* seconds before the first line */
#define INTERVAL 0.1 /* seconds between two */

static double between(const struct timespec *a, const struct timespec *b)
{
    return (double)(b->tv_sec - a->tv_sec) + (double)(b->tv_nsec - a->tv_nsec) * 1e-9;
}

void progress_begin(progress *p, bool wanted)
{
    *p = (progress) { .wanted = wanted && isatty(STDERR_FILENO) };
    clock_gettime(CLOCK_MONOTONIC, &p->begun);
    p->last = p->begun;
}

double progress_seconds(const progress *p)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return between(&p->begun, &now);
}

void progress_tick(progress *p)
{
    struct timespec now;
    if (!p->wanted)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (between(&p->last, &now) < (p->shown ? INTERVAL : PATIENCE))
        return;
    double seconds = between(&p->begun, &now);
    if (p->total > 1)
        fprintf(stderr, "\rglitch: frame %lu of %lu, %.0f s \033[K",
            (unsigned long)p->done + (p->done < p->total), (unsigned long)p->total,
            seconds);
    else if (p->done > 0)
        fprintf(stderr, "\rglitch: frame %lu, %.0f s \033[K",
            (unsigned long)p->done + 1, seconds);
    else
        fprintf(stderr, "\rglitch: working, %.0f s \033[K", seconds);
    p->last = now;
    p->shown = true;
}

void progress_clear(progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}

void progress_end(progress *p)
{
    progress_clear(p);
    p->wanted = false;
}
