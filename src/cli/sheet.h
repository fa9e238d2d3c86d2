/*
 * sheet.h - a contact sheet: small pictures of all variants, with their labels.
 *
 * Its pixels are shared with the processes that are forked after sheet_open(): each may
 * put its variants there while others put theirs, and the first one writes the sheet. To
 * put something takes no memory and no system call.
 */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H
#include "sheet_layout.h"

typedef struct sheet {
    sheet_layout layout;
    canvas canvas;
} sheet;

/*
 * Make an empty sheet. The plan's texts are not looked at after the call. Returns
 * EXIT_DONE, or complains and returns the exit status; then there is nothing to close.
 */
int sheet_open(sheet *s, const sheet_plan *plan);

/*
 * Draw a variant into its cell, a number from 0 to under the plan's count, over whatever
 * is there. Of an animation it is up to you which frame.
 */
void sheet_put(
    const sheet *s, uint32_t cell, const glitch_frame *frame, const char *label);
/* Mark a variant as failed, also where its process ended in the middle of sheet_put(). */
void sheet_fail(const sheet *s, uint32_t cell, const char *label);

/* Write it, like any output: whole, or not at all. By the path's extension. */
glitch_status sheet_write(
    const sheet *s, glitch_ctx *ctx, const char *path, bool overwrite);

/* Give up this process's share of it. May be repeated. */
void sheet_close(sheet *s);

#endif
