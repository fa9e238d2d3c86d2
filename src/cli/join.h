/* join.h - several pictures as one animation. */
#ifndef CLI_JOIN_H
#define CLI_JOIN_H
#include "options.h"

/* Pictures that are open, and of which not a byte is read. */
typedef struct joined {
    char *const *paths; /* borrowed */
    int *fds;           /* -1: it belongs to somebody else by now */
    size_t count;
} joined;

/*
 * Where the only input is a pattern such as frame-%04d.png, and no file of that name is
 * there: let the numbered pictures that are there be the inputs, to be joined, from the
 * least of the first MOST_FIRST numbers to the one before the first that is missing.
 *
 * @return EXIT_DONE, or another status after a complaint
 */
int join_expand(settings *set);
enum { MOST_FIRST = 10000 };

/*
 * Open all, to be closed; so that nothing has to be opened once the sandbox is entered.
 *
 * @param stop asked where opening a file takes its time
 * @return EXIT_DONE, or EXIT_FAILED after a complaint; then nothing is open
 */
int join_open(char *const *paths, size_t count, int (*stop)(void), joined *out);
void join_close(joined *j);

/*
 * Look at the headers of all: they must be as large as the first.
 *
 * @param[out] info of all of them as one animation
 * @return EXIT_DONE, or another status after a complaint
 */
int join_check(glitch_ctx *ctx, joined *j, glitch_info *info);

/*
 * Their frames one after the other; each is opened when it is its turn. A still is shown
 * for DEFAULT_DELAY_MS.
 *
 * @param j    must last as long as the frames
 * @param info from join_check()
 */
glitch_status join_frames(
    glitch_ctx *ctx, joined *j, const glitch_info *info, glitch_frames *out);

#endif
