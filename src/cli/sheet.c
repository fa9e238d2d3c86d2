/* sheet.c - a contact sheet: small pictures of all variants, with their labels. */
#include "sheet.h"
#include "label.h"
#include "report.h"
#include "thumbnail.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

enum { COMPRESSION = 7 }; /* zlib's level 6: one sheet may take its time */

static const PixelTuple GROUND = { 0x26, 0x28, 0x2b, 0xff };
static const PixelTuple TITLE = { 0xff, 0xff, 0xff, 0xff };
static const PixelTuple LABEL = { 0xd2, 0xd4, 0xd8, 0xff };
static const PixelTuple FAILED = { 0xe8, 0x6a, 0x5c, 0xff };
static const PixelTuple FAILED_GROUND = { 0x38, 0x26, 0x27, 0xff };

/* ---- opening and closing ------------------------------------------------- */

static size_t bytes(const sheet *s)
{
    return s->canvas.stride * s->canvas.size.height * sizeof *s->canvas.px;
}

static int map(sheet *s)
{
    s->canvas.size = s->layout.canvas;
    s->canvas.stride = s->layout.canvas.width;
    void *px =
        mmap(NULL, bytes(s), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (px == MAP_FAILED)
        return complain(EXIT_FAILED,
            "no memory for a contact sheet of %lu x %lu pixels: %s",
            (unsigned long)s->canvas.size.width, (unsigned long)s->canvas.size.height,
            strerror(errno));
    s->canvas.px = px;
    return EXIT_DONE;
}

int sheet_open(sheet *s, const sheet_plan *plan)
{
    *s = (sheet) { .canvas = { NULL, 0, { 0, 0 } } };
    if (!sheet_layout_find(&s->layout, plan))
        return complain(EXIT_USAGE,
            "%llu pictures are too many for a contact sheet, %lu fit: choose some with "
            "--pick",
            (unsigned long long)plan->count, (unsigned long)sheet_capacity(plan));
    int status = map(s);
    if (status != EXIT_DONE)
        return status;
    const sheet_layout *l = &s->layout;
    canvas_fill(s->canvas, GROUND);
    label_draw(canvas_part(s->canvas, l->margin, l->margin, l->title), l->title_scale,
        TITLE, plan->title);
    return EXIT_DONE;
}

void sheet_close(sheet *s)
{
    if (s->canvas.px)
        munmap(s->canvas.px, bytes(s));
    s->canvas.px = NULL;
}

/* ---- cells --------------------------------------------------------------- */

/* The area for a variant's picture, once its cell is cleared and labelled. */
static canvas begin(const sheet *s, uint32_t cell, const char *label)
{
    const sheet_layout *l = &s->layout;
    uint32_t column = cell % l->columns, row = cell / l->columns;
    canvas area =
        canvas_part(s->canvas, l->margin + column * (l->cell.width + l->gutter),
            l->top + row * (l->cell.height + l->gutter), l->cell);
    canvas_fill(area, GROUND);
    label_draw(canvas_part(area, 0, l->cell.height - l->label.height, l->label),
        l->label_scale, LABEL, label);
    return canvas_part(area, 0, 0, l->picture);
}

void sheet_put(
    const sheet *s, uint32_t cell, const glitch_frame *frame, const char *label)
{
    canvas area = begin(s, cell, label);
    extent size = thumbnail_size((extent) { frame->width, frame->height }, area.size);
    /* It stands on its label, whose lines begin where it does. */
    thumbnail_draw(canvas_part(area, 0, area.size.height - size.height, size), frame);
}

void sheet_fail(const sheet *s, uint32_t cell, const char *label)
{
    static const char text[] = "failed";
    canvas area = begin(s, cell, label);
    uint32_t width = label_width(text, sizeof text - 1);
    uint32_t scale =
        area.size.height > 2 * LABEL_LINE && area.size.width > 2 * width ? 2 : 1;
    extent size = { width * scale, LABEL_LINE * scale };
    canvas_fill(area, FAILED_GROUND);
    canvas_frame(area, scale, FAILED);
    label_draw(canvas_part(area, (area.size.width - size.width) / 2,
                   (area.size.height - size.height) / 2, size),
        scale, FAILED, text);
}

/* ---- writing ------------------------------------------------------------- */

glitch_status sheet_write(
    const sheet *s, glitch_ctx *ctx, const char *path, bool overwrite)
{
    extent size = s->canvas.size;
    glitch_info info = {
        .width = size.width, .height = size.height, .frames = 1, .loops = -1
    };
    glitch_frame frame = { s->canvas.px, s->canvas.stride, size.width, size.height, 0,
        0, 0 };
    glitch_sink_options options = { .struct_size = sizeof options,
        .overwrite = overwrite,
        .compression = COMPRESSION };
    glitch_sink *sink;
    glitch_status status = glitch_sink_open(ctx, path, &info, &options, &sink);
    if (status)
        return status;
    status = glitch_sink_write(sink, &frame);
    if (status)
        glitch_sink_abandon(&sink);
    else
        status = glitch_sink_finish(&sink);
    return status;
}
