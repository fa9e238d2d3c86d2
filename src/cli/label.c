/* label.c - short texts in the letters of stb_easy_font, wrapped to a width. */
#include "label.h"
#include <stb/stb_easy_font.h>
#include <stdbool.h>
#include <string.h>

#define BREAKABLE ",:;=/+" /* a long word may end a line after one of these */
#define DOTS      "..."

enum { STROKES = 64 }; /* more than any letter has */

/* As stb_easy_font_print() leaves its rectangles: four corners each. */
typedef struct corner {
    float x, y, z;
    unsigned char color[4];
} corner;

/* ---- letters ------------------------------------------------------------- */

/* What stands for a byte: 0 for nothing. */
static char letter_of(char c)
{
    unsigned char byte = (unsigned char)c;
    if ((byte & 0xc0) == 0x80)
        return 0;
    return byte < ' ' || byte > '~' ? '?' : c;
}

static uint32_t advance(char c)
{
    char text[2] = { letter_of(c), 0 };
    return (uint32_t)stb_easy_font_width(text);
}

/* Draw the letter at (x, y), in dots; return where the next one begins. */
static uint32_t draw_letter(
    canvas area, uint32_t scale, PixelTuple color, uint32_t x, uint32_t y, char c)
{
    corner corners[STROKES][4];
    char text[2] = { letter_of(c), 0 };
    int count = stb_easy_font_print(0, 0, text, NULL, corners, sizeof corners);
    for (int i = 0; i < count; i++) {
        const corner *from = &corners[i][0], *to = &corners[i][2];
        extent size = { (uint32_t)(to->x - from->x) * scale,
            (uint32_t)(to->y - from->y) * scale };
        canvas_fill(canvas_part(area, (x + (uint32_t)from->x) * scale,
                        (y + (uint32_t)from->y) * scale, size),
            color);
    }
    return x + advance(c);
}

uint32_t label_width(const char *text, size_t size)
{
    uint32_t width = 0;
    for (size_t i = 0; i < size; i++)
        width += advance(text[i]);
    return width;
}

/* ---- lines --------------------------------------------------------------- */

uint32_t label_widest_word(const char *text)
{
    uint32_t widest = 0;
    while (*(text += strspn(text, " "))) {
        size_t size = strcspn(text, " ");
        uint32_t width = label_width(text, size);
        if (widest < width)
            widest = width;
        text += size;
    }
    return widest;
}

size_t label_break(const char *text, uint32_t width)
{
    size_t blank = 0, inside = 0, i;
    uint32_t used = 0;
    for (i = 0; text[i]; i++) {
        used += advance(text[i]);
        if (text[i] == ' ') {
            blank = i && text[i - 1] == ' ' ? blank : i;
        } else if (used > width) {
            return blank ? blank : inside ? inside : strcspn(text, " ");
        } else if (strchr(BREAKABLE, text[i])) {
            inside = i + 1;
        }
    }
    return i && text[i - 1] == ' ' ? blank : i;
}

uint32_t label_lines(const char *text, uint32_t width)
{
    uint32_t lines = 0;
    for (; *(text += strspn(text, " ")); lines++)
        text += label_break(text, width);
    return lines;
}

/* ---- drawing ------------------------------------------------------------- */

/* How many bytes at the beginning, or at the end, are within a width. */
static size_t fitting(const char *text, size_t size, uint32_t width, bool at_end)
{
    size_t n = 0;
    for (uint32_t used = 0; n < size; n++) {
        used += advance(text[at_end ? size - 1 - n : n]);
        if (used > width)
            break;
    }
    return n;
}

/* One line of an area that is as high as the line. */
static void draw_line(
    canvas area, uint32_t scale, PixelTuple color, const char *text, size_t size)
{
    uint32_t width = area.size.width / scale, x = 0;
    size_t head = size, tail = 0;
    if (label_width(text, size) > width) {
        uint32_t dots = label_width(DOTS, strlen(DOTS));
        uint32_t room = width > dots ? width - dots : 0;
        head = fitting(text, size, room / 2, false);
        tail = fitting(text, size, room - label_width(text, head), true);
    }
    for (size_t i = 0; i < head; i++)
        x = draw_letter(area, scale, color, x, 0, text[i]);
    for (const char *dot = DOTS; head < size && *dot; dot++)
        x = draw_letter(area, scale, color, x, 0, *dot);
    for (size_t i = size - tail; i < size; i++)
        x = draw_letter(area, scale, color, x, 0, text[i]);
}

void label_draw(canvas area, uint32_t scale, PixelTuple color, const char *text)
{
    extent one = { area.size.width, LABEL_LINE * scale };
    uint32_t lines = area.size.height / one.height;
    for (uint32_t i = 0; i < lines && *(text += strspn(text, " ")); i++) {
        size_t size = label_break(text, one.width / scale);
        bool more = text[size + strspn(text + size, " ")] != 0;
        if (more && i + 1 == lines)
            size = strlen(text);
        draw_line(canvas_part(area, 0, i * one.height, one), scale, color, text, size);
        text += size;
    }
}
