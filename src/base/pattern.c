/* pattern.c - the names of numbered pictures: frame-%03d.png. */
#include "base/context.h"
#include <stdio.h>
#include <string.h>

enum { WIDEST = 20 }; /* digits */

/* What a pattern says about its number. */
typedef struct numbering {
    bool zeros;
    int width;
    int found; /* how many %d there are */
} numbering;

/*
 * Walk the pattern once. With `out` the name is written, as far as it fits; in any case
 * the length that it has is returned, or -1 where the pattern is not valid.
 */
static long walk(const char *p, uint32_t index, char *out, size_t size, numbering *n)
{
    long length = 0;
    *n = (numbering) { 0 };
    for (; *p; p++) {
        char piece[WIDEST + 12] = { *p, 0 };
        if (*p == '%' && p[1] == '%') {
            p++;
        } else if (*p == '%') {
            n->zeros = *++p == '0';
            for (n->width = 0; *p >= '0' && *p <= '9' && n->width <= WIDEST; p++)
                n->width = n->width * 10 + *p - '0';
            if (*p != 'd' || n->width > WIDEST || n->found++)
                return -1;
            snprintf(piece, sizeof piece, n->zeros ? "%0*lu" : "%*lu", n->width,
                (unsigned long)index);
        }
        for (const char *c = piece; *c; c++, length++)
            if (out && (size_t)length + 1 < size)
                out[length] = *c;
    }
    if (out && size)
        out[(size_t)length < size ? (size_t)length : size - 1] = 0;
    return n->found == 1 ? length : -1;
}

static glitch_status invalid(glitch_ctx *ctx, const char *pattern)
{
    return gli_fail(ctx, GLITCH_EINVAL,
        "%s: a name for numbered pictures has exactly one %%d, such as frame-%%03d.png "
        "(%%%% stands for a percent sign)",
        pattern);
}

glitch_status glitch_pattern_check(glitch_ctx *ctx, const char *pattern)
{
    numbering n;
    return walk(pattern, 0, NULL, 0, &n) < 0 ? invalid(ctx, pattern) : GLITCH_OK;
}

glitch_status glitch_pattern_name(
    glitch_ctx *ctx, const char *pattern, uint32_t index, char *name, size_t size)
{
    numbering n;
    long length = walk(pattern, index, name, size, &n);
    if (length < 0)
        return invalid(ctx, pattern);
    if ((size_t)length >= size)
        return gli_fail(ctx, GLITCH_EINVAL, "%s: the name is too long", pattern);
    return GLITCH_OK;
}
