/*
 * files.c - the pictures that filters are given by the names of their files.
 *
 * They are opened when the filter is made, and decoded when it is to work: in between the
 * command gives up the right to open files, for what is in them may be hostile.
 */
#include "api/files.h"
#include "base/system.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct gli_file {
    gli_file *next;
    glitch_file *field; /* of the parameter struct */
    char *path;
    int fd; /* or -1 */
    glitch_frame frame;
};

static void free_file(glitch_ctx *ctx, gli_file *f)
{
    if (f->fd >= 0)
        close(f->fd);
    gli_free(ctx, f->frame.px);
    gli_free(ctx, f->path);
    gli_free(ctx, f);
}

void gli_files_free(glitch_ctx *ctx, gli_file **list)
{
    while (*list) {
        gli_file *f = *list;
        *list = f->next;
        free_file(ctx, f);
    }
}

/* ---- opening ------------------------------------------------------------- */

/* Drop what the field had before; true where that is still right. */
static bool is_open(glitch_ctx *ctx, gli_file **list, glitch_file *field)
{
    for (gli_file **at = list; *at; at = &(*at)->next)
        if ((*at)->field == field) {
            gli_file *f = *at;
            if (strcmp(f->path, field->path) == 0)
                return true;
            *at = f->next;
            free_file(ctx, f);
            break;
        }
    field->frame = NULL;
    return *field->path == 0;
}

static glitch_status open_file(glitch_ctx *ctx, gli_file **list, glitch_file *field)
{
    gli_file *f = gli_zalloc(ctx, 1, sizeof *f);
    if (!f)
        return GLITCH_ENOMEM;
    *f = (gli_file) { .next = *list, .field = field, .fd = -1 };
    *list = f;
    f->path = gli_strdup(ctx, field->path);
    return f->path ? gli_open_file(ctx, f->path, O_RDONLY, f->path, &f->fd)
                   : GLITCH_ENOMEM;
}

glitch_status gli_files_open(
    glitch_ctx *ctx, gli_file **list, const glitch_param *table, void *params)
{
    glitch_status s = GLITCH_OK;
    for (const glitch_param *p = table; !s && p && p->name; p++) {
        glitch_file *field = (void *)((char *)params + p->offset);
        if (p->type == GLITCH_FILE && !is_open(ctx, list, field))
            s = open_file(ctx, list, field);
    }
    return s;
}

/* ---- decoding ------------------------------------------------------------ */

static glitch_status copy(glitch_ctx *ctx, const glitch_frame *from, glitch_frame *to)
{
    PixelTuple *px = gli_alloc(ctx, from->width, (size_t)from->height * sizeof *px);
    if (!px)
        return GLITCH_ENOMEM;
    for (uint32_t y = 0; y < from->height; y++)
        memcpy(px + (size_t)y * from->width, from->px + y * from->stride,
            from->width * sizeof *px);
    *to = *from;
    to->px = px;
    to->stride = from->width;
    to->flags = 0;
    return GLITCH_OK;
}

static glitch_status decode(glitch_ctx *ctx, gli_file *f)
{
    glitch_frames it = { 0 };
    const glitch_frame *frame;
    int fd = f->fd;
    f->fd = -1; /* the iterator closes it */
    glitch_status s = glitch_open_fd(ctx, fd, f->path, &it);
    if (!s)
        s = glitch_frames_next(it, &frame);
    if (!s)
        s = copy(ctx, frame, &f->frame);
    glitch_frames_close(&it);
    if (s == GLITCH_END)
        s = gli_fail(ctx, GLITCH_EFORMAT, "%s: there is no picture in it", f->path);
    return s;
}

glitch_status gli_files_decode(glitch_ctx *ctx, gli_file *list)
{
    glitch_status s = GLITCH_OK;
    for (gli_file *f = list; !s && f; f = f->next) {
        if (!f->frame.px && f->fd < 0) /* decoding has failed before */
            s = gli_open_file(ctx, f->path, O_RDONLY, f->path, &f->fd);
        if (!s && !f->frame.px)
            s = decode(ctx, f);
        if (!s)
            f->field->frame = &f->frame;
    }
    return s;
}
