/* presets.h - chains that have names: those built in, and the user's own. */
#ifndef CLI_PRESETS_H
#define CLI_PRESETS_H
#include "options.h"

typedef struct preset {
    const char *name;
    const char *summary; /* lower case, no full stop */
    const char *chain;   /* as the text of a chain file */
} preset;

/* Sorted by name; ends with a row without one. */
extern const preset preset_table[];

/*
 * Append the filters of a preset to the settings, which keep the text. The user's own are
 * files NAME.chain in $XDG_CONFIG_HOME/glitch/presets, or ~/.config/glitch/presets, and
 * come before one of the same name that is built in.
 *
 * @return EXIT_DONE, or another status after a complaint
 */
int preset_add(const char *name, settings *out);

/* Has the user one of this name? */
bool preset_is_replaced(const char *name);

/*
 * @param summary  the comment that the file begins with, or ""
 * @param replaces one of this name is built in
 */
typedef void show_preset(const char *name, const char *summary, bool replaces);

/*
 * Show the user's own, by name: those whose files can be read.
 *
 * @return EXIT_DONE, or EXIT_FAILED after a complaint
 */
int presets_show_own(show_preset *show);

#endif
