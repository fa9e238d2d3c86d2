/* batch.c - many pictures, each in a process of its own. */
#include "batch.h"
#include "account.h"
#include "crew.h"
#include "exhibit.h"
#include "fingerprint.h"
#include "folders.h"
#include "journal.h"
#include "processors.h"
#include "report.h"
#include "work.h"
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
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
    journal *journal; /* NULL: there is none */
    exhibit exhibit;
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
    bool replace;
    uint64_t memory;
    int threads;
} order;

static bool on_show(void *user, const glitch_frame *frame)
{
    const order *o = user;
    exhibit_put(&o->batch->exhibit, &o->batch->work, o->item, frame);
    return false;
}

static int do_order(void *arg, job_result *result)
{
    const order *o = arg;
    const batch *b = o->batch;
    const item *it = o->item;
    journal_leave(b->journal);
    if (it->set->verbose && *it->label)
        complain(0, "%s: %s", it->output, it->label);
    const task t = { .set = it->set,
        .input = it->input->path,
        .output = *it->output ? it->output : NULL,
        .numbered = b->work.numbered,
        .replace = o->replace,
        .silent = true,
        .seed = it->seed,
        .seed_text = it->set->classic ? it->seed_text : NULL,
        .memory = o->memory,
        .threads = o->threads,
        .show = b->exhibit.open ? on_show : NULL,
        .user = arg,
        .shown_only = !*it->output };
    return run_job(&t, b->stop, result);
}

/* A report on what could not even be begun. */
static void refuse(batch *b, const item *it, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

static void refuse(batch *b, const item *it, const char *format, ...)
{
    char text[LONGEST_REPORT];
    va_list args;
    va_start(args, format);
    format_line(text, sizeof text, format, args);
    va_end(args);
    const crew_report r = {
        .ticket.item = it->index, .status = EXIT_FAILED, .text = text
    };
    exhibit_fail(&b->exhibit, &b->work, it);
    account_item(&b->account, it, &r);
}

static bool make_room(batch *b, const item *it)
{
    const char *slash = strrchr(it->output, '/');
    size_t length = slash ? (size_t)(slash - it->output) : 0;
    if (strncmp(b->folder, it->output, length) == 0 && !b->folder[length])
        return true; /* the one that was made last */
    if (!make_folders(it->output)) {
        refuse(b, it, "%s: its folder cannot be made: %s", it->output, strerror(errno));
        return false;
    }
    snprintf(b->folder, sizeof b->folder, "%.*s", (int)length, it->output);
    return true;
}

/* Better told before it is made. */
static bool is_taken(batch *b, const item *it, bool replace)
{
    struct stat st;
    if (!*it->output || b->work.numbered || replace || lstat(it->output, &st) != 0)
        return false;
    refuse(b, it, "%s: exists already (-y overwrites it)", it->output);
    return true;
}

/* The output's name in the journal; of numbered pictures the first is known. */
static const char *journal_name(const batch *b, const item *it, char name[PATH_MAX])
{
    snprintf(name, PATH_MAX, "%s", it->output);
    glitch_ctx *ctx = b->work.numbered ? glitch_ctx_new(NULL) : NULL;
    if (ctx && glitch_pattern_name(ctx, it->output, 0, name, PATH_MAX) != GLITCH_OK)
        snprintf(name, PATH_MAX, "%s", it->output);
    glitch_ctx_free(ctx);
    return name + strlen(b->work.root);
}

static crew_ticket ticket_for(const item *it)
{
    struct stat st;
    crew_ticket t = { .item = it->index,
        .settings = fingerprint_of_files(it->set, it->seed_text) };
    if (stat(it->input->path, &st) == 0) {
        t.size = (uint64_t)st.st_size;
        t.changed =
            (uint64_t)st.st_mtim.tv_sec * 1000000000 + (uint64_t)st.st_mtim.tv_nsec;
    }
    return t;
}

static journal_entry entry_for(const item *it, const char *name, const crew_ticket *t)
{
    return (journal_entry) { .output = name,
        .input = it->input->name,
        .settings = t->settings,
        .size = t->size,
        .changed = t->changed };
}

/* What an earlier run has begun may be replaced by this one. */
static bool is_done_before(
    batch *b, const item *it, const crew_ticket *t, bool *replace)
{
    char name[PATH_MAX];
    if (!b->journal || !b->set->resume)
        return false;
    const char *output = journal_name(b, it, name);
    const journal_entry e = entry_for(it, output, t);
    *replace = *replace || journal_owns(b->journal, output);
    if (!journal_knows(b->journal, &e))
        return false;
    account_kept(&b->account, it);
    return true;
}

static bool note_begin(batch *b, const item *it)
{
    char name[PATH_MAX];
    return !b->journal || journal_begin(b->journal, journal_name(b, it, name));
}

static void start(batch *b, item *it, int at_a_time)
{
    bool replace = b->set->force;
    const crew_ticket ticket = ticket_for(it);
    if (is_done_before(b, it, &ticket, &replace) || is_taken(b, it, replace)
        || (*it->output && !make_room(b, it)))
        return;
    order o = { b, it, replace, b->memory / (uint64_t)at_a_time, b->jobs / at_a_time };
    b->failed =
        !note_begin(b, it) || crew_start(&b->crew, do_order, &o, &ticket) != EXIT_DONE;
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
    b->heavy[b->heavy_count++] = r->ticket.item;
    return true;
}

static void note_done(batch *b, const item *it, const crew_ticket *t)
{
    struct stat st;
    char name[PATH_MAX];
    if (!b->journal)
        return;
    journal_entry e = entry_for(it, journal_name(b, it, name), t);
    e.output_size = stat(name, &st) == 0 ? (uint64_t)st.st_size : 0;
    b->failed = !journal_done(b->journal, &e) || b->failed;
}

/* A child that did not come to its end says nothing itself. */
static void blame(batch *b, const item *it, const crew_report *r)
{
    fputs(r->text, stderr); /* what the system said of it */
    refuse(b, it, "%s: failed with signal %d (%s); please report that picture",
        it->input->path, r->signal, strsignal(r->signal));
}

static void finish(batch *b, const crew_report *r)
{
    item it;
    if (b->stopping && r->status != EXIT_DONE)
        return;
    if (put_aside(b, r) || work_item(&b->work, r->ticket.item, &it) != EXIT_DONE)
        return;
    if (r->status == EXIT_DONE)
        note_done(b, &it, &r->ticket);
    else
        exhibit_fail(&b->exhibit, &b->work, &it);
    if (r->status < 0)
        blame(b, &it, r);
    else
        account_item(&b->account, &it, r);
    item_free(&it);
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
    if (b->journal && !journal_sync(b->journal, false))
        b->failed = true;
}

/* ---- all items ----------------------------------------------------------- */

static bool goes_on(const batch *b)
{
    return !b->stopping && !b->failed && !b->account.deaf && !b->stop();
}

static void run_item(batch *b, uint64_t index, int at_a_time)
{
    item it;
    if (work_item(&b->work, index, &it) != EXIT_DONE) {
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
    item_free(&it);
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
        if (work_is_mine(&b->work, i))
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
    uint64_t mine = w->set->shards ? 0 : w->count;
    for (uint64_t i = 0; w->set->shards && i < w->count; i++)
        mine += work_is_mine(w, i);
    return mine;
}

/* One file into a folder is no run that anybody resumes. */
static bool wants_journal(const batch *b)
{
    const work *w = &b->work;
    return b->set->resume || (*w->root && !w->alone && w->count > 0);
}

/* What goes into a folder is written down there; two runs at once do without. */
static int open_journal(batch *b)
{
    const work *w = &b->work;
    const char *root = *w->root ? w->root : "./";
    if (b->set->resume && (!w->template || w->beside))
        return complain(EXIT_USAGE, "--resume: it needs a folder for the outputs: -o");
    if (!wants_journal(b))
        return EXIT_DONE;
    int status = journal_open(root, b->set->shard, b->set->shards, journal_boot(),
        b->set->resume, &b->journal);
    if (status == JOURNAL_BUSY) {
        journal_close(b->journal, false);
        b->journal = NULL;
        return !b->set->resume
            ? EXIT_DONE
            : complain(
                EXIT_FAILED, "%s: another glitch is at work in that folder", root);
    }
    return status || journal_set_seed(b->journal, w->base_text) ? status : EXIT_FAILED;
}

/* ---- the sheet ----------------------------------------------------------- */

/* One of the inputs, to see how large it is. */
typedef struct look {
    const batch *batch;
    const input *input;
} look;

static int look_at(void *arg, job_result *result)
{
    const look *l = arg;
    const task t = { .set = l->batch->set,
        .input = l->input->path,
        .silent = true,
        .memory = l->batch->memory,
        .shown_only = true };
    return run_job(&t, l->batch->stop, result);
}

/*
 * How large the first picture is that can be read; in a process that gives up its rights,
 * like any other.
 */
static extent measure(batch *b)
{
    enum { TRIES = 8, WIDTH = 400, HEIGHT = 300 }; /* of what cannot be read */
    crew_report r = { 0 };
    for (size_t i = 0; i < b->work.inputs.count && i < TRIES && !r.result.width; i++) {
        look l = { b, &b->work.inputs.list[i] };
        if (crew_start(&b->crew, look_at, &l, &r.ticket) != EXIT_DONE)
            break;
        while (!crew_wait(&b->crew, PATIENCE_MS, &r))
            if (b->stop())
                crew_signal(&b->crew, SIGTERM);
    }
    return r.result.width ? (extent) { r.result.width, r.result.height }
                          : (extent) { WIDTH, HEIGHT };
}

static int open_exhibit(batch *b)
{
    if (!b->set->sheet || b->work.count == 0)
        return EXIT_DONE;
    return exhibit_open(&b->exhibit, &b->work, measure(b));
}

static int end_exhibit(batch *b)
{
    return b->exhibit.open && goes_on(b) ? exhibit_write(&b->exhibit, b->set)
                                         : EXIT_DONE;
}

/* ---- the whole ----------------------------------------------------------- */

static int run(batch *b)
{
    int status = work_open(&b->work, b->set);
    if (status || b->stop())
        return status;
    b->account.total = count_mine(&b->work);
    status = b->set->sheet ? exhibit_check(&b->work) : EXIT_DONE;
    if (!status)
        status = crew_open(&b->crew, b->jobs);
    if (!status)
        status = open_exhibit(b);
    if (!status)
        status = open_journal(b);
    if (status)
        return status;
    run_all(b);
    return end_exhibit(b);
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
    bool resumable = b.journal != NULL;
    if (!journal_close(b.journal, !status && !stop() && goes_on(&b)))
        b.failed = true;
    if (stop())
        account_interrupted(&b.account, resumable);
    else if (!status)
        account_end(&b.account, b.work.inputs.skipped);
    crew_close(&b.crew);
    exhibit_close(&b.exhibit);
    work_close(&b.work);
    free(b.heavy);
    if (stop())
        return EXIT_INTERRUPTED;
    return status                                        ? status
        : b.failed || b.account.failed || b.account.deaf ? EXIT_FAILED
                                                         : EXIT_DONE;
}
