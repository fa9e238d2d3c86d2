/* exhibit.h - all pictures of a run on one contact sheet. */
#ifndef CLI_EXHIBIT_H
#define CLI_EXHIBIT_H
#include "sheet.h"
#include "work.h"

typedef struct exhibit {
    bool open;
    sheet sheet;
} exhibit;

/* Before any work: can there be such a sheet? Returns an exit status, after a complaint. */
int exhibit_check(const work *w);
/* Before any process is forked; `picture` is how large they are, or about. */
int exhibit_open(exhibit *e, const work *w, extent picture);
void exhibit_put(
    const exhibit *e, const work *w, const item *it, const glitch_frame *frame);
void exhibit_fail(const exhibit *e, const work *w, const item *it);
int exhibit_write(const exhibit *e, const settings *set);
void exhibit_close(exhibit *e);

#endif
