/* inputs.c - which pictures there are to do, from files, folders and lists. */
#include "inputs.h"
#include "natural.h"
#include "report.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 16, LONGEST_LIST = 1 << 28 }; /* bytes */

static int no_memory(void)
{
    return complain(EXIT_FAILED, "out of memory for the list of inputs");
}

static void tell(inputs *in, const char *path, const char *what)
{
    char line[8192];
    snprintf(line, sizeof line, "%s: %s", path, what);
    in->on_fault(in->user, path, line);
}

static void fault(inputs *in, const char *path, int error)
{
    tell(in, path, strerror(error));
}

/* ---- one file ------------------------------------------------------------ */

/* Without empty parts, "." and ".."; `out` has room for all of `path`. */
static void clean_name(const char *path, char *out)
{
    char *end = out;
    while (*path) {
        size_t n = strcspn(path, "/");
        bool counts = n > 0 && !(n <= 2 && strncmp(path, "..", n) == 0);
        if (counts && end > out)
            *end++ = '/';
        if (counts)
            memcpy(end, path, n);
        end += counts ? n : 0;
        path += n + (path[n] == '/');
    }
    *end = 0;
}

static bool make_room(inputs *in)
{
    if (in->count < in->room)
        return true;
    size_t room = in->room ? 2 * in->room : 64;
    input *more = realloc(in->list, room * sizeof *more);
    if (!more)
        return false;
    in->list = more;
    in->room = room;
    return true;
}

/* Its name begins at `skip`. */
static int add_input(inputs *in, const char *path, size_t skip, const input *known)
{
    size_t size = strlen(path) + 1;
    char *copy = make_room(in) ? malloc(2 * size) : NULL;
    if (!copy)
        return no_memory();
    memcpy(copy, path, size);
    clean_name(copy + skip, copy + size);
    input *added = &in->list[in->count++];
    *added = *known;
    added->path = copy;
    added->name = copy + size;
    return EXIT_DONE;
}

/* An animated PNG begins as any PNG does; the name may tell more. */
static const char *format_of(const char *path, const unsigned char *head, size_t size)
{
    const char *format = glitch_format_of_bytes(head, size),
               *named = glitch_format_of(path);
    bool animated =
        format && named && strcmp(format, "png") == 0 && strcmp(named, "apng") == 0;
    return animated ? named : format;
}

/* False with errno; never waits for a pipe's other end. */
static bool look_at(const char *path, input *known)
{
    struct stat st;
    unsigned char head[HEAD];
    ssize_t n = -1;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    errno = EINVAL;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        do
            n = read(fd, head, HEAD);
        while (n < 0 && errno == EINTR);
    int error = errno;
    close(fd);
    errno = error;
    if (n >= 0)
        *known = (input) { .format = format_of(path, head, (size_t)n),
            .device = st.st_dev,
            .inode = st.st_ino };
    return n >= 0;
}

/* What a folder has is a picture where its name or its content says so. */
static int add_found(inputs *in, const char *path, size_t skip)
{
    input known;
    if (!look_at(path, &known))
        fault(in, path, errno);
    else if (known.format || glitch_format_of(path))
        return add_input(in, path, skip, &known);
    else
        in->skipped++;
    return EXIT_DONE;
}

/* ---- folders ------------------------------------------------------------- */

/* Folders that are still to be read; grows while a tree is walked. */
typedef struct folders {
    char **path;
    size_t count, room;
} folders;

/* gcc 12 does not see that what is in the list is freed from there. */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 10
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

static int push(folders *f, const char *path)
{
    if (f->count == f->room) {
        size_t room = f->room ? 2 * f->room : 16;
        char **more = realloc(f->path, room * sizeof *more);
        if (!more)
            return no_memory();
        f->path = more;
        f->room = room;
    }
    char *copy = strdup(path);
    if (!copy)
        return no_memory();
    f->path[f->count++] = copy;
    return EXIT_DONE;
}

static bool is_output(const inputs *in, const struct stat *st)
{
    return in->has_output && st->st_dev == in->device && st->st_ino == in->inode;
}

/* A link to a file is followed, one to a folder is not: it may lead in a circle. */
static int add_entry(inputs *in, folders *todo, const char *path, size_t skip)
{
    struct stat st;
    if (lstat(path, &st) != 0) {
        fault(in, path, errno);
        return EXIT_DONE;
    }
    if (S_ISDIR(st.st_mode))
        return in->recursive && !is_output(in, &st) ? push(todo, path) : EXIT_DONE;
    if (S_ISLNK(st.st_mode) && (stat(path, &st) != 0 || S_ISDIR(st.st_mode)))
        st.st_mode = 0;
    if (S_ISREG(st.st_mode))
        return add_found(in, path, skip);
    in->skipped++;
    return EXIT_DONE;
}

static bool join(char path[PATH_MAX], const char *folder, const char *name)
{
    const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
    return snprintf(path, PATH_MAX, "%s%s%s", folder, slash, name) < PATH_MAX;
}

static int read_folder(inputs *in, folders *todo, const char *folder, size_t skip)
{
    int status = EXIT_DONE;
    DIR *dir = opendir(folder);
    if (!dir) {
        fault(in, folder, errno);
        return EXIT_DONE;
    }
    errno = 0;
    for (struct dirent *e; !status && !in->stop() && (e = readdir(dir)); errno = 0) {
        char path[PATH_MAX];
        if (e->d_name[0] == '.')
            continue;
        if (join(path, folder, e->d_name))
            status = add_entry(in, todo, path, skip);
        else
            fault(in, folder, ENAMETOOLONG);
    }
    if (!status && errno)
        fault(in, folder, errno);
    closedir(dir);
    return status;
}

static int compare_names(const void *a, const void *b)
{
    return natural_compare(((const input *)a)->name, ((const input *)b)->name);
}

static int add_folder(inputs *in, const char *path, bool listed)
{
    folders todo = { 0 };
    size_t before = in->count, length = strlen(path);
    char root[PATH_MAX];
    while (length > 1 && path[length - 1] == '/')
        length--;
    snprintf(root, sizeof root, "%.*s", (int)length, path);
    int status = push(&todo, root);
    for (size_t i = 0; !status && i < todo.count; i++)
        status = read_folder(in, &todo, todo.path[i], listed ? 0 : length);
    for (size_t i = 0; i < todo.count; i++)
        free(todo.path[i]);
    free(todo.path);
    if (!status && in->count > before)
        qsort(in->list + before, in->count - before, sizeof *in->list, compare_names);
    return status;
}

/* ---- what was given ------------------------------------------------------ */

/* What was named is meant: it is never skipped. */
static int add_given(inputs *in, const char *path, bool listed)
{
    struct stat st;
    input known = { 0 };
    bool there = stat(path, &st) == 0;
    if (there && S_ISDIR(st.st_mode))
        return add_folder(in, path, listed);
    const char *slash = listed ? NULL : strrchr(path, '/');
    if (there && !S_ISREG(st.st_mode))
        tell(in, path, "neither a file nor a folder");
    else if (!there || !look_at(path, &known))
        fault(in, path, errno);
    else
        return add_input(in, path, slash ? (size_t)(slash + 1 - path) : 0, &known);
    return EXIT_DONE;
}

/* All of it, with a zero at the end; NULL with errno. */
static char *read_all(FILE *f, size_t *size)
{
    char *text = NULL;
    size_t room = 0;
    *size = 0;
    do {
        room = room ? 2 * room : 1 << 16;
        char *more = *size < LONGEST_LIST ? realloc(text, room + 1) : NULL;
        if (!more) {
            free(text);
            errno = *size < LONGEST_LIST ? ENOMEM : EFBIG;
            return NULL;
        }
        text = more;
        *size += fread(text + *size, 1, room - *size, f);
    } while (*size == room);
    text[*size] = 0;
    if (!ferror(f))
        return text;
    free(text);
    return NULL;
}

/* Where there is a NUL, that is what separates, and a name may have a newline. */
static int add_listed(inputs *in, char *text, size_t size)
{
    char separator = memchr(text, 0, size) ? 0 : '\n', *end = text + size;
    int status = EXIT_DONE;
    if (separator) /* else it was made by a program, and has names alone */
        text = text_begin(text);
    for (char *next; !status && text < end; text = next + 1) {
        next = memchr(text, separator, (size_t)(end - text));
        next = next ? next : end;
        *next = 0;
        if (*text && !in->stop())
            status = add_given(in, text, true);
    }
    return status;
}

static int add_list(inputs *in, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    size_t size;
    FILE *f = standard ? stdin : fopen(path, "rb");
    errno = f ? 0 : errno;
    char *text = f ? read_all(f, &size) : NULL;
    int error = errno;
    if (f && !standard)
        fclose(f);
    if (!text)
        return complain(EXIT_FAILED, "%s: %s", standard ? "standard input" : path,
            strerror(error ? error : EIO));
    int status = add_listed(in, text, size);
    free(text);
    return status;
}

int inputs_find(inputs *in, const settings *set, const char *output)
{
    struct stat st;
    int status = EXIT_DONE;
    in->recursive = set->recursive;
    in->has_output = output && stat(output, &st) == 0;
    if (in->has_output) {
        in->device = st.st_dev;
        in->inode = st.st_ino;
    }
    for (size_t i = 0; !status && i < set->input_count; i++)
        status = add_given(in, set->inputs[i], false);
    return !status && set->files_from ? add_list(in, set->files_from) : status;
}

void inputs_free(inputs *in)
{
    for (size_t i = 0; i < in->count; i++)
        free(in->list[i].path);
    free(in->list);
    in->list = NULL;
    in->count = in->room = 0;
}
