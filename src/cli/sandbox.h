/*
 * sandbox.h - what the process gives up before it looks at a picture.
 *
 * Pictures come from anywhere, and decoders have faults. A decoder that was taken over
 * shall find that this process can do nothing but finish its job. There are two steps:
 * from sandbox_enter() on only what the outputs need can be opened, and from
 * sandbox_narrow() on nothing more, or only numbered pictures, where those are written.
 * Whatever the system or the build does not have is left out without a word.
 *
 * Both steps come before the library makes its threads, which inherit them.
 */
#ifndef CLI_SANDBOX_H
#define CLI_SANDBOX_H
#include <glitch/glitch.h>
#include <limits.h>
#include <stdbool.h>

typedef struct sandbox {
    int wide, narrow; /* what may be opened in the two steps; -1: no such thing here */
    bool numbered;
    bool impossible;
    bool files, calls;     /* what is in force */
    char folder[PATH_MAX]; /* the last one that was allowed */
} sandbox;

/* Where it was never begun: the calls below do nothing. */
#define SANDBOX_NONE                                                                   \
    {                                                                                  \
        .wide = -1, .narrow = -1                                                       \
    }

/* Begin; numbered pictures are opened one after another, until the end. */
void sandbox_init(sandbox *b, bool numbered);
/* Let a file be written, wherever its name leads. False where there is no such folder. */
bool sandbox_allow(sandbox *b, const char *output);
/* The same for all the names that a pattern has. */
void sandbox_allow_pattern(sandbox *b, glitch_ctx *ctx, const char *pattern);
/* Once the input is open, before a byte of it is read. */
void sandbox_enter(sandbox *b);
/* Once the output is open. */
void sandbox_narrow(sandbox *b);
/* What is in force, in words. */
const char *sandbox_name(const sandbox *b);
/* Frees what is held; what was given up stays so. */
void sandbox_close(sandbox *b);

#endif
