/* escape.c - any name as one word. */
#include "escape.h"
#include <stdio.h>
#include <string.h>

static bool is_plain(unsigned char c)
{
    return c > 0x20 && c != 0x7f && c != '%';
}

void escape(const char *text, char *out)
{
    for (; *text; text++)
        if (is_plain((unsigned char)*text))
            *out++ = *text;
        else
            out += sprintf(out, "%%%02x", (unsigned char)*text);
    *out = 0;
}

static int digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c ? strchr(digits, c) : NULL;
    return found ? (int)(found - digits) : -1;
}

bool unescape(char *text)
{
    char *out = text;
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (*text == '%') {
            int high = digit(text[1]), low = high < 0 ? -1 : digit(text[2]);
            c = (unsigned char)(high * 16 + low);
            if (low < 0 || c == 0 || is_plain(c))
                return false;
            text += 2;
        } else if (!is_plain(c)) {
            return false;
        }
        *out++ = (char)c;
    }
    *out = 0;
    return true;
}
