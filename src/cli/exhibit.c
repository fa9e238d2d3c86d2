/* exhibit.c - all pictures of a run on one contact sheet. */
#include "exhibit.h"
#include "label.h"
#include "report.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { LONGEST_LABEL = 4096 };

static bool is_input(const work *w, const struct stat *st)
{
    for (size_t i = 0; i < w->inputs.count; i++)
        if (w->inputs.list[i].device == st->st_dev
            && w->inputs.list[i].inode == st->st_ino)
            return true;
    return false;
}

int exhibit_check(const work *w)
{
    struct stat st;
    const char *path = w->set->sheet, *format = glitch_format_of(path);
    if (!format || !glitch_format_extension(format))
        return complain(EXIT_USAGE,
            "--sheet %s: the name tells no format that can be written (.png does)",
            path);
    if (w->set->shards)
        return complain(EXIT_USAGE,
            "--sheet shows all pictures, and with --shard there are not all of them");
    if (stat(path, &st) != 0)
        return EXIT_DONE;
    if (!w->set->force)
        return complain(EXIT_FAILED, "%s: exists already (-y overwrites it)", path);
    return is_input(w, &st)
        ? complain(EXIT_USAGE, "%s: would be written over, and is an input", path)
        : EXIT_DONE;
}

/* What tells it from the others. */
static void write_label(const work *w, const item *it, char label[LONGEST_LABEL])
{
    int used = 0;
    label[0] = 0;
    if (w->inputs.count > 1)
        used = snprintf(label, LONGEST_LABEL, "%s", it->input->name);
    if (*it->label && used < LONGEST_LABEL)
        snprintf(label + used, LONGEST_LABEL - (size_t)used, "%s%" PRIu64 "  %s",
            used ? "  " : "", it->combination, it->label);
}

static void find_longest(const work *w, char longest[LONGEST_LABEL])
{
    char label[LONGEST_LABEL];
    longest[0] = 0;
    for (uint64_t i = 0; i < w->count; i++) {
        item it;
        if (work_item(w, i, &it) != EXIT_DONE)
            continue;
        write_label(w, &it, label);
        if (label_width(label, strlen(label)) > label_width(longest, strlen(longest)))
            memcpy(longest, label, sizeof label);
        item_free(&it);
    }
}

/* What they share, and what makes them again where the labels do not say it. */
static void write_title(const work *w, char *title, size_t size)
{
    const settings *set = w->set;
    const char *name = w->inputs.count == 1 ? w->inputs.list[0].path
        : set->input_count == 1             ? set->inputs[0]
                                            : "";
    bool varied = false;
    for (size_t i = 0; i < w->axes.count; i++)
        varied = varied || strcmp(w->axes.axis[i].name, "seed") == 0;
    snprintf(title, size, "%s%s%s%s", name,
        varied ? "" : "  seed=", varied ? "" : w->base_text,
        set->classic ? "  classic" : "");
}

int exhibit_open(exhibit *e, const work *w, extent picture)
{
    static char longest[LONGEST_LABEL], title[LONGEST_LABEL];
    sheet_plan plan = { w->count, picture, longest, title };
    sheet_layout layout;
    write_title(w, title, sizeof title);
    if (sheet_layout_find(&layout, &plan)) /* else there may be a million labels */
        find_longest(w, longest);
    int status = sheet_open(&e->sheet, &plan);
    e->open = status == EXIT_DONE;
    return status;
}

void exhibit_put(
    const exhibit *e, const work *w, const item *it, const glitch_frame *frame)
{
    char label[LONGEST_LABEL];
    write_label(w, it, label);
    sheet_put(&e->sheet, (uint32_t)it->index, frame, label);
}

void exhibit_fail(const exhibit *e, const work *w, const item *it)
{
    char label[LONGEST_LABEL];
    write_label(w, it, label);
    if (e->open)
        sheet_fail(&e->sheet, (uint32_t)it->index, label);
}

int exhibit_write(const exhibit *e, const settings *set)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    if (!ctx)
        return complain(EXIT_FAILED, "out of memory");
    glitch_status s = sheet_write(&e->sheet, ctx, set->sheet, set->force);
    int status = s ? complain_of(ctx, s) : EXIT_DONE;
    glitch_ctx_free(ctx);
    return status;
}

void exhibit_close(exhibit *e)
{
    if (e->open)
        sheet_close(&e->sheet);
    e->open = false;
}
