/* progress.c - a line on the terminal for work that takes more than a second. */
#include "progress.h"
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define PATIENCE 1.0 /* seconds before the first line */
#define INTERVAL 0.1 /* seconds between two */
#define PREFIX   "glitch: "

static double between(const struct timespec *a, const struct timespec *b)
{
    return (double)(b->tv_sec - a->tv_sec) + (double)(b->tv_nsec - a->tv_nsec) * 1e-9;
}

/* A line that is wider than the terminal could not be taken back. */
static int columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                           : 80;
}

void progress_begin(progress *p, bool wanted)
{
    *p = (progress) { .wanted = wanted && isatty(STDERR_FILENO), .columns = columns() };
    clock_gettime(CLOCK_MONOTONIC, &p->begun);
    p->last = p->begun;
}

double progress_seconds(const progress *p)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return between(&p->begun, &now);
}

bool progress_due(progress *p)
{
    struct timespec now;
    if (!p->wanted)
        return false;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (between(&p->last, &now) < (p->shown ? INTERVAL : PATIENCE))
        return false;
    p->last = now;
    return true;
}

void progress_show(progress *p, const char *line)
{
    int room = p->columns - 1 - (int)strlen(PREFIX);
    fputs("\r" PREFIX, stderr);
    for (; *line && room > 0; line++) {
        fputc((unsigned char)*line < 0x20 || *line == 0x7f ? '?' : *line, stderr);
        room -= (line[1] & 0xc0) != 0x80; /* a character of UTF-8 is whole */
    }
    fputs("\033[K", stderr);
    p->shown = true;
}

void progress_tick(progress *p)
{
    char line[80];
    if (!progress_due(p))
        return;
    double seconds = progress_seconds(p);
    if (p->total > 1)
        snprintf(line, sizeof line, "frame %lu of %lu, %.0f s",
            (unsigned long)p->done + (p->done < p->total), (unsigned long)p->total,
            seconds);
    else if (p->done > 0)
        snprintf(line, sizeof line, "frame %lu, %.0f s", (unsigned long)p->done + 1,
            seconds);
    else
        snprintf(line, sizeof line, "working, %.0f s", seconds);
    progress_show(p, line);
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
