/* player.h - an animation, or a picture, on the terminal: once, in its own time. */
#ifndef CLI_PLAYER_H
#define CLI_PLAYER_H
#include "job.h"
#include "terminal.h"

/* What several rounds have in common; a process plays one, and another one starts them. */
typedef struct stage {
    terminal_size size;
    uint32_t rows; /* of the terminal, that the picture has; 0: none yet */
    double due;    /* when the next frame is to be seen, on the monotonic clock */
    volatile bool moving; /* there is more than one frame */
} stage;

/*
 * Do the task, and show its frames instead of writing them. A terminal that cannot move
 * its cursor gets the first one.
 *
 * @param stop asked often; nothing is complained of once it has said so
 * @return an exit status, after a complaint where it is not EXIT_DONE
 */
int play(const task *t, stage *s, int (*stop)(void), job_result *result);

/* Leave the stage: the cursor is seen again, and stands below the picture. */
void stage_leave(const stage *s);

#endif
