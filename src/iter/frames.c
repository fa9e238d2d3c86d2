/* frames.c - calling a frame iterator. */
#include <glitch/glitch.h>

glitch_status glitch_frames_info(glitch_frames it, glitch_info *out)
{
    return it.tc->info(it.self, out);
}

glitch_status glitch_frames_next(glitch_frames it, const glitch_frame **out)
{
    return it.tc->next(it.self, out);
}

void glitch_frames_close(glitch_frames *it)
{
    if (it->tc)
        it->tc->close(it->self);
    *it = (glitch_frames) { 0 };
}
