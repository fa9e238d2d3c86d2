/* work.c - all that is to be made, item by item. */
#include "work.h"
#include "chain.h"
#include "fingerprint.h"
#include "job.h"
#include "journal.h"
#include "output.h"
#include "report.h"
#include "seeds.h"
#include "template.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- where it goes ------------------------------------------------------- */

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A name that ends with a slash will be one. */
static bool names_folder(const char *path)
{
    return path[strlen(path) - 1] == '/' || is_folder(path);
}

bool work_is_many(const settings *set)
{
    return (set->input_count != 1 && !set->join) || set->files_from || set->axis_count
        || set->sheet || set->json || set->resume || set->shards
        || is_folder(set->inputs[0])
        || (set->output && (names_folder(set->output) || template_is(set->output)));
}

static char *join(const char *a, size_t length, const char *b)
{
    size_t size = length + strlen(b) + 1;
    char *text = malloc(size);
    if (text)
        snprintf(text, size, "%.*s%s", (int)length, a, b);
    return text;
}

/* Within a folder, as it was given, braces and all. */
static char *template_within(const char *folder, const char *tail)
{
    size_t length = strlen(folder), used = 0;
    while (length > 1 && folder[length - 1] == '/')
        length--;
    char *text = malloc(2 * length + strlen(tail) + 2);
    if (!text)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        if (folder[i] == '{' || folder[i] == '}')
            text[used++] = folder[i];
        text[used++] = folder[i];
    }
    sprintf(text + used, "%s%s", strcmp(folder, "/") ? "/" : "", tail);
    return text;
}

static const char *file_part(const settings *set)
{
    return set->axis_count ? "{dir}/{stem}-{n}.{ext}" : "{dir}/{stem}.{ext}";
}

/* Where the user does not say it: beside each file, or beside the one folder. */
static int derive_template(work *w)
{
    const settings *set = w->set;
    bool folders = set->files_from;
    for (size_t i = 0; i < set->input_count; i++)
        folders = folders || is_folder(set->inputs[i]);
    w->beside = !folders;
    if (w->beside) {
        w->template = strdup(set->axis_count ? "{dir}/{stem}-glitched-{n}.{ext}"
                                             : "{dir}/{stem}-glitched.{ext}");
    } else if (set->input_count == 1 && !set->files_from) {
        size_t length = strlen(set->inputs[0]);
        while (length > 1 && set->inputs[0][length - 1] == '/')
            length--;
        char *folder = join(set->inputs[0], length, "-glitched");
        w->template = folder ? template_within(folder, file_part(set)) : NULL;
        free(folder);
    } else {
        return complain(EXIT_USAGE,
            "-o is missing: the folder where the pictures go, or a template such as "
            "'out/{dir}/{stem}.{ext}'");
    }
    return w->template ? EXIT_DONE : complain(EXIT_FAILED, "out of memory");
}

static int choose_template(work *w)
{
    const settings *set = w->set;
    if (!set->output)
        return set->sheet ? EXIT_DONE : derive_template(w);
    if (!names_folder(set->output)
        && (template_is(set->output) || glitch_format_of(set->output))) {
        w->template = strdup(set->output);
        w->numbered = strchr(set->output, '%');
    } else {
        w->template = template_within(set->output, file_part(set));
    }
    return w->template ? template_check(w->template)
                       : complain(EXIT_FAILED, "out of memory");
}

/* ---- one item ------------------------------------------------------------ */

/* A file that stays what it is keeps its extension, as it was written. */
static const char *extension_of(const settings *set, const input *in)
{
    const char *format = chosen_format(set, in->format),
               *own = glitch_format_of(in->name);
    return own && strcmp(own, format) == 0 ? strrchr(in->name, '.') + 1
                                           : glitch_format_extension(format);
}

/* The parts of an input's name that a template asks for. */
typedef struct parts {
    char dir[PATH_MAX], stem[PATH_MAX];
} parts;

static void split(const work *w, const input *in, parts *p)
{
    const char *path = w->beside ? in->path : in->name, *slash = strrchr(path, '/');
    const char *file = slash ? slash + 1 : path, *dot = strrchr(file, '.');
    int dir = slash ? (int)(slash - path) : 0;
    size_t stem = dot && dot > file ? (size_t)(dot - file) : strlen(file);
    bool in_root = slash == path;
    snprintf(p->dir, sizeof p->dir, "%.*s", dir + in_root, path);
    snprintf(p->stem, sizeof p->stem, "%.*s", (int)stem, file);
}

static bool name_output(const work *w, item *it)
{
    parts p;
    char index[24], combination[24], intensity[32];
    split(w, it->input, &p);
    snprintf(index, sizeof index, "%" PRIu64, it->index + 1);
    snprintf(combination, sizeof combination, "%" PRIu64, it->combination);
    snprintf(intensity, sizeof intensity, "%.10g", it->set->intensity);
    const template_values values = { { p.dir, p.stem, extension_of(it->set, it->input),
        index, combination, it->seed_text, intensity, it->variant.values } };
    return template_fill(
        w->template, &values, w->numbered, it->output, sizeof it->output);
}

static uint64_t seed_in(const char *text)
{
    if (text[strspn(text, "+-0123456789")])
        return seed_of(0, text); /* not whole, as --classic may have it */
    return *text == '-' ? (uint64_t)strtoll(text, NULL, 10) : strtoull(text, NULL, 10);
}

static void choose_item_seed(const work *w, item *it)
{
    bool varied = it->set->seed_text != w->set->seed_text;
    const char *text = varied ? it->set->seed_text : w->base_text;
    uint64_t base = varied ? seed_in(text) : w->base;
    it->seed = w->direct ? base : seed_of(base, it->input->name);
    if (w->direct)
        snprintf(it->seed_text, sizeof it->seed_text, "%s", text);
    else
        snprintf(it->seed_text, sizeof it->seed_text, "%" PRIu64, it->seed);
}

static int set_output(const work *w, item *it)
{
    it->output[0] = 0;
    choose_item_seed(w, it);
    if (!w->template || name_output(w, it))
        return EXIT_DONE;
    return complain(
        EXIT_FAILED, "%s: the name of its output is too long", it->input->path);
}

static void locate(const work *w, uint64_t index, item *out)
{
    out->index = index;
    out->input = &w->inputs.list[index / w->pick.count];
    out->combination = pick_at(&w->pick, index % w->pick.count);
    out->variant = (variant) { .label = "" };
    out->set = w->set;
    out->label = "";
}

int work_item(const work *w, uint64_t index, item *out)
{
    locate(w, index, out);
    if (w->axes.count > 0) {
        int status = variant_make(&out->variant, w->set, &w->axes, out->combination);
        if (status)
            return status;
        out->set = &out->variant.set;
        out->label = out->variant.label;
    }
    return set_output(w, out);
}

void item_free(item *it)
{
    variant_free(&it->variant);
}

bool work_is_mine(const work *w, uint64_t index)
{
    const settings *set = w->set;
    const char *name = w->inputs.list[index / w->pick.count].name;
    uint64_t combination = pick_at(&w->pick, index % w->pick.count);
    return !set->shards || shard_of(name, combination, set->shards) == set->shard - 1;
}

/* ---- what cannot end well ------------------------------------------------ */

/* An output's name, hashed, and whose it is. */
typedef struct claim {
    uint64_t hash, index;
} claim;

static int compare_claims(const void *a, const void *b)
{
    const claim *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static int compare_files(const void *a, const void *b)
{
    const input *const *x = a, *const *y = b;
    if ((*x)->device != (*y)->device)
        return (*x)->device < (*y)->device ? -1 : 1;
    return (*x)->inode < (*y)->inode ? -1 : (*x)->inode > (*y)->inode;
}

/* All outputs' names in order of their hashes, and the inputs in that of their files. */
typedef struct census {
    claim *claims;
    const input **files;
    bool alike; /* the name does not tell what varies, but for its number */
} census;

/* The variant is left out where the name does without it: there may be a million. */
static bool name_item(const work *w, const census *c, uint64_t index, item *out)
{
    locate(w, index, out);
    bool named =
        (c->alike ? set_output(w, out) : work_item(w, index, out)) == EXIT_DONE;
    item_free(out);
    return named;
}

static bool names_are_alike(const work *w)
{
    for (size_t i = 0; i < w->axes.count; i++)
        if (strcmp(w->axes.axis[i].name, "frames") == 0) /* tells the extension */
            return false;
    return !template_has(w->template, "seed") && !template_has(w->template, "intensity")
        && !template_has(w->template, "values");
}

static bool census_take(census *c, const work *w)
{
    item it;
    c->alike = names_are_alike(w);
    c->claims = malloc((size_t)(w->count + 1) * sizeof *c->claims);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): it is pointers that are sorted */
    c->files = malloc((w->inputs.count + 1) * sizeof *c->files);
    if (!c->claims || !c->files)
        return false;
    for (uint64_t i = 0; i < w->count; i++) {
        bool named = name_item(w, c, i, &it);
        c->claims[i] = (claim) { named ? hash_name(it.output) : i, i };
    }
    for (size_t i = 0; i < w->inputs.count; i++)
        c->files[i] = &w->inputs.list[i];
    qsort(c->claims, (size_t)w->count, sizeof *c->claims, compare_claims);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression) */
    qsort(c->files, w->inputs.count, sizeof *c->files, compare_files);
    return true;
}

static int check_twins(const work *w, const census *c)
{
    item a, b;
    for (uint64_t i = 1; i < w->count; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
        if (c->claims[i].hash != c->claims[i - 1].hash
            || !name_item(w, c, c->claims[i - 1].index, &a)
            || !name_item(w, c, c->claims[i].index, &b)
            || strcmp(a.output, b.output) != 0)
            continue;
        if (a.input == b.input || strcmp(a.input->path, b.input->path) == 0)
            return complain(EXIT_USAGE,
                "%s: two pictures of it would be %s; a template such as "
                "-o 'out/{stem}-{index}.{ext}' keeps them apart",
                a.input->path, a.output);
        return complain(EXIT_USAGE,
            "%s and %s would both be %s; a template such as "
            "-o 'out/{stem}-{index}.{ext}' keeps them apart",
            a.input->path, b.input->path, a.output);
    }
    return EXIT_DONE;
}

/* The sheet is written last, over a picture of its name. */
static int check_sheet(const work *w, const census *c)
{
    item it;
    uint64_t hash = hash_name(w->set->sheet);
    for (uint64_t i = 0; i < w->count; i++)
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
        if (c->claims[i].hash == hash && name_item(w, c, c->claims[i].index, &it)
            && strcmp(it.output, w->set->sheet) == 0)
            return complain(EXIT_USAGE,
                "--sheet %s: one of the pictures has that name; give the sheet another",
                w->set->sheet);
    return EXIT_DONE;
}

/* What would be written over is somebody's original. */
static int check_inputs(const work *w, const census *c)
{
    item it;
    struct stat st;
    for (uint64_t i = 0; i < w->count; i++) {
        if (!name_item(w, c, i, &it) || stat(it.output, &st) != 0)
            continue;
        input file = { .device = st.st_dev, .inode = st.st_ino };
        const input *key = &file;
        /* NOLINTNEXTLINE(bugprone-sizeof-expression) */
        const size_t size = sizeof *c->files;
        const input **found =
            bsearch(&key, c->files, w->inputs.count, size, compare_files);
        if (found)
            return complain(EXIT_USAGE,
                "%s: would be written over, and is an input; name another folder or a "
                "template such as -o 'out/{stem}-new.{ext}'",
                (*found)->path);
    }
    return EXIT_DONE;
}

static int check_names(const work *w)
{
    census c;
    int status = EXIT_DONE;
    if (w->template && !template_is(w->template) && w->count > 1)
        return complain(EXIT_USAGE,
            "-o %s: %" PRIu64 " pictures do not go into one file; name a folder or a "
            "template such as 'out/{stem}.{ext}'",
            w->template, w->count);
    if (!w->template)
        return EXIT_DONE;
    if (!census_take(&c, w))
        status = complain(EXIT_FAILED, "out of memory");
    if (!status)
        status = check_twins(w, &c);
    if (!status && w->set->sheet)
        status = check_sheet(w, &c);
    if (!status && !w->numbered)
        status = check_inputs(w, &c);
    free(c.claims);
    free(c.files);
    return status;
}

/* ---- before any input is looked at --------------------------------------- */

static int check_format(const work *w)
{
    const settings *set = w->set;
    if (!set->to || w->numbered || !wants_animation(set)
        || glitch_format_animates(set->to))
        return EXIT_DONE;
    return complain(EXIT_USAGE,
        "--to %s: such a file holds one picture; an animation goes into gif", set->to);
}

static int check_chain(const work *w, glitch_ctx *ctx)
{
    chain c;
    chain_of(w->set, &c);
    return chain_check(&c, ctx);
}

static int find_axes(work *w, glitch_ctx *ctx)
{
    int status = EXIT_DONE;
    for (size_t i = 0; !status && i < w->set->axis_count; i++)
        status = axes_add(&w->axes, w->set->axes[i]);
    if (!status && w->axes.count > 0)
        status = axes_check(&w->axes, w->set, ctx);
    return status;
}

/* What is to be made of each input, and whether that can be. */
static int check_settings(work *w)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    if (!ctx)
        return complain(EXIT_FAILED, "out of memory");
    int status = check_format(w);
    if (!status)
        status = check_chain(w, ctx);
    if (!status)
        status = find_axes(w, ctx);
    glitch_ctx_free(ctx);
    return status;
}

/* Nobody looks at a million pictures; who wants them has to say which. */
static int choose_combinations(work *w)
{
    enum { MOST_ITEMS = 1000000 };
    uint64_t product = axes_product(&w->axes);
    int status = pick_parse(&w->pick, w->set->pick, product, w->base);
    if (!status && w->pick.count > MOST_ITEMS)
        return complain(EXIT_USAGE,
            "--vary: %" PRIu64 " combinations are more than %d; choose with --pick, "
            "such as --pick random:100",
            w->pick.count, MOST_ITEMS);
    return status;
}

static bool find_root(work *w)
{
    static const template_values none = { { "", "", "", "", "", "", "", "" } };
    char *fixed =
        w->template ? join(w->template, template_root(w->template), "") : NULL;
    bool fits = !w->template
        || (fixed && template_fill(fixed, &none, false, w->root, sizeof w->root));
    free(fixed);
    return fits;
}

/*
 * The user's, or that of the run that is resumed, or one that all shards draw without a
 * word, or a new one.
 */
static void choose_seed(work *w)
{
    const settings *set = w->set;
    const char *root = *w->root ? w->root : "./";
    size_t room = sizeof w->base_text;
    if (set->seed_text)
        snprintf(w->base_text, room, "%s", set->seed_text);
    else if (!set->resume || !journal_find_seed(root, w->base_text, room))
        snprintf(w->base_text, room, "%" PRIu64,
            set->shards ? seed_of(fingerprint_of(set, ""), "") : draw_seed());
    w->base = seed_in(w->base_text);
}

int work_open(work *w, const settings *set)
{
    w->set = set;
    bool one_file =
        set->input_count == 1 && !set->files_from && !is_folder(set->inputs[0]);
    w->alone = one_file && !set->axis_count;
    w->direct = one_file
        && (set->axis_count || set->sheet
            || (set->output && !names_folder(set->output)
                && !template_is(set->output)));
    int status = choose_template(w);
    if (!status)
        status = check_settings(w);
    if (!status && !find_root(w))
        status = complain(EXIT_USAGE, "-o: the name is too long");
    if (!status) {
        choose_seed(w);
        status = choose_combinations(w);
    }
    if (!status)
        status = inputs_find(&w->inputs, set, *w->root ? w->root : NULL);
    w->count = w->inputs.count * w->pick.count;
    return status || w->inputs.stop() ? status : check_names(w);
}

void work_close(work *w)
{
    inputs_free(&w->inputs);
    free(w->template);
}
