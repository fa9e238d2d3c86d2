/* json.c - objects of JSON, one a line. */
#include "json.h"
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

json json_open(FILE *out)
{
    fputc('{', out);
    return (json) { out, false };
}

static void put_key(json *j, const char *key, const char *suffix)
{
    fprintf(j->out, "%s\"%s%s\":", j->begun ? "," : "", key, suffix);
    j->begun = true;
}

void json_number(json *j, const char *key, uint64_t value)
{
    put_key(j, key, "");
    fprintf(j->out, "%" PRIu64, value);
}

void json_seconds(json *j, const char *key, double value)
{
    unsigned long thousandths = (unsigned long)(value * 1000 + 0.5);
    put_key(j, key, ""); /* no comma, whatever the locale */
    fprintf(j->out, "%lu.%03lu", thousandths / 1000, thousandths % 1000);
}

/* How many bytes of a character of UTF-8 (RFC 3629) there are; 0: it is none. */
static size_t character(const unsigned char *s)
{
    static const struct {
        unsigned char first, last, low, high; /* of the first byte, and of the second */
    } forms[] = { { 0xc2, 0xdf, 0x80, 0xbf }, { 0xe0, 0xe0, 0xa0, 0xbf },
        { 0xe1, 0xec, 0x80, 0xbf }, { 0xed, 0xed, 0x80, 0x9f },
        { 0xee, 0xef, 0x80, 0xbf }, { 0xf0, 0xf0, 0x90, 0xbf },
        { 0xf1, 0xf3, 0x80, 0xbf }, { 0xf4, 0xf4, 0x80, 0x8f } };
    if (s[0] < 0x80)
        return 1;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (s[0] < forms[i].first || s[0] > forms[i].last)
            continue;
        size_t length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
        if (s[1] < forms[i].low || s[1] > forms[i].high)
            return 0;
        for (size_t k = 2; k < length; k++)
            if ((s[k] & 0xc0) != 0x80)
                return 0;
        return length;
    }
    return 0;
}

/* False where a byte had to be replaced. */
static bool put_text(FILE *out, const char *value)
{
    bool valid = true;
    const unsigned char *s = (const unsigned char *)value;
    fputc('"', out);
    while (*s) {
        size_t length = character(s);
        if (length == 0)
            fputs("\xef\xbf\xbd", out);
        else if (*s == '"' || *s == '\\')
            fprintf(out, "\\%c", *s);
        else if (*s < 0x20 || *s == 0x7f)
            fprintf(out, "\\u%04x", *s);
        else
            fwrite(s, 1, length, out);
        valid = valid && length;
        s += length ? length : 1;
    }
    fputc('"', out);
    return valid;
}

void json_text(json *j, const char *key, const char *value)
{
    put_key(j, key, "");
    if (put_text(j->out, value))
        return;
    put_key(j, key, "_bytes");
    fputc('"', j->out);
    for (const unsigned char *s = (const unsigned char *)value; *s; s++)
        fprintf(j->out,
            *s < 0x80 && (isalnum(*s) || strchr("-._~/", *s)) ? "%c" : "%%%02X", *s);
    fputc('"', j->out);
}

bool json_close(json *j)
{
    fputs("}\n", j->out);
    return fflush(j->out) == 0 && !ferror(j->out);
}
