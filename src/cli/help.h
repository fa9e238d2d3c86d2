/* help.h - --help, --list-filters and --help-filter, made from the tables. */
#ifndef CLI_HELP_H
#define CLI_HELP_H
#include <glitch/filter.h>

void print_help(void);
void print_version(void);
void print_filters(const glitch_ctx *ctx);
/* These return an exit status; it is complained of an unknown name. */
int print_presets(void);
int print_filter(glitch_ctx *ctx, const char *name);
/* What a parameter may be, in words: "number from 0 to 1; default 0.5". */
void describe_values(const glitch_param *p, char *out, size_t size);

#endif
