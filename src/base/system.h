/* system.h - the system's calls, as readers and writers both need them. */
#ifndef GLI_SYSTEM_H
#define GLI_SYSTEM_H
#include "base/context.h"

/* GLITCH_EIO, and a message of errno and `name`. */
glitch_status gli_system_fault(glitch_ctx *ctx, const char *name);

/*
 * After a call that failed: GLITCH_OK where a signal ended it that does not want us to stop,
 * and it is to be made again; or why not.
 */
glitch_status gli_may_retry(glitch_ctx *ctx, const char *name);

/* open(), with mode 0666 and O_CLOEXEC; `name` is for the message. */
glitch_status gli_open_file(
    glitch_ctx *ctx, const char *path, int flags, const char *name, int *fd);

#endif
