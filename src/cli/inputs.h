/*
 * inputs.h - which pictures there are to do, from files, folders and lists.
 *
 * Each has a name, by which its output is named and its seed drawn: its path within the
 * folder that was given, or, of a file that was given, the last part of its path, or, of one
 * that stands in a list, the path there, without what leads upwards.
 */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H
#include "options.h"
#include <sys/types.h>

typedef struct input {
    char *path;         /* and the name's memory */
    const char *name;   /* never begins with a slash, and has no . or .. in it */
    const char *format; /* which its first bytes tell, or NULL */
    dev_t device;       /* these two tell whether another name is the same file */
    ino_t inode;
} input;

typedef struct inputs {
    input *list;
    size_t count, room;
    size_t skipped; /* files in a folder that are no pictures */
    /* Called for what cannot be read, with one line that names it. */
    void (*on_fault)(void *user, const char *path, const char *line);
    int (*stop)(void);
    void *user;
    bool recursive;
    bool has_output; /* the output's folder, not to be taken for an input */
    dev_t device;
    ino_t inode;
} inputs;

/*
 * Find them: what the settings name, in that order, and a folder's in natural order. Hidden
 * files, and `output`, a folder that may not exist or NULL, are left out. Returns an exit
 * status, after a complaint where it is not EXIT_DONE; faults of one file or folder are none.
 */
int inputs_find(inputs *in, const settings *set, const char *output);
void inputs_free(inputs *in);

#endif
