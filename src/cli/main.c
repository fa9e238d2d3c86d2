/* main.c - the command `glitch`. */
#include "batch.h"
#include "chain.h"
#include "help.h"
#include "job.h"
#include "join.h"
#include "options.h"
#include "preview.h"
#include "print_chain.h"
#include "recipe.h"
#include "report.h"
#include "standard.h"
#include "work.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/*
 * Where standard input, output or error is closed, the next file to be opened would be taken
 * for it, and be written to. Something stands there that neither can be used nor harmed.
 */
static void fill_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static volatile sig_atomic_t caught, times;

static void on_signal(int number)
{
    caught = number;
    times = times < 2 ? times + 1 : 2;
}

static int stopped(void)
{
    return times;
}

/* A signal asks the job to stop, so that it can clean up behind itself. */
static void handle_signals(void)
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction action = { .sa_handler = on_signal }, old;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
    /* A reader that goes away is an error like any other, and so is a limit of size. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

/* Die of the signal, as the shell expects it. */
static void die_of_signal(void)
{
    if (!caught)
        return;
    signal(caught, SIG_DFL);
    raise(caught);
}

static int show(settings *set)
{
    int status = EXIT_DONE;
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    if (!ctx)
        return complain(EXIT_FAILED, "out of memory");
    if (set->help)
        print_help();
    else if (set->version)
        print_version();
    else if (set->list_filters)
        print_filters(ctx);
    else if (set->list_presets)
        status = print_presets();
    else if (set->recipe)
        status = recipe_print(set->recipe);
    else if (set->help_filter)
        status = print_filter(ctx, set->help_filter);
    else
        status = print_chain(set);
    glitch_ctx_free(ctx);
    return status;
}

static int act(settings *set)
{
    job_result result;
    if (shows_only(set))
        return show(set);
    int status = chain_load(set);
    if (status)
        return status;
    status = join_expand(set);
    if (status)
        return status;
    if (set->preview)
        return run_preview(set, stopped);
    bool many = work_is_many(set);
    status = check_standard(set, many);
    if (status)
        return status;
    if (many)
        return run_batch(set, stopped);
    const task t = single_task(set);
    return run_job(&t, stopped, &result);
}

/* What was printed counts only where it arrived. */
static int flush_output(int status)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    return complain(EXIT_FAILED, "standard output: %s", strerror(errno ? errno : EIO));
}

int main(int argc, char *argv[])
{
    settings set;
    fill_descriptors();
    int status = parse_options(argc, argv, &set);
    if (status)
        return status;
    handle_signals();
    status = flush_output(act(&set));
    texts_free(&set.texts);
    if (status != EXIT_INTERRUPTED || caught != SIGINT)
        die_of_signal();
    return status;
}
