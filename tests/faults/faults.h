/* faults.h - what the files of check_faults share. */
#ifndef TEST_FAULTS_H
#define TEST_FAULTS_H
#include "support.h"
#include <sys/types.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- the command --------------------------------------------------------- */

enum { MOST_ARGUMENTS = 24 };

/* Start the built command; what it says on standard error goes into the file err.txt. */
pid_t start_glitch(const char *const *arguments);
/* Its exit status, or 128 + the signal. */
int wait_for(pid_t child);

#define GLITCH(...) start_glitch((const char *const[]) { __VA_ARGS__, NULL })

void assert_text(const char *path, const char *text);
bool same_files(const char *a, const char *b);

/* ---- inputs -------------------------------------------------------------- */

void write_interlaced_png(const char *path, const picture *p);
/* With all that can be told of a picture. */
void write_told(const char *path, const picture *p);
void write_jpeg(const char *path, const picture *p, bool progressive);

/* ---- how many faults were injected --------------------------------------- */

/* Tests run in processes of their own, and count in memory that they share. */
void begin_tally(void);
void add_to_tally(const char *kind, const char *error, bool reported);
void print_tally(void);

/* ---- the parts of check_faults ------------------------------------------- */

/* False, and says so, where no fault can be injected. */
bool can_inject(void);
void add_injection_tests(Suite *suite);
void add_place_tests(Suite *suite);
void add_signal_tests(Suite *suite);
void add_kill_tests(Suite *suite);

#endif
