/* sandbox_files.h - which files this process may touch, by Linux's Landlock. */
#ifndef CLI_SANDBOX_FILES_H
#define CLI_SANDBOX_FILES_H
#include <stdbool.h>

/* Is this a build with a sanitizer, which has needs of its own? */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANDBOX_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)                \
    || __has_feature(memory_sanitizer) || __has_feature(leak_sanitizer)
#define SANDBOX_SANITIZED 1
#endif
#endif

enum {
    FILES_READ = 1,
    FILES_WRITE = 2,
    FILES_LIST = 4, /* of a folder */
    FILES_NAME = 8  /* make, rename, link and remove files in a folder */
};

/* A set of rules that allows nothing, as a descriptor; -1 where there is no Landlock. */
int files_new(void);
/* Allow this for a file, or for all beneath a folder. False where it is not there. */
bool files_allow(int set, const char *path, unsigned what);
/* Nothing else is allowed from now on, for this process and all that it starts. */
bool files_enforce(int set);

#endif
