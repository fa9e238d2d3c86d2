/* number.c - decimal numbers from text, the same in every locale. */
#include <glitch/filter.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    EXACT_DIGITS = 15, /* so many fit into a double's mantissa */
    EXACT_POWER = 22,  /* 10^22 is the largest power of ten that is a double */
    LONGEST_NUMBER = 100
};

/* A decimal number as it is written: digits * 10^exponent. */
typedef struct decimal {
    bool negative;
    double digits; /* exact for up to EXACT_DIGITS */
    int count, exponent;
    const char *end;
} decimal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static decimal scan_decimal(const char *s)
{
    decimal d = { .negative = *s == '-' };
    bool point = false;
    s += *s == '-' || *s == '+';
    for (; is_digit(*s) || (*s == '.' && !point); s++) {
        if (*s == '.') {
            point = true;
            continue;
        }
        d.digits = d.digits * 10 + (*s - '0');
        d.count++;
        d.exponent -= point;
    }
    const char *e = s + (s[0] == 'e' || s[0] == 'E');
    int sign = *e == '-' ? -1 : 1, power = 0;
    if (e > s && is_digit(e[e[0] == '-' || e[0] == '+'])) {
        for (s = e + (*e == '-' || *e == '+'); is_digit(*s); s++)
            power = power < 10000 ? power * 10 + (*s - '0') : power;
        d.exponent += sign * power;
    }
    d.end = s;
    return d;
}

/* For numbers with many digits; strtod() wants the decimal point of the locale. */
static bool read_long_number(const char *text, size_t size, double *out)
{
    char copy[LONGEST_NUMBER + 8];
    const char *point = localeconv()->decimal_point;
    size_t n = 0;
    if (size >= LONGEST_NUMBER || strlen(point) > 4)
        return false;
    for (size_t i = 0; i < size; i++)
        n += (size_t)snprintf(copy + n, sizeof copy - n, "%.*s", 4,
            text[i] == '.' ? point : (char[2]) { text[i], 0 });
    *out = strtod(copy, NULL);
    return isfinite(*out);
}

/*
 * Where digits and power of ten are both exact as doubles, the one operation between
 * them gives the nearest double (W. D. Clinger, "How to read floating point numbers
 * accurately", PLDI 1990, the simple case).
 */
const char *glitch_parse_real(const char *text, double *out)
{
    decimal d = scan_decimal(text);
    double number;
    if (d.count == 0)
        return NULL;
    if (d.count <= EXACT_DIGITS && d.exponent <= EXACT_POWER
        && d.exponent >= -EXACT_POWER) {
        double power = 1;
        for (int i = d.exponent < 0 ? -d.exponent : d.exponent; i > 0; i--)
            power *= 10;
        number = d.exponent < 0 ? d.digits / power : d.digits * power;
        number = d.negative ? -number : number;
    } else if (!read_long_number(text, (size_t)(d.end - text), &number)) {
        return NULL;
    }
    *out = number;
    return d.end;
}
