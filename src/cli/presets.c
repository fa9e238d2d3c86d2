/* presets.c - chains that have names: finding and listing them. */
#include "presets.h"
#include "chain_file.h"
#include "report.h"
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char SUFFIX[] = ".chain";

/* ---- where they are ------------------------------------------------------ */

/*
 * By the XDG Base Directory Specification, by which a path that is not absolute does not
 * count. False where there is no home.
 */
static bool find_folder(char out[PATH_MAX])
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    bool given = config && *config == '/';
    if (!given && !(home && *home))
        return false;
    int n = snprintf(out, PATH_MAX, "%s%s/glitch/presets", given ? config : home,
        given ? "" : "/.config");
    return n < PATH_MAX;
}

/* False where the user has none of this name. */
static bool find_own(const char *name, char out[PATH_MAX])
{
    char folder[PATH_MAX];
    if (!find_folder(folder))
        return false;
    int n = snprintf(out, PATH_MAX, "%s/%s%s", folder, name, SUFFIX);
    return n < PATH_MAX && access(out, F_OK) == 0;
}

static const preset *find_built_in(const char *name)
{
    for (const preset *p = preset_table; p->name; p++)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

/* ---- adding -------------------------------------------------------------- */

static int unknown(const char *name)
{
    const char *nearest = NULL;
    size_t best = SIZE_MAX;
    for (const preset *p = preset_table; p->name; p++) {
        size_t distance = glitch_name_distance(name, p->name);
        if (distance < best) {
            nearest = p->name;
            best = distance;
        }
    }
    if (nearest)
        return complain(
            EXIT_USAGE, "no preset '%s'; did you mean '%s'?", name, nearest);
    return complain(EXIT_USAGE, "no preset '%s'; see glitch --list-presets", name);
}

int preset_add(const char *name, settings *out)
{
    char path[PATH_MAX];
    const preset *p = find_built_in(name);
    if (strchr(name, '/') || *name == '.')
        return complain(EXIT_USAGE,
            "--preset %s: a preset has a name alone; --chain takes a file", name);
    if (find_own(name, path))
        return chain_file_add(path, out);
    return p ? chain_text_add(name, strdup(p->chain), out) : unknown(name);
}

/* ---- listing ------------------------------------------------------------- */

/* What the first line says behind its #. */
static void read_summary(const char *path, char *out, size_t size)
{
    char line[512] = "";
    FILE *f = fopen(path, "rb");
    if (f && !fgets(line, sizeof line, f))
        *line = 0;
    if (f)
        fclose(f);
    const char *head = text_begin(line);
    const char *text = *head == '#' ? head + 1 + strspn(head + 1, "# \t") : "";
    snprintf(out, size, "%.*s", (int)strcspn(text, "\r\n"), text);
}

static int is_chain(const struct dirent *e)
{
    size_t length = strlen(e->d_name), tail = sizeof SUFFIX - 1;
    return *e->d_name != '.' && length > tail
        && strcmp(e->d_name + length - tail, SUFFIX) == 0;
}

/* No folder, and no link that leads nowhere. */
static bool can_be_read(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, R_OK) == 0;
}

static int show_files(
    const char *folder, struct dirent **files, int count, show_preset *show)
{
    char path[PATH_MAX], summary[512];
    for (int i = 0; i < count; i++) {
        char *name = files[i]->d_name;
        int n = snprintf(path, sizeof path, "%s/%s", folder, name);
        name[strlen(name) - (sizeof SUFFIX - 1)] = 0;
        if (n < PATH_MAX && can_be_read(path)) {
            read_summary(path, summary, sizeof summary);
            show(name, summary, find_built_in(name));
        }
        free(files[i]);
    }
    return EXIT_DONE;
}

bool preset_is_replaced(const char *name)
{
    char path[PATH_MAX];
    return find_own(name, path) && can_be_read(path);
}

int presets_show_own(show_preset *show)
{
    char folder[PATH_MAX];
    struct dirent **files;
    if (!find_folder(folder))
        return EXIT_DONE;
    int count = scandir(folder, &files, is_chain, alphasort);
    if (count < 0)
        return errno == ENOENT || errno == ENOTDIR
            ? EXIT_DONE
            : complain(EXIT_FAILED, "%s: %s", folder, strerror(errno));
    int status = show_files(folder, files, count, show);
    free(files);
    return status;
}
