/* output.c - what an output is, where the user says only a part of it. */
#include "output.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool wants_animation(const settings *set)
{
    return set->gif || set->bounce || set->frames > 0;
}

const char *chosen_format(const settings *set, const char *input)
{
    if (set->to)
        return set->to;
    bool animates = input && glitch_format_animates(input);
    if (set->gif || (wants_animation(set) && !animates))
        return "gif";
    return input && glitch_format_extension(input) ? input : "png";
}

char *derived_name(const char *input, const char *format)
{
    const char *slash = strrchr(input, '/');
    const char *base = slash ? slash + 1 : input, *dot = strrchr(base, '.');
    size_t stem = dot && dot > base ? (size_t)(dot - input) : strlen(input);
    const char *extension = glitch_format_extension(format);
    size_t size = stem + strlen(extension) + sizeof "-glitched.";
    char *name = malloc(size);
    if (name)
        snprintf(name, size, "%.*s-glitched.%s", (int)stem, input, extension);
    return name;
}
