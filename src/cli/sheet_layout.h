/* sheet_layout.h - what is where on a contact sheet. */
#ifndef CLI_SHEET_LAYOUT_H
#define CLI_SHEET_LAYOUT_H
#include "canvas.h"
#include <stdbool.h>

/* What a contact sheet is to show. */
typedef struct sheet_plan {
    uint64_t count;      /* of variants, > 0 */
    extent picture;      /* how large they are, or about */
    const char *longest; /* a label whose words are as wide as those of any other */
    const char *title;   /* what all variants have in common; "": nothing */
} sheet_plan;

/* In pixels. */
typedef struct sheet_layout {
    extent canvas;
    extent title;         /* its area; it begins at (margin, margin) */
    uint32_t margin, top; /* where the first cell is */
    extent cell;          /* a picture with its label below it */
    uint32_t gutter;      /* between cells */
    uint32_t columns, rows;
    extent picture; /* the area that the thumbnail stands in */
    extent label;   /* at the bottom of the cell */
    uint32_t label_scale, title_scale;
} sheet_layout;

/*
 * Find the largest thumbnails with which a sheet stays under 64 megapixels, and as many
 * columns as make it about 1.45 times as wide as high. False where nothing fits.
 */
bool sheet_layout_find(sheet_layout *out, const sheet_plan *plan);
/* How many variants would fit. */
uint32_t sheet_capacity(const sheet_plan *plan);

#endif
