/*
 * sort_keys.c - what pixels can be sorted by, as whole numbers.
 *
 * Hue, saturation and lightness are those of HSL: G. H. Joblove and D. Greenberg, Color
 * Spaces for Computer Graphics, SIGGRAPH 1978.
 */
#include "filters/sort_keys.h"

static uint32_t largest(PixelTuple c)
{
    uint32_t most = c.red > c.green ? c.red : c.green;
    return most > c.blue ? most : c.blue;
}

static uint32_t minimum(PixelTuple c)
{
    uint32_t least = c.red < c.green ? c.red : c.green;
    return least < c.blue ? least : c.blue;
}

/* Six times round 255; what has none is red. */
static uint32_t hue(PixelTuple c)
{
    int32_t r = c.red, g = c.green, b = c.blue, most = (int32_t)largest(c);
    int32_t range = most - (int32_t)minimum(c), around;
    if (range == 0)
        return 0;
    if (most == r)
        around = (g - b) * 255 / range;
    else if (most == g)
        around = 510 + (b - r) * 255 / range;
    else
        around = 1020 + (r - g) * 255 / range;
    return (uint32_t)(around < 0 ? around + 1530 : around);
}

/* 0 to 255 */
static uint32_t saturation(PixelTuple c)
{
    uint32_t range = largest(c) - minimum(c), light = gli_lightness(c);
    uint32_t most = light <= 255 ? light : 510 - light;
    return range == 0 ? 0 : range * 255 / most;
}

static uint32_t intensity(PixelTuple c)
{
    return (uint32_t)c.red + c.green + c.blue;
}

static uint32_t red(PixelTuple c)
{
    return c.red;
}

static uint32_t green(PixelTuple c)
{
    return c.green;
}

static uint32_t blue(PixelTuple c)
{
    return c.blue;
}

gli_sort_key *const gli_sort_keys[] = { gli_lightness, hue, saturation, intensity,
    minimum, red, green, blue };

const char *const gli_sort_key_names[] = { "lightness", "hue", "saturation",
    "intensity", "minimum", "red", "green", "blue", NULL };
