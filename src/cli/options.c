/* options.c - the command line: one table for the parser, the help and the manual. */
#include "options.h"
#include "report.h"
#include <ctype.h>
#include <errno.h>
#include <glitch/filter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double DEFAULT_DITHER = 0.875, NO_DITHER = -1;

#define AT(field) offsetof(settings, field)

const option_row option_table[] = {
    { 'o', "output", "FILE", OPTION_TEXT, AT(output), 0, 0,
        "where to write: a file, whose name tells the format; a pattern such as "
        "frame-%03d.png for numbered pictures; a folder; a template such as "
        "'out/{dir}/{stem}.{ext}'; or -, the standard output; without it "
        "NAME-glitched.EXT beside the input" },
    { 0, "to", "FORMAT", OPTION_FORMAT, AT(to), 0, 0,
        "write this format, whatever the input is: png, apng, jpeg, gif, webp, y4m, "
        "bmp, tga, ppm, pam or rgba (bare pixels); with --to apng the output's name "
        "may "
        "end in .png" },
    { 'r', "recursive", NULL, OPTION_FLAG, AT(recursive), 0, 0,
        "of a folder take the folders in it, too, and make the same folders in the "
        "output" },
    { 0, "files-from", "FILE", OPTION_TEXT, AT(files_from), 0, 0,
        "take the names of inputs from FILE, one a line, or separated by NUL; - is "
        "the standard input" },
    { 0, "join", NULL, OPTION_FLAG, AT(join), 0, 0,
        "make one animation of all inputs, in their order; without it a single "
        "name such as frame-%04d.png is that of numbered ones" },
    { 'i', "intensity", "LEVEL", OPTION_REAL, AT(intensity), 0.1, 10,
        "how strong the glitch is, 0.1 to 10; 2 unless given" },
    { 'c', "color", NULL, OPTION_FLAG, AT(color), 0, 0,
        "also move a colour channel (adds channel-shift)" },
    { 's', "scan-lines", NULL, OPTION_FLAG, AT(scan_lines), 0, 0,
        "also blacken every second row (adds scanlines)" },
    { 'F', "filter", "SPEC", OPTION_FILTER, 0, 0, 0,
        "use this filter, NAME or NAME:KEY=VALUE,..., instead of scanline-offset; may "
        "be given again to make a chain; none is the empty chain, which only "
        "converts" },
    { 0, "preset", "NAME", OPTION_PRESET, 0, 0, 0,
        "use the chain of this name, of those that --list-presets lists; -i turns it "
        "up and down" },
    { 0, "chain", "FILE", OPTION_CHAIN, 0, 0, 0,
        "use the chain in FILE, one filter a line as -F has it, # before a comment; - "
        "is the standard input" },
    { 0, "seed", "N", OPTION_SEED, 0, 0, 0,
        "a whole number: the same seed gives the same picture, random unless given; in "
        "a folder each picture has one of its own, made of this and its name" },
    { 0, "classic", NULL, OPTION_FLAG, AT(classic), 0, 0,
        "draw the very pixels of glitch-this (the filter classic); its seeds may be "
        "decimal numbers, too" },
    { 'g', "gif", NULL, OPTION_FLAG, AT(gif), 0, 0,
        "make an animation of a picture: a GIF, unless the output is another format" },
    { 'f', "frames", "N", OPTION_INT, AT(frames), 1, 1000000,
        "how many frames an animation gets, 23 unless given; of an animated input, "
        "the first N" },
    { 'd', "delay", "MS", OPTION_REAL, AT(delay_ms), 10, 655350,
        "show each frame for MS milliseconds; 200 unless given, or what the input "
        "has" },
    { 0, "fps", "N", OPTION_REAL, AT(fps), 0.002, 100,
        "frames per second, instead of --delay" },
    { 'l', "loop", "N", OPTION_INT, AT(loop), -1, 65535,
        "repeat the animation N times; 0 is for ever and the default, unless the "
        "input has a count; -1 is not at all" },
    { 0, "bounce", NULL, OPTION_FLAG, AT(bounce), 0, 0,
        "play the animation to its end and back again" },
    { 0, "hold", NULL, OPTION_FLAG, AT(hold), 0, 0,
        "keep the same random pattern in every frame" },
    { 0, "step", "N", OPTION_INT, AT(step), 1, 1000000,
        "glitch every N-th frame, and pass the others as they are" },
    { 0, "change", "X", OPTION_REAL, AT(change), -10, 10,
        "add X to the intensity after each glitched frame" },
    { 0, "cycle", NULL, OPTION_FLAG, AT(cycle), 0, 0,
        "with --change, wrap round instead of stopping at 0.1 or 10" },
    { 0, "still", "K", OPTION_INT, AT(still), 1, 1000000000,
        "of an animated input take frame number K, from 1, as a still picture" },
    { 0, "max-size", "WxH", OPTION_BOUNDS, AT(size), 0, 0,
        "make pictures that are larger smaller before they are glitched, with their "
        "proportions; Wx and xH bound one side" },
    { 0, "scale", "P%", OPTION_SCALE, AT(size), 0, 0,
        "make pictures so much smaller or larger before they are glitched" },
    { 0, "png-level", "N", OPTION_INT, AT(png_level), 0, 9,
        "how hard to compress PNG and APNG, 0 (not at all) to 9 (smallest); without it "
        "quickly, as suits photographs or drawings" },
    { 0, "quality", "N", OPTION_INT, AT(quality), 1, 100,
        "GIF, JPEG and WebP: from 1, the smallest file, to 100, the truest colours; "
        "unless given 75 for GIF, 90 for JPEG, and lossless for WebP" },
    { 0, "chroma", "444|422|420", OPTION_CHOICE, AT(chroma), 0, 0,
        "JPEG and Y4M: how many pixels have a colour of their own, all unless given; "
        "420, a fourth, makes a smaller file of duller glitches" },
    { 0, "matrix", "601|709", OPTION_CHOICE, AT(matrix), 0, 0,
        "Y4M, in and out: the recommendation of ITU-R that its colours are of; 601 "
        "unless given, or the stream says so" },
    { 0, "small", NULL, OPTION_FLAG, AT(small), 0, 0,
        "GIF and WebP: as few bytes as can be, which takes many times as long; of "
        "--quality 45, unless another is given" },
    { 0, "fast", NULL, OPTION_FLAG, AT(fast), 0, 0,
        "GIF, JPEG and WebP: in less time, where that costs some quality or size" },
    { 0, "dither", "KIND", OPTION_DITHER, AT(dither), 0, 0,
        "GIF: none, or fs, Floyd and Steinberg's error diffusion; fs:STRENGTH passes "
        "on so much of the error, 0 to 1, 0.875 unless given; without this, a quality "
        "of 90 and more dithers photographs a little where 256 colours are too few" },
    { 0, "colors", "N", OPTION_INT, AT(colors), 2, 256,
        "GIF: use at most N colours in a frame; 256 unless given" },
    { 0, "matte", "COLOR", OPTION_COLOR, AT(matte), 0, 0,
        "blend what is not opaque with this colour, such as f80 or ff8800; without it, "
        "pixels that are less "
        "than half opaque are transparent in a GIF, and formats without alpha are "
        "blended with white" },
    { 'j', "jobs", "N", OPTION_INT, AT(jobs), 1, 1024,
        "do N pictures at a time, or one in N threads; as many as there are "
        "processors unless given; the files are the same" },
    { 0, "resume", NULL, OPTION_FLAG, AT(resume), 0, 0,
        "of a folder do only what an earlier run has not, or has done with another "
        "input or other options" },
    { 0, "shard", "K/N", OPTION_SHARD, 0, 0, 0,
        "do the K-th of N parts of the work, K from 1 to N; each of N machines does "
        "one" },
    { 0, "json", NULL, OPTION_FLAG, AT(json), 0, 0,
        "print a line of JSON for each picture" },
    { 0, "vary", "NAME=VALUES", OPTION_AXIS, 0, 0, 0,
        "make a picture of each value: A,B,... or FROM..TO:STEP; NAME is an option "
        "such as intensity, seed, filter or preset, or FILTER.PARAMETER; given again, "
        "of each combination" },
    { 0, "pick", "N", OPTION_TEXT, AT(pick), 0, 0,
        "of the combinations take number N, N..M, several such separated by commas, "
        "or random:COUNT" },
    { 0, "sheet", "FILE", OPTION_TEXT, AT(sheet), 0, 0,
        "show all the pictures, small and with their values, on one sheet" },
    { 0, "preview", NULL, OPTION_FLAG, AT(preview), 0, 0,
        "show the result in the terminal, an animation until it ends or a key is "
        "pressed, and tell the command that makes it; write it only with -o" },
    { 0, "lenient", NULL, OPTION_FLAG, AT(lenient), 0, 0,
        "of a damaged or truncated input take what there is, and say so, instead of "
        "failing" },
    { 0, "no-orient", NULL, OPTION_FLAG, AT(no_orient), 0, 0,
        "leave a photograph as it is stored, instead of turning it upright by its "
        "Exif data" },
    { 0, "keep-metadata", NULL, OPTION_FLAG, AT(keep_metadata), 0, 0,
        "pass on Exif and XMP data, too, such as place and camera; colour profile and "
        "resolution are passed on without it" },
    { 0, "max-pixels", "N", OPTION_SIZE, AT(max_pixels), 1, 1e18,
        "refuse an input of more pixels a frame; 256M unless given; K, M and G count "
        "in steps of 1024" },
    { 0, "max-frames", "N", OPTION_SIZE, AT(max_frames), 1, 1e9,
        "refuse an input of more frames; 100000 unless given, and of Y4M any number" },
    { 0, "max-memory", "BYTES", OPTION_SIZE, AT(max_memory), 1, 1e18,
        "fail rather than take more memory; 4G unless given" },
    { 'y', "force", NULL, OPTION_FLAG, AT(force), 0, 0, "overwrite what exists" },
    { 'q', "quiet", NULL, OPTION_FLAG, AT(quiet), 0, 0,
        "say nothing but what went wrong" },
    { 'v', "verbose", NULL, OPTION_FLAG, AT(verbose), 0, 0,
        "say what is done, and the seed that gives it again" },
    { 0, "no-sandbox", NULL, OPTION_FLAG, AT(no_sandbox), 0, 0,
        "decode without giving up the right to open files, sockets and the like" },
    { 0, "no-recipe", NULL, OPTION_FLAG, AT(no_recipe), 0, 0,
        "do not write into the file what it was made by" },
    { 0, "recipe", "FILE", OPTION_TEXT, AT(recipe), 0, 0,
        "print the command that makes the picture in FILE again, and do nothing" },
    { 0, "list-filters", NULL, OPTION_FLAG, AT(list_filters), 0, 0,
        "list the filters, one a line" },
    { 0, "help-filter", "NAME", OPTION_TEXT, AT(help_filter), 0, 0,
        "show a filter's parameters" },
    { 0, "list-presets", NULL, OPTION_FLAG, AT(list_presets), 0, 0,
        "list the presets, one a line" },
    { 0, "print-chain", NULL, OPTION_FLAG, AT(print_chain), 0, 0,
        "print the chain that the other options ask for, as a file for --chain, and "
        "do nothing" },
    { 0, "version", NULL, OPTION_FLAG, AT(version), 0, 0, "show the version" },
    { 'h', "help", NULL, OPTION_FLAG, AT(help), 0, 0, "show this" },
    { 0 },
};

/* ---- values -------------------------------------------------------------- */

/* `shown` is the option as it was typed. */
static int out_of_range(const option_row *row, const char *shown, const char *value)
{
    return complain(EXIT_USAGE, "%s %s is out of range; it goes from %.10g to %.10g",
        shown, value, row->min, row->max);
}

/* Plain decimal numbers only: strtod() would also take "nan", "inf" and "0x1". */
static bool read_number(const char *value, double *out)
{
    char *end;
    if (!*value || strspn(value, "+-.0123456789eE") != strlen(value))
        return false;
    *out = strtod(value, &end);
    return *end == 0;
}

static int set_number(
    const option_row *row, const char *shown, const char *value, void *target)
{
    double number;
    bool whole = row->kind == OPTION_INT;
    if (!read_number(value, &number))
        return complain(EXIT_USAGE, "%s %s: a %snumber is wanted, from %.10g to %.10g",
            shown, value, whole ? "whole " : "", row->min, row->max);
    if (number < row->min || number > row->max)
        return out_of_range(row, shown, value);
    if (whole && number != (double)(int32_t)number)
        return complain(EXIT_USAGE, "%s %s: a whole number is wanted", shown, value);
    if (whole)
        *(int32_t *)target = (int32_t)number;
    else
        *(double *)target = number;
    return EXIT_DONE;
}

/* 1000, 64K, 1.5G */
static int set_size(
    const option_row *row, const char *shown, const char *value, uint64_t *out)
{
    static const char letters[] = "KMG";
    char digits[32];
    double number;
    size_t length = strlen(value);
    const char *unit =
        length ? strchr(letters, toupper((unsigned char)value[length - 1])) : NULL;
    snprintf(digits, sizeof digits, "%.*s", (int)(length - (unit && *unit)), value);
    if (length >= sizeof digits || !read_number(digits, &number))
        return complain(EXIT_USAGE,
            "%s %s: a number is wanted, such as 1000, 64K, 100M or 1.5G", shown, value);
    for (const char *u = letters; unit && u <= unit; u++)
        number *= 1024;
    if (!(number >= row->min && number <= row->max))
        return out_of_range(row, shown, value);
    *out = (uint64_t)number;
    return EXIT_DONE;
}

static int set_seed(const char *shown, const char *value, settings *out)
{
    double number;
    char *end;
    bool negative = value[0] == '-';
    if (!read_number(value, &number))
        return complain(EXIT_USAGE, "%s %s: a seed is a number", shown, value);
    if (strlen(value) > LONGEST_SEED)
        return complain(
            EXIT_USAGE, "%s: the number is longer than %d digits", shown, LONGEST_SEED);
    errno = 0;
    out->seed =
        negative ? (uint64_t)strtoll(value, &end, 10) : strtoull(value, &end, 10);
    out->seed_is_whole = *end == 0;
    out->seed_text = value;
    if (out->seed_is_whole && errno)
        return complain(EXIT_USAGE,
            "%s %s is out of range; it goes from -9223372036854775808 to "
            "18446744073709551615",
            shown, value);
    return EXIT_DONE;
}

/* As filters take it, but opaque. */
static int set_color(const char *shown, const char *value, PixelTuple *out)
{
    PixelTuple color;
    const char *end = glitch_parse_color(value, &color);
    if (!end || *end || color.alpha != 255)
        return complain(EXIT_USAGE,
            "%s %s: an opaque colour is wanted, such as f80, ff8800 or '#ff8800'",
            shown, value);
    *out = color;
    return EXIT_DONE;
}

/* none, fs or fs:STRENGTH */
static int set_dither(const char *shown, const char *value, double *out)
{
    bool bare = strcmp(value, "fs") == 0;
    if (bare || strcmp(value, "none") == 0) {
        *out = bare ? DEFAULT_DITHER : NO_DITHER;
        return EXIT_DONE;
    }
    if (strncmp(value, "fs:", 3) != 0 || !read_number(value + 3, out) || *out < 0
        || *out > 1)
        return complain(EXIT_USAGE,
            "%s %s: none, fs or fs:STRENGTH is wanted, the strength from 0 to 1", shown,
            value);
    if (!(*out > 0))
        *out = NO_DITHER;
    return EXIT_DONE;
}

static int add_source(
    const char *shown, source_kind kind, const char *value, settings *out)
{
    if (out->source_count == MOST_FILTERS)
        return complain(
            EXIT_USAGE, "%s: a chain holds at most %d filters", shown, MOST_FILTERS);
    out->sources[out->source_count++] = (source) { kind, value };
    return EXIT_DONE;
}

/* "png, apng, … or rgba" */
static void list_formats(char *out, size_t size)
{
    size_t used = 0;
    const char *name, *next;
    for (size_t i = 0; (name = glitch_format_at(i)) != NULL && used < size; i++) {
        next = glitch_format_at(i + 1);
        used += (size_t)snprintf(out + used, size - used, "%s%s",
            i == 0     ? ""
                : next ? ", "
                       : " or ",
            name);
    }
}

static int set_format(const char *shown, const char *value, const char **out)
{
    char name[32], formats[256];
    snprintf(name, sizeof name, ".%s", value);
    const char *format = glitch_format_of(name);
    list_formats(formats, sizeof formats);
    if (!format || !glitch_format_extension(format))
        return complain(EXIT_USAGE, "%s %s: %s is wanted", shown, value, formats);
    *out = format;
    return EXIT_DONE;
}

/* One of the numbers between the bars. */
static int set_choice(
    const option_row *row, const char *shown, const char *value, int32_t *out)
{
    size_t length = strlen(value);
    for (const char *c = row->value; c; c = strchr(c, '|')) {
        c += *c == '|';
        if (strcspn(c, "|") == length && strncmp(c, value, length) == 0) {
            *out = (int32_t)strtol(value, NULL, 10);
            return EXIT_DONE;
        }
    }
    return complain(EXIT_USAGE, "%s %s: one of %s is wanted", shown, value, row->value);
}

/* K/N */
static int set_shard(const char *shown, const char *value, settings *out)
{
    static const char digits[] = "0123456789";
    size_t k = strspn(value, digits),
           n = value[k] == '/' ? strspn(value + k + 1, digits) : 0;
    if (k == 0 || k > 9 || n == 0 || n > 9 || value[k + 1 + n])
        return complain(EXIT_USAGE, "%s %s: two whole numbers are wanted, such as 1/4",
            shown, value);
    out->shard = (uint32_t)strtoul(value, NULL, 10);
    out->shards = (uint32_t)strtoul(value + k + 1, NULL, 10);
    if (out->shard < 1 || out->shard > out->shards)
        return complain(EXIT_USAGE, "%s %s: the first number goes from 1 to the second",
            shown, value);
    return EXIT_DONE;
}

static int add_axis(const char *value, settings *out)
{
    if (out->axis_count == MOST_AXES)
        return complain(EXIT_USAGE, "--vary: at most %d of them", MOST_AXES);
    out->axes[out->axis_count++] = value;
    return EXIT_DONE;
}

/* 50% or 12.5% */
static int set_scale(const char *shown, const char *value, resizing *out)
{
    char digits[32];
    double percent;
    size_t length = strlen(value);
    snprintf(digits, sizeof digits, "%.*s", (int)length - 1, value);
    if (length < 2 || length > sizeof digits || value[length - 1] != '%'
        || !read_number(digits, &percent) || !(percent >= 0.01 && percent <= 10000))
        return complain(EXIT_USAGE,
            "%s %s: a percentage is wanted, such as 50%%, from 0.01%% to 10000%%",
            shown, value);
    out->scale = percent / 100;
    return EXIT_DONE;
}

/* A side of WxH, which may be missing. */
static bool read_side(const char **text, uint32_t *out)
{
    size_t digits = strspn(*text, "0123456789");
    if (digits > 9)
        return false;
    *out = (uint32_t)strtoul(*text, NULL, 10);
    *text += digits;
    return digits == 0 || *out > 0;
}

/* 800x600, 800x or x600 */
static int set_bounds(const char *shown, const char *value, resizing *out)
{
    const char *text = value;
    uint32_t width = 0, height = 0;
    if (!read_side(&text, &width) || *text++ != 'x' || !read_side(&text, &height)
        || *text || (!width && !height))
        return complain(EXIT_USAGE,
            "%s %s: width and height are wanted, such as 800x600, 800x or x600", shown,
            value);
    out->width = width;
    out->height = height;
    return EXIT_DONE;
}

static int needs_value(const option_row *row, const char *shown)
{
    return complain(EXIT_USAGE, "%s needs a value: %s %s", shown, shown, row->value);
}

static int set_option(
    const option_row *row, const char *shown, const char *value, settings *out)
{
    void *target = (char *)out + row->offset;
    if (row->kind != OPTION_FLAG && !value)
        return needs_value(row, shown);
    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)target = true;
        return EXIT_DONE;
    case OPTION_TEXT:
        if (!*value)
            return complain(EXIT_USAGE, "%s: the %s is empty", shown, row->value);
        *(const char **)target = value;
        return EXIT_DONE;
    case OPTION_COLOR:
        return set_color(shown, value, target);
    case OPTION_DITHER:
        return set_dither(shown, value, target);
    case OPTION_FILTER:
        return add_source(shown, SOURCE_FILTER, value, out);
    case OPTION_CHAIN:
        return add_source(shown, SOURCE_FILE, value, out);
    case OPTION_PRESET:
        return add_source(shown, SOURCE_PRESET, value, out);
    case OPTION_SCALE:
        return set_scale(shown, value, target);
    case OPTION_BOUNDS:
        return set_bounds(shown, value, target);
    case OPTION_SIZE:
        return set_size(row, shown, value, target);
    case OPTION_SEED:
        return set_seed(shown, value, out);
    case OPTION_FORMAT:
        return set_format(shown, value, target);
    case OPTION_CHOICE:
        return set_choice(row, shown, value, target);
    case OPTION_SHARD:
        return set_shard(shown, value, out);
    case OPTION_AXIS:
        return add_axis(value, out);
    case OPTION_REAL:
    case OPTION_INT:
        return set_number(row, shown, value, target);
    }
    return EXIT_USAGE;
}

/* ---- words --------------------------------------------------------------- */

typedef struct words {
    int count, next;
    char **word;
} words;

static int unknown_long(const char *word, size_t length)
{
    const option_row *nearest = NULL;
    char name[64];
    size_t best = SIZE_MAX;
    snprintf(name, sizeof name, "%.*s", (int)(length < 63 ? length : 63), word + 2);
    for (const option_row *r = option_table; r->name; r++) {
        size_t distance = glitch_name_distance(name, r->name);
        if (distance < best) {
            nearest = r;
            best = distance;
        }
    }
    if (nearest)
        return complain(
            EXIT_USAGE, "no option --%s; did you mean --%s?", name, nearest->name);
    return complain(EXIT_USAGE, "no option --%s; see glitch --help", name);
}

static const option_row *find_long(const char *name, size_t length)
{
    const option_row *r = option_table;
    while (
        r->name && (strlen(r->name) != length || strncmp(r->name, name, length) != 0))
        r++;
    return r->name ? r : NULL;
}

static int set_long(const option_row *r, const char *value, settings *out)
{
    char shown[64];
    snprintf(shown, sizeof shown, "--%s", r->name);
    return set_option(r, shown, value, out);
}

int set_named_option(const char *name, const char *value, settings *out)
{
    return set_long(find_long(name, strlen(name)), value, out);
}

/* --name, --name value or --name=value */
static int parse_long(words *w, settings *out)
{
    const char *word = w->word[w->next++];
    size_t length = strcspn(word + 2, "=");
    const char *value = word[2 + length] ? word + 2 + length + 1 : NULL;
    const option_row *r = find_long(word + 2, length);
    if (!r)
        return unknown_long(word, length);
    if (!r->value && value)
        return complain(EXIT_USAGE, "--%s takes no value", r->name);
    if (r->value && !value && w->next < w->count)
        value = w->word[w->next++];
    return set_long(r, value, out);
}

/* -g, -gc, -i5 or -i 5 */
static int parse_short(words *w, settings *out)
{
    const char *letters = w->word[w->next++] + 1;
    for (; *letters; letters++) {
        char shown[3] = { '-', *letters, 0 };
        const option_row *r = option_table;
        while (r->name && r->letter != *letters)
            r++;
        if (!r->name)
            return complain(EXIT_USAGE, "no option %s; see glitch --help", shown);
        const char *value = NULL;
        if (r->value && letters[1])
            value = letters + 1;
        else if (r->value && w->next < w->count)
            value = w->word[w->next++];
        int status = set_option(r, shown, value, out);
        if (status || r->value)
            return status;
    }
    return EXIT_DONE;
}

/* They are kept where they are no more in the way. */
static int take_input(words *w, settings *out)
{
    char *word = w->word[w->next++];
    if (!*word)
        return complain(EXIT_USAGE, "the input's name is empty");
    w->word[1 + out->input_count++] = word;
    return EXIT_DONE;
}

/* Of the standard input. */
static size_t count_readers(const settings *s)
{
    size_t count = s->files_from && strcmp(s->files_from, "-") == 0;
    count += s->input_count == 1 && strcmp(s->inputs[0], "-") == 0;
    for (size_t i = 0; i < s->source_count; i++)
        count +=
            s->sources[i].kind == SOURCE_FILE && strcmp(s->sources[i].text, "-") == 0;
    return count;
}

bool shows_only(const settings *s)
{
    return s->help || s->version || s->list_filters || s->list_presets || s->print_chain
        || s->help_filter || s->recipe;
}

/* An animated PNG is a PNG, too, and most have its name. */
static bool contradicts(const char *to, const char *output)
{
    const char *format = glitch_format_of(output);
    bool fits = strcmp(to, "apng") == 0 && format && strcmp(format, "png") == 0;
    return format && strcmp(to, format) != 0 && !fits;
}

int check_together(const settings *s)
{
    if (s->seed_text && !s->seed_is_whole && !s->classic)
        return complain(EXIT_USAGE,
            "--seed %s: a seed is a whole number; with --classic it may be a decimal "
            "one",
            s->seed_text);
    if (s->classic && s->source_count)
        return complain(EXIT_USAGE,
            "--classic is a chain of its own; with -F, --preset or --chain give -F "
            "classic");
    if (s->delay_ms > 0 && s->fps > 0)
        return complain(EXIT_USAGE, "--delay and --fps say the same; give one of them");
    if (s->small && s->fast)
        return complain(EXIT_USAGE, "--small and --fast contradict each other");
    if (s->quiet && s->verbose)
        return complain(EXIT_USAGE, "-q and -v contradict each other");
    if (count_readers(s) > 1)
        return complain(EXIT_USAGE,
            "of the input -, --chain - and --files-from - only one can have the "
            "standard "
            "input");
    if (s->to && s->output && contradicts(s->to, s->output))
        return complain(
            EXIT_USAGE, "-o %s and --to %s contradict each other", s->output, s->to);
    if (s->recipe && s->input_count)
        return complain(EXIT_USAGE,
            "--recipe %s shows how that was made; %s is not looked at", s->recipe,
            s->inputs[0]);
    if (s->pick && !s->axis_count)
        return complain(
            EXIT_USAGE, "--pick picks from combinations; --vary makes them");
    if (shows_only(s))
        return EXIT_DONE;
    if (!s->input_count && !s->files_from)
        return complain(EXIT_USAGE, "no input picture; see glitch --help");
    return EXIT_DONE;
}

settings default_settings(void)
{
    return (settings) {
        .intensity = 2, .step = 1, .loop = LOOP_UNSET, .png_level = LEVEL_UNSET
    };
}

int parse_options(int argc, char *argv[], settings *out)
{
    words w = { argc, 1, argv };
    int status = EXIT_DONE;
    bool only_inputs = false;
    *out = default_settings();
    out->inputs = argv + 1;
    while (!status && w.next < w.count) {
        const char *word = w.word[w.next];
        if (only_inputs || word[0] != '-' || !word[1])
            status = take_input(&w, out);
        else if (strcmp(word, "--") == 0)
            only_inputs = w.next++ > 0;
        else
            status = word[1] == '-' ? parse_long(&w, out) : parse_short(&w, out);
    }
    return status ? status : check_together(out);
}
