/* reader.c - where a decoder gets its bytes from: a file, memory or a callback. */
#include "base/reader.h"
#include "base/system.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum {
    BUFFER_SIZE = 1 << 14,
    KEPT_LIMIT = 1 << 28 /* bytes of what cannot be rewound */
};

static gli_reader *new_reader(glitch_ctx *ctx, const char *name)
{
    gli_reader *r = gli_zalloc(ctx, 1, sizeof *r);
    if (!r)
        return NULL;
    r->ctx = ctx;
    r->fd = -1;
    r->name = gli_strdup(ctx, name);
    if (!r->name) {
        gli_free(ctx, r);
        return NULL;
    }
    return r;
}

gli_reader *gli_reader_file(glitch_ctx *ctx, const char *path, glitch_status *status)
{
    int fd;
    *status = gli_open_file(ctx, path, O_RDONLY, path, &fd);
    return *status ? NULL : gli_reader_fd(ctx, fd, path, status);
}

gli_reader *gli_reader_fd(
    glitch_ctx *ctx, int fd, const char *name, glitch_status *status)
{
    gli_reader *r = new_reader(ctx, name);
    *status = r ? GLITCH_OK : GLITCH_ENOMEM;
    if (!r) {
        close(fd);
        return NULL;
    }
    r->fd = fd;
    r->buffer = gli_alloc(ctx, BUFFER_SIZE, 1);
    if (!r->buffer) {
        *status = GLITCH_ENOMEM;
        gli_reader_close(r);
        return NULL;
    }
    return r;
}

gli_reader *gli_reader_memory(glitch_ctx *ctx, const void *data, size_t size)
{
    gli_reader *r = new_reader(ctx, "memory");
    if (r) {
        r->data = data;
        r->size = size;
    }
    return r;
}

gli_reader *gli_reader_callback(glitch_ctx *ctx, glitch_read_fn *fn, void *user)
{
    gli_reader *r = new_reader(ctx, "input");
    if (r) {
        r->fn = fn;
        r->user = user;
    }
    return r;
}

static void close_file(gli_reader *r)
{
    if (r->fd >= 0)
        close(r->fd);
    r->fd = -1;
    gli_free(r->ctx, r->buffer);
    r->buffer = NULL;
}

void gli_reader_close(gli_reader *r)
{
    if (!r)
        return;
    close_file(r);
    gli_free(r->ctx, r->owned);
    gli_free(r->ctx, r->name);
    gli_free(r->ctx, r);
}

/* What one read() gives; 0 at the end, or after a failure. */
static size_t read_once(gli_reader *r, unsigned char *buffer, size_t n)
{
    while (!r->failed) {
        ssize_t got = read(r->fd, buffer, n);
        if (got >= 0)
            return (size_t)got;
        r->failed = gli_may_retry(r->ctx, r->name);
    }
    return 0;
}

static size_t take_buffered(gli_reader *r, unsigned char *buffer, size_t n)
{
    size_t ready = r->filled - r->taken;
    if (n > ready)
        n = ready;
    memcpy(buffer, r->buffer + r->taken, n);
    r->taken += n;
    return n;
}

/* A pipe may give less than it is asked for. What is large is not copied twice. */
static size_t read_file(gli_reader *r, unsigned char *buffer, size_t n)
{
    size_t used = take_buffered(r, buffer, n);
    while (used < n) {
        bool small = n - used < BUFFER_SIZE;
        size_t got = small ? read_once(r, r->buffer, BUFFER_SIZE)
                           : read_once(r, buffer + used, n - used);
        if (got == 0)
            break;
        if (small) {
            r->filled = got;
            r->taken = 0;
            got = take_buffered(r, buffer + used, n - used);
        }
        used += got;
    }
    return used;
}

/* A callback may give less than it is asked for; only nothing is the end. */
static size_t read_callback(gli_reader *r, unsigned char *buffer, size_t n)
{
    size_t used = 0;
    while (used < n && !r->failed) {
        size_t got = r->fn(r->user, buffer + used, n - used);
        if (got == 0)
            break;
        if (got > n - used) {
            r->failed =
                gli_fail(r->ctx, GLITCH_EIO, "%s: the read callback failed", r->name);
            break;
        }
        used += got;
    }
    return used;
}

static size_t read_source(gli_reader *r, unsigned char *buffer, size_t n)
{
    if (r->fd >= 0)
        return read_file(r, buffer, n);
    if (r->fn)
        return read_callback(r, buffer, n);
    size_t left = r->size - r->pos;
    if (n > left)
        n = left;
    if (n)
        memcpy(buffer, r->data + r->pos, n);
    r->pos += n;
    return n;
}

const unsigned char *gli_peek(gli_reader *r, size_t *size)
{
    if (r->head_size == 0)
        r->head_size = read_source(r, r->head, GLI_HEAD);
    *size = r->head_size;
    return r->head;
}

size_t gli_read(gli_reader *r, void *buffer, size_t n)
{
    unsigned char *out = buffer;
    size_t ready = r->head_size - r->head_pos;
    if (ready > n)
        ready = n;
    memcpy(out, r->head + r->head_pos, ready);
    r->head_pos += ready;
    return ready < n ? ready + read_source(r, out + ready, n - ready) : ready;
}

/* Turn what cannot be rewound into memory. */
static glitch_status slurp(gli_reader *r)
{
    size_t room = 0, used = 0;
    for (;;) {
        if (used == room) {
            if (room >= KEPT_LIMIT)
                return gli_reader_fail(r, GLITCH_ELIMIT,
                    "more than %d MiB from a pipe; save it as a file first",
                    KEPT_LIMIT >> 20);
            room = room ? room * 2 : 1 << 16;
            unsigned char *more = gli_realloc(r->ctx, r->owned, room, 1);
            if (!more)
                return GLITCH_ENOMEM;
            r->owned = more;
        }
        size_t n = gli_read(r, r->owned + used, room - used);
        used += n;
        if (n == 0)
            break;
    }
    if (r->failed)
        return r->failed;
    close_file(r);
    r->fn = NULL;
    r->data = r->owned;
    r->size = used;
    return GLITCH_OK;
}

glitch_status gli_reader_rewind(gli_reader *r)
{
    if (r->fn || (r->fd >= 0 && lseek(r->fd, 0, SEEK_SET) != 0)) {
        glitch_status s = slurp(r);
        if (s)
            return s;
    }
    r->pos = r->head_pos = r->head_size = r->filled = r->taken = 0;
    return GLITCH_OK;
}

glitch_status gli_reader_fail(
    gli_reader *r, glitch_status status, const char *format, ...)
{
    if (r->failed)
        return r->failed;
    va_list args;
    va_start(args, format);
    gli_vfail(r->ctx, status, format, args);
    va_end(args);
    gli_prefix(r->ctx, "%s: ", r->name);
    return status;
}
