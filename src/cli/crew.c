/* crew.c - child processes that do one picture each, a few at a time. */
#include "crew.h"
#include "report.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int crew_open(crew *c, int size)
{
    *c = (crew) { .size = size };
    c->workers = calloc((size_t)size, sizeof *c->workers);
    c->results = mmap(NULL, (size_t)size * sizeof *c->results, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (c->workers && c->results != MAP_FAILED)
        return EXIT_DONE;
    crew_close(c);
    return complain(EXIT_FAILED, "out of memory");
}

/* ---- the child ----------------------------------------------------------- */

/*
 * Ctrl-C reaches every process of the terminal; here the parent decides. It may be gone
 * already when the wish to die with it is made.
 */
static void obey(pid_t parent)
{
    signal(SIGINT, SIG_IGN);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
    if (getppid() != parent)
        _exit(EXIT_FAILED);
}

static void do_work(
    crew_work *work, void *arg, job_result *result, int out, pid_t parent)
{
    obey(parent);
    dup2(out, STDERR_FILENO);
    int status = work(arg, result);
    fflush(NULL);
    _exit(status);
}

/* ---- the parent ---------------------------------------------------------- */

static int cannot_start(int error, const int ends[2])
{
    close(ends[0]);
    close(ends[1]);
    return complain(EXIT_FAILED, "a process cannot be started: %s", strerror(error));
}

static int open_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return complain(EXIT_FAILED, "a pipe cannot be made: %s", strerror(errno));
    for (int i = 0; i < 2; i++)
        (void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    return EXIT_DONE;
}

int crew_start(crew *c, crew_work *work, void *arg, const crew_ticket *ticket)
{
    int ends[2], i = 0;
    while (c->workers[i].pid != 0)
        i++;
    int status = open_pipe(ends);
    if (status)
        return status;
    fflush(NULL); /* or the child would print it again */
    c->results[i] = (job_result) { 0 };
    pid_t parent = getpid(), pid = fork();
    if (pid < 0)
        return cannot_start(errno, ends);
    if (pid == 0)
        do_work(work, arg, &c->results[i], ends[1], parent);
    close(ends[1]);
    worker *w = &c->workers[i];
    w->pid = pid;
    w->fd = ends[0];
    w->ticket = *ticket;
    w->begun = now();
    w->length = 0;
    c->busy++;
    return EXIT_DONE;
}

/* False once there is no more, which is when the child has ended. */
static bool collect(worker *w)
{
    char more[4096];
    ssize_t n = read(w->fd, more, sizeof more);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    size_t room = LONGEST_REPORT - 1 - w->length, take = n > 0 ? (size_t)n : 0;
    take = take < room ? take : room;
    memcpy(w->report + w->length, more, take);
    w->length += take;
    return n > 0;
}

static void reap(crew *c, int i, crew_report *r)
{
    int status = 0;
    worker *w = &c->workers[i];
    close(w->fd);
    while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
        ;
    w->report[w->length] = 0;
    *r = (crew_report) { .ticket = w->ticket,
        .status = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
        .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
        .seconds = now() - w->begun,
        .result = c->results[i],
        .text = w->report };
    w->pid = 0;
    c->busy--;
}

bool crew_wait(crew *c, int milliseconds, crew_report *report)
{
    struct pollfd waited[MOST_WORKERS];
    int which[MOST_WORKERS];
    nfds_t count = 0;
    for (int i = 0; i < c->size; i++)
        if (c->workers[i].pid != 0) {
            waited[count] =
                (struct pollfd) { .fd = c->workers[i].fd, .events = POLLIN };
            which[count++] = i;
        }
    if (poll(waited, count, milliseconds) <= 0)
        return false;
    for (nfds_t k = 0; k < count; k++)
        if (waited[k].revents && !collect(&c->workers[which[k]])) {
            reap(c, which[k], report);
            return true;
        }
    return false;
}

void crew_signal(const crew *c, int number)
{
    for (int i = 0; c->workers && i < c->size; i++)
        if (c->workers[i].pid != 0)
            kill(c->workers[i].pid, number);
}

void crew_close(crew *c)
{
    crew_report ignored;
    crew_signal(c, SIGKILL);
    for (int i = 0; c->workers && i < c->size; i++)
        if (c->workers[i].pid != 0)
            reap(c, i, &ignored);
    free(c->workers);
    if (c->results && c->results != MAP_FAILED)
        munmap(c->results, (size_t)c->size * sizeof *c->results);
    *c = (crew) { 0 };
}
