/* sweep.h - what the files of check_sweep share. */
#ifndef TEST_SWEEP_H
#define TEST_SWEEP_H
#include "cli/axes.h"
#include "cli/chain.h"
#include "cli/values.h"
#include "cli/pick.h"
#include "cli/report.h"
#include "cli/variant.h"
#include "support.h"

#define COUNT(a) (int)(sizeof(a) / sizeof *(a))

/* The last complaint, and how many there were: these functions are not the command's. */
extern char said[8192];
extern int times_said;

/* A fixture, which makes the context. */
extern glitch_ctx *context;
void begin_sweep(void);
void end_sweep(void);

/* Cut at blanks, in place; returns how many words there are. */
int split(char *text, char **words, int most);
/* What `glitch in.png ...` means; lasts until the next call. */
settings base_of(const char *options);
/* Axes, separated by blanks; lasts until the next call. */
axes axes_of(const char *texts);
/* A combination that can be made. */
variant make(const settings *base, const axes *a, uint64_t n);
/* The chain of a variant, separated by blanks. */
const char *chain_text(const settings *s);

void add_range_tests(Suite *s);
void add_axis_tests(Suite *s);
void add_label_tests(Suite *s);
void add_pick_tests(Suite *s);
void add_fault_tests(Suite *s);

#endif
