/* status.c - the library's version and the names of its statuses. */
#include <glitch/glitch.h>

const char *glitch_version(void)
{
    return PACKAGE_VERSION;
}

const char *glitch_strstatus(glitch_status status)
{
    switch (status) {
    case GLITCH_END:
        return "no more frames";
    case GLITCH_OK:
        return "done";
    case GLITCH_ENOMEM:
        return "out of memory";
    case GLITCH_EINVAL:
        return "invalid argument";
    case GLITCH_EIO:
        return "input or output failed";
    case GLITCH_EFORMAT:
        return "not a picture, or a damaged one";
    case GLITCH_EUNSUPPORTED:
        return "not supported";
    case GLITCH_ELIMIT:
        return "over a limit";
    case GLITCH_ESTATE:
        return "called in the wrong order";
    case GLITCH_EEXIST:
        return "the output exists";
    case GLITCH_ECANCELLED:
        return "cancelled";
    case GLITCH_EUSER:
        return "a callback failed";
    }
    return "unknown status";
}
