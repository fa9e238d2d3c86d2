/* hints.c - what the user of a GIF may not have thought of, told when it is done. */
#include "hints.h"
#include "report.h"

/* In pixels, and in hundredths of a second. */
enum { WIDE = 1000, BRIEFEST = 2 };

/* The time that a GIF has, rounded as its encoder does. */
static uint64_t hundredths(uint64_t ms)
{
    return (ms + 5) / 10;
}

void gif_hints_see(gif_hints *h, const glitch_frame *frame)
{
    uint64_t before = hundredths(h->time_ms);
    h->time_ms += frame->delay_ms;
    h->frames++;
    h->brief += hundredths(h->time_ms) - before < BRIEFEST;
}

void gif_hints_tell(const gif_hints *h, const char *name, uint32_t width)
{
    if (width > WIDE) /* nobody sends such a file to anybody */
        complain(0,
            "%s: a GIF %lu pixels wide is large; --max-size 800x makes it smaller",
            name, (unsigned long)width);
    if (h->brief > 0 && h->frames > 1)
        complain(0,
            "%s: %lu of %lu frames last less than 20 ms, and viewers of GIFs show such "
            "for 100; --fps 50 is the fastest that they play",
            name, (unsigned long)h->brief, (unsigned long)h->frames);
}
