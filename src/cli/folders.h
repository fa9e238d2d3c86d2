/* folders.h - what an output needs before it can be written. */
#ifndef CLI_FOLDERS_H
#define CLI_FOLDERS_H
#include <stdbool.h>

/* Make the folders that a path has, up to its last slash. False with errno. */
bool make_folders(const char *path);

#endif
