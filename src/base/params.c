/* params.c - from text to the fields of a filter's parameter struct, by its table. */
#include "base/params.h"
#include "base/names.h"
#include <locale.h>
#include <math.h>
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

static void *field(const glitch_param *p, void *params)
{
    return (unsigned char *)params + p->offset;
}

static glitch_status out_of_range(
    glitch_ctx *ctx, const glitch_param *p, const char *value)
{
    return gli_fail(ctx, GLITCH_EINVAL,
        "%s=%s is out of range; it goes from %.10g to %.10g", p->name, value, p->min,
        p->max);
}

static glitch_status not_a(
    glitch_ctx *ctx, const glitch_param *p, const char *value, const char *what)
{
    return gli_fail(ctx, GLITCH_EINVAL, "%s=%s is not %s%s", p->name, value, what,
        p->automatic ? " or auto" : "");
}

static glitch_status set_bool(
    glitch_ctx *ctx, const glitch_param *p, int32_t *out, const char *value)
{
    static const char *const words[] = { "0", "1", "no", "yes", "off", "on", "false",
        "true", NULL };
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], value) == 0) {
            *out = i & 1;
            return GLITCH_OK;
        }
    return not_a(ctx, p, value, "yes or no");
}

static glitch_status set_choice(
    glitch_ctx *ctx, const glitch_param *p, int32_t *out, const char *value)
{
    char list[256] = "";
    size_t used = 0;
    for (int32_t i = 0; p->choices[i]; i++) {
        if (strcmp(p->choices[i], value) == 0) {
            *out = i;
            return GLITCH_OK;
        }
        int n = snprintf(
            list + used, sizeof list - used, "%s%s", i ? ", " : "", p->choices[i]);
        used += n > 0 && (size_t)n < sizeof list - used ? (size_t)n : 0;
    }
    return gli_fail(ctx, GLITCH_EINVAL, "%s=%s is none of %s%s", p->name, value, list,
        p->automatic ? ", auto" : "");
}

static glitch_status set_int(
    glitch_ctx *ctx, const glitch_param *p, int32_t *out, const char *value)
{
    double number;
    const char *end = glitch_parse_real(value, &number);
    if (!end || *end || number != floor(number))
        return not_a(ctx, p, value, "a whole number");
    if (number < p->min || number > p->max)
        return out_of_range(ctx, p, value);
    *out = (int32_t)number;
    return GLITCH_OK;
}

static glitch_status set_real(
    glitch_ctx *ctx, const glitch_param *p, double *out, const char *value)
{
    double number;
    const char *end = glitch_parse_real(value, &number);
    if (!end || *end)
        return not_a(ctx, p, value, "a number");
    if (number < p->min || number > p->max)
        return out_of_range(ctx, p, value);
    *out = number;
    return GLITCH_OK;
}

static glitch_status set_length(
    glitch_ctx *ctx, const glitch_param *p, glitch_length *out, const char *value)
{
    double number;
    const char *end = glitch_parse_real(value, &number);
    bool percent = end && strcmp(end, "%") == 0;
    if (!end || !(percent || !*end || strcmp(end, "px") == 0))
        return not_a(ctx, p, value, "a length such as 12, 12px or 3.5%");
    if (number < p->min || number > p->max)
        return out_of_range(ctx, p, value);
    *out = (glitch_length) { number, percent };
    return GLITCH_OK;
}

static glitch_status set_text(glitch_ctx *ctx, char **out, const char *value)
{
    char *copy = gli_strdup(ctx, value);
    if (!copy)
        return GLITCH_ENOMEM;
    gli_free(ctx, *out);
    *out = copy;
    return GLITCH_OK;
}

static bool in_range(const glitch_param *p, double x)
{
    return x >= p->min && x <= p->max;
}

/* Is a field, as some program has set it, one that the parser could have set? */
static bool is_valid(const glitch_param *p, const void *at)
{
    const int32_t *number = at;
    const glitch_length *length = at;
    bool may_be_auto = p->automatic != GLITCH_AUTO_NONE;
    switch (p->type) {
    case GLITCH_BOOL:
        return *number == 0 || *number == 1;
    case GLITCH_INT:
        return *number == GLITCH_INT_AUTO ? may_be_auto : in_range(p, *number);
    case GLITCH_CHOICE:
        for (int32_t i = 0; p->choices[i]; i++)
            if (i == *number)
                return true;
        return may_be_auto && *number == GLITCH_INT_AUTO;
    case GLITCH_REAL:
        return GLITCH_IS_AUTO(*(const double *)at) ? may_be_auto
                                                   : in_range(p, *(const double *)at);
    case GLITCH_LENGTH:
        return (length->percent == 0 || length->percent == 1)
            && (GLITCH_IS_AUTO(length->value) ? may_be_auto
                                              : in_range(p, length->value));
    case GLITCH_TEXT:
        return *(const char *const *)at != NULL;
    }
    return false;
}

glitch_status gli_params_copy(
    glitch_ctx *ctx, const glitch_filter *f, void *params, const void *from)
{
    const unsigned char *given = from;
    for (const glitch_param *p = f->params; p && p->name; p++)
        if (!is_valid(p, given + p->offset))
            return gli_fail(ctx, GLITCH_EINVAL, "filter '%s': %s is out of range",
                f->name, p->name);
    if (f->params_size)
        memcpy(params, from, f->params_size);
    glitch_status s = GLITCH_OK;
    for (const glitch_param *p = f->params; p && p->name; p++)
        if (p->type == GLITCH_TEXT) {
            char **text = field(p, params);
            *text = s ? NULL : gli_strdup(ctx, *text);
            if (!*text)
                s = GLITCH_ENOMEM;
        }
    return s;
}

void gli_params_free(glitch_ctx *ctx, const glitch_filter *f, void *params)
{
    for (const glitch_param *p = f->params; params && p && p->name; p++)
        if (p->type == GLITCH_TEXT)
            gli_free(ctx, *(char **)field(p, params));
    gli_free(ctx, params);
}

static void set_auto(const glitch_param *p, void *params)
{
    void *out = field(p, params);
    if (p->type == GLITCH_REAL)
        *(double *)out = (double)NAN;
    else if (p->type == GLITCH_LENGTH)
        *(glitch_length *)out = (glitch_length) { (double)NAN, 0 };
    else
        *(int32_t *)out = GLITCH_INT_AUTO;
}

static glitch_status set(
    glitch_ctx *ctx, const glitch_param *p, void *params, const char *value)
{
    void *out = field(p, params);
    if (p->automatic && strcmp(value, "auto") == 0) {
        set_auto(p, params);
        return GLITCH_OK;
    }
    switch (p->type) {
    case GLITCH_BOOL:
        return set_bool(ctx, p, out, value);
    case GLITCH_INT:
        return set_int(ctx, p, out, value);
    case GLITCH_REAL:
        return set_real(ctx, p, out, value);
    case GLITCH_CHOICE:
        return set_choice(ctx, p, out, value);
    case GLITCH_LENGTH:
        return set_length(ctx, p, out, value);
    case GLITCH_TEXT:
        return set_text(ctx, out, value);
    }
    return gli_fail(ctx, GLITCH_EINVAL, "%s: a parameter of no known type", p->name);
}

glitch_status gli_params_default(glitch_ctx *ctx, const glitch_filter *f, void *params)
{
    glitch_status s = GLITCH_OK;
    for (const glitch_param *p = f->params; !s && p && p->name; p++)
        s = set(ctx, p, params, p->def);
    return s;
}

static glitch_status unknown(glitch_ctx *ctx, const glitch_filter *f, const char *key)
{
    gli_guess guess = { .word = key };
    char list[256] = "";
    size_t used = 0, count = 0;
    for (const glitch_param *p = f->params; p && p->name; p++, count++) {
        gli_guess_offer(&guess, p->name);
        int n = snprintf(
            list + used, sizeof list - used, "%s%s", used ? ", " : "", p->name);
        used += n > 0 && (size_t)n < sizeof list - used ? (size_t)n : 0;
    }
    if (guess.name)
        return gli_fail(ctx, GLITCH_EINVAL, "no parameter '%s'; did you mean '%s'?",
            key, guess.name);
    return gli_fail(ctx, GLITCH_EINVAL, "no parameter '%s'; there %s %s", key,
        count > 1 ? "are" : "is", used ? list : "none");
}

glitch_status gli_params_set(glitch_ctx *ctx, const glitch_filter *f, void *params,
    const char *key, const char *value)
{
    for (const glitch_param *p = f->params; p && p->name; p++)
        if (strcmp(p->name, key) == 0)
            return set(ctx, p, params, value);
    return unknown(ctx, f, key);
}

void gli_params_resolve(const glitch_filter *f, void *params, double intensity)
{
    for (const glitch_param *p = f->params; p && p->name; p++)
        if (p->automatic == GLITCH_AUTO_INTENSITY) {
            double *level = field(p, params);
            if (GLITCH_IS_AUTO(*level))
                *level = intensity;
        }
}

int32_t glitch_length_pixels(glitch_length length, uint32_t extent)
{
    if (GLITCH_IS_AUTO(length.value))
        return 0;
    double pixels = length.percent ? length.value * extent / 100.0 : length.value;
    if (pixels > INT32_MAX)
        return INT32_MAX;
    if (pixels < -INT32_MAX)
        return -INT32_MAX;
    return (int32_t)(pixels < 0 ? pixels - 0.5 : pixels + 0.5);
}
