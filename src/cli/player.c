/* player.c - an animation, or a picture, on the terminal: once, in its own time. */
#include "player.h"
#include "painter.h"
#include "report.h"
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/*
 * What VT100 and xterm have understood since, and others pass over: save and restore the
 * cursor, show and hide it; 2026 has the screen wait until all of a frame is there.
 */
#define SAVE    "\0337"
#define RESTORE "\0338"
#define HIDE    "\033[?25l"
#define SHOW    "\033[?25h"
#define HOLD    "\033[?2026h"
#define RELEASE "\033[?2026l"
/* Ends a sequence that was cut, and all colours. */
#define CALM "\033\\\033[0m"

static const double LONGEST_DELAY_BEHIND = 0.2;

typedef struct player {
    stage *stage;
    painter *painter;
    int (*stop)(void);
    uint32_t seen; /* frames, drawn or not */
    bool failed;
} player;

static int (*asked)(void);

/* Who asks for the end wants to read no complaint about it. */
static int hushing_stop(void)
{
    int stopped = asked();
    if (stopped)
        hush(true);
    return stopped;
}

/* ---- time ---------------------------------------------------------------- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* In small steps, as a signal may come between the question and the sleep. */
static void wait_until(double due, int (*stop)(void))
{
    static const double step = 0.05;
    for (double left; (left = due - now()) > 0 && !stop();) {
        double part = left < step ? left : step;
        nanosleep(&(struct timespec) { .tv_nsec = (long)(part * 1e9) }, NULL);
    }
}

/* As browsers have it: what is too short to be meant is a tenth of a second. */
static double seconds_of(const glitch_frame *frame)
{
    return frame->delay_ms <= 10 ? 0.1 : frame->delay_ms / 1000.0;
}

/* ---- frames -------------------------------------------------------------- */

static bool put(const player *p, const char *text)
{
    return terminal_write(text, strlen(text), p->stop);
}

static bool cannot(void)
{
    complain(0, "--preview: there is no memory for such a picture");
    return false;
}

/* Lines of its own, so that the terminal has scrolled before the first frame. */
static bool enter(player *p, const glitch_frame *frame)
{
    char up[24];
    uint32_t rows = painter_fit(p->painter, frame);
    if (rows == 0)
        return cannot();
    if (p->stage->rows > 0 || !terminal_is_able())
        return true;
    p->stage->rows = rows;
    snprintf(up, sizeof up, "\033[%luA", (unsigned long)rows);
    bool done = put(p, HIDE "\r");
    for (uint32_t i = 0; i < rows; i++)
        done = done && put(p, "\n");
    return done && put(p, up) && put(p, SAVE);
}

/* It is made before it is due, as that takes a while. */
static bool draw(player *p, const glitch_frame *frame)
{
    size_t length;
    const char *text = painter_paint(p->painter, frame, &length);
    if (!text)
        return cannot();
    if (!terminal_is_able())
        return terminal_write(text, length, p->stop) && put(p, "\n");
    wait_until(p->stage->due, p->stop);
    return put(p, HOLD RESTORE) && put(p, painter_wipe(p->painter))
        && terminal_write(text, length, p->stop) && put(p, RELEASE);
}

/*
 * A frame whose time is over is passed over. Where that does not help, because it is the
 * filters that are slow, the clock is put back.
 */
static bool show(player *p, const glitch_frame *frame)
{
    stage *s = p->stage;
    double time = now();
    if (p->seen == 0 && !enter(p, frame))
        return false;
    if (time > s->due + LONGEST_DELAY_BEHIND)
        s->due = time;
    s->moving = s->moving || p->seen > 0;
    p->seen++;
    bool drawn = time >= s->due + seconds_of(frame) || draw(p, frame);
    s->due += seconds_of(frame);
    return drawn;
}

static bool on_frame(void *user, const glitch_frame *frame)
{
    player *p = user;
    p->failed = !show(p, frame);
    return !p->failed && terminal_is_able();
}

int play(const task *t, stage *s, int (*stop)(void), job_result *result)
{
    player p = { .stage = s, .stop = stop };
    task shown = *t;
    asked = stop;
    p.painter = painter_new(&s->size);
    if (!p.painter)
        return EXIT_USAGE;
    shown.show = on_frame;
    shown.user = &p;
    shown.shown_only = true;
    int status = run_job(&shown, hushing_stop, result);
    painter_free(p.painter);
    return p.failed && !status ? EXIT_FAILED : status;
}

void stage_leave(const stage *s)
{
    if (s->rows == 0)
        return;
    printf(CALM RELEASE RESTORE "\033[%luB\r" SHOW, (unsigned long)s->rows);
    fflush(stdout);
}
