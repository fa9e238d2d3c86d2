/*
 * gif_queue.h - frames on their way through several threads, in order.
 *
 * The thread that brings the frames is one of those that code them: it does so while it
 * waits for a free place. With one thread there is no other, and nothing to wait for.
 */
#ifndef GLI_GIF_QUEUE_H
#define GLI_GIF_QUEUE_H
#include "codec/gif_code.h"

typedef struct gli_gif_queue gli_gif_queue;

/* Called in order, in the thread that brings the frames. */
typedef glitch_status gli_gif_put(void *user, const gli_gif_frame *f);

/*
 * Places for the frames of a GIF, `threads` >= 1 to code them, and the function that
 * takes them when they are done. `scene` is used until the end. NULL (and the message):
 * no memory.
 */
gli_gif_queue *gli_gif_queue_new(
    glitch_ctx *ctx, gli_gif_scene *scene, int threads, gli_gif_put *put, void *user);

/* A place for the next frame. Waits, works, and hands over what is done. */
glitch_status gli_gif_queue_next(gli_gif_queue *q, gli_gif_frame **out);
/* The last one that gli_gif_queue_next() gave is complete: it may be coded. */
void gli_gif_queue_push(gli_gif_queue *q);
/* Wait for all, and hand them over. */
glitch_status gli_gif_queue_drain(gli_gif_queue *q);

/* Stop whatever is under way, and free all. NULL is fine. */
void gli_gif_queue_free(gli_gif_queue *q);

#endif
