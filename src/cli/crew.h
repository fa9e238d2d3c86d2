/*
 * crew.h - child processes that do one picture each, a few at a time.
 *
 * A process of its own can crash, be killed for its memory, and give up its rights, and no
 * other picture comes to harm. What a child prints on standard error is kept until it
 * ends, so that lines of different pictures do not mix.
 */
#ifndef CLI_CREW_H
#define CLI_CREW_H
#include "job.h"
#include <stdbool.h>
#include <sys/types.h>

enum { MOST_WORKERS = 64, LONGEST_REPORT = 1 << 14 };

/* What it is about, for whom it concerns. */
typedef struct crew_ticket {
    uint64_t item;
    uint64_t size, changed; /* of the input, before it was begun */
    uint64_t settings;      /* their fingerprint then */
} crew_ticket;

typedef struct worker {
    pid_t pid; /* 0: idle */
    int fd;    /* of what it prints */
    crew_ticket ticket;
    double begun; /* seconds on the monotonic clock */
    size_t length;
    char report[LONGEST_REPORT];
} worker;

typedef struct crew {
    int size, busy;
    worker *workers;
    job_result *results; /* shared with the children, one a worker */
} crew;

/* What became of one. */
typedef struct crew_report {
    crew_ticket ticket;
    int status; /* of exit, or -1 after a signal */
    int signal;
    double seconds;
    job_result result;
    const char *text; /* what it printed; until the next call */
} crew_report;

/* Done in the child; returns the exit status. */
typedef int crew_work(void *arg, job_result *result);

/* Return an exit status, after a complaint where it is not EXIT_DONE. */
int crew_open(crew *c, int size);
int crew_start(crew *c, crew_work *work, void *arg, const crew_ticket *ticket);
/*
 * Wait until one ends, or until a signal comes, or for some milliseconds at most. Nothing
 * has ended where it returns false.
 */
bool crew_wait(crew *c, int milliseconds, crew_report *report);
/* To all that are busy. */
void crew_signal(const crew *c, int number);
/* Kills and forgets those that are still busy. */
void crew_close(crew *c);

#endif
