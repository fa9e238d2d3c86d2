/*
 * moves.h - parameters that change over an animation, level=1..8@ease-in-out, or with the
 * intensity, amount=5*i.
 */
#ifndef GLI_MOVES_H
#define GLI_MOVES_H
#include "base/context.h"
#include <glitch/filter.h>
#include <stdbool.h>

typedef struct gli_move {
    const glitch_param *param;
    double from, to;
    int32_t easing; /* index into gli_easings */
    bool scaled;    /* by the intensity */
} gli_move;

/* Zero is none. */
typedef struct gli_moves {
    gli_move *list;
    size_t count;
} gli_moves;

/* Where in an animation a frame is. */
typedef struct gli_instant {
    uint32_t index, total; /* total: 0 where it is not known */
    uint64_t key;          /* of the random numbers of this frame */
    double intensity;
} gli_instant;

/* Their names, ending with NULL. */
extern const char *const gli_easings[];

/* Is this text `from..to` or `number*i`, for a parameter that can change? */
bool gli_is_move(const glitch_param *p, const char *text);
/*
 * Take from..to@easing, number*i, or from..to*i@easing, where the first may end in *i, too;
 * `field` gets the first value, and is left alone on failure.
 */
glitch_status gli_moves_add(glitch_ctx *ctx, gli_moves *moves, const glitch_param *p,
    void *field, const char *text);
/* Forget a parameter's move, if it has one. */
void gli_moves_remove(gli_moves *moves, const glitch_param *p);
/* Set the parameters of `table` among them to what they are at a moment. */
void gli_moves_apply(const gli_moves *moves, const glitch_param *table, void *params,
    const gli_instant *at);
void gli_moves_free(glitch_ctx *ctx, gli_moves *moves);

#endif
