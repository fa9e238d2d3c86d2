/* comment.c - glitch_read_comment(). */
#include "codec/comment.h"

glitch_status glitch_read_comment(
    glitch_ctx *ctx, const char *path, char *out, size_t size)
{
    glitch_status s;
    if (size == 0)
        return gli_fail(ctx, GLITCH_EINVAL, "no room for a comment");
    *out = 0;
    gli_reader *in = gli_reader_file(ctx, path, &s);
    if (!in)
        return s;
    s = gli_comment_read(in, out, size);
    gli_reader_close(in);
    return s;
}
