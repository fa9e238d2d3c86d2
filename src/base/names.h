/* names.h - looking names up, and guessing what a mistyped one was meant to be. */
#ifndef GLI_NAMES_H
#define GLI_NAMES_H
#include <stddef.h>

/* The best guess so far at what `word` was meant to be. */
typedef struct gli_guess {
    const char *word;
    const char *name; /* NULL: nothing is near enough */
    size_t distance;
} gli_guess;

/* Begin with .word set and the rest zero, then offer every valid name. */
void gli_guess_offer(gli_guess *guess, const char *name);

#endif
