/*
 * preview.c - show in the terminal what would be made.
 *
 * Each round of an animation is a process of its own, in its sandbox, that makes all frames
 * again: memory does not grow with them, and whatever becomes of it, this process has the
 * terminal as it was.
 */
#include "preview.h"
#include "crew.h"
#include "job.h"
#include "player.h"
#include "recipe.h"
#include "report.h"
#include "seeds.h"
#include "standard.h"
#include "work.h"
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATIENCE_MS = 40 };

typedef struct preview {
    settings set; /* as if the seed had been given */
    char seed[24];
    task task;
    int (*stop)(void);
    stage *stage; /* shared with the processes */
    crew crew;
    keyboard keyboard;
    bool ended; /* by a key */
} preview;

/* ---- what cannot be shown ------------------------------------------------ */

static bool is_file(const char *path)
{
    struct stat st;
    return !is_standard(path) && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static int check_output(const settings *set)
{
    if (is_standard(set->output))
        return complain(EXIT_USAGE,
            "--preview: -o - would send the picture to the terminal; name a file");
    if (!is_file(set->inputs[0]))
        return complain(EXIT_USAGE,
            "--preview: with -o the input is read again, which %s cannot be",
            input_name(set->inputs[0]));
    return is_file(set->output) && !set->force
        ? complain(EXIT_FAILED, "%s: exists already (-y overwrites it)", set->output)
        : EXIT_DONE;
}

static int check(const settings *set)
{
    if (work_is_many(set))
        return complain(EXIT_USAGE,
            "--preview shows one picture: it takes one input, or --join, and no "
            "folder, "
            "sweep, sheet or list");
    if (!isatty(STDOUT_FILENO))
        return complain(EXIT_USAGE, "--preview: the standard output is no terminal");
    if (is_standard(set->inputs[0]) && isatty(STDIN_FILENO))
        return complain(EXIT_USAGE,
            "--preview: the standard input is a terminal; send a picture to it");
    return set->output ? check_output(set) : EXIT_DONE;
}

/* ---- rounds -------------------------------------------------------------- */

static int do_round(void *arg, job_result *result)
{
    preview *p = arg;
    return play(&p->task, p->stage, p->stop, result);
}

/* Keys are taken from the shell only where they are needed: an animation may last. */
static void watch(preview *p, crew_report *report)
{
    while (!crew_wait(&p->crew, PATIENCE_MS, report)) {
        if (p->stage->moving)
            keyboard_open(&p->keyboard);
        p->ended = p->ended || keyboard_pressed(&p->keyboard);
        if (p->ended || p->stop())
            crew_signal(&p->crew, p->stop() > 1 ? SIGKILL : SIGTERM);
    }
}

static int judge(const preview *p, const crew_report *r)
{
    if (p->ended || p->stop())
        return EXIT_DONE;
    if (r->signal)
        return complain(EXIT_FAILED, "%s: failed with signal %d (%s)",
            input_name(p->task.input), r->signal, strsignal(r->signal));
    return r->status;
}

/* As often as the file says; what comes by a pipe is gone after the first time. */
static bool plays_again(const preview *p, const crew_report *r, int64_t played)
{
    int64_t loops = r->result.loops;
    return r->status == EXIT_DONE && p->stage->moving && !p->ended && !p->stop()
        && is_file(p->task.input) && (loops == 0 || played <= loops);
}

static int play_rounds(preview *p, crew_report *report)
{
    const crew_ticket none = { 0 };
    int64_t played = 0;
    do {
        int status = crew_start(&p->crew, do_round, p, &none);
        if (status)
            return status;
        watch(p, report);
    } while (plays_again(p, report, ++played));
    return EXIT_DONE;
}

/* The line of a round that failed is printed where it can be read: below the picture. */
static int present(preview *p)
{
    crew_report report = { .text = "" };
    int status = crew_open(&p->crew, 1);
    if (status)
        return status;
    status = play_rounds(p, &report);
    keyboard_close(&p->keyboard);
    stage_leave(p->stage);
    fputs(report.text, stderr);
    if (!status)
        status = judge(p, &report);
    crew_close(&p->crew);
    return p->stop() && !status ? EXIT_INTERRUPTED : status;
}

/* ---- the whole ----------------------------------------------------------- */

/* All rounds, and the file, have one seed. Nothing is said while the picture is drawn. */
static void prepare(preview *p, const settings *set)
{
    p->set = *set;
    if (!set->seed_text) {
        p->set.seed = draw_seed();
        p->set.seed_is_whole = true;
        snprintf(p->seed, sizeof p->seed, "%" PRIu64, p->set.seed);
        p->set.seed_text = p->seed;
    }
    p->set.quiet = true;
    p->set.verbose = false;
    p->task = single_task(&p->set);
}

static int save(preview *p, const settings *set)
{
    job_result result;
    p->set.quiet = set->quiet;
    p->set.verbose = set->verbose;
    const task t = single_task(&p->set);
    return run_job(&t, p->stop, &result);
}

int run_preview(const settings *set, int (*stop)(void))
{
    static preview p;
    int status = check(set);
    if (status)
        return status;
    p.stop = stop;
    prepare(&p, set);
    p.stage = mmap(NULL, sizeof *p.stage, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p.stage == MAP_FAILED)
        return complain(EXIT_FAILED, "out of memory");
    *p.stage = (stage) { .size = terminal_measure() };
    status = present(&p);
    munmap(p.stage, sizeof *p.stage);
    if ((!status || status == EXIT_INTERRUPTED) && !set->quiet && recipe_tell(&p.set))
        status = EXIT_FAILED;
    return status || !set->output ? status : save(&p, set);
}
