/* arena.c - memory that is given out piece by piece and taken back all at once. */
#include "base/arena.h"
#include <stddef.h>
#include <string.h>

enum { FIRST_BLOCK = 4096, ALIGN = _Alignof(max_align_t) };

struct gli_arena_block {
    gli_arena_block *next;
    size_t size, used;
    _Alignas(max_align_t) unsigned char bytes[];
};

static gli_arena_block *new_block(gli_arena *arena, size_t size)
{
    size_t least = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
    if (size < least)
        size = least;
    gli_arena_block *b = gli_alloc(arena->ctx, 1, sizeof *b + size);
    if (b) {
        *b = (gli_arena_block) { .next = arena->blocks, .size = size };
        arena->blocks = b;
    }
    return b;
}

void *gli_arena_alloc(gli_arena *arena, size_t count, size_t size)
{
    /* Far under SIZE_MAX, so that rounding up and adding headers cannot overflow. */
    if (size && count > SIZE_MAX / 4 / size) {
        gli_fail(arena->ctx, GLITCH_ENOMEM, "out of memory");
        return NULL;
    }
    size_t need = (count * size + ALIGN - 1) / ALIGN * ALIGN;
    gli_arena_block *b = arena->blocks;
    if (!b || b->size - b->used < need)
        b = new_block(arena, need);
    if (!b)
        return NULL;
    void *p = b->bytes + b->used;
    b->used += need;
    return memset(p, 0, need);
}

static void free_blocks(glitch_ctx *ctx, gli_arena_block *b)
{
    while (b) {
        gli_arena_block *next = b->next;
        gli_free(ctx, b);
        b = next;
    }
}

void gli_arena_reset(gli_arena *arena)
{
    /* Each block is at least twice as large as the one before: the first is largest. */
    if (arena->blocks) {
        free_blocks(arena->ctx, arena->blocks->next);
        arena->blocks->next = NULL;
        arena->blocks->used = 0;
    }
}

void gli_arena_free(gli_arena *arena)
{
    free_blocks(arena->ctx, arena->blocks);
    arena->blocks = NULL;
}
