/* commands.c - running the built command and other people's tools. */
#include "support.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void read_text(const char *path, char *out, size_t size)
{
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(out, 1, size - 1, f) : 0;
    out[n] = 0;
    if (f)
        fclose(f);
}

/* The folder of the built command comes first on the PATH. */
static void start_shell(const char *command, const char *out, const char *err)
{
    char path[8192];
    snprintf(path, sizeof path, "%s:%s", build_dir(), getenv("PATH"));
    setenv("PATH", path, 1);
    if (!freopen("/dev/null", "r", stdin) || !freopen(out, "w", stdout)
        || !freopen(err, "w", stderr))
        _exit(126);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static const outcome *run_command(const char *command)
{
    static outcome o;
    char out[64] = "/tmp/glitch-out-XXXXXX", err[64] = "/tmp/glitch-err-XXXXXX";
    struct rusage usage;
    int status;
    close(mkstemp(out));
    close(mkstemp(err));
    fflush(stdout); /* or the child would print it again */
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        start_shell(command, out, err);
    ck_assert_int_eq(wait4(child, &status, 0, &usage), child);
    o.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    o.peak_kib = usage.ru_maxrss;
    read_text(out, o.out, sizeof o.out);
    read_text(err, o.err, sizeof o.err);
    unlink(out);
    unlink(err);
    return &o;
}

const outcome *run(const char *format, ...)
{
    char command[8192];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    return run_command(command);
}

const outcome *run_expect(int status, const char *format, ...)
{
    char command[8192];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    const outcome *o = run_command(command);
    ck_assert_msg(o->status == status, "%s: status %d instead of %d: %s%s", command,
        o->status, status, o->out, o->err);
    return o;
}
