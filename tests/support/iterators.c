/* iterators.c - frames of the tests' own, and frames pulled out. */
#include "support.h"
#include <stdlib.h>
#include <string.h>

typedef struct source {
    const picture *pictures;
    uint32_t count, next;
    glitch_frame frame;
} source;

static glitch_status source_info(void *self, glitch_info *out)
{
    const source *s = self;
    *out = (glitch_info) { .width = s->pictures[0].width,
        .height = s->pictures[0].height,
        .frames = s->count,
        .animated = s->count > 1 };
    return GLITCH_OK;
}

static glitch_status source_next(void *self, const glitch_frame **out)
{
    source *s = self;
    if (s->next == s->count)
        return GLITCH_END;
    const picture *p = &s->pictures[s->next];
    s->frame = (glitch_frame) { .px = p->px,
        .stride = p->width,
        .width = p->width,
        .height = p->height,
        .index = s->next++,
        .delay_ms = 100 };
    *out = &s->frame;
    return GLITCH_OK;
}

glitch_frames frames_of(const picture *pictures, uint32_t count)
{
    static const glitch_frames_tc tc = { source_info, source_next, free };
    source *s = calloc(1, sizeof *s);
    ck_assert_ptr_nonnull(s);
    *s = (source) { .pictures = pictures, .count = count };
    return (glitch_frames) { s, &tc };
}

picture pull_only(glitch_frames *it)
{
    const glitch_frame *frame;
    ck_assert_int_eq(glitch_frames_next(*it, &frame), GLITCH_OK);
    picture p = copy_frame(frame);
    ck_assert_int_eq(glitch_frames_next(*it, &frame), GLITCH_END);
    ck_assert_int_eq(glitch_frames_next(*it, &frame), GLITCH_END);
    glitch_frames_close(it);
    return p;
}

picture glitched(const picture *in, const char *spec, uint64_t seed)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, seed);
    glitch_frames it;
    char *words = strdup(spec);
    for (char *w = strtok(words, " "); w; w = strtok(NULL, " "))
        ck_assert_msg(
            glitch_pipeline_add(p, w) == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    free(words);
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(in, 1), &it), GLITCH_OK);
    glitch_pipeline_free(p);
    picture out = pull_only(&it);
    glitch_ctx_free(ctx);
    return out;
}
