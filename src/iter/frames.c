/* frames.c - calling a frame iterator. */
#include <glitch/glitch.h>

glitch_status glitch_frames_info(glitch_frames it, glitch_info *out)
{
    return it.tc ? it.tc->info(it.self, out) : GLITCH_ESTATE;
}

glitch_status glitch_frames_next(glitch_frames it, const glitch_frame **out)
{
    return it.tc ? it.tc->next(it.self, out) : GLITCH_ESTATE;
}

void glitch_frames_close(glitch_frames *it)
{
    if (it->tc)
        it->tc->close(it->self);
    *it = (glitch_frames) { 0 };
}
