/* writer.c - an output file that appears under its name whole or not at all. */
#include "base/writer.h"
#include "base/leftovers.h"
#include "base/random.h"
#include "base/system.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
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
    char old[PATH_MAX];  /* what was replaced, as long as it may be wanted back */
    bool exists, direct; /* direct: a device or a pipe, written to as it is */
    mode_t mode;         /* of what exists */
} place;

/* 32-bit FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo) of all of the name, and the slot. */
uint32_t gli_output_token(const char *path, uint32_t slot)
{
    const char *slash = strrchr(path, '/');
    uint32_t hash = 0x811c9dc5;
    for (const char *c = slash ? slash + 1 : path; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 0x01000193;
    return (hash ^ slot) * 0x01000193;
}

/* The name itself is shortened, so that any name that fits the system fits here. */
static bool name_beside(
    const place *p, const gli_output *out, const char *kind, char name[PATH_MAX])
{
    const char *slash = strrchr(p->path, '/');
    const char *base = slash ? slash + 1 : p->path;
    int n = snprintf(name, PATH_MAX, "%.*s.%.*s.%08lx.%lu.%s", (int)(base - p->path),
        p->path, NAME_KEPT, base, (unsigned long)out->token, (unsigned long)out->index,
        kind);
    return n > 0 && n < PATH_MAX;
}

static bool name_temp(place *p, const gli_output *out)
{
    return name_beside(p, out, "tmp", p->temp) && name_beside(p, out, "old", p->old);
}

/* Better told of the folder than of a file that is yet to be made. */
static glitch_status check_folder(
    glitch_ctx *ctx, const gli_output *out, const char *path)
{
    struct stat st;
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int length = slash ? (int)(slash - path) : 0;
    snprintf(folder, sizeof folder, "%.*s", length, path);
    if (length == 0 || stat(folder, &st) == 0 || errno != ENOENT)
        return GLITCH_OK;
    return gli_fail(ctx, GLITCH_EIO, "%s: there is no folder %s", out->path, folder);
}

static glitch_status locate(glitch_ctx *ctx, const gli_output *out, place *p)
{
    struct stat st;
    memset(p, 0, sizeof *p);
    bool taken = lstat(out->path, &st) == 0;
    p->exists = taken && (!S_ISLNK(st.st_mode) || stat(out->path, &st) == 0);
    if (taken && !p->exists)
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
            return gli_system_fault(ctx, out->path);
    } else if ((size_t)snprintf(p->path, sizeof p->path, "%s", out->path)
        >= sizeof p->path) {
        return gli_system_fault(ctx, out->path);
    }
    errno = ENAMETOOLONG;
    if (!name_temp(p, out))
        return gli_system_fault(ctx, out->path);
    return p->exists ? GLITCH_OK : check_folder(ctx, out, p->path);
}

static glitch_status check_overwrite(
    glitch_ctx *ctx, const gli_output *out, const place *p)
{
    if (!p->exists || p->direct)
        return GLITCH_OK;
    if (!out->overwrite)
        return gli_fail(ctx, GLITCH_EEXIST, "%s: exists already", out->path);
    /* Renaming would replace a file that its owner has protected from writing. */
    return access(p->path, W_OK) == 0 ? GLITCH_OK : gli_system_fault(ctx, out->path);
}

glitch_status gli_output_check(glitch_ctx *ctx, const gli_output *out)
{
    place p;
    glitch_status s = locate(ctx, out, &p);
    return s ? s : check_overwrite(ctx, out, &p);
}

/* Of a run that has no slot, because its output 0 is a device. */
static uint32_t odd_token(const gli_output *out)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    gli_random r = gli_random_keyed((uint64_t)now.tv_sec << 32 ^ (uint64_t)now.tv_nsec,
        (uint64_t)getpid(), (uintptr_t)out);
    return (uint32_t)gli_random_next(&r);
}

/* *fd is -1 where there is such a file. */
static glitch_status create(
    glitch_ctx *ctx, const char *temp, const char *name, int *fd)
{
    glitch_status s = GLITCH_OK;
    while (!s && (*fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)) < 0
        && errno != EEXIST)
        s = gli_may_retry(ctx, name);
    return s;
}

/* Somebody may take it for a leftover before it is locked: then the slot is not ours. */
static glitch_status create_first(
    glitch_ctx *ctx, gli_output *out, const char *temp, int *fd)
{
    glitch_status s = create(ctx, temp, out->path, fd);
    if (s || *fd < 0)
        return s;
    if (!gli_claim(*fd)) {
        close(*fd);
        *fd = -1;
        return GLITCH_OK;
    }
    /* The lock lasts longer than the writing. */
    out->lock = fcntl(*fd, F_DUPFD_CLOEXEC, 0);
    if (out->lock >= 0)
        return GLITCH_OK;
    s = gli_system_fault(ctx, out->path);
    close(*fd);
    unlink(temp);
    return s;
}

/*
 * Take the first slot that nobody has. More than that one are looked at, because some of
 * several runs at a time may have been killed.
 */
static glitch_status take_slot(glitch_ctx *ctx, gli_output *out, place *p, int *fd)
{
    enum { LOOKED_AT = 4, MOST = 100 };
    glitch_status s = GLITCH_OK;
    *fd = -1;
    for (uint32_t i = 0; !s && (i < LOOKED_AT || (*fd < 0 && i < MOST)); i++) {
        gli_output slot = *out;
        place there = *p;
        slot.token = gli_output_token(p->path, i);
        name_temp(&there, &slot); /* it fits: all tokens are of one length */
        bool is_free = gli_remove_dead(there.temp) && gli_remove_dead(there.old);
        if (!is_free || *fd >= 0)
            continue;
        s = create_first(ctx, out, there.temp, fd);
        if (!s && *fd >= 0) {
            out->token = slot.token;
            *p = there;
        }
    }
    if (!s && *fd < 0)
        s = gli_fail(ctx, GLITCH_EIO,
            "%s: too many temporary files beside it, such as %s", out->path, p->temp);
    return s;
}

/* The lock is ours, so what is in the way is a leftover of a run in another folder. */
static glitch_status create_next(
    glitch_ctx *ctx, const gli_output *out, const place *p, int *fd)
{
    glitch_status s = create(ctx, p->temp, out->path, fd);
    if (s || *fd >= 0)
        return s;
    if (out->lock >= 0)
        unlink(p->temp);
    s = create(ctx, p->temp, out->path, fd);
    return s || *fd >= 0 ? s : gli_system_fault(ctx, out->path);
}

/* Open it; the buffer is there already. */
static glitch_status open_output(glitch_ctx *ctx, gli_output *out, place *p, int *fd)
{
    if (p->direct && out->index == 0)
        out->token = odd_token(out);
    if (p->direct)
        return gli_open_file(ctx, p->path, O_WRONLY, out->path, fd);
    glitch_status s =
        out->index == 0 ? take_slot(ctx, out, p, fd) : create_next(ctx, out, p, fd);
    if (!s && p->exists)
        (void)!fchmod(*fd, p->mode); /* a new file with default rights would do, too */
    return s;
}

glitch_status gli_writer_open(glitch_ctx *ctx, gli_output *out, gli_writer *w)
{
    place p;
    *w = (gli_writer) { .ctx = ctx, .name = out->path };
    glitch_status s = locate(ctx, out, &p);
    if (!s)
        s = check_overwrite(ctx, out, &p);
    if (s)
        return s;
    w->buffer = gli_alloc(ctx, BUFFER_SIZE, 1);
    if (!w->buffer)
        return GLITCH_ENOMEM;
    s = open_output(ctx, out, &p, &w->fd);
    if (s) {
        gli_free(ctx, w->buffer);
        w->buffer = NULL;
    }
    return s;
}

glitch_status gli_writer_fd(glitch_ctx *ctx, int fd, const char *name, gli_writer *w)
{
    *w = (gli_writer) { .ctx = ctx, .name = name, .fd = fd, .passed_on = true };
    w->buffer = gli_alloc(ctx, BUFFER_SIZE, 1);
    if (w->buffer)
        return GLITCH_OK;
    close(fd);
    return GLITCH_ENOMEM;
}

/* Past the buffer. The system may take less than it is given, because of a signal, say. */
static void write_out(gli_writer *w, const unsigned char *data, size_t size)
{
    while (size > 0 && !w->failed) {
        ssize_t n = write(w->fd, data, size);
        if (n < 0) {
            w->failed = gli_may_retry(w->ctx, w->name);
            continue;
        }
        data += n;
        size -= (size_t)n;
        if (size > 0)
            w->failed = gli_poll(w->ctx);
    }
}

static bool is_seekable(const gli_writer *w)
{
    return w->buffer && !w->passed_on && lseek(w->fd, 0, SEEK_CUR) >= 0;
}

void gli_writer_hold(gli_writer *w)
{
    w->holds = !is_seekable(w);
}

bool gli_writer_seeks(const gli_writer *w)
{
    return w->holds || is_seekable(w);
}

static void flush(gli_writer *w)
{
    write_out(w, w->buffer, w->filled);
    w->filled = 0;
}

static void write_file(gli_writer *w, const void *data, size_t size)
{
    if (size > BUFFER_SIZE - w->filled)
        flush(w);
    if (size > BUFFER_SIZE) {
        write_out(w, data, size);
    } else {
        memcpy(w->buffer + w->filled, data, size);
        w->filled += size;
    }
}

static void deliver(gli_writer *w, const void *data, size_t size)
{
    if (w->buffer)
        write_file(w, data, size);
    else if (w->fn(w->user, data, size) != 0 && !w->failed)
        w->failed =
            gli_fail(w->ctx, GLITCH_EIO, "%s: the write callback failed", w->name);
}

static void hold(gli_writer *w, const void *data, size_t size)
{
    gli_held *h = &w->held;
    if (size > h->room - h->size) {
        size_t room = h->room * 2 + size;
        unsigned char *more = gli_realloc(w->ctx, h->data, room, 1);
        if (!more) {
            w->failed = GLITCH_ENOMEM;
            return;
        }
        h->data = more;
        h->room = room;
    }
    memcpy(h->data + h->size, data, size);
    h->size += size;
}

static void release_held(gli_writer *w)
{
    if (!w->failed && w->held.size > 0)
        deliver(w, w->held.data, w->held.size);
    gli_free(w->ctx, w->held.data);
    w->held = (gli_held) { 0 };
}

bool gli_write(gli_writer *w, const void *data, size_t size)
{
    if (w->failed || size == 0)
        return !w->failed;
    if (w->holds)
        hold(w, data, size);
    else
        deliver(w, data, size);
    return !w->failed;
}

bool gli_write_at(gli_writer *w, uint64_t at, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    if (w->holds) {
        memcpy(w->held.data + at, data, size);
        return !w->failed;
    }
    flush(w);
    while (size > 0 && !w->failed) {
        ssize_t n = pwrite(w->fd, bytes, size, (off_t)at);
        if (n < 0) {
            w->failed = gli_may_retry(w->ctx, w->name);
            continue;
        }
        bytes += n;
        at += (uint64_t)n;
        size -= (size_t)n;
    }
    return !w->failed;
}

glitch_status gli_writer_close(gli_writer *w)
{
    release_held(w);
    if (!w->buffer)
        return w->failed;
    flush(w);
    /* Closed it is also where a signal came; what else went wrong may be a full disk. */
    if (close(w->fd) != 0 && errno != EINTR && !w->failed)
        w->failed = gli_system_fault(w->ctx, w->name);
    gli_free(w->ctx, w->buffer);
    w->buffer = NULL;
    return w->failed;
}

/* link() fails where the name is taken: no moment between looking and renaming. */
static bool place_new(const place *p)
{
    struct stat st;
    if (link(p->temp, p->path) == 0) {
        if (unlink(p->temp) == 0)
            return true;
        int error = errno;
        unlink(p->path); /* not under two names */
        errno = error;
        return false;
    }
    if (errno == EEXIST)
        return false;
    /* Some file systems have no hard links. */
    if (lstat(p->path, &st) == 0) {
        errno = EEXIST;
        return false;
    }
    return rename(p->temp, p->path) == 0;
}

/*
 * What is there keeps a second name, where the file system has such. Not so that of index 0,
 * which is the last to be replaced: there the new file has two names, and so the run has its
 * locked file until all of the others are gone.
 */
static bool keep_old(const place *p, gli_output *out)
{
    bool first = out->index == 0, wanted = first || p->exists;
    bool kept =
        out->revocable && wanted && link(first ? p->temp : p->path, p->old) == 0;
    if (wanted && !kept)
        out->revocable = false;
    return kept;
}

/*
 * A system that loses its power may know a new name, but not the bytes, which it writes
 * later: then neither file would be left. That takes some milliseconds; of numbered pictures
 * only the last to be placed is waited for, else it would take longer than their encoding.
 */
static bool reach_disk(int fd)
{
    int failed;
    do
        failed = fsync(fd);
    while (failed && errno == EINTR);
    return !failed || errno == EINVAL || errno == ENOSYS; /* there is no such thing */
}

static bool replace(const place *p, gli_output *out)
{
    if (p->exists && out->index == 0 && !reach_disk(out->lock))
        return false;
    bool kept = keep_old(p, out);
    if (rename(p->temp, p->path) == 0)
        return true;
    int error = errno;
    if (kept)
        unlink(p->old);
    errno = error;
    return false;
}

glitch_status gli_output_place(glitch_ctx *ctx, gli_output *out)
{
    place p;
    glitch_status s = locate(ctx, out, &p);
    if (!s && p.direct && unlink(p.temp) == 0) /* it was not there at the beginning */
        return gli_fail(ctx, GLITCH_EEXIST, "%s: exists already", out->path);
    if (s || p.direct)
        return s;
    if (out->overwrite ? replace(&p, out) : place_new(&p))
        return GLITCH_OK;
    return errno == EEXIST
        ? gli_fail(ctx, GLITCH_EEXIST, "%s: exists already", out->path)
        : gli_system_fault(ctx, out->path);
}

/* Where the older file cannot be had back after all, the new one stays: it is complete. */
void gli_output_take_back(glitch_ctx *ctx, const gli_output *out)
{
    place p;
    if (locate(ctx, out, &p) != GLITCH_OK || p.direct || rename(p.old, p.path) == 0)
        return;
    unlink(errno == ENOENT ? p.path : p.old); /* ENOENT: there was nothing before */
}

/* Wherever the output leads by now: beside its name, or beside what that was a link to. */
static void remove_beside(const gli_output *out, const char *kind)
{
    place p;
    char name[PATH_MAX];
    if ((size_t)snprintf(p.path, sizeof p.path, "%s", out->path) < sizeof p.path
        && name_beside(&p, out, kind, name))
        unlink(name);
    if (realpath(out->path, p.path) && name_beside(&p, out, kind, name))
        unlink(name);
}

void gli_output_settle(const gli_output *out)
{
    remove_beside(out, "old");
}

void gli_output_discard(const gli_output *out)
{
    remove_beside(out, "tmp");
}

void gli_output_release(gli_output *out)
{
    if (out->lock >= 0)
        close(out->lock);
    out->lock = -1;
}
