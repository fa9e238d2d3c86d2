/* arena.h - memory that is given out piece by piece and taken back all at once. */
#ifndef GLI_ARENA_H
#define GLI_ARENA_H
#include "base/context.h"

typedef struct gli_arena_block gli_arena_block;

/* Zero but for ctx is an empty arena. */
typedef struct gli_arena {
    glitch_ctx *ctx;
    gli_arena_block *blocks; /* the one in use first */
} gli_arena;

/* Zeroed memory, aligned for anything; NULL (and the message) when there is none. */
void *gli_arena_alloc(gli_arena *arena, size_t count, size_t size);
/* Forget all pieces, but keep the largest block: the next frame asks for as much. */
void gli_arena_reset(gli_arena *arena);
void gli_arena_free(gli_arena *arena);

#endif
