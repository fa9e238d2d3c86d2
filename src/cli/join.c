/* join.c - several pictures as one animation. */
#include "join.h"
#include "report.h"
#include "standard.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* ---- numbered pictures --------------------------------------------------- */

static bool find_number(
    glitch_ctx *ctx, const char *pattern, uint32_t number, char name[PATH_MAX])
{
    return glitch_pattern_name(ctx, pattern, number, name, PATH_MAX) == GLITCH_OK
        && access(name, F_OK) == 0;
}

static bool find_first(
    glitch_ctx *ctx, const char *pattern, uint32_t *first, char name[PATH_MAX])
{
    for (*first = 0; *first < MOST_FIRST; ++*first)
        if (find_number(ctx, pattern, *first, name))
            return true;
    return false;
}

/* One more name in an array that is kept with the settings. */
static bool append(settings *set, char ***names, size_t count, const char *name)
{
    char *copy = texts_keep(&set->texts, strdup(name));
    char **more = copy ? realloc(*names, (count + 1) * sizeof *more) : NULL;
    if (!more)
        return false;
    *names = more;
    more[count] = copy;
    return true;
}

/* Some frame may have been lost: then the animation is shorter than it was meant to be. */
static void tell_of_gap(glitch_ctx *ctx, const char *pattern, uint32_t missing)
{
    enum { LOOKED_FOR = 100 };
    char name[PATH_MAX], later[PATH_MAX];
    uint32_t n = missing + 1;
    while (n <= missing + LOOKED_FOR && !find_number(ctx, pattern, n, later))
        n++;
    if (n <= missing + LOOKED_FOR
        && glitch_pattern_name(ctx, pattern, missing, name, PATH_MAX) == GLITCH_OK)
        complain(0,
            "%s: the animation ends before %s, which is missing, though there is %s",
            pattern, name, later);
}

static int expand(settings *set, glitch_ctx *ctx, const char *pattern)
{
    char name[PATH_MAX], **names = NULL;
    uint32_t number;
    size_t count = 0;
    if (!find_first(ctx, pattern, &number, name))
        return complain(
            EXIT_FAILED, "%s: there is no such file, nor a numbered one", pattern);
    do
        if (!append(set, &names, count++, name)) {
            free(names);
            return complain(EXIT_FAILED, "out of memory");
        }
    while (find_number(ctx, pattern, ++number, name));
    if (!set->quiet)
        tell_of_gap(ctx, pattern, number);
    set->inputs = names;
    texts_keep(&set->texts, (char *)names);
    set->input_count = count;
    set->join = true;
    return EXIT_DONE;
}

static int check(const settings *set)
{
    if (set->join && !set->output && !set->preview)
        return complain(
            EXIT_USAGE, "--join needs -o: a .gif file, or a pattern for pictures");
    if (set->join
        && (set->files_from || set->recursive || set->axis_count || set->sheet
            || set->json || set->resume || set->shards))
        return complain(EXIT_USAGE,
            "--join makes one animation of files; it goes with no list, folder or "
            "sweep");
    return EXIT_DONE;
}

int join_expand(settings *set)
{
    const char *pattern = set->input_count == 1 ? set->inputs[0] : "";
    if (!strchr(pattern, '%') || access(pattern, F_OK) == 0)
        return check(set);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    if (!ctx)
        return complain(EXIT_FAILED, "out of memory");
    int status = glitch_pattern_check(ctx, pattern) == GLITCH_OK
        ? expand(set, ctx, pattern)
        : EXIT_DONE; /* it will not be found by that name */
    glitch_ctx_free(ctx);
    return status ? status : check(set);
}

/* ---- files --------------------------------------------------------------- */

/* As many as the system lets this process have. */
static void raise_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    (void)!setrlimit(RLIMIT_NOFILE, &limit);
}

static int open_one(const char *path, int (*stop)(void), int *fd)
{
    do
        *fd = is_standard(path) ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                : open(path, O_RDONLY | O_CLOEXEC);
    while (*fd < 0 && errno == EINTR && !stop());
    if (*fd >= 0)
        return EXIT_DONE;
    if (errno == EINTR)
        return complain(EXIT_FAILED, "interrupted");
    return errno == EMFILE
        ? complain(EXIT_FAILED,
            "%s: more files than may be open at a time; ulimit -n says how many", path)
        : complain(EXIT_FAILED, "%s: %s", input_name(path), strerror(errno));
}

int join_open(char *const *paths, size_t count, int (*stop)(void), joined *out)
{
    int status = EXIT_DONE;
    *out = (joined) { .paths = paths, .fds = malloc(count * sizeof *out->fds) };
    if (!out->fds)
        return complain(EXIT_FAILED, "out of memory");
    if (count > 1)
        raise_limit();
    for (; !status && out->count < count; out->count += !status)
        status = open_one(paths[out->count], stop, &out->fds[out->count]);
    if (status)
        join_close(out);
    return status;
}

void join_close(joined *j)
{
    for (size_t i = 0; i < j->count; i++)
        if (j->fds[i] >= 0)
            close(j->fds[i]);
    free(j->fds);
    *j = (joined) { 0 };
}

/* ---- headers ------------------------------------------------------------- */

/* The file is left as it was found. */
static int look_at(glitch_ctx *ctx, const char *path, int fd, glitch_info *out)
{
    glitch_frames it = { 0 };
    int copy = lseek(fd, 0, SEEK_SET) == 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (copy < 0)
        return complain(EXIT_FAILED, "%s: %s", path, strerror(errno));
    glitch_status s = glitch_open_fd(ctx, copy, path, &it);
    if (!s)
        s = glitch_frames_info(it, out);
    glitch_frames_close(&it);
    if (s)
        return complain_of(ctx, s);
    return lseek(fd, 0, SEEK_SET) == 0
        ? EXIT_DONE
        : complain(EXIT_FAILED, "%s: %s", path, strerror(errno));
}

static int differ(const joined *j, size_t i, const glitch_info *a, const glitch_info *b)
{
    return complain(EXIT_FAILED,
        "%s: %lux%lu pixels, but %s has %lux%lu; pictures of one size can be joined",
        j->paths[i], (unsigned long)b->width, (unsigned long)b->height, j->paths[0],
        (unsigned long)a->width, (unsigned long)a->height);
}

int join_check(glitch_ctx *ctx, joined *j, glitch_info *info)
{
    uint64_t frames = 0;
    bool known = true;
    for (size_t i = 0; i < j->count; i++) {
        glitch_info one = { 0 };
        int status = look_at(ctx, j->paths[i], j->fds[i], &one);
        if (status)
            return status;
        if (i == 0)
            *info = one;
        if (one.width != info->width || one.height != info->height)
            return differ(j, i, info, &one);
        known = known && one.frames > 0;
        frames += one.frames;
    }
    info->frames = known && frames <= UINT32_MAX ? (uint32_t)frames : 0;
    info->loops = 0;
    info->animated = 1;
    info->fps = 0;
    info->metadata = NULL; /* the file that had them is closed */
    return EXIT_DONE;
}

/* ---- frames -------------------------------------------------------------- */

typedef struct sequence {
    glitch_ctx *ctx;
    joined *joined;
    glitch_info info;
    size_t next;       /* of the pictures */
    glitch_frames now; /* the one whose turn it is */
    glitch_frame frame;
    uint32_t count; /* of the frames so far */
    glitch_status status;
} sequence;

static glitch_status sequence_info(void *self, glitch_info *out)
{
    *out = ((sequence *)self)->info;
    return GLITCH_OK;
}

/* The file belongs to its frames from here on. */
static glitch_status open_next(sequence *s)
{
    joined *j = s->joined;
    glitch_frames_close(&s->now);
    if (s->next == j->count)
        return GLITCH_END;
    int fd = j->fds[s->next];
    j->fds[s->next] = -1;
    return glitch_open_fd(s->ctx, fd, j->paths[s->next++], &s->now);
}

static glitch_status sequence_next(void *self, const glitch_frame **out)
{
    sequence *s = self;
    const glitch_frame *f = NULL;
    while (!s->status && !f) {
        glitch_status pulled = s->now.tc ? glitch_frames_next(s->now, &f) : GLITCH_END;
        s->status = pulled == GLITCH_END ? open_next(s) : pulled;
    }
    if (s->status)
        return s->status;
    s->frame = *f;
    s->frame.index = s->count++;
    if (s->frame.delay_ms == 0)
        s->frame.delay_ms = DEFAULT_DELAY_MS;
    *out = &s->frame;
    return GLITCH_OK;
}

static void sequence_close(void *self)
{
    sequence *s = self;
    glitch_frames_close(&s->now);
    free(s);
}

glitch_status join_frames(
    glitch_ctx *ctx, joined *j, const glitch_info *info, glitch_frames *out)
{
    static const glitch_frames_tc tc = { sequence_info, sequence_next, sequence_close };
    sequence *s = malloc(sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    *s = (sequence) { .ctx = ctx, .joined = j, .info = *info };
    *out = (glitch_frames) { s, &tc };
    return GLITCH_OK;
}
