/* journal.c - what is done in a folder, so that a run which was stopped can be resumed. */
#include "journal.h"
#include "escape.h"
#include "folders.h"
#include "journal_table.h"
#include "report.h"
#include "seeds.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/*
 * The lines, each with its checksum at the end:
 *
 *   glitch-journal 1
 *   boot NAME                                  a run begins
 *   seed TEXT
 *   begin OUTPUT
 *   done OUTPUT INPUT SETTINGS SIZE CHANGED OUTPUT-SIZE
 *   sync                                       what stands above is on the disk
 */
#define FIRST_LINE "glitch-journal 1"
#define PREFIX     ".glitch-journal"
enum { LONGEST_LINE = 8 * PATH_MAX, CHECK = 18, MOST_WORDS = 8 };

static const double SYNC_INTERVAL = 5,
                    SYNC_SHARE = 20; /* seconds; of the time it takes */

struct journal {
    char folder[PATH_MAX], path[PATH_MAX];
    int fd;
    char boot[64]; /* "": not known */
    char seed[128];
    table table;
    size_t *unsure; /* records that are not on the disk for sure */
    size_t unsure_count, unsure_room;
    bool dirty;
    double next_sync;
};

static int fault(const char *path)
{
    return complain(EXIT_FAILED, "%s: %s", path, strerror(errno));
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

const char *journal_boot(void)
{
    static char boot[64];
    FILE *f = fopen("/proc/sys/kernel/random/boot_id", "r");
    bool known = f && fscanf(f, "%63s", boot) == 1;
    if (f)
        fclose(f);
    return known ? boot : NULL;
}

/* ---- reading ------------------------------------------------------------- */

/* What was done in another boot and not written to the disk is not believed. */
static void settle(journal *j, bool trusted)
{
    for (size_t i = 0; i < j->unsure_count; i++)
        j->table.records[j->unsure[i]].trusted = trusted;
    j->unsure_count = 0;
}

static bool doubt(journal *j, const record *r)
{
    if (j->unsure_count == j->unsure_room) {
        size_t room = j->unsure_room ? 2 * j->unsure_room : 64;
        size_t *more = realloc(j->unsure, room * sizeof *more);
        if (!more)
            return false;
        j->unsure = more;
        j->unsure_room = room;
    }
    j->unsure[j->unsure_count++] = (size_t)(r - j->table.records);
    return true;
}

/* Removes the checksum; false where it is not right. */
static bool check_line(char *line)
{
    size_t length = strlen(line);
    char expected[CHECK + 1];
    if (length < CHECK || strncmp(line + length - CHECK, " *", 2) != 0)
        return false;
    char *check = line + length - CHECK;
    char given[CHECK + 1];
    memcpy(given, check, sizeof given);
    *check = 0;
    snprintf(expected, sizeof expected, " *%016" PRIx64, hash_name(line));
    return strcmp(given, expected) == 0;
}

static int split(char *line, char *words[MOST_WORDS])
{
    int count = 0;
    for (char *word = strtok(line, " "); word && count < MOST_WORDS;
         word = strtok(NULL, " "))
        words[count++] = word;
    return count;
}

static bool read_number(const char *word, uint64_t *out)
{
    size_t length = strspn(word, "0123456789");
    *out = strtoull(word, NULL, 10);
    return length > 0 && length < 21 && !word[length];
}

static bool read_done(journal *j, char *words[], bool own)
{
    journal_entry e = { .output = words[1], .input = words[2] };
    uint64_t *numbers[] = { &e.settings, &e.size, &e.changed, &e.output_size };
    for (int i = 0; i < 4; i++)
        if (!read_number(words[3 + i], numbers[i]))
            return true;
    if (!unescape(words[1]) || !unescape(words[2]))
        return true;
    record *r = table_add(&j->table, e.output);
    if (!r || !record_fill(r, &e))
        return false;
    r->trusted = false;
    r->own = r->own || own;
    return doubt(j, r);
}

/* What was done before may have been replaced since. */
static bool begin_again(journal *j, const char *output)
{
    record *r = table_add(&j->table, output);
    if (r)
        r->done = false;
    return r != NULL;
}

/* False: no memory. A line that says nothing that is known is put up with. */
static bool read_line(journal *j, char *line, bool own, bool *same_boot)
{
    char *words[MOST_WORDS];
    int count = check_line(line) ? split(line, words) : 0;
    if (count == 7 && strcmp(words[0], "done") == 0)
        return read_done(j, words, own);
    if (count == 2 && strcmp(words[0], "begin") == 0)
        return !unescape(words[1]) || begin_again(j, words[1]);
    if (count == 2 && strcmp(words[0], "seed") == 0 && unescape(words[1]))
        snprintf(j->seed, sizeof j->seed, "%s", words[1]);
    if (count >= 1 && strcmp(words[0], "boot") == 0) {
        settle(j, *same_boot);
        *same_boot = count == 2 && *j->boot && strcmp(words[1], j->boot) == 0;
    }
    if (count == 1 && strcmp(words[0], "sync") == 0)
        settle(j, true);
    return true;
}

/* Takes `fd` over. */
static bool read_journal(journal *j, int fd, bool own)
{
    static char line[LONGEST_LINE];
    bool whole = true, memory = true, same_boot = false;
    FILE *f = fdopen(fd, "r");
    if (!f)
        return false;
    while (memory && fgets(line, sizeof line, f)) {
        size_t length = strlen(line);
        bool newline = length > 0 && line[length - 1] == '\n';
        bool ends = newline || feof(f);
        if (newline)
            line[length - 1] = 0;
        if (ends && whole)
            memory = read_line(j, line, own, &same_boot);
        whole = ends;
    }
    settle(j, same_boot);
    fclose(f);
    return memory;
}

static int open_beside(const journal *j, const char *name, int flags)
{
    char path[PATH_MAX];
    struct stat st;
    if (snprintf(path, sizeof path, "%s%s", j->folder, name) >= (int)sizeof path)
        return -1;
    int fd = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
        close(fd);
        errno = EINVAL;
        return -1;
    }
    return fd;
}

/* The other shards', and that of a run over the whole. */
static bool read_others(journal *j)
{
    const char *own = strrchr(j->path, '/') + 1;
    bool memory = true;
    DIR *dir = opendir(j->folder);
    if (!dir)
        return true;
    for (struct dirent *e; memory && (e = readdir(dir));) {
        size_t prefix = strlen(PREFIX), length = strlen(e->d_name);
        bool is_one = strncmp(e->d_name, PREFIX, prefix) == 0
            && (!e->d_name[prefix] || e->d_name[prefix] == '-')
            && !(length > 4 && strcmp(e->d_name + length - 4, ".tmp") == 0);
        int fd = is_one && strcmp(e->d_name, own) != 0
            ? open_beside(j, e->d_name, O_RDONLY)
            : -1;
        if (fd >= 0)
            memory = read_journal(j, fd, false);
    }
    closedir(dir);
    return memory;
}

/* ---- writing ------------------------------------------------------------- */

static bool append(journal *j, const char *line)
{
    static char text[LONGEST_LINE + CHECK + 2];
    int length =
        snprintf(text, sizeof text, "%s *%016" PRIx64 "\n", line, hash_name(line));
    ssize_t n;
    do
        n = write(j->fd, text, (size_t)length);
    while (n < 0 && errno == EINTR);
    if (n == length)
        return true;
    if (n >= 0)
        errno = ENOSPC; /* what is torn will not be believed */
    fault(j->path);
    return false;
}

static void write_entry(char *line, const journal_entry *e)
{
    char output[3 * PATH_MAX + 1], input[3 * PATH_MAX + 1];
    escape(e->output, output);
    escape(e->input, input);
    snprintf(line, LONGEST_LINE,
        "done %s %s %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64, output, input,
        e->settings, e->size, e->changed, e->output_size);
}

bool journal_begin(journal *j, const char *output)
{
    char line[LONGEST_LINE], name[3 * PATH_MAX + 1];
    escape(output, name);
    snprintf(line, sizeof line, "begin %s", name);
    j->dirty = true;
    if (begin_again(j, output))
        return append(j, line);
    complain(0, "%s: out of memory", j->path);
    return false;
}

bool journal_done(journal *j, const journal_entry *e)
{
    char line[LONGEST_LINE];
    record *r = table_add(&j->table, e->output);
    if (!r || !record_fill(r, e)) {
        complain(0, "%s: out of memory", j->path);
        return false;
    }
    r->own = r->trusted = true;
    write_entry(line, e);
    j->dirty = true;
    return append(j, line);
}

bool journal_set_seed(journal *j, const char *seed)
{
    char line[LONGEST_LINE], word[3 * sizeof j->seed + 1];
    snprintf(j->seed, sizeof j->seed, "%s", seed);
    escape(j->seed, word);
    snprintf(line, sizeof line, "seed %s", word);
    return append(j, line);
}

/* Everything that was written in this file system; fsync() of each file would take longer. */
static void reach_disk(const journal *j)
{
#ifdef __linux__
    int folder = open(j->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = folder >= 0 && syncfs(folder) == 0;
    if (folder >= 0)
        close(folder);
    if (done)
        return;
#endif
    sync();
}

bool journal_sync(journal *j, bool now_please)
{
    double begun = now();
    if (!j->dirty || (!now_please && begun < j->next_sync))
        return true;
    reach_disk(j);
    double took = now() - begun;
    j->next_sync =
        begun + (took * SYNC_SHARE > SYNC_INTERVAL ? took * SYNC_SHARE : SYNC_INTERVAL);
    j->dirty = false;
    return append(j, "sync");
}

/* ---- looking up ---------------------------------------------------------- */

static bool is_there(const journal *j, const record *r)
{
    struct stat st;
    char path[PATH_MAX];
    return snprintf(path, sizeof path, "%s%s", j->folder, r->output) < (int)sizeof path
        && stat(path, &st) == 0 && S_ISREG(st.st_mode)
        && (uint64_t)st.st_size == r->output_size;
}

bool journal_knows(journal *j, const journal_entry *e)
{
    record *r = table_find(&j->table, e->output);
    if (!r || !r->done || !r->trusted || strcmp(r->input, e->input) != 0
        || r->settings != e->settings || r->size != e->size || r->changed != e->changed
        || !is_there(j, r))
        return false;
    r->own = true;
    return true;
}

bool journal_owns(const journal *j, const char *output)
{
    return table_find(&j->table, output) != NULL;
}

/* ---- beginning and end --------------------------------------------------- */

/* Is the file that was locked still the one of that name? */
static bool is_current(const journal *j)
{
    struct stat a, b;
    return fstat(j->fd, &a) == 0 && lstat(j->path, &b) == 0 && a.st_ino == b.st_ino
        && a.st_dev == b.st_dev;
}

/* Children of a run that was killed may live for a moment, and have its lock. */
static bool lock(journal *j, bool patient)
{
    enum { TRIES = 200, PAUSE_NS = 10000000 };
    for (int i = 0; i < (patient ? TRIES : 1); i++) {
        j->fd = open_beside(j, strrchr(j->path, '/') + 1, O_RDWR | O_CREAT | O_APPEND);
        if (j->fd < 0)
            return false;
        if (flock(j->fd, LOCK_EX | LOCK_NB) == 0 && is_current(j))
            return true;
        int error = errno;
        close(j->fd);
        j->fd = -1;
        errno = error;
        if (error != EWOULDBLOCK && error != EINTR)
            return false;
        if (patient)
            nanosleep(&(struct timespec) { 0, PAUSE_NS }, NULL);
        errno = EWOULDBLOCK;
    }
    return false;
}

static bool begin_file(journal *j)
{
    char last = '\n', line[128];
    struct stat st;
    if (fstat(j->fd, &st) != 0)
        return fault(j->path) == 0;
    if (st.st_size > 0 && pread(j->fd, &last, 1, st.st_size - 1) == 1 && last != '\n'
        && write(j->fd, "\n", 1) != 1)
        return fault(j->path) == 0;
    snprintf(line, sizeof line, "boot%s%s", *j->boot ? " " : "", j->boot);
    return (st.st_size > 0 || append(j, FIRST_LINE)) && append(j, line);
}

static bool read_own(journal *j)
{
    int fd = fcntl(j->fd, F_DUPFD_CLOEXEC, 0);
    return fd >= 0 && read_journal(j, fd, true);
}

static int open_all(journal *j, bool patient)
{
    if (!make_folders(j->folder))
        return fault(j->folder);
    if (!lock(j, patient))
        return errno == EWOULDBLOCK ? JOURNAL_BUSY : fault(j->path);
    if (!read_others(j) || !read_own(j))
        return complain(EXIT_FAILED, "%s: out of memory", j->path);
    return begin_file(j) ? EXIT_DONE : EXIT_FAILED;
}

int journal_open(const char *folder, uint32_t shard, uint32_t shards, const char *boot,
    bool patient, journal **out)
{
    char name[64] = PREFIX;
    journal *j = *out = calloc(1, sizeof *j);
    if (!j)
        return complain(EXIT_FAILED, "out of memory");
    j->fd = -1;
    j->next_sync = now() + SYNC_INTERVAL;
    if (shards)
        snprintf(name, sizeof name, PREFIX "-%" PRIu32 "-of-%" PRIu32, shard, shards);
    snprintf(j->boot, sizeof j->boot, "%s", boot ? boot : "");
    snprintf(j->folder, sizeof j->folder, "%s", folder);
    if (snprintf(j->path, sizeof j->path, "%s%s", folder, name) >= (int)sizeof j->path)
        return complain(EXIT_FAILED, "%s: the name is too long", folder);
    return open_all(j, patient);
}

static int compare_outputs(const void *a, const void *b)
{
    return strcmp(((const record *)a)->output, ((const record *)b)->output);
}

/* Sorted, and without what is not there any more. */
static bool write_records(journal *j)
{
    char line[LONGEST_LINE], seed[3 * sizeof j->seed + 1];
    table *t = &j->table;
    if (t->count > 0)
        qsort(t->records, t->count, sizeof *t->records, compare_outputs);
    t->slot_count = 0; /* they are not where they were */
    escape(j->seed, seed);
    snprintf(line, sizeof line, "seed %s", seed);
    if (!append(j, FIRST_LINE) || (*j->seed && !append(j, line)))
        return false;
    for (size_t i = 0; i < t->count; i++) {
        const record *r = &t->records[i];
        const journal_entry e = { r->output, r->input, r->settings, r->size, r->changed,
            r->output_size };
        write_entry(line, &e);
        if (r->done && r->trusted && r->own && is_there(j, r) && !append(j, line))
            return false;
    }
    return append(j, "sync");
}

static bool complete_file(journal *j)
{
    char temp[PATH_MAX + 8];
    int old = j->fd;
    snprintf(temp, sizeof temp, "%s.tmp", j->path);
    unlink(temp); /* of a run that was killed here; this one has the lock */
    j->fd =
        open_beside(j, strrchr(temp, '/') + 1, O_WRONLY | O_CREAT | O_EXCL | O_APPEND);
    bool written = j->fd >= 0 ? write_records(j) : fault(temp) == 0;
    if (written && (fsync(j->fd) != 0 || rename(temp, j->path) != 0))
        written = fault(j->path) == 0;
    if (j->fd >= 0)
        close(j->fd);
    if (!written)
        unlink(temp);
    j->fd = old;
    return written;
}

void journal_leave(journal *j)
{
    if (j && j->fd >= 0)
        close(j->fd);
}

bool journal_find_seed(const char *folder, char *seed, size_t size)
{
    journal *j = calloc(1, sizeof *j);
    bool found = j
        && snprintf(j->folder, sizeof j->folder, "%s", folder) < (int)sizeof j->folder;
    if (found) {
        j->path[0] = '/'; /* none of them is its own */
        found = read_others(j) && *j->seed;
        snprintf(seed, size, "%s", j->seed);
        j->fd = -1;
    }
    journal_close(j, false);
    return found;
}

bool journal_close(journal *j, bool complete)
{
    bool written = true;
    if (!j)
        return true;
    if (j->fd >= 0)
        written = journal_sync(j, true) && (!complete || complete_file(j));
    if (j->fd >= 0)
        close(j->fd);
    table_free(&j->table);
    free(j->unsure);
    free(j);
    return written;
}
