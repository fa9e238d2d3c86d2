/* command.c - the command, run without a shell in between, so that a signal meets it. */
#include "faults.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t start_glitch(const char *const *arguments)
{
    char program[4200], *argv[MOST_ARGUMENTS + 2] = { (char *)"glitch" };
    snprintf(program, sizeof program, "%s/glitch", build_dir());
    for (int i = 0; arguments[i]; i++) {
        ck_assert_int_lt(i, MOST_ARGUMENTS);
        argv[i + 1] = (char *)arguments[i];
    }
    fflush(stdout);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        if (!freopen("/dev/null", "r", stdin) || !freopen("err.txt", "w", stderr))
            _exit(126);
        execv(program, argv);
        _exit(127);
    }
    return child;
}

int wait_for(pid_t child)
{
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void assert_text(const char *path, const char *text)
{
    unsigned char *have = read_file(path, NULL);
    ck_assert_str_eq((char *)have, text);
    free(have);
}

bool same_files(const char *a, const char *b)
{
    size_t na, nb;
    unsigned char *x = read_file(a, &na), *y = read_file(b, &nb);
    bool same = na == nb && memcmp(x, y, na) == 0;
    free(x);
    free(y);
    return same;
}
