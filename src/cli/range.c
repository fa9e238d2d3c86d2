/* range.c - A..B:STEP, of decimal numbers, none of which is ever rounded. */
#include "range.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* number / 10^scale */
typedef struct decimal {
    int64_t number;
    int scale;
    int digits; /* that were typed */
} decimal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* NULL where there is no number. Of one that is too long only `digits` counts. */
static const char *read_decimal(const char *s, decimal *out)
{
    bool negative = *s == '-';
    *out = (decimal) { 0 };
    s += *s == '-' || *s == '+';
    /* The first of two points is not the decimal one. */
    for (bool point = false; is_digit(*s) || (*s == '.' && !point && is_digit(s[1]));
         s++) {
        if (*s == '.') {
            point = true;
            continue;
        }
        if (out->digits < RANGE_DIGITS)
            out->number = out->number * 10 + (*s - '0');
        out->digits += out->digits <= RANGE_DIGITS;
        out->scale += point && out->digits <= RANGE_DIGITS;
    }
    if (negative)
        out->number = -out->number;
    return out->digits > 0 ? s : NULL;
}

/* False where two units contradict each other. */
static bool read_unit(const char **s, const char **unit)
{
    const char *found = **s == '%' ? "%" : strncmp(*s, "px", 2) == 0 ? "px" : "";
    *s += strlen(found);
    if (!*found)
        return true;
    bool agrees = !**unit || strcmp(*unit, found) == 0;
    *unit = found;
    return agrees;
}

/* Bring a number to that scale; false where it gets too long. */
static bool rescale(decimal *d, int scale)
{
    int64_t most = 1;
    for (int i = 1; i < RANGE_DIGITS; i++)
        most *= 10;
    if (d->digits > RANGE_DIGITS)
        return false;
    for (; d->scale < scale; d->scale++) {
        if (d->number >= most || d->number <= -most)
            return false;
        d->number *= 10;
    }
    return true;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static bool lay_out(decimal a, decimal b, decimal step, range *out)
{
    int scale = larger(larger(a.scale, b.scale), step.scale);
    if (!rescale(&a, scale) || !rescale(&b, scale) || !rescale(&step, scale))
        return false;
    if (step.number <= 0)
        return false;
    bool down = b.number < a.number;
    int64_t span = down ? a.number - b.number : b.number - a.number;
    out->first = a.number;
    out->step = down ? -step.number : step.number;
    out->count = (uint64_t)(span / step.number) + 1;
    out->scale = scale;
    return true;
}

range_outcome range_parse(const char *text, const char *end, range *out)
{
    decimal a, b, step = { 1, 0, 1 };
    const char *s = read_decimal(text, &a);
    out->unit = "";
    if (!s || !read_unit(&s, &out->unit) || strncmp(s, "..", 2) != 0)
        return RANGE_NONE;
    s = read_decimal(s + 2, &b);
    if (!s || !read_unit(&s, &out->unit))
        return RANGE_BAD;
    if (*s == ':') {
        s = read_decimal(s + 1, &step);
        if (!s || !read_unit(&s, &out->unit))
            return RANGE_BAD;
    }
    return s == end && lay_out(a, b, step, out) ? RANGE_DONE : RANGE_BAD;
}

void range_text(const range *r, uint64_t k, char out[RANGE_TEXT])
{
    int64_t number = r->first + (int64_t)k * r->step;
    uint64_t rest = (uint64_t)(number < 0 ? -number : number), unit = 1;
    int scale = r->scale;
    for (; scale > 0 && rest % 10 == 0; scale--)
        rest /= 10;
    for (int i = 0; i < scale; i++)
        unit *= 10;
    int n = snprintf(out, RANGE_TEXT, "%s%llu", number < 0 ? "-" : "",
        (unsigned long long)(rest / unit));
    if (scale > 0)
        n += snprintf(out + n, RANGE_TEXT - (size_t)n, ".%0*llu", scale,
            (unsigned long long)(rest % unit));
    snprintf(out + n, RANGE_TEXT - (size_t)n, "%s", r->unit);
}
