/* standard.c - the name "-": the standard input and output as files. */
#include "standard.h"
#include "report.h"
#include <string.h>
#include <unistd.h>

bool is_standard(const char *path)
{
    return strcmp(path, "-") == 0;
}

const char *input_name(const char *path)
{
    return is_standard(path) ? "standard input" : path;
}

const char *output_name(const char *path)
{
    return is_standard(path) ? "standard output" : path;
}

static bool reads_standard(const settings *set)
{
    for (size_t i = 0; i < set->input_count; i++)
        if (is_standard(set->inputs[i]))
            return true;
    return false;
}

int check_standard(const settings *set, bool many)
{
    bool reads = reads_standard(set),
         writes = set->output ? is_standard(set->output) : reads;
    if (reads && (many || set->join))
        return complain(EXIT_USAGE,
            "the input - is one file, which goes with no other, and with no list, "
            "folder "
            "or sweep");
    if (writes && many)
        return complain(
            EXIT_USAGE, "-o - takes the pictures of one input; for more name a folder");
    if (reads && isatty(STDIN_FILENO))
        return complain(EXIT_USAGE,
            "the standard input is a terminal; send a picture to it: glitch - < "
            "in.png");
    if (writes && isatty(STDOUT_FILENO))
        return complain(EXIT_USAGE,
            "the standard output is a terminal; name a file with -o, or send it to "
            "one: "
            "-o - > out.png");
    return EXIT_DONE;
}
