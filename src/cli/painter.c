/* painter.c - frames as what a terminal shows, by libchafa. */
#include "painter.h"
#include "report.h"
#include <stdlib.h>

#if defined(HAVE_CHAFA)
#include "chafa_calls.h"
#include "resize.h"
#include <math.h>
#include <string.h>

enum {
    LARGEST_SIDE = 16384, /* that libchafa is to scale */
    SYMBOL_SIDE = 8       /* the pixels of a cell that it looks at, each way */
};

struct painter {
    chafa_calls calls;
    terminal_size size;
    ChafaTermInfo *info;
    ChafaCanvasMode colors;
    ChafaPixelMode mode;
    ChafaSymbolTags symbols;
    ChafaCanvas *canvas;
    GString *text;            /* of the last frame */
    uint32_t columns, rows;   /* of the canvas, in cells */
    uint32_t width, height;   /* of the picture in px */
    PixelTuple *px;           /* all of the canvas; NULL: frames go there as they are */
    uint32_t stride, px_rows; /* of px */
};

/* ---- what the terminal can do -------------------------------------------- */

static ChafaCanvasMode find_colors(const painter *p)
{
    static const struct {
        ChafaTermSeq needed;
        ChafaCanvasMode mode;
    } modes[] = { { CHAFA_TERM_SEQ_SET_COLOR_FGBG_DIRECT, CHAFA_CANVAS_MODE_TRUECOLOR },
        { CHAFA_TERM_SEQ_SET_COLOR_FGBG_256, CHAFA_CANVAS_MODE_INDEXED_240 },
        { CHAFA_TERM_SEQ_SET_COLOR_FGBG_16, CHAFA_CANVAS_MODE_INDEXED_16 } };
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (p->calls.chafa_term_info_have_seq(p->info, modes[i].needed))
            return modes[i].mode;
    return CHAFA_CANVAS_MODE_FGBG;
}

static ChafaPixelMode find_graphics(const painter *p)
{
    static const struct {
        ChafaTermSeq needed;
        ChafaPixelMode mode;
    } modes[] = { { CHAFA_TERM_SEQ_BEGIN_KITTY_IMMEDIATE_IMAGE_V1,
                      CHAFA_PIXEL_MODE_KITTY },
        { CHAFA_TERM_SEQ_BEGIN_ITERM2_IMAGE, CHAFA_PIXEL_MODE_ITERM2 },
        { CHAFA_TERM_SEQ_BEGIN_SIXELS, CHAFA_PIXEL_MODE_SIXELS } };
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (p->calls.chafa_term_info_have_seq(p->info, modes[i].needed))
            return modes[i].mode;
    return CHAFA_PIXEL_MODE_SYMBOLS;
}

static void detect(painter *p)
{
    const chafa_calls *c = &p->calls;
    gchar **environment = c->g_get_environ();
    p->info = terminal_is_able()
        ? c->chafa_term_db_detect(c->chafa_term_db_get_default(), environment)
        : c->chafa_term_info_new();
    c->g_strfreev(environment);
    p->colors = find_colors(p);
    p->mode = find_graphics(p);
    p->symbols = terminal_is_able() ? CHAFA_SYMBOL_TAG_SPACE | CHAFA_SYMBOL_TAG_SOLID
            | CHAFA_SYMBOL_TAG_HALF | CHAFA_SYMBOL_TAG_QUAD
                                    : CHAFA_SYMBOL_TAG_SPACE | CHAFA_SYMBOL_TAG_ASCII;
}

painter *painter_new(const terminal_size *size)
{
    painter *p = calloc(1, sizeof *p);
    if (!p || !chafa_load(&p->calls)) {
        complain(0, "%s",
            p ? "--preview: libchafa cannot be loaded; is its package (libchafa0) "
                "installed?"
              : "out of memory");
        free(p);
        return NULL;
    }
    p->size = *size;
    detect(p);
    return p;
}

void painter_free(painter *p)
{
    if (!p)
        return;
    if (p->text)
        (p->calls.g_string_free)(p->text, TRUE);
    if (p->canvas)
        p->calls.chafa_canvas_unref(p->canvas);
    p->calls.chafa_term_info_unref(p->info);
    free(p->px);
    free(p);
}

/* ---- the canvas ---------------------------------------------------------- */

static uint32_t cells(double length, uint32_t cell, uint32_t most)
{
    double count = length / cell;
    return count < 1 ? 1 : count > most ? most : (uint32_t)count;
}

/*
 * As large as it is, but no larger than the terminal; one line is left to the prompt. A
 * pixel is one of the screen's with graphics, and half a cell without.
 */
static void measure(painter *p, uint32_t width, uint32_t height)
{
    const terminal_size *t = &p->size;
    bool graphics = p->mode != CHAFA_PIXEL_MODE_SYMBOLS;
    uint32_t lines = t->lines > 1 ? t->lines - 1 : 1;
    double pixel = graphics ? 1 : t->cell_width;
    double scale = fmin(1,
        fmin(t->columns * t->cell_width / (width * pixel),
            lines * t->cell_height / (height * pixel)));
    double w = width * pixel * scale, h = height * pixel * scale;
    p->width = cells(w + 0.5, 1, t->columns * t->cell_width);
    p->height = cells(h + 0.5, 1, lines * t->cell_height);
    double more = graphics ? 0.999 : 0.5;
    p->columns = cells(w + more * t->cell_width, t->cell_width, t->columns);
    p->rows = cells(h + more * t->cell_height, t->cell_height, lines);
}

static ChafaCanvas *make_canvas(const painter *p)
{
    const chafa_calls *c = &p->calls;
    ChafaSymbolMap *symbols = c->chafa_symbol_map_new();
    ChafaCanvasConfig *config = c->chafa_canvas_config_new();
    c->chafa_symbol_map_add_by_tags(symbols, p->symbols);
    c->chafa_canvas_config_set_symbol_map(config, symbols);
    c->chafa_canvas_config_set_canvas_mode(config, p->colors);
    c->chafa_canvas_config_set_pixel_mode(config, p->mode);
    c->chafa_canvas_config_set_geometry(config, (gint)p->columns, (gint)p->rows);
    c->chafa_canvas_config_set_cell_geometry(
        config, (gint)p->size.cell_width, (gint)p->size.cell_height);
    c->chafa_canvas_config_set_optimizations(
        config, CHAFA_OPTIMIZATION_REUSE_ATTRIBUTES);
    ChafaCanvas *canvas = c->chafa_canvas_new(config);
    c->chafa_canvas_config_unref(config);
    c->chafa_symbol_map_unref(symbols);
    return canvas;
}

/* Graphics may end within a cell; symbols are made of whole ones. */
static bool make_pixels(painter *p)
{
    bool graphics = p->mode != CHAFA_PIXEL_MODE_SYMBOLS;
    p->stride = p->columns * (graphics ? p->size.cell_width : SYMBOL_SIDE);
    p->px_rows = p->rows * (graphics ? p->size.cell_height : SYMBOL_SIDE);
    if (!graphics) {
        p->width = p->stride;
        p->height = p->px_rows;
    }
    p->px = calloc((size_t)p->stride * p->px_rows, sizeof *p->px);
    return p->px;
}

uint32_t painter_fit(painter *p, const glitch_frame *frame)
{
    measure(p, frame->width, frame->height);
    bool fits = frame->width <= LARGEST_SIDE && frame->height <= LARGEST_SIDE;
    if ((p->mode != CHAFA_PIXEL_MODE_SYMBOLS || !fits) && !make_pixels(p))
        return 0;
    p->canvas = make_canvas(p);
    return p->rows;
}

/* ---- frames -------------------------------------------------------------- */

static void draw(const painter *p, const PixelTuple *px, uint32_t width,
    uint32_t height, size_t stride)
{
    p->calls.chafa_canvas_draw_all_pixels(p->canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED,
        (const guint8 *)px, (gint)width, (gint)height, (gint)(stride * sizeof *px));
}

const char *painter_paint(painter *p, const glitch_frame *frame, size_t *length)
{
    if (p->px) {
        if (!resize_picture(frame, p->px, p->width, p->height, p->stride))
            return NULL;
        draw(p, p->px, p->stride, p->px_rows, p->stride);
    } else {
        draw(p, frame->px, frame->width, frame->height, frame->stride);
    }
    if (p->text)
        (p->calls.g_string_free)(p->text, TRUE);
    p->text = p->calls.chafa_canvas_print(p->canvas, p->info);
    *length = p->text->len;
    return p->text->str;
}

/* Kitty's pictures lie on each other otherwise, and all of them are kept. */
const char *painter_wipe(const painter *p)
{
    return p->mode == CHAFA_PIXEL_MODE_KITTY ? "\033_Ga=d,d=C\033\\" : "";
}

#else

painter *painter_new(const terminal_size *size)
{
    (void)size;
    complain(0,
        "--preview: this glitch was built without libchafa; with it installed (on "
        "Debian libchafa-dev), configure and build again");
    return NULL;
}

uint32_t painter_fit(painter *p, const glitch_frame *frame)
{
    (void)p, (void)frame;
    return 0;
}

const char *painter_paint(painter *p, const glitch_frame *frame, size_t *length)
{
    (void)p, (void)frame, (void)length;
    return NULL;
}

const char *painter_wipe(const painter *p)
{
    (void)p;
    return "";
}

void painter_free(painter *p)
{
    (void)p;
}

#endif
