/* sheet_layout.c - what is where on a contact sheet. */
#include "sheet_layout.h"
#include "label.h"
#include "thumbnail.h"

enum {
    SIDE_LEAST =
        64, /* pixels of a thumbnail's longer side in which one sees something */
    SIDE_STEP = 8,
    PIXELS_MOST = 1 << 26,
    CELLS_MOST = 10000,
    LINES_LIKED = 4, /* what needs more in large letters is set in small ones */
    LINES_MOST = 8,
    GUTTER_LEAST = 10,
    PICTURE_LEAST = 24 /* pixels that the mark of a failure is high, at least */
};

static uint32_t min(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t max(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* ---- a cell -------------------------------------------------------------- */

/* Large letters where a cell can be made wide enough for them; else small ones. */
static void fit_label(sheet_layout *l, const char *text, uint32_t side)
{
    uint32_t word = label_widest_word(text), width = max(l->cell.width, 2 * word);
    l->label_scale = 2;
    if (width > side || label_lines(text, width / 2) > LINES_LIKED) {
        width = max(l->cell.width, min(word, THUMBNAIL_MOST));
        l->label_scale = 1;
    }
    uint32_t lines = label_lines(text, width / l->label_scale);
    l->cell.width = l->label.width = width;
    l->label.height = min(lines, LINES_MOST) * LABEL_LINE * l->label_scale;
}

static void fit_cell(sheet_layout *l, const sheet_plan *plan, uint32_t side)
{
    extent thumbnail = thumbnail_size(plan->picture, (extent) { side, side });
    l->gutter = max(GUTTER_LEAST, side / 12);
    l->margin = l->gutter + l->gutter / 2;
    l->cell.width = max(thumbnail.width, side * 2 / 3);
    fit_label(l, plan->longest, side);
    l->picture.width = l->cell.width;
    l->picture.height = max(thumbnail.height, PICTURE_LEAST);
    l->cell.height = l->picture.height + l->gutter / 2 + l->label.height;
}

/* ---- the sheet ----------------------------------------------------------- */

static uint32_t length(uint32_t cells, uint32_t cell, uint32_t gutter)
{
    return cells * (cell + gutter) - gutter;
}

/* How much worse than perfect it is: by its proportions, and by what stays empty. */
static uint64_t badness(const sheet_layout *l, uint32_t count, uint32_t columns)
{
    uint32_t rows = (count + columns - 1) / columns;
    uint64_t width = 20 * (uint64_t)length(columns, l->cell.width, l->gutter);
    uint64_t height = 29 * (uint64_t)length(rows, l->cell.height, l->gutter);
    uint64_t longer = width > height ? width : height;
    uint64_t empty = (uint64_t)rows * columns - count;
    return 1000 * longer / (width + height - longer)
        + 1000 * empty / ((uint64_t)rows * columns);
}

static void fit_columns(sheet_layout *l, uint32_t count)
{
    uint64_t best = UINT64_MAX;
    for (uint32_t columns = 1; columns <= count; columns++) {
        uint64_t bad = badness(l, count, columns);
        if (bad < best) {
            best = bad;
            l->columns = columns;
        }
    }
    l->rows = (count + l->columns - 1) / l->columns;
}

/* Larger than the labels, where that takes no more than two lines. */
static void fit_title(sheet_layout *l, const char *text)
{
    uint32_t lines;
    l->title.width = length(l->columns, l->cell.width, l->gutter);
    l->title_scale = l->label_scale + 1;
    while ((lines = label_lines(text, l->title.width / l->title_scale)) > 2
        && l->title_scale > 1)
        l->title_scale--;
    l->title.height = min(lines, LINES_MOST) * LABEL_LINE * l->title_scale;
    l->top = l->margin + l->title.height + (lines ? l->gutter * 2 / 3 : 0);
}

static bool fit(sheet_layout *l, const sheet_plan *plan, uint32_t count, uint32_t side)
{
    fit_cell(l, plan, side);
    fit_columns(l, count);
    fit_title(l, plan->title);
    l->canvas.width = l->title.width + 2 * l->margin;
    l->canvas.height = l->top + length(l->rows, l->cell.height, l->gutter) + l->margin;
    return (uint64_t)l->canvas.width * l->canvas.height <= PIXELS_MOST;
}

bool sheet_layout_find(sheet_layout *out, const sheet_plan *plan)
{
    if (plan->count > CELLS_MOST)
        return false;
    for (uint32_t side = THUMBNAIL_MOST; side >= SIDE_LEAST; side -= SIDE_STEP)
        if (fit(out, plan, (uint32_t)plan->count, side))
            return true;
    return false;
}

uint32_t sheet_capacity(const sheet_plan *plan)
{
    uint32_t fits = 0, over = CELLS_MOST + 1;
    while (over - fits > 1) {
        sheet_layout l;
        uint32_t count = fits + (over - fits) / 2;
        if (fit(&l, plan, count, SIDE_LEAST))
            fits = count;
        else
            over = count;
    }
    return fits;
}
