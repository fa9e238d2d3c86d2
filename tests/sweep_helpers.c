/* sweep_helpers.c - what the files of check_sweep share. */
#include "sweep.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- in place of the command's ------------------------------------------- */

char said[8192];
int times_said;

int complain(int status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(said, sizeof said, format, args);
    va_end(args);
    times_said++;
    return status;
}

int complain_of(const glitch_ctx *ctx, glitch_status status)
{
    return complain(status == GLITCH_EINVAL ? EXIT_USAGE : EXIT_FAILED, "%s",
        glitch_ctx_message(ctx));
}

glitch_ctx *context;

void begin_sweep(void)
{
    context = glitch_ctx_new(NULL);
    ck_assert_ptr_nonnull(context);
    times_said = 0;
}

void end_sweep(void)
{
    glitch_ctx_free(context);
}

/* ---- helpers ------------------------------------------------------------- */

int split(char *text, char **words, int most)
{
    int count = 0;
    for (char *w = strtok(text, " "); w; w = strtok(NULL, " ")) {
        ck_assert_int_lt(count, most);
        words[count++] = w;
    }
    return count;
}

settings base_of(const char *options)
{
    static char line[16384], *words[1024];
    settings s;
    snprintf(line, sizeof line, "glitch in.png %s", options);
    int count = split(line, words, 1024);
    ck_assert_msg(parse_options(count, words, &s) == EXIT_DONE, "%s", said);
    ck_assert_msg(chain_load(&s) == EXIT_DONE, "%s", said);
    return s;
}

axes axes_of(const char *lines)
{
    static char line[16384], *words[MOST_AXES];
    axes a = { 0 };
    snprintf(line, sizeof line, "%s", lines);
    int count = split(line, words, MOST_AXES);
    for (int i = 0; i < count; i++)
        ck_assert_msg(axes_add(&a, words[i]) == EXIT_DONE, "%s", said);
    return a;
}

variant make(const settings *base, const axes *a, uint64_t n)
{
    variant v;
    ck_assert_msg(variant_make(&v, base, a, n) == EXIT_DONE, "%s", said);
    return v;
}

const char *chain_text(const settings *s)
{
    static char text[65536];
    chain c;
    size_t used = 0;
    text[0] = 0;
    chain_of(s, &c);
    for (size_t i = 0; i < c.count; i++)
        used += (size_t)snprintf(
            text + used, sizeof text - used, "%s%s", i ? " " : "", c.specs[i]);
    return text;
}
