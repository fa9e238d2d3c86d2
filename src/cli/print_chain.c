/* print_chain.c - the chain of a command line as a file for --chain. */
#include "print_chain.h"
#include "chain.h"
#include "chain_file.h"
#include "report.h"
#include <stdio.h>
#include <string.h>

/* Refuses what a run would refuse. */
static int check(const chain *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (!chain_file_holds(c->specs[i]))
            return complain(EXIT_USAGE,
                "-F '%s': a filter with a line end in it has no line of a chain file",
                c->specs[i]);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    if (!ctx)
        return complain(EXIT_FAILED, "out of memory");
    int status = chain_check(c, ctx);
    glitch_ctx_free(ctx);
    return status;
}

static void print_lines(const chain *c)
{
    for (size_t i = 0; i < c->count; i++)
        chain_file_write(stdout, c->specs[i]);
}

/* As for the input, if there is one, by its name. */
static int print_classic(const settings *s)
{
    char spec[LONGEST_CLASSIC + 1];
    const chain c = { { spec }, 1 };
    const char *format = s->input_count ? glitch_format_of(s->inputs[0]) : NULL;
    if (!format)
        format = "png";
    chain_classic(s, s->seed_text ? s->seed_text : "", strcmp(format, "png") == 0,
        strcmp(format, "gif") == 0, spec);
    int status = check(&c);
    if (status)
        return status;
    printf("# A chain of filters, for glitch --chain FILE and a %s file\n", format);
    print_lines(&c);
    return EXIT_DONE;
}

/* What is said of all filters at once is no line of its own. */
static int print_plain(const settings *s)
{
    chain c;
    chain_of(s, &c);
    int status = check(&c);
    if (status)
        return status;
    printf("# A chain of filters, for glitch --chain FILE -i %.10g", s->intensity);
    if (s->seed_text)
        printf(" --seed %s", s->seed_text);
    putchar('\n');
    print_lines(&c);
    return EXIT_DONE;
}

int print_chain(settings *s)
{
    if (s->axis_count)
        return complain(EXIT_USAGE,
            "--print-chain prints one chain, and --vary makes several; leave one out");
    int status = chain_load(s);
    if (status)
        return status;
    return s->classic ? print_classic(s) : print_plain(s);
}
