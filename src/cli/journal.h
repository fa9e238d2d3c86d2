/*
 * journal.h - what is done in a folder, so that a run which was stopped can be resumed.
 *
 * A text file in the output's folder, to which a line is added when an output is begun and
 * when it is finished. Each line has its own checksum: of a torn or damaged one nothing is
 * believed, and the others count. Nothing depends on the order in which outputs are
 * finished once the run is complete: then the file is written anew, sorted.
 *
 * Only one run at a time has a journal, but each shard of a run has one of its own; all of
 * the folder's are read.
 */
#ifndef CLI_JOURNAL_H
#define CLI_JOURNAL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct journal journal;

enum { JOURNAL_BUSY = -1 };

/* Of an output that is finished. */
typedef struct journal_entry {
    const char *output;     /* within the folder */
    const char *input;      /* its name */
    uint64_t settings;      /* their fingerprint */
    uint64_t size, changed; /* the input's bytes, and its time in nanoseconds */
    uint64_t output_size;
} journal_entry;

/*
 * Open the folder's journal, which is made where there is none, and the folder, too.
 *
 * @param folder ends with a slash
 * @param shard, shards 0 of 0 for the whole
 * @param boot   names what a power cut ends: what is not on the disk for sure counts only
 *               while that is the same; NULL: not known
 * @param patient wait for two seconds where another run has it: it may just be dying
 * @param[out] out to be closed
 * @return an exit status, after a complaint where it is not EXIT_DONE; or JOURNAL_BUSY,
 *         without one, while another run has it
 */
int journal_open(const char *folder, uint32_t shard, uint32_t shards, const char *boot,
    bool patient, journal **out);
/* The name that this boot of the system has, or NULL; static. */
const char *journal_boot(void);

/* The seed of the folder's last run; false: there was none. */
bool journal_find_seed(const char *folder, char *seed, size_t size);
/* Write down the seed of this run. False, after a complaint, where that fails. */
bool journal_set_seed(journal *j, const char *seed);

/* Is it finished, with this input and these settings, and still there? */
bool journal_knows(journal *j, const journal_entry *e);
/* Was it begun by an earlier run, so that it may be replaced? */
bool journal_owns(const journal *j, const char *output);
/* The two say false, after a complaint, where the journal cannot be written. */
bool journal_begin(journal *j, const char *output);
bool journal_done(journal *j, const journal_entry *e);

/*
 * Call it often, or at the end with `now`: it has all that was finished written to the disk
 * every few seconds.
 */
bool journal_sync(journal *j, bool now);
/* In a child, which has nothing to do with it. */
void journal_leave(journal *j);
/*
 * NULL is fine.
 *
 * @param complete nothing is left to do: the journal gets the form that does not tell how
 *                 it came about
 * @return false, after a complaint, where that fails
 */
bool journal_close(journal *j, bool complete);

#endif
