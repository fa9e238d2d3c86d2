/* batch.c - many pictures, each in a process of its own. */
#include "batch.h"
#include "account.h"
#include "crew.h"
#include "processors.h"
#include "report.h"
#include "work.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATIENCE_MS = 100 };
static const uint64_t DEFAULT_MEMORY = (uint64_t)4 << 30;

typedef struct batch {
    const settings *set;
    int (*stop)(void);
    work work;
    crew crew;
    account account;
    uint64_t memory; /* for all that is done at a time */
    int jobs;
    bool stopping, failed; /* failed: the run itself */
    uint64_t *heavy;       /* items that want more memory than their share */
    size_t heavy_count, heavy_room;
    char folder[PATH_MAX]; /* the last one that was made */
} batch;

/* ---- one item ------------------------------------------------------------ */

/* What a child is told; it has a copy of all of it. */
typedef struct order {
    batch *batch;
    const item *item;
    uint64_t memory;
    int threads;
} order;

static int do_order(void *arg, job_result *result)
{
    const order *o = arg;
    const batch *b = o->batch;
    const item *it = o->item;
    const task t = { .set = it->set,
        .input = it->input->path,
        .output = *it->output ? it->output : NULL,
        .numbered = b->work.numbered,
        .replace = b->set->force,
        .silent = true,
        .seed = it->seed,
        .seed_text = it->set->classic ? it->seed_text : NULL,
        .memory = o->memory,
        .threads = o->threads,
        .shown_only = !*it->output };
    return run_job(&t, b->stop, result);
}

/* A report on what could not even be begun. */
static void refuse(batch *b, const item *it, const char *why)
{
    char text[LONGEST_REPORT];
    snprintf(text, sizeof text, "glitch: %s\n", why);
    const crew_report r = { .item = it->index, .status = EXIT_FAILED, .text = text };
    account_item(&b->account, it, &r);
}

/* The folders that a name has, from `begin` on; what is there is left alone. */
static bool make_folders(char *path, size_t begin)
{
    for (char *slash = strchr(path + begin, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = 0;
        bool there = slash == path || mkdir(path, 0777) == 0 || errno == EEXIST;
        *slash = '/';
        if (!there)
            return false;
    }
    return true;
}

static bool make_room(batch *b, item *it)
{
    const char *slash = strrchr(it->output, '/');
    size_t length = slash ? (size_t)(slash - it->output) : 0;
    if (length == 0
        || (strncmp(b->folder, it->output, length) == 0 && !b->folder[length]))
        return true;
    if (!make_folders(it->output, 0)) {
        char why[PATH_MAX + 128];
        snprintf(why, sizeof why, "%s: its folder cannot be made: %s", it->output,
            strerror(errno));
        refuse(b, it, why);
        return false;
    }
    snprintf(b->folder, sizeof b->folder, "%.*s", (int)length, it->output);
    return true;
}

/* Better told before it is made. */
static bool is_taken(batch *b, const item *it)
{
    struct stat st;
    char why[PATH_MAX + 128];
    if (!*it->output || b->work.numbered || b->set->force
        || lstat(it->output, &st) != 0)
        return false;
    snprintf(why, sizeof why, "%s: exists already (-y overwrites it)", it->output);
    refuse(b, it, why);
    return true;
}

static void start(batch *b, item *it, int at_a_time)
{
    order o = { b, it, b->memory / (uint64_t)at_a_time, at_a_time > 1 ? 1 : b->jobs };
    if (is_taken(b, it) || (*it->output && !make_room(b, it)))
        return;
    if (crew_start(&b->crew, do_order, &o, it->index) != EXIT_DONE)
        b->failed = true;
}

/* ---- what became of it --------------------------------------------------- */

/* It may do with all of the memory, once nothing else is being done. */
static bool put_aside(batch *b, const crew_report *r)
{
    bool wants_more =
        r->result.status == GLITCH_ELIMIT || r->result.status == GLITCH_ENOMEM;
    if (!wants_more || b->crew.size == 1)
        return false;
    if (b->heavy_count == b->heavy_room) {
        size_t room = b->heavy_room ? 2 * b->heavy_room : 16;
        uint64_t *more = realloc(b->heavy, room * sizeof *more);
        if (!more)
            return false;
        b->heavy = more;
        b->heavy_room = room;
    }
    b->heavy[b->heavy_count++] = r->item;
    return true;
}

static void finish(batch *b, crew_report *r)
{
    item it;
    char text[PATH_MAX + 128];
    if (b->stopping && r->status != EXIT_DONE)
        return;
    if (put_aside(b, r) || !work_item(&b->work, r->item, &it))
        return;
    if (r->status < 0) {
        fputs(r->text, stderr); /* what the system said of it */
        snprintf(text, sizeof text,
            "glitch: %s: failed with signal %d (%s); please report that picture\n",
            it.input->path, r->signal, strsignal(r->signal));
        r->text = text;
    }
    account_item(&b->account, &it, r);
}

static void wait_for_one(batch *b)
{
    crew_report r;
    int asked = b->stop();
    if (asked && !b->stopping) {
        b->stopping = true;
        crew_signal(&b->crew, SIGTERM);
    }
    if (asked > 1)
        crew_signal(&b->crew, SIGKILL);
    if (crew_wait(&b->crew, PATIENCE_MS, &r))
        finish(b, &r);
}

/* ---- the whole ----------------------------------------------------------- */

static bool goes_on(const batch *b)
{
    return !b->stopping && !b->failed && !b->account.deaf && !b->stop();
}

static void run_item(batch *b, uint64_t index, int at_a_time)
{
    item it;
    if (!work_item(&b->work, index, &it)) {
        b->account.failed++;
        return;
    }
    account_tick(&b->account, it.input->path);
    while (b->crew.busy == at_a_time && goes_on(b)) {
        wait_for_one(b);
        account_tick(&b->account, it.input->path);
    }
    if (goes_on(b))
        start(b, &it, at_a_time);
}

static void drain(batch *b)
{
    while (b->crew.busy > 0) {
        wait_for_one(b);
        account_tick(&b->account, NULL);
    }
}

static void run_all(batch *b)
{
    int at_a_time = b->crew.size;
    if ((uint64_t)at_a_time > b->account.total)
        at_a_time = b->account.total ? (int)b->account.total : 1;
    for (uint64_t i = 0; i < b->work.count && goes_on(b); i++) {
        item it;
        if (!b->set->shards
            || (work_item(&b->work, i, &it) && work_is_mine(&b->work, &it)))
            run_item(b, i, at_a_time);
    }
    drain(b);
    b->crew.size = 1; /* who was put aside has nobody beside it */
    for (size_t i = 0; i < b->heavy_count && goes_on(b); i++) {
        run_item(b, b->heavy[i], 1);
        drain(b);
    }
}

static uint64_t count_mine(const work *w)
{
    item it;
    uint64_t mine = w->set->shards ? 0 : w->count;
    for (uint64_t i = 0; w->set->shards && i < w->count; i++)
        mine += work_item(w, i, &it) && work_is_mine(w, &it);
    return mine;
}

static int run(batch *b)
{
    int status = work_open(&b->work, b->set);
    if (status || b->stop())
        return status;
    b->account.total = count_mine(&b->work);
    status = crew_open(&b->crew, b->jobs);
    if (!status)
        run_all(b);
    return status;
}

static void on_fault(void *user, const char *path, const char *line)
{
    batch *b = user;
    account_fault(&b->account, path, line);
}

static int count_jobs(const settings *set)
{
    int jobs = set->jobs ? set->jobs : count_processors();
    return jobs > MOST_WORKERS ? MOST_WORKERS : jobs;
}

int run_batch(const settings *set, int (*stop)(void))
{
    batch b = { .set = set,
        .stop = stop,
        .memory = set->max_memory ? set->max_memory : DEFAULT_MEMORY,
        .jobs = count_jobs(set),
        .work.inputs = { .on_fault = on_fault, .stop = stop } };
    b.work.inputs.user = &b;
    account_begin(&b.account, set);
    int status = run(&b);
    if (stop())
        account_interrupted(&b.account, false);
    else if (!status)
        account_end(&b.account, b.work.inputs.skipped);
    crew_close(&b.crew);
    work_close(&b.work);
    free(b.heavy);
    if (stop())
        return EXIT_INTERRUPTED;
    return status                                        ? status
        : b.failed || b.account.failed || b.account.deaf ? EXIT_FAILED
                                                         : EXIT_DONE;
}
