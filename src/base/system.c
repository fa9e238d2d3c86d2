/* system.c - the system's calls, as readers and writers both need them. */
#include "base/system.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>

glitch_status gli_system_fault(glitch_ctx *ctx, const char *name)
{
    return gli_fail(ctx, GLITCH_EIO, "%s: %s", name, strerror(errno));
}

glitch_status gli_may_retry(glitch_ctx *ctx, const char *name)
{
    return errno == EINTR ? gli_poll(ctx) : gli_system_fault(ctx, name);
}

/* Opening a pipe waits for whoever is at its other end. */
glitch_status gli_open_file(
    glitch_ctx *ctx, const char *path, int flags, const char *name, int *fd)
{
    glitch_status s = GLITCH_OK;
    while (!s && (*fd = open(path, flags | O_CLOEXEC, 0666)) < 0)
        s = gli_may_retry(ctx, name);
    return s;
}
