/* fingerprint.c - one number for all that an output's bytes are made of but its input. */
#include "fingerprint.h"
#include <glitch/filter.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What says where, how fast and how loudly, and not what. */
static const char *const shapeless[] = { "output", "recursive", "files-from", "seed",
    "jobs", "resume", "shard", "json", "vary", "pick", "sheet", "preview", "max-pixels",
    "max-frames", "max-memory", "force", "quiet", "verbose", "no-sandbox",
    "list-filters", "list-presets", "print-chain", "recipe", "help-filter", "version",
    "help" };

bool option_shapes(const option_row *row)
{
    for (size_t i = 0; i < sizeof shapeless / sizeof *shapeless; i++)
        if (strcmp(row->name, shapeless[i]) == 0)
            return false;
    return true;
}

/* 64-bit FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), the text's end included. */
static void feed(uint64_t *hash, const char *text)
{
    do
        *hash = (*hash ^ (unsigned char)*text) * 0x100000001b3;
    while (*text++);
}

static void feed_filters(uint64_t *hash, const settings *set)
{
    for (size_t i = 0; i < set->filter_count; i++)
        feed(hash, set->filters[i]);
}

static void feed_option(uint64_t *hash, const option_row *row, const settings *set)
{
    char text[64] = "";
    const void *at = (const char *)set + row->offset;
    const char *value = text;
    feed(hash, row->name);
    switch (row->kind) {
    case OPTION_FLAG:
        value = *(const bool *)at ? "1" : "0";
        break;
    case OPTION_REAL:
    case OPTION_DITHER:
        snprintf(text, sizeof text, "%.17g", *(const double *)at);
        break;
    case OPTION_INT:
    case OPTION_CHOICE:
        snprintf(text, sizeof text, "%" PRId32, *(const int32_t *)at);
        break;
    case OPTION_SIZE:
        snprintf(text, sizeof text, "%" PRIu64, *(const uint64_t *)at);
        break;
    case OPTION_COLOR: {
        const PixelTuple *c = at;
        snprintf(text, sizeof text, "%u %u %u %u", c->red, c->green, c->blue, c->alpha);
        break;
    }
    case OPTION_TEXT:
    case OPTION_FORMAT:
        value = *(const char *const *)at ? *(const char *const *)at : "";
        break;
    case OPTION_FILTER:
        feed_filters(hash, set);
        break;
    case OPTION_SCALE:
    case OPTION_BOUNDS: {
        const resizing *r = at;
        snprintf(text, sizeof text, "%.17g %" PRIu32 " %" PRIu32, r->scale, r->width,
            r->height);
        break;
    }
    case OPTION_CHAIN:
    case OPTION_PRESET: /* they are filters by now */
    case OPTION_SEED:
    case OPTION_SHARD:
    case OPTION_AXIS:
        break;
    }
    feed(hash, value);
}

uint64_t fingerprint_of(const settings *set, const char *seed)
{
    uint64_t hash = 0xcbf29ce484222325;
    feed(&hash, glitch_version());
    feed(&hash, seed);
    for (const option_row *row = option_table; row->name; row++)
        if (option_shapes(row))
            feed_option(&hash, row, set);
    return hash;
}

/* ---- files that filters look at ------------------------------------------ */

static bool is_file(const glitch_param *table, const char *key, size_t length)
{
    for (const glitch_param *p = table; p && p->name; p++)
        if (strlen(p->name) == length && strncmp(p->name, key, length) == 0)
            return p->type == GLITCH_FILE;
    return false;
}

/* A file that cannot be found is told when the filter is made. */
static void feed_file(uint64_t *hash, const char *path)
{
    struct stat st;
    char text[96];
    if (stat(path, &st) != 0)
        return;
    snprintf(text, sizeof text, "%jd %jd.%09ld", (intmax_t)st.st_size,
        (intmax_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    feed(hash, text);
}

/* Is it KEY=VALUE? Then the key's length, else 0. */
static size_t key_of(const char *text)
{
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return n > 0 && text[n] == '=' && text[n + 1] != '=' ? n : 0;
}

/* The next setting is cut off behind its comma; the name of a file may have some, too. */
static char *cut(char *list)
{
    char *comma = strchr(list, ',');
    while (comma && !key_of(comma + 1))
        comma = strchr(comma + 1, ',');
    if (comma)
        *comma++ = 0;
    return comma;
}

static void feed_files(uint64_t *hash, const char *spec)
{
    char *text = strdup(spec), *list = text ? strchr(text, ':') : NULL;
    if (list)
        *list++ = 0;
    const glitch_filter *f = list ? glitch_filter_find(NULL, text) : NULL;
    for (char *s = list, *next; f && s; s = next) {
        size_t key = key_of(s);
        next = cut(s);
        if (is_file(f->params, s, key) || is_file(glitch_common_params(), s, key))
            feed_file(hash, s + key + 1);
    }
    free(text);
}

uint64_t fingerprint_of_files(const settings *set, const char *seed)
{
    uint64_t hash = fingerprint_of(set, seed);
    for (size_t i = 0; i < set->filter_count; i++)
        feed_files(&hash, set->filters[i]);
    return hash;
}
