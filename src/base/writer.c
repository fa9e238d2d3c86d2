/* writer.c - an output file that appears under its name whole or not at all. */
#include "base/writer.h"
#include "base/random.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_SIZE = 1 << 16, NAME_KEPT = 180 }; /* bytes; NAME_MAX is 255 */

/* Where an output goes. */
typedef struct place {
    char path[PATH_MAX]; /* symbolic links resolved */
    char temp[PATH_MAX];
    bool exists, direct; /* direct: a device or a pipe, written to as it is */
    mode_t mode;         /* of what exists */
} place;

static glitch_status system_fault(glitch_ctx *ctx, const char *name)
{
    return gli_fail(ctx, GLITCH_EIO, "%s: %s", name, strerror(errno));
}

uint32_t gli_output_token(const void *sink)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    gli_random r = gli_random_keyed((uint64_t)now.tv_sec << 32 ^ (uint64_t)now.tv_nsec,
        (uint64_t)getpid(), (uintptr_t)sink);
    return (uint32_t)gli_random_next(&r);
}

/* The name itself is shortened, so that any name that fits the system fits here. */
static bool name_temp(place *p, const gli_output *out)
{
    const char *slash = strrchr(p->path, '/');
    const char *base = slash ? slash + 1 : p->path;
    int n = snprintf(p->temp, sizeof p->temp, "%.*s.%.*s.%08lx.%lu.tmp",
        (int)(base - p->path), p->path, NAME_KEPT, base, (unsigned long)out->token,
        (unsigned long)out->index);
    return n > 0 && (size_t)n < sizeof p->temp;
}

static glitch_status locate(glitch_ctx *ctx, const gli_output *out, place *p)
{
    struct stat st;
    memset(p, 0, sizeof *p);
    p->exists = stat(out->path, &st) == 0;
    if (!p->exists && lstat(out->path, &st) == 0)
        return gli_fail(
            ctx, GLITCH_EIO, "%s: a symbolic link that leads nowhere", out->path);
    if (p->exists && S_ISDIR(st.st_mode))
        return gli_fail(
            ctx, GLITCH_EIO, "%s: a folder; the output needs a file name", out->path);
    p->direct = p->exists && !S_ISREG(st.st_mode);
    p->mode = p->exists ? st.st_mode & 07777 : 0;
    errno = ENAMETOOLONG;
    if (p->exists && !p->direct) {
        if (!realpath(out->path, p->path))
            return system_fault(ctx, out->path);
    } else if ((size_t)snprintf(p->path, sizeof p->path, "%s", out->path)
        >= sizeof p->path) {
        return system_fault(ctx, out->path);
    }
    errno = ENAMETOOLONG;
    return name_temp(p, out) ? GLITCH_OK : system_fault(ctx, out->path);
}

static glitch_status check_overwrite(
    glitch_ctx *ctx, const gli_output *out, const place *p)
{
    if (!p->exists || p->direct)
        return GLITCH_OK;
    if (!out->overwrite)
        return gli_fail(ctx, GLITCH_EEXIST, "%s: exists already", out->path);
    /* Renaming would replace a file that its owner has protected from writing. */
    return access(p->path, W_OK) == 0 ? GLITCH_OK : system_fault(ctx, out->path);
}

glitch_status gli_output_check(glitch_ctx *ctx, const gli_output *out)
{
    place p;
    glitch_status s = locate(ctx, out, &p);
    return s ? s : check_overwrite(ctx, out, &p);
}

glitch_status gli_writer_open(glitch_ctx *ctx, const gli_output *out, gli_writer *w)
{
    place p;
    *w = (gli_writer) { .ctx = ctx, .name = out->path };
    glitch_status s = locate(ctx, out, &p);
    if (!s)
        s = check_overwrite(ctx, out, &p);
    if (s)
        return s;
    int flags = p.direct ? O_WRONLY : O_WRONLY | O_CREAT | O_EXCL;
    int fd = open(p.direct ? p.path : p.temp, flags | O_CLOEXEC, 0666);
    if (fd < 0)
        return system_fault(ctx, out->path);
    if (p.exists && !p.direct)
        (void)!fchmod(fd, p.mode); /* a new file with default rights would do, too */
    w->file = fdopen(fd, "wb");
    if (!w->file) {
        s = system_fault(ctx, out->path);
        close(fd);
        gli_output_discard(ctx, out);
        return s;
    }
    setvbuf(w->file, NULL, _IOFBF, BUFFER_SIZE);
    return GLITCH_OK;
}

bool gli_write(gli_writer *w, const void *data, size_t size)
{
    if (w->failed)
        return false;
    errno = EIO;
    if (w->fn && w->fn(w->user, data, size) != 0) {
        w->failed = true;
        if (!w->out_of_memory)
            gli_fail(w->ctx, GLITCH_EIO, "%s: the write callback failed", w->name);
    } else if (!w->fn && fwrite(data, 1, size, w->file) != size) {
        w->failed = true;
        system_fault(w->ctx, w->name);
    }
    return !w->failed;
}

glitch_status gli_writer_close(gli_writer *w)
{
    if (!w->file)
        return w->failed ? gli_writer_status(w) : GLITCH_OK;
    errno = EIO;
    bool flushed = fflush(w->file) == 0;
    if (!flushed && !w->failed)
        system_fault(w->ctx, w->name);
    bool closed = fclose(w->file) == 0;
    if (flushed && !closed && !w->failed)
        system_fault(w->ctx, w->name);
    w->file = NULL;
    return w->failed || !flushed || !closed ? GLITCH_EIO : GLITCH_OK;
}

glitch_status gli_writer_status(const gli_writer *w)
{
    return w->out_of_memory ? GLITCH_ENOMEM : w->failed ? GLITCH_EIO : GLITCH_OK;
}

/* link() fails where the name is taken: no moment between looking and renaming. */
static bool place_new(const place *p)
{
    struct stat st;
    if (link(p->temp, p->path) == 0)
        return unlink(p->temp) == 0;
    if (errno == EEXIST)
        return false;
    /* Some file systems have no hard links. */
    if (lstat(p->path, &st) == 0) {
        errno = EEXIST;
        return false;
    }
    return rename(p->temp, p->path) == 0;
}

glitch_status gli_output_place(glitch_ctx *ctx, const gli_output *out)
{
    place p;
    glitch_status s = locate(ctx, out, &p);
    if (!s && p.direct && unlink(p.temp) == 0) /* it was not there at the beginning */
        return gli_fail(ctx, GLITCH_EEXIST, "%s: exists already", out->path);
    if (s || p.direct)
        return s;
    if (out->overwrite ? rename(p.temp, p.path) == 0 : place_new(&p))
        return GLITCH_OK;
    s = errno == EEXIST ? gli_fail(ctx, GLITCH_EEXIST, "%s: exists already", out->path)
                        : system_fault(ctx, out->path);
    unlink(p.temp);
    return s;
}

/* Wherever the output leads by now: beside its name, or beside what that was a link to. */
void gli_output_discard(glitch_ctx *ctx, const gli_output *out)
{
    place p;
    (void)ctx;
    if ((size_t)snprintf(p.path, sizeof p.path, "%s", out->path) < sizeof p.path
        && name_temp(&p, out))
        unlink(p.temp);
    if (realpath(out->path, p.path) && name_temp(&p, out))
        unlink(p.temp);
}

void gli_output_remove(glitch_ctx *ctx, const gli_output *out)
{
    place p;
    if (locate(ctx, out, &p) == GLITCH_OK && !p.direct)
        unlink(p.path);
}
