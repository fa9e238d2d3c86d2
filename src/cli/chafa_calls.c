/* chafa_calls.c - the functions of libchafa, from when they are needed on. */
#if defined(HAVE_CHAFA)
#include "chafa_calls.h"
#include <dlfcn.h>

#if defined(__APPLE__)
#define LIBRARY "libchafa.0.dylib"
#else
#define LIBRARY "libchafa.so.0"
#endif

bool chafa_load(chafa_calls *calls)
{
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return false;
        /* C has no conversion from an object's address to a function's; POSIX has this. */
#define FIND(name)                                                                     \
    *(void **)&calls->name = dlsym(library, #name);                                    \
    if (!calls->name)                                                                  \
        return false;
    CHAFA_CALLS(FIND)
#undef FIND
    return true;
}

#else
typedef int no_chafa; /* C wants a declaration in every file */
#endif
