/* report.h - what the command says: faults on standard error, one line each. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H
#include <glitch/glitch.h>
#include <stdarg.h>
#include <stdbool.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_INTERRUPTED = 130 };

/* Make "glitch: …" and a newline, whatever it holds on one line. */
void format_line(char *out, size_t size, const char *format, va_list args)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 0)))
#endif
    ;

/* Print "glitch: …" on standard error, whatever it holds on one line. */
void report_line(const char *format, va_list args)
#if defined(__GNUC__)
    __attribute__((format(printf, 1, 0)))
#endif
    ;

/* Question marks for control characters: a name can have any, and a terminal obeys them. */
void mask_controls(char *text);

/* Complain of nothing from now on, or again of all. */
void hush(bool quiet);

/* The same, and return the exit status that is given. */
int complain(int status, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/* Say what the library says, and which exit status that calls for. */
int complain_of(const glitch_ctx *ctx, glitch_status status);

#endif
