/* color.c - colours from text. */
#include <glitch/filter.h>
#include <string.h>

static const char DIGITS[] = "0123456789abcdefABCDEF";

static uint8_t digit(char c)
{
    size_t i = (size_t)(strchr(DIGITS, c) - DIGITS);
    return (uint8_t)(i < 16 ? i : i - 6);
}

/* A channel of one digit counts for two equal ones. */
static uint8_t channel(const char *s, size_t digits)
{
    return (uint8_t)(digit(s[0]) * 16 + digit(s[digits - 1]));
}

const char *glitch_parse_color(const char *text, PixelTuple *out)
{
    const char *s = text + (*text == '#');
    size_t n = strspn(s, DIGITS), each = n == 3 ? 1 : 2;
    if (n != 3 && n != 6 && n != 8)
        return NULL;
    *out = (PixelTuple) { channel(s, each), channel(s + each, each),
        channel(s + 2 * each, each), n == 8 ? channel(s + 6, 2) : 255 };
    return s + n;
}
