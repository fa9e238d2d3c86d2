/* files.h - the pictures that filters are given by the names of their files. */
#ifndef GLI_FILES_H
#define GLI_FILES_H
#include "base/context.h"
#include <glitch/filter.h>

typedef struct gli_file gli_file;

/* Open the files that a parameter struct names and `list` does not have yet. */
glitch_status gli_files_open(
    glitch_ctx *ctx, gli_file **list, const glitch_param *table, void *params);
/* Decode those that are not; sets the `frame` of their fields. */
glitch_status gli_files_decode(glitch_ctx *ctx, gli_file *list);
void gli_files_free(glitch_ctx *ctx, gli_file **list);

#endif
