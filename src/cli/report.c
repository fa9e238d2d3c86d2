/* report.c - what the command says: faults on standard error, one line each. */
#include "report.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PREFIX "glitch: "

void mask_controls(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            *text = '?';
}

void format_line(char *out, size_t size, const char *format, va_list args)
{
    const size_t begin = strlen(PREFIX);
    memcpy(out, PREFIX, begin + 1);
    vsnprintf(out + begin, size - begin - 1, format, args);
    mask_controls(out); /* a hostile file name stays on its line */
    const size_t end = strlen(out);
    out[end] = '\n';
    out[end + 1] = 0;
}

static bool hushed;

void hush(bool quiet)
{
    hushed = quiet;
}

void report_line(const char *format, va_list args)
{
    if (hushed)
        return;
    char line[8192]; /* any path and what there is to say about it */
    format_line(line, sizeof line, format, args);
    fputs(line, stderr);
}

int complain(int status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report_line(format, args);
    va_end(args);
    return status;
}

int complain_of(const glitch_ctx *ctx, glitch_status status)
{
    const char *text = glitch_ctx_message(ctx);
    if (!*text)
        text = glitch_strstatus(status);
    switch (status) {
    case GLITCH_EINVAL:
    case GLITCH_EUNSUPPORTED:
        return complain(EXIT_USAGE, "%s", text);
    case GLITCH_EEXIST:
        return complain(EXIT_FAILED, "%s (-y overwrites it)", text);
    default:
        return complain(EXIT_FAILED, "%s", text);
    }
}
