/* fold.c - frame numbers that go there and back. */
#include "fold.h"
#include <stdlib.h>

typedef struct fold {
    glitch_frames src;
    uint32_t count;
    glitch_frame frame;
} fold;

uint32_t folded_count(uint32_t count)
{
    return count < 2 ? count : 2 * count - 2;
}

static glitch_status fold_info(void *self, glitch_info *out)
{
    return glitch_frames_info(((fold *)self)->src, out);
}

static glitch_status fold_next(void *self, const glitch_frame **out)
{
    fold *f = self;
    const glitch_frame *frame;
    glitch_status s = glitch_frames_next(f->src, &frame);
    if (s)
        return s;
    f->frame = *frame;
    if (frame->index >= f->count)
        f->frame.index = folded_count(f->count) - frame->index;
    *out = &f->frame;
    return GLITCH_OK;
}

static void fold_close(void *self)
{
    fold *f = self;
    glitch_frames_close(&f->src);
    free(f);
}

glitch_status fold_frames(glitch_frames src, uint32_t count, glitch_frames *out)
{
    static const glitch_frames_tc tc = { fold_info, fold_next, fold_close };
    fold *f = malloc(sizeof *f);
    if (!f) {
        glitch_frames_close(&src);
        *out = src;
        return GLITCH_ENOMEM;
    }
    *f = (fold) { .src = src, .count = count };
    *out = (glitch_frames) { f, &tc };
    return GLITCH_OK;
}
