/* account.c - what a run over many pictures says: progress, one report each, the end. */
#include "account.h"
#include "json.h"
#include "report.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void account_begin(account *a, const settings *set)
{
    *a = (account) { .set = set };
    progress_begin(&a->progress, !set->quiet);
}

/* ---- progress ------------------------------------------------------------ */

static void write_time(char *text, size_t size, double seconds)
{
    unsigned long s = (unsigned long)(seconds + 0.5);
    if (s < 3600)
        snprintf(text, size, "%lu:%02lu", s / 60, s % 60);
    else
        snprintf(text, size, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
}

void account_tick(account *a, const char *current)
{
    char line[512], left[32] = "?";
    if (!progress_due(&a->progress))
        return;
    uint64_t ended = a->done + a->kept + a->failed, fresh = a->done + a->failed;
    double seconds = progress_seconds(&a->progress), rate = (double)fresh / seconds;
    if (fresh > 0 && ended <= a->total)
        write_time(left, sizeof left, (double)(a->total - ended) / rate);
    if (a->total > 0)
        snprintf(line, sizeof line, "%" PRIu64 " of %" PRIu64 ", %.1f/s, %s left, %s",
            ended, a->total, rate, left, current ? current : "");
    else
        snprintf(line, sizeof line, "looking for pictures, %.0f s", seconds);
    progress_show(&a->progress, line);
}

/* ---- reports ------------------------------------------------------------- */

/* The last line that was printed, without the command's name: why it failed. */
static void last_line(const char *text, char *line, size_t size)
{
    size_t end = strlen(text);
    while (end > 0 && text[end - 1] == '\n')
        end--;
    size_t begin = end;
    while (begin > 0 && text[begin - 1] != '\n')
        begin--;
    if (end - begin > 8 && strncmp(text + begin, "glitch: ", 8) == 0)
        begin += 8;
    snprintf(line, size, "%.*s", (int)(end - begin), text + begin);
}

static void end_json(account *a, json *j)
{
    if (json_close(j))
        return;
    a->deaf = true;
    progress_clear(&a->progress);
    complain(0, "standard output: %s", strerror(errno));
    (void)!freopen("/dev/null", "w", stdout); /* once is enough to be told */
}

static void print_json(
    account *a, const item *it, const char *state, const crew_report *r)
{
    char error[LONGEST_REPORT];
    json j = json_open(stdout);
    json_text(&j, "input", it->input->path);
    if (*it->output)
        json_text(&j, "output", it->output);
    json_text(&j, "status", state);
    json_text(&j, "seed", it->seed_text);
    if (*it->label) {
        json_number(&j, "combination", it->combination);
        json_text(&j, "values", it->label);
    }
    if (r) {
        json_number(&j, "frames", r->result.frames);
        json_seconds(&j, "seconds", r->seconds);
        last_line(r->text, error, sizeof error);
        if (r->status != EXIT_DONE)
            json_text(&j, "error", error);
    }
    end_json(a, &j);
}

void account_fault(account *a, const char *path, const char *line)
{
    a->failed++;
    progress_clear(&a->progress);
    complain(0, "%s", line);
    if (!a->set->json)
        return;
    json j = json_open(stdout);
    json_text(&j, "input", path);
    json_text(&j, "status", "failed");
    json_text(&j, "error", line);
    end_json(a, &j);
}

void account_kept(account *a, const item *it)
{
    a->kept++;
    if (a->set->json)
        print_json(a, it, "kept", NULL);
}

void account_item(account *a, const item *it, const crew_report *r)
{
    bool done = r->status == EXIT_DONE;
    a->done += done;
    a->failed += !done;
    if (*r->text)
        progress_clear(&a->progress);
    fputs(r->text, stderr);
    if (a->set->json)
        print_json(a, it, done ? "done" : "failed", r);
}

void account_end(account *a, size_t skipped)
{
    char kept[48] = "";
    progress_end(&a->progress);
    if (a->set->quiet || a->deaf)
        return;
    if (a->kept)
        snprintf(kept, sizeof kept, "%" PRIu64 " done before, ", a->kept);
    complain(0, "%" PRIu64 " done, %s%zu skipped, %" PRIu64 " failed in %.1f s",
        a->done, kept, skipped, a->failed, progress_seconds(&a->progress));
}

void account_interrupted(account *a, bool resumable)
{
    progress_end(&a->progress);
    complain(0, "interrupted: %" PRIu64 " of %" PRIu64 " done%s", a->done + a->kept,
        a->total, resumable ? "; the same command with --resume goes on" : "");
}
