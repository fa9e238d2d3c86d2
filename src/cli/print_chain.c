/* print_chain.c - the chain of a command line as a file for --chain. */
#include "print_chain.h"
#include "chain.h"
#include "chain_file.h"
#include "report.h"
#include <stdio.h>
#include <string.h>

/* What is said of all filters at once is no line of its own. */
static void print_head(const settings *s)
{
    printf("# A chain of filters, for glitch --chain FILE -i %.10g", s->intensity);
    if (s->seed_text)
        printf(" --seed %s", s->seed_text);
    puts("");
}

/* As for the input, if there is one, by its name. */
static int print_classic(const settings *s)
{
    char spec[LONGEST_CLASSIC + 1];
    const char *format = s->input_count ? glitch_format_of(s->inputs[0]) : NULL;
    if (!format)
        format = "png";
    chain_classic(s, s->seed_text ? s->seed_text : "", strcmp(format, "png") == 0,
        strcmp(format, "gif") == 0, spec);
    printf("# A chain of filters, for glitch --chain FILE and a %s file\n%s\n", format,
        spec);
    return EXIT_DONE;
}

int print_chain(const settings *s)
{
    chain c;
    if (s->classic)
        return print_classic(s);
    chain_of(s, &c);
    for (size_t i = 0; i < c.count; i++)
        if (!chain_file_holds(c.specs[i]))
            return complain(EXIT_USAGE,
                "-F '%s': a line of a chain file holds no line end, no blank at its "
                "ends "
                "and no blank before a #",
                c.specs[i]);
    print_head(s);
    for (size_t i = 0; i < c.count; i++)
        puts(c.specs[i]);
    return EXIT_DONE;
}
