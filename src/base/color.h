/* color.h - colours from text. */
#ifndef GLI_COLOR_H
#define GLI_COLOR_H
#include <glitch/glitch.h>

/*
 * Read rgb, rrggbb or rrggbbaa, in hexadecimal, with or without a # before it.
 * Returns where the digits end, or NULL where there is no colour.
 */
const char *gli_parse_color(const char *text, PixelTuple *out);

#endif
